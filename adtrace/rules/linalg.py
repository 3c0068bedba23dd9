"""Products of vectors and matrices, inverses and determinants.

Adjoints of matrix functions: Giles, "Collected matrix derivative results for forward and reverse mode algorithmic
differentiation" (2008). A singular matrix gives nan, never an exception.
"""

from __future__ import annotations

from math import prod
from typing import Any

from ..records import Shape
from .axes import shape_text, square
from .rounding import short
from .stacks import cofactor_rows, stacked
from .table import general

# Products

def product_shape(a: Shape, b: Shape) -> Shape:
    """The shape of a @ b, for vectors and matrices."""
    if not (1 <= len(a) <= 2 and 1 <= len(b) <= 2 and a[-1] == b[0]):
        raise ValueError(f"the shapes {shape_text(a)} and {shape_text(b)} do not fit a matrix product")
    return (*a[:-1], *b[1:])


def dot_shape(a: Shape, b: Shape) -> Shape:
    """A scalar, from two vectors of one length."""
    if len(a) != 1 or a != b:
        raise ValueError(f"dot needs two vectors of one length, not shapes {shape_text(a)} and {shape_text(b)}")
    return ()


def outer_shape(a: Shape, b: Shape) -> Shape:
    """A matrix, from two vectors."""
    if len(a) != 1 or len(b) != 1:
        raise ValueError(f"outer needs two vectors, not shapes {shape_text(a)} and {shape_text(b)}")
    return (*a, *b)


def product_left(m: Any, y: Any, g: Any, a: Any, b: Any) -> Any:
    """The adjoint of a in a @ b, in the four rank cases."""
    ranks = len(m.shape(a)), len(m.shape(b))
    if ranks == (1, 1):
        return g*b
    return m.outer(g, b) if ranks == (2, 1) else m.matmul(g, m.transpose(b))


def product_right(m: Any, y: Any, g: Any, a: Any, b: Any) -> Any:
    """The adjoint of b in a @ b, in the four rank cases."""
    ranks = len(m.shape(a)), len(m.shape(b))
    if ranks == (1, 1):
        return g*a
    return m.outer(a, g) if ranks == (1, 2) else m.matmul(m.transpose(a), g)


def product_rows(np: Any, shapes: Any, a: Any, b: Any) -> Any:
    """Every row's a @ b. Where one of them is the same in all rows, all products are one product of matrices."""
    ranks, varies = (len(shapes[0]), len(shapes[1])), (np.ndim(a) > len(shapes[0]), np.ndim(b) > len(shapes[1]))
    if ranks == (1, 1):
        return np.vecdot(a, b)
    if varies == (False, True) and ranks == (2, 1):
        return b @ a.T
    if varies == (True, False):
        return (a.reshape(-1, a.shape[-1]) @ b).reshape(*a.shape[:-1], *b.shape[1:])
    if ranks == (2, 1):
        return np.matmul(a, b[..., None])[..., 0]
    return np.matmul(a[:, None, :], b)[:, 0] if ranks == (1, 2) and varies[0] else np.matmul(a, b)


general("dot(a, b)", jvp=(lambda m, y, d, a, b: m.dot(d, b), lambda m, y, d, a, b: m.dot(a, d)),
        vjp=(lambda m, y, g, a, b: g*b, lambda m, y, g, a, b: g*a), shape=dot_shape,
        product=True, cost=lambda a, b: prod(a),
        array=lambda np, a, b: np.dot(a, b), numpy="dot", batched=product_rows, reference=lambda mp, a, b: sum(a*b),
        points=(((1,), (1,)), ((4,), (4,))),
        doc="the sum of products of two vectors", unrounded=short)
general("matmul(a, b)", jvp=(lambda m, y, d, a, b: m.matmul(d, b), lambda m, y, d, a, b: m.matmul(a, d)),
        vjp=(product_left, product_right), shape=product_shape, product=True, cost=lambda a, b: prod(a)*prod(b[1:]),
        array=lambda np, a, b: np.matmul(a, b), batched=product_rows, reference=lambda mp, a, b: a.dot(b),
        numpy="matmul", points=(((3,), (3,)), ((2, 3), (3,)), ((2,), (2, 3)), ((2, 3), (3, 4)), ((1, 1), (1, 2))),
        doc="the matrix product, also written a @ b; vectors are columns on the right and rows on the left",
        unrounded=short)
general("outer(a, b)", jvp=(lambda m, y, d, a, b: m.outer(d, b), lambda m, y, d, a, b: m.outer(a, d)),
        vjp=(lambda m, y, g, a, b: m.matmul(g, b), lambda m, y, g, a, b: m.matmul(m.transpose(g), a)),
        shape=outer_shape, numpy="outer",
        product=True, cost=lambda a, b: prod(a)*prod(b), array=lambda np, a, b: np.multiply.outer(a, b),
        batched=lambda np, shapes, a, b: a[..., :, None]*b[..., None, :],
        reference=lambda mp, a, b: [[s*t for t in b] for s in a], points=(((2,), (3,)), ((1,), (1,))),
        doc="the matrix of all products a[i]*b[j]", unrounded=short)


# Inverses and determinants

MINORS = 6
"""Rows of the largest matrix whose cofactors are differentiated by minors; by its inverse, beyond."""


def eliminated(mp: Any, a: Any, b: Any) -> tuple[Any, list[Any]]:
    """det(A) and the rows of inv(A) B in mpmath, by Gauss's elimination; no rows where A is singular.

    A difference that leaves nothing but rounding is taken to be 0.
    """
    rows = [[*left, *right] for left, right in zip(a.tolist(), b.tolist(), strict=True)]
    size, det = len(rows), mp.mpf(1)
    for place in range(size):
        pivot = max(range(place, size), key=lambda one: abs(rows[one][place]))
        if rows[pivot][place] == 0:
            return mp.mpf(0), []
        if pivot != place:
            rows[place], rows[pivot], det = rows[pivot], rows[place], -det
        top, det = rows[place], det*rows[place][place]
        for other in range(size):
            if other != place:
                factor = rows[other][place]/top[place]
                rows[other] = [less(mp, s, factor*t) for s, t in zip(rows[other], top, strict=True)]
    return det, [[entry/row[place] for entry in row[size:]] for place, row in enumerate(rows)]


def less(mp: Any, a: Any, b: Any) -> Any:
    """a - b; 0 where the two agree in all digits but a few."""
    difference = a - b
    return mp.mpf(0) if abs(difference) < 1e6*mp.eps*abs(a) else difference


def identity(mp: Any, a: Any) -> Any:
    """The identity matrix of the size of A."""
    return 0*a + [[mp.mpf(i == j) for j in range(len(a))] for i in range(len(a))]


def solved(mp: Any, a: Any, b: Any) -> Any:
    """inv(A) B in mpmath. Raises ZeroDivisionError where A is singular."""
    rows = eliminated(mp, a, b.reshape(len(b), -1))[1]
    if not rows:
        raise ZeroDivisionError("a singular matrix")
    return rows


def minors(mp: Any, a: Any) -> Any:
    """The matrix of cofactors in mpmath: the determinants of what is left without a row and a column."""
    def minor(i: int, j: int) -> Any:
        rows = [[*row[:j], *row[j + 1 :]] for place, row in enumerate(a.tolist()) if place != i]
        left = a[1:, 1:].copy()
        left[...] = rows
        return (-1)**(i + j)*eliminated(mp, left, left[:, :0])[0]

    return [[minor(i, j) for j in range(len(a))] for i in range(len(a))]

def attempt(np: Any, function: Any, shape: Shape, *operands: Any) -> Any:
    """A function of numpy.linalg; nan throughout where it gives up, and of nan, which its pivots may pass over."""
    if any(np.isnan(operand).any() for operand in operands):
        return np.full(shape, np.nan)
    try:
        return function(*operands)
    except np.linalg.LinAlgError:
        return np.full(shape, np.nan)


def cofactors(np: Any, a: Any) -> Any:
    """The matrix of cofactors, singular matrices included: with A = U S V', det(U) det(V) U diag(others of S) V'."""
    if len(a) == 1:
        return np.ones((1, 1), dtype=np.asarray(a).dtype)
    if len(a) == 2:
        return np.array([[a[1, 1], -a[1, 0]], [-a[0, 1], a[0, 0]]])
    if len(a) == 3:
        return np.cross(a[[1, 2, 0]], a[[2, 0, 1]])
    if not np.isfinite(a).all():  # LAPACK may never come back.
        return np.full(np.shape(a), np.nan)
    try:
        left, values, right = np.linalg.svd(a)
    except np.linalg.LinAlgError:
        return np.full(np.shape(a), np.nan)
    kept = np.where(np.eye(len(values), dtype=bool), 1.0, values)
    return np.linalg.det(left)*np.linalg.det(right)*(left*np.prod(kept, axis=1)) @ right


def turned(m: Any, x: Any, axis: int) -> Any:
    """A matrix with its first row, or column, moved to the end."""
    first, rest = [(slice(None),)*axis + (part,) for part in (slice(0, 1), slice(1, None))]
    return m.concat(m.index(x, index=rest), m.index(x, index=first), axis=axis)


def corners(m: Any, x: Any) -> list[list[Any]]:
    """A matrix with one or two rows and one or two columns turned: [1][2] has one row and two columns."""
    found, rows = [[x]], x
    for _ in range(2):
        rows = turned(m, rows, 0)
        once = turned(m, rows, 1)
        found.append([rows, once, turned(m, once, 1)])
    return found


def without(m: Any, x: Any, place: int, axis: int) -> Any:
    """A matrix without one row, or column."""
    front, size = (slice(None),)*axis, m.shape(x)[axis]
    before, after = [m.index(x, index=(*front, part)) for part in (slice(0, place), slice(place + 1, None))]
    return after if place == 0 else before if place == size - 1 else m.concat(before, after, axis=axis)


def minor_slopes(m: Any, v: Any, a: Any) -> Any:
    """The slope of every cofactor: that of a determinant, so the cofactors of what is left are its partials."""
    size = m.shape(a)[0]
    rows: list[list[Any]] = [[] for _ in range(size)]
    for i, row in enumerate(rows):
        stays, moves = without(m, a, i, 0), without(m, v, i, 0)
        for j in range(size):
            slope = m.sum(m.cofactor(without(m, stays, j, 1))*without(m, moves, j, 1))
            row.append(-slope if (i + j) % 2 else slope)
    return m.stack(*[m.stack(*row) for row in rows])


def cofactor_slope(m: Any, y: Any, v: Any, a: Any, general: Any) -> Any:
    """JVP and VJP alike, of matrices up to MINORS rows, singular or not, by the minors of the matrix.

    Of sizes 2 and 3 these are entries and differences of products. Of a larger matrix the general form, by its inverse.
    """
    size = m.shape(a)[0]
    if size == 1:
        return 0*v
    if size > 3:
        return minor_slopes(m, v, a) if size <= MINORS else general(m, y, v, a)
    moves = corners(m, v)
    if size == 2:
        return m.where(m.diag(m.broadcast(1, shape=(2,))), moves[1][1], -moves[1][1])
    stays = corners(m, a)
    plus, minus = [moves[1][s]*stays[2][t] + stays[1][s]*moves[2][t] for s, t in ((1, 2), (2, 1))]
    return plus - minus


def cofactor_vjp(m: Any, y: Any, g: Any, a: Any) -> Any:
    """From cof(A) = det(A) inv(A)': nan where A is singular."""
    back = m.transpose(m.inv(a))
    return y*m.sum(g*back) - m.matmul(m.matmul(back, m.transpose(g)), y)


def cofactor_jvp(m: Any, y: Any, d: Any, a: Any) -> Any:
    """From cof(A) = det(A) inv(A)': nan where A is singular."""
    back = m.transpose(m.inv(a))
    return back*m.sum(y*d) - m.matmul(m.matmul(back, m.transpose(d)), y)


def solve_shape(a: Shape, b: Shape) -> Shape:
    """The shape of b."""
    side = square("solve", a)
    if not 1 <= len(b) <= 2 or b[0] != side:
        raise ValueError(f"solve needs as many rows left and right, not shapes {shape_text(a)} and {shape_text(b)}")
    return b


def solve_matrix_vjp(m: Any, y: Any, g: Any, a: Any, b: Any) -> Any:
    """The adjoint of the matrix: -inv(A)' g y'."""
    back = m.solve(m.transpose(a), g)
    return -m.outer(back, y) if len(m.shape(y)) == 1 else -m.matmul(back, m.transpose(y))


SQUARES = (((1, 1),), ((2, 2),), ((3, 3),), ([[2.0, 1.0, 0.0], [1.0, 3.0, -1.0], [0.5, -2.0, 4.0]],))

general("inv(a)", jvp=(lambda m, y, d, a: -m.matmul(m.matmul(y, d), y),),
        vjp=(lambda m, y, g, a: -m.matmul(m.matmul(m.transpose(y), g), m.transpose(y)),),
        shape=lambda a: (square("inv", a),)*2, cost=lambda a: 2*a[0]**3,
        array=lambda np, a: attempt(np, np.linalg.inv, np.shape(a), a), numpy="linalg.inv",
        batched=stacked(lambda np, a: np.linalg.inv(a)),
        reference=lambda mp, a: solved(mp, a, identity(mp, a)),
        domain=lambda m, a: m.det(a) != 0, points=SQUARES, doc="the inverse of a square matrix",
        hint="a singular matrix has no inverse")
general("det(a)", jvp=(lambda m, y, d, a: m.sum(m.cofactor(a)*d),), vjp=(lambda m, y, g, a: g*m.cofactor(a),),
        shape=lambda a: (square("det", a),)[1:], cost=lambda a: a[0]**3,
        array=lambda np, a: attempt(np, np.linalg.det, (), a), reference=lambda mp, a: eliminated(mp, a, a)[0],
        batched=stacked(lambda np, a: np.linalg.det(a)),
        latex=r"\det", numpy="linalg.det", points=SQUARES, doc="the determinant of a square matrix")
general("cofactor(a)", textbook_jvps=(cofactor_jvp,), textbook=(cofactor_vjp,),
        jvp=(lambda m, y, d, a: cofactor_slope(m, y, d, a, cofactor_jvp),),
        vjp=(lambda m, y, g, a: cofactor_slope(m, y, g, a, cofactor_vjp),), shape=lambda a: (square("cofactor", a),)*2,
        cost=lambda a: 3*a[0]**3, array=cofactors, batched=cofactor_rows, latex=r"\operatorname{cof}",
        reference=minors,
        points=(*SQUARES, ((4, 4),)),
        doc="the matrix of cofactors: det(A)*inv(A).T, also where A is singular "
        f"(its slopes there: up to {MINORS} rows); the slope of det")
general("logdet(a)", jvp=(lambda m, y, d, a: m.trace(m.solve(a, d)),),
        vjp=(lambda m, y, g, a: g*m.transpose(m.inv(a)),),
        textbook_jvps=(lambda m, y, d, a: m.trace(m.matmul(m.inv(a), d)),),
        shape=lambda a: (square("logdet", a),)[1:], cost=lambda a: a[0]**3,
        array=lambda np, a: attempt(np, np.linalg.slogdet, (2,), a)[1],
        batched=stacked(lambda np, a: np.linalg.slogdet(a)[1]),
        reference=lambda mp, a: mp.log(abs(eliminated(mp, a, a)[0])), pole=lambda m, a: m.det(a) == 0,
        latex=r"\ln\det", points=SQUARES, doc="log(abs(det(A))) without overflow")
general("solve(a, b)", jvp=(lambda m, y, d, a, b: -m.solve(a, m.matmul(d, y)), lambda m, y, d, a, b: m.solve(a, d)),
        vjp=(solve_matrix_vjp, lambda m, y, g, a, b: m.solve(m.transpose(a), g)), shape=solve_shape,
        cost=lambda a, b: a[0]**3 + a[0]*prod(b),
        array=lambda np, a, b: attempt(np, np.linalg.solve, np.shape(b), a, b), numpy="linalg.solve",
        batched=stacked(lambda np, a, b: np.linalg.solve(a, b)),
        reference=solved,
        domain=lambda m, a, b: m.det(a) != 0, points=(((3, 3), (3,)), ((2, 2), (2, 3)), ((1, 1), (1,))),
        doc="the x with A @ x = b, for a vector or a matrix b", hint="a singular matrix has no inverse")
