"""x[i, 1:3] and its transpose, and one-hot vectors.

An index is a tuple of whole numbers, slices, and OPERAND for a position that is computed.
"""

from __future__ import annotations

from typing import Any

from ..records import Shape
from .axes import shape_text, sizes, some, whole
from .rounding import always
from .table import general, linear

OPERAND = "operand"
"""In an index: this position is given by the next operand (the language's INDEX_OPERAND)."""


def position(value: Any, size: int, shape: Shape) -> int:
    """A position along an axis, negative ones counted from the end. Raises ValueError."""
    if value != value or abs(value) == float("inf") or value != int(value):
        raise ValueError(f"the index {float(value):g} is not a whole number")
    if not -size <= value < size:
        raise ValueError(f"index {int(value)} is out of range: the axis has {size} (shape {shape_text(shape)})")
    return int(value)


def resolved(index: Any, shape: Shape, operands: tuple[Any, ...]) -> tuple[Any, ...]:
    """The index with the operands put in and every position checked."""
    if len(index) > len(shape):
        raise ValueError(f"{len(index)} indices for an array of shape {shape_text(shape)}")
    given = iter(operands)
    entries = [next(given) if entry == OPERAND else entry for entry in index]
    return tuple(
        entry if isinstance(entry, slice) else position(entry, size, shape)
        for entry, size in zip(entries, shape, strict=False)
    )


def opened(index: Any) -> Any:
    """The index with its computed positions left open: whole axes."""
    if not isinstance(index, tuple):
        raise ValueError("index= is a list of whole numbers and slices, as in index=[0, 1:3]")
    return tuple(slice(None) if entry == OPERAND else entry for entry in index)


def picked(x: Shape, *i: Shape, index: Any = ()) -> Shape:
    """The shape of x[index]."""
    if any(i):
        raise ValueError(f"an index is a single number, not an array of shape {shape_text(next(filter(None, i)))}")
    places = resolved(opened(index), x, ())
    kept = [
        len(range(size)[place]) for place, entry, size in zip(places, index, x, strict=False)
        if isinstance(place, slice) and entry != OPERAND
    ]
    return (*kept, *x[len(places) :])


def put_back(m: Any, g: Any, x: Any, *i: Any, operand: int = 0, index: Any = ()) -> Any:
    """The transpose of index: g where it was picked from, else 0.

    Computed positions become masks on their axes, fixed ones and slices a scatter.
    """
    shape, outer = m.shape(x), opened(index)
    inner = picked(shape, index=outer)
    open_axes = [entry for entry in index if isinstance(entry, (slice, str))]
    computed = tuple(axis for axis, entry in enumerate(open_axes) if entry == OPERAND)
    if computed and m.shape(g):
        g = m.broadcast(g, shape=inner, axis=some(computed))
    for axis, where in zip(computed, i, strict=True):
        hit = m.onehot(where, n=inner[axis])
        if len(inner) > 1:
            hit = m.broadcast(hit, shape=inner, axis=some(tuple(a for a in range(len(inner)) if a != axis)))
        g = m.where(hit, g, 0)
    return g if all(entry == slice(None) for entry in outer) else m.scatter(g, shape=shape, index=outer)


def scattered(x: Shape, shape: Any = None, index: Any = ()) -> Shape:
    """The shape asked for, once x has the shape of what the index picks from it."""
    target = sizes(shape, "shape")
    hole = picked(target, index=index)
    if x != hole:
        raise ValueError(f"an array of shape {shape_text(x)} does not fill an index of shape {shape_text(hole)}")
    return target


def scatter(np: Any, x: Any, shape: Any = None, index: Any = ()) -> Any:
    """Zeros of a shape, with x put at the index."""
    target = sizes(shape, "shape")
    result = np.zeros(target, dtype=np.asarray(x).dtype)
    result[resolved(index, target, ())] = x
    return result


def hot(np: Any, i: Any, n: Any = None) -> Any:
    """1 at the position that each i gives, else 0."""
    length = whole(n, "n")
    positions = whole_places(np, np.ravel(i), length)
    if positions is None:
        positions = [position(value, length, (length,)) for value in np.ravel(i)]
    return np.eye(length)[positions].reshape(*np.shape(i), length)


def hot_shape(i: Shape, n: Any = None) -> Shape:
    """One more axis, of size n."""
    return (*i, *sizes(whole(n, "n"), "n"))


def picked_rows(np: Any, shapes: Any, x: Any, *i: Any, index: Any = ()) -> Any:
    """Every row's x[index]."""
    varies = (slice(None),) if np.ndim(x) > len(shapes[0]) else ()
    if not any(np.ndim(one) for one in i):
        return x[(*varies, *resolved(index, shapes[0], i))]
    # First what is the same for all rows; then every row takes its own place along the axes that are left open.
    fixed = resolved(opened(index), shapes[0], ())
    open_axes = [axis for axis, entry in enumerate(fixed) if isinstance(entry, slice)]
    own = [len(varies) + place for place, axis in enumerate(open_axes) if index[axis] == OPERAND]
    block = np.moveaxis(x[(*varies, *fixed)], own, range(len(varies), len(varies) + len(own)))
    sizes_along = [shapes[0][axis] for axis in open_axes if index[axis] == OPERAND]
    places = [whole_places(np, np.asarray(one), size) for one, size in zip(i, sizes_along, strict=True)]
    if any(one is None for one in places):
        return NotImplemented
    return block[(*([np.arange(len(x))] if varies else []), *places)]


def whole_places(np: Any, i: Any, size: int) -> Any:
    """Positions along an axis as ints; None where one is none."""
    if not ((i == np.floor(i)) & (-size <= i) & (i < size)).all():
        return None
    return i.astype(int)


def scattered_rows(np: Any, shapes: Any, x: Any, shape: Any = None, index: Any = ()) -> Any:
    """Zeros of a shape in every row, with x put at the index."""
    target = sizes(shape, "shape")
    result = np.zeros((len(x), *target))
    result[(slice(None), *resolved(index, target, ()))] = x
    return result


linear("index(x, *i; index)", put_back, None, shape=picked, selects=True,
       array=lambda np, x, *i, index=(): np.asarray(x)[resolved(index, np.shape(x), i)], batched=picked_rows,
       points=(((3,), {"index": (1,)}), ((3,), {"index": (-1,)}), ((2, 3), {"index": (0,)}),
               ((2, 3), {"index": (1, 2)}),
               ((2, 3), {"index": (slice(None), 2)}), ((5,), {"index": (slice(1, None, 2),)}),
               ((5,), {"index": (slice(None, None, -1),)}), ((3,), 2.0, {"index": (OPERAND,)}),
               ((2, 3), 1.0, {"index": (OPERAND,)}), ((3, 2), 2.0, {"index": (OPERAND, 1)}),
               ((2, 3, 2), 1.0, -1.0, {"index": (OPERAND, slice(1, 3), OPERAND)})),
       doc="x[i, j, ...]: whole numbers, counted from 0, and slices", unrounded=always)
linear("scatter(x; shape, index)", lambda m, g, x, shape=None, index=(): m.index(g, index=index), shape=scattered,
       array=scatter, batched=scattered_rows, selects=True,
       points=(((), {"shape": (3,), "index": (1,)}), ((3,), {"shape": (2, 3), "index": (0,)}),
               ((2,), {"shape": (2, 3), "index": (slice(None), 2)}),
               ((2,), {"shape": (5,), "index": (slice(1, None, 3),)})),
       doc="zeros of a shape, with x put at index=[...]: the transpose of index", unrounded=always)
general("onehot(i; n)", jvp=(None,), vjp=(None,), shape=hot_shape, array=hot,
        batched=lambda np, shapes, i, n=None: hot(np, i, n), cost=lambda i, n=None: 0,
        reference=lambda mp, i, n=None: [
            [mp.mpf(place == position(one, n, (n,)) % n) for place in range(n)] for one in i.ravel()],
        points=((0.0, {"n": 3}), (2.0, {"n": 3}), ([0.0, 2.0], {"n": 3})),
        doc="1 at position i, else 0; n numbers in all")
