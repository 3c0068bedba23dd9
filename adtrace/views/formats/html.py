"""The page: the drawn graph and the tables in one HTML file, stepped through forward and then backward."""

from __future__ import annotations

from ...records import Trace
from . import DRAWING, PAGE, Format, Options
from .svg import traces


def render(trace: Trace, options: Options) -> str:
    """The page, with a stepper for each sweep. Raises LimitError where the trace is too long, and AdtraceError."""
    from ..page.document import document

    return document([traces(one, options.beside) for one in single(trace)], options)


def single(trace: Trace) -> list[Trace]:
    """A trace for each sweep; what does not differentiate is one."""
    return [trace._replace(sweeps=(sweep,)) for sweep in trace.sweeps] or [trace]


FORMAT = Format("html", "one page to step through", render, suffixes=(".html", ".htm"), also=(DRAWING, PAGE))
"""The page, complete in one file."""
