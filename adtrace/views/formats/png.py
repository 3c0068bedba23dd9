"""The drawing as PNG, for slides and documents that take no SVG."""

from __future__ import annotations

from ...records import Trace
from . import DRAWING, Format, Options


def render(trace: Trace, options: Options) -> bytes:
    """The PNG. Raises what the SVG raises, and AdtraceError where the extra is not installed."""
    from ..images import image

    return image(trace, options, "png")


FORMAT = Format("png", "the drawn graph as PNG (extra png)", render, suffixes=(".png",), kind=DRAWING, binary=True)
"""The drawing for programs without SVG."""
