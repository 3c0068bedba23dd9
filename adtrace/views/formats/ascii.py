"""The worked table in plain ASCII, without colour, for any screen, file or mail."""

from __future__ import annotations

from collections.abc import Iterator

from ...records import Trace
from ..notation import MEDIA
from . import Format, Options, table


def render(trace: Trace, options: Options) -> Iterator[str]:
    """The table with its ASCII signs, in the reader's notation; the name of another medium gives way."""
    return table.render(trace, in_ascii(options))


def in_ascii(options: Options) -> Options:
    """The options of a reader whose screen takes ASCII only."""
    notation = "" if options.notation in MEDIA else options.notation
    return options._replace(unicode=False, colour=False, notation=notation)


FORMAT = Format("ascii", "the same table in plain ASCII", render, addenda=True)
