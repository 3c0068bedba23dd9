"""One entry of a gradient, judged: which of its ways agree."""

from __future__ import annotations

import math
from collections.abc import Mapping

from ...records.crosscheck import (
    AGREES,
    COMPLEX,
    DIFFERENCE,
    DIFFERS,
    FIXED,
    FORWARD,
    JUMP,
    KINK,
    NOT_COMPARED,
    ONE_SIDED,
    REVERSE,
    SMOOTH,
    Compared,
    Difference,
    Place,
)

MODES = 1e-9
"""How far forward and reverse mode may be apart, relative to the slope, beyond what rounding explains."""
OTHERS = 1e-6
"""The same for every other way."""
CANCELLED = 2.0**-50
"""What cancels where a complex step gives a small slope, relative to the slopes around."""
SAFETY = 10.0
"""How much larger than their estimates errors may be."""


def judge(
    output: Place, place: Place, ways: Mapping[str, float | None], difference: Difference, spread: float,
    *, near_kink: bool,
) -> Compared:
    """The verdict on one entry.

    spread     how far rounding on the way may have taken the slope
    near_kink  whether the program is at a kink of one of its operations
    """
    reverse, forward = ways[REVERSE], ways[FORWARD]
    assert reverse is not None and forward is not None
    if not (math.isfinite(reverse) or math.isfinite(forward)) or difference.kind == JUMP:
        return Compared(output, place, ways, difference, NOT_COMPARED)
    wrong: list[str] = []
    apart: list[str] = []
    gaps = [0.0]
    for way, value in ways.items():
        if way == REVERSE or value is None:
            continue
        if way == FORWARD:
            is_off = not close(value, reverse, spread, MODES)
        elif way == COMPLEX:
            is_off = not close(value, reverse, spread + CANCELLED*difference.steep)
        elif (near_kink or difference.kind == KINK or not math.isfinite(value)) and not close(value, reverse, spread):
            is_off = math.isfinite(value) and not within(value, difference, spread)
            if not is_off:
                apart.append(way)
                continue
        else:
            is_off = not close(value, reverse, spread)
        gaps.append(gap(value, reverse))
        if is_off:
            wrong.append(way)
    if difference.kind in (SMOOTH, ONE_SIDED, KINK):
        if not within(reverse, difference, spread):
            wrong.append(DIFFERENCE)
        if difference.kind != KINK:
            gaps.append(gap(difference.value, reverse))
    alone = len([value for value in ways.values() if value is not None]) == 2 and difference.kind == FIXED
    verdict = DIFFERS if wrong else NOT_COMPARED if alone and reverse == 0 else AGREES
    return Compared(output, place, ways, difference, verdict, tuple(wrong), tuple(apart), max(gaps))


def size(*values: float) -> float:
    """The largest absolute value."""
    return max(map(abs, values))


def close(value: float, reverse: float, spread: float, tolerance: float = OTHERS) -> bool:
    """Whether another way's slope is that of the reverse sweep."""
    return math.isfinite(value - reverse) and abs(value - reverse) <= tolerance*size(value, reverse) + SAFETY*spread


def within(slope: float, difference: Difference, spread: float) -> bool:
    """Whether a slope is that of the differences; at a kink, whether it lies between those of the two sides."""
    low, high = difference.interval or (difference.value, difference.value)
    allowed = SAFETY*(difference.error + spread) + OTHERS*size(slope, low, high)
    return math.isfinite(slope) and low - allowed <= slope <= high + allowed


def gap(value: float, reverse: float) -> float:
    """How far two slopes are apart, relative to the larger."""
    if value == reverse or not math.isfinite(value - reverse):
        return 0.0
    return abs(value - reverse)/size(value, reverse)
