"""Rows of a sweep in LaTeX, for pages that typeset mathematics themselves: Markdown and notebooks."""

from __future__ import annotations

from ..records import Number, Trace
from .formats import Options
from .layout import Line
from .notation import Notation, of_trace
from .number import is_array, is_small, outline, people
from .rows import Row, Use


def notation_of(trace: Trace, options: Options) -> Notation:
    """The LaTeX notation of a trace. Raises AdtraceError for an unknown notation."""
    of_trace(trace, options.notation)
    return of_trace(trace, "latex")


def written(content: Line) -> str:
    """The LaTeX of a line."""
    return "".join(text for text, _ in content)


def node(row: Row) -> str:
    """A step's name, and what it equals."""
    name = written(row.name)
    return f"{name} = {written(row.formula)}" if row.formula else name


def rule(row: Row, use: Use) -> str:
    """The rule of one use: an equation where it is the whole rule, else a term of the sum, with its sign."""
    right, symbol = written(use.rule), written(row.symbol)
    if row.total is None:
        return f"{symbol} = {right}" if right and right != symbol else symbol
    return f"{use.sign.strip()} {right}".strip()


def user(use: Use) -> tuple[str, str]:
    """The step that uses the node, in LaTeX, and which of its operands it is, in words; both may be empty."""
    name, bracket, which = use.used_by.partition(" (")
    return name, bracket + which


def array(value: Number, notation: Notation, digits: int) -> str:
    """A small array as a matrix; "" for a larger one, which `summary` puts into words."""
    if not is_small(value):
        return ""
    rows = [value.tolist()] if value.ndim == 1 else value.tolist()
    lines = [" & ".join(scalar(entry, notation, digits) for entry in row) for row in rows]
    body = r" \\ ".join(lines)
    return rf"\begin{{bmatrix}} {body} \end{{bmatrix}}"


def scalar(value: float, notation: Notation, digits: int) -> str:
    """A number in LaTeX."""
    return notation.literal(people(value, digits))


def summary(value: Number, digits: int) -> str:
    """A number or an array of any size in words, on one line."""
    return outline(value, digits) if is_array(value) else people(value, digits)
