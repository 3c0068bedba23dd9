"""Slips that any line may have: a sign, a factor of 2, two digits exchanged, the decimal point."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite
from typing import Any

from ..guess import Guess
from ..line import Line


def sign_lost(line: Line) -> Iterator[Guess]:
    """The number with the other sign."""
    yield Guess(-line.right)


def factor_two(line: Line) -> Iterator[Guess]:
    """Twice the number, or half of it."""
    yield Guess(line.right * 2, {"factor": "2"})
    yield Guess(line.right / 2, {"factor": "1/2"})


def digits_exchanged(right: float, unit: float) -> Iterator[float]:
    """A number as written, with two neighbouring digits exchanged.

    >>> [round(number, 4) for number in digits_exchanged(0.10494, 0.0001)]
    [1.0049, 0.0149, 0.1409, 0.1094]
    """
    if not unit or not isfinite(right / unit):
        return
    digits = str(round(abs(right) / unit))
    digits = digits.zfill(len(str(round(1 / unit)))) if unit < 1 else digits
    for place in range(len(digits) - 1):
        a, b = digits[place], digits[place + 1]
        if a != b:
            swapped = int(digits[:place] + b + a + digits[place + 2 :])
            yield (-swapped if right < 0 else swapped) * unit


def point_moved(right: float, unit: float) -> Iterator[float]:
    """A number whose decimal point is a place further left or right."""
    yield right * 10
    if abs(right) / 10 >= unit:
        yield right / 10


def in_one_place(slip: Any) -> Any:
    """A mistake of the one element of an entry that is not right."""

    def predict(line: Line) -> Iterator[Guess]:
        if line.slip is None:
            return
        place, unit = line.slip
        for number in slip(float(line.right[place] if place else line.right), unit):
            if not place:
                yield Guess(number)
                continue
            array = line.right.copy()
            array[place] = number
            yield Guess(array)

    return predict
