"""One written number against the right one, and against what follows from the lines above."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

from ...named import Record
from ...records.worked import CARRIED, EXACT, ROUNDING, WRONG
from .versions import Reach

SAME = 1e-12
"""Relative difference up to which two numbers are the same: more digits than anybody writes."""
WHOLE = 0.05
"""Relative difference up to which a number without a decimal point can be rounded: 811 for 810.6, not 2 for 2.3."""

ORDER = (EXACT, ROUNDING, CARRIED, WRONG)
"""From the best verdict to the worst."""

Place = tuple[int, ...]


class Element(Record):
    """One written number, the right one, and those that may follow from the lines above, the likeliest first."""

    stated: float
    unit: float
    right: float
    candidates: Sequence[float]
    noise: float
    exact: bool


class Verdict(Record):
    """The word, whether the number was cut off instead of rounded, and how far the full one may be from it."""

    verdict: str
    cut: bool
    half: float


def judged(one: Element, *, whole: bool, tainted: bool) -> Verdict:
    """The verdict on one number.

    whole    whether it was written without a decimal point
    tainted  whether the lines above have a wrong number that it may follow from
    """
    half = one.unit / 2 if math.isfinite(one.stated) and math.isfinite(one.unit) else 0.0
    if whole:
        half = min(half, WHOLE * abs(one.stated))
    same, slop = SAME * abs(one.right), half * (1 + 1e-9)
    follows = one.candidates if not tainted else ()
    if is_near(one.stated, one.right, same) or (
        one.exact and not tainted and any(is_near(one.stated, other, one.noise) for other in one.candidates)
    ):
        return Verdict(EXACT, cut=False, half=half)
    if is_near(one.stated, one.right, slop + same) or any(is_near(one.stated, c, slop + one.noise) for c in follows):
        return Verdict(ROUNDING, cut=False, half=half)
    if not whole and any(is_cut(one.stated, one.unit, full) for full in (one.right, *follows)):
        return Verdict(ROUNDING, cut=True, half=one.unit)
    if not math.isfinite(one.stated) and math.isfinite(one.right):
        return Verdict(WRONG, cut=False, half=half)
    if tainted and is_between(one.stated, one.candidates, (one.unit if not whole else half) + one.noise):
        return Verdict(CARRIED, cut=False, half=half)
    return Verdict(WRONG, cut=False, half=half)


def is_near(value: float, other: float, distance: float) -> bool:
    """Whether two numbers are so close to one another; nan is to nan, and infinities to themselves."""
    return value == other or abs(value - other) <= distance or (value != value and other != other)


def is_between(value: float, others: Sequence[float], distance: float) -> bool:
    """Whether a number is among others, or so close to them: a wrong one has further digits that nobody knows."""
    known = [other for other in others if other == other]
    return any(is_near(value, other, distance) for other in others) or (
        bool(known) and min(known) - distance <= value <= max(known) + distance
    )


def is_cut(stated: float, unit: float, full: float) -> bool:
    """Whether a number is the full one without its further digits."""
    return stated * full > 0 and 0 <= abs(full) - abs(stated) < unit


def elements(stated: Any, unit: Any, right: Any, reach: Reach, place: Place) -> Iterator[tuple[Place, Element]]:
    """Every written number of an entry with its place in the array; a scalar's place is ().

    place  the element that the entry is of, where it is of one
    """
    if not getattr(right, "shape", ()):
        yield (), Element(stated, unit, right, reach.candidates, reach.noise, reach.exact)
        return
    import numpy as np

    written, last, noise, *candidates = [
        np.broadcast_to(one, right.shape) for one in (stated, unit, reach.noise, *reach.candidates)
    ]
    for at in [place] if place else list(np.ndindex(right.shape)):
        follows = [float(one[at]) for one in candidates]
        yield at, Element(float(written[at]), float(last[at]), float(right[at]), follows, float(noise[at]), reach.exact)
