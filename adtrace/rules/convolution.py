"""Convolution and pooling of images: (channels, height, width).

A window of size k on n places with padding p and stride s stands in floor((2p + n - k)/s) + 1 of them.
"""

from __future__ import annotations

from math import inf, prod
from typing import Any

from ..records import Shape
from .axes import shape_text, sizes
from .rounding import always, short_sum
from .table import general, linear
from .windows import conv_rows, input_rows, kernel_rows, pair, patches, slid, unpatched


def conv_shape(x: Shape, w: Shape, stride: Any = 1, padding: Any = 0) -> Shape:
    """(out, rows, columns) from (channels, height, width) and (out, channels, height, width of a window)."""
    if len(x) != 3 or len(w) != 4 or x[0] != w[1]:
        raise ValueError(
            "conv2d needs (channels, height, width) and (out, channels, height, width), "
            f"not shapes {shape_text(x)} and {shape_text(w)}"
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
        jvp=(lambda m, y, d, x, w, **steps: m.conv2d(d, w, **steps),
             lambda m, y, d, x, w, **steps: m.conv2d(x, d, **steps)),
        vjp=(lambda m, y, g, x, w, **steps: m.conv2d_input(g, w, shape=m.shape(x), **steps),
             lambda m, y, g, x, w, **steps: m.conv2d_kernel(g, x, shape=m.shape(w), **steps)),
        shape=conv_shape, product=True, cost=conv_cost, array=conv2d, batched=conv_rows, reference=conv_sum,
        points=(((1, 3, 3), (1, 1, 2, 2)), ((2, 4, 5), (3, 2, 3, 2)),
                ((2, 5, 4), (2, 2, 3, 3), {"stride": 2, "padding": 1}),
                ((1, 5, 6), (1, 1, 2, 3), {"stride": (3, 2), "padding": (0, 2)})),
        doc="windows of x (channels, height, width) times w (out, channels, height, width), without flipping w")
general("conv2d_input(z, w; shape, stride=1, padding=0)",
        jvp=(lambda m, y, d, z, w, **steps: m.conv2d_input(d, w, **steps),
             lambda m, y, d, z, w, **steps: m.conv2d_input(z, d, **steps)),
        vjp=(lambda m, y, g, z, w, shape=None, **steps: m.conv2d(g, w, **steps),
             lambda m, y, g, z, w, shape=None, **steps: m.conv2d_kernel(z, g, shape=m.shape(w), **steps)),
        shape=input_shape,
        product=True, cost=lambda z, w, shape=None, **steps: conv_cost(shape, w, **steps), array=conv2d_input,
        batched=input_rows,
        points=(((1, 2, 2), (1, 1, 2, 2), {"shape": (1, 3, 3)}),
                ((2, 3, 2), (2, 2, 3, 3), {"shape": (2, 5, 4), "stride": 2, "padding": 1})),
        doc="the transpose of conv2d in its input: z of the shape of the result, shape= that of the input")
general("conv2d_kernel(z, x; shape, stride=1, padding=0)",
        jvp=(lambda m, y, d, z, x, **steps: m.conv2d_kernel(d, x, **steps),
             lambda m, y, d, z, x, **steps: m.conv2d_kernel(z, d, **steps)),
        vjp=(lambda m, y, g, z, x, shape=None, **steps: m.conv2d(x, g, **steps),
             lambda m, y, g, z, x, shape=None, **steps: m.conv2d_input(z, g, shape=m.shape(x), **steps)),
        shape=kernel_shape,
        product=True, cost=lambda z, x, shape=None, **steps: conv_cost(x, shape, **steps), array=conv2d_kernel,
        batched=kernel_rows,
        points=(((1, 2, 2), (1, 3, 3), {"shape": (1, 1, 2, 2)}),
                ((2, 3, 2), (2, 5, 4), {"shape": (2, 2, 3, 3), "stride": 2, "padding": 1})),
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
    padded = np.pad(x, (*((0, 0),)*(x.ndim - 2), (up, up), (left, left)), constant_values=-inf)
    return np.max(patches(np, padded, size, size if stride is None else stride), axis=(-2, -1))


def winners(m: Any, y: Any, x: Any, **steps: Any) -> tuple[Any, Any]:
    """Where an entry of a window is its largest, and how many are, repeated to the windows' shape."""
    windows = m.unfold2d(x, **steps)
    hit = windows == over_windows(m, y, windows)
    if any(pair(steps.get("padding", 0), "padding", 0)):
        hit = hit*m.unfold2d(m.broadcast(1, shape=m.shape(x)), **steps)
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


def pool_toward(m: Any, xs: Any, ds: Any, **steps: Any) -> Any:
    """On the side of a direction, of the entries that tie in a window those that go ahead share it."""
    hit = 1*winners(m, m.max_pool2d(xs[0], **steps), xs[0], **steps)[0]
    ahead = m.where(hit, m.unfold2d(ds[0], **steps), -inf)
    best = hit*(ahead == over_windows(m, m.max(ahead, axis=(3, 4)), ahead))
    return (m.div(best, over_windows(m, m.sum(best, axis=(3, 4)), best)),)


def pool_weighted_jvp(m: Any, w: Any, d: Any, x: Any, **steps: Any) -> Any:
    """The JVP of windows of which the slopes are given."""
    return m.sum(w*m.unfold2d(d, **steps), axis=(3, 4))


def pool_weighted_vjp(m: Any, w: Any, g: Any, x: Any, **steps: Any) -> Any:
    """Its VJP."""
    return m.fold2d(w*over_windows(m, g, w), shape=m.shape(x), **steps)


def exact_fold(m: Any, y: Any, p: Any, shape: Any = None, stride: Any = None, **steps: Any) -> Any:
    """Where windows do not overlap, or are of short numbers."""
    window = m.shape(p)[3:]
    steps_taken = window if stride is None else pair(stride, "stride", 1)
    return all(step >= size for step, size in zip(steps_taken, window, strict=True)) or short_sum(m, y, p)


POOL_POINTS: tuple[Any, ...] = (
    ((1, 4, 4),), ((2, 5, 4), {"size": 3, "stride": 1, "padding": 1}), ((1, 5, 6), {"size": (2, 3), "stride": (1, 2)}),
)

general("max_pool2d(x; size=2, stride, padding=0)", jvp=(pool_jvp,), vjp=(pool_vjp,), shape=pool_shape, array=pool,
        batched=lambda np, shapes, x, **steps: pool(np, x, **steps),
        cost=lambda x, **steps: prod(unfold_shape(x, **steps)), interval=(0, 1), chosen="1/k",
        kink=lambda m, x, **steps: m.sum(winners(m, m.max_pool2d(x, **steps), x, **steps)[0], axis=(3, 4)) > 1,
        toward=pool_toward, weighted=(pool_weighted_jvp, pool_weighted_vjp), points=POOL_POINTS, selects=True,
        doc="the largest element of each window of (channels, height, width); stride is size unless given",
        unrounded=always)
linear("unfold2d(x; size=2, stride, padding=0)", lambda m, g, x, **steps: m.fold2d(g, shape=m.shape(x), **steps),
       shape=unfold_shape, selects=True,
       array=lambda np, x, size=2, stride=None, padding=0: patches(np, x, size, stride, padding),
       batched=lambda np, shapes, x, size=2, stride=None, padding=0:
       patches(np, x, size, size if stride is None else stride, padding),
       points=POOL_POINTS, doc="the windows of (channels, height, width), with 0 outside", unrounded=always)
linear("fold2d(p; shape, size=2, stride, padding=0)", lambda m, g, p, shape=None, **steps: m.unfold2d(g, **steps),
       shape=fold_shape, selects=True, points=(((1, 2, 2, 2, 2), {"shape": (1, 4, 4)}),
                                 ((2, 5, 4, 3, 3), {"shape": (2, 5, 4), "size": 3, "stride": 1, "padding": 1})),
       array=lambda np, p, shape=None, size=2, stride=None, padding=0:
       unpatched(np, p, shape, size if stride is None else stride, padding),
       batched=lambda np, shapes, p, shape=None, size=2, stride=None, padding=0:
       unpatched(np, p, shape, size if stride is None else stride, padding),
       doc="windows added up where they overlap: the transpose of unfold2d", unrounded=exact_fold)
