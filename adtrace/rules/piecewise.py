"""Functions made of pieces: absolute value, rounding, maximum, clip, where.

At a kink the slope chosen is the one of least norm among those between the two sides (the rule that PyTorch's notes on
autograd give for convex functions); k operands that tie for a maximum share it, 1/k each.
"""

from __future__ import annotations

import math
from functools import reduce
from typing import Any

from .jumps import moving
from .rounding import always
from .table import elementwise


def sign(x: float) -> float:
    """1, -1, 0 or nan."""
    return 1.0 if x > 0 else -1.0 if x < 0 else 0.0 if x == 0 else x


def largest(*xs: float) -> float:
    """The maximum of floats; nan if one is."""
    return math.nan if any(x != x for x in xs) else max(xs)


def smallest(*xs: float) -> float:
    """The minimum of floats; nan if one is."""
    return math.nan if any(x != x for x in xs) else min(xs)


def share(m: Any, y: Any, *xs: Any, operand: int) -> Any:
    """The slope of a maximum or minimum in one operand: 1 where it alone is the result, 1/k where k of them tie."""
    return m.div(xs[operand] == y, ties(y, xs))


def ties(y: Any, xs: tuple[Any, ...]) -> Any:
    """How many operands are the result."""
    return reduce(lambda total, x: total + (x == y), xs[1:], 1*(xs[0] == y))


def above(m: Any, y: Any, *xs: Any, operand: int) -> Any:
    """The slope of a maximum of two as people write it: 1 where this one is larger, 1/2 where they tie."""
    if len(xs) != 2:
        return share(m, y, *xs, operand=operand)
    x, other = xs[operand], xs[1 - operand]
    return (x > other) + (x == other)/2


def below(m: Any, y: Any, *xs: Any, operand: int) -> Any:
    """The same of a minimum."""
    if len(xs) != 2:
        return share(m, y, *xs, operand=operand)
    x, other = xs[operand], xs[1 - operand]
    return (x < other) + (x == other)/2


def tied(m: Any, y: Any, xs: tuple[Any, ...]) -> Any:
    """Where two operands are the result."""
    return xs[0] == xs[1] if len(xs) == 2 else ties(y, xs) > 1


def leading(m: Any, xs: Any, ds: Any, extreme: Any, worst: float) -> list[Any]:
    """On the side of a direction, of the operands that tie for a maximum or minimum those that go ahead share it."""
    y = extreme(*xs)
    ahead = [m.where(x == y, d, worst) for x, d in zip(xs, ds, strict=True)]
    best = extreme(*ahead)
    hits = [1*(one == best)*(x == y) for one, x in zip(ahead, xs, strict=True)]
    ties = reduce(lambda total, hit: total + hit, hits)
    return [m.div(hit, ties) for hit in hits]


def clip_toward(m: Any, xs: Any, ds: Any) -> tuple[Any, Any, Any]:
    """On the side of a direction, the one of x, lo and hi that clip gives."""
    y = m.clip(*xs)
    x, lo, hi = [m.where(x == y, d, m.where(x > y, math.inf, -math.inf)) for x, d in zip(xs, ds, strict=True)]
    return 1*(x >= lo)*(x <= hi), 1*(x < lo)*(lo <= hi), 1*(m.maximum(x, lo) > hi)


def whole(m: Any, x: Any) -> Any:
    """Where a number is whole: there floor and ceil jump."""
    return (x == m.floor(x)) & (abs(x) < math.inf)


elementwise("abs(x)", lambda m, y, x: m.sign(x), scalar=abs, kink=lambda m, x: x == 0, interval=(-1, 1), chosen=0,
            toward=lambda m, xs, ds: (m.sign(ds[0]),), selects=True, reference=lambda mp, x: abs(x),
            unrounded=always)
elementwise("sign(x)", None, scalar=sign, jump=lambda m, x: x == 0, doc="1, -1, or 0 at 0",
            crossing=(moving, lambda m, xs, side: side), latex=r"\operatorname{sign}")
elementwise("floor(x)", None, scalar=lambda x: math.copysign(math.floor(x), x), edge=lambda x: x, jump=whole,
            crossing=(moving, lambda m, xs, side: xs[0] - (side < 0)),
            doc="the largest whole number that is not above x")
elementwise("ceil(x)", None, scalar=lambda x: math.copysign(math.ceil(x), x), edge=lambda x: x, jump=whole,
            crossing=(moving, lambda m, xs, side: xs[0] + (side > 0)),
            doc="the smallest whole number that is not below x")
elementwise("round(x)", None, scalar=lambda x: math.copysign(round(x), x), edge=lambda x: x, array="rint",
            jump=lambda m, x: (x - m.floor(x) == 0.5) & (abs(x) < math.inf), reference=lambda mp, x: mp.nint(x),
            crossing=(moving, lambda m, xs, side: m.floor(xs[0]) + (side > 0)),
            doc="the nearest whole number; halves go to the even one")
elementwise("mod(a, b)", lambda m, y, a, b: 1, lambda m, y, a, b: -m.round((a - y)/b),
            textbook=(None, lambda m, y, a, b: -m.floor(a/b)), scalar=lambda a, b: a % b,
            jump=lambda m, a, b: m.mod(a, b) == 0, domain=lambda m, a, b: (b != 0) & (abs(a) < math.inf),
            reference=lambda mp, a, b: mp.fmod(a, b), latex=r"\bmod",
            points=((7.5, 2.0), (-7.5, 2.0), (7.5, -2.0), (-7.5, -2.0), (0.3, 1e-8), (5.25, 1e150), (-5.25, 1e150),
                    (1e15, 0.7)),
            crossing=(lambda m, xs, ds: ds[0]/xs[1] - xs[0]/xs[1]*(ds[1]/xs[1]),
                      lambda m, xs, side: m.where(side < 0, xs[1], 0)),
            doc="a - b*floor(a/b): the remainder, with the sign of the divisor",
            hint="mod needs a divisor that is not 0")

elementwise("maximum(*xs)", share, textbook=above, spelled="max", numpy="maximum", scalar=largest,
            array=lambda np, *xs: reduce(np.maximum, xs),
            kink=lambda m, *xs: tied(m, m.maximum(*xs), xs), interval=(0, 1), chosen="1/k", selects=True, latex=r"\max",
            gate=1.0, toward=lambda m, xs, ds: leading(m, xs, ds, m.maximum, -math.inf),
            reference=lambda mp, *xs: max(xs),
            doc="the largest of two or more, element by element; k that tie share the slope", unrounded=always)
elementwise("minimum(*xs)", share, textbook=below, spelled="min", numpy="minimum", scalar=smallest,
            array=lambda np, *xs: reduce(np.minimum, xs),
            kink=lambda m, *xs: tied(m, m.minimum(*xs), xs), interval=(0, 1), chosen="1/k", selects=True, latex=r"\min",
            gate=1.0, toward=lambda m, xs, ds: leading(m, xs, ds, m.minimum, math.inf),
            reference=lambda mp, *xs: min(xs),
            doc="the smallest of two or more, element by element; k that tie share the slope", unrounded=always)
elementwise("clip(x, lo, hi)", lambda m, y, x, lo, hi: (x > lo)*(x < hi), lambda m, y, x, lo, hi: (x < lo)*(lo < hi),
            lambda m, y, x, lo, hi: m.maximum(x, lo) > hi,
            numpy="clip", scalar=lambda x, lo, hi: smallest(largest(x, lo), hi),
            array=lambda np, x, lo, hi: np.minimum(np.maximum(x, lo), hi),
            kink=lambda m, x, lo, hi: (lo <= hi) & ((x == lo) | (x == hi)) | (lo == hi) & (x < lo),
            interval=(0, 1), chosen=0, toward=clip_toward, selects=True,
            reference=lambda mp, x, lo, hi: min(max(x, lo), hi), gate=1.0, doc="min(max(x, lo), hi)", unrounded=always)
elementwise("step(x)", None, scalar=lambda x: float(x >= 0) if x == x else x, array=lambda np, x: np.heaviside(x, 1),
            jump=lambda m, x: x == 0, crossing=(moving, lambda m, xs, side: 1*(side > 0)),
            reference=lambda mp, x: mp.mpf(x >= 0), doc="1 where x >= 0, else 0")
elementwise("where(c, a, b)", None, lambda m, y, c, a, b: c != 0, lambda m, y, c, a, b: c == 0,
            taken=(None, lambda m, c, a, b: c != 0, lambda m, c, a, b: c == 0),
            scalar=lambda c, a, b: a if c else b, selects=True, reference=lambda mp, c, a, b: a if c else b,
            doc="a where c is not 0, else b; only the one taken has a path",
            points=((1, 0.3, -2.5), (0, 0.3, -2.5), (-0.5, 1e300, 7.0), (0.0, 4.0, 1e-300)), unrounded=always)
