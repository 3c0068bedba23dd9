"""PyTorch: tensors of float64, on whatever device the arguments are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from ....errors import AdtraceError
from ....graph.trees import value_of
from ....lang.grammar import INDEX_OPERAND, POSTFIX
from ....records import Formula, Shape
from ....records.export import Export
from ....rules.axes import axes_of
from .. import Target
from ..arrays import ARRAYS, axes_text, listed
from ..module import ModulePrinter, module
from ..own_torch import OWN
from ..printer import CodePrinter, Spelling, index_text, is_constant

LIBRARY = "torch"

SAME = (
    "exp expm1 exp2 log log1p log2 log10 logaddexp sqrt hypot sin cos tan asin acos atan atan2 sinh cosh tanh asinh "
    "acosh atanh abs floor ceil round square reciprocal erf erfc relu det:linalg.det trace outer dot mod:remainder "
    "lgamma digamma"
)
"""Rows that PyTorch has, with its name where that is another."""


def extreme(side: str, name: str) -> Spelling:
    """A maximum or minimum: clamp against a number, else of two at a time."""

    def write(printer: CodePrinter, formula: Formula) -> str:
        words = formula.args
        numbers = [word for word in words if is_constant(word) and not word.shape]
        if len(words) == 2 and len(numbers) == 1:
            other = words[1] if numbers[0] is words[0] else words[0]
            return f"torch.clamp({printer.text(other)}, {side}={printer.text(numbers[0])})"
        found = printer.operand(words[0])
        for word in words[1:]:
            found = f"torch.{name}({found}, {printer.operand(word)})"
        return found

    return write


def clip(printer: CodePrinter, formula: Formula) -> str:
    """min(max(x, lo), hi)."""
    x, lo, hi = formula.args
    lower = Formula("maximum", (x, lo), shape=formula.shape)
    return printer.text(Formula("minimum", (lower, hi), shape=formula.shape))


def where(printer: CodePrinter, formula: Formula) -> str:
    """where(c, a, b): of two numbers, one has to be a tensor, or the result is of float32."""
    c, a, b = formula.args
    first = printer.operand(a) if is_constant(a) and is_constant(b) else printer.text(a)
    return f"torch.where({printer.condition(c)}, {first}, {printer.text(b)})"


def reduced(name: str, extra: str = "", inside: str = "{}") -> Spelling:
    """A reduction over the axes that are named."""

    def write(printer: CodePrinter, formula: Formula) -> str:
        x, params = formula.args[0], formula.params
        words = [inside.format(printer.operand(x))]
        if params.get("keepdims") and params.get("axis") is None:
            words.append(f"dim={tuple(range(len(x.shape)))}")
        words += [*printer.keywords(formula), *([extra] if extra else [])]
        return f"torch.{name}({', '.join(words)})"

    return write


def over_axes(name: str) -> Spelling:
    """A function of ours that is told every axis."""

    def write(printer: CodePrinter, formula: Formula) -> str:
        printer.use(name, OWN[name])
        x, params = formula.args[0], formula.params
        words = [printer.operand(x), f"dim={axes_of(params.get('axis'), x.shape)}"]
        return f"{name}({', '.join([*words, *(['keepdim=True'] if params.get('keepdims') else [])])})"

    return write


def stack(printer: CodePrinter, formula: Formula) -> str:
    """Numbers and arrays along a new axis."""
    axis = formula.params.get("axis") or 0
    if is_constant(formula) and axis == 0:
        return printer.constant_array(listed(printer, formula))
    words = f"[{', '.join(printer.operand(arg) for arg in formula.args)}]"
    return f"torch.stack({words}{f', dim={axis}' if axis else ''})"


def concat(printer: CodePrinter, formula: Formula) -> str:
    """Arrays one after the other."""
    words = [f"[{', '.join(printer.operand(arg) for arg in formula.args)}]", *printer.keywords(formula)]
    return f"torch.cat({', '.join(words)})"


def transpose(printer: CodePrinter, formula: Formula) -> str:
    """The axes in another order."""
    (x,), axes = formula.args, formula.params.get("axes")
    if len(x.shape) < 2:
        return printer.atom(x)
    if axes is None and len(x.shape) == 2:
        return f"{printer.inside(x, POSTFIX)}.T"
    order = axes_text(tuple(range(len(x.shape)))[::-1] if axes is None else axes, x)
    return f"torch.permute({printer.operand(x)}, {order})"


def flip(printer: CodePrinter, formula: Formula) -> str:
    """The other way round along axes."""
    x = formula.args[0]
    return f"torch.flip({printer.operand(x)}, {axes_of(formula.params.get('axis'), x.shape)})"


def cumsum(printer: CodePrinter, formula: Formula) -> str:
    """Running sums along an axis."""
    x, axis = formula.args[0], formula.params.get("axis")
    return f"torch.cumsum({printer.operand(x)}, dim={0 if axis is None else axis})" if x.shape else printer.atom(x)


def onehot(printer: CodePrinter, formula: Formula) -> str:
    """1 at a position, else 0."""
    x, count = printer.operand(formula.args[0]), int(formula.params["n"])
    return f"torch.nn.functional.one_hot({x}.long() % {count}, {count}).double()"


def polygamma(printer: CodePrinter, formula: Formula) -> str:
    """A derivative of digamma, whose order is a number. Raises AdtraceError where it is not."""
    n, x = formula.args
    if not is_constant(n) or value_of(n) != int(value_of(n)):
        raise AdtraceError("polygamma of an order that varies cannot be written in PyTorch", hint="--to numpy has it")
    if value_of(n) == 1:
        printer.use("trigamma", OWN["trigamma"])
        return f"trigamma({printer.operand(x)})"
    return f"torch.special.polygamma({int(value_of(n))}, {printer.operand(x)})"


def index(printer: CodePrinter, formula: Formula) -> str:
    """x[i, :]; a slice with a negative step is taken forwards and flipped."""
    x, computed = formula.args[0], iter(formula.args[1:])
    entries, flips = forwards(formula.params["index"], x.shape)
    words = [
        printer.position(next(computed)) if entry == INDEX_OPERAND else printer.parameter(entry) for entry in entries
    ]
    text = f"{printer.inside(x, POSTFIX)}[{', '.join(words)}]"
    return f"torch.flip({text}, {flips})" if flips else text


def scatter(printer: CodePrinter, formula: Formula) -> str:
    """Zeros with x put at the index."""
    printer.use("scatter", OWN["scatter"])
    shape = tuple(formula.params["shape"])
    entries, flips = forwards(formula.params["index"], shape)
    x = printer.operand(formula.args[0])
    return f"scatter({f'torch.flip({x}, {flips})' if flips else x}, {shape}, {index_text(entries)})"


def forwards(entries: Sequence[object], shape: Shape) -> tuple[list[object], tuple[int, ...]]:
    """An index without negative steps, and the axes of its result that are to be flipped then."""
    found: list[object] = []
    flips, axis = [], 0
    for entry, size in zip(entries, shape, strict=False):
        if isinstance(entry, slice) and (entry.step or 1) < 0:
            places = range(size)[entry]
            entry = slice(places[-1], places[0] + 1, -entry.step) if places else slice(0, 0)
            flips.append(axis)
        axis += isinstance(entry, slice)
        found.append(entry)
    return found, tuple(flips)


class TorchPrinter(ModulePrinter):
    """Formulas in PyTorch."""

    language, prefix = "PyTorch", f"{LIBRARY}."
    spellings: ClassVar[Mapping[str, Spelling]] = {
        **{name: ARRAYS[name] for name in ("reshape", "broadcast", "diag", "logdet")},
        **{
            name: ARRAYS[name]
            for name in ("unfold2d", "fold2d", "max_pool2d", "conv2d", "conv2d_input", "conv2d_kernel")
        },
        **{
            name: f"{LIBRARY}.{other or name}"
            for name, _, other in (word.partition(":") for word in SAME.split())
        },
        "maximum": extreme("min", "maximum"), "minimum": extreme("max", "minimum"), "clip": clip, "where": where,
        **{name: reduced(name) for name in ("sum", "mean")}, "max": reduced("amax"), "min": reduced("amin"),
        "var": reduced("var", "correction=0"), "sumsq": reduced("sum", inside="torch.square({})"),
        "norm1": reduced("sum", inside="torch.abs({})"),
        **{
            name: over_axes(name)
            for name in ("prod", "norm2", "std", "logsumexp", "softmax", "log_softmax", "others")
        },
        "stack": stack, "concat": concat, "transpose": transpose, "flip": flip, "cumsum": cumsum, "onehot": onehot,
        "polygamma": polygamma, "index": index, "scatter": scatter,
    }
    own: ClassVar[Mapping[str, str]] = OWN
    constants: ClassVar[Mapping[str, str]] = {
        name: f"math.{name}" for name in ("pi", "e", "inf", "nan")
    }
    imports: ClassVar[Sequence[str]] = (f"import {LIBRARY}",)
    kept: ClassVar[Sequence[str]] = (LIBRARY, "math")
    close = (
        f"{LIBRARY}.allclose(found, {LIBRARY}.tensor(traced, dtype={LIBRARY}.float64), rtol={{rtol}}, atol={{atol}}, "
        "equal_nan=True)"
    )
    true = "({}).double()"

    def operand(self, formula: Formula) -> str:
        """An operand of a call: a number becomes a tensor."""
        text = self.text(formula)
        return self.fixed(text) if is_constant(formula) and not formula.shape else text

    def fixed(self, text: str) -> str:
        """A number as a tensor."""
        return f"{LIBRARY}.tensor({text}, dtype={LIBRARY}.float64{self.device()})"

    def device(self) -> str:
        """Where tensors go that are made here."""
        return f", device={self.anchor}.device" if self.anchor else ""

    def constant_array(self, lists: str) -> str:
        """An array of the numbers in lists of lists."""
        return f"{LIBRARY}.tensor({lists}, dtype={LIBRARY}.float64{self.device()})"

    def full(self, shape: Shape, text: str) -> str:
        """An array of one number."""
        return f"{LIBRARY}.full({shape}, {text}, dtype={LIBRARY}.float64{self.device()})"

    def position(self, formula: Formula) -> str:
        """A number as a position in an array."""
        return f"{self.inside(formula, POSTFIX)}.long()"

    def keywords(self, formula: Formula) -> list[str]:
        """axis= and keepdims= by PyTorch's names."""
        words = super().keywords(formula)
        return [word.replace("axis=", "dim=", 1).replace("keepdims=", "keepdim=", 1) for word in words]

    def taken(self, name: str, shape: Shape) -> list[str]:
        """As a tensor of float64, where it is."""
        return [f"{name} = {LIBRARY}.as_tensor({name}, dtype={LIBRARY}.float64)"]


def render(export: Export) -> str:
    """The file."""
    return module(TorchPrinter, export)


TARGET = Target("torch", "PyTorch, on any device", render)
