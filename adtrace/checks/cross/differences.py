"""Slopes by differences: central and one-sided, over a sweep of steps, each with its error."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from ...errors import AdtraceError
from ...named import Record
from ...records.crosscheck import FIXED, JUMP, KINK, NOISE, ONE_SIDED, SMOOTH, UNDEFINED, Difference, Place
from .extrapolation import SAFETY, USEFUL, Estimate, extrapolated
from .function import TINY, UNIT, Moving

STEPS, FIRST, RATIO = 14, 2.0**-3, 4.0
"""The steps of one sweep: how many, the first relative to the scale, and what each is divided by for the next."""
UNEVEN = 2.0**-7
"""How far a step may be from what was meant, relative to it."""
STEADY = 0.01
"""By how much a distance may change from step to step that does not shrink with it."""
FARTHEST = 3
"""How many of the first steps say what slopes there are further away."""
FAINT = 1e-6
"""An error is as good as none where it is this much smaller than what the slope is small beside (see `Difference`)."""
NOTHING = TINY/UNIT
"""An error is as good as none up to this, over the size of the input."""
APART = 1e-6
"""Relative distance from which on the slopes of two sides are two."""


ORDER = (UNDEFINED, NOISE, JUMP, ONE_SIDED, KINK, SMOOTH)
"""What is found, from what says least to what says most."""
SETTLED = (ONE_SIDED, KINK, SMOOTH)
"""What ends the search for a better scale."""


class Sides(Record):
    """What one sweep of steps found, for every output: slopes by three kinds of differences, and where values jump.

    steep  the steepest slope between the point and one of those farthest from it
    """

    central: Estimate
    left: Estimate
    right: Estimate
    jump: Any
    steep: Any


def differences(function: Moving, place: Place, noise: Any) -> list[Difference]:
    """The slope of every output in one component of an input.

    noise  how far rounding may have taken each output
    """
    import numpy as np

    x, count = function.number(place), len(function.start)
    found: list[Difference | None] = [None]*count
    try:
        widest, steep = 0.0, np.zeros(count)
        for scale in scales(x):
            if scale > abs(x) and any(one is not None and one.kind in (JUMP, UNDEFINED) for one in found):
                break  # From afar a staircase has a slope, and so has what is defined at whole numbers only.
            sides = sweep(function, place, scale, noise)
            if scale > widest:
                widest, steep = scale, np.fmax(steep, sides.steep)
            for output, known in enumerate(found):
                if known is None or known.kind not in SETTLED:
                    one = judged(sides, output, float(steep[output]), float(function.start[output]), max(abs(x), 1.0))
                    found[output] = one if known is None or more(one, known) else known
            if all(one is not None and one.kind in SETTLED for one in found):
                break
    except AdtraceError:
        return [Difference(FIXED, math.nan, math.inf)]*count
    return [one or Difference(UNDEFINED, math.nan, math.inf) for one in found]


def more(one: Difference, other: Difference) -> bool:
    """Whether a result says more than another."""
    return ORDER.index(one.kind) > ORDER.index(other.kind)


def scales(x: float) -> Iterator[float]:
    """What steps are relative to: the number itself, then 1, then much less."""
    size = abs(x)
    if not math.isfinite(size):
        return
    if size:
        yield size
    if not 2.0**-6 <= size <= 2.0**6:
        yield 1.0
    for other in (2.0**-26, 2.0**-52):
        yield (size or 1.0)*other


def sweep(function: Moving, place: Place, scale: float, noise: Any) -> Sides:
    """Differences over all steps of one scale."""
    import numpy as np

    x, start = function.number(place), function.start
    above, below, up, down = [], [], [], []
    for number in range(STEPS):
        step = scale*FIRST*RATIO**-number
        high, low = x + step, x - step
        if not (is_step(high - x, step) and is_step(x - low, step)):
            break
        above.append(function.moved(place, high))
        below.append(function.moved(place, low))
        up.append(high - x)
        down.append(x - low)
    if not up:
        nothing = np.full(len(start), np.nan)
        empty = Estimate(nothing, np.full(len(start), np.inf))
        return Sides(empty, empty, empty, np.zeros(len(start), dtype=bool), np.zeros(len(start)))
    after, before, right, left = np.array(above), np.array(below), np.array(up)[:, None], np.array(down)[:, None]
    off = noise + UNIT*np.fmax(np.abs(after), np.abs(before))
    return Sides(
        extrapolated((after - before)/(right + left), 2*off/(right + left), RATIO**2, RATIO**2),
        extrapolated((start - before)/left, 2*off/left, RATIO, RATIO),
        extrapolated((after - start)/right, 2*off/right, RATIO, RATIO),
        jumps(after - start, off) | jumps(before - start, off),
        np.fmax(steepest((after - start)/right), steepest((before - start)/left)),
    )


def is_step(actual: float, step: float) -> bool:
    """Whether a number could be moved by a step: not where float64 has no such number near."""
    return abs(actual - step) <= UNEVEN*step


def steepest(slopes: Any) -> Any:
    """The largest finite slope of every output over the first steps."""
    import numpy as np

    sizes = np.abs(slopes[:FARTHEST])
    return np.where(np.isfinite(sizes), sizes, 0.0).max(axis=0)


def jumps(moves: Any, off: Any) -> Any:
    """Where the distance to the value does not shrink with the step."""
    import numpy as np

    if len(moves) < 3:
        return np.zeros(moves.shape[1], dtype=bool)
    last = np.where(np.isfinite(moves), np.abs(moves), np.nan)[-3:]
    steady = (np.abs(last[1:] - last[:-1]) <= STEADY*last[:-1]).all(axis=0)
    return steady & (last[-1] > 100*off[-1])


def judged(sides: Sides, output: int, steep: float, start: float, scale: float) -> Difference:
    """What the three kinds of differences say about one output.

    steep  the steepest slope further away; `start`, the output's value; `scale`, the size of the input, at least 1
    """
    steep = max(steep, abs(start)/scale)
    if not math.isfinite(start):
        return Difference(UNDEFINED, math.nan, math.inf)
    if sides.jump[output]:
        return Difference(JUMP, math.nan, math.inf, None, steep)
    central, left, right = (
        (float(one.value[output]), float(one.error[output])) for one in (sides.central, sides.left, sides.right)
    )

    least = max(FAINT*steep, NOTHING/scale)

    def useful(value: float, error: float) -> bool:
        return error <= max(USEFUL*abs(value), least)

    if useful(*left) and useful(*right):
        apart = abs(left[0] - right[0])
        if apart > SAFETY*(left[1] + right[1]) + APART*max(abs(left[0]), abs(right[0])):
            low, high = sorted((left[0], right[0]))
            return Difference(KINK, (low + high)/2, left[1] + right[1], (low, high), steep)
    if useful(*central):
        return Difference(SMOOTH, *central, None, steep)
    for (value, error), (_, other) in ((left, right), (right, left)):
        if useful(value, error) and math.isinf(other):
            return Difference(ONE_SIDED, value, error, None, steep)
    nowhere = math.isinf(central[1]) and math.isinf(left[1]) and math.isinf(right[1])
    return Difference(UNDEFINED if nowhere else NOISE, math.nan, math.inf, None, steep)
