"""Exact mathematics under the names of mpmath: what a row's `reference` is handed.

`SCALARS` takes exact numbers; `ELEMENTWISE` takes object arrays of them, too; `RATIONALS`, those of fractions.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from ...graph.numbers import FLOATS
from .closed import POLE, UNDEFINED, Left, numeric
from .library import library
from .numbers import Exact, combined, lifted, power, whole

MOST_EXPONENT, MOST_GAMMA, MOST_POLYGAMMA = 700.0, 170.0, 40.0
"""Operands up to which exp and gamma are in the range of float64, and polygamma is a short sum."""


class Scalars:
    """Functions of exact numbers; what has no exact form is a float, and says why."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """A function that SymPy has under this name: defined where its value is real and finite."""
        symbolic = FUNCTIONS.get(name) or getattr(library(), name)
        floating = getattr(FLOATS, FLOATING.get(name, name))
        return lambda *operands: combined(symbolic, floating, *operands)

    @property
    def pi(self) -> Exact:
        """The circle's constant."""
        return Exact(library().pi, math.pi)

    eps = 0
    """Nothing is rounded."""

    def re(self, x: Any) -> Any:
        """The real part: itself."""
        return x

    def fmod(self, a: Any, b: Any) -> Any:
        """What is left of a division, with the sign of the divisor."""
        return a - b*self.floor(a/b)

    def loggamma(self, x: Any) -> Any:
        """The logarithm of the gamma function's size."""
        return self.log(abs(self.gamma(x)))

    def mpf(self, number: Any) -> Any:
        """A number as an exact one."""
        return lifted(number)

    def sign(self, x: Any) -> Any:
        """1, -1 or 0."""
        return lifted((x > 0) - (x < 0)) if x == x else x

    def floor(self, x: Any) -> Any:
        """The largest whole number that is not above x."""
        if abs(x.number) >= 2**53 or x.closed is None:
            return combined(library().floor, FLOATS.floor, x)
        below = math.floor(x.number)
        return lifted(below - 1 if x < below else below)

    def ceil(self, x: Any) -> Any:
        """The smallest whole number that is not below x."""
        return -self.floor(-x)

    def nint(self, x: Any) -> Any:
        """The nearest whole number; halves go to the even one."""
        half = whole(1)/2
        up = self.floor(x + half)
        return up - 1 if up - x == half and int(up) % 2 else up

    def log(self, x: Any, base: Any = None) -> Any:
        """The natural logarithm, or that to another base."""
        if base is None:
            return combined(logarithm, FLOATS.log, x)
        return combined(lambda a: library().log(positive(a), base), FLOATS.log2 if base == 2 else FLOATS.log10, x)

    def log10(self, x: Any) -> Any:
        """The logarithm to base 10."""
        return self.log(x, 10)


def positive(x: Any) -> Any:
    """The number. Raises Left where it is not above 0."""
    if not numeric(x) > 0:
        raise Left(POLE if x == 0 else UNDEFINED)
    return x


def logarithm(x: Any) -> Any:
    """The natural logarithm."""
    return library().log(positive(x))


def exponential(x: Any) -> Any:
    """e to the power of x."""
    if abs(numeric(x)) > MOST_EXPONENT:
        raise Left("range")
    return library().exp(x)


def root(x: Any) -> Any:
    """The square root."""
    if numeric(x) < 0:
        raise Left(UNDEFINED)
    return library().sqrt(x)


def cube_root(x: Any) -> Any:
    """The real cube root."""
    third = library().Rational(1, 3)
    return x**third if numeric(x) >= 0 else -(-x)**third


def ratio(above: Any, below: Any) -> Any:
    """A quotient. Raises Left at a pole."""
    if below == 0:
        raise Left(UNDEFINED if above == 0 else POLE)
    return above/below


def inverse_circular(name: str) -> Callable[[Any], Any]:
    """asin or acos, between -1 and 1."""

    def function(x: Any) -> Any:
        if abs(numeric(x)) > 1:
            raise Left(UNDEFINED)
        return getattr(library(), name)(x)

    return function


def angle(a: Any, b: Any) -> Any:
    """atan2."""
    if a == 0 and b == 0:
        raise Left("form")
    return library().atan2(a, b)


def bounded(name: str, most: float) -> Callable[..., Any]:
    """A special function, where it has an elementary value and its operands are small."""

    def function(*operands: Any) -> Any:
        if any(abs(numeric(operand)) > most for operand in operands):
            raise Left("form")
        return getattr(library(), name)(*operands)

    return function


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "exp": exponential,
    "expm1": lambda x: exponential(x) - 1,
    "log1p": lambda x: logarithm(x + 1),
    "sqrt": root,
    "cbrt": cube_root,
    "power": power,
    "hypot": lambda a, b: root(a*a + b*b),
    "asin": inverse_circular("asin"),
    "acos": inverse_circular("acos"),
    "atan2": angle,
    "sinh": lambda x: (exponential(x) - exponential(-x))/2,
    "cosh": lambda x: (exponential(x) + exponential(-x))/2,
    "tanh": lambda x: (exponential(2*x) - 1)/(exponential(2*x) + 1),
    "asinh": lambda x: logarithm(x + root(x*x + 1)),
    "acosh": lambda x: logarithm(x + root(x - 1)*root(x + 1)),
    "atanh": lambda x: logarithm(ratio(1 + x, 1 - x))/2,
    "gamma": bounded("gamma", MOST_GAMMA),
    "digamma": bounded("digamma", MOST_POLYGAMMA),
    "polygamma": bounded("polygamma", MOST_POLYGAMMA),
}
"""Functions that SymPy has under another name, or that are guarded: no infinity and no complex number comes out."""

FLOATING = {"nint": "round"}
"""The row of a function of floats where mpmath has another name for it."""

SCALARS = Scalars()


class Elementwise:
    """The same functions, also of object arrays."""

    eps = Scalars.eps

    def __getattr__(self, name: str) -> Callable[..., Any]:
        function = getattr(SCALARS, name)
        if isinstance(function, Exact):
            return function  # type: ignore[return-value]
        return lambda *operands: mapped(function, operands)


ELEMENTWISE = Elementwise()


class Rationals:
    """What references of linear algebra need of fractions; they are never rounded."""

    mpf = Fraction
    eps = 0


RATIONALS = Rationals()


def mapped(function: Callable[..., Any], operands: Sequence[Any]) -> Any:
    """A function of numbers, element by element where an operand is an array."""
    if any(getattr(operand, "shape", ()) for operand in operands):
        import numpy as np

        return np.frompyfunc(function, len(operands), 1)(*operands)
    return function(*[getattr(operand, "item", lambda operand=operand: operand)() for operand in operands])
