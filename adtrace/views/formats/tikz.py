"""The drawn graph as TikZ, from the same placement as the SVG: for papers whose fonts it takes on."""

from __future__ import annotations

from ...records import Trace
from . import DRAWING, Format, Options
from .svg import traces

PACKAGES = ("amsmath", "amssymb", "graphicx", "xcolor", "tikz")
EDGE = 2.0
"""Points that the page of a document is wider than its picture."""

CLOSE = "\\setlength{\\arraycolsep}{3pt}%\n"
"""Columns of a matrix stand as close as in the SVG."""


def render(trace: Trace, options: Options) -> str:
    """A part of a document, no wider than its lines, or a document that is as large as the picture.

    Raises LimitError where the graph is too large, AdtraceError where Graphviz cannot place it.
    """
    from .. import caption
    from ..drawing import draw
    from ..manuscript import colours, first_lines, preamble
    from ..tex import MACRO, Tex
    from ..tikz import Tikz

    mode, forward, reverse = traces(trace, options.beside)
    canvas = Tikz(Tex(), options.scheme)
    picture = draw(mode, forward, reverse, digits=options.digits, reader=options, canvas=canvas)
    first = first_lines(trace, caption.TITLES.get(mode, "Computational graph"), PACKAGES)
    defined = colours(tuple(canvas.roles), canvas.shade) + MACRO + CLOSE
    if options.standalone:
        width, height = (f"{size + 2 * EDGE:.1f}pt" for size in canvas.size)
        page = f"paperwidth={width},paperheight={height},margin={EDGE / 2:g}pt"
        return f"{first}{preamble(PACKAGES, page)}{defined}\\noindent\n{picture}\n\\end{{document}}\n"
    fit = r"\resizebox{\ifdim\width>\linewidth\linewidth\else\width\fi}{!}{%"
    return f"{first}\\begingroup%\n{defined}\\noindent\n{fit}\n{picture}}}%\n\\endgroup\n"


FORMAT = Format(
    "tikz", "the drawn graph as TikZ, for LaTeX", render, suffixes=(".tex", ".tikz"), kind=DRAWING, parts=True
)
"""For papers."""
