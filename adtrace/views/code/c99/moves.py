"""Rows that only move numbers, as arithmetic on indices: what y[i][j] is of the operand, without a copy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import prod
from typing import Any, Protocol

from ....records import LEAVES, Formula, Shape
from ....rules import table
from ....rules.arrays import permutation
from ....rules.axes import axes_of, one_axis
from ....rules.indexing import OPERAND
from ....rules.windows import pair
from .functions import Functions

At = Sequence[str]
Written = tuple[str, int]


class Writes(Protocol):
    """What writes elements: see elements.Elements."""

    functions: Functions

    def text(self, formula: Formula, at: At = (), least: int = 0) -> str:
        """An element, in brackets where it binds more loosely than `least`."""

    def write(self, formula: Formula, at: At) -> Written:
        """The text of an element, and how tightly it binds."""


CHOICE, OR, AND, EQUALITY, ORDER, SUM, PRODUCT, UNARY, ATOM = 2, 3, 4, 7, 8, 10, 11, 12, 14
"""How tightly operators of C bind."""


def params_of(formula: Formula) -> dict[str, Any]:
    """The keyword parameters of an operation, defaults included."""
    return {**table.operator(formula.op).params, **formula.params}


def aligned(at: At, shape: Shape, own: Shape) -> At:
    """The index of an operand of this shape where the result has the index `at`: aligned at the last axis."""
    last = at[len(shape) - len(own) :] if own else ()
    wide = shape[len(shape) - len(own) :]
    return tuple("0" if size == 1 != whole else index for index, size, whole in zip(last, own, wide, strict=True))


def is_light(formula: Formula) -> bool:
    """Whether reading an element again costs nothing: a name, a literal, or such a one rearranged."""
    while formula.op in LIGHT or formula.op == "neg":
        formula = formula.args[0]
    return formula.op in LEAVES


def is_simple(index: str) -> bool:
    """Whether an index is a name or a number."""
    return index.isalnum() or index.isidentifier()


def inner(index: str) -> str:
    """An index as an operand."""
    return index if is_simple(index) else f"({index})"


def plus(index: str, start: int) -> str:
    """index + start."""
    if index.isdigit():
        return str(int(index) + start)
    return index if not start else f"{index} {'+' if start > 0 else '-'} {abs(start)}"


def strided(index: str, start: int, step: int) -> str:
    """start + step*index, never below 0."""
    if index.isdigit():
        return str(start + step * int(index))
    if step == 1:
        return plus(index, start)
    term = inner(index) if step == -1 else f"{abs(step)}*{inner(index)}"
    if step < 0:
        return f"{start} - {term}"
    return f"{start} + {term}" if start else term


def sliced(entry: slice, index: str, size: int) -> str:
    """The place along an axis of this size that a slice's index means."""
    start, _, step = entry.indices(size)
    return strided(index, start, step)


def transposed(write: Writes, formula: Formula, at: At) -> Written:
    """x.T[i][j] is x[j][i]."""
    arg = formula.args[0]
    order = permutation(params_of(formula)["axes"], arg.shape)
    there = dict(zip(order, at, strict=True))
    return write.write(arg, tuple(there[axis] for axis in range(len(arg.shape))))


def indexed(write: Writes, formula: Formula, at: At) -> Written:
    """x[start + step*i]; where a computed position is out of range, NAN."""
    arg, computed = formula.args[0], iter(formula.args[1:])
    given, there, guards = iter(at), [], []
    for entry, size in zip(params_of(formula)["index"], arg.shape, strict=False):
        if entry == OPERAND:
            there.append(write.text(next(computed)))
            guards.append(f"{there[-1]} < 0")
        else:
            there.append(sliced(entry, next(given), size) if isinstance(entry, slice) else str(int(entry) % size))
    text, own = write.write(arg, (*there, *given))
    if not guards:
        return text, own
    return f"{' || '.join(guards)} ? NAN : {text}", CHOICE


def repeated(write: Writes, formula: Formula, at: At) -> Written:
    """An element of what is repeated."""
    arg, axis = formula.args[0], params_of(formula)["axis"]
    axes, target = axes_of(axis, formula.shape), formula.shape
    if axis is None or len(arg.shape) == len(target) or len(arg.shape) + len(axes) != len(target):
        return write.write(arg, aligned(at, target, arg.shape))
    kept = [place for place in range(len(target)) if place not in axes]
    there = tuple(
        "0" if size == 1 != target[place] else at[place] for place, size in zip(kept, arg.shape, strict=True)
    )
    return write.write(arg, there)


def flat_index(at: At, shape: Shape) -> str:
    """Where an element stands in row-major order."""
    terms, number = [], 0
    for place, index in enumerate(at):
        step = prod(shape[place + 1 :])
        if index.isdigit():
            number += int(index) * step
        else:
            terms.append(inner(index) if step == 1 else f"{inner(index)}*{step}")
    return " + ".join([*terms, *([str(number)] if number or not terms else [])])


def unflattened(index: str, shape: Shape) -> At:
    """The index of an element from its place in row-major order."""
    there, left = [], prod(shape)
    for size in shape:
        below = left // size
        if size == 1:
            there.append("0")
        elif index.isdigit():
            there.append(str(int(index) // below % size))
        else:
            text = index if below == 1 else f"{inner(index)}/{below}"
            there.append(text if left == prod(shape) else f"{inner(index) if below == 1 else text}%{size}")
        left = below
    return tuple(there)


def reshaped(write: Writes, formula: Formula, at: At) -> Written:
    """The element of the same place in row-major order."""
    arg = formula.args[0]
    kept = [index for index, size in zip(at, formula.shape, strict=True) if size > 1]
    if [size for size in formula.shape if size > 1] == [size for size in arg.shape if size > 1]:
        left = iter(kept)
        there: At = tuple(next(left) if size > 1 else "0" for size in arg.shape)
    else:
        there = unflattened(flat_index(at, formula.shape), arg.shape)
    return write.write(arg, there)


def multiplied(write: Writes, formula: Formula, at: At) -> Written:
    """outer(a, b)[i][j] is a[i]*b[j]."""
    a, b = formula.args
    right = write.text(b, at[1:], PRODUCT + 1)
    return f"{write.text(a, at[:1], PRODUCT)}*{f'({right})' if right[0] == '-' else right}", PRODUCT


def diagonal(write: Writes, formula: Formula, at: At) -> Written:
    """Of a matrix x[i][i]; of a vector x[i] where i is j, else 0."""
    arg = formula.args[0]
    if len(arg.shape) == 2:
        return write.write(arg, (at[0], at[0]))
    return f"{at[0]} == {at[1]} ? {write.text(arg, at[:1], CHOICE + 1)} : 0.0", CHOICE


def flipped(write: Writes, formula: Formula, at: At) -> Written:
    """x[n - 1 - i]."""
    arg = formula.args[0]
    axes = axes_of(params_of(formula)["axis"], arg.shape)
    there = tuple(
        strided(index, size - 1, -1) if place in axes else index
        for place, (index, size) in enumerate(zip(at, arg.shape, strict=True))
    )
    return write.write(arg, there)


def windows(write: Writes, formula: Formula, at: At) -> Written:
    """unfold2d: an entry of a window, 0 outside."""
    given, arg = params_of(formula), formula.args[0]
    stride = given["size"] if given["stride"] is None else given["stride"]
    steps, margins = pair(stride, "stride", 1), pair(given["padding"], "padding", 0)
    there, inside = [at[0]], []
    for axis in (0, 1):
        first = strided(at[1 + axis], 0, steps[axis])
        place = f"{first} + {inner(at[3 + axis])}"
        if margins[axis]:
            place = f"{place} - {margins[axis]}"
            inside += [f"{place} >= 0", f"{place} < {arg.shape[1 + axis]}"]
        there.append(place)
    if not inside:
        return write.write(arg, there)
    return f"{' && '.join(inside)} ? {write.text(arg, there, CHOICE + 1)} : 0.0", CHOICE


def hot(write: Writes, formula: Formula, at: At) -> Written:
    """1 at a computed position, else 0."""
    return f"(double)({hit(write, formula, at)})", UNARY


def hit(write: Writes, formula: Formula, at: At) -> str:
    """Whether an entry stands at a computed position."""
    place = write.functions.used("place")
    return f"{place}({write.text(formula.args[0], at[:-1])}, {formula.shape[-1]}) == {at[-1]}"


def single(write: Writes, formula: Formula, at: At) -> Written:
    """A stack of one."""
    axis = one_axis(params_of(formula)["axis"], len(formula.shape), formula.shape)
    return write.write(formula.args[0], (*at[:axis], *at[axis + 1 :]))


MOVES: dict[str, Callable[[Writes, Formula, At], Written]] = {
    "transpose": transposed, "index": indexed, "broadcast": repeated, "reshape": reshaped, "outer": multiplied,
    "diag": diagonal, "flip": flipped, "unfold2d": windows, "onehot": hot, "stack": single,
}

LIGHT = frozenset(("transpose", "broadcast", "reshape", "index"))
"""Those whose element is an element of the operand."""
