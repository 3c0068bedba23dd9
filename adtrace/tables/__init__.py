"""Files of rows: named columns, read and written in blocks so that a file never has to fit into memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol, TypeGuard

from ..errors import AdtraceError
from ..lang.files import check_array
from ..records import Shape

Columns = dict[str, Any]
"""Columns by name: float64 arrays (rows, *shape), all with the same number of rows."""

Block = tuple[int, Columns]
"""The number of its first row, from 0, and the columns."""

NAMELESS = ""
"""The name of the only column of a file that names none."""


class Source(Protocol):
    """Where rows come from. Its columns are looked at when they are selected: others may hold anything."""

    @property
    def title(self) -> str:
        """What messages call it: the file's name."""

    @property
    def names(self) -> tuple[str, ...]:
        """Its columns, in order."""

    def select(self, names: Sequence[str]) -> Table:
        """The rows of these columns. Raises AdtraceError where they do not fit together or are no numbers."""


class Table(Protocol):
    """Rows that can be read in blocks, once."""

    @property
    def title(self) -> str:
        """What messages call it."""

    @property
    def shapes(self) -> Mapping[str, Shape]:
        """The columns, with the shape of one row."""

    @property
    def rows(self) -> int | None:
        """How many, None where only reading them to the end would tell."""

    def blocks(self, rows: int) -> Iterator[Block]:
        """Blocks of this many rows, the last one shorter; each is read when it is asked for. Raises AdtraceError."""

    def place(self, row: int) -> str:
        """Where a row that has been read stands, for a message: "row 16, counted from 0", "line 17 of points.csv"."""


class Indexed(Table, Protocol):
    """A table that gives any of its rows at once, and as often as it is asked. Picklable."""

    @property
    def rows(self) -> int:
        """How many."""

    def read(self, start: int, stop: int) -> Columns:
        """The rows start, start + 1 ... stop - 1. Raises AdtraceError."""


def is_indexed(table: Table) -> TypeGuard[Indexed]:
    """Whether the table can be read at any row."""
    return hasattr(table, "read")


def by_reading(table: Indexed, rows: int) -> Iterator[Block]:
    """The blocks of a table that can be read anywhere."""
    for start in range(0, table.rows, rows):
        yield start, table.read(start, min(start + rows, table.rows))


def reblocked(pieces: Iterable[Columns], rows: int) -> Iterator[Block]:
    """Pieces of any length as blocks of this many rows, the last one shorter."""
    import numpy as np

    first = 0
    held: list[Columns] = []
    count = 0
    for piece in pieces:
        held.append(piece)
        count += rows_of(piece)
        if count < rows:
            continue
        joined = {name: np.concatenate([part[name] for part in held]) for name in piece}
        for start in range(0, count - rows + 1, rows):
            yield first, {name: column[start : start + rows] for name, column in joined.items()}
            first += rows
        done = count - count % rows
        held, count = [{name: column[done:] for name, column in joined.items()}], count - done
    if count:
        yield first, {name: np.concatenate([part[name] for part in held]) for name in held[0]}


def rows_of(columns: Columns) -> int:
    """How many rows the columns have."""
    return len(next(iter(columns.values())))


def row_place(row: int, what: str = "row") -> str:
    """A row by its number: positions count from 0, as indices do, and lines of files from 1, so it is said."""
    return f"{what} {row}, counted from 0"


def check_row(shape: Shape, title: str) -> None:
    """Refuse a column whose rows are empty or beyond the limits. Raises AdtraceError."""
    check_array(shape, f"one row of {title}")


def no_rows(title: str) -> AdtraceError:
    """What a sweep says of an input without rows."""
    return AdtraceError(f"{title} has no rows", hint="a sweep needs one at least")


def unreadable(path: str, error: OSError) -> AdtraceError:
    """What the system said of a file that cannot be read."""
    return AdtraceError(f"cannot read {path}: {(error.strerror or str(error)).lower()}", hint="check the name")
