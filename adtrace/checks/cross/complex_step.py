"""Complex step: the same program on x + ih, where the operators allow it. The slope is the imaginary part over h.

No digits cancel, so that this slope is as good as the function's value (Squire and Trapp, 1998). A linear row is
applied to the real and to the imaginary part. Any other row is run on complex numbers, by its own value rule or by its
NumPy function, and is used only if that is seen to continue the real function; the others have no complex step.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from ...graph.graph import Graph
from ...graph.numbers import ARRAYS, Arrays
from ...records.crosscheck import Place
from ...rules.table import Operator
from ...sweeps.look import condition_on
from ...sweeps.masks import truth
from .function import Function

STEP, AT_ZERO, LEAST = 2.0**-70, 2.0**-150, 2.0**-950
"""The step relative to the input; for an input of 0; and what is too small for all digits to be kept."""
NEAR = 1e-6
"""How near the real part has to be to the value."""

NUMBERS = ((0.3, 0.7, 1.6), (1.4, 0.6, 2.3), (2.6, 1.7, 0.4), (-0.6, 0.8, 1.9), (-1.7, -2.4, 0.2))
"""Operands at which a row is tried."""
MOVE, LIKE = 1e-6, 1e-4
"""The step of that trial, and how well its slope has to be met."""


class NoComplexStep(Exception):
    """An operator on the way has no complex function: its name; "" where it has one, but not at this point."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class Complex:
    """A complex number, or an array of them, as a value rule sees it: ordered by real parts."""

    __array_ufunc__ = None
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, number: Any) -> None:
        self.number = number
        self.shape = getattr(number, "shape", ())

    def __add__(self, other: Any) -> Complex:
        return Complex(self.number + bare(other))

    __radd__ = __add__

    def __sub__(self, other: Any) -> Complex:
        return Complex(self.number - bare(other))

    def __rsub__(self, other: Any) -> Complex:
        return Complex(bare(other) - self.number)

    def __mul__(self, other: Any) -> Complex:
        return Complex(self.number*bare(other))

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Complex:
        return Complex(self.number/bare(other))

    def __rtruediv__(self, other: Any) -> Complex:
        return Complex(bare(other)/self.number)

    def __neg__(self) -> Complex:
        return Complex(-self.number)

    def __abs__(self) -> Complex:
        import numpy as np

        return Complex(np.where(self.number.real < 0, -self.number, self.number))

    def __lt__(self, other: Any) -> Any:
        return self.number.real < bare(other).real

    def __le__(self, other: Any) -> Any:
        return self.number.real <= bare(other).real

    def __gt__(self, other: Any) -> Any:
        return self.number.real > bare(other).real

    def __ge__(self, other: Any) -> Any:
        return self.number.real >= bare(other).real

    def __eq__(self, other: Any) -> Any:
        return self.number.real == bare(other).real

    def __ne__(self, other: Any) -> Any:
        return self.number.real != bare(other).real


def bare(operand: Any) -> Any:
    """The number of an operand."""
    return operand.number if isinstance(operand, Complex) else operand


class ComplexNumbers(Arrays):
    """What value rules are run on: complex arrays, with absolute values and choices by the real part."""

    def bind(self, operator: Operator) -> Callable[..., Any]:
        """The operator's function on complex arrays."""
        if operator.value is not None:
            value = operator.value
            return lambda *operands, **params: value(self, *operands, **params)
        if operator.scalar is abs:
            return abs
        function = ARRAYS.bind(operator)
        return lambda *operands, **params: Complex(function(*map(bare, operands), **params))


COMPLEX = ComplexNumbers()


def complex_slopes(function: Function, place: Place, lacking: set[str]) -> list[float | None]:
    """The slope of every output in one component of an input; None where there is none.

    lacking  gets the operators on the way that have no complex function
    """
    import numpy as np

    graph, x = function.graph, function.number(place)
    step = abs(x)*STEP if x else AT_ZERO
    if not LEAST < step < math.inf:
        return [None]*len(function.outputs)
    found: dict[int, Any] = {}
    for node in graph.inputs:
        if graph.names[node] == place.name:
            moved = np.array(function.inputs[place.name], dtype=complex)
            moved[place.at] += 1j*step
            found[node] = moved
    for node, operator in enumerate(graph.operators):
        if operator is None or not any(arg in found for arg in graph.args[node]):
            continue
        try:
            lost = any(arg in found and found[arg] is None for arg in graph.args[node])
            found[node] = None if lost else applied(graph, function.values, node, operator, found)
        except NoComplexStep as reason:
            lacking.update(filter(None, [reason.name]))
            found[node] = None
    return [slope_of(found.get(node, 0j), output, step) for node, output in function.outputs]


def slope_of(value: Any, place: Place, step: float) -> float | None:
    """The imaginary part of a component over the step; None where there is no finite one."""
    if value is None:
        return None
    rise = float(value[place.at].imag) if place.at and hasattr(value, "shape") else float(value.imag)
    return rise/step if math.isfinite(rise) else None


def blind(function: Function, place: Place, found: float | None, wanted: float) -> bool:
    """Whether the imaginary part of the step is too small for float64 to tell a slope from this one."""
    if found is None or found == wanted:
        return False
    x = function.number(place)
    return min(abs(found), abs(wanted))*(abs(x)*STEP if x else AT_ZERO) < LEAST/STEP


def applied(graph: Graph, values: Sequence[Any], node: int, operator: Operator, found: Mapping[int, Any]) -> Any:
    """The complex value of one operation. Raises NoComplexStep."""
    import numpy as np

    args, params = graph.args[node], graph.params[node]
    operands = [found[arg] if arg in found else values[arg] for arg in args]
    if operator.kind == "linear":
        fixed = [operator.rule(place) is None for place in range(len(args))]
        if any(keep and arg in found for keep, arg in zip(fixed, args, strict=True)):
            raise NoComplexStep(operator.name)
        real, imaginary = (
            ARRAYS.apply(operator, [x if keep else part(x) for x, keep in zip(operands, fixed, strict=True)], params)
            for part in (np.real, np.imag)
        )
        return np.asarray(real) + 1j*np.asarray(imaginary)
    numbers = [lifted(values[arg]) for arg in args]
    special = [condition_on(condition, numbers, params) for condition in operator.conditions("kink", "jump")]
    is_flat = not any(operator.rules)
    if any(map(truth, special)) or not (is_flat or continues(operator)):
        raise NoComplexStep(operator.name)
    if is_flat:  # A staircase between its jumps.
        return np.asarray(values[node], dtype=complex)
    value = on_complex(operator, operands, params)
    if not np.allclose(value.real, values[node], rtol=NEAR, atol=0.0):
        raise NoComplexStep("")
    return value


def lifted(value: Any) -> Any:
    """NumPy's own scalars divide by zero as IEEE 754 says; Python's floats raise."""
    import numpy as np

    return value if hasattr(value, "shape") else np.float64(value)


def on_complex(operator: Operator, operands: Sequence[Any], params: Mapping[str, Any]) -> Any:
    """The row's function on complex operands. Raises NoComplexStep where it does not take them."""
    import numpy as np

    numbers = [Complex(np.asarray(operand, dtype=complex)[()]) for operand in operands]
    try:
        return np.asarray(bare(getattr(COMPLEX, operator.name)(*numbers, **params)), dtype=complex)
    except (TypeError, ValueError):
        raise NoComplexStep(operator.name) from None


@cache
def continues(operator: Operator) -> bool:
    """Whether the row's function on complex numbers continues that on real ones, as far as a few trials can show.

    Its imaginary part has to be the slope along the imaginary parts of the operands: NumPy's abs, var and slogdet take
    complex numbers, but their result is another function.
    """
    import numpy as np

    tried = 0
    with np.errstate(all="ignore"):
        for operands, params in trials(operator):
            along = [np.cos(np.arange(1.0, operand.size + 1)).reshape(operand.shape)*0.7 for operand in operands]
            pairs = list(zip(operands, along, strict=True))
            try:
                up, down = (
                    np.asarray(ARRAYS.apply(operator, [x + sign*MOVE*d for x, d in pairs], params), dtype=float)
                    for sign in (1, -1)
                )
                found = on_complex(operator, [x + 1e-20j*d for x, d in pairs], params)
            except NoComplexStep:
                return False
            slope = (up - down)/(2*MOVE)
            if not np.isfinite(slope).all() or np.abs(slope).max(initial=0.0) > 1/LIKE:
                continue
            tried += 1
            if not np.allclose(found.imag/1e-20, slope, rtol=LIKE, atol=LIKE):
                return False
    return tried > 0


def trials(operator: Operator) -> Sequence[tuple[Sequence[Any], Mapping[str, Any]]]:
    """Operands to try a row at: numbers for what is elementwise, else small arrays of the shapes that it takes."""
    import numpy as np

    if operator.kind == "elementwise":
        count = len(operator.operands) + operator.variadic
        return [([np.float64(x) for x in row[:count]], {}) for row in NUMBERS]
    random, found = np.random.default_rng(0), []
    for point in operator.points:
        shapes = [entry for entry in point if isinstance(entry, tuple)]
        params = next((entry for entry in point if isinstance(entry, dict)), {})
        if len(shapes) + bool(params) == len(point):
            arrays = [np.asarray(random.uniform(0.3, 2.0, shape)*random.choice((-1, 1), shape)) for shape in shapes]
            found.append((arrays, {**operator.params, **params}))
    return found
