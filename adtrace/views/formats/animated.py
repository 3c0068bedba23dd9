"""The drawing as one SVG that moves by itself, step after step, without a script."""

from __future__ import annotations

from ...records import Trace
from . import DRAWING, Format, Options
from .svg import traces


def render(trace: Trace, options: Options) -> str:
    """The SVG. Raises LimitError where there are too many steps, AdtraceError where they cannot be placed."""
    from ..stepping import animated

    mode, forward, reverse = traces(trace, options.beside)
    return animated(mode, forward, reverse, options)


FORMAT = Format("animated", "the drawn graph step by step, as one SVG that moves", render, (".animated.svg",), DRAWING)
"""The animation."""
