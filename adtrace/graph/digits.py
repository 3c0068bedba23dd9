"""The algebra of numbers in many digits: mpmath's mpf for scalars, object arrays of them otherwise.

The value of a row is its `reference`. Where float64 has infinities and nan, these numbers have them too: at poles,
outside of domains, and from operands that are not finite. Nothing raises, and nothing runs on and on: numbers have a
largest exponent, far beyond that of exp of any float64, and what lies beyond it, or would take too long, is not known:
nan. There is no -0.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from typing import Any

from ..errors import AdtraceError
from ..rules.table import Operator
from .algebra import Algebra
from .numbers import compute, value_of_floats
from .shapes import result_shape

GUARD = 20
"""Digits to calculate with beyond those asked for: operands may be as near to a pole as float64 has numbers."""

FAR = 2**12 + 2**8
"""The largest exponent of an operand of exp and its kin, more than the digits there are: exp(exp(1000)) is a number,
exp(exp(exp(1000))) is not known."""

LEVEL = 2**26
"""Beyond this operand tanh and its kin have reached their limits in all digits that are asked for."""

EXPONENT = 2 ** (FAR + 8)
"""A number of 2^EXPONENT and more, or below 2^-EXPONENT, is not known."""

TURNS = 2**17
"""The largest exponent of an angle, or of a quotient with a remainder: it takes as many digits of pi, or of 1/b."""

RECURRENCE, ORDER = 10_000, 1_000
"""The most negative operand, and the largest order, that polygamma is computed for."""

FLOAT_EXPONENT = 1020
"""What has a larger exponent than this may be beyond float64's range."""


class ManyDigits(Algebra):
    """mpf numbers and object arrays of them. A context of its own: mpmath's global precision stays as it is."""

    def __init__(self, digits: int) -> None:
        self.mp = Functions(own_context(digits + GUARD))
        self.pi = +self.mp.pi
        self.nan, self.zero = self.mp.mpf("nan"), self.mp.mpf(0)
        self.huge = self.mp.ldexp(1, FAR - 1)

    def number(self, operand: Any) -> Any:
        """A float, bool or mpf as a number of this algebra; an array of them as an object array."""
        if getattr(operand, "shape", ()):
            import numpy as np

            plain = operand if operand.dtype == object else operand.astype(float)
            return np.frompyfunc(self.number, 1, 1)(plain)
        if isinstance(operand, self.mp.mpf):
            return operand
        # NumPy's own scalars are not all known to mpmath.
        return self.kept(self.mp.mpf(operand.item() if hasattr(operand, "item") else operand))

    def apply(self, operator: Operator, operands: Sequence[Any], params: Mapping[str, Any]) -> Any:
        """The operator's value."""
        given = [self.number(operand) for operand in operands]
        if operator.kind != "elementwise":
            return self._of_arrays(operator, given, params)
        if any(hasattr(operand, "shape") for operand in given):
            import numpy as np

            return np.frompyfunc(partial(self._of_numbers, operator), len(given), 1)(*given)
        return self._of_numbers(operator, *given)

    # Numbers

    def _of_numbers(self, operator: Operator, *operands: Any) -> Any:
        """The value of an elementwise row."""
        finite = all(map(self.mp.isfinite, operands))
        if not finite or any(pole(self, *operands) for pole in operator.conditions("pole")):
            return self._at_edge(operator, operands)
        if operator.domain is not None and not operator.domain(self, *operands):
            return self.nan
        try:
            return self.kept(self._reference(operator)(*operands))
        except (ArithmeticError, ValueError):
            return self._at_edge(operator, operands)

    def _at_edge(self, operator: Operator, operands: Sequence[Any]) -> Any:
        """At a pole, or of infinity or nan: float64's value, with more digits where that is a number other than 0."""
        known = value_of_floats(operator, [self.as_float(operand) for operand in operands], {})
        if known == 0 or not self.mp.isfinite(known):
            return self.number(known)
        try:
            found = self.kept(self._reference(operator)(*map(self._finite, operands)))
        except (ArithmeticError, ValueError):
            return self.nan
        return found if self.mp.isfinite(found) else self.number(known)

    def _reference(self, operator: Operator) -> Callable[..., Any]:
        """An elementwise row's value where it is a regular one."""
        if operator.reference is not None:
            return partial(operator.reference, self.mp)
        function: Callable[..., Any] = getattr(self.mp, operator.name)
        return function

    def kept(self, number: Any) -> Any:
        """A number within the range of exponents, or infinity; nan if it is beyond, or complex."""
        if not isinstance(number, self.mp.mpf):
            return self.nan
        if number == 0 or self.mp.isinf(number) or -EXPONENT <= self.mp.mag(number) <= EXPONENT:
            return number
        return self.nan

    def as_float(self, number: Any) -> float:
        """The nearest float64; the last ones before infinity and 0 for what lies beyond."""
        if not self.mp.isfinite(number) or number == 0 or abs(self.mp.mag(number)) <= FLOAT_EXPONENT:
            return float(number)
        return float(self.mp.sign(number)) * 2.0 ** (FLOAT_EXPONENT if self.mp.mag(number) > 0 else -FLOAT_EXPONENT)

    def _finite(self, number: Any) -> Any:
        """The number, or in place of infinity a large one that exp and its kin take."""
        return self.mp.sign(number) * self.huge if self.mp.isinf(number) else number

    # Arrays

    def _of_arrays(self, operator: Operator, operands: Sequence[Any], params: Mapping[str, Any]) -> Any:
        """The value of a linear or general row."""
        import numpy as np

        shape = result_shape(operator, [self.shape(operand) for operand in operands], params)
        finite = all(self.mp.isfinite(entry) for operand in operands for entry in np.ravel(operand))
        given = operands if finite else [each(self._finite, operand) for operand in operands]
        result = np.full(shape, self.nan, dtype=object)
        try:
            if operator.domain is None or np.all(operator.domain(self, *given, **params)):
                result = each(self._entry, np.array(self._value(operator, given, params), dtype=object).reshape(shape))
        except (ArithmeticError, ValueError):
            pass
        if not finite:
            floats = [np.asarray(each(self.as_float, operand), dtype=float) for operand in operands]
            known = np.asarray(compute(operator, floats, params, shape))
            result = np.frompyfunc(self._at_infinity, 2, 1)(known.astype(object), result)
        return result if shape else np.asarray(result).item()

    def _value(self, operator: Operator, operands: Sequence[Any], params: Mapping[str, Any]) -> Any:
        """By the row's definition; what only moves numbers is moved by NumPy."""
        import numpy as np

        if operator.reference is None:
            array = operator.array
            assert callable(array), operator.name
            return array(np, *operands, **params)
        lifted = [operand if hasattr(operand, "shape") else np.array([operand], dtype=object) for operand in operands]
        return operator.reference(self.mp, *lifted, **params)

    def _entry(self, number: Any) -> Any:
        """An entry of a result: NumPy leaves 0 and 1 where it fills up."""
        return self.kept(number if isinstance(number, self.mp.mpc) else self.number(number))

    def _at_infinity(self, known: float, found: Any) -> Any:
        """An entry where operands are not finite: float64's, with more digits where that is a number."""
        if known == 0 and self.mp.mag(found) < -TURNS:
            return self.zero
        return found if self.mp.isfinite(known) else self.mp.mpf(known)


@cache
def many_digits(digits: int) -> ManyDigits:
    """The algebra with so many decimal digits."""
    return ManyDigits(digits)


def each(function: Callable[[Any], Any], operand: Any) -> Any:
    """A function of a number, or of every entry of an array."""
    if not hasattr(operand, "shape"):
        return function(operand)
    import numpy as np

    return np.frompyfunc(function, 1, 1)(operand)


# Functions

class Functions:
    """mpmath's functions by name, on numbers and on object arrays; each with its guard, if it has one."""

    def __init__(self, context: Any) -> None:
        self.context = context

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.context, name)
        if inspect.isroutine(found):
            guard = GUARDS.get(name)
            found = on_arrays(found if guard is None else partial(guard, self.context, found))
        setattr(self, name, found)
        return found


def on_arrays(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function of numbers that takes arrays too."""

    def call(*operands: Any) -> Any:
        if not any(hasattr(operand, "shape") for operand in operands):
            return function(*operands)
        import numpy as np

        return np.frompyfunc(function, len(operands), 1)(*operands)

    return call


def own_context(digits: int) -> Any:
    """A context of mpmath. Raises AdtraceError naming the extra where it is not installed."""
    try:
        from mpmath import MPContext
    except ImportError:
        raise AdtraceError("numbers of many digits need mpmath", hint="pip install 'adtrace[audit]'") from None
    context = MPContext()
    context.dps = digits
    return context


def of_far(context: Any, function: Callable[..., Any], x: Any) -> Any:
    """exp and its kin: not known for operands that take too many digits of log(2)."""
    return context.nan if context.mag(x) > FAR else function(x)


def bounded(context: Any, function: Callable[..., Any], x: Any) -> Any:
    """tanh and its kin: far operands are as good as these."""
    return function(x if abs(x) <= LEVEL else context.sign(x) * LEVEL)


def complement(context: Any, function: Callable[..., Any], x: Any) -> Any:
    """erfc; far out the first term of its series is enough, where mpmath gives up."""
    if context.mag(x) <= context.prec or x < 0:
        return function(x if x > -LEVEL else -context.mpf(LEVEL))
    if 2 * context.mag(x) > FAR:
        return context.nan
    with context.extraprec(2 * context.mag(x)):
        return +(context.exp(-x * x) / (x * context.sqrt(context.pi)))


def of_an_angle(context: Any, function: Callable[..., Any], x: Any) -> Any:
    """sin and its kin: not known for angles that take too many digits of pi."""
    return context.nan if context.mag(x) > TURNS else function(x)


def remainder(context: Any, function: Callable[..., Any], a: Any, b: Any) -> Any:
    """fmod: not known for quotients of too many digits."""
    return context.nan if context.mag(a) - context.mag(b) > TURNS else function(a, b)


def polygamma(context: Any, function: Callable[..., Any], n: Any, x: Any) -> Any:
    """Not known where a recurrence would take too long; of order 1 by reflection (DLMF 5.15.6)."""
    if n == 1 and x < -1:
        return (context.pi / context.sinpi(x)) ** 2 - function(n, 1 - x)
    return context.nan if n > ORDER or x < -RECURRENCE else function(n, x)


def power(context: Any, function: Callable[..., Any], a: Any, b: Any) -> Any:
    """a^b; not known where it leaves the range of exponents."""
    if a == 0 or b == 0:
        return function(a, b)
    return context.nan if context.mag(b * context.log(abs(a))) > FAR else function(a, b)


def hypot(context: Any, function: Callable[..., Any], a: Any, b: Any) -> Any:
    """mpmath adds the squares exactly: of two sides that are far apart, the longer one."""
    small, large = sorted((abs(a), abs(b)))
    return large if small == 0 or context.mag(large) - context.mag(small) > 2 * context.prec else function(a, b)


GUARDS: Mapping[str, Callable[..., Any]] = {
    **dict.fromkeys(("exp", "expm1", "sinh", "cosh", "sech", "csch", "gamma"), of_far),
    **dict.fromkeys(("tanh", "coth", "erf"), bounded), "erfc": complement,
    **dict.fromkeys(("sin", "cos", "tan", "sec", "csc", "cot"), of_an_angle),
    "fmod": remainder, "polygamma": polygamma, "power": power, "hypot": hypot,
}  # fmt: skip
