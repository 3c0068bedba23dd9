"""Functions of NumPy that are written with others: means, spreads, differences and other summaries along an axis."""

from __future__ import annotations

from typing import Any

from .algebra import refuse, tape_holder, tape_of
from .layouts import shape_of
from .value import Value


def spread(row: str) -> Any:
    """np.var and np.std, with ddof."""

    def form(a: Any, axis: Any = None, dtype: Any = None, out: Any = None, ddof: int = 0, keepdims: Any = False,
             **how: Any) -> Any:
        import numpy as np

        from ..rules.axes import count
        from .protocol import plain

        if set(how) - {"correction"}:
            return refuse(a, f"np.{row} is not traced with {', '.join(how)}", "leave it out")
        ddof = how.get("correction", ddof)
        over = {"axis": plain(axis), "keepdims": int(bool(keepdims))}
        found = a.tape.apply("var" if ddof else row, [a], over)
        if ddof:
            total = count(a.shape, over["axis"])
            found = found*(total/(total - ddof))
        return np.sqrt(found) if ddof and row == "std" else found

    return form


def average(a: Any, axis: Any = None, weights: Any = None, returned: bool = False, **how: Any) -> Any:
    """np.average, with weights."""
    import numpy as np

    if how or returned:
        return refuse(tape_holder(a, weights), f"np.average is not traced with {next(iter(how), 'returned')}=")
    if weights is None:
        return np.mean(a, axis=axis)
    if shape_of(weights) != shape_of(a) and axis is not None:
        rank = len(shape_of(a))
        weights = np.reshape(weights, [-1 if place == axis % rank else 1 for place in range(rank)])
        weights = weights*np.ones(shape_of(a))
    return np.sum(a*weights, axis=axis)/np.sum(weights, axis=axis)


def diff(a: Any, n: int = 1, axis: int = -1, **how: Any) -> Any:
    """np.diff."""
    if how:
        return refuse(a, f"np.diff is not traced with {next(iter(how))}=", "put the arrays together first")
    before = (slice(None),)*(axis % a.ndim)
    for _ in range(n):
        a = a[(*before, slice(1, None))] - a[(*before, slice(None, -1))]
    return a


def cumsum(a: Any, axis: Any = None, dtype: Any = None, out: Any = None) -> Any:
    """np.cumsum; without an axis, of all elements in a row."""
    import numpy as np

    return a.tape.apply("cumsum", [np.ravel(a) if axis is None else a], {"axis": 0 if axis is None else int(axis)})


def cumprod(a: Any, axis: Any = None, dtype: Any = None, out: Any = None) -> Any:
    """np.cumprod, product by product."""
    import numpy as np

    if axis is None:
        a, axis = np.ravel(a), 0
    before = (slice(None),)*(axis % a.ndim)
    found = [a[(*before, 0)]]
    for place in range(1, a.shape[axis]):
        found.append(found[-1]*a[(*before, place)])
    return np.stack(found, axis=axis)


def trace(a: Any, offset: int = 0, axis1: int = 0, axis2: int = 1, dtype: Any = None, out: Any = None) -> Any:
    """np.trace."""
    import numpy as np

    if offset or (axis1, axis2) != (0, 1) or a.ndim != 2 or a.shape[0] != a.shape[1]:
        return np.sum(np.diag(a, offset))
    return a.tape.apply("trace", [a])


def alias(name: str) -> Any:
    """A second name of a function of NumPy."""

    def form(a: Any, *args: Any, **kwargs: Any) -> Any:
        import numpy as np

        return getattr(np, name)(a, *args, **kwargs)

    return form


def trapezoid(y: Any, x: Any = None, dx: Any = 1.0, axis: int = -1) -> Any:
    """np.trapezoid of one array along its last axis."""
    import numpy as np

    if axis not in (-1, len(shape_of(y)) - 1):
        return refuse(tape_holder(y, x, dx), f"np.trapezoid is not traced with axis={axis}", "transpose y first")
    steps = dx if x is None else np.diff(x)
    return np.sum(steps*(y[..., 1:] + y[..., :-1])/2, axis=-1)


def cross(a: Any, b: Any, *how: Any, **more: Any) -> Any:
    """np.cross of two vectors in space."""
    import numpy as np

    if shape_of(a) != (3,) or shape_of(b) != (3,):
        return refuse(a if type(a) is Value else b, "np.cross is traced of two vectors of 3 numbers")
    turned = [a[i]*b[j] - a[j]*b[i] for i, j in ((1, 2), (2, 0), (0, 1))]
    return tape_of(*turned).apply("stack", [np.asarray(one) if type(one) is not Value else one for one in turned])


FORMS = {
    "var": spread("var"), "std": spread("std"), "average": average, "diff": diff, "cumsum": cumsum, "cumprod": cumprod,
    "trace": trace, "amax": alias("max"), "amin": alias("min"), "trapezoid": trapezoid, "cross": cross,
    "ptp": lambda a, axis=None, **how: a.max(axis=axis, **how) - a.min(axis=axis, **how),
    "ediff1d": lambda a: diff(a.ravel()),
}
"""By the name in NumPy."""
