"""Conditions on numbers, and on arrays element by element: a bool, or an array of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

Mask = Any
"""True, False, or for an array which of its elements are meant."""


def but(mask: Any, *others: Any) -> Any:
    """Where a mask is true and none of the others."""
    for other in others:
        if not hasattr(mask, "shape") and not hasattr(other, "shape"):
            mask = mask and not other
        else:
            import numpy as np

            mask = np.logical_and(mask, np.logical_not(other))
    return mask


def both(mask: Any, other: Any) -> Any:
    """Where both masks are true."""
    return mask & other if hasattr(mask, "shape") or hasattr(other, "shape") else mask and other


def either(mask: Any, other: Any) -> Any:
    """Where one of two masks is true."""
    return mask | other


def truth(result: Any) -> bool:
    """Whether a test holds for a number, or for any element of an array."""
    return bool(result.any()) if hasattr(result, "any") else bool(result)


def are_ordinary(numbers: Sequence[float | None]) -> bool:
    """Whether all of these floats are finite and none is 0; None counts as nothing."""
    return 0.0 not in numbers and all(map(math.isfinite, filter(None, numbers)))


def is_nan(value: Any) -> Any:
    """Whether a number, or each element, is nan."""
    return value != value


def is_infinite(value: Any) -> Any:
    """Whether a number, or each element, is infinite."""
    return abs(value) == math.inf


def is_zero(value: Any) -> Any:
    """Whether a number, or each element, is 0."""
    return value == 0


def first(mask: Mask) -> tuple[int, ...]:
    """The first place where a mask is true; () for a number's or a whole array's."""
    if not getattr(mask, "shape", ()):
        return ()
    import numpy as np

    return tuple(int(i) for i in np.argwhere(mask)[0]) if mask.any() else ()


def aligned(place: tuple[int, ...], shape: tuple[int, ...]) -> tuple[int, ...]:
    """The place in an operand of this shape that is broadcast to this place in the result."""
    tail = place[len(place) - len(shape) :]
    return tuple(0 if size == 1 else i for i, size in zip(tail, shape, strict=True))


def is_ordinary(value: Any) -> bool:
    """Whether a number is finite and not 0; no array is looked at for it."""
    return value.__class__ is float and value != 0 and value - value == 0


def is_finite(value: Any) -> Any:
    """Whether a number, or each element, is finite."""
    return value - value == 0


def is_endless(value: Any) -> Any:
    """Whether a number, or each element, is nan or infinite."""
    return value - value != 0


def is_defined(value: Any) -> Any:
    """Whether a number, or each element, is not nan."""
    return value == value


def is_spoilt(value: Any) -> Any:
    """Whether a number, or each element, is nan, infinite or 0."""
    return is_endless(value) | is_zero(value)


def differ(value: Any, other: Any) -> bool:
    """Whether two numbers or arrays are not the same, nan being the same as nan."""
    return truth((value != other) & ((value == value) | (other == other)))
