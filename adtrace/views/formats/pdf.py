"""The drawing as PDF, for slides and documents that take no SVG."""

from __future__ import annotations

from ...records import Trace
from . import DRAWING, Format, Options


def render(trace: Trace, options: Options) -> bytes:
    """The PDF. Raises what the SVG raises, and AdtraceError where the extra is not installed."""
    from ..images import image

    return image(trace, options, "pdf")


FORMAT = Format("pdf", "the drawn graph as PDF (extra png)", render, suffixes=(".pdf",), kind=DRAWING, binary=True)
"""The drawing for programs without SVG."""
