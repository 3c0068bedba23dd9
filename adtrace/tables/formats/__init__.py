"""Formats of files of rows: one file each, exposing one FORMAT. To add a format is to add a file here."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from importlib import import_module
from typing import BinaryIO

from ...errors import AdtraceError
from ...records import Shape
from ...registry import entries
from .. import Columns, Source
from ..bad_rows import BadRows

Write = Callable[[Columns], None]
"""Takes the next rows of a file that is being written."""


@dataclass(frozen=True, slots=True)
class Format:
    """One format of files of rows.

    name      the name of its file
    suffixes  of files in this format: ".csv"
    reader    (path, what becomes of bad rows) to its columns; raises AdtraceError
    writer    (stream, shapes of the columns, folder) to a context in which rows are written, and that ends the file;
              the folder is for what has to be kept meanwhile, None where none is better than another.
              None for a format that is only read
    """

    name: str
    suffixes: tuple[str, ...]
    reader: Callable[[str, BadRows], Source]
    writer: Callable[[BinaryIO, Mapping[str, Shape], str | None], AbstractContextManager[Write]] | None = None


def names() -> tuple[str, ...]:
    """The name of every format, without importing any."""
    return entries(__path__[0])


def by_name(name: str) -> Format:
    """The format of this name; imports its file only."""
    found: Format = import_module(f"{__name__}.{name}").FORMAT
    return found


def readable(path: str) -> Format:
    """The format that a file is read in: its suffix decides. Raises AdtraceError."""
    return _by_suffix(path, [by_name(name) for name in names()], "reads")


def writable(path: str) -> Format:
    """The format that a file is written in: its suffix decides. Raises AdtraceError."""
    return _by_suffix(path, [found for found in map(by_name, names()) if found.writer], "writes")


def named(name: str) -> Format:
    """The format of this name, to be written. Raises AdtraceError."""
    offered = [each for each in names() if by_name(each).writer]
    if name not in offered:
        raise AdtraceError(f"there is no format {name} here", hint=f"the formats are {', '.join(offered)}")
    return by_name(name)


def _by_suffix(path: str, formats: Iterable[Format], verb: str) -> Format:
    suffix = os.path.splitext(path)[1].lower()
    known: list[str] = []
    for found in formats:
        if suffix in found.suffixes:
            return found
        known += found.suffixes
    what = f"{suffix} files" if suffix else f"{path}, which has no suffix"
    raise AdtraceError(f"a sweep {verb} no {what}", hint=f"it {verb} {', '.join(known)} files")
