"""A trace as a notebook shows it: HTML table, drawing, LaTeX and plain text, of which the reader's page takes one."""

from __future__ import annotations

from collections.abc import Callable, Collection

from ...errors import AdtraceError
from ...records import Trace
from ..formats import Options

DRAWN, TYPESET = 40, 60
"""Steps of a trace up to which it is drawn, and typeset; an HTML table shows the first and the last of many."""

WIDTH = 100
"""Columns of the plain text."""

Display = dict[str, str]
"""A text for each kind of page, by MIME type."""


def display(
    trace: Trace, options: Options | None = None, include: Collection[str] = (), exclude: Collection[str] = ()
) -> Display:
    """The trace in the kinds that are asked for, all by default; those that it is too long for are left out.

    Raises AdtraceError for options that do not fit.
    """
    told = options or Options(width=WIDTH)
    wanted = [kind for kind in KINDS if (not include or kind in include) and kind not in exclude]
    found = ((kind, KINDS[kind](trace, told)) for kind in wanted)
    return {kind: text for kind, text in found if text}


def html(trace: Trace, options: Options) -> str:
    """The table as HTML."""
    from .table import html_table

    return html_table(trace, options)


def svg(trace: Trace, options: Options) -> str:
    """The drawing; "" for a long trace, and where Graphviz cannot draw it."""
    from ..formats import by_name

    if not 0 < len(trace.steps) <= DRAWN:
        return ""
    try:
        return str(by_name("svg").render(trace, options))
    except AdtraceError:
        return ""  # The table stands for itself; `adtrace graph` says what is in the way.


def latex(trace: Trace, options: Options) -> str:
    """The table as mathematics; "" for a long trace."""
    from .array import latex_array

    return latex_array(trace, options) if sum(len(sweep.steps) for sweep in trace.sweeps) <= TYPESET else ""


def text(trace: Trace, options: Options) -> str:
    """The table of the screen, without colour."""
    from ..formats import by_name

    pieces = by_name("table").render(trace, options._replace(colour=False))
    return "".join(map(str, pieces)).rstrip("\n")


KINDS: dict[str, Callable[[Trace, Options], str]] = {
    "text/plain": text, "text/html": html, "image/svg+xml": svg, "text/latex": latex,
}
"""How each kind is made."""
