"""Warnings about derivatives, found by a pass over finished sweeps: 0 * inf, overflow, and factors that became 0."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

from ..records import OF_ADJOINT, OF_TANGENT, Warning
from .births import of_product, of_sum
from .caution import Caution
from .local import differentiable, partial, pull, push
from .look import Look, condition_on
from .masks import aligned, are_ordinary, but, first, is_infinite, is_nan, truth
from .paths import Flow, number, scaled
from .worlds import World


def of_tangents(caution: Caution, tangents: Sequence[Flow]) -> Iterator[Warning]:
    """What went wrong in a forward sweep."""
    graph, values = caution.graph, caution.values
    for node, tangent in enumerate(tangents):
        if tangent is None or _harmless(tangent) or not _suspicious(tangent):
            continue
        terms = []
        for operand, arg in enumerate(graph.args[node]):
            if tangents[arg] is not None and differentiable(graph, node, operand):
                terms.append(push(graph, values, node, operand, tangents[arg]))
                yield from _product(caution, OF_TANGENT, node, operand, tangents[arg], terms[-1])
        yield from _sum(caution, OF_TANGENT, node, tangent, terms)


def of_adjoints(caution: Caution, adjoints: Sequence[Flow]) -> Iterator[Warning]:
    """What went wrong in a reverse sweep."""
    graph, values = caution.graph, caution.values
    if not any(graph.shapes) and are_ordinary(adjoints):
        return
    known = [node for node, flow in enumerate(adjoints) if not (flow is None or _harmless(flow))]
    terms: dict[int, list[Flow]] = {node: [] for node in known if _suspicious(adjoints[node])}
    for node in range(len(adjoints) - 1, -1, -1) if terms else ():
        args = graph.args[node]
        if adjoints[node] is None or terms.keys().isdisjoint(args):
            continue
        for operand, arg in enumerate(args):
            if arg in terms and differentiable(graph, node, operand):
                product = pull(graph, values, node, operand, adjoints[node])[1]
                terms[arg].append(product)
                if not _stays_zero(adjoints[node], product):
                    yield from _product(caution, OF_ADJOINT, node, operand, adjoints[node], product)
    for node, found in terms.items():
        yield from _sum(caution, OF_ADJOINT, node, adjoints[node], found)


def _sum(caution: Caution, of: str, node: int, total: Flow, terms: list[Flow]) -> Iterator[Warning]:
    """What adding terms did that none of them says: an overflow, or inf - inf."""
    numbers = [number(term) for term in terms if term is not None]
    if not numbers or (total.__class__ is float and total - total == 0):
        return
    name = caution.names.get(node) or caution.named(node)
    place = f"in the sum of what arrives at {name}"
    undefined = but(is_nan(number(total)), is_nan(caution.values[node]), *map(is_nan, numbers))
    infinite = but(is_infinite(number(total)), *map(is_infinite, numbers))
    if truth(undefined):
        found = caution.warning(node, "indeterminate", f"inf - inf {place}", caution.stable_forms(node))
        caution.births.append(of_sum(caution, of, node, total, terms, found, undefined))
        yield found
    if truth(infinite):
        found = caution.warning(node, "overflow", f"larger than float64 can hold {place}")
        caution.births.append(of_sum(caution, of, node, total, terms, found, infinite))
        yield found


def _stays_zero(flow: Flow, product: Flow) -> bool:
    """Whether 0 gave 0: what follows an underflow is no further one."""
    return flow.__class__ is float and flow == 0 and product.__class__ is float and product == 0


def _harmless(flow: Flow) -> bool:
    """Whether it is a finite number other than 0."""
    return flow.__class__ is float and flow != 0 and flow - flow == 0


def _suspicious(flow: Flow) -> bool:
    value = number(flow)
    return truth(value == 0) or truth(is_nan(value)) or truth(is_infinite(value))


def _product(
    caution: Caution, of: str, node: int, operand: int, flow: Flow, product: Flow
) -> Iterator[Warning]:
    """What one product of a sweep did that its factors did not say; element by element for elementwise rows."""
    if product is None:
        return
    operator = caution.graph.operators[node]
    assert operator is not None
    slope, result = None, number(product)
    if operator.kind == "elementwise":
        slope = partial(caution.graph, caution.values, node, operand)
        result = number(scaled(flow, slope, operator.selects))
    numbers = (result, number(flow), caution.values[node])
    nan, large = [is_nan(one) for one in numbers], [is_infinite(one) for one in numbers]
    pole = Look(caution.graph, caution.values, node, True).mask(operator.pole)
    if slope is None:
        nan, large, pole = list(map(truth, nan)), list(map(truth, large)), truth(pole)
    undefined, infinite = but(*nan), but(large[0], large[1], pole)
    if slope is not None and truth(undefined):
        undefined = but(undefined, _nan_by_operands(caution, node, operand, slope))
    steep = False if slope is None else but(infinite, but(True, is_infinite(slope)), large[2])
    at = first(undefined if truth(undefined) else infinite)
    place = f"in the derivative of {caution.step(node)}{caution.point(node, at)}"

    def born(found: Warning, mask: Any) -> Warning:
        """The same warning; what it tells of is remembered as born here."""
        caution.births.append(of_product(caution, of, node, operand, flow, product, found, mask, first(mask)))
        return found

    if truth(undefined):
        known = slope is not None and not math.isnan(entry(slope, at))
        factors = f"{_shown(entry(numbers[1], at))} * {_shown(entry(slope, at))}" if known else "an undefined slope"
        hint = caution.stable_forms(node) if known or not operator.convention else ""
        yield born(caution.warning(node, "indeterminate", f"{factors} {place}", hint), undefined)
    if truth(steep):
        yield born(caution.warning(node, "pole", f"an infinite slope {place}"), steep)
    if truth(but(infinite, slope is not None and is_infinite(slope))) or (
        truth(is_infinite(number(product))) and not truth(large[0])
    ):
        found = caution.warning(node, "overflow", f"larger than float64 can hold {place}")
        yield born(found, infinite if truth(infinite) else is_infinite(number(product)))
    if slope is not None and truth(lost := but(_vanished(caution, node, flow, slope), undefined)):
        yield born(caution.warning(node, "underflow", f"a factor that is not 0 became 0 {place}"), lost)


def _nan_by_operands(caution: Caution, node: int, operand: int, slope: Any) -> Any:
    """Where a slope is nan only because operands are, though the value is not: that of y in hypot(inf, y)."""
    graph, values = caution.graph, caution.values
    fixed = {arg: mask for arg in graph.args[node] if truth(mask := is_nan(values[arg]))}
    if not fixed:
        return False
    otherwise = partial(graph, World(graph, values, {}, fixed).around(node), node, operand)
    return but(is_nan(slope), is_nan(otherwise))


def _vanished(caution: Caution, node: int, flow: Flow, slope: Any) -> Any:
    """Where a product is 0 though neither factor is, or a slope is 0 where its row says that none can be."""
    factor = number(flow)
    counts = (factor == factor) & (factor != 0)
    lost = counts & (slope != 0) & (factor * slope == 0)
    operator = caution.graph.operators[node]
    if operator is None or operator.steep is None or not truth(slope == 0):
        return lost
    operands = [caution.values[arg] for arg in caution.graph.args[node]]
    return lost | condition_on(operator.steep, operands) & (slope == 0) & counts


def entry(value: Any, place: tuple[int, ...]) -> float:
    """The number at a place of what is broadcast to the mask's shape."""
    return float(value[aligned(place, value.shape)]) if getattr(value, "shape", ()) and place else float(value)


def _shown(value: float) -> str:
    """A factor for people; 0 without a sign."""
    return f"{value + 0.0:.6g}"
