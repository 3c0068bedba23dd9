"""The worked table as LaTeX mathematics, which is all that a notebook's page typesets: an array per sweep."""

from __future__ import annotations

from collections.abc import Iterator

from ...records import Number, Sweep, Trace
from .. import mathematics
from ..choice import choice
from ..formats import Options
from ..languages import speaker
from ..latex import escaped
from ..notation import Notation
from ..number import is_array
from ..rows import Row, Rows

COLUMNS = {
    "forward": ("node", "value", "tangent rule", "tangent"),
    "reverse": ("node", "value", "adjoint rule", "adjoint"),
    "value": ("node", "value"),
}
SIDES = {"value": "r", "tangent": "r", "adjoint": "r"}


def latex_array(trace: Trace, options: Options) -> str:
    """Every sweep as displayed mathematics. Raises AdtraceError (names, notation, language)."""
    notation = mathematics.notation_of(trace, options)
    say = speaker(options.lang)
    sides = "".join(SIDES.get(name, "l") for name in COLUMNS[trace.mode])
    heading = " & ".join(rf"\text{{{say(name)}}}" for name in COLUMNS[trace.mode])
    found = []
    for sweep in trace.sweeps:
        lines = " \\\\\n".join(" & ".join(cells) for cells in lines_of(trace, sweep, notation, options))
        array = f"\\begin{{array}}{{{sides}}}\n\\hline {heading} \\\\ \\hline\n{lines} \\\\ \\hline\n\\end{{array}}"
        found.append(f"$$\n{array}\n$$")
    return "\n".join(found)


def lines_of(trace: Trace, sweep: Sweep, notation: Notation, options: Options) -> Iterator[list[str]]:
    """The cells of every line of a sweep."""
    rows = Rows(trace, sweep, notation, options.digits)
    for row in rows.of(choice(sweep.steps, options).places):
        start = [mathematics.node(row), number(row.value, notation, options.digits)]
        if trace.mode == "value":
            yield start
            continue
        for place, (rule, result) in enumerate(derivative(row)):
            yield [*(["", ""] if place else start), rule, number(result, notation, options.digits)]


def derivative(row: Row) -> Iterator[tuple[str, Number]]:
    """The rule of every use and what it gives, and the sum where there are several."""
    for use in (*row.uses, *((row.total,) if row.total else ())):
        note = rf"\text{{ {escaped(use.note.strip())}}}" if use.note else ""
        yield mathematics.rule(row, use) + note, use.result


def number(value: Number, notation: Notation, digits: int) -> str:
    """A number or a small array; a larger one in words."""
    if value is None:
        return ""
    if not is_array(value):
        return mathematics.scalar(value, notation, digits)
    words = rf"\text{{{escaped(mathematics.summary(value, digits))}}}"
    return mathematics.array(value, notation, digits) or words
