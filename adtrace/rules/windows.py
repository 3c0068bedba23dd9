"""Windows of images (channels, height, width), and sums over them on blocks of images."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any

from ..records import Shape
from .axes import shape_text, sizes, whole


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
        raise ValueError(
            f"a window of {shape_text(window)} does not fit into {shape_text(size)} with padding {list(margins)}"
        )
    return room[0]//steps[0] + 1, room[1]//steps[1] + 1


def patches(np: Any, x: Any, size: Any, stride: Any = None, padding: Any = 0) -> Any:
    """The windows of x (channels, height, width) as an array (channels, rows, columns, height, width of a window).

    As `unpatched` and `pool`, of images in a block, too: then the rows of the block come first.
    """
    (up, left), steps = pair(padding, "padding", 0), pair(size if stride is None else stride, "stride", 1)
    padded = np.pad(x, (*((0, 0),)*(x.ndim - 2), (up, up), (left, left)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, pair(size, "size", 1), axis=(-2, -1))
    return windows[..., :: steps[0], :: steps[1], :, :]


def unpatched(np: Any, p: Any, shape: Any, stride: Any, padding: Any = 0) -> Any:
    """The transpose of `patches`: windows added up where they overlap."""
    (up, left), (down, across) = pair(padding, "padding", 0), pair(stride, "stride", 1)
    _, height, width = shape
    *front, rows, columns, tall, wide = p.shape
    total = np.zeros((*front, height + 2*up, width + 2*left), dtype=p.dtype)
    for i in range(tall):
        for j in range(wide):
            total[..., i : i + down*rows : down, j : j + across*columns : across] += p[..., i, j]
    return total[..., up : up + height, left : left + width]


# On blocks of rows: a product of matrices for each, so that no row's bits depend on the others

HELD = 1 << 20
"""Numbers of windows that are laid out at a time."""


def conv_rows(np: Any, shapes: Sequence[Shape], x: Any, w: Any, stride: Any = 1, padding: Any = 0) -> Any:
    """conv2d of every row."""
    size = shapes[1][2:]
    places = slid(shapes[0][1:], size, stride, padding)

    def convolved(x: Any, w: Any) -> Any:
        return flat_kernel(w) @ laid_out(np, x, size, stride, padding)

    result = in_parts(np, convolved, (x, w), shapes, prod(shapes[1][1:])*prod(places))
    return result.reshape(*result.shape[:-1], *places)


def input_rows(
    np: Any, shapes: Sequence[Shape], z: Any, w: Any, shape: Any = None, stride: Any = 1, padding: Any = 0
) -> Any:
    """conv2d_input of every row."""
    (_, *places), (_, *window) = shapes

    def spread(z: Any, w: Any) -> Any:
        laid = flat_kernel(w).swapaxes(-1, -2) @ z.reshape(*z.shape[:-2], -1)
        windows = np.moveaxis(laid.reshape(-1, *window, *places), (-4, -3), (-2, -1))
        return unpatched(np, windows, shape, stride, padding)

    return in_parts(np, spread, (z, w), shapes, prod(places)*prod(window))


def kernel_rows(
    np: Any, shapes: Sequence[Shape], z: Any, x: Any, shape: Any = None, stride: Any = 1, padding: Any = 0
) -> Any:
    """conv2d_kernel of every row."""
    target = sizes(shape, "shape")

    def gathered(z: Any, x: Any) -> Any:
        columns = laid_out(np, x, target[2:], stride, padding)
        return (z.reshape(*z.shape[:-2], -1) @ columns.swapaxes(-1, -2)).reshape(-1, *target)

    return in_parts(np, gathered, (z, x), shapes, prod(shapes[0][1:])*prod(target[1:]))


def in_parts(np: Any, function: Any, operands: Any, shapes: Sequence[Shape], held: int) -> Any:
    """A function of two operands on so many rows at a time that windows of `held` numbers a row take little memory."""
    varies = [np.ndim(one) > len(shape) for one, shape in zip(operands, shapes, strict=True)]
    rows = max(len(one) for one, each in zip(operands, varies, strict=True) if each)
    step = max(1, HELD//max(held, 1))
    return np.concatenate([
        function(*[one[start : start + step] if each else one for one, each in zip(operands, varies, strict=True)])
        for start in range(0, rows, step)
    ])


def flat_kernel(w: Any) -> Any:
    """A kernel as a matrix: a row for each channel that comes out."""
    return w.reshape(*w.shape[:-3], -1)


def laid_out(np: Any, x: Any, size: Any, stride: Any, padding: Any) -> Any:
    """The windows as a matrix: a column for each place of the window."""
    windows = np.moveaxis(patches(np, x, size, stride, padding), (-2, -1), (-4, -3))
    return windows.reshape(*windows.shape[:-5], prod(windows.shape[-5:-2]), -1)
