"""A program expanded along a curve: the Taylor coefficients of every step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import copysign, factorial, inf, isfinite
from typing import Any

from ..named import Record
from .results import Trace
from .steps import Formula, Number, Shape, Warning

DIRECT, LINEAR, PRODUCT, SLOPES, FLOW = "direct", "linear", "product", "slopes", "flow"


class Recurrence(Record):
    """What coefficient k of a step is made of.

    kind      DIRECT (a sum, product or quotient), LINEAR (the operation itself on coefficients k), PRODUCT (on all
              pairs j and k - j), SLOPES (k times it is the sum of j * x_j * slope_(k-j)) or FLOW (k times it is
              coefficient k - 1 of the tangent rule, run on series)
    op        the operator's name
    operands  as formulas, each with whether it varies along the curve
    slopes    of SLOPES, the operands that vary, each with its slope as people write it; of FLOW, the tangent rule
    """

    kind: str
    op: str
    operands: tuple[tuple[Formula, bool], ...]
    slopes: tuple[tuple[Formula, Formula], ...] = ()


class TaylorStep(Record):
    """One row: an input, a step or an output.

    role, op, formula, tree, shape  as in a trace's Step
    coefficients  from order 0 on
    recurrence    what they come from, None for an input and for what does not vary
    """

    name: str
    number: int
    role: str
    op: str
    formula: str
    tree: Formula
    shape: Shape
    coefficients: tuple[Number, ...]
    recurrence: Recurrence | None = None

    @property
    def derivatives(self) -> tuple[Number, ...]:
        """The derivatives by t at t = 0: k! times coefficient k."""
        return tuple(derivative(one, order) for order, one in enumerate(self.coefficients))


class Taylor(Record):
    """The expansion.

    trace     the forward trace along the curve's tangent: program, point, outputs, and the warnings of orders 0 and 1
    order     the highest order
    path      the coefficients of every input that moves, by name, without zeros at the end
    series    the coefficients of every output, by name
    steps     inputs, then steps; each is made when it is asked for
    warnings  those of the trace and of the higher orders
    judged    whether the coefficients were compared with the same in many digits
    """

    trace: Trace
    order: int
    path: Mapping[str, tuple[Number, ...]]
    series: Mapping[str, tuple[Number, ...]]
    steps: Sequence[TaylorStep]
    warnings: tuple[Warning, ...] = ()
    judged: bool = False

    @property
    def coefficients(self) -> Any:
        """The coefficients of the output from order 0 on; of several outputs, by name."""
        return alone({name: list(found) for name, found in self.series.items()})

    @property
    def derivatives(self) -> Any:
        """The same times k!: the derivatives by t at t = 0."""
        return alone({
            name: [derivative(one, order) for order, one in enumerate(found)] for name, found in self.series.items()
        })


def alone(found: dict[str, list[Number]]) -> Any:
    """What the only output has, else what all have by name."""
    return next(iter(found.values())) if len(found) == 1 else found


def derivative(coefficient: Number, order: int) -> Number:
    """order! times a coefficient, rounded once.

    >>> derivative(0.25, 3), derivative(1e300, 20)
    (1.5, inf)
    """
    if order < 2:
        return coefficient
    if not hasattr(coefficient, "shape"):
        return multiple(coefficient, factorial(order))
    import numpy as np

    whole = factorial(order)
    found = [multiple(one, whole) for one in coefficient.ravel().tolist()]
    return np.array(found, dtype=np.float64).reshape(coefficient.shape)


def multiple(number: float, whole: int) -> float:
    """number * whole; infinite where it is too large."""
    if not isfinite(number) or not number:
        return number
    try:
        return float(Fraction(number)*whole)
    except OverflowError:
        return copysign(inf, number)
