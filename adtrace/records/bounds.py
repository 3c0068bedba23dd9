"""How far rounding may have taken a number."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from ..named import Record
from .steps import Number

VALUE, SLOPE = "value", "slope"
"""What a bound is of: an output's value, or its slope in an input (a tangent or a gradient entry)."""

DIGITS = 53 * math.log10(2)
"""The decimal digits of float64: 15.95."""


DOUBTED = 1e-9
"""The relative error from which a result is doubted."""


class Lead(Record):
    """Where the error of one element comes from.

    place     the element's index; () of a scalar
    relative  its error over its number
    shares    the part of its first-order bound that each node contributes, adding up to 1, largest first; empty where
              first order does not say
    small     whether what is lost lies below the normal numbers of float64: an underflow
    derived   whether most of it is the rounding of a derivative, not of a value
    """

    place: tuple[int, ...]
    relative: float
    shares: Mapping[Any, float]
    small: bool = False
    derived: bool = False


class Bound(Record):
    """How far rounding may have taken one result of a sweep.

    of      VALUE or SLOPE
    name    of the output; of a gradient entry, of its input
    number  as computed: a float, or an ndarray
    error   absolute, of the same shape: u times the sum of |adjoint * value| over all rounded operations (first order),
            and no less than what moving the last places at random does to the number
    leads   of the elements that were looked at: of a scalar one, of an array those that suffer most, worst first
    """

    of: str
    name: str
    number: Number
    error: Number
    leads: tuple[Lead, ...] = ()

    @property
    def shares(self) -> Mapping[Any, float]:
        """The part that each node has in the error of the worst element."""
        return self.leads[0].shares if self.leads else {}

    @property
    def relative(self) -> float:
        """The error over the number, of the worst element that is finite; inf for 0 with an error."""
        return worst(self.number, self.error)

    @property
    def digits(self) -> float:
        """How many decimal digits can be trusted: 0 to 15.95; nan where the number or its bound is not finite."""
        return digits_of(self.relative)


def worst(number: Number, error: Number) -> float:
    """The largest relative error among the elements."""
    if not hasattr(number, "shape"):
        return 0.0 if error == 0 else abs(error / number) if number else math.inf if error == error else math.nan
    import numpy as np

    with np.errstate(all="ignore"):
        relative = np.where(np.asarray(error) == 0, 0.0, np.abs(np.asarray(error) / number))
    known = relative[~np.isnan(relative)]
    return float(known.max(initial=0.0)) if known.size or not relative.size else math.nan


def digits_of(relative: float) -> float:
    """Decimal digits that a relative error leaves."""
    if relative != relative:
        return math.nan
    return DIGITS if relative <= 10**-DIGITS else max(0.0, -math.log10(relative)) if relative < math.inf else 0.0
