"""A derivation in LaTeX: how the derivatives are found, step by step, as a model solution."""

from __future__ import annotations

from ....errors import AdtraceError
from ....limits import LIMITS
from ....records.export import Export
from ...derivation import written
from ...formats import Options
from ...manuscript import Manuscript
from .. import Target


def render(export: Export) -> str:
    """The derivation. Raises AdtraceError for a program that nobody would read one of."""
    steps = max((len(sweep.steps) for sweep in export.trace.sweeps), default=0)
    if steps > LIMITS.stepped:
        hint = "--to latex writes the equations, adtrace reverse -f latex a table"
        raise AdtraceError(f"a derivation of {steps} steps is too long to be read", hint=hint)
    return "".join(written(Manuscript(export.trace, Options(all=True, standalone=export.standalone))))


TARGET = Target(
    "latex-derivation", "LaTeX: how the derivatives are found, as a model solution", render, suffixes=(".tex",),
    parts=True,
)
