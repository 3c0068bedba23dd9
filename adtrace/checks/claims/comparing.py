"""Two numbers for one quantity at a point: do they differ, beyond what rounding and kinks explain?"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from ...named import Record
from .trial import Visited

AGREE, DIFFER, DROWNED, UNDEFINED, AT_KINK = "agree", "differ", "drowned", "undefined", "at a kink"
"""What a comparison finds. Drowned: rounding could explain the difference. Undefined: a side has no value."""

TOLERANCE = 1e-8
"""The relative difference that is none."""
SMALLEST = 1e-290
"""A difference this small may be an underflow on one side."""
MARGIN = 6.0
"""How many times the spread that moved rounding errors show counts as rounding."""

Number = Callable[[Any], Any]
"""The number of one side at what is visited."""


class Finding(Record):
    """One comparison.

    claimed, traced  the numbers, of one shape
    wrong            where they differ: an array of bools of that shape
    undefined        whether the claim has no value somewhere where the derivative has one
    low, high        at a kink: the slopes that meet there
    """

    state: str
    claimed: Any
    traced: Any
    wrong: Any
    undefined: bool = False
    low: Any = None
    high: Any = None

    @property
    def place(self) -> tuple[int, ...]:
        """Where they differ most, among the elements that differ."""
        import numpy as np

        gap = np.where(self.wrong, np.abs(np.subtract(self.claimed, self.traced)), -1.0)
        return tuple(int(i) for i in np.unravel_index(int(np.argmax(gap)), gap.shape)) if gap.shape else ()


def compare(trial: Visited, claimed_of: Number, traced_of: Number, *, mutual: bool = False) -> Finding:
    """Compare two numbers of one shape at a point.

    mutual  whether at a kink either may be between the slopes of the other, not only the claimed one
    """
    claimed, traced = claimed_of(trial), traced_of(trial)
    if claimed.__class__ is float and traced.__class__ is float:
        gap, size = abs(claimed - traced), max(abs(claimed), abs(traced))
        if gap <= TOLERANCE * size < math.inf:
            return Finding(AGREE, claimed, traced, False)
    import numpy as np

    with np.errstate(all="ignore"):
        traced = np.asarray(traced, dtype=np.float64)
        claimed = np.broadcast_to(np.asarray(claimed, dtype=np.float64), traced.shape)
        return _compare(np, trial, (claimed_of, traced_of), claimed, traced, mutual)


def _compare(
    np: Any, trial: Visited, sides: tuple[Number, Number], claimed: Any, traced: Any, mutual: bool
) -> Finding:
    claimed_of, traced_of = sides
    counted = np.isfinite(traced)
    undefined = counted & ~np.isfinite(claimed)
    counted = counted & ~undefined
    size = np.maximum(np.abs(claimed), np.abs(traced))
    wrong = counted & (np.abs(claimed - traced) > TOLERANCE * size)
    found = Finding(AGREE, claimed, traced, wrong, bool(undefined.any()))
    if counted.size and not counted.any():
        return found._replace(state=UNDEFINED)
    if not wrong.any():
        return found
    reach = spread(np, trial, claimed_of, claimed) + spread(np, trial, traced_of, traced)
    drowned = wrong & (np.abs(claimed - traced) <= MARGIN * reach + SMALLEST)
    wrong = wrong & ~drowned
    if not wrong.any():
        state = AGREE if (counted & ~drowned & (size > 0)).any() else DROWNED
        return found._replace(state=state, wrong=wrong)
    if trial.kinks:
        low, high = hull(np, trial, traced_of, traced)
        slack = TOLERANCE * (size + 1)
        between = (claimed >= low - slack) & (claimed <= high + slack)
        if mutual:
            least, most = hull(np, trial, claimed_of, claimed)
            between |= (traced >= least - slack) & (traced <= most + slack)
            low, high = np.minimum(low, least), np.maximum(high, most)
        if not (wrong & ~between).any():
            return found._replace(state=AT_KINK, wrong=wrong, low=low, high=high)
        wrong = wrong & ~between
    return found._replace(state=DIFFER, wrong=wrong)


def spread(np: Any, trial: Visited, number_of: Number, number: Any) -> Any:
    """How far a number moves with the rounding errors; infinitely, where it loses its value."""
    far = np.spacing(np.abs(number))
    for moved in trial.shakes:
        there = np.abs(np.broadcast_to(np.asarray(number_of(moved)), number.shape) - number)
        far = np.maximum(far, np.where(np.isnan(there), np.inf, there))
    return far


def hull(np: Any, trial: Visited, number_of: Number, number: Any) -> tuple[Any, Any]:
    """The least and the greatest of the slopes that meet at a kink, and of the one that is taken there."""
    low = high = number
    for near in trial.neighbours:
        there = np.asarray(number_of(near))
        low, high = np.fmin(low, there), np.fmax(high, there)
    return low, high
