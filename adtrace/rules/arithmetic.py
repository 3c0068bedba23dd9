"""Sums, products, quotients, powers and comparisons."""

from __future__ import annotations

import math
import operator as python
from typing import Any

from .jumps import closing
from .rounding import always, exact_difference, exact_power, exact_product, exact_quotient, exact_sum
from .table import elementwise

TINY = 1e-300
"""1/a is finite from here on."""


def power_edge(a: float, b: float) -> float:
    """IEEE 754 pow where math.pow raises: an overflow, a pole at 0, or a root of a negative number."""
    odd = b == math.floor(b) and b % 2 == 1
    if a == 0 or b == math.floor(b):
        return math.copysign(math.inf, a) if odd else math.inf
    return math.nan if a < 0 else math.inf


def power_slope(m: Any, y: Any, a: Any, b: Any) -> Any:
    """The slope of a^b in a: 0 where b is, also where a^(b - 1) is infinite or nan.

    Where b moves on from 0 at once, the slope is not set to 0 but is 0, so that it has a slope in b.
    """
    slope = b*m.power(a, b - 1)
    settled = m.where(b == 0, 0, slope)
    return m.where(m.hypot(a, b) > TINY, slope, settled) if m.moves(b) else settled


elementwise("add(a, b)", 1, 1,
            scalar=python.add, reference=lambda mp, a, b: a + b, unrounded=exact_sum)
elementwise("sub(a, b)", 1, -1,
            scalar=python.sub, array="subtract", reference=lambda mp, a, b: a - b, unrounded=exact_difference)
elementwise("mul(a, b)", lambda m, y, a, b: b, lambda m, y, a, b: a,
            scalar=python.mul, array="multiply", reference=lambda mp, a, b: a * b,
            lost=lambda m, y, a, b: (a != 0) & (b != 0), unrounded=exact_product)
elementwise("div(a, b)", lambda m, y, a, b: 1/b, lambda m, y, a, b: -y/b,
            textbook=(None, lambda m, y, a, b: -a/m.power(b, 2)),
            scalar=python.truediv, array="divide", reference=lambda mp, a, b: a / b,
            edge=lambda a, b: a * math.copysign(math.inf, b) if a else math.nan,
            pole=lambda m, a, b: (b == 0) & (a != 0), domain=lambda m, a, b: (a != 0) | (b != 0),
            hint="0/0 and inf/inf have no value",
            steep=lambda m, a, b: (a != 0) & (abs(b) < math.inf),
            lost=lambda m, y, a, b: (a != 0) & (abs(b) < math.inf), unrounded=exact_quotient)
elementwise("neg(a)", -1, scalar=python.neg, array="negative", reference=lambda mp, a: -a, unrounded=always)
elementwise("power(a, b)",
            power_slope,
            lambda m, y, a, b: m.where(a == 0, m.where(b < 0, -math.inf, 0), y*m.log(a)),
            textbook=(lambda m, y, a, b: b*m.power(a, b - 1), lambda m, y, a, b: y*m.log(a)),
            scalar=math.pow, edge=power_edge, reference=lambda mp, a, b: mp.power(a, b),
            domain=lambda m, a, b: (a >= 0) | (b == m.floor(b)) | (a == -math.inf),
            pole=lambda m, a, b: (a == 0) & (b < 1) & (b != 0),
            jump=(None, lambda m, a, b: (a == 0) & (b == 0)),
            lost=lambda m, y, a, b: (a != 0) & (abs(a) < math.inf) & (abs(b) < math.inf),
            steep=lambda m, a, b: (a != 0) & (a != 1) & (abs(a) < math.inf) & (b != 0) & (abs(b) < math.inf),
            hint="a negative base needs a whole exponent", unrounded=exact_power)

elementwise("square(x)", lambda m, y, x: 2*x, scalar=lambda x: x*x, reference=lambda mp, x: x*x,
            lost=lambda m, y, x: x != 0, unrounded=lambda m, y, x: exact_product(m, y, x, x))
elementwise("reciprocal(x)", lambda m, y, x: -y*y, textbook=lambda m, y, x: -1/m.power(x, 2),
            scalar=lambda x: 1/x, edge=lambda x: math.copysign(math.inf, x), reference=lambda mp, x: 1/x,
            pole=lambda m, x: x == 0, steep=lambda m, x: abs(x) < math.inf,
            unrounded=lambda m, y, x: exact_quotient(m, y, 1.0, x))

elementwise("lt(a, b)", None, None, scalar=lambda a, b: float(a < b), array="less", jump=lambda m, a, b: a == b,
            reference=lambda mp, a, b: mp.mpf(a < b),
            crossing=(closing, lambda m, xs, side: 1*(side < 0)), doc="1 where a < b, else 0")
elementwise("le(a, b)", None, None, scalar=lambda a, b: float(a <= b), array="less_equal", jump=lambda m, a, b: a == b,
            reference=lambda mp, a, b: mp.mpf(a <= b),
            crossing=(closing, lambda m, xs, side: 1*(side < 0)), doc="1 where a <= b, else 0")
elementwise("gt(a, b)", None, None, scalar=lambda a, b: float(a > b), array="greater", jump=lambda m, a, b: a == b,
            reference=lambda mp, a, b: mp.mpf(a > b),
            crossing=(closing, lambda m, xs, side: 1*(side > 0)), doc="1 where a > b, else 0")
elementwise("ge(a, b)", None, None, scalar=lambda a, b: float(a >= b), array="greater_equal",
            jump=lambda m, a, b: a == b, reference=lambda mp, a, b: mp.mpf(a >= b),
            crossing=(closing, lambda m, xs, side: 1*(side > 0)), doc="1 where a >= b, else 0")
elementwise("eq(a, b)", None, None, scalar=lambda a, b: float(a == b), array="equal", jump=lambda m, a, b: a == b,
            reference=lambda mp, a, b: mp.mpf(a == b),
            crossing=(closing, lambda m, xs, side: 0), doc="1 where a equals b, else 0")
elementwise("ne(a, b)", None, None, scalar=lambda a, b: float(a != b), array="not_equal", jump=lambda m, a, b: a == b,
            reference=lambda mp, a, b: mp.mpf(a != b),
            crossing=(closing, lambda m, xs, side: 1), doc="1 where a differs from b, else 0")
