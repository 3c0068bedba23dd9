"""Closed forms: SymPy expressions of elementary functions that are short, real and finite.

Only operations whose time is bounded by the size of an expression are used, and the size is bounded first.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from ...limits import LIMITS
from .letters import reduced as in_letters
from .library import library

ELEMENTARY = frozenset(("exp", "log", "sin", "cos", "tan", "asin", "acos", "atan"))
"""Functions that may stand in an exact number."""

PLACES, MOST_PLACES = 25, 400
"""Digits that a number is evaluated to, and those up to which its first ones are looked for."""

SURDS, TERMS = 3, 24
"""Roots in a denominator that is made rational, terms of a product that is written out."""

POLE, UNDEFINED = "pole", "undefined"
"""Reasons to leave exactness that are no matter of digits: there is no finite number."""


class Left(Exception):
    """Exactness is left. `why` is one of the keys of `leaving.WHY`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


EFFORT: ContextVar[list[int] | None] = ContextVar("effort", default=None)
"""How many operations of irrational numbers may still be looked at, where that is limited."""


@contextmanager
def limited() -> Iterator[None]:
    """Limit the effort of what is done inside."""
    token = EFFORT.set([LIMITS.exact_effort])
    try:
        yield
    finally:
        EFFORT.reset(token)


def spend(effort: int) -> None:
    """Take from the effort. Raises Left where it is used up."""
    remaining = EFFORT.get()
    if remaining is not None:
        remaining[0] -= effort
        if remaining[0] < 0:
            raise Left("work")


def settled(expression: Any) -> Any:
    """The expression in a short form. Raises Left where it is no elementary number, or a long one."""
    if expression.is_Rational:
        return short(expression)
    check_elementary(expression)
    spend(operations(expression))
    if operations(expression) > 4*LIMITS.exact_operations:
        raise Left("size")
    return short(min(forms(expression), key=operations))


def short(expression: Any) -> Any:
    """The expression, if it is. Raises Left."""
    most = 10**LIMITS.exact_digits
    for number in (expression,) if expression.is_Rational else expression.atoms(library().Rational):
        if abs(number.p) >= most or number.q >= most:
            raise Left("size")
    if operations(expression) > LIMITS.exact_operations:
        raise Left("size")
    return expression


def operations(expression: Any) -> int:
    """How many operations an expression has."""
    return 0 if expression.is_Rational else int(library().count_ops(expression))


def check_elementary(expression: Any) -> None:
    """Raise Left for infinities, what is not real, and functions that are not elementary."""
    sp = library()
    if expression.has(sp.nan, sp.I):
        raise Left(UNDEFINED)
    if expression.has(sp.zoo, sp.oo, -sp.oo):
        raise Left(POLE)
    for function in expression.atoms(sp.Function):
        if type(function).__name__ not in ELEMENTARY:
            raise Left("form")
    for atom in expression.atoms():
        if not (atom.is_Rational or atom in (sp.pi, sp.E)):
            raise Left("form")


def forms(expression: Any) -> list[Any]:
    """The expression, and forms of it that may be shorter."""
    sp = library()
    found = [expression]
    roots = merged_roots(expression)
    if roots is not expression:
        found.append(roots)
    if expanding(roots) <= TERMS:
        found.append(sp.expand_multinomial(sp.expand_mul(roots, deep=False), deep=False))
    found += squares(found[-1])
    if found[-1].is_Rational:
        return found[-1:]
    numerator, denominator = sp.fraction(sp.together(found[-1], deep=False))
    if not denominator.is_Rational:
        found += reduced(numerator, denominator)
    elif found[-1].is_Pow and found[-1].exp == sp.Rational(1, 2) and operations(found[-1]) <= 12:
        found.append(sp.sqrtdenest(found[-1]))
    return found


def squares(expression: Any) -> list[Any]:
    """The expression with the squares of cosines as those of sines, where both of one angle are in it."""
    sp = library()
    angles = {one.args[0] for one in expression.atoms(sp.sin)} & {one.args[0] for one in expression.atoms(sp.cos)}
    if not angles or expanding(expression) > TERMS:
        return []
    return [sp.expand_mul(expression.xreplace({sp.cos(angle)**2: 1 - sp.sin(angle)**2 for angle in angles}))]


def expanding(expression: Any) -> int:
    """How many terms a product of sums would have."""
    terms = 1
    for part in expression.args if expression.is_Add else (expression,):
        size = 1
        for factor in part.args if part.is_Mul else (part,):
            base, exponent = factor.as_base_exp()
            if base.is_Add and exponent.is_Integer and exponent > 0:
                size *= len(base.args)**min(int(exponent), 8)
        terms += size
    return terms


def reduced(numerator: Any, denominator: Any) -> list[Any]:
    """A fraction with a rational denominator, or without common factors."""
    sp = library()
    whole = numerator/denominator
    if operations(whole) > 2*LIMITS.exact_operations or expanding(numerator) > TERMS:
        return []
    surds = {root for root in denominator.atoms(sp.Pow) if root.exp == sp.Rational(1, 2)}
    algebraic = not denominator.atoms(sp.Function) and not denominator.has(sp.pi, sp.E)
    if algebraic and 0 < len(surds) <= SURDS and all(root.base.is_Rational for root in surds):
        return [sp.expand_mul(sp.radsimp(whole, max_terms=SURDS))]
    return in_letters(whole) if expanding(denominator) <= TERMS else []


def merged_roots(expression: Any) -> Any:
    """A product with its roots of sums under one sign."""
    sp = library()
    if not expression.is_Mul:
        return expression
    half = sp.Rational(1, 2)
    roots = [factor for factor in expression.args if factor.is_Pow and factor.exp == half and factor.base.is_Add]
    if len(roots) < 2 or expanding(sp.Mul(*[root.base for root in roots])) > TERMS:
        return expression
    rest = [factor for factor in expression.args if factor not in roots]
    return sp.Mul(sp.sqrt(sp.expand_mul(sp.Mul(*[root.base for root in roots]))), *rest)


@lru_cache(1 << 12)
def numeric(closed: Any) -> float:
    """The nearest float64. Raises Left where it is not real, out of range, or cannot be told from 0."""
    if closed.is_Rational:
        try:
            number: float = closed.p/closed.q
        except OverflowError:
            raise Left("range") from None
        exactly_zero = closed.p == 0
    else:
        found = closed.evalf(PLACES, maxn=MOST_PLACES)
        if not found.is_Float:
            raise Left("order" if found.is_number and found.is_real else UNDEFINED)
        if found._prec == 1:
            raise Left("order")
        number, exactly_zero = float(found), False
    if not math.isfinite(number) or (number == 0 and not exactly_zero):
        raise Left("range")
    return number
