"""An exact number, or what is left of one: a float that says why it is one."""

from __future__ import annotations

import math
import operator as python
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from ...graph.numbers import FLOATS, divide
from ...rules.irrational import IRRATIONAL
from .closed import POLE, UNDEFINED, Left, numeric, settled
from .library import library

WRITTEN_DIGITS = 15
"""A decimal of so many digits is the shortest that reads back as its float64; one with more has been rounded."""


class Exact:
    """An exact number that rules and NumPy's object arrays calculate with.

    closed  it in SymPy, None where exactness has been left; `why`, the reason then
    number  its float64
    """

    __slots__ = ("closed", "number", "why")
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, closed: Any, number: float, why: str = "") -> None:
        self.closed, self.number, self.why = closed, number, why

    def __add__(self, other: Any) -> Any:
        return combined(python.add, python.add, self, other)

    def __radd__(self, other: Any) -> Any:
        return combined(python.add, python.add, other, self)

    def __sub__(self, other: Any) -> Any:
        return combined(python.sub, python.sub, self, other)

    def __rsub__(self, other: Any) -> Any:
        return combined(python.sub, python.sub, other, self)

    def __mul__(self, other: Any) -> Any:
        return combined(python.mul, python.mul, self, other)

    def __rmul__(self, other: Any) -> Any:
        return combined(python.mul, python.mul, other, self)

    def __truediv__(self, other: Any) -> Any:
        return combined(quotient, divide, self, other)

    def __rtruediv__(self, other: Any) -> Any:
        return combined(quotient, divide, other, self)

    def __pow__(self, other: Any) -> Any:
        return combined(power, FLOATS.power, self, other)

    def __neg__(self) -> Any:
        return combined(python.neg, python.neg, self)

    def __abs__(self) -> Any:
        return -self if self < 0 else self

    def __lt__(self, other: Any) -> Any:
        return compared(python.lt, self, other)

    def __le__(self, other: Any) -> Any:
        return compared(python.le, self, other)

    def __gt__(self, other: Any) -> Any:
        return compared(python.gt, self, other)

    def __ge__(self, other: Any) -> Any:
        return compared(python.ge, self, other)

    def __eq__(self, other: Any) -> Any:
        return compared(python.eq, self, other)

    def __ne__(self, other: Any) -> Any:
        return compared(python.ne, self, other)

    def __bool__(self) -> bool:
        return bool(compared(python.ne, self, 0))

    def __float__(self) -> float:
        return self.number

    def __int__(self) -> int:
        return math.trunc(self.number)

    def conjugate(self) -> Exact:
        """Itself: NumPy asks where it takes squares."""
        return self


def made(expression: Any) -> Exact:
    """The exact number of a SymPy expression. Raises Left where it has none that is short, real and finite."""
    closed = settled(expression)
    return Exact(closed, numeric(closed))


def rounded(number: float, why: str) -> Exact:
    """A float that stands where an exact number has been left."""
    return Exact(None, float(number), why)


def combined(symbolic: Callable[..., Any], floating: Callable[..., float], *operands: Any) -> Any:
    """An operation on exact numbers: exact where all operands and the result are, else the same on their floats."""
    found = [lifted(operand) for operand in operands]
    numbers = [number for number in found if number is not None]
    if len(numbers) < len(found):
        return NotImplemented
    why = why_of_first(numbers)
    if not why:
        try:
            return made(symbolic(*[number.closed for number in numbers]))
        except Left as error:
            why = error.why
    elif floating is python.mul and is_nothing(numbers):
        return whole(0)
    return unlimited(floating(*[number.number for number in numbers]), why, numbers)


def why_of_first(operands: Sequence[Exact]) -> str:
    """Why operands are not exact: that one is not finite counts before what only rounds; "" where all are exact."""
    reasons = [one.why for one in operands if one.closed is None]
    return next((why for why in reasons if why in (POLE, UNDEFINED)), reasons[0] if reasons else "")


def unlimited(number: float, why: str, operands: Sequence[Exact]) -> Exact:
    """What is left of an operation: at a pole of exact operands, infinite even if floats step past it."""
    if why in (POLE, UNDEFINED) and math.isfinite(number) and all(one.closed is not None for one in operands):
        number = math.copysign(math.inf, number) if why == POLE else math.nan
    return rounded(number, why)


def is_nothing(factors: Sequence[Any]) -> bool:
    """Whether one of these factors is exactly 0, and the others are finite."""
    zero = any(factor.closed is not None and factor.closed == 0 for factor in factors)
    return zero and all(math.isfinite(factor.number) for factor in factors)


def compared(test: Callable[[Any, Any], bool], a: Any, b: Any) -> Any:
    """A comparison, decided exactly where both are exact. Raises Left where their order cannot be told."""
    left, right = lifted(a), lifted(b)
    if left is None or right is None:
        return NotImplemented
    if left.closed is None or right.closed is None:
        return test(left.number, right.number)
    if left.closed == right.closed:
        return test(0, 0)
    if left.number != right.number:
        return test(left.number, right.number)
    try:
        return test(made(left.closed - right.closed).number, 0)
    except Left as error:
        raise Left("alike" if error.why == "order" else error.why) from None


def quotient(a: Any, b: Any) -> Any:
    """A quotient. Raises Left at a pole."""
    if b == 0:
        raise Left(UNDEFINED if a == 0 else POLE)
    return a/b


def power(a: Any, b: Any) -> Any:
    """A power, real ones only. Raises Left for a pole, a root of a negative number, and what is far too large."""
    if b == 0 or a == 1:
        return library().Integer(1)
    base, exponent = numeric(a), numeric(b)
    if a == 0:
        if exponent < 0:
            raise Left(POLE)
        return a
    if base < 0 and not b.is_Integer:
        raise Left(UNDEFINED)
    if abs(exponent*math.log(abs(base))) > 700:
        raise Left("range")
    if a.is_Add and b.is_Integer and abs(b) > 8:
        raise Left("size")
    return a**b


def whole(number: int) -> Exact:
    """A whole number."""
    return Exact(library().Integer(number), float(number))


def fraction(number: Fraction) -> Exact:
    """A rational number."""
    try:
        return made(library().Rational(number.numerator, number.denominator))
    except Left as error:
        why = error.why
    try:
        return rounded(float(number), why)
    except OverflowError:
        return rounded(math.copysign(math.inf, number), "range")


def lifted(number: Any) -> Exact | None:
    """A number of a rule as an exact one: a fraction, a short decimal, an irrational of rules; None for no number."""
    if isinstance(number, Exact):
        return number
    if isinstance(number, (bool, int)):
        return whole(int(number))
    if isinstance(number, Fraction):
        return fraction(number)
    if getattr(number, "shape", None) == ():
        number = number.item()
        return lifted(number)
    if not isinstance(number, float):
        return None
    form = IRRATIONAL.get(abs(number))
    if form is None:
        return given(number, "constant")
    from .mathematics import SCALARS

    found: Exact = form(SCALARS)
    return found if number > 0 else -found


def given(number: float, otherwise: str = "data") -> Exact:
    """A float that somebody gave as a number: the decimal that it was written as, if that was short.

    otherwise  why it is none that is known, if it was not
    """
    if not math.isfinite(number):
        return rounded(number, UNDEFINED if number != number else POLE)
    if number == math.trunc(number) and abs(number) < 2**53:
        return whole(int(number))
    digits = repr(number).lower().partition("e")[0].replace(".", "").replace("-", "").lstrip("0")
    return fraction(Fraction(repr(number))) if len(digits) <= WRITTEN_DIGITS else rounded(number, otherwise)
