"""The Taylor remainder: R(h) = |f(x + h d) - f(x) - h f'(x) d| falls as h^2 where f' is right, as h where it is not."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from random import Random
from typing import Any

from ...errors import AdtraceError
from ...records.crosscheck import EXACT, NOT_SMOOTH, RIGHT, UNCLEAR, WRONG, Place, Remainder
from ...sweeps.steps import number_of
from .function import TINY, UNIT, Function

STEPS, FIRST = 28, 2.0**-2
"""How many steps, each half the one before, and the first of them."""
SHARE = 0.25
"""How far a direction goes, relative to each input."""
ABOVE = 30.0
"""How far above rounding a remainder has to be to count."""
TRUSTED = 1e-7
"""The relative accuracy that is asked of f'(x) d: what is smaller than this share of h f'(x) d is no remainder."""
POINTS, FEWEST = 8, 4
"""How many steps a slope is fitted to at most, and at least."""
SETTLES = 0.75
"""By what the change between secants falls at least, from one step to the next, where they settle."""
SUDDEN = 32.0
"""How far above the next step's floor a last remainder can be that falls by the rule."""
BENT = 0.5
"""Slopes between neighbours that differ by more are not yet those of small steps."""
SECOND, FIRST_ORDER = 1.75, (0.75, 1.25)
"""The slope from which on a derivative is right, and those between which it is wrong."""


def direction(function: Function, places: Sequence[Place], random: Random) -> dict[str, Any]:
    """A random direction: each component moved by a share of its own size; the other components stay."""
    import numpy as np

    found: dict[str, Any] = {}
    for place in places:
        size = abs(function.number(place)) or 1.0
        move = random.choice((-1, 1))*random.uniform(0.5, 1.0)*SHARE*size
        if place.at:
            array = found.setdefault(place.name, np.zeros(np.shape(function.inputs[place.name])))
            array[place.at] = move
        else:
            found[place.name] = move
    return found


def remainder(
    function: Function, along: Mapping[str, Any], tangents: Sequence[Any], weights: Any, noise: Any, *, smooth: bool
) -> Remainder:
    """The remainder of a weighted sum of the outputs.

    along     the direction, by input; `tangents`, of every node along it
    noise     how far rounding may have taken each output
    smooth    whether no kink and no jump is known to be near
    """
    import numpy as np

    start = function.start
    slopes = np.array([
        number_of(tangents[node], function.graph.shapes[node])[place.at]
        if place.at else number_of(tangents[node], ())
        for node, place in function.outputs
    ])
    if not (np.isfinite(slopes).all() and np.isfinite(start).all()):
        return Remainder(None, UNCLEAR if smooth else NOT_SMOOTH)
    total = float(weights @ slopes)
    steps: list[tuple[float, float]] = []
    secants: list[float] = []
    lost = TINY*sum(float(np.sum(np.abs(move))) for move in along.values())*float(np.abs(weights).sum())
    floors: list[float] = []
    changes: list[float] = []
    for number in range(STEPS):
        h = FIRST*2.0**-number
        try:
            values = function.at({
                name: value + h*along[name] if name in along else value for name, value in function.inputs.items()
            })
        except AdtraceError:
            return Remainder(None, UNCLEAR)
        rise = float(weights @ (values - start))
        steps.append((h, abs(rise - h*total)))
        secants.append(rise/h)
        rounding = float(np.abs(weights) @ (2*noise + UNIT*np.abs(values)))
        moved = UNIT*float(np.abs(weights) @ np.abs(slopes))  # x + h d is rounded, too.
        changes.append(8*(rounding + moved)/h)
        floors.append(ABOVE*(rounding + 8*moved/SHARE) + TRUSTED*h*float(np.abs(weights) @ np.abs(slopes)))
        floors[-1] += lost*h
    found = judged(steps, floors, smooth=smooth)
    if found.verdict == WRONG and found.used and not converges(secants, changes, found.used[1]):
        return found._replace(verdict=UNCLEAR)
    return found


def converges(secants: Sequence[float], rounding: Sequence[float], last: int) -> bool:
    """Whether the slopes of secants settle towards the smallest step: else it is not small enough to tell.

    rounding  what may have changed each of them
    """
    changes = [abs(after - before) for before, after in pairwise(secants[: last + 1])][-FEWEST:]
    return all(
        after <= SETTLES*before + rounding[last] for before, after in pairwise(changes)
    )


def judged(steps: Sequence[tuple[float, float]], floors: Sequence[float], *, smooth: bool) -> Remainder:
    """The slope of the smallest steps whose remainders are above their floors."""
    good = [math.isfinite(r) and r > floor for (_, r), floor in zip(steps, floors, strict=True)]
    if not any(good):
        known = any(math.isfinite(r) for _, r in steps)
        return Remainder(None, EXACT if known and smooth else UNCLEAR if smooth else NOT_SMOOTH, tuple(steps))
    last = max(place for place, one in enumerate(good) if one)
    if last + 1 < len(steps) and steps[last][1] > SUDDEN*floors[last + 1]:
        # It does not fall, it is gone: the program is linear here, and a kink was crossed from afar.
        return Remainder(None, EXACT if smooth else NOT_SMOOTH, tuple(steps))
    first = last
    while first > 0 and good[first - 1] and last - first + 1 < POINTS:
        first -= 1
    if last - first + 1 < FEWEST:
        return Remainder(None, UNCLEAR if smooth else NOT_SMOOTH, tuple(steps))
    points = [(math.log2(h), math.log2(r)) for h, r in steps[first : last + 1]]
    local = [before[1] - after[1] for before, after in pairwise(points)]
    if max(local) - min(local) > BENT:
        first = last - FEWEST + 1
    slope = fitted(points[-(last - first + 1) :])
    verdict = RIGHT if slope >= SECOND else WRONG if FIRST_ORDER[0] <= slope <= FIRST_ORDER[1] else UNCLEAR
    return Remainder(slope, verdict if smooth else NOT_SMOOTH, tuple(steps), (first, last))


def fitted(points: Sequence[tuple[float, float]]) -> float:
    """The slope of the line through these points, by least squares."""
    count = len(points)
    across, up = sum(x for x, _ in points)/count, sum(y for _, y in points)/count
    return sum((x - across)*(y - up) for x, y in points)/sum((x - across)**2 for x, _ in points)
