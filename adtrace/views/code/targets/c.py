"""C99 with nothing but math.h. Scalars and arrays of fixed shapes."""

from __future__ import annotations

from ....records.export import Export
from .. import Target
from ..c99.file import c_file


def render(export: Export) -> str:
    """The file."""
    return c_file(export)


TARGET = Target("c", "C99 with nothing but math.h, for scalars and arrays", render, (".c",))
