"""The mathematics of the table in many digits: what the tests hold float64 against.

A row's `reference` (or mpmath's function of its name) is its definition; derivatives come from central differences of
that, so that nothing here depends on a rule.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import mpmath
import numpy as np

from adtrace.graph.algebra import Algebra
from adtrace.graph.digits import Functions
from adtrace.rules.table import Operator

FUNCTIONS = Functions(mpmath.mp)
"""mpmath's functions on numbers and arrays, in its global precision."""

STEP, BITS = 30, 100
"""Differences take steps of 2^-BITS, about 10^-STEP, relative to the operand where it is small."""

NEAR = mpmath.mpf("1e-20")
"""What results may differ by, relatively, to be taken for equal."""


def mapped(function: Any, operands: Sequence[Any]) -> Any:
    """A function of numbers, applied element by element where an operand is an array."""
    if any(isinstance(operand, np.ndarray) for operand in operands):
        return np.frompyfunc(function, len(operands), 1)(*operands)
    return function(*operands)


class Exact(Algebra):
    """mpf numbers and object arrays of them: rules run on these, too."""

    pi = mpmath.pi

    def apply(self, operator: Operator, operands: Sequence[Any], params: Mapping[str, Any]) -> Any:
        """The operator's definition."""
        operands = [exact(operand) for operand in operands]
        if operator.kind == "elementwise":
            return mapped(definition(operator), operands)
        if operator.reference is None:
            return operator.array(np, *operands, **params)  # type: ignore[operator, misc]
        shape = operator.shape(*map(np.shape, operands), **params)  # type: ignore[misc]
        lifted = [np.reshape(np.array(operand, dtype=object), np.shape(operand) or (1,)) for operand in operands]
        result = operator.reference(FUNCTIONS, *lifted, **params)
        if isinstance(result, mpmath.matrix):
            result = result.tolist()
        array = np.array(result, dtype=object).reshape(shape)
        return array if shape else array.item()


EXACT = Exact()


def definition(operator: Operator) -> Any:
    """An elementwise row's value on mpf numbers; nan where it is complex."""
    if operator.reference is not None:
        reference = operator.reference
        return lambda *operands: real(reference(mpmath.mp, *operands))
    function = getattr(mpmath.mp, operator.name)
    return lambda *operands: real(function(*operands))


def real(number: Any) -> Any:
    """A number as mpf; nan if it is complex."""
    return mpmath.nan if isinstance(number, mpmath.mpc) else mpmath.mpf(number)


def settled(compute: Callable[[], Any], digits: int = 3*STEP) -> Any:
    """A result in so many digits that half as many give the same; None where mpmath cannot hold it.

    A zero is believed only after 700 digits: it may be what is left of a difference.
    """
    result = None
    while True:
        previous = result
        try:
            with mpmath.workdps(digits):
                result = compute()
                if previous is not None and agree(previous, result):
                    return result
        except OverflowError:
            return None
        if digits > 700:
            return result
        digits = 8*3*STEP if np.ndim(result) == 0 and result == 0 else 2*digits


def agree(a: Any, b: Any) -> bool:
    """Whether two results are not zero, and equal to 20 digits; nan equals nan."""
    pairs = zip(np.ravel(a), np.ravel(b), strict=True)
    return all((s != s and t != t) or (t != 0 and abs(s - t) <= NEAR*abs(t)) for s, t in pairs)


def exact(operand: Any) -> Any:
    """A number or array in mpf."""
    if isinstance(operand, np.ndarray):
        return operand if operand.dtype == object else np.frompyfunc(mpmath.mpf, 1, 1)(operand.astype(float))
    return operand if isinstance(operand, mpmath.mpf) else mpmath.mpf(operand)


def step(*numbers: Any) -> Any:
    """The step for operands of this size: small against each of them, and small however much one magnifies another."""
    sizes = [abs(mpmath.mpf(number)) for number in numbers if number]
    magnified = [1/size for size in sizes] if len(numbers) > 1 else []
    return mpmath.ldexp(min([mpmath.mpf(1), *sizes, *magnified]), -BITS)


def slope(function: Any, operands: Sequence[Any], place: int) -> Any:
    """The partial derivative of a function of numbers in one of them."""
    h = step(*operands)
    return (function(*moved(operands, {place: h})) - function(*moved(operands, {place: -h})))/(2*h)


def second_slope(function: Any, operands: Sequence[Any], first: int, second: int) -> Any:
    """A second partial derivative."""
    h = step(*operands)
    if first == second:
        outer = function(*moved(operands, {first: h})) + function(*moved(operands, {first: -h}))
        return (outer - 2*function(*operands))/h**2
    corners = {sign: function(*moved(operands, {first: sign[0]*h, second: sign[1]*h}))
               for sign in ((1, 1), (1, -1), (-1, 1), (-1, -1))}
    return (corners[1, 1] - corners[1, -1] - corners[-1, 1] + corners[-1, -1])/(4*h*h)


def moved(operands: Sequence[Any], steps: Mapping[int, Any]) -> list[Any]:
    """The operands with some of them moved."""
    return [operand + steps.get(place, 0) for place, operand in enumerate(operands)]


def column(function: Any, operands: Sequence[Any], place: int, entry: tuple[int, ...], side: int = 0) -> Any:
    """One column of a Jacobian: the derivative of an array function in one entry of one operand.

    side  0 for the slope between both sides, 1 or -1 for that of one side
    """
    results = []
    h = step(operands[place][entry])
    if side:
        h *= mpmath.mpf(side)/2
    for sign in (2, 0) if side else (1, -1):
        shifted = list(operands)
        shifted[place] = np.array(operands[place], dtype=object, copy=True)
        shifted[place][entry] = shifted[place][entry] + sign*h
        results.append(function(*[item if np.ndim(item) else np.asarray(item).item() for item in shifted]))
    return (results[0] - results[1])/(2*h)
