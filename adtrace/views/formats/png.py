"""The drawing as PNG, for slides and documents that take no SVG."""

from __future__ import annotations

from ...records import Trace
from . import DRAWING, Format, Options, svg


def render(trace: Trace, options: Options) -> bytes:
    """The PNG; a file does not follow its reader's page, so colours are the light ones unless dark ones are asked for.

    Raises what the SVG raises, and AdtraceError where the extra is not installed.
    """
    from ..pages import converted

    scheme = "light" if options.scheme == "auto" else options.scheme
    return converted(svg.render(trace, options._replace(scheme=scheme)), trace.expression, "png")


FORMAT = Format("png", "the drawn graph as PNG (extra png)", render, suffixes=(".png",), kind=DRAWING, binary=True)
"""The drawing for programs without SVG."""
