"""CasADi's spellings and functions. Its arrays are matrices: a vector is a column, and two axes are the most."""

from __future__ import annotations

from collections.abc import Mapping
from math import prod

from ...errors import AdtraceError
from ...lang.grammar import POSTFIX
from ...lang.printer import slice_text
from ...records import Formula, Shape
from ...rules import table
from ...rules.arrays import with_axes
from ...rules.axes import axes_of
from .arrays import listed
from .own_casadi import OWN
from .printer import CodePrinter, Spelling, is_constant

SAME = (
    "exp expm1 log log1p log10 sqrt sin cos tan asin acos atan atan2 sinh cosh tanh asinh acosh atanh abs:fabs sign "
    "floor ceil hypot erf inv det solve trace diag dot"
)
"""Rows that CasADi has, with its name where that is another."""

def columns(shape: Shape) -> tuple[int, int]:
    """A shape as CasADi has it."""
    return (shape[0], shape[1]) if len(shape) == 2 else (shape[0] if shape else 1, 1)


def refused(formula: Formula, why: str) -> AdtraceError:
    """The error for what CasADi's matrices cannot do."""
    name = table.operator(formula.op).spelled
    return AdtraceError(f"{name} {why} cannot be written in CasADi", hint="--to numpy has it")


def broadcast(printer: CodePrinter, formula: Formula) -> str:
    """x repeated to a shape."""
    (x,), target = formula.args, tuple(formula.params["shape"])
    full = (1,)*(len(target) - len(x.shape)) + x.shape
    if formula.params.get("axis") is not None:
        full = with_axes(x.shape, target, formula.params["axis"])
    rows, wide = columns(target)
    text = printer.operand(x)
    if is_constant(x) and not x.shape:
        return f"ca.DM.ones({rows}, {wide})*{printer.inside(x, POSTFIX)}"
    if len(x.shape) == 1 and len(target) == 2 and full[0] == 1:
        text = f"{printer.inside(x, POSTFIX)}.T"
    have = columns(full) if len(target) == 2 else columns(x.shape)
    times = rows//have[0] if have[0] else 1, wide//have[1] if have[1] else 1
    return printer.brackets(text) if times == (1, 1) else f"ca.repmat({text}, {times[0]}, {times[1]})"


def summed(template: str) -> Spelling:
    """A sum, of what a template makes of the operand."""

    return lambda printer, formula: summed_text(template, printer, formula)


def summed_text(template: str, printer: CodePrinter, formula: Formula) -> str:
    """The sum over the axes that are named."""
    x, text = formula.args[0], template.format(printer.operand(formula.args[0]))
    axes = axes_of(formula.params.get("axis"), x.shape)
    if len(axes) == len(x.shape):
        return f"ca.sum1(ca.sum2({text}))" if len(axes) == 2 else f"ca.sum1({text})" if axes else printer.brackets(text)
    if axes == (1,):
        return f"ca.sum2({text})"
    return f"ca.sum1({text})" if formula.params.get("keepdims") else f"ca.sum1({text}).T"


def mean(printer: CodePrinter, formula: Formula) -> str:
    """The sum divided by the number of elements."""
    x = formula.args[0]
    count = prod(x.shape[axis] for axis in axes_of(formula.params.get("axis"), x.shape))
    return f"({summed_text('{}', printer, formula)}/{count})"


def whole(spelling: str) -> Spelling:
    """A function of all elements. Raises AdtraceError where only some axes are meant."""

    def write(printer: CodePrinter, formula: Formula) -> str:
        x = formula.args[0]
        if len(axes_of(formula.params.get("axis"), x.shape)) < len(x.shape):
            raise refused(formula, "along an axis")
        if spelling in OWN:
            printer.use(spelling, OWN[spelling])
        return f"{spelling}({printer.operand(x)})"

    return write


def variance(printer: CodePrinter, formula: Formula) -> str:
    """The mean of squares of what is left after the mean, of all elements."""
    x = formula.args[0]
    if len(axes_of(formula.params.get("axis"), x.shape)) < len(x.shape):
        raise refused(formula, "along an axis")
    text, count = printer.operand(x), prod(x.shape)
    return f"(ca.sumsqr({text} - ca.sum1(ca.sum2({text}))/{count})/{count})"


def deviation(printer: CodePrinter, formula: Formula) -> str:
    """A norm of what is left after the mean, of all elements."""
    x = formula.args[0]
    if len(axes_of(formula.params.get("axis"), x.shape)) < len(x.shape):
        raise refused(formula, "along an axis")
    printer.use("norm2", OWN["norm2"])
    text, count = printer.operand(x), prod(x.shape)
    return f"(norm2({text} - ca.sum1(ca.sum2({text}))/{count})/math.sqrt({count}))"


def chained(name: str) -> Spelling:
    """A function of two, of any number."""

    def write(printer: CodePrinter, formula: Formula) -> str:
        found = printer.operand(formula.args[0])
        for arg in formula.args[1:]:
            found = f"{name}({found}, {printer.operand(arg)})"
        return found

    return write


def clip(printer: CodePrinter, formula: Formula) -> str:
    """min(max(x, lo), hi)."""
    x, lo, hi = (printer.operand(arg) for arg in formula.args)
    return f"ca.fmin(ca.fmax({x}, {lo}), {hi})"


def where(printer: CodePrinter, formula: Formula) -> str:
    """a if c else b, element by element."""
    c, a, b = formula.args
    return f"ca.if_else({printer.condition(c)}, {printer.operand(a)}, {printer.operand(b)})"


def matmul(printer: CodePrinter, formula: Formula) -> str:
    """The product of matrices, and of vectors as rows or columns."""
    a, b = formula.args
    left, right = printer.operand(a), printer.operand(b)
    if len(a.shape) == len(b.shape) == 1:
        return f"ca.dot({left}, {right})"
    return f"ca.mtimes({printer.inside(b, POSTFIX)}.T, {left})" if len(a.shape) == 1 else f"ca.mtimes({left}, {right})"


def outer(printer: CodePrinter, formula: Formula) -> str:
    """The matrix of all products."""
    a, b = formula.args
    return f"ca.mtimes({printer.operand(a)}, {printer.inside(b, POSTFIX)}.T)"


def transpose(printer: CodePrinter, formula: Formula) -> str:
    """The transpose of a matrix; a vector stays."""
    (x,), axes = formula.args, formula.params.get("axes")
    if len(x.shape) < 2 or (axes is not None and tuple(int(axis) % 2 for axis in axes) == (0, 1)):
        return printer.atom(x)
    return f"{printer.inside(x, POSTFIX)}.T"


def stack(printer: CodePrinter, formula: Formula) -> str:
    """Numbers as a column, vectors as rows or columns of a matrix."""
    axis = int(formula.params.get("axis") or 0) % len(formula.shape)
    if is_constant(formula) and axis == 0:
        return f"ca.DM({listed(printer, formula)})"
    words = [printer.operand(arg) for arg in formula.args]
    if len(formula.shape) == 1 or axis == 1:
        return f"ca.{'horzcat' if axis else 'vertcat'}({', '.join(words)})"
    return f"ca.vertcat({', '.join(f'{printer.inside(arg, POSTFIX)}.T' for arg in formula.args)})"


def concat(printer: CodePrinter, formula: Formula) -> str:
    """Vectors and matrices one after the other."""
    axis = int(formula.params.get("axis") or 0) % len(formula.shape)
    return f"ca.{'horzcat' if axis else 'vertcat'}({', '.join(printer.operand(arg) for arg in formula.args)})"


def reshape(printer: CodePrinter, formula: Formula) -> str:
    """The same elements in another shape: CasADi counts down the columns, we along the rows."""
    (x,), shape = formula.args, formula.shape
    text = f"ca.vec({printer.inside(x, POSTFIX)}.T)" if len(x.shape) == 2 else printer.atom(x)
    return f"ca.reshape({text}, {shape[1]}, {shape[0]}).T" if len(shape) == 2 else text


def cumsum(printer: CodePrinter, formula: Formula) -> str:
    """Running sums."""
    x, axis = formula.args[0], formula.params.get("axis")
    if not x.shape:
        return printer.atom(x)
    return f"ca.cumsum({printer.operand(x)}, {axes_of(0 if axis is None else axis, x.shape)[0]})"


def flip(printer: CodePrinter, formula: Formula) -> str:
    """The other way round along axes, by its positions."""
    x = formula.args[0]
    axes = axes_of(formula.params.get("axis"), x.shape)
    words = [f"list(range({size}))[::-1]" if axis in axes else ":" for axis, size in enumerate(x.shape)]
    return f"{printer.inside(x, POSTFIX)}[{', '.join(words)}]" if x.shape else printer.atom(x)


def places(formula: Formula, shape: Shape) -> tuple[list[str], bool]:
    """An index as rows and columns, and whether what it picks is a row that stands for a vector."""
    entries = [*formula.params["index"], *[slice(None)]*(len(shape) - len(formula.params["index"]))]
    if any(isinstance(entry, str) for entry in entries):
        raise refused(formula, "at a position that is computed")
    words = []
    for entry, size in zip(entries, shape, strict=True):
        if isinstance(entry, slice):
            backwards = (entry.step or 1) < 0
            words.append(str(list(range(size)[entry])) if backwards else slice_text(entry))
        else:
            words.append(str(int(entry) % size))
    row = len(shape) == 2 and not isinstance(entries[0], slice) and isinstance(entries[1], slice)
    return words, row


def index(printer: CodePrinter, formula: Formula) -> str:
    """x[i, :]; a row of a matrix becomes a column."""
    x = formula.args[0]
    words, row = places(formula, x.shape)
    return f"{printer.inside(x, POSTFIX)}[{', '.join(words)}]{'.T' if row else ''}"


def scatter(printer: CodePrinter, formula: Formula) -> str:
    """Zeros with x put at the index."""
    printer.use("scatter", OWN["scatter"])
    shape = tuple(formula.params["shape"])
    words, row = places(formula, shape)
    words = [sliced(word) if ":" in word else word for word in words]
    x = printer.operand(formula.args[0])
    if is_constant(formula.args[0]):
        x = f"ca.DM({x})"
    x = f"{x}.T" if row else x
    return f"scatter({x}, {columns(shape)}, {', '.join([*words, *['0']*(2 - len(words))])})"


def sliced(text: str) -> str:
    """1:3 as a call of slice."""
    return f"slice({', '.join(part or 'None' for part in text.split(':'))})"


SPELLINGS: Mapping[str, Spelling] = {
    **{name: f"ca.{other or name}" for name, _, other in (word.partition(":") for word in SAME.split())},
    "exp2": "ca.power(2, {0})", "log2": f"(ca.log({{0}})/{0.6931471805599453!r})",
    "round": "({0} - ca.remainder({0}, 1))",
    "square": "ca.power({0}, 2)", "reciprocal": "(1/({0}))", "relu": "ca.fmax({0}, 0)",
    "step": "ca.if_else({0} >= 0, 1, 0)", "logdet": "ca.log(ca.fabs(ca.det({0})))",
    "maximum": chained("ca.fmax"), "minimum": chained("ca.fmin"),
    "clip": clip, "where": where, "sum": summed("{}"), "mean": mean, "sumsq": summed("ca.power({}, 2)"),
    "norm1": summed("ca.fabs({})"), "var": variance, "std": deviation, "max": whole("ca.mmax"),
    "min": whole("ca.mmin"), **{name: whole(name) for name in ("norm2", "logsumexp", "softmax", "log_softmax")},
    "broadcast": broadcast, "matmul": matmul, "outer": outer, "transpose": transpose, "stack": stack,
    "concat": concat, "reshape": reshape, "cumsum": cumsum, "flip": flip, "index": index, "scatter": scatter,
}  # fmt: skip
