"""The worked table: every step in symbols and in numbers, for the screen."""

from __future__ import annotations

from collections.abc import Iterator

from ...records import Trace
from ..console import painted
from ..frame import cost_line, explanation, header, summary
from ..layout import Line, plain, widest
from ..notation import Notation, of_trace
from ..rows import Rows
from ..screens import Sheet, rendered
from . import Format, Options


def table_lines(trace: Trace, options: Options) -> list[Line]:
    """The whole screen: header, one table per sweep, summary, cost and warnings. Raises AdtraceError (notation)."""
    notation = of_trace(trace, options.notation, unicode=options.unicode)
    columns = max(1, options.width)
    tables = [sweep_lines(trace, place, notation, options, columns) for place in range(len(trace.sweeps))]
    edge = max((widest(found) for found in tables), default=0)
    found = header(trace, notation, columns, edge)
    for place, (sweep, rows) in enumerate(zip(trace.sweeps, tables, strict=True)):
        found += [()] if place else []
        found += [*explanation(trace, sweep, notation, columns), *rows]
    found += summary(trace, notation, columns, options.digits)
    if trace.cost:
        found += cost_line(trace, trace.cost, columns)
    if trace.warnings:
        from ..report import warning_lines
    for warning in trace.warnings:
        found += warning_lines(warning, trace, columns, unicode=notation.unicode)
    return found


def sweep_lines(trace: Trace, place: int, notation: Notation, options: Options, columns: int) -> list[Line]:
    """The table of one sweep."""
    rows, left_out, before = Rows(trace, trace.sweeps[place], notation, options.digits).all()
    return rendered(Sheet(trace.mode, rows, notation, options.digits, left_out, before), columns)


def render(trace: Trace, options: Options) -> Iterator[str]:
    """The screen as pieces of text, with colour if the reader takes it. Raises AdtraceError (notation)."""
    found = table_lines(trace, options)
    return painted(found) if options.colour else (plain(content) + "\n" for content in found)


FORMAT = Format("table", "a worked table for the screen", render, suffixes=(".txt",))
