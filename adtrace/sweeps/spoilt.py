"""Which numbers of a finished run are nan, infinite or 0 because of others.

A number is spoilt by its operands if an ordinary number in their place gives one here: log(0) is -inf because of the 0,
and relu(-inf) is not 0 because of the -inf. Of several spoilt operands, each that would do it alone has done it, and
each without which it would not have come to it. The operations themselves say so, run once more on other numbers;
nothing here knows what any of them does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from ..graph.graph import Graph
from .local import differentiable, partial, pull, push
from .masks import Mask, is_defined, is_endless, is_finite, is_nan, is_ordinary, is_spoilt, is_zero, truth
from .paths import Flow, gathered, number, scaled, spread
from .worlds import STAND_INS, Masks, World, chosen, replaced

Link = tuple[int, int]


class Spoilt:
    """The values that are spoilt by what was born in some of them.

    masks   which elements are, by node, in the order of the list
    alone   the spoilt values without any other births, `without` the same without these births
    links   what spread from where to where, where it is asked for
    """

    def __init__(self, graph: Graph, values: Sequence[Any], born: Masks, every: Masks | None, *, linked: bool) -> None:
        self.graph, self.values, self.every = graph, values, every
        self.masks: dict[int, Mask] = {}
        self.alone: dict[int, Any] = {}
        self.without: dict[int, Any] = {}
        self.links: list[Link] = []
        for node in range(min(born), len(graph)) if every is None and born else sorted(every or ()):
            mask = born.get(node, False)
            args = [arg for arg in dict.fromkeys(graph.args[node]) if arg in self.masks]
            if args and not is_ordinary(values[node]):
                arrived = self._arrived(node, self.masks, self.alone, self.without)
                if linked and truth(arrived):
                    self.links += [(arg, node) for arg in args if self._is_through(node, arg, args)]
                mask = mask | arrived
            if truth(mask):
                self._take(node, mask, born.get(node, False))

    def _take(self, node: int, mask: Mask, born: Mask) -> None:
        """Take in a spoilt value, and what it would be otherwise."""
        if self.every is not None:
            alone = self.world_alone().computed(node)
            self.alone[node] = chosen(born, self.values[node], alone)
            without = self.world_without().computed(node)
            self.without[node] = chosen(born, replaced(without, is_spoilt(without), STAND_INS[0]), without)
        self.masks[node] = mask

    def undefined(self, node: int) -> Mask:
        """The elements of a value that are nan because of these births."""
        mask = self.masks[node] & is_nan(self.values[node])
        if self.every is None:
            return mask
        return mask & (is_nan(self.alone[node]) | is_defined(self.without[node]))

    def world_alone(self, put: float = STAND_INS[0]) -> World:
        """The run with these births alone."""
        return World(self.graph, self.values, self.alone, self.every or {}, put)

    def world_without(self) -> World:
        """The run without these births."""
        return World(self.graph, self.values, self.without, {})

    def _arrived(
        self, node: int, mine: Masks, alone: Mapping[int, Any], without: Mapping[int, Any]
    ) -> Mask:
        """The elements of a value that are spoilt because of these operands."""
        graph, values = self.graph, self.values
        mask: Mask = False
        for put in STAND_INS:
            cured = World(graph, values, {}, mine if self.every is None else self.every, put).computed(node)
            kept = values[node] if self.every is None else World(graph, values, alone, self.every, put).computed(node)
            mask = mask | caused(values[node], kept, cured)
            if self.every is not None:
                mask = mask | needed(values[node], World(graph, values, without, {}, put).computed(node))
            if mask is True:
                break
        return mask

    def _is_through(self, node: int, arg: int, args: Collection[int]) -> bool:
        """Whether one operand alone spoils a value."""
        if len(args) == 1:
            return True
        if self.every is not None:
            alone = {arg: self.alone[arg]}
            return truth(self._arrived(node, {arg: self.masks[arg]}, alone, {arg: self.without[arg]}))
        others = {one: self.masks[one] for one in args if one != arg}
        mask: Mask = False
        for put in STAND_INS:
            kept, cured = (World(self.graph, self.values, {}, fixed, put).computed(node)
                           for fixed in (others, self.masks))
            freed = World(self.graph, self.values, {}, {arg: self.masks[arg]}, put).computed(node)
            mask = mask | caused(self.values[node], kept, cured) | needed(self.values[node], freed)
        return truth(mask)


class Sweep:
    """A finished sweep: which of its tangents or adjoints are spoilt.

    flows   by node; `backward` in a reverse sweep
    values  the values, and `spoilt` which of them are; `slopes` the nodes whose slopes are no numbers either
    """

    def __init__(
        self, graph: Graph, values: Sequence[Any], flows: Sequence[Flow], spoilt: Masks, slopes: Collection[int], *,
        backward: bool,
    ) -> None:
        self.graph, self.values, self.flows, self.backward = graph, values, flows, backward
        self.spoilt, self.slopes = spoilt, slopes
        self.actual = World(graph, values, {}, {})
        self.cured = [World(graph, values, {}, spoilt, put) for put in STAND_INS]

    def spoils(
        self, born: Mapping[Link, Mask], values: Spoilt | None, slopes: Collection[int], every: Masks | None = None,
        links: list[Link] | None = None,
    ) -> dict[int, Mask]:
        """The derivatives that are spoilt, in the order of the sweep.

        born    births of products by (node, operand), and of sums by (node, -1)
        values  the spoilt values that count, if any, and `slopes` the nodes whose slopes do
        every   all spoilt derivatives, where these are some of the births only
        """
        graph, found = self.graph, dict[int, Mask]()
        masks = values.masks if values is not None else {}
        terms: dict[int, list[tuple[int, Mask, Any]]] = {}
        nodes = range(len(graph))
        for node in reversed(nodes) if self.backward else nodes:
            if self.backward:
                self._settle(node, terms.pop(node, ()), born, values, found, links)
            args = graph.args[node]
            touched = node in masks or node in slopes or not masks.keys().isdisjoint(args)
            for operand, arg in enumerate(args):
                holder, source = (arg, node) if self.backward else (node, arg)
                if is_ordinary(self.flows[holder]) or self.flows[source] is None:
                    continue
                if not (touched or source in found or (node, operand) in born) or not differentiable(
                    graph, node, operand
                ):
                    continue
                mask, product = self._term(node, operand, found, values, slopes, every)
                mask = mask | born.get((node, operand), False)
                if truth(mask):
                    terms.setdefault(holder, []).append((source, mask, product))
            if not self.backward:
                self._settle(node, terms.pop(node, ()), born, values, found, links)
        return found

    def _settle(
        self, node: int, terms: Iterable[tuple[int, Mask, Any]], born: Mapping[Link, Mask], values: Spoilt | None,
        found: dict[int, Mask], links: list[Link] | None,
    ) -> None:
        """What of a sum is spoilt by its spoilt terms."""
        total = self.flows[node]
        mask: Mask = born.get((node, -1), False)
        if total is None:
            return
        total = number(total)
        if not self.backward and values is not None and node in values.masks:
            mask = mask | (values.undefined(node) & is_nan(total))  # A value that is undefined has no slope.
        for source, spoilt, product in terms:
            through = spoilt & (is_zero(product) & is_zero(total) | is_endless(product) & is_endless(total))
            if truth(through) and links is not None:
                links.append((source, node))
            mask = mask | through
        if truth(mask):
            found[node] = mask

    def _term(
        self, node: int, operand: int, flows: Masks, values: Spoilt | None, slopes: Collection[int],
        every: Masks | None,
    ) -> tuple[Mask, Any]:
        """What of one contribution these alone spoil, and the contribution."""
        product = self.passed(node, operand)
        if product is None:
            return False, None
        actual = number(product)
        if is_ordinary(actual):
            return False, actual
        source = node if self.backward else self.graph.args[node][operand]
        all_flows = flows if every is None else every
        mask: Mask = False
        for cured in self.cured:
            kept = actual
            if every is not None:
                alone = values.world_alone(cured.put) if values is not None else cured
                others = without(every, flows, (source,))
                other_slopes = () if node in slopes else self.slopes
                kept = number(self._product(node, operand, others, alone, other_slopes))
                rest = values.world_without() if values is not None else self.actual
                mask = mask | needed(actual, number(self._product(node, operand, flows, rest, slopes)))
            ideal = number(self._product(node, operand, all_flows, cured, self.slopes))
            mask = mask | caused(actual, kept, ideal)
            if mask is True:
                break
        return mask, actual

    def passed(self, node: int, operand: int) -> Flow:
        """What an operand passes on."""
        return self._product(node, operand, {}, self.actual, ())

    def _product(self, node: int, operand: int, flows: Masks, world: World, slopes: Collection[int]) -> Flow:
        """What an operand passes on where the values are those of a world, and these flows and slopes are replaced."""
        graph, args, given = self.graph, self.graph.args[node], world.around(node)
        source = node if self.backward else args[operand]
        flow = self.flows[source]
        if source in flows:
            flow = replaced(flow, flows[source], world.put)
        operator = graph.operators[node]
        if operator is not None and operator.kind == "elementwise" and node in slopes:
            slope = partial(graph, given, node, operand)
            slope = replaced(slope, is_spoilt(slope), world.put)
            product = spread(scaled(flow, slope, operator.selects), graph.shapes[node])
            return gathered(product, graph.shapes[args[operand]]) if self.backward else product
        return pull(graph, given, node, operand, flow)[1] if self.backward else push(graph, given, node, operand, flow)


def without(every: Masks, mine: Masks, nodes: Iterable[int]) -> dict[int, Mask]:
    """Of these nodes, the elements that are spoilt, but not by these."""
    found: dict[int, Mask] = {}
    for node in nodes:
        if node in every:
            mask = every[node]
            if node in mine:
                mask = mask & ~mine[node] if hasattr(mask, "shape") else mask and not mine[node]
            if truth(mask):
                found[node] = mask
    return found


def caused(actual: Any, kept: Any, cured: Any) -> Mask:
    """Where a number that is spoilt stays so with some operands replaced, and becomes ordinary with all replaced."""
    endless = is_endless(actual) & is_endless(kept) & is_finite(cured)
    return endless | (is_zero(actual) & is_zero(kept) & is_finite(cured) & (cured != 0))


def needed(actual: Any, otherwise: Any) -> Mask:
    """Where a number that is spoilt would not be so with some operands replaced, or would be no nan."""
    return caused(actual, actual, otherwise) | (is_nan(actual) & is_defined(otherwise))
