"""Columns from several places side by side: the first row of one goes with the first row of the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from ..errors import AdtraceError
from ..records import Shape
from . import Block, Columns, Table, is_indexed, rows_of

TOGETHER = "rows go together: every file needs as many"

Renamed = Mapping[str, str]
"""The name that the program has for a table's column."""


@dataclass(frozen=True, slots=True)
class Part:
    """A table, and what its columns are called here."""

    table: Table
    names: Renamed

    def renamed(self, columns: Columns) -> Columns:
        """The columns under their names here."""
        return {self.names[name]: column for name, column in columns.items()}


@dataclass(frozen=True, slots=True)
class Joined:
    """Several tables as one. They have the same number of rows."""

    parts: tuple[Part, ...]

    @property
    def title(self) -> str:
        """The files."""
        return ", ".join(part.table.title for part in self.parts)

    @property
    def shapes(self) -> Mapping[str, Shape]:
        """All columns, with the shape of one row."""
        return {part.names[name]: shape for part in self.parts for name, shape in part.table.shapes.items()}

    @property
    def rows(self) -> int | None:
        """The number of rows, None where no table knows it."""
        return next((rows for part in self.parts if (rows := part.table.rows) is not None), None)

    def blocks(self, rows: int) -> Iterator[Block]:
        """Blocks of this many rows. Raises AdtraceError where one table ends before another."""
        first = 0
        for blocks in zip_longest(*(part.table.blocks(rows) for part in self.parts)):
            columns: Columns = {}
            for part, block in zip(self.parts, blocks, strict=True):
                columns |= part.renamed(block[1]) if block else {}
            lengths = [rows_of(block[1]) if block else 0 for block in blocks]
            if len(set(lengths)) > 1:
                raise self._uneven([first + length for length in lengths])
            yield first, columns
            first += lengths[0]

    def _uneven(self, lengths: Sequence[int]) -> AdtraceError:
        shortest = lengths.index(min(lengths))
        message = f"{self.parts[shortest].table.title} ends after {lengths[shortest]} rows, before the others"
        return AdtraceError(message, hint=TOGETHER)

    def place(self, row: int) -> str:
        """A row as the first table calls it."""
        return self.parts[0].table.place(row)


class JoinedIndexed(Joined):
    """Several tables as one, each of which can be read at any row."""

    __slots__ = ()

    def read(self, start: int, stop: int) -> Columns:
        """Some of the rows. Raises AdtraceError."""
        columns: Columns = {}
        for part in self.parts:
            assert is_indexed(part.table)
            columns |= part.renamed(part.table.read(start, stop))
        return columns


def joined(parts: Sequence[Part]) -> Table:
    """Tables side by side, to be read at any row if they all can be. Raises AdtraceError where they differ in rows."""
    known = {part.table.title: rows for part in parts if (rows := part.table.rows) is not None}
    if len(set(known.values())) > 1:
        listed = ", ".join(f"{title} has {rows}" for title, rows in known.items())
        raise AdtraceError(f"the files differ in their rows: {listed}", hint=TOGETHER)
    return (JoinedIndexed if all(is_indexed(part.table) for part in parts) else Joined)(tuple(parts))
