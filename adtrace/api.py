"""The public functions: parse, build, sweep, in a few lines each."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from os import PathLike
from typing import Any

from .checks.remedies.hints import hinting
from .graph.build import constant
from .lang.parser import parse
from .lang.points import Constant, as_values
from .records import Batch, Trace
from .records.grain import FINEST, OPERATION, Grain
from .records.kinks import LEAST_NORM
from .rules import table
from .rules.table import Operator
from .sweeps.run import Run

Point = Mapping[str, Any]
"""Values by name: numbers, nested lists, arrays, or texts with a constant such as "pi/2"."""
Names = str | Sequence[str]


def evaluate(
    text: str,
    at: Point | None = None,
    *,
    of: str | Sequence[str] = (),
    share: bool = False,
    by: str = OPERATION,
    fold: str | Sequence[str] = (),
    expand: str | Sequence[str] = (),
    exact: bool = False,
) -> Trace:
    """The value of an expression or program, step by step.

    text    an expression such as "1/(1+exp(-a*x))" or a program
    at      values of its inputs; without any, the trace is in symbols
    of      names of the outputs, instead of the last statement
    share   whether equal subexpressions become one step
    by      what is one step: an "operation", or a "statement" of the program, worked as one formula
    fold    names of functions of which every call is one step
    expand  names of functions whose operations are steps of their own, also inside what is one step
    exact   whether numbers also say what they are exactly (see records.exact); "1/3" is read as it stands then
    Raises AdtraceError for a text or a point that cannot be used.

    >>> evaluate("x^2 + 1", {"x": 3}).value
    10.0
    >>> [step.formula for step in evaluate("x^2 + 1").steps]
    ['', 'x^2', 'w1 + 1']
    >>> [step.formula for step in evaluate("x^2 + 1", by="statement").steps]
    ['', 'x^2 + 1']
    """
    return _run(text, at, of, share, _grain(by, fold, expand), exact=exact).value()


def forward(
    text: str,
    at: Point | None = None,
    *,
    seed: Point | Sequence[Point] | None = None,
    wrt: str | Sequence[str] = (),
    of: str | Sequence[str] = (),
    share: bool = False,
    by: str = OPERATION,
    fold: str | Sequence[str] = (),
    expand: str | Sequence[str] = (),
    at_kink: str = LEAST_NORM,
    exact: bool = False,
) -> Trace:
    """Tangents by forward mode: one sweep per seed.

    seed  a direction such as {"x": 1, "a": -2}, or several; what it does not name is 0
    wrt   inputs that get a unit seed each, when there is no `seed`; all by default
    at_kink  the slope at kinks: "least-norm", what a framework takes ("torch", "jax", "tensorflow", "autograd"; one
             version is "torch-2.13"), "left" or "right" for one-sided derivatives, or "error" to refuse kinks
    Raises AdtraceError. The other parameters are those of `evaluate`.

    >>> trace = forward("x*y", {"x": 2, "y": 3}, seed={"x": 1})
    >>> trace.value, trace.tangent
    (6.0, 3.0)
    >>> forward("x*y", {"x": 2, "y": 3}).tangent
    {'x': 3.0, 'y': 2.0}
    """
    run = _run(text, at, of, share, _grain(by, fold, expand), at_kink, exact=exact)
    return run.forward(_seeds(seed, run.constant), _names(wrt))


def reverse(
    text: str,
    at: Point | None = None,
    *,
    seed: Point | Sequence[Point] | None = None,
    wrt: str | Sequence[str] = (),
    of: str | Sequence[str] = (),
    share: bool = False,
    by: str = OPERATION,
    fold: str | Sequence[str] = (),
    expand: str | Sequence[str] = (),
    at_kink: str = LEAST_NORM,
    exact: bool = False,
) -> Trace:
    """Adjoints by reverse mode: one sweep per output, or per cotangent.

    seed  a cotangent such as {"y1": 1, "y2": -2}, or several; what it does not name is 0
    wrt   inputs that the gradient shows; all by default
    Raises AdtraceError. The other parameters are those of `evaluate` and `forward`.

    >>> reverse("x*y", {"x": 2, "y": 3}).gradient
    {'x': 3.0, 'y': 2.0}
    >>> reverse("[x*y, x + y]", {"x": 2, "y": 3}).gradient
    {'y1': {'x': 3.0, 'y': 2.0}, 'y2': {'x': 1.0, 'y': 1.0}}
    """
    run = _run(text, at, of, share, _grain(by, fold, expand), at_kink, exact=exact)
    return run.reverse(_seeds(seed, run.constant), _names(wrt))


def render(
    trace: Trace,
    format: str = "table",
    *,
    width: int = 100,
    digits: int = 4,
    notation: str = "",
    lang: str = "en",
    decimal: str = "point",
    standalone: bool = False,
    beside: Trace | None = None,
) -> str | bytes:
    """A trace as text, in any format of `adtrace reverse -f` ("table", "markdown" ...) or `adtrace graph -f`.

    As "png" and "pdf" it is bytes.

    width, digits  of the tables, in columns and decimals
    notation       "course" (w₁, ẇ₁, w̄₁), "baydin" (v₁), "delta" (δ), "code" (x_bar) or "leibniz" (∂y/∂w₁)
    lang           the language of headings: "en" or "fr"; `decimal`, the decimal sign: "point" or "comma"
    standalone     whether LaTeX is a whole document
    beside         for drawings, a trace of the same program in the other mode (see views.formats.Options)
    Raises AdtraceError for an unknown format, notation or language.

    >>> print(render(evaluate("x^2", {"x": 3}), "ascii").splitlines()[-1])
    y = 9
    >>> print(render(reverse("x^2", {"x": 3}), lang="fr", notation="leibniz").splitlines()[1])
    graine ∂y/∂y = 1  donc chaque dérivée adjointe est ∂y/∂(nœud), de la sortie vers les entrées
    """
    from .views import formats

    options = formats.Options(
        digits=digits, width=width, notation=notation, lang=lang, decimal=decimal, standalone=standalone, beside=beside
    ).checked()
    rendered = formats.by_name(format).render(trace, options)
    return rendered if isinstance(rendered, (str, bytes)) else "".join(rendered)


def display(trace: Trace, *, include: Collection[str] = (), exclude: Collection[str] = ()) -> dict[str, str]:
    """A trace as notebooks show it, by MIME type: HTML table, SVG, LaTeX and plain text; a long one is not drawn.

    include, exclude  MIME types that are wanted, and those that are not

    >>> sorted(display(evaluate("x^2", {"x": 3}), exclude={"image/svg+xml"}))
    ['text/html', 'text/latex', 'text/plain']
    """
    from .views import notebook

    return notebook.display(trace, include=include, exclude=exclude)


def sweep(
    text: str,
    over: Mapping[str, Any] | str | PathLike[str],
    at: Point | None = None,
    *,
    wrt: str | Sequence[str] = (),
    of: str | Sequence[str] = (),
    total: bool = False,
    keep_going: bool = False,
    threads: int | None = None,
    backend: str = "numpy",
) -> Batch:
    """Value and gradient at many points: the same as `reverse` at each of them.

    over        the inputs that vary from point to point: arrays with one row per point, or ranges "-5:5:1001" (both
                ends included), of which every combination is taken; or a file of rows, "points.csv" (.npz, .npy,
                .parquet), and {"x": "@x.npy"} for one input
    at          values of the other inputs
    total       whether values and gradients are added up over the points
    keep_going  whether rows of a file that cannot be used become nan, with a warning, instead of stopping
    threads     how many run at a time, by default one per core
    backend     "numpy", or "numba" for compiled code (pip install 'adtrace[numba]')
    Raises AdtraceError. The other parameters are those of `reverse`. Of an output that is an array, every element is
    an output: y[0], y[1] ..., 16 at most.

    >>> batch = sweep("x^2*a", {"x": [1, 2, 3]}, {"a": 2})
    >>> batch.value.tolist(), batch.gradient["x"].tolist()
    ([2.0, 8.0, 18.0], [4.0, 8.0, 12.0])
    """
    from .engines.threads import run
    from .sweeps.batch.kernel import Kernel
    from .sweeps.batch.lowered import parsed
    from .sweeps.batch.whole import Whole, as_columns, row_shapes
    from .tables.bad_rows import BadRows
    from .tables.given import columns_over

    program, bad = parsed(text), BadRows(keep_going)
    columns = as_columns(columns_over(over, program, bad))
    shapes, names = row_shapes(columns), {"wrt": _names(wrt), "of": _names(of)}
    whole = Whole(Kernel(program, shapes, at or {}, **names, total=total, backend=backend), columns)
    for part in run(whole.sweep, list(whole.spans()), threads):
        whole.take(part)
    return whole.batch(bad.warnings())


def ops(name: str | None = None) -> tuple[Operator, ...]:
    """The rows of the table of operators: all, or those that a program can mean by this name.

    >>> [row.signature for row in ops("max")]
    ['max(x1, x2, ...)', 'max(x, axis, keepdims=0)']
    """
    return table.operators() if name is None else table.called(name)


def _run(
    text: str, at: Point | None, of: Names, share: bool, grain: Grain = FINEST, at_kink: str = LEAST_NORM, *,
    exact: bool = False,
) -> Run:
    kind = Run
    if exact:
        from .sweeps.exact.run import ExactRun as kind
    values = as_values(at, kind.constant)
    return hinting(kind(parse(text), values, of=_names(of), share=share, grain=grain, at_kink=at_kink))


def _grain(by: str, fold: str | Sequence[str], expand: str | Sequence[str]) -> Grain:
    return Grain(by, _names(fold), _names(expand))


def _names(names: str | Sequence[str]) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names)


def _seeds(seed: Point | Sequence[Point] | None, constant: Constant = constant) -> list[dict[str, Any]]:
    if not seed:
        return []
    return [as_values(one, constant) for one in ([seed] if isinstance(seed, Mapping) else seed)]
