"""Numbers with and without a path.

An adjoint (or tangent) that nothing flows through is not the number 0.0: multiplied by an infinite partial it must stay
0. A whole node without a path is None; an array of which some elements have none carries a mask of those that do.
"""

from __future__ import annotations

from typing import Any

from ..rules.table import Operator


class Masked:
    """An array, 0 where it has no path; `path` is True where it has one."""

    __slots__ = ("path", "value")

    def __init__(self, value: Any, path: Any) -> None:
        self.value, self.path = value, path


Flow = Any
"""None (no path), a float, a float64 ndarray, or Masked."""


def number(flow: Flow) -> Any:
    """The number that a flow carries; 0.0 for none."""
    if flow is None:
        return 0.0
    return flow.value if isinstance(flow, Masked) else flow


def add(a: Flow, b: Flow) -> Flow:
    """The sum; a path where either has one."""
    if a is None or b is None:
        return b if a is None else a
    if isinstance(a, Masked) and isinstance(b, Masked):
        return masked(a.value + b.value, a.path | b.path)
    return number(a) + number(b)


def masked(value: Any, path: Any) -> Flow:
    """A flow with this mask: plain where all elements have a path, None where none has."""
    if path.all():
        return value
    return Masked(value, path) if path.any() else None


def scaled(flow: Flow, partial: Any, selects: bool) -> Flow:
    """flow * partial, element by element; no path where the flow has none, nor, if the operator selects, where the
    partial is 0: the branch that was not taken."""
    if not (hasattr(partial, "shape") or hasattr(number(flow), "shape")):
        return None if selects and partial == 0 else flow * partial
    import numpy as np

    value = np.asarray(number(flow) * partial)
    path: Any = np.broadcast_to(flow.path, value.shape) if isinstance(flow, Masked) else None
    if selects:
        taken = np.broadcast_to(np.asarray(partial) != 0, value.shape)
        path = taken if path is None else path & taken
    return value if path is None else masked(np.where(path, value, 0.0), path)


def leaves_out(operator: Operator, operand: int) -> bool:
    """Whether a slope of 0 in this operand means that the row did not take it; else the 0 is a factor like others.

    leaky_relu always takes x: where alpha is 0 it has a slope of 0, but one that has a slope in alpha.
    """
    return operator.selects and not (operator.taken and operator.taken[operand] is None)


def spread(flow: Flow, shape: tuple[int, ...]) -> Flow:
    """A flow repeated to the result's shape."""
    if flow is None or not shape or getattr(number(flow), "shape", ()) == shape:
        return flow
    import numpy as np

    value = np.broadcast_to(number(flow), shape)
    return masked(value, np.broadcast_to(flow.path, shape)) if isinstance(flow, Masked) else value


def gathered(flow: Flow, shape: tuple[int, ...]) -> Flow:
    """An adjoint summed over the axes along which the operand was repeated to the result's shape."""
    if flow is None:
        return None
    value = number(flow)
    if getattr(value, "shape", ()) == shape:
        return flow
    from ..graph.shapes import broadcast_axes

    added, stretched = broadcast_axes(shape, value.shape)
    total = value.sum(axis=added + stretched, keepdims=True).reshape(shape)
    if not isinstance(flow, Masked):
        return total if shape else float(total)
    path = flow.path.any(axis=added + stretched, keepdims=True).reshape(shape)
    return masked(total, path) if shape else (float(total) if path else None)


def number_of(flow: Flow, shape: tuple[int, ...]) -> Any:
    """The number that a flow carries, of this shape; zeros where there is no path."""
    if flow.__class__ is float and not shape:
        return flow
    value = number(flow)
    if not shape:
        return float(value)
    import numpy as np

    return np.array(np.broadcast_to(value, shape), dtype=np.float64)
