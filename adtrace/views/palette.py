"""The colours of a drawing as data: measured for contrast on white and on a dark page, and for colour-blind readers.

Each role has a light and a dark colour. Colour is never alone: dots, bars and arrows carry the same meaning.
"""

from __future__ import annotations

COLOURS = {
    "ink": ("#1b1f24", "#e6edf3"),
    "muted": ("#57606a", "#9aa4af"),
    "line": ("#8c959f", "#6e7781"),
    "tangent": ("#0067a5", "#56b4e9"),
    "adjoint": ("#c2410c", "#ff9e64"),
    "error": ("#b3001b", "#ff7b92"),
    "card": ("#ffffff", "#161b22"),
    "rim": ("#d0d7de", "#30363d"),
    "band": ("#f6f8fa", "#1c2128"),
    "input-rim": ("#00795a", "#3fcf9f"),
    "input-band": ("#e7f6f0", "#10291f"),
    "output-rim": ("#8a3d78", "#e79fcd"),
    "output-band": ("#faeef6", "#2b1726"),
}
"""Role: (light, dark)."""

PAGE = ("#ffffff", "#0d1117")
"""The page that the colours are measured on, where the picture brings its own: (light, dark)."""
