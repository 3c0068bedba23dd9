"""--over: files and ranges, and which of their columns a program uses."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass

from ..errors import AdtraceError
from ..lang.points import entries
from ..lang.tokens import NAME_PATTERN
from ..records import Shape
from ..tables import Source, Table
from ..tables.bad_rows import BadRows
from ..tables.formats import by_name, readable
from ..tables.joined import Part, joined
from ..tables.lines import STANDARD_INPUT
from ..tables.ranges import Grid, Range, parse_range
from ..views.layout import visible

OPTION = "--over"
NAMED_COLUMNS = 8
"""Columns that a message names; of more, it says how many."""

NAMED = re.compile(rf"\s*{NAME_PATTERN}\s*=(?!=)")


@dataclass(frozen=True, slots=True)
class Over:
    """What a sweep runs over.

    table    the rows, with the columns that the program uses; None if it uses none
    misfits  names on the command line that the program does not have
    unused   columns of files that it does not have
    files    where the columns come from
    """

    table: Table | None
    misfits: tuple[str, ...]
    unused: tuple[str, ...]
    files: tuple[str, ...] = ()

    @property
    def shapes(self) -> dict[str, Shape]:
        """What the kernel is told: the misfits too, so that it can say what may be meant by them."""
        return {**(self.table.shapes if self.table else {}), **dict.fromkeys(self.misfits, ())}

    def told(self, given: Collection[str]) -> dict[str, Shape]:
        """The first unused columns, for the kernel to say which of them may be meant; not those of --at."""
        return {name: () for name in self.unused[:NAMED_COLUMNS] if name not in given}

    @property
    def left_out(self) -> list[str]:
        """The unused columns for a note: safe to show, and of many the first."""
        shown = [visible(name) for name in self.unused[:NAMED_COLUMNS]]
        more = len(self.unused) - len(shown)
        return [*shown, *([f"{more} more columns"] if more else [])]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a source and its name in the program; `asked` where the command line named it."""

    source: Source
    label: str
    name: str
    asked: bool


def read_over(texts: Sequence[str], inputs: Collection[str], bad: BadRows) -> Over:
    """The rows of repeated --over options.

    inputs  names that the program takes values for
    Raises AdtraceError for files and ranges that cannot be used, together or at all.
    """
    ranges: dict[str, Range] = {}
    columns: list[Column] = []
    for text in texts:
        if not NAMED.match(text):
            columns += _all_columns(_opened(text.strip(), bad))
            continue
        for name, (start, end) in entries(text, OPTION):
            value = text[start:end].strip()
            if value.startswith("@"):
                columns.append(_column(_opened(value, bad), name))
            elif name in ranges:
                raise _twice([name])
            else:
                ranges[name] = parse_range(value, f"{OPTION} {name}")
    if ranges and columns:
        hint = "put the values of all names into files, or give ranges for all"
        raise AdtraceError("ranges and files cannot be swept together", hint=hint)
    if ranges:
        return _over_ranges(ranges, inputs)
    return _over_columns(columns, inputs)


def _over_ranges(ranges: dict[str, Range], inputs: Collection[str]) -> Over:
    used = [name for name in ranges if name in inputs]
    table = Grid(ranges, OPTION).select(used) if used else None
    return Over(table, tuple([name for name in ranges if name not in inputs]), ())


def _over_columns(columns: Sequence[Column], inputs: Collection[str]) -> Over:
    names = [column.name for column in columns if column.name in inputs]
    if repeated := [name for name in dict.fromkeys(names) if names.count(name) > 1]:
        raise _twice(repeated)
    by_source: dict[int, list[Column]] = {}
    for column in columns:
        if column.name in inputs:
            by_source.setdefault(id(column.source), []).append(column)
    parts = [
        Part(
            found[0].source.select([column.label for column in found]), {column.label: column.name for column in found}
        )
        for found in by_source.values()
    ]
    strange = [column for column in columns if column.name not in inputs]
    misfits = tuple([column.name for column in strange if column.asked])
    if columns and not parts and not misfits:
        titles = ", ".join(dict.fromkeys(column.source.title for column in columns))
        held = ", ".join([column.name for column in columns][:NAMED_COLUMNS])
        raise AdtraceError(f"{titles} has no column that the program uses", hint=f"it has {held}")
    files = tuple(dict.fromkeys(column.source.title for column in columns))
    return Over(joined(parts) if parts else None, misfits, tuple([c.name for c in strange if not c.asked]), files)


def check_not_read(output: str | None, files: Sequence[str]) -> None:
    """Refuse to write to one of the files that rows come from: it would be replaced. Raises AdtraceError."""
    for file in files:
        with suppress(OSError, ValueError):
            if output is not None and os.path.samefile(output, file) and os.path.isfile(file):
                raise AdtraceError(f"the rows are read from {output}", hint="-o needs the name of another file")


def _opened(text: str, bad: BadRows) -> Source:
    """The source of `points.csv`, `@points.csv` or `-`. Raises AdtraceError."""
    path = text.removeprefix("@").strip()
    if path == STANDARD_INPUT:
        return by_name("csv").reader(path, bad)
    if not path or not ("." in path or text.startswith("@")):
        hint = f"write {OPTION} points.csv, {OPTION} x=@x.npy or {OPTION} x=-5:5:1001"
        raise AdtraceError(f"{OPTION} takes a file or a range, not {text!r}", hint=hint)
    return readable(path).reader(path, bad)


def _all_columns(source: Source) -> list[Column]:
    """The columns of a file under their own names. Raises AdtraceError where they have none."""
    if "" in source.names:
        hint = f"name the input: {OPTION} x=@{source.title}"
        raise AdtraceError(f"{source.title} does not name its columns", hint=hint)
    return [Column(source, name, name, False) for name in source.names]


def _column(source: Source, name: str) -> Column:
    """The column of this name, else the only one. Raises AdtraceError."""
    if name in source.names:
        return Column(source, name, name, True)
    if len(source.names) > 1:
        hint = f"its columns are {', '.join(source.names[:NAMED_COLUMNS])}"
        raise AdtraceError(f"{source.title} has no column {name}", hint=hint)
    return Column(source, source.names[0], name, True)


def _twice(names: Sequence[str]) -> AdtraceError:
    message = f"{', '.join(names)} given more than once with {OPTION}"
    return AdtraceError(message, hint="give each name one range or one column")
