"""Comma-separated values: a line of names, then one row a line. NumPy reads a block of lines; a block that it does not
take is read line by line, to say which line is to blame."""

from __future__ import annotations

import csv
import io
import re
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from operator import methodcaller
from typing import Any, BinaryIO

from ...errors import AdtraceError
from ...records import Shape
from .. import NAMELESS, Block, Columns, check_row, reblocked
from ..bad_rows import BadRows
from ..flat import flat_names, grouped, shape_of
from ..lines import STANDARD_INPUT, Lines, line_blocks
from . import Format, Write

NUMBER = re.compile(r"[+-]?(?:(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[+-]?[0-9]+)?|nan|inf|infinity)", re.IGNORECASE)
SHOWN = 30
"""Characters of a bad value that a message repeats."""

Places = Mapping[str, tuple[Shape, Sequence[int]]]
"""Of every column, the shape of one row and the fields that hold its entries."""


class CsvFile:
    """A .csv file whose first line has been read. Without names in it, all fields are one nameless column."""

    def __init__(self, path: str, bad: BadRows) -> None:
        self.title = "standard input" if path == STANDARD_INPUT else path
        self._bad = bad
        self._lines = line_blocks(path, self.title)
        self._first, labels = self._header()
        self._fields = len(labels)
        self._groups = grouped(labels)
        self._groups.pop("", None)  # Fields without a name, as the row numbers that some programs write.
        if all(map(NUMBER.fullmatch, labels)):
            indices = [()] if self._fields == 1 else [(field,) for field in range(self._fields)]
            self._groups = {NAMELESS: dict(zip(indices, range(self._fields), strict=True))}
        else:
            self._first = Lines(self._first.number + 1, self._first.lines[1:])
            self._check(labels)
        self.names = tuple(self._groups)

    def _header(self) -> tuple[Lines, list[str]]:
        """The first line that is not blank with those behind it, and its fields."""
        for number, lines in self._lines:
            for position, line in enumerate(lines):
                if line.strip():
                    return Lines(number + position, lines[position:]), self._labels(line, number + position)
        raise AdtraceError(f"{self.title} is empty", hint="it begins with the names of its columns: x,a")

    def _labels(self, line: str, number: int) -> list[str]:
        fields = _fields(line)
        if fields is None:
            hint = "quotes stand around a whole name, without a line break"
            raise AdtraceError(f"{self.title}, line {number} cannot be split into names", hint=hint)
        if len(fields) == 1 and (other := next((sign for sign in ";\t" if sign in line), "")):
            hint = "write it with commas"
            raise AdtraceError(f"the columns of {self.title} are split by {other!a} and not by commas", hint=hint)
        return fields

    def _check(self, labels: Sequence[str]) -> None:
        counts = Counter(label.replace(" ", "") for label in labels if label)
        if twice := [label for label, count in counts.items() if count > 1]:
            raise AdtraceError(f"{self.title} has several columns {twice[0]}", hint="give each a name of its own")

    def select(self, names: Sequence[str]) -> CsvTable:
        """The rows of these columns. Raises AdtraceError where entries of an array are missing."""
        places = {}
        for name in names:
            shape = shape_of(self._groups[name], name, self.title)
            check_row(shape, f"{name} in {self.title}" if name else self.title)
            places[name] = (shape, [field for _, field in sorted(self._groups[name].items())])
        return CsvTable(self.title, self._lines, self._first, self._fields, places, self._bad)


class CsvTable:
    """Columns of a .csv file, read from its beginning to its end."""

    rows: int | None = None

    def __init__(
        self, title: str, lines: Iterator[Lines], first: Lines, fields: int, places: Places, bad: BadRows
    ) -> None:
        self.title = title
        self.shapes: Mapping[str, Shape] = {name: shape for name, (shape, _) in places.items()}
        self._lines, self._first = lines, first
        self._fields, self._places, self._bad = fields, places, bad
        self._wanted = [field for _, found in places.values() for field in found]
        self._all = self._wanted == list(range(fields))
        self._read = 0
        # Where rows and lines go out of step, as they do at blank lines: the row, and its line.
        self._step_rows, self._step_lines = array("q"), array("q")

    def blocks(self, rows: int) -> Iterator[Block]:
        """Blocks of this many rows. Raises AdtraceError, for a bad row only where those stop the run."""
        return reblocked(self._pieces(), rows)

    def _pieces(self) -> Iterator[Columns]:
        yield from self._columns(self._first)
        for lines in self._lines:
            yield from self._columns(lines)

    def _columns(self, block: Lines) -> Iterator[Columns]:
        """The columns of some lines, if there are rows in them."""
        matrix = self._at_once(block)
        if matrix is None:
            matrix = self._one_by_one(block)
        if not len(matrix):
            return
        self._read += len(matrix)
        columns = {}
        done = 0
        for name, (shape, found) in self._places.items():
            part = matrix[:, done : done + len(found)]
            columns[name] = part.reshape(len(matrix), *shape) if shape else part[:, 0].copy()
            done += len(found)
        yield columns

    def _at_once(self, block: Lines) -> Any:
        """The wanted fields of lines that are all rows, (rows, fields); None where a line needs a closer look."""
        import numpy as np

        lines = block.lines
        if not lines or "" in lines:
            return None
        if not self._all and set(map(methodcaller("count", ","), lines)) != {self._fields - 1}:
            return None
        wanted = None if self._all else self._wanted
        try:
            matrix = np.loadtxt(lines, delimiter=",", comments=None, ndmin=2, usecols=wanted)
        except ValueError:
            return None
        if matrix.shape != (len(lines), len(self._wanted)):
            return None
        # What is too large for float64 has become infinite.
        for row in np.flatnonzero(np.isinf(matrix).any(axis=1)).tolist():
            if isinstance(self._row(lines[row]), str):
                return None
        self._keep_place(self._read, block.number)
        return matrix

    def _one_by_one(self, block: Lines) -> Any:
        """The wanted fields of the lines that are rows, (rows, fields). Raises AdtraceError for a bad row."""
        import numpy as np

        rows: list[list[float]] = []
        for number, line in enumerate(block.lines, block.number):
            if not line.strip():
                continue
            self._keep_place(self._read + len(rows), number)
            row = self._row(line)
            if isinstance(row, str):
                self._bad.add(self.title, f"line {number}", row)
                row = [float("nan")] * len(self._wanted)
            rows.append(row)
        return np.array(rows, dtype=np.float64).reshape(len(rows), len(self._wanted))

    def _row(self, line: str) -> list[float] | str:
        """The wanted fields of one line, or what is wrong with it."""
        fields = _fields(line)
        if fields is None:
            return "its quotes do not close (a field with a line break in it cannot be read)"
        if len(fields) != self._fields:
            return f"{len(fields)} values where {self._fields} are expected"
        row = []
        for text in map(fields.__getitem__, self._wanted):
            if not NUMBER.fullmatch(text):
                return f"{text[:SHOWN]!a} where a number should be" if text else "a value is missing"
            value = float(text)
            if abs(value) == float("inf") and "inf" not in text.lower():
                return f"{text[:SHOWN]} is larger than float64 can hold"
            row.append(value)
        return row

    def _keep_place(self, row: int, line: int) -> None:
        if not self._step_rows or line - self._step_lines[-1] != row - self._step_rows[-1]:
            self._step_rows.append(row)
            self._step_lines.append(line)

    def place(self, row: int) -> str:
        """A row by its line."""
        step = bisect_right(self._step_rows, row) - 1
        return f"line {self._step_lines[step] + row - self._step_rows[step]} of {self.title}"


def _fields(line: str) -> list[str] | None:
    """The fields of a line, without blanks around them; None where quotes do not close."""
    if '"' not in line:
        return [field.strip() for field in line.split(",")]
    try:
        return [field.strip() for field in next(csv.reader([line], skipinitialspace=True, strict=True))]
    except csv.Error:
        return None


@contextmanager
def write_csv(file: BinaryIO, shapes: Mapping[str, Shape], folder: str | None) -> Iterator[Write]:
    """Write a line of names, then rows; numbers are the shortest that read back as the same float64."""
    header = io.StringIO()
    csv.writer(header, lineterminator="\n").writerow(flat_names(shapes))
    file.write(header.getvalue().encode())

    def write(columns: Columns) -> None:
        texts = []
        for name in shapes:
            column = columns[name]
            texts += [map(repr, entries.tolist()) for entries in column.reshape(len(column), -1).T]
        file.write("".join([line + "\n" for line in map(",".join, zip(*texts, strict=True))]).encode())

    yield write


FORMAT = Format("csv", (".csv",), CsvFile, write_csv)
