"""Exact numbers as formulas, which every notation can print."""

from __future__ import annotations

import math
from typing import Any

from ...lang.printer import Printer
from ...records import LITERAL, Formula
from ...records.exact import ExactNumber
from .closed import POLE, UNDEFINED
from .library import library
from .numbers import Exact, rounded

PRINTER = Printer()


def recorded(number: float, exact: Exact) -> ExactNumber:
    """A number of a sweep with what it is exactly: nothing where it is undefined."""
    if math.isnan(number):
        return ExactNumber(number, None, None, math.nan, rounded(number, UNDEFINED))
    if exact.closed is None:
        nearest = exact.number if exact.why in (POLE, UNDEFINED) and not math.isfinite(exact.number) else float(number)
        return ExactNumber(number, None, None, nearest, exact)
    formula = formula_of(exact.closed)
    return ExactNumber(number, PRINTER.text(formula), formula, exact.number, exact)


def formula_of(closed: Any) -> Formula:
    """A SymPy expression as a formula of the language."""
    sp = library()
    stack, found = [closed], dict[Any, Formula]()
    while stack:
        one = stack[-1]
        if one in found:
            stack.pop()
            continue
        parts = parts_of(one)
        missing = [part for part in parts if part not in found]
        if missing:
            stack += missing
            continue
        stack.pop()
        found[one] = built(sp, one, [found[part] for part in parts])
    return found[closed]


def parts_of(one: Any) -> tuple[Any, ...]:
    """The expressions that the formula of one is put together from."""
    sp = library()
    if is_negative(one):
        return (-one,)
    if one.is_Rational:
        return () if one.is_Integer else (sp.Integer(one.p), sp.Integer(one.q))
    if one.is_Add:
        return tuple(-term if is_negative(term) else term for term in ordered(one))
    if one.is_Mul:
        above, below = above_and_below(one)
        return (above, below) if below != 1 else tuple(one.as_ordered_factors())
    if one.is_Pow:
        if is_below(one):
            return sp.Integer(1), 1/one
        return (one.base,) if one.exp in (sp.Rational(1, 2), sp.Rational(1, 3)) else (one.base, one.exp)
    return () if one in (sp.pi, sp.E) else tuple(one.args)


def built(sp: Any, one: Any, parts: list[Formula]) -> Formula:
    """The formula of an expression from those of its parts."""
    if is_negative(one):
        return negated(parts[0])
    if one.is_Integer or one == sp.pi:
        return Formula(LITERAL, text=str(one))
    if one == sp.E:
        return Formula("exp", (Formula(LITERAL, text="1"),))
    if one.is_Add:
        return total([is_negative(term) for term in ordered(one)], parts)
    if one.is_Rational or (one.is_Mul and above_and_below(one)[1] != 1) or is_below(one):
        return Formula("div", (parts[0], parts[1]))
    if one.is_Mul:
        return product(parts)
    if one.is_Pow:
        name = {sp.Rational(1, 2): "sqrt", sp.Rational(1, 3): "cbrt"}.get(one.exp, "power")
        return Formula(name, tuple(parts))
    return Formula(type(one).__name__, tuple(parts))


def is_negative(term: Any) -> bool:
    """Whether a term is written with a minus sign in front."""
    return bool(term.as_coeff_Mul()[0] < 0)


def is_below(factor: Any) -> bool:
    """Whether a factor stands under a fraction's line; a power of e never does."""
    return bool(factor.is_Pow and factor.base != library().E and is_negative(factor.exp))


def ordered(one: Any) -> list[Any]:
    """The terms of a sum: rational ones first, what is subtracted last."""
    return sorted(one.as_ordered_terms(), key=lambda term: (is_negative(term), not term.is_Rational))


def above_and_below(one: Any) -> tuple[Any, Any]:
    """The numerator and the denominator of a product."""
    sp = library()
    below = [1/factor for factor in one.args if is_below(factor)]
    above = [factor for factor in one.args if not is_below(factor)]
    rational = one.as_coeff_Mul()[0]
    if rational.q != 1:
        above = [sp.Integer(rational.p), *[factor for factor in above if factor != rational]]
        below.append(sp.Integer(rational.q))
    return sp.Mul(*above), sp.Mul(*below)


def negated(formula: Formula) -> Formula:
    """A formula with a minus sign: at the first factor of a product."""
    spine = []
    while formula.op in ("mul", "div"):
        spine.append(formula)
        formula = formula.args[0]
    found = Formula("neg", (formula,))
    for one in reversed(spine):
        found = Formula(one.op, (found, *one.args[1:]))
    return found


def total(negative: list[bool], parts: list[Formula]) -> Formula:
    """A sum, what is subtracted behind what is added."""
    found = negated(parts[0]) if negative[0] else parts[0]
    for minus, part in zip(negative[1:], parts[1:], strict=True):
        found = Formula("sub" if minus else "add", (found, part))
    return found


def product(parts: list[Formula]) -> Formula:
    """A product."""
    found = parts[0]
    for part in parts[1:]:
        found = Formula("mul", (found, part))
    return found
