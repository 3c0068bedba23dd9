"""Operations that come to less than they are written as: x*1, -(-x), x^2 ... The numbers stay the same.

Only the sign of a zero may differ, and rows where a nan is about; those take the careful path.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from ...graph.shapes import broadcast
from .lowering import BATCHED, WHERE, Lowering

EXPONENT = 1000
"""Dividing by a power of two is multiplying by its inverse, exactly, while its exponent stays below this."""


def simplified(low: Lowering, function: str, args: tuple[int, ...]) -> int | None:
    """The node that an operation comes to, or None if it is needed as it is written."""
    rule = RULES.get(function)
    return rule(low, *args) if rule else None


def multiply(low: Lowering, a: int, b: int) -> int | None:
    """Without factors 1 and -1; signs go outside, where they meet others."""
    for one, other in ((a, b), (b, a)):
        factor = low.number(one)
        if factor in (1, -1) and spans(low, other, a, b):
            return other if factor == 1 else low.emit("negative", (other,))
        if is_made_by(low, one, "negative"):
            return low.emit("negative", (low.emit("multiply", (operand_of(low, one), other)),))
    if low.nodes[a].truth and low.nodes[b].truth:
        return low.append("logical_and", (a, b), {})
    return with_numbers(low, "multiply", a, b)


def divide(low: Lowering, a: int, b: int) -> int | None:
    """A product where that is exact, an inverse where 1 is divided; signs go outside."""
    above, below = low.number(a), low.number(b)
    if below and is_power_of_two(below):
        return low.emit("multiply", (a, low.constant(1 / below)))
    if above in (1, -1) and spans(low, b, a, b):
        inverse = low.append("reciprocal", (b,), {})
        return inverse if above == 1 else low.emit("negative", (inverse,))
    if is_made_by(low, a, "negative"):
        return low.emit("negative", (low.emit("divide", (operand_of(low, a), b)),))
    if is_made_by(low, b, "negative"):
        return low.emit("negative", (low.emit("divide", (a, operand_of(low, b))),))
    if is_made_by(low, a, "reciprocal") and operand_of(low, a) == b:
        # The slope of 1/b, as the row `reciprocal` has it.
        return low.emit("multiply", (a, a))
    return with_numbers(low, "divide", a, b)


def add(low: Lowering, a: int, b: int) -> int | None:
    """A difference where one term is negated."""
    for one, other in ((b, a), (a, b)):
        if is_made_by(low, one, "negative"):
            return low.emit("subtract", (other, operand_of(low, one)))
    return with_numbers(low, "add", a, b)


def subtract(low: Lowering, a: int, b: int) -> int | None:
    """A sum where a term is negated."""
    if is_made_by(low, b, "negative"):
        return low.emit("add", (a, operand_of(low, b)))
    if is_made_by(low, a, "negative"):
        return low.emit("negative", (low.emit("add", (operand_of(low, a), b)),))
    return with_numbers(low, "subtract", a, b)


def negative(low: Lowering, a: int) -> int | None:
    """Nothing, of what is negated already."""
    return operand_of(low, a) if is_made_by(low, a, "negative") else None


def square(low: Lowering, a: int) -> int | None:
    """The product, which may be there already."""
    return low.emit("multiply", (a, a))


def power(low: Lowering, a: int, b: int) -> int | None:
    """Products, inverses and roots, for the exponents that stand for them."""
    exponent = low.number(b)
    if exponent is None or not spans(low, a, a, b):
        return None
    base = low.as_float(a)
    if exponent in (-1, -2, -3):
        # The square of the inverse, not the inverse of the square: that loses digits where the square underflows.
        base, exponent = low.append("reciprocal", (base,), {}), -exponent
    if exponent == 0.5:
        # Adding 0 makes 0 of -0, whose root would be -0.
        return low.emit("sqrt", (low.emit("add", (base, low.constant(0.0))),))
    if exponent not in (1, 2, 3, 4):
        return None
    if exponent == 1:
        return base
    squared = low.emit("multiply", (base, base))
    return squared if exponent == 2 else low.emit("multiply", (squared, base if exponent == 3 else squared))


def exp(low: Lowering, a: int) -> int | None:
    """exp(2*x) is the square of exp(x), if that is there already."""
    if not is_made_by(low, a, "multiply"):
        return None
    for one, other in (low.nodes[a].args, low.nodes[a].args[::-1]):
        half = other if low.number(one) == 2 else low.emit("negative", (other,)) if low.number(one) == -2 else None
        found = None if half is None else low.find("exp", (half,))
        if found is not None:
            return low.emit("multiply", (found, found))
    return None


def where(low: Lowering, c: int, a: int, b: int) -> int | None:
    """The branch taken, where that is known; else a choice by what is true or false."""
    known = low.number(c)
    if known is not None:
        taken = a if known else b
        return taken if spans(low, taken, c, a, b) else None
    if low.nodes[c].truth and low.number(a) == 1 and low.number(b) == 0 and spans(low, c, c, a, b):
        return c
    if low.nodes[c].truth or low.nodes[c].level != BATCHED:
        return None
    return low.emit(WHERE, (low.emit("not_equal", (c, low.constant(0.0))), a, b))


def equal(low: Lowering, a: int, b: int) -> int | None:
    """Equal to 0, of what is true or false: its opposite."""
    condition = truth_beside_zero(low, a, b)
    return None if condition is None else low.append("logical_not", (condition,), {})


def not_equal(low: Lowering, a: int, b: int) -> int | None:
    """Not equal to 0, of what is true or false: itself."""
    return truth_beside_zero(low, a, b)


RULES: dict[str, Callable[..., int | None]] = {
    "add": add, "divide": divide, "equal": equal, "exp": exp, "multiply": multiply, "negative": negative,
    "not_equal": not_equal, "power": power, "square": square, "subtract": subtract, WHERE: where,
}  # fmt: skip


def truth_beside_zero(low: Lowering, a: int, b: int) -> int | None:
    """Of two operands the one that is true or false, if the other is 0."""
    for one, other in ((a, b), (b, a)):
        if low.nodes[one].truth and low.number(other) == 0 and spans(low, one, a, b):
            return one
    return None


def with_numbers(low: Lowering, function: str, a: int, b: int) -> int | None:
    """The same operation with a plain number in place of an array that repeats it."""
    for one, other in ((a, b), (b, a)):
        if low.nodes[one].shape and spans(low, other, a, b) and (number := low.number(one)) is not None:
            scalar = low.constant(number)
            return low.emit(function, (scalar, b) if one == a else (a, scalar))
    return None


def spans(low: Lowering, node: int, *operands: int) -> bool:
    """Whether the node has the shape that the operands give together."""
    return low.nodes[node].shape == broadcast([low.nodes[operand].shape for operand in operands])


def is_made_by(low: Lowering, node: int, function: str) -> bool:
    """Whether the node is the result of this function."""
    return low.nodes[node].function == function


def operand_of(low: Lowering, node: int) -> int:
    """The node's first operand."""
    return low.nodes[node].args[0]


def is_power_of_two(number: float) -> bool:
    """Whether dividing by the number is multiplying by its inverse."""
    fraction, exponent = math.frexp(number)
    return abs(fraction) == 0.5 and abs(exponent) < EXPONENT
