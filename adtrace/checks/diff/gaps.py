"""Two numbers for one quantity: are they one, but for the last places?"""

from __future__ import annotations

import math
from typing import Any

from ...records import Number
from ...records.diff import APART, DOUBTED, ROUNDING, SAME, Gap

PLACES = 8
"""Units in the last place of the larger number up to which two are the same: those of a few roundings. What a
cancellation has made of such a difference is one."""


def gap(left: Number, right: Number, allowed: Number = 0.0) -> Gap:
    """How two numbers, or two arrays, stand.

    allowed  by how much rounding may have moved them, both together; absolute, a number or an array of their shape
    """
    if not (hasattr(left, "shape") or hasattr(right, "shape")):
        relative = relative_gap(left, right)
        if is_same(left, right):
            return Gap(left, right, SAME, relative)
        verdict = ROUNDING if abs(left - right) <= allowed else APART
        return Gap(left, right, verdict, relative, (), int(verdict == APART or relative > DOUBTED))
    if getattr(left, "shape", ()) != getattr(right, "shape", ()):
        return Gap(left, right, APART, math.inf)
    return of_arrays(left, right, allowed)


def is_same(left: float, right: float) -> bool:
    """Whether two numbers are equal to the last places; nan is the same as nan."""
    if left == right:
        return True
    if not (math.isfinite(left) and math.isfinite(right)):
        return left != left and right != right
    return abs(left - right) <= PLACES * math.ulp(max(abs(left), abs(right)))


def relative_gap(left: float, right: float) -> float:
    """The difference over the larger of both; inf where one is nan or infinite and the other is not the same."""
    if left == right or (left != left and right != right):
        return 0.0
    if not (math.isfinite(left) and math.isfinite(right)):
        return math.inf
    size, difference = max(abs(left), abs(right)), abs(left - right)
    return difference / size if difference < math.inf else abs(left / size - right / size)


def of_arrays(left: Any, right: Any, allowed: Any) -> Gap:
    """How two arrays of one shape stand, element by element."""
    import numpy as np

    with np.errstate(all="ignore"):
        equal = (left == right) | (np.isnan(left) & np.isnan(right))
        size = np.maximum(np.abs(left), np.abs(right))
        finite = np.isfinite(left) & np.isfinite(right)
        difference = np.abs(left - right)
        same = equal | (finite & (difference <= PLACES * np.spacing(size)))
        scaled = np.where(np.isfinite(difference), difference / size, np.abs(left / size - right / size))
        relative = np.where(equal, 0.0, np.where(finite, scaled, math.inf))
        wrong = ~same & ~(difference <= allowed)
    if not relative.size:
        return Gap(left, right, SAME, 0.0, (), 0, 0)
    ranked = np.where(wrong, relative, -1.0) if wrong.any() else relative
    place = np.unravel_index(int(np.argmax(ranked)), relative.shape)
    verdict = APART if wrong.any() else SAME if same.all() else ROUNDING
    worst, count = float(relative[place]), int(np.count_nonzero(wrong | (~same & (relative > DOUBTED))))
    return Gap(left, right, verdict, worst, tuple(int(at) for at in place), count, relative.size)
