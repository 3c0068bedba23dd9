"""The page: the drawn graph and the tables in one HTML file, stepped through forward and then backward."""

from __future__ import annotations

from ...records import Trace
from . import DRAWING, PAGE, Format, Options
from .svg import traces


def render(trace: Trace, options: Options) -> str:
    """The page, with a stepper for each sweep. Raises LimitError where the trace is too long, and AdtraceError."""
    from ..page.document import document

    beside = options.beside if options.beside and options.beside.sweeps else None
    return document(trace, [traces(trace._replace(sweeps=(sweep,)), beside) for sweep in trace.sweeps], options)


FORMAT = Format("html", "one page to step through", render, suffixes=(".html", ".htm"), also=(DRAWING, PAGE))
"""The page, complete in one file."""
