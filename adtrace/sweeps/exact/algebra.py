"""Exact numbers as a mathematics that rules run on: a row's definition, on exact numbers and object arrays of them."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from ...graph.algebra import Algebra
from ...graph.numbers import compute, value_of_floats
from ...graph.shapes import size
from ...records import Shape
from ...rules.table import Operator
from .closed import UNDEFINED, Left, limited
from .mathematics import ELEMENTWISE, RATIONALS, SCALARS, mapped
from .numbers import Exact, lifted, rounded, unlimited, why_of_first


class Exacts(Algebra):
    """Exact numbers: each operator by its definition; a float, and the reason, where that has no exact value."""

    def bind(self, operator: Operator) -> Callable[..., Any]:
        """The operator on exact numbers and object arrays of them."""
        function = of_scalars(operator)
        return lambda *operands, **params: mapped(lambda *each: function(*map(lifted, each)), operands)


EXACTS = Exacts()


def of_scalars(operator: Operator) -> Callable[..., Exact]:
    """An elementwise operator on exact numbers."""
    define = definition(operator)

    def function(*operands: Exact) -> Exact:
        why = why_of_first(operands)
        if not why or operator.selects or operator.name == "mul":
            try:
                found = lifted(define(*operands))
                assert found is not None
                if found.closed is not None or not math.isfinite(found.number):
                    return found
                why = found.why
            except Left as error:
                why = why or error.why
            except ArithmeticError:
                why = why or UNDEFINED
        return unlimited(value_of_floats(operator, [operand.number for operand in operands], {}), why, operands)

    return function


def definition(operator: Operator) -> Callable[..., Any]:
    """What an elementwise row says that its value is: its reference, its value rule, or the function of its name."""
    reference, value = operator.reference, operator.value
    if reference is not None:
        return lambda *operands: reference(SCALARS, *operands)
    if value is not None:
        return lambda *operands: value(EXACTS, *operands)
    function: Callable[..., Any] = getattr(SCALARS, operator.name)
    return function


def applied(operator: Operator, operands: Sequence[Any], params: Mapping[str, Any], shape: Shape) -> Any:
    """An operator's value on exact numbers and object arrays: an exact number, or an object array of this shape.

    Raises AdtraceError where a library is missing, and ValueError for an index that does not fit.
    """
    if operator.kind == "elementwise":
        found = getattr(EXACTS, operator.name)(*operands)
        return arranged(found, shape) if shape else found
    try:
        with limited():
            return arranged(of_arrays(operator, operands, params), shape)
    except Left as error:
        why = error.why
    except ArithmeticError:
        why = UNDEFINED
    return left(operator, operands, params, shape, why)


def of_arrays(operator: Operator, operands: Sequence[Any], params: Mapping[str, Any]) -> Any:
    """A linear or general row by its reference, or by its function of arrays. Raises Left."""
    import numpy as np

    arrays = [lifted_array(operand) for operand in operands]
    if operator.reference is not None:
        found = of_rationals(operator, arrays, params)
        if found is not None:
            return found
        arrays = [np.reshape(each, np.shape(each) or (1,)) for each in arrays]
        return operator.reference(ELEMENTWISE, *arrays, **params)
    if operator.value is not None:
        return operator.value(EXACTS, *arrays, **params)
    assert callable(operator.array), operator.name
    return operator.array(np, *arrays, **params)


def of_rationals(operator: Operator, arrays: Sequence[Any], params: Mapping[str, Any]) -> Any:
    """The same where all elements are rational and stay so: as fractions, however long; None where they do not."""
    import numpy as np

    if not all(one.closed is not None and one.closed.is_Rational for array in arrays for one in array.ravel()):
        return None
    assert operator.reference is not None
    split = np.frompyfunc(lambda one: Fraction(int(one.closed.p), int(one.closed.q)), 1, 1)
    fractions = [np.reshape(np.array(split(array), dtype=object), np.shape(array) or (1,)) for array in arrays]
    try:
        found = operator.reference(RATIONALS, *fractions, **params)
    except (AttributeError, TypeError):
        return None
    entries = np.ravel(np.array(found, dtype=object))
    return found if all(isinstance(entry, (int, Fraction)) for entry in entries) else None


def left(operator: Operator, operands: Sequence[Any], params: Mapping[str, Any], shape: Shape, why: str) -> Any:
    """The operator's value on the floats of exact operands."""
    found = compute(operator, [floats(operand) for operand in operands], params, shape)
    if not shape:
        return rounded(found, why)
    return mapped(lambda number: rounded(number, why), [found])


def floats(operand: Any) -> Any:
    """The float64 of an exact number, or of every element."""
    if isinstance(operand, Exact):
        return operand.number
    import numpy as np

    return operand.astype(np.float64)


def lifted_array(operand: Any) -> Any:
    """An operand as an object array."""
    import numpy as np

    if isinstance(operand, Exact):
        found = np.empty((), dtype=object)
        found[()] = operand
        return found
    return operand


def arranged(found: Any, shape: Shape) -> Any:
    """What a definition gave as an exact number or an object array of this shape: whole numbers made exact."""
    import numpy as np

    rows = found.tolist() if hasattr(found, "tolist") and not isinstance(found, np.ndarray) else found
    array = np.array(rows, dtype=object)
    array = array.reshape(shape) if array.size == size(shape) else np.broadcast_to(array, shape)
    if not shape:
        return lifted(array.item())
    return np.frompyfunc(lifted, 1, 1)(array)


