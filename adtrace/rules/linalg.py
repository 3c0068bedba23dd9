"""Products of vectors and matrices, inverses and determinants, convolution and pooling.

Adjoints of matrix functions: Giles, "Collected matrix derivative results for forward and reverse mode algorithmic
differentiation" (2008). A singular matrix gives nan, never an exception.
"""

from __future__ import annotations

from math import inf, prod
from typing import Any

from ..records import Shape
from .axes import shape_text, sizes, square, whole
from .table import general, linear

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


general("dot(a, b)", jvp=(lambda m, y, d, a, b: m.dot(d, b), lambda m, y, d, a, b: m.dot(a, d)),
        vjp=(lambda m, y, g, a, b: g*b, lambda m, y, g, a, b: g*a), shape=dot_shape, cost=lambda a, b: prod(a),
        array=lambda np, a, b: np.dot(a, b), reference=lambda mp, a, b: sum(a*b), points=(((1,), (1,)), ((4,), (4,))),
        doc="the sum of products of two vectors")
general("matmul(a, b)", jvp=(lambda m, y, d, a, b: m.matmul(d, b), lambda m, y, d, a, b: m.matmul(a, d)),
        vjp=(product_left, product_right), shape=product_shape, cost=lambda a, b: prod(a)*prod(b[1:]),
        array=lambda np, a, b: np.matmul(a, b), reference=lambda mp, a, b: a.dot(b),
        points=(((3,), (3,)), ((2, 3), (3,)), ((2,), (2, 3)), ((2, 3), (3, 4)), ((1, 1), (1, 2))),
        doc="the matrix product, also written a @ b; vectors are columns on the right and rows on the left")
general("outer(a, b)", jvp=(lambda m, y, d, a, b: m.outer(d, b), lambda m, y, d, a, b: m.outer(a, d)),
        vjp=(lambda m, y, g, a, b: m.matmul(g, b), lambda m, y, g, a, b: m.matmul(m.transpose(g), a)),
        shape=outer_shape, cost=lambda a, b: prod(a)*prod(b), array=lambda np, a, b: np.multiply.outer(a, b),
        reference=lambda mp, a, b: [[s*t for t in b] for s in a], points=(((2,), (3,)), ((1,), (1,))),
        doc="the matrix of all products a[i]*b[j]")


# Inverses and determinants

def attempt(np: Any, function: Any, shape: Shape, *operands: Any) -> Any:
    """A function of numpy.linalg; nan throughout where it gives up."""
    try:
        return function(*operands)
    except np.linalg.LinAlgError:
        return np.full(shape, np.nan)


def cofactors(np: Any, a: Any) -> Any:
    """The matrix of cofactors, singular matrices included: with A = U S V', det(U) det(V) U diag(others of S) V'."""
    try:
        left, values, right = np.linalg.svd(a)
    except np.linalg.LinAlgError:
        return np.full(np.shape(a), np.nan)
    kept = np.where(np.eye(len(values), dtype=bool), 1.0, values)
    return np.linalg.det(left)*np.linalg.det(right)*(left*np.prod(kept, axis=1)) @ right


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
        raise ValueError(f"solve needs as many rows on the right as on the left, not shapes {shape_text(a)} and {shape_text(b)}")
    return b


def solve_matrix_vjp(m: Any, y: Any, g: Any, a: Any, b: Any) -> Any:
    """The adjoint of the matrix: -inv(A)' g y'."""
    back = m.solve(m.transpose(a), g)
    return -m.outer(back, y) if len(m.shape(y)) == 1 else -m.matmul(back, m.transpose(y))


SQUARES = (((1, 1),), ((2, 2),), ((3, 3),), ([[2.0, 1.0, 0.0], [1.0, 3.0, -1.0], [0.5, -2.0, 4.0]],))

general("inv(a)", jvp=(lambda m, y, d, a: -m.matmul(m.matmul(y, d), y),),
        vjp=(lambda m, y, g, a: -m.matmul(m.matmul(m.transpose(y), g), m.transpose(y)),),
        shape=lambda a: (square("inv", a),)*2, cost=lambda a: 2*a[0]**3,
        array=lambda np, a: attempt(np, np.linalg.inv, np.shape(a), a), reference=lambda mp, a: mp.inverse(mp.matrix(a.tolist())),
        domain=lambda m, a: m.det(a) != 0, points=SQUARES, doc="the inverse of a square matrix",
        hint="a singular matrix has no inverse")
general("det(a)", jvp=(lambda m, y, d, a: m.sum(m.cofactor(a)*d),), vjp=(lambda m, y, g, a: g*m.cofactor(a),),
        textbook=(lambda m, y, g, a: g*y*m.transpose(m.inv(a)),),
        textbook_jvps=(lambda m, y, d, a: y*m.trace(m.matmul(m.inv(a), d)),),
        shape=lambda a: (square("det", a),)[1:], cost=lambda a: a[0]**3,
        array=lambda np, a: attempt(np, np.linalg.det, (), a), reference=lambda mp, a: mp.det(mp.matrix(a.tolist())),
        latex=r"\det", points=SQUARES, doc="the determinant of a square matrix")
general("cofactor(a)", jvp=(cofactor_jvp,), vjp=(cofactor_vjp,), shape=lambda a: (square("cofactor", a),)*2,
        cost=lambda a: 3*a[0]**3, array=cofactors, latex=r"\operatorname{cof}",
        reference=lambda mp, a: mp.det(mp.matrix(a.tolist()))*mp.inverse(mp.matrix(a.T.tolist())),
        points=SQUARES, doc="the matrix of cofactors: det(A)*inv(A).T, also where A is singular; the slope of det")
general("logdet(a)", jvp=(lambda m, y, d, a: m.trace(m.solve(a, d)),), vjp=(lambda m, y, g, a: g*m.transpose(m.inv(a)),),
        textbook_jvps=(lambda m, y, d, a: m.trace(m.matmul(m.inv(a), d)),),
        shape=lambda a: (square("logdet", a),)[1:], cost=lambda a: a[0]**3,
        array=lambda np, a: attempt(np, np.linalg.slogdet, (2,), a)[1],
        reference=lambda mp, a: mp.log(abs(mp.det(mp.matrix(a.tolist())))), pole=lambda m, a: m.det(a) == 0,
        latex=r"\ln\det", points=SQUARES, doc="log(abs(det(A))) without overflow")
general("solve(a, b)", jvp=(lambda m, y, d, a, b: -m.solve(a, m.matmul(d, y)), lambda m, y, d, a, b: m.solve(a, d)),
        vjp=(solve_matrix_vjp, lambda m, y, g, a, b: m.solve(m.transpose(a), g)), shape=solve_shape,
        cost=lambda a, b: a[0]**3 + a[0]*prod(b),
        array=lambda np, a, b: attempt(np, np.linalg.solve, np.shape(b), a, b),
        reference=lambda mp, a, b: mp.inverse(mp.matrix(a.tolist()))*mp.matrix(b.tolist()) if b.ndim > 1
        else list(mp.inverse(mp.matrix(a.tolist()))*mp.matrix(b.tolist())),
        domain=lambda m, a, b: m.det(a) != 0, points=(((3, 3), (3,)), ((2, 2), (2, 3)), ((1, 1), (1,))),
        doc="the x with A @ x = b, for a vector or a matrix b", hint="a singular matrix has no inverse")


# Convolution and pooling

def pair(value: Any, what: str, least: int) -> tuple[int, int]:
    """A parameter for both axes: a whole number, or one for each."""
    numbers = (whole(value, what),)*2 if isinstance(value, (int, float)) else sizes(value, what)
    if len(numbers) != 2 or min(numbers) < least:
        raise ValueError(f"{what} is a whole number of at least {least}, or a list of two")
    return numbers[0], numbers[1]


def slid(size: tuple[int, ...], window: tuple[int, ...], stride: Any, padding: Any) -> tuple[int, int]:
    """How many places a window has along each axis: floor((2 padding + size - window)/stride) + 1."""
    steps, margins = pair(stride, "stride", 1), pair(padding, "padding", 0)
    room = [2*margin + extent - width for extent, width, margin in zip(size, window, margins, strict=True)]
    if min(room) < 0 or min(window) < 1:
        raise ValueError(f"a window of {shape_text(window)} does not fit into {shape_text(size)} with padding {list(margins)}")
    return room[0]//steps[0] + 1, room[1]//steps[1] + 1


def patches(np: Any, x: Any, size: Any, stride: Any = None, padding: Any = 0) -> Any:
    """The windows of x (channels, height, width) as an array (channels, rows, columns, height, width of a window)."""
    (up, left), steps = pair(padding, "padding", 0), pair(size if stride is None else stride, "stride", 1)
    padded = np.pad(x, ((0, 0), (up, up), (left, left)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, pair(size, "size", 1), axis=(1, 2))
    return windows[:, :: steps[0], :: steps[1]]


def unpatched(np: Any, p: Any, shape: Any, stride: Any, padding: Any = 0) -> Any:
    """The transpose of `patches`: windows added up where they overlap."""
    (up, left), (down, across) = pair(padding, "padding", 0), pair(stride, "stride", 1)
    channels, height, width = shape
    total = np.zeros((channels, height + 2*up, width + 2*left), dtype=p.dtype)
    _, rows, columns, tall, wide = p.shape
    for i in range(tall):
        for j in range(wide):
            total[:, i : i + down*rows : down, j : j + across*columns : across] += p[..., i, j]
    return total[:, up : up + height, left : left + width]


def conv_shape(x: Shape, w: Shape, stride: Any = 1, padding: Any = 0) -> Shape:
    """(out, rows, columns) from (channels, height, width) and (out, channels, height, width of a window)."""
    if len(x) != 3 or len(w) != 4 or x[0] != w[1]:
        raise ValueError(
            f"conv2d needs (channels, height, width) and (out, channels, height, width), not shapes {shape_text(x)} and {shape_text(w)}"
        )
    return (w[0], *slid(x[1:], w[2:], stride, padding))


def adjoint_shape(name: str, z: Shape, x: Shape, w: Shape, stride: Any, padding: Any) -> None:
    """Check that z has the shape of conv2d(x, w)."""
    expected = conv_shape(x, w, stride, padding)
    if z != expected:
        raise ValueError(f"{name} needs an array of shape {shape_text(expected)}, not {shape_text(z)}")


def input_shape(z: Shape, w: Shape, shape: Any = None, stride: Any = 1, padding: Any = 0) -> Shape:
    """The shape asked for, once a convolution of it has the shape of z."""
    target = sizes(shape, "shape")
    adjoint_shape("conv2d_input", z, target, w, stride, padding)
    return target


def kernel_shape(z: Shape, x: Shape, shape: Any = None, stride: Any = 1, padding: Any = 0) -> Shape:
    """The shape asked for, once a convolution with it has the shape of z."""
    target = sizes(shape, "shape")
    adjoint_shape("conv2d_kernel", z, x, target, stride, padding)
    return target


def conv2d(np: Any, x: Any, w: Any, stride: Any = 1, padding: Any = 0) -> Any:
    """The sum over channels and window of input times kernel (a cross-correlation, as networks use it)."""
    return np.tensordot(w, patches(np, x, w.shape[2:], stride, padding), axes=((1, 2, 3), (0, 3, 4)))


def conv2d_input(np: Any, z: Any, w: Any, shape: Any = None, stride: Any = 1, padding: Any = 0) -> Any:
    """The transpose of conv2d in its input: each entry of z spread over its window."""
    return unpatched(np, np.tensordot(w, z, axes=((0,), (0,))).transpose(0, 3, 4, 1, 2), shape, stride, padding)


def conv2d_kernel(np: Any, z: Any, x: Any, shape: Any = None, stride: Any = 1, padding: Any = 0) -> Any:
    """The transpose of conv2d in its kernel."""
    return np.tensordot(z, patches(np, x, shape[2:], stride, padding), axes=((1, 2), (1, 2)))


def conv_cost(x: Shape, w: Shape, stride: Any = 1, padding: Any = 0) -> int:
    """Multiply-adds: each kernel entry meets each place of the window."""
    return prod(w)*prod(slid(x[1:], w[2:], stride, padding))


def conv_sum(mp: Any, x: Any, w: Any, stride: Any = 1, padding: Any = 0) -> Any:
    """The definition, term by term."""
    (down, across), (up, left) = pair(stride, "stride", 1), pair(padding, "padding", 0)
    (_, height, width), (_, channels, tall, wide) = x.shape, w.shape
    out, rows, columns = conv_shape(x.shape, w.shape, stride, padding)
    return [[[sum((w[o, c, i, j]*x[c, r*down + i - up, s*across + j - left]
                   for c in range(channels) for i in range(tall) for j in range(wide)
                   if 0 <= r*down + i - up < height and 0 <= s*across + j - left < width), mp.mpf(0))
              for s in range(columns)] for r in range(rows)] for o in range(out)]


general("conv2d(x, w; stride=1, padding=0)",
        jvp=(lambda m, y, d, x, w, **steps: m.conv2d(d, w, **steps), lambda m, y, d, x, w, **steps: m.conv2d(x, d, **steps)),
        vjp=(lambda m, y, g, x, w, **steps: m.conv2d_input(g, w, shape=m.shape(x), **steps),
             lambda m, y, g, x, w, **steps: m.conv2d_kernel(g, x, shape=m.shape(w), **steps)),
        shape=conv_shape, cost=conv_cost, array=conv2d, reference=conv_sum,
        points=(((1, 3, 3), (1, 1, 2, 2)), ((2, 4, 5), (3, 2, 3, 2)), ((2, 5, 4), (2, 2, 3, 3), {"stride": 2, "padding": 1}),
                ((1, 5, 6), (1, 1, 2, 3), {"stride": (3, 2), "padding": (0, 2)})),
        doc="windows of x (channels, height, width) times w (out, channels, height, width), without flipping w")
general("conv2d_input(z, w; shape, stride=1, padding=0)",
        jvp=(lambda m, y, d, z, w, **steps: m.conv2d_input(d, w, **steps), lambda m, y, d, z, w, **steps: m.conv2d_input(z, d, **steps)),
        vjp=(lambda m, y, g, z, w, shape=None, **steps: m.conv2d(g, w, **steps),
             lambda m, y, g, z, w, shape=None, **steps: m.conv2d_kernel(z, g, shape=m.shape(w), **steps)),
        shape=input_shape, cost=lambda z, w, shape=None, **steps: conv_cost(shape, w, **steps), array=conv2d_input,
        points=(((1, 2, 2), (1, 1, 2, 2), {"shape": (1, 3, 3)}), ((2, 3, 2), (2, 2, 3, 3), {"shape": (2, 5, 4), "stride": 2, "padding": 1})),
        doc="the transpose of conv2d in its input: z of the shape of the result, shape= that of the input")
general("conv2d_kernel(z, x; shape, stride=1, padding=0)",
        jvp=(lambda m, y, d, z, x, **steps: m.conv2d_kernel(d, x, **steps), lambda m, y, d, z, x, **steps: m.conv2d_kernel(z, d, **steps)),
        vjp=(lambda m, y, g, z, x, shape=None, **steps: m.conv2d(x, g, **steps),
             lambda m, y, g, z, x, shape=None, **steps: m.conv2d_input(z, g, shape=m.shape(x), **steps)),
        shape=kernel_shape, cost=lambda z, x, shape=None, **steps: conv_cost(x, shape, **steps), array=conv2d_kernel,
        points=(((1, 2, 2), (1, 3, 3), {"shape": (1, 1, 2, 2)}), ((2, 3, 2), (2, 5, 4), {"shape": (2, 2, 3, 3), "stride": 2, "padding": 1})),
        doc="the transpose of conv2d in its kernel: z of the shape of the result, shape= that of the kernel")


def unfold_shape(x: Shape, size: Any = 2, stride: Any = None, padding: Any = 0) -> Shape:
    """(channels, rows, columns, height, width of a window) from (channels, height, width)."""
    window = pair(size, "size", 1)
    if len(x) != 3:
        raise ValueError(f"windows are taken from (channels, height, width), not from shape {shape_text(x)}")
    return (x[0], *slid(x[1:], window, window if stride is None else stride, padding), *window)


def fold_shape(p: Shape, shape: Any = None, size: Any = 2, stride: Any = None, padding: Any = 0) -> Shape:
    """The shape asked for, once its windows have the shape of p."""
    target = sizes(shape, "shape")
    expected = unfold_shape(target, size, stride, padding)
    if p != expected:
        raise ValueError(f"fold2d needs an array of shape {shape_text(expected)}, not {shape_text(p)}")
    return target


def pool_shape(x: Shape, size: Any = 2, stride: Any = None, padding: Any = 0) -> Shape:
    """(channels, rows, columns); padding is at most half a window, so that no window lies outside."""
    shape = unfold_shape(x, size, stride, padding)
    if any(2*margin > width for margin, width in zip(pair(padding, "padding", 0), shape[3:], strict=True)):
        raise ValueError("the padding of max_pool2d is at most half its size")
    return shape[:3]


def pool(np: Any, x: Any, size: Any = 2, stride: Any = None, padding: Any = 0) -> Any:
    """The largest element of each window; what lies outside of x never wins."""
    up, left = pair(padding, "padding", 0)
    padded = np.pad(x, ((0, 0), (up, up), (left, left)), constant_values=-inf)
    return np.max(patches(np, padded, size, size if stride is None else stride), axis=(3, 4))


def winners(m: Any, y: Any, x: Any, **steps: Any) -> tuple[Any, Any]:
    """Where an entry of a window is its largest, and how many are, repeated to the windows' shape."""
    windows = m.unfold2d(x, **steps)
    inside = m.unfold2d(m.broadcast(1, shape=m.shape(x)), **steps)
    hit = (windows == over_windows(m, y, windows))*inside
    return hit, over_windows(m, m.sum(hit, axis=(3, 4)), windows)


def over_windows(m: Any, z: Any, windows: Any) -> Any:
    """One number for each window, repeated to the windows' shape."""
    return m.broadcast(z, shape=m.shape(windows), axis=(3, 4))


def pool_jvp(m: Any, y: Any, d: Any, x: Any, **steps: Any) -> Any:
    """The tangent of the element that wins; k that tie give 1/k each."""
    hit, ties = winners(m, y, x, **steps)
    return m.sum(m.where(hit, m.unfold2d(d, **steps), 0)/ties, axis=(3, 4))


def pool_vjp(m: Any, y: Any, g: Any, x: Any, **steps: Any) -> Any:
    """The adjoint goes to the element that wins; k that tie get 1/k each."""
    hit, ties = winners(m, y, x, **steps)
    return m.fold2d(m.where(hit, over_windows(m, g, hit), 0)/ties, shape=m.shape(x), **steps)


POOL_POINTS: tuple[Any, ...] = (
    ((1, 4, 4),), ((2, 5, 4), {"size": 3, "stride": 1, "padding": 1}), ((1, 5, 6), {"size": (2, 3), "stride": (1, 2)}),
)

general("max_pool2d(x; size=2, stride, padding=0)", jvp=(pool_jvp,), vjp=(pool_vjp,), shape=pool_shape, array=pool,
        cost=lambda x, **steps: prod(unfold_shape(x, **steps)), interval=(0, 1), chosen="1/k",
        kink=lambda m, x, **steps: m.sum(winners(m, m.max_pool2d(x, **steps), x, **steps)[0], axis=(3, 4)) > 1,
        points=POOL_POINTS, doc="the largest element of each window of (channels, height, width); stride is size unless given")
linear("unfold2d(x; size=2, stride, padding=0)", lambda m, g, x, **steps: m.fold2d(g, shape=m.shape(x), **steps),
       shape=unfold_shape, selects=True, array=lambda np, x, size=2, stride=None, padding=0: patches(np, x, size, stride, padding),
       points=POOL_POINTS, doc="the windows of (channels, height, width), with 0 outside")
linear("fold2d(p; shape, size=2, stride, padding=0)", lambda m, g, p, shape=None, **steps: m.unfold2d(g, **steps),
       shape=fold_shape, selects=True, points=(((1, 2, 2, 2, 2), {"shape": (1, 4, 4)}),
                                 ((2, 5, 4, 3, 3), {"shape": (2, 5, 4), "size": 3, "stride": 1, "padding": 1})),
       array=lambda np, p, shape=None, size=2, stride=None, padding=0: unpatched(np, p, shape, size if stride is None else stride, padding),
       doc="windows added up where they overlap: the transpose of unfold2d")
