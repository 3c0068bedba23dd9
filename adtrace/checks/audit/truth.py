"""The numbers of a sweep in as many digits as it takes for them to stop changing."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from typing import Any

from ...errors import AdtraceError
from ...graph.graph import Graph
from ...records.bounds import DIGITS, digits_of

LADDER = (50, 120, 400, 1200)
"""Digits that are tried, one after the other."""

SURE = 30
"""Digits that two of them have to agree in."""

NORMAL = 2.0**-1022
"""The smallest normal number: below it float64 has fewer and fewer digits, and errors are measured against it."""


def is_there() -> bool:
    """Whether numbers of many digits can be had."""
    return find_spec("mpmath") is not None


def true_numbers(graph: Graph, inputs: Mapping[str, Any], nodes: Sequence[int]) -> list[Any]:
    """The values of some nodes, None for each that is not known: mpf or object arrays of them.

    A 0 is looked at with the most digits: it may be what is left of a cancellation.
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
        if all(one is not None and not truth(one == 0) for one in known):
            break
        previous = found
    return known


def settled(one: Any, other: Any) -> bool:
    """Whether a number is the same with fewer digits."""
    return other is not None and same(one, other)


def same(one: Any, other: Any) -> bool:
    """Whether two numbers, or all elements of two arrays, agree in SURE digits; nan agrees with nan."""
    pairs = zip(elements(one), elements(other), strict=True)
    return all(a == b or (a != a and b != b) or abs(a - b) <= abs(b) * 10**-SURE for a, b in pairs)


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
    if number == 0 and abs(true) < NORMAL:
        return DIGITS
    return digits_of(float(abs(true - number) / max(abs(true), NORMAL)))


def is_lost(number: Any, true: Any) -> bool:
    """Whether a number, or an element, is 0 though float64 could hold what it should be."""
    pairs = [] if true is None else zip(elements(number), elements(true), strict=True)
    return any(a == 0 and abs(b) >= NORMAL for a, b in pairs)


def is_tiny(number: Any, true: Any) -> bool:
    """Whether a number is 0 because what it should be is too small for float64."""
    return true is not None and not hasattr(number, "shape") and number == 0 and 0 < abs(true) < NORMAL
