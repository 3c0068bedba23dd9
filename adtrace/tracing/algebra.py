"""Functions of NumPy that are written with others: products, norms, conditions and elementary functions."""

from __future__ import annotations

import math
from typing import Any

from .value import Value


def tape_of(*args: Any) -> Any:
    """The tape of the first tracing value."""
    return tape_holder(*args).tape


def refuse(value: Any, message: str, hint: str = "") -> Any:
    """Raise the error for a call that is not traced, at its line."""
    raise tape_of(value).error(message, hint)


def dot(a: Any, b: Any, out: Any = None) -> Any:
    """np.dot: a product of numbers, of vectors or of matrices."""
    import numpy as np

    if not np.ndim(a) or not np.ndim(b):
        return np.multiply(a, b)
    if np.ndim(a) == np.ndim(b) == 1:
        return tape_of(a, b).apply("dot", [a, b])
    return np.matmul(a, b) if np.ndim(b) <= 2 else np.tensordot(a, b, axes=([-1], [-2]))


def vdot(a: Any, b: Any) -> Any:
    """np.vdot: the sum of all products."""
    import numpy as np

    return np.dot(np.ravel(a), np.ravel(b))


def inner(a: Any, b: Any) -> Any:
    """np.inner: the product over the last axes."""
    import numpy as np

    if not np.ndim(a) or not np.ndim(b):
        return np.multiply(a, b)
    return np.dot(a, b) if np.ndim(b) == 1 else np.tensordot(a, b, axes=([-1], [-1]))


def outer(a: Any, b: Any, out: Any = None) -> Any:
    """np.outer: all products of elements."""
    import numpy as np

    return tape_of(a, b).apply("outer", [np.ravel(a), np.ravel(b)])


def tensordot(a: Any, b: Any, axes: Any = 2) -> Any:
    """np.tensordot, by one product of matrices."""
    import numpy as np

    ranks = np.ndim(a), np.ndim(b)
    if isinstance(axes, int):
        axes = list(range(ranks[0] - axes, ranks[0])), list(range(axes))
    first, second = ([int(axis) % rank for axis in np.atleast_1d(some)] for some, rank in zip(axes, ranks, strict=True))
    sides = ((ranks[0], first), (ranks[1], second))
    kept = [[axis for axis in range(rank) if axis not in used] for rank, used in sides]
    shapes = np.shape(a), np.shape(b)
    shared = math.prod(shapes[0][axis] for axis in first)
    left = np.reshape(np.transpose(a, [*kept[0], *first]), (-1, shared))
    right = np.reshape(np.transpose(b, [*second, *kept[1]]), (shared, -1))
    return np.reshape(left @ right, [shapes[0][axis] for axis in kept[0]] + [shapes[1][axis] for axis in kept[1]])


def norm(x: Any, ord: Any = None, axis: Any = None, keepdims: bool = False) -> Any:
    """np.linalg.norm of vectors, and the Frobenius, maximum-row-sum and maximum-column-sum norms of matrices."""
    import numpy as np

    over = {"axis": axis if axis is None or isinstance(axis, int) else tuple(axis), "keepdims": int(keepdims)}
    pair: Any = over["axis"] if axis is not None else tuple(range(x.ndim))
    is_matrix = isinstance(pair, tuple) and len(pair) == 2
    if ord is None or (ord == "fro" and is_matrix) or (ord == 2 and not is_matrix):
        return x.tape.apply("norm2", [x], over)
    if is_matrix:
        if ord not in (1, -1, np.inf, -np.inf) or keepdims or x.ndim != 2:
            return refuse(x, f"np.linalg.norm of a matrix is not traced with ord={ord!r}", "'fro', 1 and np.inf are")
        sums = np.sum(np.abs(x), axis=pair[0] if abs(ord) == 1 else pair[1])
        return np.max(sums) if ord > 0 else np.min(sums)
    if ord == 1:
        return x.tape.apply("norm1", [x], over)
    if ord in (np.inf, -np.inf):
        return (np.max if ord > 0 else np.min)(np.abs(x), axis=axis, keepdims=keepdims)
    if isinstance(ord, str) or ord == 0:
        return refuse(x, f"np.linalg.norm is not traced with ord={ord!r}")
    return np.sum(np.abs(x)**ord, axis=axis, keepdims=keepdims)**(1/ord)


def slogdet(a: Any) -> Any:
    """np.linalg.slogdet: the sign and the logarithm of the determinant."""
    import numpy as np

    return np.sign(np.linalg.det(a)), a.tape.apply("logdet", [a])


def matrix_power(a: Any, n: int) -> Any:
    """np.linalg.matrix_power, product by product."""
    import numpy as np

    if n < 0:
        return matrix_power(np.linalg.inv(a), -n)
    result, square = None, a
    while n:
        if n % 2:
            result = square if result is None else result @ square
        n //= 2
        square = square @ square if n else square
    return np.eye(a.shape[0]) if result is None else result


def condition(found: Any) -> Any:
    """A value that is 0 or 1."""
    if type(found) is Value:
        found.is_condition = True
    return found


def truth(a: Any) -> Any:
    """Where a is not 0."""
    return a if type(a) is Value and a.is_condition else a != 0


def logical_and(a: Any, b: Any) -> Any:
    """np.logical_and, and & of conditions."""
    return condition(truth(a)*truth(b))


def logical_or(a: Any, b: Any) -> Any:
    """np.logical_or, and | of conditions."""
    import numpy as np

    return condition(np.maximum(truth(a), truth(b)))


def logical_xor(a: Any, b: Any) -> Any:
    """np.logical_xor, and ^ of conditions."""
    return truth(a) != truth(b)


def logical_not(a: Any) -> Any:
    """np.logical_not, and ~ of a condition."""
    return a == 0


def trunc(x: Any) -> Any:
    """np.trunc: towards 0."""
    import numpy as np

    return np.where(x < 0, np.ceil(x), np.floor(x))


def rounded(a: Any, decimals: int = 0, out: Any = None) -> Any:
    """np.round."""
    import numpy as np

    if decimals < 0:
        return np.rint(a/10.0**-decimals)*10.0**-decimals
    return np.rint(a*10.0**decimals)/10.0**decimals if decimals else np.rint(a)


def floor_divide(a: Any, b: Any) -> Any:
    """np.floor_divide and a//b: how often b goes into a. The floor of a/b would be 10 for 1//0.1, which is 9."""
    import numpy as np

    return np.rint((a - a % b)/b)


def fmod(a: Any, b: Any) -> Any:
    """np.fmod: what is left has the sign of a."""
    import numpy as np

    return np.where(a < 0, -(-a % abs(b)), a % abs(b))


def without_nan(name: str) -> Any:
    """np.fmax and np.fmin: a nan gives way to a number."""

    def form(a: Any, b: Any) -> Any:
        import numpy as np

        return np.where(np.not_equal(a, a), b, np.where(np.not_equal(b, b), a, getattr(np, name)(a, b)))

    return form


def clip(a: Any, a_min: Any = None, a_max: Any = None, **how: Any) -> Any:
    """np.clip, also with one bound."""
    import numpy as np

    lowest, highest = how.pop("min", a_min), how.pop("max", a_max)
    lowest, highest = (None if one is np._NoValue else one for one in (lowest, highest))
    if how:
        return refuse(tape_holder(a, lowest, highest), f"np.clip is not traced with {', '.join(how)}", "leave it out")
    if lowest is None or highest is None:
        bounded = a if lowest is None else np.maximum(a, lowest)
        return bounded if highest is None else np.minimum(bounded, highest)
    return tape_of(a, lowest, highest).apply("clip", [a, lowest, highest])


def tape_holder(*args: Any) -> Any:
    """The first tracing value."""
    return next(arg for arg in args if type(arg) is Value)


def heaviside(x: Any, half: Any) -> Any:
    """np.heaviside: the row step, where the value at 0 is 1."""
    import numpy as np

    if type(half) is not Value and np.all(np.asarray(half) == 1):
        return x.tape.apply("step", [x])
    return np.where(x == 0, half, x > 0)


def polyval(p: Any, x: Any) -> Any:
    """np.polyval, by Horner's rule."""
    result: Any = 0.0
    for place, one in enumerate(p):
        result = one if place == 0 else result*x + one
    return result


FORMS = {
    "dot": dot, "vdot": vdot, "inner": inner, "outer": outer, "tensordot": tensordot, "linalg.norm": norm,
    "linalg.slogdet": slogdet, "linalg.matrix_power": matrix_power, "linalg.outer": outer,
    "logical_and": logical_and, "logical_or": logical_or, "logical_xor": logical_xor, "logical_not": logical_not,
    "bitwise_and": logical_and, "bitwise_or": logical_or, "bitwise_xor": logical_xor, "invert": logical_not,
    "floor_divide": floor_divide, "divmod": lambda a, b: (floor_divide(a, b), a % b), "fmod": fmod, "clip": clip,
    "fmax": without_nan("maximum"), "fmin": without_nan("minimum"),
    "trunc": trunc, "fix": trunc, "round": rounded, "around": rounded, "heaviside": heaviside, "polyval": polyval,
    "positive": lambda x: x.__copy__(), "fabs": lambda x: abs(x), "float_power": lambda a, b: a**b,
    "deg2rad": lambda x: x*(math.pi/180), "radians": lambda x: x*(math.pi/180),
    "rad2deg": lambda x: x*(180/math.pi), "degrees": lambda x: x*(180/math.pi),
    "conjugate": lambda x: x.__copy__(), "real": lambda x: x.__copy__(),
}
"""By the name in NumPy."""
