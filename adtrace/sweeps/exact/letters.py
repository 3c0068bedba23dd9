"""Numbers as quotients of polynomials: a letter for each part that is not rational, reduced, and numbers again.

What holds of letters holds of the numbers, and e^(-9/10) and e are two letters, not powers of e^(1/10).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import gcd, lcm
from typing import Any

from .library import library

DEGREE = 12
"""Of polynomials in powers of e and in roots."""

LETTERS, FACTORED = 4, 2
"""Numbers that a fraction is reduced and factored in."""

COMPARED = 12
"""Operations up to which exponents are held against one another."""


def reduced(whole: Any) -> list[Any]:
    """A number without common factors above and below, and factored; nothing where that takes too many letters."""
    sp = library()
    powers: dict[Any, dict[Any, Any]] = {}
    for part in irrational_parts(whole):
        base, exponent = (sp.E, part.args[0]) if isinstance(part, sp.exp) else part.as_base_exp()
        powers.setdefault(base, {})[part] = exponent
    numbers, letters = dict[Any, Any](), dict[Any, Any]()
    for base, parts in powers.items():
        known: dict[Any, Any] = {}
        for part, (unit, count) in zip(parts, in_units(list(parts.values())), strict=True):
            if unit not in known:
                known[unit] = sp.Dummy(positive=True)
                numbers[known[unit]] = base**unit
            letters[part] = known[unit]**count
    if len(numbers) > LETTERS:
        return []
    quotient = whole.xreplace(letters)
    try:
        found = [sp.cancel(quotient), *([sp.factor(quotient)] if len(numbers) <= FACTORED else [])]
    except sp.PolynomialError:
        return []
    return [one.xreplace(numbers) for one in found]


def irrational_parts(whole: Any) -> Iterator[Any]:
    """The functions, roots and constants that a number is put together from, each once; not what is inside them."""
    sp = library()
    stack, seen = [whole], set()
    while stack:
        one = stack.pop()
        if one in seen or one.is_Rational:
            continue
        seen.add(one)
        if one in (sp.pi, sp.E) or one.is_Function or (one.is_Pow and not one.exp.is_Integer):
            yield one
        else:
            stack += one.args


def in_units(exponents: Sequence[Any]) -> list[tuple[Any, int]]:
    """Exponents as multiples of as few units as keep degrees low; a unit is negative where all of its multiples are."""
    sp = library()
    if all(one.is_Rational for one in exponents):
        below = lcm(*[int(one.q) for one in exponents])
        step = sp.Rational(gcd(*[int(one*below) for one in exponents]), below)
        if all(abs(one/step) <= DEGREE for one in exponents):
            unit = -step if all(one < 0 for one in exponents) else step
            return [(unit, int(one/unit)) for one in exponents]
    units: list[Any] = []
    found = {}
    for one in sorted(exponents, key=lambda one: (abs(one) if one.is_Rational else 0, one.count_ops())):
        counts = ((unit, multiple(one, unit)) for unit in units)
        found[one] = next(((unit, count) for unit, count in counts if count), (one, 1))
        if found[one][0] == one:
            units.append(one)
    return [found[one] for one in exponents]


def multiple(one: Any, unit: Any) -> int:
    """How many times a unit an exponent is, if that is a small whole number; else 0."""
    ratio = one/unit
    if not ratio.is_Rational and one.count_ops() + unit.count_ops() <= COMPARED:
        ratio = next((simple for simple in reduced(ratio) if simple.is_Rational), ratio)
    return int(ratio) if ratio.is_Integer and abs(ratio) <= DEGREE else 0
