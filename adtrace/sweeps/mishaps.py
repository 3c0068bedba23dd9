"""Warnings about derivatives, found by a pass over finished sweeps: 0 * inf, overflow, and factors that became 0."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ..records import Warning
from .caution import STABLE_FORMS, Caution, Look, condition_on, is_infinite, is_nan, truth
from .local import differentiable, partial, pull, push
from .paths import Flow, Masked, number


def of_tangents(caution: Caution, tangents: Sequence[Flow]) -> Iterator[Warning]:
    """What went wrong in a forward sweep."""
    graph, values = caution.graph, caution.values
    for node, tangent in enumerate(tangents):
        if tangent is None or not _suspicious(tangent):
            continue
        for operand, arg in enumerate(graph.args[node]):
            if tangents[arg] is not None and differentiable(graph, node, operand):
                product = push(graph, values, node, operand, tangents[arg])
                yield from _product(caution, node, operand, tangents[arg], product)


def of_adjoints(caution: Caution, adjoints: Sequence[Flow]) -> Iterator[Warning]:
    """What went wrong in a reverse sweep."""
    graph, values = caution.graph, caution.values
    suspicious = [adjoint is not None and _suspicious(adjoint) for adjoint in adjoints]
    for node in range(len(adjoints) - 1, -1, -1):
        if adjoints[node] is None:
            continue
        for operand, arg in enumerate(graph.args[node]):
            if suspicious[arg] and differentiable(graph, node, operand):
                _, product = pull(graph, values, node, operand, adjoints[node])
                yield from _product(caution, node, operand, adjoints[node], product)


def _suspicious(flow: Flow) -> bool:
    value = number(flow)
    return truth(value == 0) or truth(is_nan(value)) or truth(is_infinite(value))


def _product(caution: Caution, node: int, operand: int, flow: Flow, product: Flow) -> Iterator[Warning]:
    """What one product of a sweep did that its factors did not say."""
    if product is None:
        return
    operator = caution.graph.operators[node]
    assert operator is not None
    factor, result, value = number(flow), number(product), caution.values[node]
    slope = partial(caution.graph, caution.values, node, operand) if operator.kind == "elementwise" else None
    place = f"in the derivative of {caution.named(node)}{caution.point(node, ())}"
    if truth(is_nan(result)) and not truth(is_nan(factor)) and not truth(is_nan(value)):
        factors = (
            f"{_shown(factor)} * {_shown(slope)}"
            if slope is not None and not truth(is_nan(slope))
            else "an undefined slope"
        )
        yield caution.warning(node, "indeterminate", f"{factors} {place}", STABLE_FORMS)
    elif truth(is_infinite(result)) and not truth(is_infinite(factor)) and not _at_pole(caution, node):
        steep = slope is not None and truth(is_infinite(slope)) and not truth(is_infinite(value))
        code, what = ("pole", "an infinite slope") if steep else ("overflow", "larger than float64 can hold")
        yield caution.warning(node, code, f"{what} {place}")
    elif slope is not None and _vanished(caution, node, factor, slope, product):
        yield caution.warning(node, "underflow", f"a factor that is not 0 became 0 {place}")


def _at_pole(caution: Caution, node: int) -> bool:
    """Whether the value pass has warned of this node already."""
    operator = caution.graph.operators[node]
    return operator is not None and Look(caution.graph, caution.values, node, True).holds(operator.pole) is not None


def _vanished(caution: Caution, node: int, factor: Any, slope: Any, product: Flow) -> bool:
    """Whether a product is 0 though neither factor is, or a slope is 0 where its row says that none can be."""
    path = product.path if isinstance(product, Masked) else True
    result = factor * slope
    if getattr(path, "shape", ()) != getattr(result, "shape", ()):
        path = True
    if truth((factor != 0) & (slope != 0) & (result == 0) & path):
        return True
    operator = caution.graph.operators[node]
    if operator is None or operator.steep is None or not truth(slope == 0):
        return False
    operands = [caution.values[arg] for arg in caution.graph.args[node]]
    return truth(condition_on(operator.steep, operands) & (slope == 0) & (factor != 0))


def _shown(value: Any) -> str:
    """A factor for people."""
    return "an array" if hasattr(value, "shape") and value.shape else f"{float(value) + 0.0:.6g}"
