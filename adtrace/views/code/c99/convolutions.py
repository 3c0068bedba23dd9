"""Convolution and pooling of images as loops: (channels, height, width)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ....records import Formula, Shape
from ....rules.windows import pair
from .accumulate import Growth, accumulated
from .layout import Block, Item, element, loops
from .moves import params_of, plus, strided

if TYPE_CHECKING:
    from .body import Body

Sizes = tuple[int, int]


def steps_of(formula: Formula) -> tuple[Sizes, Sizes]:
    """Stride and padding, each for both axes."""
    given = params_of(formula)
    stride = given.get("size") if given["stride"] is None else given["stride"]
    return pair(stride, "stride", 1), pair(given["padding"], "padding", 0)


def split(body: Body, outer: Shape, inner: Shape) -> tuple[tuple[str, ...], list[str], list[str]]:
    """The index in loops over two shapes, one inside the other, and the heads of either's loops."""
    heads, index = body.over((*outer, *inner))
    count = sum(size != 1 for size in outer)
    return index, heads[:count], heads[count:]


class Window:
    """Where an entry of a window lies in an image.

    rows, columns  its row and column, for an index
    """

    def __init__(
        self, body: Body, formula: Formula, image: Shape, at: tuple[str, str], offset: tuple[str, str]
    ) -> None:
        steps, margins = steps_of(formula)
        self.lines: list[str] = []
        self.inside: list[str] = []
        places = []
        for axis, word in enumerate(("row", "column")):
            place = covered(at[axis], offset[axis], steps[axis], margins[axis])
            if margins[axis]:
                name = body.fresh(word)
                body.local.discard(name)
                self.lines.append(f"const int {name} = {place};")
                self.inside += [f"{name} >= 0", f"{name} < {image[1 + axis]}"]
                place = name
            places.append(place)
        self.rows, self.columns = places

    def guarded(self, statement: str) -> list[Item]:
        """A statement for where the entry lies in the image."""
        return [*self.lines, Block(f"if ({' && '.join(self.inside)})", [statement]) if self.inside else statement]


def covered(place: str, offset: str, step: int, margin: int) -> str:
    """The row (or column) of an image that an entry of a window covers."""
    terms = [term for term in (strided(place, 0, step), offset) if term != "0"]
    text = " + ".join(terms) or "0"
    return plus(text, -margin) if margin else text


def cleared(body: Body, target: str, shape: Shape) -> None:
    """Set every element to 0."""
    heads, index = body.over(shape)
    body.items += loops(heads, [f"{element(target, index)} = 0.0;"])


def convolution(body: Body, target: str, formula: Formula) -> None:
    """conv2d: sums over channels and window of input times kernel."""
    x, w = [body.light(arg) for arg in formula.args]
    (o, r, s, c, i, j), outer, inner = split(body, formula.shape, w.shape[1:])
    window = Window(body, formula, x.shape, (r, s), (i, j))
    term = f"{body.elements.text(w, (o, c, i, j))}*{body.elements.text(x, (c, window.rows, window.columns))}"
    growth = Growth("0.0", "sum", lambda name: window.guarded(f"{name} += {term};"))
    accumulated(body, target, (o, r, s), outer, inner, growth)


def of_input(body: Body, target: str, formula: Formula) -> None:
    """Its transpose in the input: each entry of z spread over its window."""
    z, w = [body.light(arg) for arg in formula.args]
    cleared(body, target, formula.shape)
    (o, r, s, c, i, j), outer, inner = split(body, z.shape, w.shape[1:])
    window = Window(body, formula, formula.shape, (r, s), (i, j))
    term = f"{body.elements.text(w, (o, c, i, j))}*{body.elements.text(z, (o, r, s))}"
    place = element(target, (c, window.rows, window.columns))
    body.items += braced(outer + inner, window.guarded(f"{place} += {term};"))


def of_kernel(body: Body, target: str, formula: Formula) -> None:
    """Its transpose in the kernel: for each entry of that, a sum over the places of the window."""
    z, x = [body.light(arg) for arg in formula.args]
    (o, c, i, j, r, s), outer, inner = split(body, formula.shape, z.shape[1:])
    window = Window(body, formula, x.shape, (r, s), (i, j))
    term = f"{body.elements.text(z, (o, r, s))}*{body.elements.text(x, (c, window.rows, window.columns))}"
    growth = Growth("0.0", "sum", lambda name: window.guarded(f"{name} += {term};"))
    accumulated(body, target, (o, c, i, j), outer, inner, growth)


def pooled(body: Body, target: str, formula: Formula) -> None:
    """max_pool2d: the largest element of each window; what lies outside never wins."""
    x = body.light(formula.args[0])
    (c, r, s, i, j), outer, inner = split(body, formula.shape, pair(params_of(formula)["size"], "size", 1))
    window, larger = Window(body, formula, x.shape, (r, s), (i, j)), body.functions.used("maximum")
    entry = body.elements.text(x, (c, window.rows, window.columns))
    growth = Growth("-INFINITY", "largest", lambda name: window.guarded(f"{name} = {larger}({name}, {entry});"))
    accumulated(body, target, (c, r, s), outer, inner, growth)


def folded(body: Body, target: str, formula: Formula) -> None:
    """fold2d: windows added up where they overlap."""
    arg = formula.args[0]
    ready = body.ready(arg, inside=arg.shape)
    cleared(body, target, formula.shape)
    (c, r, s, i, j), outer, inner = split(body, arg.shape[:3], arg.shape[3:])
    window = Window(body, formula, formula.shape, (r, s), (i, j))
    place = element(target, (c, window.rows, window.columns))
    body.items += braced(outer + inner, window.guarded(f"{place} += {body.elements.text(ready, (c, r, s, i, j))};"))


def braced(heads: list[str], items: list[Item]) -> list[Item]:
    """The items in loops, or in a block of their own: what they declare is theirs."""
    return loops(heads, items) if heads else [Block("", items)]


CONVOLUTIONS: dict[str, Callable[[Body, str, Formula], None]] = {
    "conv2d": convolution, "conv2d_input": of_input, "conv2d_kernel": of_kernel, "max_pool2d": pooled, "fold2d": folded,
}
