"""What the numbers of a sweep do not say by themselves: how many results are nan or infinite, and the first of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...records import Warning
from ...tables import row_place

Told = Callable[[Mapping[str, Any], tuple[str, ...]], str]
OF_INFINITE = ("pole", "overflow")
OF_NAN = ("domain", "indeterminate", "pole", "overflow")
"""The codes under which a run at one point tells what made a result infinite, or nan."""

SHOWN_INPUTS = 4
"""Inputs of the first row that a warning repeats."""


@dataclass(slots=True)
class Count:
    """Results of one kind: in how many rows, in which columns, and where the first is, with its inputs."""

    rows: int = 0
    columns: set[str] = field(default_factory=set)
    first: str = ""
    inputs: Mapping[str, Any] = field(default_factory=dict)


class Tally:
    """Counts nan and infinite results over the blocks of a sweep, those that no such input explains.

    names  the result columns, in order
    total  whether the results are added up over the rows
    place  what a message calls a row
    """

    def __init__(self, names: Sequence[str], *, total: bool = False, place: Callable[[int], str] = row_place) -> None:
        self.names = tuple(names)
        self.total = total
        self.place = place
        self.rows = 0
        self._nan, self._inf = Count(), Count()
        # Of totals: whether an input so far was nan, or infinite, and the first rows that added such a number.
        self._undefined = self._unbounded = False
        self._first = ""

    def add(self, first_row: int, inputs: Mapping[str, Any], results: Mapping[str, Any]) -> None:
        """Look at one block; blocks come in the order of their rows.

        inputs   (rows, *shape) by name
        results  (rows, *shape) by column; the finished totals of these rows, if they are added up
        """
        if self.total:
            self.add_part(first_row, inputs, {})
            self.add_totals(results)
            return
        rows = _rows(inputs)
        self.rows += rows
        suspicious = [name for name in self.names if not are_finite([results[name]])]
        if suspicious:
            self._count(first_row, inputs, {name: results[name] for name in suspicious}, rows)

    def _count(self, first_row: int, inputs: Mapping[str, Any], results: Mapping[str, Any], rows: int) -> None:
        import numpy as np

        undefined = _any_row(np.isnan, inputs.values(), rows)
        unbounded = undefined | _any_row(np.isinf, inputs.values(), rows)
        for count, is_such, explained in ((self._nan, np.isnan, undefined), (self._inf, np.isinf, unbounded)):
            found = np.zeros(rows, bool)
            for name, column in results.items():
                here = _any_row(is_such, [column], rows) & ~explained
                if here.any():
                    count.columns.add(name)
                    found |= here
            if found.any():
                if not count.first:
                    row = int(found.argmax())
                    count.first, count.inputs = self._point(first_row, row, inputs), row_of(inputs, row)
                count.rows += int(found.sum())

    def _point(self, first_row: int, row: int, inputs: Mapping[str, Any]) -> str:
        """A row, and its scalar inputs."""
        return point(self.place(first_row + row), row, inputs)

    def add_part(self, first_row: int, inputs: Mapping[str, Any], parts: Mapping[str, Any]) -> None:
        """Look at one block that is added to totals.

        parts  what it adds, under any names
        """
        self.add_inputs(inputs)
        self.add_sums(first_row, _rows(inputs), parts)

    def add_sums(self, first_row: int, rows: int, parts: Mapping[str, Any]) -> None:
        """Look at what one block adds to totals, but not at its inputs."""
        self.rows += rows
        if not self._first and not are_finite(parts.values()):
            self._first = f", the first of them among {rows} from {self.place(first_row)}"

    def add_inputs(self, inputs: Mapping[str, Any]) -> None:
        """Look for nan and infinite inputs: what they explain in totals needs no warning."""
        import numpy as np

        if not are_finite(inputs.values()):
            self._undefined |= any(np.isnan(column).any() for column in inputs.values())
            self._unbounded |= any(np.isinf(column).any() for column in inputs.values())

    def add_totals(self, totals: Mapping[str, Any]) -> None:
        """Look at the finished totals of all blocks."""
        import numpy as np

        for name in self.names:
            if np.isnan(totals[name]).any() and not self._undefined:
                self._nan.columns.add(name)
            if np.isinf(totals[name]).any() and not (self._undefined or self._unbounded):
                self._inf.columns.add(name)

    def warnings(self, told: Told | None = None) -> tuple[Warning, ...]:
        """At most one warning for nan results, and one for infinite ones.

        told  what a run at a point says under some codes: the first row is asked what became of it
        """
        found = []
        hint = "without totals, the row is named" if self.total else "a reverse run at that point names the step"
        for count, code, word, codes in (
            (self._nan, "nan", "nan", OF_NAN),
            (self._inf, "infinite", "infinite", OF_INFINITE),
        ):
            if count.columns:
                columns = [name for name in self.names if name in count.columns]
                said = told(count.inputs, codes) if told and count.first else ""
                message = self._message(count, columns, word) + (f": {said}" if said else "")
                found.append(Warning(code, columns[0], message, hint))
        return tuple(found)

    def _message(self, count: Count, columns: Sequence[str], word: str) -> str:
        verb = "is" if len(columns) == 1 else "are"
        if self.total:
            return f"{listed(columns)} {verb} {word} in the total over {self.rows} rows{self._first}"
        return f"{listed(columns)} {verb} {word} in {count.rows} of {self.rows} rows, the first is {count.first}"


def row_of(columns: Mapping[str, Any], row: int) -> dict[str, Any]:
    """The inputs of one row: floats, and copies of arrays."""
    return {name: column[row].copy() if column.ndim > 1 else float(column[row]) for name, column in columns.items()}


def point(place: str, row: int, inputs: Mapping[str, Any]) -> str:
    """What a row is called, and its scalar inputs."""
    scalars = [f"{name} = {column[row]:.6g}" for name, column in inputs.items() if column.ndim == 1]
    return place + (f" ({', '.join(scalars[:SHOWN_INPUTS])})" if scalars else "")


def listed(columns: Sequence[str]) -> str:
    """Columns in a row: y and dy/dx."""
    return ", ".join(columns[:-1]) + " and " + columns[-1] if len(columns) > 1 else columns[0]


def _rows(columns: Mapping[str, Any]) -> int:
    return len(next(iter(columns.values())))


def are_finite(values: Iterable[Any]) -> bool:
    """Whether every number in these arrays is finite. A sum tells in most cases, without memory; it may overflow."""
    import numpy as np

    arrays = list(values)
    with np.errstate(all="ignore"):
        # Of what is not finite, the difference from itself is not 0.
        total = sum([np.add.reduce(array, axis=None) for array in arrays])
        return bool(total - total == 0) or all(np.isfinite(array).all() for array in arrays)


def _any_row(is_such: Callable[[Any], Any], columns: Iterable[Any], rows: int) -> Any:
    """For every row, whether an entry of one of the columns is such."""
    import numpy as np

    found = np.zeros(rows, bool)
    for column in columns:
        found |= is_such(np.asarray(column)).reshape(rows, -1).any(axis=1)
    return found
