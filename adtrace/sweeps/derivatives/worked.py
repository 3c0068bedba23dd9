"""Second-order traces: along one direction, every adjoint with its tangent, in symbols and in numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ...errors import AdtraceError
from ...graph.tangents import tangent_of
from ...limits import LIMITS
from ...records import ADJOINT, NAME, SECOND, TANGENT, Formula
from ...records.derivative import SecondOrder, SecondStep, SecondUse
from ..cost import components
from ..forward import forward
from ..paths import Flow
from ..seeds import units
from ..steps import number_of
from .second import Second


def worked(second: Second) -> Iterator[SecondOrder]:
    """A trace for every component of the inputs. Raises AdtraceError where these are too many."""
    nodes = [node for _, node in second.inputs]
    if components(second.graph, nodes) > LIMITS.component_sweeps:
        raise AdtraceError(
            f"a trace along each of {components(second.graph, nodes)} components is too long",
            hint=f"choose some inputs with --wrt; the limit is {LIMITS.component_sweeps}",
        )
    for name, node in second.inputs:
        trace = second.run.forward([], [name])
        for (_, unit), sweep in zip(units(second.graph, node), trace.sweeps, strict=True):
            tangents = forward(second.graph, second.values, {node: unit})
            yield SecondOrder(trace._replace(sweeps=(sweep,), cost=None, warnings=()), Steps(second, tangents).made())


class Steps:
    """Makes the steps of one direction.

    tangents  of every node of the program and of its gradient
    """

    def __init__(self, second: Second, tangents: Sequence[Flow]) -> None:
        self.second, self.tangents = second, tangents
        self.graph, self.run = second.graph, second.run
        self.names, self.recorder = second.run.names, second.run.recorder

    def made(self) -> tuple[SecondStep, ...]:
        """From the output back to the inputs."""
        nodes = [*reversed(self.names.steps), *reversed(self.graph.inputs)]
        return tuple([self.step(node) for node in nodes])

    def step(self, node: int) -> SecondStep:
        """One step."""
        adjoint, graph = self.second.appended.nodes.get(node), self.graph
        role = "input" if node in self.names.inputs else "output" if node == self.second.output else "step"
        return SecondStep(
            name=self.names[node],
            number=self.names.numbers[node],
            role=role,
            shape=graph.shapes[node],
            value=self.second.values[node],
            tangent=number_of(self.tangents[node], graph.shapes[node]),
            adjoint=self.value(adjoint, node),
            second=self.tangent(adjoint, node),
            uses=tuple(self.uses(node)),
            seeded=node == self.second.output,
            path=adjoint is not None,
        )

    def uses(self, node: int) -> Iterator[SecondUse]:
        """What every use of a node gives to its adjoint."""
        found = self.second.appended.uses
        for consumer, operand in self.recorder.uses_of(node):
            if (consumer, operand) not in found:
                continue
            product = found[consumer, operand].product.handle
            rule = self.recorder.formulas.adjoint_rule(consumer, operand)
            moves = self.tangents[product] is not None
            yield SecondUse(
                self.names[consumer], operand, rule, self.value(product, node),
                tangent_of(rule, self.leaf) if moves else None, self.tangent(product, node),
            )

    def leaf(self, leaf: Formula) -> Formula | None:
        """The tangent of a name or of an adjoint; None of what does not change along the direction."""
        node = self.names.node(leaf.text) if leaf.op in (NAME, ADJOINT) else None
        if node is None:
            return None
        if leaf.op == ADJOINT:
            adjoint = self.second.appended.nodes.get(node)
            return None if adjoint is None or self.tangents[adjoint] is None else leaf._replace(op=SECOND)
        return None if self.tangents[node] is None else leaf._replace(op=TANGENT)

    def value(self, appended: int | None, node: int) -> Any:
        """The number of an appended node, of the shape of a node of the program; 0 where there is none."""
        return number_of(None if appended is None else self.second.values[appended], self.graph.shapes[node])

    def tangent(self, appended: int | None, node: int) -> Any:
        """Its tangent."""
        return number_of(None if appended is None else self.tangents[appended], self.graph.shapes[node])
