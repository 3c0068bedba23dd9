"""The algebras of numbers: Python floats, fast and IEEE-safe, and ndarrays."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..errors import AdtraceError
from ..records import Shape
from ..rules import table
from ..rules.table import Operator
from .algebra import Algebra


class Ieee(float):
    """A float whose division has IEEE 754 semantics: 1/0 is inf, 0/0 is nan, and nothing raises."""

    __slots__ = ()

    def __add__(self, other: float) -> Ieee:
        return Ieee(float(self) + other)

    __radd__ = __add__

    def __sub__(self, other: float) -> Ieee:
        return Ieee(float(self) - other)

    def __rsub__(self, other: float) -> Ieee:
        return Ieee(other - float(self))

    def __mul__(self, other: float) -> Ieee:
        return Ieee(float(self) * other)

    __rmul__ = __mul__

    def __truediv__(self, other: float) -> Ieee:
        return Ieee(divide(float(self), float(other)))

    def __rtruediv__(self, other: float) -> Ieee:
        return Ieee(divide(float(other), float(self)))

    def __pow__(self, other: float, modulo: None = None) -> Ieee:
        return Ieee(FLOATS.power(float(self), other))

    def __neg__(self) -> Ieee:
        return Ieee(-float(self))

    def __abs__(self) -> Ieee:
        return Ieee(abs(float(self)))


def divide(a: float, b: float) -> float:
    """IEEE 754 division."""
    if b:
        return a / b
    return math.nan if a == 0 or a != a else math.copysign(math.inf, a) * math.copysign(1.0, b)


class Floats(Algebra):
    """Python floats, through `math`: fast, and IEEE-safe where `math` raises."""

    def bind(self, operator: Operator) -> Callable[..., float]:
        """The operator's scalar function, or its value rule run on floats."""
        if operator.scalar is None:
            return lambda *operands, **params: value_of_floats(operator, operands, params)
        scalar = operator.scalar

        def function(*operands: float) -> float:
            try:
                return scalar(*operands)
            except (ArithmeticError, ValueError):
                return at_edge(operator, operands)

        return function


class GuardedFloats(Floats):
    """The same, with every result an `Ieee`: what a rule is run on again after it raised."""

    def bind(self, operator: Operator) -> Callable[..., float]:
        """The operator's function on floats, its result guarded."""
        function = getattr(FLOATS, operator.name)
        return lambda *operands, **params: Ieee(function(*operands, **params))


FLOATS, GUARDED = Floats(), GuardedFloats()


def at_edge(operator: Operator, operands: Sequence[float]) -> float:
    """The IEEE value at a point where the scalar function raised."""
    if any(operand != operand for operand in operands):
        return math.nan
    return operator.edge(*operands) if callable(operator.edge) else operator.edge


def value_of_floats(operator: Operator, operands: Sequence[float], params: Mapping[str, Any]) -> float:
    """An operator's value on floats, by its scalar function or its value rule; never raises."""
    if operator.scalar is not None:
        return float(getattr(FLOATS, operator.name)(*operands))
    if operator.value is None:
        return float(ARRAYS.apply(operator, operands, params))
    return run_on_floats(operator.value, operands, params)


def run_on_floats(rule: table.Rule, operands: Sequence[float], params: Mapping[str, Any] = {}) -> float:
    """A rule's result on floats; where Python's division raises, the rule is run again on guarded floats."""
    try:
        return float(rule(FLOATS, *operands, **params))
    except ArithmeticError:
        return float(rule(GUARDED, *map(Ieee, operands), **params))


# Arrays


class Arrays(Algebra):
    """ndarrays and NumPy scalars. A caller silences floating-point signals with np.errstate."""

    def bind(self, operator: Operator) -> Callable[..., Any]:
        """NumPy's or SciPy's function, or the value rule run on arrays."""
        array = operator.array
        if array is None:
            value = operator.value
            assert value is not None, operator.name
            return lambda *operands, **params: value(self, *operands, **params)
        import numpy as np

        if callable(array):
            return lambda *operands, **params: array(np, *operands, **params)
        if array.startswith("scipy."):
            return scipy_function(array)
        function: Callable[..., Any] = getattr(np, array)
        return function

    def apply(self, operator: Operator, operands: Sequence[Any], params: Mapping[str, Any]) -> Any:
        """The operator's result, float64."""
        return getattr(self, operator.name)(*operands, **params)


ARRAYS = Arrays()


def scipy_function(path: str) -> Callable[..., Any]:
    """A function of scipy.special. Raises AdtraceError naming the extra where SciPy is not installed."""
    try:
        import scipy.special
    except ImportError:
        name = path.rpartition(".")[2]
        raise AdtraceError(f"{name} needs SciPy here", hint="install it with: pip install scipy") from None
    function: Callable[..., Any] = getattr(scipy.special, path.rpartition(".")[2])
    return function


def compute(operator: Operator, operands: Sequence[Any], params: Mapping[str, Any], shape: Shape) -> Any:
    """An operator's value on floats and ndarrays: a float where the result's shape is (), else a float64 ndarray.

    Raises ValueError where an operand that is an index does not fit.
    """
    if operator.kind == "elementwise" and not shape and not any(hasattr(operand, "shape") for operand in operands):
        return value_of_floats(operator, operands, params)
    import numpy as np

    # NumPy's own scalars divide by zero as IEEE 754 says; Python's floats raise.
    lifted = [np.float64(operand) if isinstance(operand, (float, int)) else operand for operand in operands]
    with np.errstate(all="ignore"):
        result = ARRAYS.apply(operator, lifted, params)
    return np.asarray(result, dtype=np.float64) if shape else float(result)
