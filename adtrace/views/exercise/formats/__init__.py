"""Formats of exercises: one file each, exposing one FORMAT. To add a format is to add a file here."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from importlib import import_module

from ....errors import AdtraceError
from ....named import Record
from ....records.exercise import Exercise
from ....registry import entries
from ...formats import Options

SHEET, KEY, BOTH = "sheet", "key", "both"
PARTS = (SHEET, KEY, BOTH)
"""What is written of an exercise."""

DEFAULT = "table"


class ExerciseFormat(Record):
    """One format of exercises.

    name      what --format calls it; the name of its file
    doc       one line for the help
    render    (exercise, part, options) to pieces of text
    suffixes  of files that -o writes in this format
    usual     the part that is written where none is asked for
    parts     whether it is a part of a document, unless the reader wants a standalone one
    """

    name: str
    doc: str
    render: Callable[[Exercise, str, Options], Iterable[str]]
    suffixes: tuple[str, ...] = ()
    usual: str = BOTH
    parts: bool = False


def names() -> tuple[str, ...]:
    """The name of every format, without importing any."""
    return entries(__path__[0])


def by_name(name: str) -> ExerciseFormat:
    """The format of this name. Raises AdtraceError."""
    if name not in names():
        hint = f"the formats are {', '.join(names())}"
        raise AdtraceError(f"there is no format {name} for exercises", hint=hint)
    found: ExerciseFormat = import_module(f"{__name__}.{name}").FORMAT
    return found


def by_file(path: str | None) -> ExerciseFormat:
    """The format of a file by its suffix, for the screen the usual one. Raises AdtraceError."""
    suffix = os.path.splitext(path or "")[1].lower()
    if not suffix:
        return by_name(DEFAULT)
    for name in names():
        if suffix in (found := by_name(name)).suffixes:
            return found
    hint = f"the formats are {', '.join(names())}; -f chooses one"
    raise AdtraceError(f"exercises are not written to {suffix} files", hint=hint)


def known_part(part: str) -> str:
    """The same part. Raises AdtraceError for one that there is not."""
    if part not in PARTS:
        raise AdtraceError(f"an exercise has no part {part}", hint=f"the parts are {', '.join(PARTS)}")
    return part
