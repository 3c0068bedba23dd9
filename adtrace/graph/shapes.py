"""The shape of an operator's result from the shapes of its operands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..records import Shape
from ..rules import table
from ..rules.axes import shape_text
from ..rules.table import Operator


def result_shape(operator: Operator, shapes: Sequence[Shape], params: Mapping[str, Any]) -> Shape:
    """The result's shape. Raises ValueError with a message that names the shapes that do not fit."""
    if operator.shape is not None:
        return tuple(operator.shape(*shapes, **params))
    return broadcast(shapes)


def shape_called(word: str, shapes: Sequence[Shape]) -> Shape:
    """The shape of a call's result; () where the shapes do not fit, and for functions that are no operators."""
    for row in table.called(word):
        if row.variadic == (len(shapes) > 1) or len(table.called(word)) == 1:
            try:
                return result_shape(row, shapes, row.params)
            except (ValueError, TypeError, IndexError):
                return ()
    return ()


def broadcast(shapes: Sequence[Shape]) -> Shape:
    """NumPy's rule: align at the last axis; sizes must agree or be 1. Raises ValueError."""
    if not any(shapes):
        return ()
    result: list[int] = []
    for axis in range(-max(map(len, shapes)), 0):
        sizes = {shape[axis] for shape in shapes if len(shape) >= -axis} - {1}
        if len(sizes) > 1:
            raise ValueError(f"the shapes {' and '.join(map(shape_text, shapes))} do not broadcast together")
        result.append(sizes.pop() if sizes else 1)
    return tuple(result)


def broadcast_axes(operand: Shape, result: Shape) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The axes of the result along which an operand of this shape was repeated: (added in front, stretched from 1)."""
    added = len(result) - len(operand)
    stretched = tuple(added + i for i, size in enumerate(operand) if size == 1 != result[added + i])
    return tuple(range(added)), stretched


def size(shape: Shape) -> int:
    """How many elements."""
    count = 1
    for extent in shape:
        count *= extent
    return count
