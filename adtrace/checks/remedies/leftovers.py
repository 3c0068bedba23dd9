"""What is left of a sum or a product when the parts of a pattern are found: it goes to the variables."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from ...named import Record
from .terms import PRODUCT, SUM, UNIT, Axes, Scaled, Terms

Parts = tuple[tuple[int, Any], ...]
Index = tuple[str, tuple[Scaled, ...]]
"""What stands in x[...]: its text, and the terms of the positions that are computed."""


class Equal(Record):
    """A goal: this part of the pattern is this term."""

    part: Scaled
    term: Scaled


class Rest(Record):
    """A goal: these variables of a sum or a product take what is left of it.

    variables  (variable, factor) of a sum, (variable, exponent) of a product
    left       what is left: (term, factor) or (term, exponent); `factor`, of a product, the number before it
    root       whether some may stay
    """

    kind: str
    variables: Parts
    left: Parts
    factor: Fraction
    root: bool


class State(Record):
    """What is left to show, the last goal first; what variables are bound to; and what stays.

    axes    of reductions; `keepdims`, whether they keep them; `picked`, what stands in x[...]: all are handed on
    """

    goals: tuple[Equal | Rest, ...]
    bound: Mapping[int, Scaled]
    axes: Axes | None = None
    keepdims: int = 0
    picked: Index | None = None
    factor: Fraction = UNIT
    rest: Parts = ()


class Leftovers:
    """Hands out what is left."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms

    def taken(self, goal: Rest, state: State) -> Iterator[State]:
        """Bound variables take what they are from what is left; the last free one takes all of it."""
        left, factor = dict(goal.left), goal.factor
        free = [part for part in goal.variables if part[0] not in state.bound]
        for variable, number in goal.variables:
            if variable in state.bound:
                taken = self.without(goal.kind, left, factor, state.bound[variable], number)
                if taken is None:
                    return
                left, factor = taken
        if goal.kind == PRODUCT and [number for _, number in free] == [1, -1]:
            yield from self.quotient(left, factor, (free[0][0], free[1][0]), state)
        elif len(free) > 1:
            first, number = free[0]
            for term, power in left.items():
                if goal.kind == SUM or power == number:
                    value = Scaled(power / number if goal.kind == SUM else UNIT, term)
                    yield state._replace(bound={**state.bound, first: value}, goals=(*state.goals, goal))
        elif free:
            found = self.whole(goal.kind, left, factor, free[0][1])
            if found is not None:
                yield state._replace(bound={**state.bound, free[0][0]: found})
        elif goal.root:
            yield state._replace(rest=tuple(left.items()), factor=factor if goal.kind == PRODUCT else state.factor)
        elif not left and factor == 1:
            yield state

    def quotient(
        self, left: Mapping[int, Any], factor: Fraction, variables: tuple[int, int], state: State
    ) -> Iterator[State]:
        """Two free variables of a quotient: what stands above, and what stands below."""
        above = tuple(sorted((term, power) for term, power in left.items() if power > 0))
        below = tuple(sorted((term, -power) for term, power in left.items() if power < 0))
        if below and factor:
            upper, lower = self.product(factor, above), self.product(UNIT, below)
            if upper is not None and lower is not None:
                yield state._replace(bound={**state.bound, variables[0]: upper, variables[1]: lower})

    def without(
        self, kind: str, left: dict[int, Any], factor: Fraction, value: Scaled, number: Any
    ) -> tuple[dict[int, Any], Fraction] | None:
        """What is left without a variable's value; None where it is not there."""
        left = dict(left)
        if kind == SUM:
            for term, part in self.terms.addends(value):
                if left.get(term) != part * number:
                    return None
                del left[term]
            return left, factor
        if not value.factor:  # Nothing has 0 as a factor: terms are no product with it.
            return None
        for term, power in self.terms.factors(value.term):
            remains = left.get(term, 0) - power * number
            if abs(remains) >= abs(left.get(term, 0)):
                return None
            left[term] = remains
        return {term: power for term, power in left.items() if power}, factor / value.factor**number

    def whole(self, kind: str, left: dict[int, Any], factor: Fraction, number: Any) -> Scaled | None:
        """What a variable with this factor or exponent is, if it is all that is left; None where it cannot be."""
        if kind == SUM:
            return self.terms.sum_of(sorted((t, part / number) for t, part in left.items())) if left else None
        if not factor:
            return None
        if number < 0 and not (factor > 0 and left and all(power < 0 for power in left.values())):
            return None
        size = abs(number)
        root = factor if size == 1 else root_of(factor) if size == 2 else None
        if root is None or any(power % number for power in left.values()):
            return None
        parts = tuple(sorted((term, power // number) for term, power in left.items()))
        return self.product(root if number > 0 else 1 / root, parts)

    def product(self, factor: Fraction, parts: Parts) -> Scaled | None:
        """A product of powers; None of 0, and where its factor grows too long."""
        try:
            return self.terms.product_of(factor, parts)
        except ArithmeticError:
            return None


def root_of(number: Fraction) -> Fraction | None:
    """The square root of the square of a fraction; None of all else."""
    if number <= 0:
        return None
    above, below = math.isqrt(number.numerator), math.isqrt(number.denominator)
    root = Fraction(above, below)
    return root if root * root == number else None
