"""What a trace can carry besides its sweeps, shown after its tables: one file each.

A file exposes `lines(record, trace, options)`, which makes lines for a screen, and `as_object(record)`, which makes
what JSON can write. To add an addendum is to add a file here; `Trace.addenda` holds its record under the file's name.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ..layout import Line

if TYPE_CHECKING:
    from ...records import Trace
    from ..formats import Options


def addenda_lines(trace: Trace, options: Options) -> list[Line]:
    """All that a trace carries, for a screen, each after an empty line."""
    found: list[Line] = []
    for name, record in trace.addenda.items():
        found += [(), *import_module(f"{__name__}.{name}").lines(record, trace, options)]
    return found


def addendum_object(name: str, record: Any) -> dict[str, Any]:
    """One of them for programs."""
    found: dict[str, Any] = import_module(f"{__name__}.{name}").as_object(record)
    return found
