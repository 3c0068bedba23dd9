"""Exponentials, logarithms, roots, circular and hyperbolic functions, and their inverses.

The partials are the forms that keep their digits over the whole range of float64; `textbook` is what a table prints
where people write something else.
"""

from __future__ import annotations

import math
from typing import Any

from .jumps import moving
from .rounding import at_zero, exact_root
from .table import elementwise

LN2 = math.log(2)


def log_edge(x: float) -> float:
    """-inf at the pole, nan on its far side."""
    return -math.inf if x == 0 else math.nan


def logaddexp(a: float, b: float) -> float:
    """log(exp(a) + exp(b)) without overflow; equal infinities included."""
    return a + LN2 if a == b else max(a, b) + math.log1p(math.exp(-abs(a - b)))


def finite(m: Any, *operands: Any) -> Any:
    """Where the first operand is finite."""
    return abs(operands[0]) < math.inf


def above_minus_inf(m: Any, y: Any, x: Any) -> Any:
    """Where the operand is not -inf: a value of 0 is an underflow."""
    return x > -math.inf


def xlogy_slope(m: Any, z: Any, x: Any, y: Any) -> Any:
    """The slope of x*log(y) in y: 0 where x is. Where x moves on from 0 at once it is x/y there, with a slope in x."""
    return m.where(m.hypot(x, y) > 0, x/y, 0) if m.moves(x) else m.where(x == 0, 0, x/y)


# Exponentials and logarithms

elementwise("exp(x)", lambda m, y, x: y, textbook=lambda m, y, x: m.exp(x), edge=math.inf, latex=r"\exp",
            lost=above_minus_inf, steep=finite, unrounded=at_zero)
elementwise("expm1(x)", lambda m, y, x: m.exp(x), edge=math.inf, steep=finite, doc="exp(x) - 1 without cancellation")
elementwise("exp2(x)", lambda m, y, x: y*m.log(2), edge=math.inf, lost=above_minus_inf, steep=finite,
            reference=lambda mp, x: mp.power(2, x), doc="2^x",
            unrounded=lambda m, y, x: (x == m.floor(x)) & (abs(x) < 1000))
elementwise("log(x)", lambda m, y, x: 1/x, edge=log_edge, latex=r"\ln", aliases=("ln",), doc="natural logarithm",
            domain=lambda m, x: x > 0, pole=lambda m, x: x == 0, hint="the logarithm needs a positive argument")
elementwise("log1p(x)", lambda m, y, x: 1/(1 + x), edge=lambda x: log_edge(x + 1),
            doc="log(1 + x) without cancellation", domain=lambda m, x: x > -1,
            pole=lambda m, x: x == -1, hint="log1p needs an argument above -1")
elementwise("log2(x)", lambda m, y, x: 1/(x*m.log(2)), edge=log_edge, latex=r"\log_2", domain=lambda m, x: x > 0,
            pole=lambda m, x: x == 0,
            reference=lambda mp, x: mp.log(x, 2), hint="the logarithm needs a positive argument",
            unrounded=lambda m, y, x: (y == m.floor(y)) & (m.exp2(y) == x))
elementwise("log10(x)", lambda m, y, x: 1/(x*m.log(10)), edge=log_edge, latex=r"\log_{10}", domain=lambda m, x: x > 0,
            pole=lambda m, x: x == 0, hint="the logarithm needs a positive argument",
            unrounded=lambda m, y, x: (y == m.floor(y)) & (m.power(10.0, y) == x))
elementwise("logaddexp(a, b)", lambda m, y, a, b: m.sigmoid(a - b), lambda m, y, a, b: m.sigmoid(b - a),
            scalar=logaddexp, reference=lambda mp, a, b: max(a, b) + mp.log1p(mp.exp(-abs(a - b))),
            steep=finite, doc="log(exp(a) + exp(b)) without overflow")
elementwise("xlogy(x, y)", lambda m, z, x, y: m.log(y), xlogy_slope,
            textbook=(None, lambda m, z, x, y: x/y), value=lambda m, x, y: m.where(x == 0, 0, x*m.log(y)),
            numpy="scipy.special.xlogy", reference=lambda mp, x, y: x*mp.log(y) if x else mp.mpf(0),
            domain=lambda m, x, y: (y > 0) | (x == 0), doc="x*log(y), and 0 where x is 0",
            pole=(lambda m, x, y: y == 0, lambda m, x, y: (y == 0) & (x != 0)),
            steep=lambda m, x, y: (x != 0) & (y != 1) & (y < math.inf), lost=lambda m, z, x, y: (x != 0) & (y != 1))

# Roots

elementwise("sqrt(x)", lambda m, y, x: 1/(2*y), textbook=lambda m, y, x: 1/(2*m.sqrt(x)),
            domain=lambda m, x: x >= 0, pole=lambda m, x: x == 0,
            hint="the square root needs an argument of at least 0", unrounded=exact_root)
elementwise("cbrt(x)", lambda m, y, x: 1/(3*y*y), textbook=lambda m, y, x: 1/(3*m.cbrt(x)**2),
            pole=lambda m, x: x == 0, reference=lambda mp, x: mp.sign(x)*mp.cbrt(abs(x)))
elementwise("hypot(a, b)", lambda m, y, a, b: m.where(y == 0, 0, a/y), lambda m, y, a, b: m.where(y == 0, 0, b/y),
            textbook=(lambda m, y, a, b: a/y, lambda m, y, a, b: b/y), doc="sqrt(a^2 + b^2) without overflow",
            kink=lambda m, a, b: (a == 0) & (b == 0), interval=(-1, 1), chosen=0,
            toward=lambda m, xs, ds: [m.where(m.hypot(*ds) == 0, 0, d/m.hypot(*ds)) for d in ds],
            steep=lambda m, a, b: (a != 0) & (b != 0) & (abs(a) < math.inf) & (abs(b) < math.inf),
            unrounded=lambda m, y, a, b: (a == 0) | (b == 0))

# Circular functions

elementwise("sin(x)", lambda m, y, x: m.cos(x), latex=r"\sin", domain=finite)
elementwise("cos(x)", lambda m, y, x: -m.sin(x), latex=r"\cos", domain=finite, unrounded=at_zero)
elementwise("tan(x)", lambda m, y, x: 1 + y*y, latex=r"\tan", domain=finite)
elementwise("sec(x)", lambda m, y, x: y*m.tan(x), value=lambda m, x: 1/m.cos(x), latex=r"\sec", domain=finite,
            unrounded=at_zero)
elementwise("csc(x)", lambda m, y, x: -y*m.cot(x), value=lambda m, x: 1/m.sin(x), latex=r"\csc", domain=finite,
            pole=lambda m, x: x == 0)
elementwise("cot(x)", lambda m, y, x: -(1 + y*y), value=lambda m, x: 1/m.tan(x), latex=r"\cot", domain=finite,
            pole=lambda m, x: x == 0)
elementwise("asin(x)", lambda m, y, x: 1/m.sqrt((1 - x)*(1 + x)), textbook=lambda m, y, x: 1/m.sqrt(1 - x**2),
            latex=r"\arcsin", aliases=("arcsin",), domain=lambda m, x: abs(x) <= 1, pole=lambda m, x: abs(x) == 1)
elementwise("acos(x)", lambda m, y, x: -1/m.sqrt((1 - x)*(1 + x)), textbook=lambda m, y, x: -1/m.sqrt(1 - x**2),
            latex=r"\arccos", aliases=("arccos",), domain=lambda m, x: abs(x) <= 1, pole=lambda m, x: abs(x) == 1)
elementwise("atan(x)", lambda m, y, x: 1/m.hypot(1, x)/m.hypot(1, x), textbook=lambda m, y, x: 1/(1 + x**2),
            latex=r"\arctan", aliases=("arctan",), steep=finite)
elementwise("asec(x)", lambda m, y, x: 1/(abs(x)*m.sqrt(abs(x) - 1)*m.sqrt(abs(x) + 1)),
            textbook=lambda m, y, x: 1/(abs(x)*m.sqrt(x**2 - 1)), aliases=("arcsec",), latex=r"\operatorname{arcsec}",
            value=lambda m, x: m.atan2(m.sqrt(abs(x) - 1)*m.sqrt(abs(x) + 1), m.sign(x)), steep=finite,
            domain=lambda m, x: abs(x) >= 1, pole=lambda m, x: abs(x) == 1)
elementwise("acsc(x)", lambda m, y, x: -1/(abs(x)*m.sqrt(abs(x) - 1)*m.sqrt(abs(x) + 1)),
            textbook=lambda m, y, x: -1/(abs(x)*m.sqrt(x**2 - 1)), aliases=("arccsc",), latex=r"\operatorname{arccsc}",
            value=lambda m, x: m.atan2(m.sign(x), m.sqrt(abs(x) - 1)*m.sqrt(abs(x) + 1)), steep=finite,
            domain=lambda m, x: abs(x) >= 1, pole=lambda m, x: abs(x) == 1)
elementwise("acot(x)", lambda m, y, x: -1/m.hypot(1, x)/m.hypot(1, x), textbook=lambda m, y, x: -1/(1 + x**2),
            value=lambda m, x: m.atan(1/x), aliases=("arccot",), latex=r"\operatorname{arccot}", steep=finite,
            jump=lambda m, x: x == 0, crossing=(moving, lambda m, xs, side: side*math.pi/2), doc="atan(1/x)")
elementwise("atan2(a, b)", lambda m, y, a, b: b/m.hypot(a, b)/m.hypot(a, b),
            lambda m, y, a, b: -a/m.hypot(a, b)/m.hypot(a, b),
            textbook=(lambda m, y, a, b: b/(a**2 + b**2), lambda m, y, a, b: -a/(a**2 + b**2)), aliases=("arctan2",),
            steep=lambda m, a, b: (a != 0) & (b != 0) & (abs(a) < math.inf) & (abs(b) < math.inf),
            lost=lambda m, y, a, b: (a != 0) & (b < math.inf), jump=lambda m, a, b: (a == 0) & (b < 0),
            crossing=(moving, lambda m, xs, side: side*math.pi),
            pole=lambda m, a, b: (a == 0) & (b == 0), doc="the angle of the point (b, a)")

# Hyperbolic functions

elementwise("sinh(x)", lambda m, y, x: m.cosh(x), edge=lambda x: math.copysign(math.inf, x), latex=r"\sinh")
elementwise("cosh(x)", lambda m, y, x: m.sinh(x), edge=math.inf, latex=r"\cosh", unrounded=at_zero)
elementwise("tanh(x)", lambda m, y, x: m.sech(x)*m.sech(x), textbook=lambda m, y, x: 1 - y**2, latex=r"\tanh",
            steep=finite, gate=1.0)
elementwise("sech(x)", lambda m, y, x: -y*m.tanh(x), latex=r"\operatorname{sech}",
            lost=lambda m, y, x: abs(x) < math.inf, value=lambda m, x: 2*m.exp(-abs(x))/(1 + m.exp(-2*abs(x))),
            unrounded=at_zero)
elementwise("csch(x)", lambda m, y, x: -y*m.coth(x), latex=r"\operatorname{csch}", pole=lambda m, x: x == 0,
            value=lambda m, x: -2*m.exp(-abs(x))/(m.sign(x)*m.expm1(-2*abs(x))),
            lost=lambda m, y, x: abs(x) < math.inf, steep=finite)
elementwise("coth(x)", lambda m, y, x: -m.csch(x)*m.csch(x), value=lambda m, x: 1/m.tanh(x), latex=r"\coth",
            textbook=lambda m, y, x: 1 - y**2, pole=lambda m, x: x == 0, steep=finite)
elementwise("asinh(x)", lambda m, y, x: 1/m.hypot(1, x), textbook=lambda m, y, x: 1/m.sqrt(1 + x**2),
            aliases=("arcsinh",), latex=r"\operatorname{arsinh}", steep=finite)
elementwise("acosh(x)", lambda m, y, x: 1/(m.sqrt(x - 1)*m.sqrt(x + 1)), textbook=lambda m, y, x: 1/m.sqrt(x**2 - 1),
            aliases=("arccosh",), latex=r"\operatorname{arcosh}", domain=lambda m, x: x >= 1, pole=lambda m, x: x == 1)
elementwise("atanh(x)", lambda m, y, x: 1/((1 - x)*(1 + x)), textbook=lambda m, y, x: 1/(1 - x**2),
            edge=lambda x: math.copysign(math.inf, x) if abs(x) == 1 else math.nan, aliases=("arctanh",),
            latex=r"\operatorname{artanh}", domain=lambda m, x: abs(x) < 1, pole=lambda m, x: abs(x) == 1)
elementwise("asech(x)", lambda m, y, x: -1/(x*m.sqrt((1 - x)*(1 + x))),
            textbook=lambda m, y, x: -1/(x*m.sqrt(1 - x**2)), aliases=("arcsech",), latex=r"\operatorname{arsech}",
            value=lambda m, x: m.asinh(m.where(x < 0, math.nan, m.sqrt((1 - x)*(1 + x))/x)),
            domain=lambda m, x: (x > 0) & (x <= 1), pole=lambda m, x: (x == 0) | (x == 1))
elementwise("acsch(x)", lambda m, y, x: -1/(abs(x)*m.hypot(1, x)),
            textbook=lambda m, y, x: -1/(abs(x)*m.sqrt(1 + x**2)), value=lambda m, x: m.asinh(1/x),
            aliases=("arccsch",), latex=r"\operatorname{arcsch}",
            pole=lambda m, x: x == 0, steep=finite)
elementwise("acoth(x)", lambda m, y, x: 1/((1 - x)*(1 + x)), textbook=lambda m, y, x: 1/(1 - x**2),
            value=lambda m, x: m.sign(x)*m.log1p(2/(abs(x) - 1))/2, aliases=("arccoth",), steep=finite,
            latex=r"\operatorname{arcoth}", domain=lambda m, x: abs(x) > 1, pole=lambda m, x: abs(x) == 1)
