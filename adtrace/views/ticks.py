"""Round numbers along an axis."""

from __future__ import annotations

import math

MOST = 9
"""Ticks of an axis, at most."""


def ticks(low: float, high: float) -> list[float]:
    """Multiples of 1, 2 or 5 times a power of ten, both ends included where they are such.

    >>> ticks(-1000, 1000)
    [-1000.0, -750.0, -500.0, -250.0, 0.0, 250.0, 500.0, 750.0, 1000.0]
    >>> ticks(0, 1)
    [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]
    """
    low, high = sorted((low, high))
    span = high - low
    if not span or not math.isfinite(span):
        return [low]
    power = 10.0 ** math.floor(math.log10(span / MOST))
    step = next(size * power for size in (1, 2, 2.5, 5, 10, 20) if span / (size * power) < MOST)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [float(f"{place * step:.12g}") + 0.0 for place in range(first, last + 1)]
