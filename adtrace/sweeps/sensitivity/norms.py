"""Sizes of numbers and arrays."""

from __future__ import annotations

import math
from typing import Any


def rank(number: float) -> float:
    """The size of a number; nan is larger than any."""
    return abs(number) if number == number else math.inf


def norm(value: Any) -> float:
    """The Euclidean norm of a number or an array, without overflow on the way."""
    if not hasattr(value, "shape"):
        return abs(float(value))
    import numpy as np

    largest = float(np.max(np.abs(value), initial=0.0))
    if not 0 < largest < math.inf:
        return largest
    return largest*float(np.sqrt(np.sum(np.square(value/largest))))
