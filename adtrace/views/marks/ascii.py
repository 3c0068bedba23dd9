"""The same screen in plain ASCII, without colour."""

from __future__ import annotations

from collections.abc import Iterator

from ...records.marks import Marking
from ..formats import Options
from ..formats.ascii import in_ascii
from . import MarksFormat, table


def render(marking: Marking, options: Options) -> Iterator[str]:
    """The screen with its ASCII signs."""
    return table.render(marking, in_ascii(options))


FORMAT = MarksFormat("ascii", "the same table in plain ASCII", render)
