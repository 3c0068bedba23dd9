"""Axes and shapes, checked before NumPy sees them: what the shape functions of array rows are made of.

Every function raises ValueError with a message that names the shapes that do not fit.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import prod
from typing import Any

from ..records import Shape


def shape_text(shape: Shape) -> str:
    """A shape for people: "scalar", "3", "2×3"."""
    return "×".join(map(str, shape)) if shape else "scalar"


def whole(value: Any, what: str) -> int:
    """A parameter as an int."""
    if value is None:
        raise ValueError(f"{what}= is missing")
    if isinstance(value, (int, float)) and value == value and abs(value) < 2**53 and value == int(value):
        return int(value)
    raise ValueError(f"{what} is a whole number, not {value}")


def wholes(value: Any, what: str) -> tuple[int, ...]:
    """A parameter that is a whole number or a list of them, as a tuple of ints."""
    return tuple(whole(item, what) for item in (value if isinstance(value, (tuple, list)) else (value,)))


def sizes(value: Any, what: str) -> Shape:
    """A parameter that is a shape: a list of whole numbers of at least 0."""
    shape = wholes(value, what)
    if any(size < 0 for size in shape):
        raise ValueError(f"{what} cannot be negative: {list(shape)}")
    return shape


def one_axis(axis: Any, rank: int, shape: Shape) -> int:
    """An axis among `rank` axes, negative ones counted from the end, as a number from 0."""
    number = whole(axis, "axis")
    if not -rank <= number < rank:
        places = f"{-rank} to {rank - 1}" if rank else "a scalar has none"
        raise ValueError(f"axis {number} is out of range for shape {shape_text(shape)} ({places})")
    return number % rank


def axes_of(axis: Any, shape: Shape) -> tuple[int, ...]:
    """The axes that `axis` means, in order and from 0: all for None."""
    if axis is None:
        return tuple(range(len(shape)))
    numbers = [one_axis(item, len(shape), shape) for item in (axis if isinstance(axis, (tuple, list)) else (axis,))]
    if len(set(numbers)) < len(numbers):
        raise ValueError(f"an axis is named twice in axis={list(axis)}")
    return tuple(sorted(numbers))


def only_axis(axis: Any, shape: Shape, name: str) -> tuple[int, ...]:
    """The axes of an operation along an axis: a vector's own, else those given, because a matrix has two."""
    if axis is None and len(shape) > 1:
        raise ValueError(f"{name} of an array of shape {shape_text(shape)} needs its axis: write axis=0 or axis=-1")
    return axes_of(axis, shape)


def reduced(shape: Shape, axis: Any = None, keepdims: Any = 0) -> Shape:
    """The shape after reducing over axes."""
    axes = axes_of(axis, shape)
    if keepdims not in (0, 1):
        raise ValueError(f"keepdims is 0 or 1, not {keepdims}")
    if keepdims:
        return tuple(1 if place in axes else size for place, size in enumerate(shape))
    return tuple(size for place, size in enumerate(shape) if place not in axes)


def not_empty(name: str, shape: Shape, axis: Any = None, keepdims: Any = 0) -> Shape:
    """The shape after reducing over axes that must have an element."""
    if not count(shape, axis):
        raise ValueError(f"{name} of no elements: the shape is {shape_text(shape)}")
    return reduced(shape, axis, keepdims)


def count(shape: Shape, axis: Any = None, keepdims: Any = 0) -> int:
    """How many elements a reduction over these axes takes together."""
    return prod(shape[place] for place in axes_of(axis, shape))


def some(axes: tuple[int, ...]) -> int | tuple[int, ...]:
    """Axes as a program writes them: one without brackets."""
    return axes[0] if len(axes) == 1 else axes


def behind(function: Any) -> Any:
    """A function of one array along axes, for a block of rows: the axes are those behind the first."""

    def batched(np: Any, shapes: Sequence[Shape], x: Any, axis: Any = None, **over: Any) -> Any:
        axes = axes_behind(tuple(axis) if isinstance(axis, list) else axis, shapes[0])
        return function(ShortAxes(np), x, axis=axes, **over)

    return batched


@lru_cache(maxsize=256)
def axes_behind(axis: Any, shape: Shape) -> tuple[int, ...]:
    """The axes of a row of this shape, in a block of rows. Kept, as the next two are: pieces ask again."""
    return tuple(place + 1 for place in axes_of(axis, shape))


@lru_cache(maxsize=256)
def few(shape: Shape, axis: tuple[int, ...]) -> int:
    """How many elements a row of a block has along these axes, if they are the last and these are few; else 0."""
    rank = 1 + len(shape)
    if axis != tuple(range(rank - len(axis), rank)):
        return 0
    elements = prod(shape[place - 1] for place in axis)
    return elements if 1 < elements <= ShortAxes.MOST else 0


@lru_cache(maxsize=256)
def left_over(shape: Shape, axis: tuple[int, ...], keepdims: bool) -> Shape:
    """The shape of a row of a block when these axes of the block are reduced."""
    return reduced(shape, tuple(place - 1 for place in axis), int(keepdims))


class ShortAxes:
    """NumPy, with a way of its own to reduce last axes that are short: NumPy starts anew at every row of a block."""

    MOST = 32

    def __init__(self, np: Any) -> None:
        self.np = np

    def __getattr__(self, name: str) -> Any:
        return getattr(self.np, name)

    def sum(self, x: Any, axis: tuple[int, ...], keepdims: Any = False) -> Any:
        """np.sum; of what is true, as floats."""
        if x.dtype == bool:
            x = x.astype(float)
        if not (elements := self.short(x, axis)):
            return self.np.sum(x, axis=axis, keepdims=keepdims)
        return self.np.einsum("ij->i", x.reshape(-1, elements)).reshape(self.shape(x, axis, keepdims))

    def max(self, x: Any, axis: tuple[int, ...], keepdims: Any = False, **start: Any) -> Any:
        """np.max."""
        if start or not (elements := self.short(x, axis)):
            return self.np.max(x, axis=axis, keepdims=keepdims, **start)
        columns = self.np.ascontiguousarray(x.reshape(-1, elements).T)
        return self.np.maximum.reduce(columns, axis=0).reshape(self.shape(x, axis, keepdims))

    def where(self, c: Any, a: Any, b: Any) -> Any:
        """np.where; 0 where c is true by bits, because a choice by an irregular mask takes several times as long."""
        if isinstance(a, float) and a == 0 and c.dtype == bool and b.dtype == float and c.shape == b.shape:
            return (b.view("i8") & (c.view("i1") - 1)).view(float)
        return self.np.where(c, a, b)

    def short(self, x: Any, axis: tuple[int, ...]) -> int:
        """How many elements these axes of a block have, if they are the last and these are few; else 0."""
        return few(x.shape[1:], axis) if x.dtype == float else 0

    def shape(self, x: Any, axis: tuple[int, ...], keepdims: Any) -> Shape:
        """The shape of the block when it is reduced."""
        return (len(x), *left_over(x.shape[1:], axis, bool(keepdims)))


def in_rows(np: Any, x: Any, shape: Shape) -> Any:
    """A block whose rows are put into another shape."""
    return np.reshape(x, (len(x), *shape))


def align(m: Any, reduction: Any, x: Any, axis: Any = None, keepdims: Any = 0) -> Any:
    """A reduction of x (with keepdims or without) in a shape that combines with x element by element."""
    target, shape = m.shape(x), m.shape(reduction)
    axes = axes_of(axis, target)
    if len(shape) == len(target) or axes == tuple(range(len(axes))):
        return reduction
    return m.broadcast(reduction, shape=target, axis=some(axes))


def fits(shape: Shape, target: Shape) -> bool:
    """Whether an array of this shape can be repeated to the target's shape."""
    sizes = zip(reversed(shape), reversed(target), strict=False)
    return len(shape) <= len(target) and all(size in (1, wanted) for size, wanted in sizes)


def square(name: str, shape: Shape) -> int:
    """The side of a square matrix."""
    if len(shape) != 2 or shape[0] != shape[1]:
        raise ValueError(f"{name} needs a square matrix, not shape {shape_text(shape)}")
    return shape[0]


def same(name: str, shapes: Sequence[Shape], ignoring: int | None = None) -> None:
    """Check that shapes agree, in every axis or in all but one."""
    kept = {tuple(size for place, size in enumerate(shape) if place != ignoring) for shape in shapes}
    if len(kept) > 1 or len({len(shape) for shape in shapes}) > 1:
        differing = " and ".join(dict.fromkeys(map(shape_text, shapes)))
        raise ValueError(f"{name} needs operands of one shape, not {differing}")
