"""Which entries of a matrix of derivatives can be other than 0, and which of its columns or rows share a sweep."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from ..named import Record
from .results import Trace
from .steps import Shape

JACOBIAN, HESSIAN = "jacobian", "hessian"
FORWARD, REVERSE, SYMMETRIC = "forward", "reverse", "symmetric"
"""What a group is: columns in one forward sweep, rows in one reverse sweep, columns of a symmetric matrix."""
NATURAL, LARGEST = "in order", "largest first"

SMALL = 100_000
"""Places of a matrix up to which its bits are always moved one by one."""


class Pattern(Record):
    """Where a path leads from a column's input to a row's output.

    kind           JACOBIAN or HESSIAN
    rows, columns  by name the shape of what stands there: one row or column for each component
    entries        of every row its columns, as the bits of a number: bit j for column j
    """

    kind: str
    rows: Mapping[str, Shape]
    columns: Mapping[str, Shape]
    entries: tuple[int, ...]

    @property
    def height(self) -> int:
        """How many rows."""
        return len(self.entries)

    @property
    def width(self) -> int:
        """How many columns."""
        return sum(1 for _ in places(self.columns))

    @property
    def nonzeros(self) -> int:
        """How many entries can be other than 0."""
        return sum(map(int.bit_count, self.entries))

    def transposed(self) -> Pattern:
        """Rows and columns exchanged."""
        return Pattern(self.kind, self.columns, self.rows, tuple(turned(self.entries, self.width)))


class Groups(Record):
    """Columns or rows that no row or column has more than one of, so that one sweep serves them all.

    mode     FORWARD, REVERSE or SYMMETRIC
    members  of every group, the numbers of its columns or rows; those without an entry are in none
    order    in what order they were put into groups
    least    fewer groups there cannot be
    """

    mode: str
    members: tuple[tuple[int, ...], ...]
    order: str
    least: int

    def of(self) -> dict[int, int]:
        """The group of every column or row that is in one."""
        return {member: number for number, group in enumerate(self.members) for member in group}


class Sparsity(Record):
    """The report on a pattern: the program with its values, and the ways to share sweeps, the best first."""

    trace: Trace
    pattern: Pattern
    groups: tuple[Groups, ...]


def turned(rows: Sequence[int], width: int) -> list[int]:
    """The columns of a matrix that is given by its rows, both as bits."""
    if 64 * sum(map(int.bit_count, rows)) > len(rows) * width > SMALL:
        return _turned_dense(rows, width)
    found = [0] * width
    for i, row in enumerate(rows):
        bit = 1 << i
        for j in bits(row):
            found[j] |= bit
    return found


def _turned_dense(rows: Sequence[int], width: int) -> list[int]:
    """The same, where there are so many entries that a byte for each of the matrix is less."""
    import numpy as np

    packed = b"".join([row.to_bytes(-(-width // 8), "little") for row in rows])
    matrix = np.frombuffer(packed, dtype=np.uint8).reshape(len(rows), -1)
    columns = np.unpackbits(matrix, axis=1, count=width, bitorder="little").T
    return [int.from_bytes(column.tobytes(), "little") for column in np.packbits(columns, axis=1, bitorder="little")]


def bits(number: int) -> Iterator[int]:
    """The places of the bits that are 1, from the lowest."""
    while number:
        low = number & -number
        yield low.bit_length() - 1
        number ^= low


def places(blocks: Mapping[str, Shape]) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Name and place of every component, in order."""
    for name, shape in blocks.items():
        for place in product(*map(range, shape)):
            yield name, place
