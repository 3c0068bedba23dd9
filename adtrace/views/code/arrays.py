"""What NumPy and JAX have in common: the array operators, and functions of our own for what both lack.

In the texts of functions, np stands for either.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce

from ...records import Formula
from ...rules.arrays import new_shape, with_axes
from ...rules.axes import axes_of
from .module import ModulePrinter
from .printer import CodePrinter, Spelling, is_constant


def where(printer: CodePrinter, formula: Formula) -> str:
    """where(c, a, b), c a truth value."""
    c, a, b = formula.args
    return f"{printer.prefix}where({printer.condition(c)}, {printer.operand(a)}, {printer.operand(b)})"


def chained(name: str) -> Spelling:
    """A function of two, of any number."""

    def write(printer: CodePrinter, formula: Formula) -> str:
        words = [printer.operand(arg) for arg in formula.args]
        return reduce(lambda before, word: f"{printer.prefix}{name}({before}, {word})", words)

    return write


def stack(printer: CodePrinter, formula: Formula) -> str:
    """[a, b]: scalars as an array, arrays along an axis."""
    axis = formula.params.get("axis") or 0
    if is_constant(formula) and axis == 0:
        return f"{printer.prefix}array({listed(printer, formula)}, dtype=float)"
    words = f"[{', '.join(printer.operand(arg) for arg in formula.args)}]"
    if not any(arg.shape for arg in formula.args):
        return f"{printer.prefix}array({words})"
    return f"{printer.prefix}stack({words}{f', axis={axis}' if axis else ''})"


def listed(printer: CodePrinter, formula: Formula) -> str:
    """Constants as lists of lists."""
    if formula.op != "stack":
        return printer.text(formula)
    return f"[{', '.join(listed(printer, arg) for arg in formula.args)}]"


def concat(printer: CodePrinter, formula: Formula) -> str:
    """Arrays one after the other."""
    words = [f"[{', '.join(printer.operand(arg) for arg in formula.args)}]", *printer.keywords(formula)]
    return f"{printer.prefix}concatenate({', '.join(words)})"


def transpose(printer: CodePrinter, formula: Formula) -> str:
    """x.T, or the axes in an order."""
    if formula.params.get("axes") is None:
        return f"{printer.inside(formula.args[0], 60)}.T"
    return f"{printer.prefix}transpose({printer.operand(formula.args[0])}, {tuple(formula.params['axes'])})"


def reshape(printer: CodePrinter, formula: Formula) -> str:
    """The same elements in another shape."""
    shape = new_shape(formula.args[0].shape, formula.params["shape"])
    return f"{printer.prefix}reshape({printer.operand(formula.args[0])}, {shape})"


def broadcast(printer: CodePrinter, formula: Formula) -> str:
    """x repeated to a shape; axes of size 1 are put in first."""
    (x,), target = formula.args, tuple(formula.params["shape"])
    if is_constant(x) and not x.shape:
        return f"{printer.prefix}full({target}, {printer.text(x)}, dtype=float)"
    text, full = printer.operand(x), with_axes(x.shape, target, formula.params.get("axis"))
    if full != x.shape:
        text = f"{printer.prefix}reshape({text}, {full})"
    return f"{printer.prefix}broadcast_to({text}, {target})"


def along(name: str) -> Spelling:
    """A function of ours along axes, which are told one by one."""

    def write(printer: CodePrinter, formula: Formula) -> str:
        printer.use(name, printer.own[name])
        axes = axes_of(formula.params.get("axis"), formula.args[0].shape)
        words = [printer.operand(formula.args[0])]
        words += [f"axis={axes}"] if formula.params.get("axis") is not None else []
        words += ["keepdims=True"] if formula.params.get("keepdims") else []
        return f"{name}({', '.join(words)})"

    return write


ARRAYS: Mapping[str, Spelling] = {
    "where": where, "maximum": chained("maximum"), "minimum": chained("minimum"), "stack": stack, "concat": concat,
    "transpose": transpose, "reshape": reshape, "broadcast": broadcast,
}


class ArrayPrinter(ModulePrinter):
    """Formulas in a library with NumPy's functions."""

    def whole(self, name: str) -> str:
        """A function of the library."""
        return f"{self.prefix}{name}"
