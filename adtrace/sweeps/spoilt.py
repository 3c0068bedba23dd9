"""Which numbers of a finished run are nan, infinite or 0 because of others.

A number is spoilt by its operands if an ordinary number in their place gives one here: log(0) is -inf because of the 0,
and relu(-inf) is not 0 because of the -inf. Of several spoilt operands, each that would do it alone has done it, and
each without which it would not have come to it. The operations themselves say so, run once more on other numbers;
nothing here knows what any of them does.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from ..errors import AdtraceError
from ..graph.graph import Graph
from ..graph.numbers import compute
from .births import Mask
from .caution import truth
from .local import differentiable, partial, pull, push
from .paths import Flow, Masked, gathered, number, scaled, spread

STAND_INS = 0.6180339887498949, 1.618033988749895
"""What is put in the place of a spoilt number: no operation is undefined, 0 or flat at both by chance."""

Masks = Mapping[int, Mask]
"""The spoilt elements of values or derivatives, by node."""

Link = tuple[int, int]


def spoilt_values(
    graph: Graph, values: Sequence[Any], born: Masks, every: Masks | None = None, links: list[Link] | None = None
) -> dict[int, Mask]:
    """The values that are spoilt by what was born in some of them, in the order of the list.

    every  all spoilt values, where `born` are some of the births only: then those that these would spoil alone
    links  takes what spread from where to where
    """
    found: dict[int, Mask] = {}
    for node in range(min(born), len(graph)) if every is None and born else sorted(every or ()):
        mask = born.get(node, False)
        args = [arg for arg in dict.fromkeys(graph.args[node]) if arg in found]
        if args and not is_ordinary(values[node]):
            arrived = _arrived(graph, values, node, found, found if every is None else every)
            if links is not None and truth(arrived):
                links += [(arg, node) for arg in args if _is_through(graph, values, node, arg, args, found, every)]
            mask = mask | arrived
        if truth(mask):
            found[node] = mask
    return found


def _arrived(graph: Graph, values: Sequence[Any], node: int, mine: Masks, every: Masks) -> Mask:
    """The elements of a value that are spoilt because of these elements of its operands."""
    others = without(every, mine, graph.args[node])
    mask: Mask = False
    for put in STAND_INS:
        alone = _value(graph, values, node, others, put)
        mask = mask | caused(values[node], alone, _value(graph, values, node, every, put))
        if others:
            mask = mask | needed(values[node], _value(graph, values, node, mine, put))
        if mask is True:
            break
    return mask


def _is_through(
    graph: Graph, values: Sequence[Any], node: int, arg: int, args: Collection[int], mine: Masks, every: Masks | None
) -> bool:
    """Whether one operand alone spoils a value."""
    return len(args) == 1 or truth(_arrived(graph, values, node, {arg: mine[arg]}, mine if every is None else every))


def _value(graph: Graph, values: Sequence[Any], node: int, masks: Masks, put: float) -> Any:
    """A node's value with the masked elements of its operands replaced."""
    args, operator = graph.args[node], graph.operators[node]
    if operator is None or not any(arg in masks for arg in args):
        return values[node]
    operands = [replaced(values[arg], masks[arg], put) if arg in masks else values[arg] for arg in args]
    try:
        return compute(operator, operands, graph.params[node], graph.shapes[node])
    except (ValueError, AdtraceError):  # An index has to stay what it is.
        return values[node]


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

    def spoils(
        self, born: Mapping[Link, Mask], values: Masks, slopes: Collection[int], every: Masks | None = None,
        links: list[Link] | None = None,
    ) -> dict[int, Mask]:
        """The derivatives that are spoilt, in the order of the sweep.

        born    births of products by (node, operand), and of sums by (node, -1)
        values  the spoilt values that count, and `slopes` the nodes whose slopes do
        every   all spoilt derivatives, where these are some of the births only
        """
        graph, found = self.graph, dict[int, Mask]()
        terms: dict[int, list[tuple[int, Mask, Any]]] = {}
        nodes = range(len(graph))
        for node in reversed(nodes) if self.backward else nodes:
            if self.backward:
                self._settle(node, terms.pop(node, ()), born, values, found, links)
            args = graph.args[node]
            touched = node in values or node in slopes or not values.keys().isdisjoint(args)
            for operand, arg in enumerate(args):
                holder, source = (arg, node) if self.backward else (node, arg)
                if is_ordinary(self.flows[holder]) or self.flows[source] is None:
                    continue
                if not (touched or source in found or (node, operand) in born) or not differentiable(
                    graph, node, operand
                ):
                    continue
                masks = found, values, slopes
                mask, product = self._term(node, operand, masks, found if every is None else every, every is None)
                mask = mask | born.get((node, operand), False)
                if truth(mask):
                    terms.setdefault(holder, []).append((source, mask, product))
            if not self.backward:
                self._settle(node, terms.pop(node, ()), born, values, found, links)
        return found

    def _settle(
        self, node: int, terms: Iterable[tuple[int, Mask, Any]], born: Mapping[Link, Mask], values: Masks,
        found: dict[int, Mask], links: list[Link] | None,
    ) -> None:
        """What of a sum is spoilt by its spoilt terms."""
        total = self.flows[node]
        mask: Mask = born.get((node, -1), False)
        if total is None:
            return
        total = number(total)
        if not self.backward and node in values:
            mask = mask | (values[node] & is_undefined(self.values[node]) & is_undefined(total))
        for source, spoilt, product in terms:
            through = spoilt & (is_zero(product) & is_zero(total) | is_endless(product) & is_endless(total))
            if truth(through) and links is not None:
                links.append((source, node))
            mask = mask | through
        if truth(mask):
            found[node] = mask

    def _term(
        self, node: int, operand: int, masks: tuple[Masks, Masks, Collection[int]], every: Masks, all_of_them: bool
    ) -> tuple[Mask, Any]:
        """What of one contribution these alone spoil, and the contribution."""
        flows, values, slopes = masks
        source = node if self.backward else self.graph.args[node][operand]
        product = self.passed(node, operand)
        if product is None:
            return False, None
        actual = number(product)
        if is_ordinary(actual):
            return False, actual
        involved = (node, *self.graph.args[node])
        other_flows = {} if all_of_them else without(every, flows, (source,))
        other_values = {} if all_of_them else without(self.spoilt, values, involved)
        other_slopes = () if all_of_them or node in slopes or node not in self.slopes else (node,)
        mask: Mask = False
        for put in STAND_INS:
            alone = actual
            if other_flows or other_values or other_slopes:
                alone = number(self._product(node, operand, other_flows, other_values, other_slopes, put))
                without_mine = number(self._product(node, operand, flows, values, slopes, put))
                mask = mask | needed(actual, without_mine)
            cured = number(self._product(node, operand, every, self.spoilt, self.slopes, put))
            mask = mask | caused(actual, alone, cured)
            if mask is True:
                break
        return mask, actual

    def passed(self, node: int, operand: int) -> Flow:
        """What an operand passes on."""
        return self._product(node, operand, {}, {}, (), STAND_INS[0])

    def _product(
        self, node: int, operand: int, flows: Masks, values: Masks, slopes: Collection[int], put: float
    ) -> Flow:
        """What an operand passes on, with the masked elements of everything in it replaced."""
        graph, args = self.graph, self.graph.args[node]
        given = {arg: self.values[arg] for arg in args}
        given.update({arg: replaced(given[arg], values[arg], put) for arg in args if arg in values})
        given[node] = self.values[node]
        if node in values or node not in self.spoilt:
            given[node] = _value(graph, self.values, node, values, put)
        if node in values:
            fresh = replaced(given[node], values[node] & is_spoilt(given[node]), put)
            given[node] = chosen(values[node], fresh, self.values[node])
        source = node if self.backward else args[operand]
        flow = self.flows[source]
        if source in flows:
            flow = replaced(flow, flows[source], put)
        operator = graph.operators[node]
        if operator is not None and operator.kind == "elementwise" and node in slopes:
            slope = partial(graph, given, node, operand)
            slope = replaced(slope, is_spoilt(slope), put)
            product = spread(scaled(flow, slope, operator.selects), graph.shapes[node])
            return gathered(product, graph.shapes[args[operand]]) if self.backward else product
        return pull(graph, given, node, operand, flow)[1] if self.backward else push(graph, given, node, operand, flow)


def replaced(value: Any, mask: Mask, put: float) -> Any:
    """A number, or the masked elements of an array or a flow, replaced by an ordinary number of the same sign."""
    if isinstance(value, Masked):
        return Masked(replaced(value.value, mask & value.path, put), value.path)
    if not hasattr(value, "shape"):
        return value if not truth(mask) else put if value != value else math.copysign(put, value)
    import numpy as np

    put_in = np.where(np.isnan(value), put, np.copysign(put, value))
    result = np.where(mask, put_in, value)
    return result if result.shape else np.float64(result)


def chosen(mask: Mask, value: Any, other: Any) -> Any:
    """The one value where a mask is true, the other where it is not."""
    if not hasattr(value, "shape"):
        return value if truth(mask) else other
    import numpy as np

    return np.where(mask, value, other)


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
    return caused(actual, actual, otherwise) | (is_undefined(actual) & (otherwise == otherwise))


def is_ordinary(value: Any) -> bool:
    """Whether a number is finite and not 0; no array is looked at for it."""
    return value.__class__ is float and value != 0 and value - value == 0


def is_finite(value: Any) -> Any:
    """Whether a number, or each element, is finite."""
    return value - value == 0


def is_endless(value: Any) -> Any:
    """Whether a number, or each element, is nan or infinite."""
    return value - value != 0


def is_undefined(value: Any) -> Any:
    """Whether a number, or each element, is nan."""
    return value != value


def is_zero(value: Any) -> Any:
    """Whether a number, or each element, is 0."""
    return value == 0


def is_spoilt(value: Any) -> Any:
    """Whether a number, or each element, is nan, infinite or 0."""
    return is_endless(value) | is_zero(value)
