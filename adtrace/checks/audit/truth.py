"""The numbers of a sweep in as many digits as it takes for them to stop changing."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from typing import Any

from ...errors import AdtraceError
from ...graph.graph import Graph
from ...records.audit import FULL
from ...records.bounds import DIGITS, digits_of

LADDER = (50, 120, 400, 1200)
"""Digits that are tried, one after the other."""

BITS = math.log2(10)
"""Bits of a digit."""

SURE = 30
"""Digits that two of them have to agree in."""

NORMAL = 2.0**-1022
"""The smallest normal number: below it float64 has fewer and fewer digits, and errors are measured against it."""

SMALLEST = NORMAL * 10**-FULL
"""A 0 in place of what is smaller is right: ordinary rounding among numbers so small takes as much."""


def is_there() -> bool:
    """Whether numbers of many digits can be had."""
    return find_spec("mpmath") is not None


def true_numbers(graph: Graph, inputs: Mapping[str, Any], nodes: Sequence[int]) -> list[Any]:
    """The values of some nodes, None for each that is not known: mpf or object arrays of them.

    A 0 is looked at with the most digits: it may be what is left of a cancellation. So is a number beside which there
    are some that so many digits lose.
    """
    from ...sweeps.shadow import shadow

    previous: list[Any] = [None] * len(nodes)
    known: list[Any] = [None] * len(nodes)
    for digits in LADDER:
        try:
            values = shadow(graph, inputs, digits)
        except AdtraceError:
            return known
        found = [values[node] for node in nodes]
        known = [one if settled(one, other) else None for one, other in zip(found, previous, strict=True)]
        if all(one is not None and not truth(one == 0) for one in known) and not has_tiny(values, digits):
            break
        previous = found
    return known


def settled(one: Any, other: Any) -> bool:
    """Whether a number is the same with fewer digits."""
    return other is not None and same(one, other)


def same(one: Any, other: Any) -> bool:
    """Whether two numbers, or all elements of two arrays, agree in SURE digits, or are both too small for float64."""
    pairs = zip(elements(one), elements(other), strict=True)
    return all(a == b or (a != a and b != b) or abs(a - b) <= abs(b) * 10**-SURE or small(a, b) for a, b in pairs)


def small(*numbers: Any) -> bool:
    """Whether numbers are far too small for float64, of which a digit is as good as none."""
    return all(abs(one) * 2**20 < SMALLEST for one in numbers)


def has_tiny(values: Sequence[Any], digits: int) -> bool:
    """Whether there are numbers that are lost beside 1 with so many digits, but not with the most."""
    found = [one for value in values if value is not None for one in elements(value) if one != 0 and one == one]
    sizes = [one.context.mag(one) for one in found]
    return any(LADDER[-1] * BITS > -size > digits * BITS for size in sizes)


def is_beyond(graph: Graph, inputs: Mapping[str, Any]) -> bool:
    """Whether there are numbers that are lost beside 1 with the most digits, too: then a 0 may be what is left."""
    from ...sweeps.shadow import shadow

    values = [one for value in shadow(graph, inputs, LADDER[0]) if value is not None for one in elements(value)]
    return any(one == one and one != 0 and -one.context.mag(one) > LADDER[-1] * BITS for one in values)


def elements(value: Any) -> list[Any]:
    """A number alone, or the elements of an array."""
    return list(value.ravel()) if hasattr(value, "ravel") else [value]


def truth(result: Any) -> bool:
    """Whether a comparison holds for a number or any element."""
    return bool(result.any()) if hasattr(result, "any") else bool(result)


def right_digits(number: Any, true: Any) -> float:
    """How many digits of a float64, or of the worst element of an array, are right; nan where that is not known.

    A number is as good as float64 can make it where the true one is larger, or closer to 0, than float64 can hold.
    """
    if true is None:
        return math.nan
    pairs = zip(elements(number), elements(true), strict=True)
    return min((_right_digits(float(a), b) for a, b in pairs if b == b), default=math.nan)


def _right_digits(number: float, true: Any) -> float:
    if number == true:
        return DIGITS
    if not math.isfinite(number):
        beyond = number == number and float(true) == number
        return DIGITS if beyond else 0.0
    if number == 0:
        return DIGITS if abs(true) < SMALLEST else 0.0
    return digits_of(float(abs(true - number) / max(abs(true), NORMAL)))


def is_lost(number: Any, true: Any) -> bool:
    """Whether a number, or an element, is 0 though float64 could hold what it should be."""
    pairs = [] if true is None else zip(elements(number), elements(true), strict=True)
    return any(a == 0 and abs(b) >= SMALLEST for a, b in pairs)


def is_vast(number: Any, true: Any) -> bool:
    """Whether a number is infinite because what it should be is too large for float64."""
    if true is None or hasattr(number, "shape") or not math.isinf(number):
        return False
    return bool(true.context.isfinite(true)) and float(true) == number


def worst_entry(number: Any, true: Any) -> tuple[int, ...]:
    """The index of an array's entry with the fewest digits, nan first; () of a scalar."""
    if not getattr(number, "shape", ()):
        return ()
    import numpy as np

    trues = elements(number if true is None else true)
    found = [right_digits(a, None if true is None else b) for a, b in zip(elements(number), trues, strict=True)]
    ranks = [-1.0 if a != a else DIGITS if one != one else one for a, one in zip(elements(number), found, strict=True)]
    return tuple([int(one) for one in np.unravel_index(int(np.argmin(ranks)), number.shape)]) if ranks else ()


def is_tiny(number: Any, true: Any) -> bool:
    """Whether a number is 0 because what it should be is too small for float64."""
    return true is not None and not hasattr(number, "shape") and number == 0 and 0 < abs(true) < SMALLEST
