"""The first and the last rows of a long table for the screen, and the range of every column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..records import Shape
from ..tables import Columns, rows_of
from ..tables.flat import flat_names
from ..views.layout import Line, cells, line
from ..views.number import aligned, people

ENDS = 5
"""Rows that are shown of either end."""

GAP = "   "


class Preview:
    """Keeps what is shown of a table while its blocks go by."""

    def __init__(self, shapes: Mapping[str, Shape]) -> None:
        self.names = flat_names(shapes)
        self.order = tuple(shapes)
        self.rows = 0
        self.head: list[list[float]] = []
        self.tail: list[list[float]] = []
        self.least: Any = None
        self.most: Any = None

    def add(self, columns: Columns) -> None:
        """Look at the next block."""
        import numpy as np

        count = rows_of(columns)
        flat = np.concatenate([columns[name].reshape(count, -1) for name in self.order], axis=1)
        # fmin and fmax leave out nan.
        least, most = np.fmin.reduce(flat), np.fmax.reduce(flat)
        self.least = least if self.least is None else np.fmin(self.least, least)
        self.most = most if self.most is None else np.fmax(self.most, most)
        wanted = max(0, 2 * ENDS - len(self.head))
        self.head += flat[:wanted].tolist()
        self.tail = [*self.tail, *flat[wanted:][-ENDS:].tolist()][-ENDS:]
        self.rows += count

    def lines(self, digits: int, room: int) -> Iterator[Line]:
        """The table: all rows of a short one, else the first, how many lie between, and the last; then the ranges."""
        shown = [*self.head, *self.tail]
        if self.rows > 2 * ENDS:
            shown = [*shown[:ENDS], *shown[-ENDS:]]
        ranges = [self.least.tolist(), self.most.tolist()] if self.rows > 1 else []
        columns = [
            _column(name, [row[place] for row in (*shown, *ranges)], digits) for place, name in enumerate(self.names)
        ]
        labels = [""] * (1 + len(shown)) + (["min", "max"] if ranges else [])
        columns, left_out = _fitting([_padded(labels), *columns] if ranges else columns, room)
        rows = [GAP.join(row).rstrip() for row in zip(*columns, strict=True)]
        yield line((rows[0], "bold"))
        for place, row in enumerate(rows[1 : 1 + len(shown)]):
            if self.rows > len(shown) and place == ENDS:
                yield line((f"... {self.rows - len(shown)} rows ...", "dim"))
            yield line(row)
        for row in rows[1 + len(shown) :]:
            yield line((row, "dim"))
        note = f"{self.rows} {'row' if self.rows == 1 else 'rows'}"
        note += f"; {left_out} more columns do not fit the screen" if left_out else ""
        yield line((f"{note}; -o writes them to a .csv, .npz or .parquet file", "dim"))


def _column(name: str, values: list[float], digits: int) -> list[str]:
    return _padded([name, *aligned([people(value, digits) for value in values])], right=True)


def _padded(texts: list[str], *, right: bool = False) -> list[str]:
    """Texts filled with blanks to one width."""
    width = max(map(cells, texts))
    return [" " * (width - cells(text)) * right + text + " " * (width - cells(text)) * (not right) for text in texts]


def _fitting(columns: list[list[str]], room: int) -> tuple[list[list[str]], int]:
    """As many columns as the screen has room for, at least two, and how many are left out."""
    used = 0
    for place, column in enumerate(columns):
        used += cells(column[0]) + len(GAP) * (place > 0)
        if used > room and place >= 2:
            return columns[:place], len(columns) - place
    return columns, 0
