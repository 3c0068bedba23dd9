"""Ranges: start:stop:count with both ends, and the product of several, of which any row is computed from its number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite, prod
from typing import Any

from ..errors import AdtraceError, LimitError
from ..graph.build import constant
from ..lang.points import entries
from ..limits import LIMITS
from ..records import Shape
from . import Block, Columns, by_reading, row_place

MOST = 2**53
"""Rows of a product: beyond, float64 could not tell their numbers apart."""


@dataclass(frozen=True, slots=True)
class Range:
    """`count` values from start to stop, both included: NumPy's linspace, entry by entry."""

    start: float
    stop: float
    count: int

    def values(self, positions: Any) -> Any:
        """The values at these positions. The bits are those of numpy.linspace, whatever else is computed with them."""
        import numpy as np

        if self.count == 1:
            return np.full(len(positions), self.start)
        steps = self.count - 1
        width = self.stop - self.start
        step = width / steps
        found = positions * step if step else positions / steps * width
        found += self.start
        return np.where(positions == steps, self.stop, found)


@dataclass(frozen=True, slots=True)
class Grid:
    """Every combination of some ranges; the first varies slowest."""

    ranges: Mapping[str, Range]
    title: str = "--over"

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the ranges."""
        return tuple(self.ranges)

    @property
    def shapes(self) -> Mapping[str, Shape]:
        """Every value is a scalar."""
        return dict.fromkeys(self.ranges, ())

    @property
    def rows(self) -> int:
        """The number of combinations."""
        return prod(axis.count for axis in self.ranges.values())

    def select(self, names: Sequence[str]) -> Grid:
        """The product of these ranges. Raises LimitError where it is too large."""
        chosen = Grid({name: self.ranges[name] for name in names}, self.title)
        if chosen.rows > MOST:
            raise LimitError(f"{self.title} has {chosen.rows:.3g} combinations", hint=f"the limit is {MOST:.3g}")
        return chosen

    def blocks(self, rows: int) -> Iterator[Block]:
        """Blocks of this many rows."""
        return by_reading(self, rows)

    def read(self, start: int, stop: int) -> Columns:
        """Some of the rows, computed."""
        import numpy as np

        numbers = np.arange(start, stop)
        columns = {}
        inner = self.rows
        for position, (name, axis) in enumerate(self.ranges.items()):
            inner //= axis.count
            along = numbers // inner if inner > 1 else numbers
            columns[name] = axis.values(along % axis.count if position else along)
        return columns

    def place(self, row: int) -> str:
        """A row by its number."""
        return row_place(row, "point")


def parse_ranges(text: str, where: str = "over") -> dict[str, Any]:
    """The columns of every combination of `x=-5:5:1001,a=0:1:11`, as arrays. Raises AdtraceError.

    >>> {name: column.tolist() for name, column in parse_ranges("x=0:1:2,a=3").items()}
    {'x': [0.0, 1.0], 'a': [3.0, 3.0]}
    """
    ranges: dict[str, Range] = {}
    for name, (start, end) in entries(text, where):
        if name in ranges:
            raise AdtraceError(f"{name} given more than once with {where}", hint="give each name one range")
        ranges[name] = parse_range(text[start:end], f"{where} {name}")
    grid = Grid(ranges, where).select(tuple(ranges))
    if grid.rows > LIMITS.elements:
        raise LimitError(f"{where} has {grid.rows} combinations", hint=f"the limit is {LIMITS.elements} at once")
    return grid.read(0, grid.rows)


def parse_range(text: str, where: str) -> Range:
    """The range of `start:stop:count`, or of one value; the parts are constant expressions. Raises AdtraceError."""
    parts = _split(text)
    if len(parts) not in (1, 3):
        hint = "a range is start:stop:count, such as 0:1:11; both ends are included"
        raise AdtraceError(f"{where} has {len(parts)} parts and not three", hint=hint)
    values = [_number(part, where) for part in parts]
    if len(values) == 1:
        return Range(values[0], values[0], 1)
    start, stop, count = values
    if count != int(count) or count < 1:
        hint = f"the third part of {text.strip()} is how many values there are, both ends included"
        raise AdtraceError(f"{where} has {count:g} values", hint=hint)
    if count > MOST:
        raise LimitError(f"{where} has {count:g} values", hint=f"the limit is {MOST:.3g}")
    if not isfinite(stop - start):
        raise AdtraceError(f"the range of {where} is wider than float64 can hold", hint="bring its ends together")
    if count == 1 and start != stop:
        raise AdtraceError(f"{where} has one value, but two ends", hint=f"write one value: {parts[0].strip()}")
    return Range(start, stop, int(count))


def _number(text: str, where: str) -> float:
    """One part of a range: a finite constant. Raises AdtraceError."""
    if not text.strip():
        raise AdtraceError(f"a part of {where} is missing", hint="a range is start:stop:count, such as 0:1:11")
    value = constant(text.strip(), where)
    if getattr(value, "shape", ()):
        hint = "a range is start:stop:count; several values go into a file"
        raise AdtraceError(f"{where} is an array and not a number", hint=hint)
    if not isfinite(value):
        raise AdtraceError(f"{where} is {value:g}", hint="ranges have finite ends")
    return float(value)


def _split(text: str) -> list[str]:
    """The text between colons outside brackets: [1, 2][0:1] keeps its own."""
    parts = [""]
    depth = 0
    for letter in text:
        depth += (letter in "([") - (letter in ")]")
        if letter == ":" and not depth:
            parts.append("")
        else:
            parts[-1] += letter
    return parts
