"""Reshaping, putting together, diagonals and running sums: rows that move numbers, and at most add them up."""

from __future__ import annotations

from functools import lru_cache
from math import prod
from typing import Any

from ..records import Shape
from .axes import axes_of, behind, fits, in_rows, one_axis, only_axis, same, shape_text, sizes, some, square, whole
from .rounding import always, short_sum
from .table import linear

# Shapes

def permutation(axes: Any, shape: Shape) -> tuple[int, ...]:
    """The order in which `axes` takes the axes: reversed for None."""
    if axes is None:
        return tuple(range(len(shape)))[::-1]
    order = tuple(one_axis(item, len(shape), shape) for item in (axes if isinstance(axes, (tuple, list)) else (axes,)))
    if sorted(order) != list(range(len(shape))):
        raise ValueError(f"axes={list(order)} does not name each axis of shape {shape_text(shape)} once")
    return order


def transposed_shape(x: Shape, axes: Any = None) -> Shape:
    """The shape with its axes in another order."""
    return tuple(x[place] for place in permutation(axes, x))


def inverse(order: tuple[int, ...]) -> tuple[int, ...]:
    """The permutation that undoes another."""
    return tuple(sorted(range(len(order)), key=order.__getitem__))


def new_shape(x: Shape, shape: Any = None) -> Shape:
    """What reshape makes; one size may be -1, then it is what is left."""
    wanted = (shape,) if isinstance(shape, (int, float)) else shape
    if wanted is None:
        raise ValueError("reshape needs shape=[...]")
    target = tuple(whole(size, "shape") for size in wanted)
    known = prod(size for size in target if size != -1)
    if target.count(-1) == 1 and known and prod(x) % known == 0:
        target = tuple(prod(x)//known if size == -1 else size for size in target)
    if min(target, default=0) < 0 or prod(target) != prod(x):
        raise ValueError(f"an array of shape {shape_text(x)} has {prod(x)} elements and cannot become {list(wanted)}")
    return target


def broadcast_shape(x: Shape, shape: Any = None, axis: Any = None) -> Shape:
    """The shape asked for, once x fits into it."""
    target = sizes(shape, "shape")
    if not fits(with_axes(x, target, axis), target):
        where = "" if axis is None else f" in the axes other than {axis}"
        raise ValueError(f"an array of shape {shape_text(x)} does not fit into shape {shape_text(target)}{where}")
    return target


def with_axes(x: Shape, target: Shape, axis: Any) -> Shape:
    """The shape of x with an axis of size 1 put in for each axis named, unless it has them already."""
    axes = axes_of(axis, target)
    if axis is None or len(x) == len(target) or len(x) + len(axes) != len(target):
        return x
    kept = iter(x)
    return tuple(1 if place in axes else next(kept) for place in range(len(target)))


def broadcast(np: Any, x: Any, shape: Any = None, axis: Any = None) -> Any:
    """x repeated to a shape."""
    target = sizes(shape, "shape")
    return np.broadcast_to(np.reshape(x, with_axes(np.shape(x), target, axis)), target)


def gathered(m: Any, g: Any, x: Any, shape: Any = None, axis: Any = None) -> Any:
    """The transpose of broadcast: the sum over every axis that was put in or repeated."""
    own, target = m.shape(x), tuple(shape)
    full = with_axes(own, target, axis)
    padded = (0,)*(len(target) - len(full)) + full
    inserted = padded if len(full) == len(own) else tuple(
        0 if place in axes_of(axis, target) else size for place, size in enumerate(target))
    dropped = tuple(place for place, size in enumerate(inserted) if size == 0 and len(own) < len(target))
    stretched = tuple(place for place, size in enumerate(padded) if place not in dropped and size != target[place])
    if stretched:
        g = m.sum(g, axis=compact(stretched, target), keepdims=1)
    return m.sum(g, axis=compact(dropped, target)) if dropped else g


def compact(axes: tuple[int, ...], shape: Shape) -> Any:
    """Axes as a reduction is written: None for all, a number for one."""
    return None if len(axes) == len(shape) else some(axes)


def transposed_back(m: Any, g: Any, x: Any, axes: Any = None) -> Any:
    """The axes in their old order."""
    return m.transpose(g) if axes is None else m.transpose(g, axes=inverse(permutation(axes, m.shape(x))))


def transposed_rows(np: Any, shapes: Any, x: Any, axes: Any = None) -> Any:
    """Every row's axes in another order."""
    return np.transpose(x, (0, *[place + 1 for place in permutation(axes, shapes[0])]))


def broadcast_rows(np: Any, shapes: Any, x: Any, shape: Any = None, axis: Any = None) -> Any:
    """Every row repeated to a shape."""
    own, target = stretched(shapes[0], hashable(shape), hashable(axis))
    return np.broadcast_to(x.reshape(len(x), *own), (len(x), *target))


@lru_cache(maxsize=256)
def stretched(x: Shape, shape: Any, axis: Any) -> tuple[Shape, Shape]:
    """The shape of x with as many axes as a target has, and the target. Kept: pieces ask again."""
    target = sizes(shape, "shape")
    own = with_axes(x, target, axis)
    return (1,)*(len(target) - len(own)) + own, target


def hashable(parameter: Any) -> Any:
    """A parameter that is a number or a list of numbers, as a key."""
    return tuple(parameter) if isinstance(parameter, list) else parameter


linear("transpose(x; axes)", transposed_back,
       shape=transposed_shape, array=lambda np, x, axes=None: np.transpose(x, axes), batched=transposed_rows,
       numpy="transpose",
       reference=lambda mp, x, axes=None: x.transpose(axes),
       points=(((),), ((3,),), ((2, 3),), ((2, 3, 4),), ((2, 3, 4), {"axes": (1, 2, 0)}), ((2, 3), {"axes": (-2, -1)})),
       doc="the axes in reverse order, or in the order axes=[...]; also written x.T", unrounded=always)
linear("reshape(x; shape)",
       lambda m, g, x, shape=None: m.reshape(g, shape=m.shape(x)) if m.shape(x) else m.sum(g),
       shape=new_shape, array=lambda np, x, shape=None: np.reshape(x, new_shape(np.shape(x), shape)), numpy="reshape",
       batched=lambda np, shapes, x, shape=None: in_rows(np, x, new_shape(shapes[0], shape)),
       points=(((), {"shape": (1, 1)}), ((6,), {"shape": (2, 3)}), ((2, 3), {"shape": (6,)}),
               ((2, 3), {"shape": (-1, 2)}), ((2, 6), {"shape": 12})),
       doc="the same elements in another shape; one size may be -1", unrounded=always)
linear("broadcast(x; shape, axis)", gathered, shape=broadcast_shape, array=broadcast,
       batched=broadcast_rows,
       points=(((), {"shape": (2, 3)}), ((3,), {"shape": (2, 3)}), ((2,), {"shape": (2, 3), "axis": 1}),
               ((2, 1), {"shape": (2, 3), "axis": 1}), ((1, 3), {"shape": (4, 2, 3)}),
               ((1,), {"shape": (1, 3), "axis": 0}), ((3,), {"shape": (2, 3, 4), "axis": (0, 2)}),
               ((2, 3), {"shape": (2, 3)}), ((1,), {"shape": (1, 1)}),
               ((2, 1), {"shape": (2, 3, 4), "axis": 2})),
       doc="x repeated to a shape: its axes are those other than axis=; the transpose of sum", unrounded=always)


# Putting together

def stacked(*xs: Shape, axis: Any = 0) -> Shape:
    """The shape with an axis put in."""
    same("an array", xs)
    place = one_axis(axis, len(xs[0]) + 1, xs[0])
    return (*xs[0][:place], len(xs), *xs[0][place:])


def stack_part(m: Any, g: Any, *xs: Any, operand: int, axis: Any = 0) -> Any:
    """The part of the adjoint at this operand's place."""
    place = one_axis(axis, len(m.shape(xs[0])) + 1, m.shape(xs[0]))
    return m.index(g, index=(slice(None),)*place + (operand,))


def joined(*xs: Shape, axis: Any = 0) -> Shape:
    """The shape with the sizes along an axis added."""
    if any(not x for x in xs):
        raise ValueError("concat needs arrays with an axis; stack puts scalars together")
    place = one_axis(axis, len(xs[0]), xs[0])
    same("concat", xs, ignoring=place)
    return (*xs[0][:place], sum(x[place] for x in xs), *xs[0][place + 1 :])


def concat_part(m: Any, g: Any, *xs: Any, operand: int, axis: Any = 0) -> Any:
    """The part of the adjoint that belongs to this operand."""
    place = one_axis(axis, len(m.shape(xs[0])), m.shape(xs[0]))
    start = sum(m.shape(x)[place] for x in xs[:operand])
    return m.index(g, index=(slice(None),)*place + (slice(start, start + m.shape(xs[operand])[place]),))


def repeated(np: Any, shapes: Any, xs: tuple[Any, ...]) -> list[Any]:
    """The operands with as many rows each: what does not vary is the same in every row."""
    rows = next(len(x) for x, shape in zip(xs, shapes, strict=True) if np.ndim(x) > len(shape))
    return [np.broadcast_to(x, (rows, *shape)) for x, shape in zip(xs, shapes, strict=True)]


def stacked_rows(np: Any, shapes: Any, *xs: Any, axis: Any = 0) -> Any:
    """The operands of every row along a new axis."""
    return np.stack(repeated(np, shapes, xs), axis=one_axis(axis, len(shapes[0]) + 1, shapes[0]) + 1)


def joined_rows(np: Any, shapes: Any, *xs: Any, axis: Any = 0) -> Any:
    """The operands of every row one after the other."""
    return np.concatenate(repeated(np, shapes, xs), axis=one_axis(axis, len(shapes[0]), shapes[0]) + 1)


linear("stack(*xs; axis=0)", stack_part, numpy="stack", shape=stacked, selects=True,
       array=lambda np, *xs, axis=0: np.stack(xs, axis=axis), batched=stacked_rows,
       points=(((), ()), ((), (), ()), ((3,), (3,)), ((2, 3), (2, 3), {"axis": 1}), ((2, 3), (2, 3), {"axis": -1}),
               ((2,),)),
       doc="operands of one shape along a new axis; also written [a, b]", unrounded=always)
linear("concat(*xs; axis=0)", concat_part, numpy="concatenate", shape=joined, selects=True,
       array=lambda np, *xs, axis=0: np.concatenate(xs, axis=axis), batched=joined_rows, aliases=("concatenate",),
       points=(((2,), (3,)), ((2, 3), (1, 3)), ((2, 1), (2, 3), (2, 2), {"axis": -1}), ((3,),)),
       doc="arrays one after the other along an axis", unrounded=always)


# Diagonals, running sums, reversal

def diagonal_shape(x: Shape) -> Shape:
    """A matrix from a vector, a vector from a square matrix."""
    return (*x, *x) if len(x) == 1 else (square("diag", x),)


def diagonal_rows(np: Any, shapes: Any, x: Any) -> Any:
    """Every row's diagonal, or the matrix that it is the diagonal of."""
    if len(shapes[0]) == 2:
        return np.diagonal(x, axis1=1, axis2=2)
    result = np.zeros((*x.shape, x.shape[1]))
    np.einsum("rii->ri", result)[...] = x
    return result


def total_trace(x: Shape) -> Shape:
    """A scalar, from a square matrix."""
    square("trace", x)
    return ()


def running(x: Shape, axis: Any = None) -> Shape:
    """The operand's own shape; an array of more than one axis must name the axis."""
    if len(only_axis(axis, x, "cumsum")) > 1:
        raise ValueError("cumsum runs along one axis")
    return x


def flipped(x: Shape, axis: Any = None) -> Shape:
    """The operand's own shape."""
    axes_of(axis, x)
    return x


linear("diag(x)", lambda m, g, x: m.diag(g), shape=diagonal_shape, selects=True, array=lambda np, x: np.diag(x),
       batched=diagonal_rows, numpy="diag",
       reference=lambda mp, x: [x[i, i] for i in range(len(x))] if x.ndim > 1 else
       [[x[i] if i == j else mp.mpf(0) for j in range(len(x))] for i in range(len(x))],
       points=(((3,),), ((3, 3),), ((1,),), ((1, 1),)),
       doc="a diagonal matrix from a vector; the diagonal of a square matrix", unrounded=always)
linear("trace(x)", lambda m, g, x: m.diag(m.broadcast(g, shape=m.shape(x)[:1])), shape=total_trace,
       array=lambda np, x: np.trace(x), numpy="trace", selects=True,
       batched=lambda np, shapes, x: np.trace(x, axis1=1, axis2=2), latex=r"\operatorname{tr}", aliases=("tr",),
       points=(((1, 1),), ((3, 3),)),
       reference=lambda mp, x: sum(x[i, i] for i in range(len(x))), doc="the sum of the diagonal", unrounded=short_sum)
linear("cumsum(x; axis)", lambda m, g, x, axis=None: m.flip(m.cumsum(m.flip(g, axis=axis), axis=axis), axis=axis),
       shape=running, array=lambda np, x, axis=None: np.cumsum(x, axis=axis).reshape(np.shape(x)), numpy="cumsum",
       batched=lambda np, shapes, x, axis=None: np.cumsum(x, axis=only_axis(axis, shapes[0], "cumsum")[0] + 1)
       if shapes[0] else x,
       reference=lambda mp, x, axis=None: x.cumsum(axis=axis),
       points=(((),), ((4,),), ((2, 3), {"axis": 0}), ((2, 3), {"axis": -1})), doc="running sums along an axis",
       unrounded=short_sum)
linear("flip(x; axis)", lambda m, g, x, axis=None: m.flip(g, axis=axis), numpy="flip", shape=flipped,
       array=lambda np, x, axis=None: np.flip(x, axis=axis),
       batched=behind(lambda np, x, axis: np.flip(x, axis=axis)),
       reference=lambda mp, x, axis=None: x[tuple(
           slice(None, None, -1 if place in axes_of(axis, x.shape) else 1) for place in range(x.ndim))],
       points=(((),), ((4,),), ((2, 3),), ((2, 3), {"axis": 0}), ((2, 3, 2), {"axis": (0, -1)})),
       doc="the other way round along axes", unrounded=always)
