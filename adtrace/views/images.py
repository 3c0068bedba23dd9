"""An SVG as PNG or PDF. Typst is used here and nowhere else: its wheels need no library of the system."""

from __future__ import annotations

import re

from ..errors import AdtraceError, LimitError
from ..limits import LIMITS
from ..records import Trace
from .formats import Options, svg
from .palette import PAGE
from .typeset import legible

DOTS = 2
"""Pixels of a PNG for every unit of the SVG: sharp on a projector."""

UNITS = 96
"""Units of an SVG in an inch."""

BOX = re.compile(r'viewBox="0 0 ([0-9.]+) ([0-9.]+)"')

SHEET = b"""#set document(date: none, title: sys.inputs.title)
#set page(width: auto, height: auto, margin: 0pt, fill: rgb(sys.inputs.page))
#image(bytes(sys.inputs.svg), format: "svg", alt: sys.inputs.title)
"""
"""A page of just the picture's size. The picture and its title are handed over as data."""


def image(trace: Trace, options: Options, kind: str) -> bytes:
    """The drawing as "png" or "pdf", on a page of its scheme's colour. Neither follows its reader: auto is light.

    Raises what the SVG raises, LimitError for a PNG of too many pixels, AdtraceError where the extra is not installed.
    """
    try:
        import typst
    except ImportError:
        hint = "pip install 'adtrace[png]'"
        raise AdtraceError(f"{kind.upper()} needs the package typst", hint=hint) from None
    dark = options.scheme == "dark"
    drawing = svg.render(trace, options._replace(scheme="dark" if dark else "light"))
    inputs = {"svg": drawing, "title": legible(trace.expression), "page": PAGE[dark]}
    if kind == "pdf":
        return bytes(typst.compile(SHEET, sys_inputs=inputs, format="pdf", pdf_tags=False))
    check_pixels(drawing)
    return bytes(typst.compile(SHEET, sys_inputs=inputs, format="png", ppi=DOTS * UNITS))


def check_pixels(drawing: str) -> None:
    """Raise LimitError where a PNG of this SVG would have too many pixels."""
    found = BOX.search(drawing)
    width, height = (round(DOTS * float(side)) for side in found.groups()) if found else (0, 0)
    if width * height > LIMITS.pixels:
        hint = "SVG and PDF have no pixels: -o graph.svg"
        raise LimitError(f"a PNG of {width} x {height} pixels is too large (the limit is {LIMITS.pixels})", hint=hint)
