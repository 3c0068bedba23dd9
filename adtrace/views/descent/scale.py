"""The scale of a curve of losses: of powers of ten where they span decades, else an ordinary one."""

from __future__ import annotations

import math
from collections.abc import Iterable

from ...named import Record
from ..ticks import MOST, ticks

DECADES = 100.0
"""The largest loss over the smallest one from which the scale is of powers of ten."""
LEVEL = 0.5
"""The smallest over the largest below which an ordinary scale begins at 0."""
ROUNDING = 1e-9
"""A power of ten so little off the end of the scale stands at it."""


class Scale(Record):
    """From low to high, both positive where it is of powers of ten."""

    low: float
    high: float
    decades: bool

    def share(self, value: float) -> float:
        """Where a value stands: 0 at the foot, 1 at the head; what lies below the foot stands at it."""
        low, high = self.low, self.high
        if self.decades:
            value, low, high = (math.log10(max(one, self.low)) for one in (value, low, high))
        span = high / 2 - low / 2
        return min(max((value / 2 - low / 2) / span, 0.0), 1.0) if span > 0 else 0.5

    def marks(self) -> list[float]:
        """Round numbers along the scale."""
        if not self.decades:
            return ticks(self.low, self.high)
        low, high = (math.log10(end) for end in (self.low, self.high))
        powers = range(math.ceil(low - ROUNDING), math.floor(high + ROUNDING) + 1)
        every = -(-len(powers) // MOST) or 1
        return [10.0**power for power in powers if power % every == 0]


def scale_of(values: Iterable[float]) -> Scale:
    """The scale that shows these values.

    >>> scale_of([3.0, 0.5, 1e-4]), scale_of([3.0, 0.5, 1.0])
    (Scale(low=0.0001, high=3.0, decades=True), Scale(low=0.0, high=3.0, decades=False))
    """
    found = list(values)
    low, high = min(found), max(found)
    positive = min((value for value in found if value > 0), default=0.0)
    if low >= 0 and positive and high / positive >= DECADES:
        return Scale(positive, high, True)
    return Scale(0.0 if 0 <= low < LEVEL * high else low, high, False)
