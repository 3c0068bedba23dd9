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
from ..records import Block, Formula, Increment, Step, Steps
from .contributions import Contribution, reckoned
from .cost import Reached, reached
from .evaluate import has_arrays, quietly
from .local import differentiable, pull
from .local import partial as local_partial
from .paths import Flow, number
from .texts import MISSING, Texts, seed_text, total_of
from .uses import Uses


class Recorder:
    """Makes the steps of one graph, in symbols or with numbers.

    names   of inputs and steps, by id
    values  of every node, None for a trace in symbols
    """

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

    def steps(
        self,
        make: Callable[[int, int], Step],
        derivative: Callable[[int], Any] = lambda node: None,
        rules: Callable[[Sequence[int]], list[str]] = lambda nodes: [""] * len(nodes),
    ) -> Steps:
        """The steps of a sweep, made from a node and its number.

        derivative  the tangent or adjoint of a node
        rules       the tangents or adjoints of many in symbols, MISSING in those that take a whole step
        """
        inputs, numbered, values = self.graph.inputs, self.names.steps, self.values
        first = len(inputs)

        def node_at(place: int) -> int:
            return inputs[place] if place < first else numbered[place - first]

        def step(place: int) -> Step:
            return make(node_at(place), max(0, place - first + 1))

        def numbers(place: int) -> tuple[Any, Any]:
            node = node_at(place)
            return (None if values is None else values[node]), derivative(node)

        def block(places: Sequence[int]) -> Block:
            nodes = list(map(node_at, places))
            formulas, texts = self.texts.formulas(nodes), rules(nodes)
            for at, (formula, text) in enumerate(zip(formulas, texts, strict=True)):
                if MISSING in formula or MISSING in text:
                    whole = step(places[at])
                    formulas[at], texts[at] = whole.formula, whole.rule
            return Block(
                [max(0, place - first + 1) for place in places],
                list(map(self.texts.names.__getitem__, nodes)),
                formulas,
                [None] * len(nodes) if values is None else list(map(values.__getitem__, nodes)),
                texts,
                list(map(derivative, nodes)),
            )

        outputs = [bisect_left(numbered, node) for node in sorted(self.outputs.difference(inputs))]
        ends = [*range(first), *(first + place for place in outputs)]
        graph = self.graph
        return Steps(
            first + len(numbered), quietly(graph, step), self._find, quietly(graph, numbers), ends,
            quietly(graph, block),
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
        return self.steps(self._step)

    def forward_steps(self, tangents: Sequence[Flow] | None, seeds: Mapping[int, Any]) -> Steps:
        """Steps with tangents; in symbols where tangents is None."""

        def derivative(node: int) -> Any:
            return seeds.get(node, self._number(tangents, node))

        def rules(nodes: Sequence[int]) -> list[str]:
            return [MISSING] * len(nodes) if tangents is None else self.texts.tangents(nodes, tangents)

        return self.steps(partial(self._forward_step, tangents, derivative), derivative, rules)

    def _number(self, flows: Sequence[Flow] | None, node: int) -> Any:
        """A node's tangent or adjoint; None in symbols."""
        return None if flows is None else number_of(flows[node], self.graph.shapes[node])

    def _forward_step(
        self, tangents: Sequence[Flow] | None, derivative: Callable[[int], Any], node: int, number: int
    ) -> Step:
        rule = None
        if number and (operands := self._contributing(node, tangents)):
            rule = self.formulas.tangent_rule(node, operands)
        path = True if tangents is None else tangents[node] is not None
        return self._step(node, number, rule=rule, tangent=derivative(node), seeded=not number, path=path)

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

        def derivative(node: int) -> Any:
            return None if node in unasked else self._number(adjoints, node)

        def rules(nodes: Sequence[int]) -> list[str]:
            if adjoints is None:
                return [MISSING] * len(nodes)
            found = self.texts.adjoints(nodes, self.uses, adjoints)
            for at, node in enumerate(nodes) if seeds or unasked else ():
                if node in seeds or node in unasked:
                    found[at] = "" if node in unasked else MISSING
            return found

        def make(node: int, number: int) -> Step:
            return self._step(node, number) if node in unasked else self._reverse_step(adjoints, seeds, node, number)

        return self.steps(make, derivative, rules)

    def _reverse_step(self, adjoints: Sequence[Flow] | None, seeds: Mapping[int, Any], node: int, number: int) -> Step:
        found = self._contributions(node, adjoints, seeds.get(node))

        def make(place: int) -> Increment:
            return self._increment(node, found[place], adjoints)

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

    def _contributions(self, node: int, adjoints: Sequence[Flow] | None, seed: Flow) -> list[Contribution]:
        """What every use gave to a node's adjoint: the products of the sweep, reckoned again for what is shown."""
        uses = self.uses_of(node)
        if adjoints is None:
            return [Contribution(*use) for use in uses if self.reached.nodes[use[0]]]
        assert self.values is not None
        if not self.has_arrays:
            return reckoned(self.graph, self.values, uses, adjoints, seed)
        import numpy as np

        with np.errstate(all="ignore"):  # Steps are made when they are asked for, long after the sweep.
            return reckoned(self.graph, self.values, uses, adjoints, seed)

    def _increment(self, node: int, one: Contribution, adjoints: Sequence[Flow] | None) -> Increment:
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
        args = tuple([self._argument(arg) for arg in graph.args[node]])
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

    def _argument(self, node: int) -> Any:
        """An operand for programs: a step's name, or a constant's number (its text where there are no numbers)."""
        if node in self.names:
            return self.names[node]
        if self.values is not None:
            return self.values[node]
        return self.printer.text(self.formulas.constant(node))


def number_of(flow: Flow, shape: tuple[int, ...]) -> Any:
    """The number that a flow carries, of this shape; zeros where there is no path."""
    if flow.__class__ is float and not shape:
        return flow
    value = number(flow)
    if not shape:
        return float(value)
    import numpy as np

    return np.array(np.broadcast_to(value, shape), dtype=np.float64)
