"""An SVG as PNG or PDF. Typst is used here and nowhere else: its wheels need no library of the system."""

from __future__ import annotations

from ..errors import AdtraceError

PPI = 192
"""Pixels per inch of a PNG: two for every unit of the SVG, sharp on a projector."""

SHEET = b"""#set document(date: none, title: sys.inputs.title)
#set page(width: auto, height: auto, margin: 0pt, fill: none)
#image(bytes(sys.inputs.svg), format: "svg", alt: sys.inputs.title)
"""
"""A page of just the picture's size, without a background. The picture and its title are handed over as data."""


def converted(svg: str, title: str, format: str) -> bytes:
    """The SVG as "png" or "pdf". Raises AdtraceError where the extra is not installed."""
    try:
        import typst
    except ImportError:
        raise AdtraceError(
            f"{format.upper()} needs the package typst", hint="pip install 'adtrace[png]'", where="--format"
        ) from None
    inputs = {"svg": svg, "title": title}
    if format == "pdf":
        return typst.compile(SHEET, sys_inputs=inputs, format="pdf", pdf_tags=False)
    return typst.compile(SHEET, sys_inputs=inputs, format="png", ppi=PPI)
