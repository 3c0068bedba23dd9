"""Finished columns to step records: what the views read. Each is made when a view asks for it."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from typing import Any

from ..graph.formulas import GraphFormulas
from ..graph.graph import Graph
from ..graph.naming import NodeNames
from ..lang.printer import Printer
from ..limits import LIMITS
from ..made import Made
from ..records import Formula, Increment, Step, Steps
from .blocks import AdjointBlocks, Blocks, TangentBlocks
from .contributions import Contribution, reckoned
from .cost import Reached, reached
from .evaluate import has_arrays, quietly
from .local import differentiable, pull
from .local import partial as local_partial
from .paths import Flow, number_of
from .texts import Texts, seed_text, total_of
from .uses import Uses


class Recorder:
    """Makes the steps of one graph, in symbols or with numbers.

    names   of inputs and steps, by id
    values  of every node, None for a trace in symbols
    """

    is_plain = True
    """Whether every step is one operation."""

    def __init__(self, graph: Graph, names: NodeNames, values: Sequence[Any] | None, printer: Printer) -> None:
        self.graph, self.names, self.values, self.printer = graph, names, values, printer
        self.formulas = GraphFormulas(graph, names)
        self.outputs = {node for _, node in graph.outputs}

    @cached_property
    def texts(self) -> Texts:
        """The texts of steps by the million."""
        return Texts(self.graph, self.names, self.printer)

    @cached_property
    def has_arrays(self) -> bool:
        """Whether NumPy computes some of the numbers."""
        return has_arrays(self.graph)

    @cached_property
    def uses(self) -> Uses:
        """The uses of every node."""
        return Uses(self.graph)

    @cached_property
    def reached(self) -> Reached:
        """What a sweep goes over."""
        return reached(self.graph)

    def steps(self, make: Callable[[int, int], Step], blocks: Blocks) -> Steps:
        """The steps of a sweep, each made from a node and its number, or many at once by `blocks`."""
        inputs, numbered, graph = self.graph.inputs, self.names.steps, self.graph
        first = len(inputs)

        def step(place: int) -> Step:
            return make(inputs[place], 0) if place < first else make(numbered[place - first], place - first + 1)

        def numbers(place: int) -> tuple[Any, Any]:
            node = inputs[place] if place < first else numbered[place - first]
            return (None if self.values is None else self.values[node]), blocks.derivatives([node])[0]

        outputs = [bisect_left(numbered, node) for node in sorted(self.outputs.difference(inputs))]
        ends = [*range(first), *(first + place for place in outputs)]
        return Steps(
            first + len(numbered), quietly(graph, step), self._find, quietly(graph, numbers), ends,
            quietly(graph, partial(blocks.block, step)), quietly(graph, partial(blocks.bare, step)),
        )

    def _find(self, name: str) -> int | None:
        """Where the step of this name stands."""
        node = self.names.node(name)
        if node is None:
            return None
        number = self.names.numbers[node]
        return len(self.graph.inputs) + number - 1 if number else self.graph.inputs.index(node)

    def value_steps(self) -> Steps:
        """Steps without derivatives."""
        return self.steps(self._step, Blocks(self))

    def forward_steps(self, tangents: Sequence[Flow] | None, seeds: Mapping[int, Any]) -> Steps:
        """Steps with tangents; in symbols where tangents is None."""
        return self.steps(partial(self._forward_step, tangents, seeds), TangentBlocks(self, tangents, seeds))

    def _number(self, flows: Sequence[Flow] | None, node: int) -> Any:
        """A node's tangent or adjoint; None in symbols."""
        return None if flows is None else number_of(flows[node], self.graph.shapes[node])

    def _forward_step(
        self, tangents: Sequence[Flow] | None, seeds: Mapping[int, Any], node: int, number: int
    ) -> Step:
        rule = None
        if number and (operands := self._contributing(node, tangents)):
            rule = self.formulas.tangent_rule(node, operands)
        path, tangent = tangents is None or tangents[node] is not None, seeds.get(node, self._number(tangents, node))
        return self._step(node, number, rule=rule, tangent=tangent, seeded=not number, path=path)

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
            or math.isfinite(local_partial(self.graph, self.values, node, i))
        ]

    def reverse_steps(self, adjoints: Sequence[Flow] | None, seeds: Mapping[int, Any], unasked: Any = ()) -> Steps:
        """Steps with adjoints, but for nodes in unasked, and their increments; in symbols where adjoints is None."""

        def make(node: int, number: int) -> Step:
            return self._step(node, number) if node in unasked else self._reverse_step(adjoints, seeds, node, number)

        return self.steps(make, AdjointBlocks(self, adjoints, seeds, unasked))

    def _reverse_step(self, adjoints: Sequence[Flow] | None, seeds: Mapping[int, Any], node: int, number: int) -> Step:
        found = self.contributions(node, adjoints, seeds.get(node))

        def make(place: int) -> Increment:
            return self.increment(node, found[place], adjoints)

        increments: Sequence[Increment] = Made(len(found), make)
        rule = None
        if len(found) <= LIMITS.rule_terms:
            increments = tuple(increments)
            trees = [increment.formula for increment in increments]
            if node in seeds and trees:
                trees.insert(0, Formula("literal", text=seed_text(seeds[node])))
            rule = total_of(trees, self.graph.shapes[node])
        return self._step(
            node,
            number,
            rule=rule,
            adjoint=self._number(adjoints, node),
            increments=increments,
            seeded=node in seeds,
            path=bool(self.reached.nodes[node]) if adjoints is None else adjoints[node] is not None,
        )

    def uses_of(self, node: int) -> list[tuple[int, int]]:
        """(consumer, operand) of the uses of a node that a derivative may pass."""
        return [use for use in self.uses.of(node) if differentiable(self.graph, *use)]

    def given(self, consumer: int, operand: int, node: int, adjoint: Flow) -> tuple[Any, Flow]:
        """The local partial, None where the rule is no product, and what a use gives to the node's adjoint."""
        assert self.values is not None
        return pull(self.graph, self.values, consumer, operand, adjoint)

    def passes(self, consumer: int, operand: int, node: int, adjoint: Flow) -> bool:
        """Whether anything flows through a use: a product of plain numbers always does."""
        operator = self.graph.operators[consumer]
        is_plain = operator is not None and operator.plain and not self.graph.shapes[consumer]
        return is_plain or self.given(consumer, operand, node, adjoint)[1] is not None

    def contributions(self, node: int, adjoints: Sequence[Flow] | None, seed: Flow) -> list[Contribution]:
        """What every use gave to a node's adjoint: the products of the sweep, reckoned again for what is shown."""
        uses = self.uses_of(node)
        if adjoints is None:
            return [Contribution(*use) for use in uses if self.reached.nodes[use[0]]]
        assert self.values is not None
        if not self.has_arrays:
            return list(reckoned(self.graph, self.values, uses, adjoints, seed))
        import numpy as np

        with np.errstate(all="ignore"):  # Steps are made when they are asked for, long after the sweep.
            return list(reckoned(self.graph, self.values, uses, adjoints, seed))

    def increment(self, node: int, one: Contribution, adjoints: Sequence[Flow] | None) -> Increment:
        """One increment with its trees."""
        tree = self.formulas.adjoint_rule(one.consumer, one.operand)
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
            partial_formula=self.formulas.partial(one.consumer, one.operand)
            if self.has_partial(one.consumer) else None,
            path=adjoints is None or one.product is not None,
        )

    def has_partial(self, node: int) -> bool:
        """Whether a step's rule is a product with its local partial."""
        operator = self.graph.operators[node]
        return operator is not None and operator.kind == "elementwise"

    def _step(self, node: int, number: int, rule: Formula | None = None, **derivative: Any) -> Step:
        graph, operator = self.graph, self.graph.operators[node]
        tree = self.formulas.value(node) if number else self.formulas.leaf(node)
        role = "output" if node in self.outputs else "step" if number else "input"
        args = tuple([self.argument(arg) for arg in graph.args[node]])
        return Step(
            name=self.names[node],
            number=number,
            role="input" if not number else role,
            op=operator.name if operator else ("input" if not number else "constant"),
            args=args,
            shape=graph.shapes[node],
            value=None if self.values is None else self.values[node],
            formula=self.printer.text(tree) if number else "",
            tree=tree,
            rule=self.printer.text(rule) if rule is not None else "",
            rule_tree=rule,
            locate=partial(graph.span, node),
            **derivative,
        )

    def argument(self, node: int) -> Any:
        """An operand for programs: a step's name, or a constant's number (its text where there are no numbers)."""
        if node in self.names:
            return self.names[node]
        if self.values is not None:
            return self.values[node]
        return self.printer.text(self.formulas.constant(node))


__all__ = ["Recorder", "number_of"]
