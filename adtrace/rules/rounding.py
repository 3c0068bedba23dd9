"""Where an operation does not round at all: conditions on its result and its operands, on floats and on arrays.

Sums by Knuth's two-sum, products by Dekker's product of Veltkamp's halves (Muller et al., "Handbook of Floating-Point
Arithmetic", 2nd edition, sections 4.3 and 4.4). Where a check itself would overflow or underflow it says no.
"""

from __future__ import annotations

from typing import Any

from .axes import count

HALVES = 2.0**27 + 1
LEAST = 2.0**-960
"""Products below this lose what the check computes."""
GRAIN, LONGEST = 1024.0, 2.0**20
"""A short number is a whole number of 1/GRAIN and below LONGEST: sums of products of such are exact."""


def always(m: Any, y: Any, *operands: Any, **params: Any) -> Any:
    """Operations that hand on numbers that they are given, or small whole ones."""
    return True


def exact_sum(m: Any, y: Any, a: Any, b: Any) -> Any:
    """Where y is a + b."""
    back = y - a
    return (a - (y - back)) + (b - back) == 0


def exact_difference(m: Any, y: Any, a: Any, b: Any) -> Any:
    """Where y is a - b."""
    return exact_sum(m, y, a, -b)


def exact_product(m: Any, y: Any, a: Any, b: Any) -> Any:
    """Where y is a*b."""
    over, under = HALVES*a, HALVES*b
    a1, b1 = over - (over - a), under - (under - b)
    a2, b2 = a - a1, b - b1
    return (((a1*b1 - y) + a1*b2 + a2*b1) + a2*b2 == 0) & ((abs(y) > LEAST) | (a == 0) | (b == 0))


def exact_quotient(m: Any, y: Any, a: Any, b: Any) -> Any:
    """Where y is a/b."""
    back = y*b
    return (back == a) & exact_product(m, back, y, b)


def exact_root(m: Any, y: Any, x: Any) -> Any:
    """Where y is the square root of x."""
    back = y*y
    return (back == x) & exact_product(m, back, y, y)


def exact_power(m: Any, y: Any, a: Any, b: Any) -> Any:
    """Where y is a^b and both are whole, or it is a square, a root, or a itself."""
    whole = (a == m.floor(a)) & (b == m.floor(b)) & (b >= 0) & (abs(y) <= 2.0**53)
    square, root = (b == 2) & exact_product(m, a*a, a, a), (b == 0.5) & exact_root(m, y, a)
    return whole | square | root | (b == 0) | (b == 1) | (a == 1)


def at_zero(m: Any, y: Any, x: Any) -> Any:
    """Functions with a short value at 0."""
    return x == 0


def zero(m: Any, y: Any, *operands: Any, **params: Any) -> Any:
    """Norms and deviations that are 0, which nothing but equal elements gives."""
    return y == 0


def short(m: Any, y: Any, *operands: Any, **params: Any) -> Any:
    """Sums of products, of short numbers."""
    return all(is_short(operand) for operand in operands)


def short_sum(m: Any, y: Any, x: Any, **params: Any) -> Any:
    """Sums of numbers that are whole multiples of 1/GRAIN, and not so large that their sum would be rounded."""
    import numpy as np

    scaled = np.asarray(x)*GRAIN
    return bool(np.sum(np.abs(scaled)) < 2.0**53 and (scaled == np.rint(scaled)).all())


def short_mean(m: Any, y: Any, x: Any, **over: Any) -> Any:
    """Means of such numbers, where the sum can be divided."""
    total = m.sum(x, **over)
    return short_sum(m, y, x) & exact_quotient(m, y, total, count(m.shape(x), over.get("axis")))


def is_short(value: Any) -> bool:
    """Whether a number, or every one of an array, has few digits."""
    scaled = value*GRAIN
    if not hasattr(value, "shape"):
        return bool(abs(scaled) < LONGEST*GRAIN and scaled == int(scaled))
    import numpy as np

    return bool((np.abs(value) < LONGEST).all() and (scaled == np.rint(scaled)).all())
