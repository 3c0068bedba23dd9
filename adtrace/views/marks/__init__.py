"""Formats of marks: one file each, exposing one FORMAT. To add a format is to add a file here."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from ...errors import AdtraceError
from ...named import Record
from ...registry import entries

if TYPE_CHECKING:
    from ...records.marks import Marked, Marking
    from ..formats import Options, Rendered

DEFAULT = "table"


class MarksFormat(Record):
    """One format of marks.

    name      what --format calls it; the name of its file
    doc       one line for the help
    render    all answers; raises AdtraceError (notation, language)
    suffixes  of files that -o writes in this format; without the dot they are names of it, too
    page      the page that is handed back with one answer, where it has such pages
    """

    name: str
    doc: str
    render: Callable[[Marking, Options], Rendered]
    suffixes: tuple[str, ...] = ()
    page: Callable[[Marking, Marked, Options], str] | None = None


def names() -> tuple[str, ...]:
    """The name of every format, without importing any."""
    return entries(__path__[0])


def by_name(name: str) -> MarksFormat:
    """The format of this name. Raises AdtraceError."""
    if name not in names():
        by_suffix = next((one for one in map(by_name, names()) if f".{name}" in one.suffixes), None)
        if by_suffix is None:
            raise AdtraceError(f"there is no format {name} here", hint=f"the formats are {', '.join(names())}")
        return by_suffix
    found: MarksFormat = import_module(f"{__name__}.{name}").FORMAT
    return found


def chosen(name: str | None, suffix: str) -> MarksFormat:
    """The format by name, else by the suffix of the file, else the screen's. Raises AdtraceError."""
    if name is not None:
        return by_name(name)
    if not suffix:
        return by_name(DEFAULT)
    found = next((one for one in map(by_name, names()) if suffix.lower() in one.suffixes), None)
    if found is None:
        hint = f"the formats are {', '.join(names())}; -f chooses one"
        raise AdtraceError(f"no format here writes {suffix} files", hint=hint)
    return found
