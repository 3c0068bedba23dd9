"""Softmax, its logarithm and logsumexp in the parts that they share: the largest element and the exponentials.

A value and its slope ask for several of the three; written out, each part is made once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import prod
from typing import Any

from ...graph.algebra import Operand
from ...rules.axes import axes_of, reduced
from .lowering import WHERE, Lowering

FEW = 1 << 20
"""Elements up to which a difference of two sums, rounded, says how many of the elements are the largest."""


def written(low: Lowering, name: str, x: Operand, params: Mapping[str, Any]) -> Operand | None:
    """One of the three on nodes; None for another row, or where there is nothing to add up."""
    if name not in WRITTEN or not x.shape or not 0 < prod(x.shape) <= FEW:
        return None
    axes = axes_of(params.get("axis"), x.shape)
    return WRITTEN[name](low, x, axes, bool(params.get("keepdims")))


def softmax(low: Lowering, x: Operand, axes: tuple[int, ...], keepdims: bool) -> Operand:
    """exp(x - largest), normalized."""
    terms = _terms(low, x, axes)
    return _operand(terms / low.sum(terms, axis=axes, keepdims=1))


def log_softmax(low: Lowering, x: Operand, axes: tuple[int, ...], keepdims: bool) -> Operand:
    """x minus logsumexp(x), the largest element subtracted first."""
    return _operand(x - _top(low, x, axes) - low.log1p(_rest(low, x, axes)))


def logsumexp(low: Lowering, x: Operand, axes: tuple[int, ...], keepdims: bool) -> Operand:
    """The largest element and a log1p, as in the row. An infinite largest element makes a nan, and so a careful row."""
    result = _top(low, x, axes) + low.log1p(_rest(low, x, axes))
    return _operand(result if keepdims else low.reshape(result, shape=reduced(x.shape, axes)))


WRITTEN: dict[str, Callable[..., Operand]] = {
    "softmax": softmax, "log_softmax": log_softmax, "logsumexp": logsumexp,
}  # fmt: skip


def _top(low: Lowering, x: Operand, axes: tuple[int, ...]) -> Any:
    """The largest element."""
    return low.max(x, axis=axes, keepdims=1)


def _terms(low: Lowering, x: Operand, axes: tuple[int, ...]) -> Any:
    """exp(x - largest)."""
    return low.exp(x - _top(low, x, axes))


def _rest(low: Lowering, x: Operand, axes: tuple[int, ...]) -> Any:
    """The sum of the terms but one of the largest, which is 1: the small ones are added up by themselves."""
    terms = _terms(low, x, axes)
    largest = low.emit("equal", (x.handle, _top(low, x, axes).handle))
    small = low.operand(low.emit(WHERE, (largest, low.constant(0.0), terms.handle)))
    less = low.sum(small, axis=axes, keepdims=1)
    ties = low.operand(low.emit("rint", ((low.sum(terms, axis=axes, keepdims=1) - less).handle,)))
    return less + (ties - 1)


def _operand(found: Any) -> Operand:
    assert isinstance(found, Operand)
    return found
