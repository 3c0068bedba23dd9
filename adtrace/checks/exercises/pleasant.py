"""How pleasant the numbers of a worked solution are: whole, terminating, simple fractions; or for a calculator."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from ...named import Record

WHOLE, TERMINATING, FRACTION, CALCULATOR = range(4)
"""Kinds of numbers, the most pleasant first."""

COSTS = (0, 1, 2, 3)
LARGEST, SMALLEST = 100.0, 0.01
"""The sizes that a number of an exercise has, unless it is 0."""

DENOMINATORS = range(3, 13)
NEAR = 1e-9


@lru_cache(1 << 14)  # A search meets the same numbers again and again.
def kind_of(number: float) -> int:
    """What a number is by hand.

    >>> [kind_of(number) for number in (3.0, 0.25, 2/3, math.exp(1))]
    [0, 1, 2, 3]
    """
    if is_whole(number):
        return WHOLE
    if is_whole(8*number) or is_whole(100*number):
        return TERMINATING
    return FRACTION if any(is_whole(number*below) for below in DENOMINATORS) else CALCULATOR


def is_whole(number: float) -> bool:
    """Whether a number is whole, but for what rounding leaves."""
    return abs(number - round(number)) < NEAR * max(1.0, abs(number))


def cost(number: float) -> int:
    """What a number costs whoever works with it."""
    large = (abs(number) > 20) + (abs(number) > 10)
    return COSTS[kind_of(number)] + large


def usable(number: float) -> bool:
    """Whether a number is finite and neither huge nor tiny."""
    return number == 0 or (math.isfinite(number) and SMALLEST <= abs(number) <= LARGEST)


def entries(value: Any) -> list[float]:
    """The numbers of a float or an array."""
    return [float(entry) for entry in value.ravel().tolist()] if hasattr(value, "shape") else [float(value)]


class Worked(Record):
    """The numbers of one worked solution.

    inputs       the values of the inputs; `steps`, those of the steps
    operands     for every step, the values of its operands
    derivatives  tangents and adjoints, and the products that make them up
    """

    inputs: Sequence[Any]
    steps: Sequence[Any]
    operands: Sequence[Sequence[Any]]
    derivatives: Sequence[Any]


def price(worked: Worked) -> int | None:
    """What a whole solution costs; None where a number of it is unusable. Lower is more pleasant."""
    every = [number for value in (*worked.steps, *worked.derivatives) for number in entries(value)]
    if not all(map(usable, every)):
        return None
    return sum(map(cost, every)) + 6 * max(0, calculations(worked) - 1) + alike(worked)


def calculations(worked: Worked) -> int:
    """How many steps need a calculator although their operands do not."""
    return sum(
        needs_calculator([value]) and not needs_calculator(operands)
        for value, operands in zip(worked.steps, worked.operands, strict=True)
    )


def needs_calculator(values: Iterable[Any]) -> bool:
    """Whether one of these numbers has no short spelling."""
    return any(kind_of(number) == CALCULATOR for value in values for number in entries(value))


def alike(worked: Worked) -> int:
    """A price for numbers that hide a mistake: the same one at two places, a factor of 1, a 0."""
    scalars = [round(float(value), 9) for value in (*worked.inputs, *worked.steps) if not hasattr(value, "shape")]
    repeated = len(scalars) - len(set(scalars))
    dull = sum(abs(number) in (0.0, 1.0) for value in (*worked.inputs, *worked.steps) for number in entries(value))
    flat = sum(abs(number) in (0.0, 1.0) for value in worked.derivatives for number in entries(value))
    return 5 * repeated + 3 * dull + flat
