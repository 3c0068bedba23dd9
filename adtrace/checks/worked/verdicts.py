"""One written number against the right one, and against what follows from the lines above."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from ...records.worked import CARRIED, EXACT, ROUNDING, WRONG
from ...sweeps.paths import number
from .ranges import State

SAME = 1e-12
"""Relative difference up to which two numbers are the same: more digits than anybody writes."""
WHOLE = 0.05
"""Relative difference up to which a number without a decimal point can be rounded: 811 for 810.6, not 2 for 2.3."""

ORDER = (EXACT, ROUNDING, CARRIED, WRONG)
"""From the best verdict to the worst."""


class Element(NamedTuple):
    """One written number: what is right, and the range that follows from the lines above."""

    stated: float
    unit: float
    right: float
    low: float
    high: float
    base: float


class Verdict(NamedTuple):
    """The word, whether the number was cut off instead of rounded, and how far the full one may be from it."""

    verdict: str
    cut: bool
    half: float


def judged(one: Element, *, whole: bool, tainted: bool) -> Verdict:
    """The verdict on one number.

    whole    whether it was written without a decimal point
    tainted  whether the lines above have a wrong number that it may follow from
    """
    half = one.unit / 2
    if whole:
        half = min(half, WHOLE * abs(one.stated))
    noise = SAME * abs(one.right)
    if is_within(one.stated, one.right - noise, one.right + noise):
        return Verdict(EXACT, cut=False, half=half)
    follows = is_within(one.stated, one.low - half, one.high + half)
    if not tainted and follows and one.high - one.low <= SAME and is_within(one.stated, one.low, one.high):
        return Verdict(EXACT, cut=False, half=half)
    slop = half * (1 + 1e-9) + noise
    if is_within(one.stated, one.right - slop, one.right + slop) or (follows and not tainted):
        return Verdict(ROUNDING, cut=False, half=half)
    if not whole and (
        is_cut(one.stated, one.unit, one.right) or (not tainted and is_cut(one.stated, one.unit, one.base))
    ):
        return Verdict(ROUNDING, cut=True, half=one.unit)
    if tainted and (follows or (not whole and is_cut(one.stated, one.unit, one.base))):
        return Verdict(CARRIED, cut=False, half=half)
    return Verdict(WRONG, cut=False, half=half)


def is_within(value: float, low: float, high: float) -> bool:
    """Whether a number lies between two others; nan is where nan is, and infinities where they are."""
    return low <= value <= high or value == low or (value != value and low != low)


def is_cut(stated: float, unit: float, full: float) -> bool:
    """Whether a number is the full one without its further digits."""
    return stated * full > 0 and 0 <= abs(full) - abs(stated) < unit


def elements(
    stated: Any, unit: Any, right: Any, state: State, place: tuple[int, ...]
) -> Iterator[tuple[tuple[int, ...], Element]]:
    """Every written number of an entry with its place in the array; a scalar's place is ().

    place  the element that the entry is of, where it is of one
    """
    if not getattr(right, "shape", ()):
        yield (), Element(stated, unit, right, state.low, state.high, number(state.used))
        return
    import numpy as np

    base = np.broadcast_to(np.asarray(number(state.used)), right.shape)
    for where in [place] if place else list(np.ndindex(right.shape)):
        written, last = (stated, unit) if place else (stated[where], np.broadcast_to(unit, right.shape)[where])
        yield (
            where,
            Element(
                float(written),
                float(last),
                float(right[where]),
                float(state.low[where]),
                float(state.high[where]),
                float(base[where]),
            ),
        )
