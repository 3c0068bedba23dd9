"""The shape of every name, and how many scalar parameters there are: what `adtrace shapes` prints."""

from __future__ import annotations

from collections.abc import Sequence

from ..graph.shapes import size
from ..records import Step, Trace
from .layout import ASCII_RULES, RIGHT, UNICODE_RULES, Column, Line, line, table, visible
from .notation import Notation


def shape_lines(trace: Trace, parameters: Sequence[str], notation: Notation) -> list[Line]:
    """One row per name, inputs first and marked, then how many scalars the parameters hold.

    parameters  names of the inputs that are counted; none counts all
    """
    counted = [name for name in trace.inputs if not parameters or name in parameters]
    steps = trace.steps
    rules = UNICODE_RULES if notation.unicode else ASCII_RULES
    columns = [
        Column("node", [(_heading(step, notation),) for step in steps]),
        Column("shape", [(line(notation.shape(step.shape)),) for step in steps]),
        Column("entries", [(line(str(size(step.shape))),) for step in steps], RIGHT),
    ]
    total = sum(size(trace.shapes[name]) for name in counted)
    terms = " + ".join(str(size(trace.shapes[name])) for name in counted)
    what = ", ".join(notation.name(name) for name in counted)
    title = line(("Shapes", "bold"), "  ", visible(trace.expression if "\n" not in trace.expression else trace.where))
    sum_text = f"{total}" if len(counted) < 2 else f"{terms} = {total}"
    verb = "holds" if len(counted) == 1 else "hold"
    last = line(f"{what} {verb} {sum_text} scalar{'s'[: total != 1]}") if counted else ()
    return [title, *table(columns, rules), last]


def _heading(step: Step, notation: Notation) -> Line:
    """The name of an input, or a step with its formula."""
    if not step.number:
        return line((notation.name(step.name), "input"))
    style = "bold" if step.role == "output" else ""
    return line((f"{notation.name(step.name)} = {notation.text(step.tree)}", style))
