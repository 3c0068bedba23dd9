"""Finished columns to step records: what the views read. Each is made when a view asks for it."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from itertools import chain
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
        derivatives: Callable[[Sequence[int]], list[Any]] = lambda nodes: [None] * len(nodes),
        rules: Callable[[Sequence[int]], list[str]] = lambda nodes: [""] * len(nodes),
    ) -> Steps:
        """The steps of a sweep, made from a node and its number.

        derivatives  the tangents or adjoints of nodes, and `rules` the same in symbols, MISSING in those that take a
                     whole step
        """
        inputs, numbered = self.graph.inputs, self.names.steps
        first = len(inputs)

        def step(place: int) -> Step:
            return make(inputs[place], 0) if place < first else make(numbered[place - first], place - first + 1)

        def numbers(place: int) -> tuple[Any, Any]:
            node = inputs[place] if place < first else numbered[place - first]
            return (None if self.values is None else self.values[node]), derivatives([node])[0]

        def block(places: Sequence[int]) -> Block:
            nodes = [inputs[place] if place < first else numbered[place - first] for place in places]
            formulas, texts = self.texts.formulas(nodes), rules(nodes)
            if MISSING in "".join(chain(formulas, texts)):
                for at, (formula, text) in enumerate(zip(formulas, texts, strict=True)):
                    if MISSING in formula or MISSING in text:
                        whole = step(places[at])
                        formulas[at], texts[at] = whole.formula, whole.rule
            return Block(
                [place - first + 1 if place >= first else 0 for place in places],
                list(map(self.texts.names.__getitem__, nodes)),
                formulas,
                [None] * len(nodes) if self.values is None else list(map(self.values.__getitem__, nodes)),
                texts,
                derivatives(nodes),
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

        def derivatives(nodes: Sequence[int]) -> list[Any]:
            found = self._numbers(tangents, nodes)
            return found if seeds.keys().isdisjoint(nodes) else list(map(seeds.get, nodes, found))

        def rules(nodes: Sequence[int]) -> list[str]:
            return [MISSING] * len(nodes) if tangents is None else self.texts.tangents(nodes, tangents)

        return self.steps(partial(self._forward_step, tangents, seeds), derivatives, rules)

    def _numbers(self, flows: Sequence[Flow] | None, nodes: Sequence[int]) -> list[Any]:
        """The tangents or adjoints of nodes; None in symbols."""
        if flows is None:
            return [None] * len(nodes)
        found = list(map(flows.__getitem__, nodes))
        if set(map(type, found)) == {float} and not self.has_arrays:
            return found
        return [number_of(flow, self.graph.shapes[node]) for flow, node in zip(found, nodes, strict=True)]

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

        special = frozenset((*seeds, *unasked))

        def derivatives(nodes: Sequence[int]) -> list[Any]:
            found = self._numbers(adjoints, nodes)
            if not unasked:
                return found
            return [None if node in unasked else number for node, number in zip(nodes, found, strict=True)]

        def rules(nodes: Sequence[int]) -> list[str]:
            if adjoints is None:
                return [MISSING] * len(nodes)
            found = self.texts.adjoints(nodes, self.uses, adjoints)
            if not special.isdisjoint(nodes):
                for at, node in enumerate(nodes):
                    if node in special:
                        found[at] = "" if node in unasked else MISSING
            return found

        def make(node: int, number: int) -> Step:
            return self._step(node, number) if node in unasked else self._reverse_step(adjoints, seeds, node, number)

        return self.steps(make, derivatives, rules)

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
