"""Many steps of a sweep at once: as columns, or as records without trees."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, overload

from ..limits import LIMITS
from ..records import NO_TREE, Block, Increment, Step
from ..records.steps import AT_ONCE
from .contributions import Contribution, reckoned
from .local import differentiable
from .paths import Flow, number_of
from .texts import MISSING

if TYPE_CHECKING:
    from .steps import Recorder


class Blocks:
    """Steps without derivatives, many at once; what has no text here comes from the step's own record."""

    def __init__(self, recorder: Recorder) -> None:
        self.recorder, self.graph, self.values = recorder, recorder.graph, recorder.values

    def derivatives(self, nodes: Sequence[int]) -> list[Any]:
        """The tangents or adjoints of nodes."""
        return [None] * len(nodes)

    def rules(self, nodes: Sequence[int]) -> list[str]:
        """The same in symbols, MISSING in those that take a whole record."""
        return [""] * len(nodes)

    def found(self, nodes: Sequence[int]) -> Sequence[dict[str, Any] | None]:
        """What else a record says of a derivative; None where that takes a whole record."""
        return [{} for _ in nodes]

    def nodes(self, places: Sequence[int]) -> list[int]:
        """The nodes of the steps at these places."""
        inputs, steps = self.graph.inputs, self.recorder.names.steps
        first = len(inputs)
        return [inputs[place] if place < first else steps[place - first] for place in places]

    def block(self, step: Callable[[int], Step], places: Sequence[int]) -> Block:
        """The steps at these places, column by column."""
        nodes, first = self.nodes(places), len(self.graph.inputs)
        formulas, rules = self.recorder.texts.formulas(nodes), self.rules(nodes)
        if MISSING in "".join(chain(formulas, rules)):
            for at, (formula, rule) in enumerate(zip(formulas, rules, strict=True)):
                if MISSING in formula or MISSING in rule:
                    whole = step(places[at])
                    formulas[at], rules[at] = whole.formula, whole.rule
        return Block(
            [place - first + 1 if place >= first else 0 for place in places],
            list(map(self.recorder.texts.names.__getitem__, nodes)),
            formulas,
            [None] * len(nodes) if self.values is None else list(map(self.values.__getitem__, nodes)),
            rules,
            self.derivatives(nodes),
        )

    def bare(self, step: Callable[[int], Step], places: Sequence[int]) -> list[Step]:
        """The steps at these places as records without trees."""
        if not self.recorder.is_plain:
            return list(map(step, places))
        nodes, texts = self.nodes(places), self.recorder.texts
        columns = zip(places, nodes, texts.formulas(nodes), self.rules(nodes), self.found(nodes), strict=True)
        return [
            step(place) if derivative is None or MISSING in formula or MISSING in rule
            else self.record(place, node, formula, rule, derivative)
            for place, node, formula, rule, derivative in columns
        ]

    def record(self, place: int, node: int, formula: str, rule: str, derivative: Mapping[str, Any]) -> Step:
        """One step from its texts."""
        recorder, graph, names = self.recorder, self.graph, self.recorder.texts.names
        number, operator = max(0, place - len(graph.inputs) + 1), graph.operators[node]
        return Step(
            name=names[node],
            number=number,
            role="input" if not number else "output" if node in recorder.outputs else "step",
            op=operator.name if operator else "input" if not number else "constant",
            args=tuple([names[arg] if graph.varies[arg] else recorder.argument(arg) for arg in graph.args[node]]),
            shape=graph.shapes[node],
            value=None if self.values is None else self.values[node],
            formula=formula,
            tree=NO_TREE if number else recorder.formulas.leaf(node),
            rule=rule,
            locate=partial(graph.span, node),
            **derivative,
        )

    def numbers(self, flows: Sequence[Flow] | None, nodes: Sequence[int]) -> list[Any]:
        """The numbers that the flows of nodes carry; None in symbols."""
        if flows is None:
            return [None] * len(nodes)
        found = list(map(flows.__getitem__, nodes))
        if set(map(type, found)) == {float} and not self.recorder.has_arrays:
            return found
        return [number_of(flow, self.graph.shapes[node]) for flow, node in zip(found, nodes, strict=True)]


class TangentBlocks(Blocks):
    """Steps with tangents."""

    def __init__(self, recorder: Recorder, tangents: Sequence[Flow] | None, seeds: Mapping[int, Any]) -> None:
        super().__init__(recorder)
        self.tangents, self.seeds = tangents, seeds

    def derivatives(self, nodes: Sequence[int]) -> list[Any]:
        """The tangents of nodes."""
        found = self.numbers(self.tangents, nodes)
        return found if self.seeds.keys().isdisjoint(nodes) else list(map(self.seeds.get, nodes, found))

    def rules(self, nodes: Sequence[int]) -> list[str]:
        """Their rules."""
        return [MISSING] * len(nodes) if self.tangents is None else self.recorder.texts.tangents(nodes, self.tangents)

    def found(self, nodes: Sequence[int]) -> Sequence[dict[str, Any] | None]:
        """Tangent, seed and path."""
        inputs = set(self.graph.inputs)
        return [
            {"tangent": tangent, "seeded": node in inputs,
             "path": self.tangents is None or self.tangents[node] is not None}
            for node, tangent in zip(nodes, self.derivatives(nodes), strict=True)
        ]


class Many(Sequence[Increment]):
    """Increments that are made whenever they are gone through: there may be a million of one step."""

    def __init__(self, size: int, stream: Callable[[], Iterator[Increment]]) -> None:
        self.size, self.stream = size, stream

    def __len__(self) -> int:
        return self.size

    def __iter__(self) -> Iterator[Increment]:
        return self.stream()

    @overload
    def __getitem__(self, place: int) -> Increment: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Increment]: ...
    def __getitem__(self, place: int | slice) -> Increment | Sequence[Increment]:
        return tuple(self.stream())[place]


class AdjointBlocks(Blocks):
    """Steps with adjoints, but for nodes in `unasked`."""

    def __init__(
        self, recorder: Recorder, adjoints: Sequence[Flow] | None, seeds: Mapping[int, Any], unasked: Any = ()
    ) -> None:
        super().__init__(recorder)
        self.adjoints, self.seeds, self.unasked = adjoints, seeds, unasked
        self.special = frozenset((*seeds, *unasked))

    def derivatives(self, nodes: Sequence[int]) -> list[Any]:
        """The adjoints of nodes."""
        found = self.numbers(self.adjoints, nodes)
        if not self.unasked:
            return found
        return [None if node in self.unasked else number for node, number in zip(nodes, found, strict=True)]

    def rules(self, nodes: Sequence[int]) -> list[str]:
        """Their rules."""
        if self.adjoints is None:
            return [MISSING] * len(nodes)
        found = self.recorder.texts.adjoints(nodes, self.recorder.uses, self.adjoints)
        if not self.special.isdisjoint(nodes):
            for at, node in enumerate(nodes):
                if node in self.special:
                    found[at] = "" if node in self.unasked else MISSING
        return found

    def found(self, nodes: Sequence[int]) -> Sequence[dict[str, Any] | None]:
        """Adjoint, path and increments; a seed has a record of its own."""
        adjoints = self.adjoints
        if adjoints is None:
            return super().found(nodes)
        each = [self.contributions(node) for node in nodes]
        uses = [one[:2] for some in each if some is not None for one in some]
        rules = iter(self.recorder.texts.contributions(uses))
        return [
            {} if node in self.unasked else None if some is None and self.recorder.has_arrays else {
                "adjoint": adjoint, "path": adjoints[node] is not None,
                "increments": self.many(node) if some is None else
                tuple(map(partial(self.increment, node), some, islice(rules, len(some)))),
            }
            for node, some, adjoint in zip(nodes, each, self.derivatives(nodes), strict=True)
        ]

    def contributions(self, node: int) -> list[Contribution] | None:
        """What every use gave to a node's adjoint; None where there are too many to keep."""
        if node in self.special:
            return []
        some = list(islice(self.live(node), LIMITS.rule_terms + 1))
        return None if len(some) > LIMITS.rule_terms else list(self.reckoned(node, some))

    def live(self, node: int) -> Iterator[tuple[int, int]]:
        """The uses of a node that something flows through."""
        adjoints = self.adjoints
        assert adjoints is not None
        return (use for use in self.recorder.uses.of(node)
                if adjoints[use[0]] is not None and differentiable(self.graph, *use))

    def reckoned(self, node: int, uses: Iterable[tuple[int, int]]) -> Iterator[Contribution]:
        """What these uses gave."""
        assert self.values is not None and self.adjoints is not None
        return reckoned(self.graph, self.values, uses, self.adjoints, None)

    def many(self, node: int) -> Many:
        """The increments of a node that has very many."""
        return Many(sum(1 for _ in self.live(node)), partial(self.streamed, node))

    def streamed(self, node: int) -> Iterator[Increment]:
        """Very many increments, one after the other."""
        found = self.reckoned(node, self.live(node))
        while some := list(islice(found, AT_ONCE)):
            rules = self.recorder.texts.contributions([one[:2] for one in some])
            yield from map(partial(self.increment, node), some, rules)

    def increment(self, node: int, one: Contribution, rule: str) -> Increment:
        """One increment from its text."""
        graph, adjoints = self.graph, self.adjoints
        if MISSING in rule or adjoints is None:
            return self.recorder.increment(node, one, adjoints)
        consumer, operand, slope, product, total = one
        return Increment(
            consumer=self.recorder.texts.names[consumer],
            operand=operand,
            rule=rule,
            partial=slope,
            upstream=number_of(adjoints[consumer], graph.shapes[consumer]),
            product=number_of(product, graph.shapes[node]),
            total=number_of(total, graph.shapes[node]),
            formula=NO_TREE,
            partial_formula=None,
            path=product is not None,
        )
