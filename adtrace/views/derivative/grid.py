"""A matrix of derivatives on the screen: component by component where it is small, else block by block."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...records.derivative import Derivative
from ...records.sparsity import places
from ..layout import (
    GAP,
    RIGHT,
    Cell,
    Column,
    Line,
    line,
    measure,
    table,
    table_width,
)
from ..number import aligned, is_array, is_small, localised, people
from .words import DerivativeWords

MOST_ROWS, MOST_COLUMNS = 24, 36
"""The largest matrix that is shown entry by entry unless all is asked for."""
BLOCKS_SHOWN = 40


class Grid:
    """The matrix of a Jacobian or Hessian.

    rows, columns  the shapes of what stands there, by name
    gradient       whether the first derivatives stand in front of the rows
    """

    def __init__(self, found: Derivative, words: DerivativeWords) -> None:
        self.found, self.words = found, words
        self.second = bool(found.symmetry)
        self.columns = {name: found.trace.shapes[name] for name in found.wrt}
        outputs = {name: getattr(value, "shape", ()) for name, value in found.outputs.items()}
        self.rows = self.columns if self.second else outputs
        self.before = found.gradient if self.second else found.outputs

    def lines(self) -> list[Line]:
        """The tables."""
        rows, columns = list(places(self.rows)), list(places(self.columns))
        if self.words.options.all or (len(rows) <= MOST_ROWS and len(columns) <= MOST_COLUMNS):
            return self.entries(rows, columns)
        return self.blocks()

    # Entry by entry

    def entries(self, rows: Sequence[Any], columns: Sequence[Any]) -> list[Line]:
        """Row and column names around the numbers; as many columns beside each other as fit."""
        words, found = self.words, list[Line]()
        heads = [self.head(rows), self.first(rows)]
        made = [self.column(rows, *one) for one in columns]
        for start, stop in spans([measure(column) for column in made], words.columns - table_width(heads)):
            if (start, stop) != (0, len(made)):
                phrase = "columns {first} to {last} of {all}" if stop - start > 1 else "column {last} of {all}"
                text = words.say(phrase).format(first=start + 1, last=stop, all=len(made))
                found += [(), line((text, "dim"))] if start else [line((text, "dim"))]
            found += table([*heads, *made[start:stop]], words.rules)
        return found

    def head(self, rows: Sequence[Any]) -> Column:
        """The names of the rows."""
        style = "input" if self.second else "bold output"
        return Column("", [(line((self.words.component(*one), style)),) for one in rows])

    def first(self, rows: Sequence[Any]) -> Column:
        """What stands in front of the matrix: the values of outputs, or the first derivatives in inputs."""
        values = [element(self.before[name], place) for name, place in rows]
        heading = self.words.say("gradient" if self.second else "value")
        return Column(heading, self.numbers(values, "adjoint" if self.second else ""), RIGHT)

    def column(self, rows: Sequence[Any], name: str, place: tuple[int, ...]) -> Column:
        """The derivatives in one component."""
        entries = [element(self.found.value[row][name], (*at, *place)) for row, at in rows]
        return Column(self.words.component(name, place), self.numbers(entries, self.words.style), RIGHT)

    def numbers(self, values: Sequence[float], style: str) -> list[Cell]:
        """Numbers below one another."""
        words = self.words
        written = aligned([localised(people(one, words.digits), words.options.decimal) for one in values])
        return [(line((text, style)),) for text in written]

    # Block by block

    def blocks(self) -> list[Line]:
        """One row for every pair of names: a small block in full, a large one by its shape, range and norm."""
        words, pairs = self.words, list(self.pairs())
        names = [line((words.derivative(*pair, outputs=self.found.outputs), words.style)) for pair in pairs]
        found: list[Line] = []
        shown = range(min(len(pairs), BLOCKS_SHOWN))
        columns = [
            Column(words.say("derivative"), [(names[one],) for one in shown]),
            Column(words.say("shape"), [(line((self.shape(*pairs[one]), "dim")),) for one in shown]),
            Column("", [self.block(*pairs[one]) for one in shown]),
        ]
        found += table(columns, words.rules)
        if len(pairs) > BLOCKS_SHOWN:
            text = words.say("{count} blocks more; --all shows every entry").format(count=len(pairs) - BLOCKS_SHOWN)
            found.append(line((text, "dim")))
        return found

    def pairs(self) -> Any:
        """Rows and columns; of a Hessian one of each pair, as the other is its transpose."""
        names = list(self.columns)
        for place, row in enumerate(self.rows):
            yield from ((row, column) for column in (names[place:] if self.second else names))

    def shape(self, row: str, column: str) -> str:
        """The shape of a block: 64 by 64×32."""
        shape = self.words.notation.shape
        parts = [self.rows[row], self.columns[column]]
        return self.words.say(" by ").join(f"{shape(one)}" if one else "1" for one in parts)

    def block(self, row: str, column: str) -> Cell:
        """One block."""
        words, value = self.words, self.found.value[row][column]
        if is_array(value):
            value = as_matrix(value, self.rows[row], self.columns[column])
        full = not is_array(value) or is_small(value)
        written = words.written(value, full=full)
        if not full:  # The shape has a column of its own.
            written = [text.partition("] ")[2] for text in written]
        found = [line((text, words.style)) for text in written]
        if is_array(value) and not full and (zero := int((value == 0).sum())):
            found.append(line((words.say("{count} of {all} entries are 0").format(count=zero, all=value.size), "dim")))
        return tuple(found)


def spans(widths: Sequence[int], room: int) -> list[tuple[int, int]]:
    """Where tables begin and end that hold columns of these widths, as few tables as fit, and about as wide."""
    most = max(1, fitting(widths, room))
    parts = -(-len(widths) // most)
    each = -(-len(widths) // max(1, parts))
    return [(start, min(start + each, len(widths))) for start in range(0, len(widths), each)]


def fitting(widths: Sequence[int], room: int) -> int:
    """How many columns fit beside one another, whichever they are."""
    count = 0
    for width in sorted(widths, reverse=True):
        room -= GAP + width
        if room < 0:
            break
        count += 1
    return count


def as_matrix(value: Any, row: tuple[int, ...], column: tuple[int, ...]) -> Any:
    """A block of both shapes as one of rows by columns; a single row or column stays a vector."""
    rows, columns = value.size // max(1, size(column)), size(column)
    return value.reshape(-1) if 1 in (rows, columns) else value.reshape(rows, columns)


def size(shape: tuple[int, ...]) -> int:
    """How many elements."""
    found = 1
    for one in shape:
        found *= one
    return found


def element(value: Any, place: tuple[int, ...]) -> float:
    """The number at a place, or the number itself."""
    return float(value[place]) if place else float(value)


