"""NumPy's .npy: rows along the first axis of a plain array, which is named on the command line, or records by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ...errors import AdtraceError
from ...records import Shape
from .. import NAMELESS, Block, Columns, by_reading, row_place, unreadable
from ..bad_rows import BadRows
from ..stored import Stored, as_float64, check_numbers, ends_early, size_of, stored
from . import Format


@dataclass(frozen=True, slots=True)
class NpyFile:
    """A .npy file: one nameless column, or the fields of its records."""

    title: str
    stored: Stored

    @property
    def names(self) -> tuple[str, ...]:
        """The fields, or the nameless column."""
        return self.stored.dtype.names or (NAMELESS,)

    def select(self, names: Sequence[str]) -> NpyTable:
        """The rows of these columns. Raises AdtraceError for what are no numbers."""
        array = self.stored
        if array.dtype.names and array.shape:
            raise AdtraceError(f"{self.title} holds records along several axes", hint="records stand in one row each")
        shapes = {}
        for name in names:
            dtype, shape = (array.dtype[name].base, array.dtype[name].shape) if name else (array.dtype, array.shape)
            check_numbers(dtype, shape, f"{name} in {self.title}" if name else self.title)
            shapes[name] = shape
        return NpyTable(array, shapes)


@dataclass(frozen=True, slots=True)
class NpyTable:
    """Columns of a .npy file, read at any row."""

    stored: Stored
    shapes: Mapping[str, Shape]

    @property
    def title(self) -> str:
        """The file."""
        return self.stored.title

    @property
    def rows(self) -> int:
        """The extent of its first axis."""
        return self.stored.rows

    def blocks(self, rows: int) -> Iterator[Block]:
        """Blocks of this many rows. Raises AdtraceError."""
        return by_reading(self, rows)

    def read(self, start: int, stop: int) -> Columns:
        """Some of the rows. Raises AdtraceError."""
        found = self.stored.read(start, stop)
        return {name: as_float64(found[name] if name else found) for name in self.shapes}

    def place(self, row: int) -> str:
        """A row by its number."""
        return row_place(row)


def open_npy(path: str, bad: BadRows) -> NpyFile:
    """The columns of a .npy file; its header is checked against its size. Raises AdtraceError."""
    size = size_of(path)
    try:
        with open(path, "rb") as file:
            array = stored(file, path, path)
    except OSError as error:
        raise unreadable(path, error) from None
    if size - array.offset < array.size:
        raise ends_early(path)
    return NpyFile(path, array)


FORMAT = Format("npy", (".npy",), open_npy)
