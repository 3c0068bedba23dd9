"""The worked table as LaTeX mathematics, which is all that a notebook's page typesets: an array per sweep."""

from __future__ import annotations

from collections.abc import Iterator

from ...records import Number, Sweep, Trace
from .. import mathematics
from ..choice import choice
from ..formats import Options
from ..latex import escaped, of_options
from ..notation import Notation
from ..number import is_array, is_small
from ..rows import Row, Rows, uses_of

COLUMNS = {
    "forward": ("node", "value", "tangent rule", "tangent"),
    "reverse": ("node", "value", "adjoint rule", "adjoint"),
    "value": ("node", "value"),
}
SIDES = {"value": "r", "tangent": "r", "adjoint": "r"}


def latex_array(trace: Trace, options: Options) -> str:
    """Every sweep as displayed mathematics. Raises AdtraceError (names, notation, language)."""
    options = options._replace(unicode=True)
    say = options.say
    sides = "".join(SIDES.get(name, "l") for name in COLUMNS[trace.mode])
    heading = " & ".join(rf"\text{{{say(name)}}}" for name in COLUMNS[trace.mode])
    found = []
    for sweep in trace.sweeps:
        lines = " \\\\\n".join(" & ".join(cells) for cells in lines_of(trace, sweep, options))
        array = f"\\begin{{array}}{{{sides}}}\n\\hline {heading} \\\\ \\hline\n{lines} \\\\ \\hline\n\\end{{array}}"
        found.append(f"$$\n{array}\n$$")
    return "\n".join(found)


def lines_of(trace: Trace, sweep: Sweep, options: Options) -> Iterator[list[str]]:
    """The cells of every line of a sweep."""
    notation = of_options(trace, options, sweep)
    rows = Rows(trace, sweep, notation, options.digits, options.say)
    for row in rows.of(choice(sweep.steps, options).places):
        start = [mathematics.node(row), number(row.value, notation, options)]
        if trace.mode == "value":
            yield start
            continue
        for place, (rule, result) in enumerate(derivative(row)):
            yield [*(["", ""] if place else start), rule, number(result, notation, options)]


def derivative(row: Row) -> Iterator[tuple[str, Number]]:
    """The rule of every use and what it gives, and the sum where there are several."""
    for use in uses_of(row):
        note = rf"\text{{ {escaped(use.note.strip())}}}" if use.note else ""
        yield mathematics.rule(row, use) + note, use.result


def number(value: Number, notation: Notation, options: Options) -> str:
    """A number or a small array; a larger one in words."""
    if value is None:
        return ""
    if not is_array(value) or is_small(value):
        return notation.number(value, options.digits)
    return rf"\text{{{escaped(mathematics.summary(value, options, options.digits))}}}"
