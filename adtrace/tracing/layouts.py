"""Functions of NumPy that are written with others: the shapes of arrays, and arrays put together and taken apart."""

from __future__ import annotations

import math
from typing import Any

from .algebra import refuse
from .sharing import view
from .value import Value


def shape_of(x: Any) -> tuple[int, ...]:
    """The shape of a tracing value, an array or a number."""
    import numpy as np

    return x.shape if type(x) is Value else np.shape(x)


def shaped(a: Any, sizes: Any) -> Any:
    """The elements in another shape, which share no memory with a."""
    if sizes == a.shape:
        return a.__copy__()
    if not sizes:
        return a.tape.apply("index", [a], {"index": (0,)*a.ndim})  # The language has no empty shape=[].
    return a.tape.apply("reshape", [a], {"shape": sizes})


def reshape(a: Any, shape: Any = None, order: str = "C", *, newshape: Any = None, copy: Any = None) -> Any:
    """np.reshape."""
    import numpy as np

    from .protocol import plain

    if order not in ("C", "A"):
        return refuse(a, f"np.reshape is not traced with order={order!r}", "transpose the array first")
    wanted = plain(newshape if shape is None else shape)
    sizes = wanted if isinstance(wanted, tuple) else (wanted,)
    if -1 in sizes:
        sizes = np.broadcast_to(np.empty(()), a.shape).reshape(sizes).shape
    shape_before = a.shape
    return view(a, lambda base: shaped(base, sizes), lambda memory: memory.reshape(sizes),
                lambda base, part: shaped(part, shape_before))


def transpose(a: Any, axes: Any = None) -> Any:
    """np.transpose."""
    from .protocol import plain

    if a.ndim < 2 or (axes is not None and list(axes) == list(range(a.ndim))):
        return view(a, lambda base: base.__copy__(), lambda memory: memory[...], lambda base, part: part)
    order = [axis % a.ndim for axis in (range(a.ndim)[::-1] if axes is None else plain(axes))]
    back = sorted(range(a.ndim), key=order.__getitem__)
    return view(a, lambda base: turned(base, order), lambda memory: memory.transpose(order),
                lambda base, part: turned(part, back))


def turned(a: Any, order: list[int]) -> Any:
    """The axes in another order, which share no memory with a."""
    return a.tape.apply("transpose", [a], {} if order == list(range(a.ndim))[::-1] else {"axes": tuple(order)})


def ravel(a: Any, order: str = "C") -> Any:
    """np.ravel."""
    return reshape(a, (a.size,), order)


def swapaxes(a: Any, axis1: int, axis2: int) -> Any:
    """np.swapaxes."""
    order = list(range(a.ndim))
    order[axis1], order[axis2] = order[axis2], order[axis1]
    return transpose(a, order)


def moveaxis(a: Any, source: Any, destination: Any) -> Any:
    """np.moveaxis."""
    import numpy as np

    places = np.moveaxis(np.empty(tuple(range(1, a.ndim + 1))), source, destination).shape
    return transpose(a, [place - 1 for place in places])


def squeeze(a: Any, axis: Any = None) -> Any:
    """np.squeeze."""
    import numpy as np

    return reshape(a, np.squeeze(np.empty(a.shape), axis).shape)


def expand_dims(a: Any, axis: Any) -> Any:
    """np.expand_dims."""
    import numpy as np

    return reshape(a, np.expand_dims(np.empty(a.shape), axis).shape)


def at_least(rank: int) -> Any:
    """np.atleast_1d and its kin."""

    def form(*arrays: Any) -> Any:
        import numpy as np

        function = {1: np.atleast_1d, 2: np.atleast_2d, 3: np.atleast_3d}[rank]
        found = [reshape(a, function(np.empty(a.shape)).shape) if type(a) is Value else function(a) for a in arrays]
        return found[0] if len(found) == 1 else tuple(found)

    return form


def joined(axis: int, rank: int) -> Any:
    """np.hstack and its kin: arrays of at least this rank, one after the other."""

    def form(tup: Any, **how: Any) -> Any:
        import numpy as np

        arrays = [at_least(rank)(one) for one in tup]
        return np.concatenate(arrays, axis=0 if shape_of(arrays[0])[1:] == () else axis)

    return form


def column_stack(tup: Any) -> Any:
    """np.column_stack: vectors as columns."""
    import numpy as np

    return np.concatenate([np.reshape(one, (-1, 1)) if np.ndim(one) < 2 else one for one in tup], axis=1)


def concatenate(arrays: Any, axis: Any = 0, out: Any = None, **how: Any) -> Any:
    """np.concatenate."""
    from .algebra import tape_of

    if axis is None:
        arrays, axis = [ravel(one) if type(one) is Value else one.ravel() for one in arrays], 0
    return tape_of(*arrays).apply("concat", list(arrays), {"axis": int(axis)})


def append(arr: Any, values: Any, axis: Any = None) -> Any:
    """np.append."""
    import numpy as np

    if axis is None:
        arr, values, axis = np.ravel(arr), np.ravel(values), 0
    return np.concatenate([arr, values], axis=axis)


def split(name: str, along: int = 0) -> Any:
    """np.split and its kin."""

    def form(ary: Any, indices_or_sections: Any, axis: int = along) -> list[Any]:
        import numpy as np

        axis = axis if ary.ndim > 1 else 0
        pieces = getattr(np, name)(np.arange(ary.shape[axis]), indices_or_sections)
        before = (slice(None),)*(axis % ary.ndim)
        bounds = [(int(piece[0]), int(piece[-1]) + 1) for piece in pieces if len(piece)]
        return [ary[(*before, slice(*bound))] for bound in bounds]

    return form


def broadcast_to(array: Any, shape: Any, subok: bool = False) -> Any:
    """np.broadcast_to."""
    import numpy as np

    from .protocol import plain

    wanted = plain(shape)
    sizes = wanted if isinstance(wanted, tuple) else (wanted,)
    return view(array, lambda base: base.tape.apply("broadcast", [base], {"shape": sizes}),
                lambda memory: np.broadcast_to(memory, sizes), None)


def gathered(a: Any, positions: Any) -> Any:
    """The elements of an array at these places of its ravelled form, in the shape of the places."""
    import numpy as np

    flat = [a[tuple(map(int, np.unravel_index(one, a.shape)))] for one in positions.ravel()]
    if not flat:
        return refuse(a, "this takes no elements", "the language has no empty arrays")
    return shaped(a.tape.apply("stack", flat), positions.shape)


def tile(a: Any, reps: Any) -> Any:
    """np.tile."""
    import numpy as np

    times = (reps,) if isinstance(reps, int) else tuple(reps)
    for axis, count in enumerate((1,)*(a.ndim - len(times)) + times):
        a = a if a.ndim >= len(times) else reshape(a, (1,)*(len(times) - a.ndim) + a.shape)
        a = np.concatenate([a]*count, axis=axis) if count != 1 else a
    return a


def repeat(a: Any, repeats: Any, axis: Any = None) -> Any:
    """np.repeat."""
    import numpy as np

    if axis is None:
        a, axis = ravel(a), 0
    return np.take(a, np.repeat(np.arange(a.shape[axis]), repeats), axis=axis)


def take(a: Any, indices: Any, axis: Any = None, out: Any = None, mode: str = "raise") -> Any:
    """np.take."""
    import numpy as np

    if axis is None:
        a, axis = ravel(a), 0
    places = np.asarray(indices)
    before = (slice(None),)*(axis % a.ndim)
    if not places.shape:
        return np.copy(a[(*before, int(places))])
    if places.ndim > 1:
        return refuse(a, "np.take is traced with a list of places, not a table", "reshape the result instead")
    return a.tape.apply("stack", [a[(*before, int(one))] for one in places], {"axis": axis % a.ndim})


def roll(a: Any, shift: int, axis: Any = None) -> Any:
    """np.roll along one axis, or of the ravelled array."""
    import numpy as np

    if axis is None:
        return reshape(roll(ravel(a), shift, 0), a.shape)
    cut = -shift % a.shape[axis]
    if not cut:
        return a.__copy__()
    before = (slice(None),)*(axis % a.ndim)
    return np.concatenate([a[(*before, slice(cut, None))], a[(*before, slice(None, cut))]], axis=axis)


def diag(v: Any, k: int = 0) -> Any:
    """np.diag."""
    import numpy as np

    if k == 0 and (v.ndim == 1 or v.shape[0] == v.shape[1]):
        return v.tape.apply("diag", [v])
    if v.ndim == 2:
        return gathered(v, np.diag(np.arange(v.size).reshape(v.shape), k))
    size = v.shape[0] + abs(k)
    rows = [np.concatenate([np.zeros(max(k, 0)), v, np.zeros(max(-k, 0))])]*size
    return np.stack(rows)*np.eye(size, k=k) if k >= 0 else (np.stack(rows)*np.eye(size, k=-k)).T


def triangle(keep: Any) -> Any:
    """np.tril and np.triu: 0 on the other side."""

    def form(m: Any, k: int = 0) -> Any:
        import numpy as np

        return np.where(getattr(np, keep)(np.ones(m.shape[-2:]), k) != 0, m, 0.0)

    return form


def filled(number: float) -> Any:
    """np.zeros_like and np.ones_like: a tracing value, too, so that elements can be assigned to it."""

    def form(a: Any, dtype: Any = None, order: str = "K", subok: bool = True, shape: Any = None, **how: Any) -> Any:
        import numpy as np

        made = np.full(a.shape if shape is None else shape, number, dtype)
        return a.tape.fixed(made) if made.dtype == float and made.size else made

    return form


def full_like(a: Any, fill_value: Any, *rest: Any, **how: Any) -> Any:
    """np.full_like."""
    import numpy as np

    if type(fill_value) is not Value:
        return np.full(a.shape, fill_value)
    return np.copy(fill_value) if fill_value.shape == a.shape else fill_value.tape.apply(
        "broadcast", [fill_value], {"shape": a.shape})


VIEWS = {
    "reshape": reshape, "transpose": transpose, "permute_dims": transpose, "ravel": ravel, "swapaxes": swapaxes,
    "moveaxis": moveaxis, "squeeze": squeeze, "expand_dims": expand_dims, "atleast_1d": at_least(1),
    "atleast_2d": at_least(2), "atleast_3d": at_least(3), "split": split("split"), "array_split": split("array_split"),
    "hsplit": split("split", 1), "vsplit": split("split"), "dsplit": split("split", 2),
    "broadcast_to": broadcast_to, "flipud": lambda m: m[::-1], "fliplr": lambda m: m[:, ::-1],
    "linalg.matrix_transpose": lambda x: swapaxes(x, -1, -2), "matrix_transpose": lambda x: swapaxes(x, -1, -2),
}
"""Those whose results share their memory with the array, by the name in NumPy."""

FORMS = {
    **VIEWS, "vstack": joined(0, 2), "hstack": joined(1, 1), "dstack": joined(2, 3),
    "column_stack": column_stack, "concatenate": concatenate, "append": append,
    "tile": tile, "repeat": repeat, "take": take, "roll": roll, "diag": diag,
    "diagonal": lambda a, *how: diag(a, *how), "tril": triangle("tril"), "triu": triangle("triu"),
    "zeros_like": filled(0.0), "ones_like": filled(1.0), "empty_like": filled(0.0), "full_like": full_like,
    "copy": lambda a, *how, **more: a.__copy__(), "shape": shape_of,
    "ndim": lambda a: len(shape_of(a)),
    "size": lambda a, axis=None: math.prod(shape_of(a)) if axis is None else shape_of(a)[axis],
}
"""By the name in NumPy."""
