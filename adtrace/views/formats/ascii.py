"""The worked table in plain ASCII, without colour, for any screen, file or mail."""

from __future__ import annotations

from collections.abc import Iterator

from ...records import Trace
from . import Format, Options, table


def render(trace: Trace, options: Options) -> Iterator[str]:
    """The table with its ASCII notation and signs."""
    return table.render(trace, options._replace(unicode=False, colour=False, notation="ascii"))


FORMAT = Format("ascii", "the same table in plain ASCII", render)
