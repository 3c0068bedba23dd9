"""How array operators are spelled: what NumPy and JAX have in common, and PyTorch for the most part."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce

from ...graph.trees import value_of
from ...lang.grammar import POSTFIX
from ...records import Formula
from ...rules.arrays import new_shape, with_axes
from ...rules.axes import axes_of
from ...rules.windows import pair
from .printer import CodePrinter, Spelling, is_constant


def where(printer: CodePrinter, formula: Formula) -> str:
    """where(c, a, b), c a truth value. Of two whole numbers the result would be whole, too."""
    c, *choices = formula.args
    words = [printer.operand(one) for one in choices]
    if all(is_constant(one) and not one.shape for one in choices):
        words = [printer.decimal(value_of(one)) for one in choices]
    return f"{printer.prefix}where({printer.condition(c)}, {', '.join(words)})"


def chained(name: str) -> Spelling:
    """A function of two, of any number."""

    def write(printer: CodePrinter, formula: Formula) -> str:
        words = [printer.operand(arg) for arg in formula.args]
        return reduce(lambda before, word: f"{printer.prefix}{name}({before}, {word})", words)

    return write


def clip(printer: CodePrinter, formula: Formula) -> str:
    """min(max(x, lo), hi): the library's own differs where lo is above hi."""
    x, lo, hi = (printer.operand(arg) for arg in formula.args)
    return f"{printer.prefix}minimum({printer.prefix}maximum({x}, {lo}), {hi})"


def stack(printer: CodePrinter, formula: Formula) -> str:
    """[a, b]: scalars as an array, arrays along an axis."""
    axis = formula.params.get("axis") or 0
    if is_constant(formula) and axis == 0:
        return printer.constant_array(listed(printer, formula))
    words = f"[{', '.join(printer.operand(arg) for arg in formula.args)}]"
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
    (x,), axes = formula.args, formula.params.get("axes")
    if axes is None:
        return f"{printer.inside(x, POSTFIX)}.T" if x.shape else printer.atom(x)
    return f"{printer.prefix}transpose({printer.operand(x)}, {axes_text(axes, x)})"


def axes_text(axes: object, x: Formula) -> str:
    """An order of axes, from 0."""
    given = axes if isinstance(axes, (tuple, list)) else (axes,)
    return repr(tuple(int(axis) % len(x.shape) for axis in given))


def reshape(printer: CodePrinter, formula: Formula) -> str:
    """The same elements in another shape."""
    shape = new_shape(formula.args[0].shape, formula.params["shape"])
    return f"{printer.prefix}reshape({printer.operand(formula.args[0])}, {shape})"


def broadcast(printer: CodePrinter, formula: Formula) -> str:
    """x repeated to a shape; axes of size 1 are put in first."""
    (x,), target = formula.args, tuple(formula.params["shape"])
    if is_constant(x) and not x.shape:
        return printer.full(target, printer.text(x))
    text, full = printer.operand(x), with_axes(x.shape, target, formula.params.get("axis"))
    if full != x.shape:
        text = f"{printer.prefix}reshape({text}, {full})"
    return f"{printer.prefix}broadcast_to({text}, {target})"


def reduced(template: str) -> Spelling:
    """A reduction of what a template makes of the operand: "sum(square({0}))" takes axis= and keepdims= inside."""

    def write(printer: CodePrinter, formula: Formula) -> str:
        x = printer.operand(formula.args[0])
        function, _, inner = template.partition("(")
        words = [(inner.removesuffix(")") or "{0}").format(x, np=printer.prefix), *printer.keywords(formula)]
        return f"{printer.prefix}{function}({', '.join(words)})"

    return write


def named_axes(name: str) -> Spelling:
    """A function of ours that is told every axis."""

    def write(printer: CodePrinter, formula: Formula) -> str:
        printer.use(name, printer.own[name])
        x = formula.args[0]
        return f"{name}({printer.operand(x)}, {axes_of(formula.params.get('axis'), x.shape)})"

    return write


def cumsum(printer: CodePrinter, formula: Formula) -> str:
    """Running sums along an axis."""
    x, axis = formula.args[0], formula.params.get("axis")
    if not x.shape:
        return printer.atom(x)
    return f"{printer.prefix}cumsum({printer.operand(x)}, axis={0 if axis is None else axis})"


def diagonal(printer: CodePrinter, formula: Formula) -> str:
    """A matrix from a vector, a vector from a matrix."""
    return f"{printer.prefix}diag({printer.operand(formula.args[0])})"


def slid(name: str) -> Spelling:
    """A function of windows, told their size, stride and padding as pairs."""

    def write(printer: CodePrinter, formula: Formula) -> str:
        printer.use(name, printer.own[name])
        params, words = formula.params, [printer.operand(arg) for arg in formula.args]
        if "shape" in params:
            words.append(f"shape={tuple(params['shape'])}")
        size = None if name.startswith("conv2d") else pair(params.get("size", 2), "size", 1)
        stride = params.get("stride")
        steps = (size or (1, 1)) if stride is None else pair(stride, "stride", 1)
        words += [f"size={size}"] if size else []
        words += [f"stride={steps}", f"padding={pair(params.get('padding', 0), 'padding', 0)}"]
        return f"{name}({', '.join(words)})"

    return write


def onehot(printer: CodePrinter, formula: Formula) -> str:
    """A row of the identity matrix."""
    return f"{printer.prefix}eye({int(formula.params['n'])})[{printer.position(formula.args[0])}]"


ARRAYS: Mapping[str, Spelling] = {
    "where": where, "maximum": chained("maximum"), "minimum": chained("minimum"), "clip": clip, "stack": stack,
    "concat": concat, "transpose": transpose, "reshape": reshape, "broadcast": broadcast, "cumsum": cumsum,
    "diag": diagonal, "onehot": onehot, "others": named_axes("others"),
    **{name: reduced(name) for name in ("sum", "mean", "prod", "max", "min", "var", "flip", "trace")},
    "sumsq": reduced("sum({np}square({0}))"), "norm1": reduced("sum({np}abs({0}))"),
    **{
        name: slid(name)
        for name in ("unfold2d", "fold2d", "max_pool2d", "conv2d", "conv2d_input", "conv2d_kernel")
    },
    "relu": "{np}maximum({0}, 0)", "step": "{np}heaviside({0}, 1)", "det": "{np}linalg.det({0})",
    "logdet": "{np}linalg.slogdet({0})[1]", "dot": "{np}dot({0}, {1})", "outer": "{np}outer({0}, {1})",
}  # fmt: skip
