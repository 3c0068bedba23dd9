"""Convolution and pooling of images as loops: (channels, height, width)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ....records import Formula, Shape
from ....rules.convolution import pair
from .layout import Block, Item, loops
from .moves import params_of, strided

if TYPE_CHECKING:
    from .body import Body

Sizes = tuple[int, int]


def named(body: Body, *sizes: int) -> tuple[list[str], list[str]]:
    """Loop variables, one for each size, and the heads of their loops."""
    names = body.indices(len(sizes))
    return names, [f"for (int {name} = 0; {name} < {size}; {name}++)" for name, size in zip(names, sizes, strict=True)]


def steps_of(formula: Formula) -> tuple[Sizes, Sizes]:
    """Stride and padding, each for both axes."""
    given = params_of(formula)
    stride = given.get("size") if given["stride"] is None else given["stride"]
    return pair(stride, "stride", 1), pair(given["padding"], "padding", 0)


def covered(place: str, offset: str, step: int, margin: int) -> str:
    """The row (or column) of an image that an entry of a window covers."""
    text = f"{strided(place, 0, step)} + {offset}"
    return f"{text} - {margin}" if margin else text


def guarded(rows: str, columns: str, shape: Shape, margins: Sizes, statement: str) -> list[Item]:
    """A statement for where a window covers the image."""
    inside = []
    for place, size, margin in ((rows, shape[1], margins[0]), (columns, shape[2], margins[1])):
        if margin:
            inside += [f"{place} >= 0", f"{place} < {size}"]
    return [Block(f"if ({' && '.join(inside)})", [statement])] if inside else [statement]


def filled(body: Body, target: str, shape: Shape, value: str) -> None:
    """Set every element."""
    names, heads = named(body, *shape)
    body.items += loops(heads, [f"{target}{''.join(f'[{name}]' for name in names)} = {value};"])


def convolution(body: Body, target: str, formula: Formula) -> None:
    """conv2d: sums over channels and window of input times kernel."""
    across(body, target, formula, formula.shape, "{z} += {w}*{x};", formula.args[0].shape, formula.args[1].shape)


def of_input(body: Body, target: str, formula: Formula) -> None:
    """Its transpose in the input: each entry of z spread over its window."""
    across(body, target, formula, formula.args[0].shape, "{x} += {w}*{z};", formula.shape, formula.args[1].shape)


def of_kernel(body: Body, target: str, formula: Formula) -> None:
    """Its transpose in the kernel."""
    across(body, target, formula, formula.args[0].shape, "{w} += {z}*{x};", formula.args[1].shape, formula.shape)


ROLES = {"conv2d": ("x", "w", "z"), "conv2d_input": ("z", "w", "x"), "conv2d_kernel": ("z", "x", "w")}
"""The operands of the three, and the result: the convolved z, the image x, the kernel w."""


def across(body: Body, target: str, formula: Formula, z: Shape, step: str, image: Shape, kernel: Shape) -> None:
    """The loops that all three share."""
    (down, right), margins = steps_of(formula)
    args = [body.light(arg) for arg in formula.args]
    filled(body, target, formula.shape, "0.0")
    (o, r, s, c, i, j), heads = named(body, *z, kernel[1], *kernel[2:])
    rows, columns = covered(r, i, down, margins[0]), covered(s, j, right, margins[1])
    index = {"z": (o, r, s), "x": (c, rows, columns), "w": (o, c, i, j)}
    *given, result = ROLES[formula.op]
    words = {role: body.elements.text(arg, index[role], 12) for role, arg in zip(given, args, strict=True)}
    words[result] = target + "".join(f"[{one}]" for one in index[result])
    body.items += loops(heads, guarded(rows, columns, image, margins, step.format(**words)))


def pooled(body: Body, target: str, formula: Formula) -> None:
    """max_pool2d: the largest element of each window; what lies outside never wins."""
    (down, right), margins = steps_of(formula)
    tall, wide = pair(params_of(formula)["size"], "size", 1)
    arg = body.light(formula.args[0])
    (c, r, s, i, j), heads = named(body, *formula.shape, tall, wide)
    rows, columns = covered(r, i, down, margins[0]), covered(s, j, right, margins[1])
    larger = body.functions.used("maximum")
    best = body.fresh("largest")
    body.local.discard(best)
    inner = guarded(rows, columns, arg.shape, margins,
                    f"{best} = {larger}({best}, {body.elements.text(arg, (c, rows, columns))});")
    block: list[Item] = [f"double {best} = -INFINITY;", *loops(heads[3:], inner), f"{target}[{c}][{r}][{s}] = {best};"]
    body.items += loops(heads[:3], block)


def folded(body: Body, target: str, formula: Formula) -> None:
    """fold2d: windows added up where they overlap."""
    (down, right), margins = steps_of(formula)
    arg = formula.args[0]
    ready = body.ready(arg, inside=arg.shape)
    filled(body, target, formula.shape, "0.0")
    (c, r, s, i, j), heads = named(body, *arg.shape)
    rows, columns = covered(r, i, down, margins[0]), covered(s, j, right, margins[1])
    step = f"{target}[{c}][{rows}][{columns}] += {body.elements.text(ready, (c, r, s, i, j))};"
    body.items += loops(heads, guarded(rows, columns, formula.shape, margins, step))


CONVOLUTIONS: dict[str, Callable[[Body, str, Formula], None]] = {
    "conv2d": convolution, "conv2d_input": of_input, "conv2d_kernel": of_kernel, "max_pool2d": pooled, "fold2d": folded,
}
