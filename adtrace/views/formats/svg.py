"""The drawn computational graph: cards and edges with values, tangents, adjoints and local partials."""

from __future__ import annotations

from collections.abc import Iterator

from ...records import Trace
from . import DRAWING, Format, Options


def traces(trace: Trace, beside: Trace | None) -> tuple[str, Trace | None, Trace | None]:
    """What a drawing shows: its mode, and the traces that tangents and adjoints come from.

    A reverse trace beside a forward one gives the forward drawing its local partials; a forward trace beside a reverse
    one makes a drawing of both sweeps.
    """
    if trace.mode == "reverse":
        return ("both" if beside else "reverse"), beside, trace
    return trace.mode, trace, beside


def render(trace: Trace, options: Options) -> str:
    """The SVG. Raises LimitError where the graph is too large, AdtraceError where Graphviz cannot place it."""
    from ..drawing import draw

    mode, forward, reverse = traces(trace, options.beside)
    return draw(mode, forward, reverse, digits=options.digits, scheme=options.scheme, reader=options)


def frames(trace: Trace, options: Options) -> Iterator[str]:
    """One SVG for every step. Raises LimitError where there are too many, AdtraceError where they cannot be placed."""
    from ..stepping import frames

    mode, forward, reverse = traces(trace, options.beside)
    return frames(mode, forward, reverse, options)


FORMAT = Format("svg", "the drawn graph", render, suffixes=(".svg",), kind=DRAWING)
"""The drawing, every letter as an outline."""
