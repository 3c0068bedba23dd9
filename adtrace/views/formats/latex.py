"""The worked table as LaTeX: a part to be read by \\input, or a whole document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...records import Sweep, Trace
from . import Format, Options

if TYPE_CHECKING:
    from ..manuscript import Manuscript

TABLED = 2_000
"""Steps beyond which a sweep is written block by block, without looking at all of it before."""


def render(trace: Trace, options: Options) -> Iterator[str]:
    """The LaTeX in pieces: header, a table per sweep, results and remarks. Raises AdtraceError (names, language)."""
    from ..choice import choice
    from ..manuscript import Manuscript

    for sweep in trace.sweeps:
        choice(sweep.steps, options)
    manuscript = Manuscript(trace, options)
    return written(manuscript)


def written(manuscript: Manuscript) -> Iterator[str]:
    """The whole text."""
    yield from manuscript.opening()
    yield from manuscript.header()
    for place, sweep in enumerate(manuscript.trace.sweeps):
        yield "\\medskip\n" * (place > 0) + manuscript.explanation(sweep)
        yield from table(manuscript, sweep, place)
    yield from manuscript.ending()


def table(manuscript: Manuscript, sweep: Sweep, place: int) -> Iterator[str]:
    """The table of one sweep, or its blocks."""
    from ..choice import choice
    from ..rows import Rows
    from ..sheet import Sheet
    from ..tabular import tabled
    from ..worked import WIDEST_LEFT, left_of, worked

    trace, options = manuscript.trace, manuscript.options
    places, left_out, before = choice(sweep.steps, options)
    if not places:
        return
    say, digits = manuscript.say, options.digits
    rows = Rows(trace, sweep, manuscript.swept(sweep), digits, say)
    sheet = Sheet(
        trace.mode, (), manuscript.tex, say, digits, manuscript.room, left_out, before, options.decimal
    )
    if len(places) > TABLED:
        order = places[::-1] if trace.mode == "reverse" else places
        yield from worked(sheet, (rows.row(sweep.steps[each]) for each in order), WIDEST_LEFT)
        return
    sheet = sheet._replace(rows=rows.of(places))
    found = tabled(sheet)
    yield from found.lines(sheet) if found else worked(sheet, sheet.rows, left_of(sheet, sheet.rows))


FORMAT = Format("latex", "the same table as LaTeX", render, suffixes=(".tex",), parts=True)
"""For papers and exercise sheets."""
