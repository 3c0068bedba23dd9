"""Rows of arrays that are nests of loops: reductions, matrix products, running sums, what is put together."""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from typing import TYPE_CHECKING

from ....records import Formula
from ....rules.axes import axes_of, one_axis, only_axis
from .accumulate import Growth, accumulated
from .convolutions import CONVOLUTIONS
from .layout import Item, element, loops
from .matrices import MATRICES
from .moves import PRODUCT, UNARY, params_of, plus, sliced

if TYPE_CHECKING:
    from .body import Body

Writer = Callable[["Body", str, Formula], None]


def reduction(start: str, step: str, word: str, needed: str = "") -> Writer:
    """A sum, product or extreme along axes; `needed` is a function that a step calls."""

    def write(body: Body, target: str, formula: Formula) -> None:
        arg = body.ready(formula.args[0], inside=formula.args[0].shape)
        over = params_of(formula)
        axes = axes_of(over["axis"], arg.shape)
        names = iter(body.indices(len(arg.shape)))
        # Kept axes are the outer loops, and have the first letters.
        order = [place for place in range(len(arg.shape)) if place not in axes] + list(axes)
        named = {place: "0" if arg.shape[place] == 1 else next(names) for place in order}
        index = tuple(named[place] for place in range(len(arg.shape)))
        heads = {place: head(named[place], arg.shape[place]) for place in order if arg.shape[place] != 1}
        outer = [heads[place] for place in order if place not in axes and place in heads]
        inner = [heads[place] for place in order if place in axes and place in heads]
        if over["keepdims"]:
            shown = tuple("0" if place in axes else index[place] for place in range(len(index)))
        else:
            shown = tuple(index[place] for place in range(len(index)) if place not in axes)
        text = body.elements.text(arg, index)
        if needed:
            body.functions.used(needed)
        growth = Growth(start, word, lambda name: [step.format(name, text)])
        accumulated(body, target, shown, outer, inner, growth)

    return write


def head(name: str, size: int, start: int = 0) -> str:
    """The head of a loop."""
    return f"for (int {name} = {start}; {name} < {size}; {name}++)"


def product(body: Body, target: str, formula: Formula) -> None:
    """a @ b in the four rank cases."""
    a, b = [body.light(arg) for arg in formula.args]
    size = a.shape[-1]
    names = iter(body.indices(len(formula.shape) + 1))
    index = tuple("0" if extent == 1 else next(names) for extent in formula.shape)
    inner = "0" if size == 1 else next(names)
    left = (index[0], inner) if len(a.shape) == 2 else (inner,)
    right = (inner, index[-1]) if len(b.shape) == 2 else (inner,)
    term = f"{body.elements.text(a, left, PRODUCT)}*{body.elements.text(b, right, PRODUCT + 1)}"
    heads = [head(name, extent) for name, extent in zip(index, formula.shape, strict=True) if extent != 1]
    along = [] if size == 1 else [head(inner, size)]
    accumulated(body, target, index, heads, along, Growth("0.0", "sum", lambda name: [f"{name} += {term};"]))


def running(body: Body, target: str, formula: Formula) -> None:
    """Running sums along an axis."""
    x = body.light(formula.args[0])
    (axis,) = only_axis(params_of(formula)["axis"], x.shape, "cumsum") or (None,)
    if axis is None:
        body.items.append(f"const double {target} = {body.elements.text(x)};")
        return
    heads, index = body.over(x.shape)
    first = tuple("0" if place == axis else name for place, name in enumerate(index))
    rest = [one for one in heads if not one.startswith(f"for (int {index[axis]} ")]
    block: list[Item] = [f"{element(target, first)} = {body.elements.text(x, first)};"]
    if x.shape[axis] > 1:
        before = tuple(plus(name, -1) if place == axis else name for place, name in enumerate(index))
        step = f"{element(target, index)} = {element(target, before)} + {body.elements.text(x, index, PRODUCT)};"
        block += loops([head(index[axis], x.shape[axis], 1)], [step])
    body.items += loops(rest, block) if rest else block


def others(body: Body, target: str, formula: Formula) -> None:
    """Along the last axis: for each element the product of those to the left, times that of those to the right."""
    x = body.light(formula.args[0])
    heads, index = body.over(x.shape)
    size, last = x.shape[-1], index[-1]
    rest = heads[:-1]
    place, factor = element(target, index), body.elements.text(x, index, UNARY)
    left, right = body.fresh("left"), body.fresh("right")
    down = f"for (int {last} = {size - 1}; {last} >= 0; {last}--)"
    block: list[Item] = [
        f"double {left} = 1.0, {right} = 1.0;",
        *loops([head(last, size)], [f"{place} = {left};", f"{left} *= {factor};"]),
        *loops([down], [f"{place} *= {right};", f"{right} *= {factor};"]),
    ]
    body.items += loops(rest, block) if rest else block


def stacked(body: Body, target: str, formula: Formula) -> None:
    """Operands along a new axis, one after the other."""
    axis = one_axis(params_of(formula)["axis"], len(formula.shape), formula.shape)
    for place, arg in enumerate(formula.args):
        ready = body.ready(arg, inside=arg.shape)
        heads, index = body.over(arg.shape)
        there = (*index[:axis], str(place), *index[axis:])
        body.items += loops(heads, [f"{element(target, there)} = {body.elements.text(ready, index)};"])


def joined(body: Body, target: str, formula: Formula) -> None:
    """Operands one after the other along an axis."""
    axis = one_axis(params_of(formula)["axis"], len(formula.shape), formula.shape)
    start = 0
    for arg in formula.args:
        ready = body.ready(arg, inside=arg.shape)
        heads, index = body.over(arg.shape)
        there = tuple(plus(name, start) if place == axis else name for place, name in enumerate(index))
        body.items += loops(heads, [f"{element(target, there)} = {body.elements.text(ready, index)};"])
        start += arg.shape[axis]


def scattered(body: Body, target: str, formula: Formula) -> None:
    """Zeros, with x put at an index."""
    arg = formula.args[0]
    ready = body.ready(arg, inside=arg.shape)
    if prod(arg.shape) < prod(formula.shape):
        heads, index = body.over(formula.shape)
        body.items += loops(heads, [f"{element(target, index)} = 0.0;"])
    heads, index = body.over(arg.shape)
    given, there = iter(index), []
    for entry, size in zip(params_of(formula)["index"], formula.shape, strict=False):
        there.append(sliced(entry, next(given), size) if isinstance(entry, slice) else str(int(entry) % size))
    body.items += loops(heads, [f"{element(target, (*there, *given))} = {body.elements.text(ready, index)};"])


LOOPS: dict[str, Writer] = {
    "sum": reduction("0.0", "{0} += {1};", "sum"),
    "prod": reduction("1.0", "{0} *= {1};", "product"),
    "max": reduction("-INFINITY", "{0} = maximum({0}, {1});", "largest", "maximum"),
    "min": reduction("INFINITY", "{0} = minimum({0}, {1});", "smallest", "minimum"),
    "matmul": product, "cumsum": running, "others": others, "stack": stacked, "concat": joined,
    "scatter": scattered, **CONVOLUTIONS, **MATRICES,
}
