"""Finished columns to step records: what the views read. Made only when a view asks."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from ..graph.formulas import GraphFormulas
from ..graph.graph import Graph
from ..graph.naming import steps_of
from ..lang.printer import Printer
from ..records import Formula, Increment, Shape, Step
from .cost import on_path
from .local import differentiable, partial
from .paths import Flow, number
from .reverse import Contribution


class Recorder:
    """Makes the steps of one graph, in symbols or with numbers.

    names   of inputs and steps, by id
    values  of every node, None for a trace in symbols
    """

    def __init__(self, graph: Graph, names: Mapping[int, str], values: Sequence[Any] | None, printer: Printer) -> None:
        self.graph, self.names, self.values, self.printer = graph, names, values, printer
        self.formulas = GraphFormulas(graph, names)
        self.outputs = {node for _, node in graph.outputs}
        self.rows = [(node, 0) for node in graph.inputs] + [(node, i) for i, node in enumerate(steps_of(graph), 1)]

    def value_steps(self) -> tuple[Step, ...]:
        """Steps without derivatives."""
        return tuple([self._step(node, row) for node, row in self.rows])

    def forward_steps(self, tangents: Sequence[Flow] | None, seeds: Mapping[int, Any]) -> tuple[Step, ...]:
        """Steps with tangents; in symbols where tangents is None."""
        steps = []
        for node, row in self.rows:
            rule = None
            if row and (operands := self._contributing(node, tangents)):
                rule = self.formulas.tangent_rule(node, operands)
            tangent = None if tangents is None else number_of(tangents[node], self.graph.shapes[node])
            if node in seeds:
                tangent = seeds[node]
            path = True if tangents is None else tangents[node] is not None
            steps.append(self._step(node, row, rule=rule, tangent=tangent, seeded=not row, path=path))
        return tuple(steps)

    def _contributing(self, node: int, tangents: Sequence[Flow] | None) -> list[int]:
        """The operands whose tangents enter the rule: all that vary, but for infinite partials where no path leads."""
        operands = [i for i in range(len(self.graph.args[node])) if differentiable(self.graph, node, i)]
        operator = self.graph.operators[node]
        if tangents is None or operator is None or operator.kind != "elementwise" or self.graph.shapes[node]:
            return operands
        assert self.values is not None
        return [
            i
            for i in operands
            if tangents[self.graph.args[node][i]] is not None
            or math.isfinite(partial(self.graph, self.values, node, i))
        ]

    def reverse_steps(
        self, adjoints: Sequence[Flow] | None, record: Mapping[int, Sequence[Contribution]], seeds: Mapping[int, Any]
    ) -> tuple[Step, ...]:
        """Steps with adjoints and their increments; in symbols where adjoints is None."""
        reached = on_path(self.graph) if adjoints is None else [adjoint is not None for adjoint in adjoints]
        steps = []
        for node, row in self.rows:
            increments = tuple([self._increment(node, one, adjoints) for one in record.get(node, ())])
            trees = [increment.formula for increment in increments]
            if node in seeds and trees:
                trees.insert(0, Formula("literal", text=_seed_text(seeds[node])))
            rule = total_of(trees, self.graph.shapes[node])
            adjoint = None if adjoints is None else number_of(adjoints[node], self.graph.shapes[node])
            steps.append(
                self._step(
                    node,
                    row,
                    rule=rule,
                    adjoint=adjoint,
                    increments=increments,
                    seeded=node in seeds,
                    path=reached[node],
                )
            )
        return tuple(steps)

    def symbolic_record(self) -> dict[int, list[Contribution]]:
        """The uses of every node that an output depends on, in the order of a reverse sweep, without numbers."""
        record: dict[int, list[Contribution]] = {}
        reached = on_path(self.graph)
        for node in range(len(self.graph) - 1, -1, -1):
            if reached[node]:
                for operand, arg in enumerate(self.graph.args[node]):
                    if differentiable(self.graph, node, operand):
                        record.setdefault(arg, []).append(Contribution(node, operand, None, None, None))
        return record

    def _increment(self, node: int, one: Contribution, adjoints: Sequence[Flow] | None) -> Increment:
        operator = self.graph.operators[one.consumer]
        assert operator is not None
        tree = self.formulas.adjoint_rule(one.consumer, one.operand)
        elementwise = operator.kind == "elementwise"
        shape = self.graph.shapes[node]
        return Increment(
            consumer=self.names[one.consumer],
            operand=one.operand,
            rule=self.printer.text(tree),
            partial=one.partial,
            upstream=None if adjoints is None else number_of(adjoints[one.consumer], self.graph.shapes[one.consumer]),
            product=None if adjoints is None else number_of(one.product, shape),
            total=None if adjoints is None else number_of(one.total, shape),
            formula=tree,
            partial_formula=self.formulas.partial(one.consumer, one.operand) if elementwise else None,
            path=adjoints is None or one.product is not None,
        )

    def _step(self, node: int, row: int, rule: Formula | None = None, **derivative: Any) -> Step:
        graph, operator = self.graph, self.graph.operators[node]
        tree = self.formulas.value(node) if row else self.formulas.leaf(node)
        role = "output" if node in self.outputs else "step" if row else "input"
        args = tuple([self._argument(arg) for arg in graph.args[node]])
        return Step(
            name=self.names[node],
            number=row,
            role="input" if not row else role,
            op=operator.name if operator else ("input" if not row else "constant"),
            args=args,
            shape=graph.shapes[node],
            value=None if self.values is None else self.values[node],
            formula=self.printer.text(tree) if row else "",
            tree=tree,
            rule=self.printer.text(rule) if rule is not None else "",
            rule_tree=rule,
            span=graph.spans[node],
            **derivative,
        )

    def _argument(self, node: int) -> Any:
        """An operand for programs: a step's name, or a constant's number (its text where there are no numbers)."""
        if node in self.names:
            return self.names[node]
        if self.values is not None:
            return self.values[node]
        return self.printer.text(self.formulas.constant(node))


def total_of(trees: Sequence[Formula], shape: Shape) -> Formula | None:
    """The sum of the contributions: one addition of as many terms as the node has uses."""
    if len(trees) < 2:
        return trees[0] if trees else None
    return Formula("add", tuple(trees), shape=shape)


def number_of(flow: Flow, shape: tuple[int, ...]) -> Any:
    """The number that a flow carries, of this shape; zeros where there is no path."""
    value = number(flow)
    if not shape:
        return float(value)
    import numpy as np

    return np.array(np.broadcast_to(value, shape), dtype=np.float64)


def _seed_text(seed: Any) -> str:
    return f"{seed:g}" if not hasattr(seed, "shape") else "seed"
