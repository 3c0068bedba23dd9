"""Rows of a sweep that are looked at closely: all of few, and of many as many as may be, evenly spread."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from ..trust.rounding import SPREAD


class Sample:
    """Rows kept while blocks pass.

    most  how many are kept, beside the last row: one of each stretch of 2^level rows

    Which one of a stretch changes from stretch to stretch, so that no grid of inputs keeps step with them.
    """

    def __init__(self, most: int) -> None:
        self.most, self.level, self.seen = most, 0, 0
        self._kept: list[tuple[Any, Mapping[str, Any]]] = []
        self._last: Mapping[str, Any] = {}

    def take(self, columns: Mapping[str, Any]) -> None:
        """Look at the next block: arrays (rows, *shape) by name."""
        first, rows = self.seen, len(next(iter(columns.values())))
        if not rows or not self.most:
            return
        self.seen += rows
        if (self.seen - 1) >> self.level >= self.most:
            while (self.seen - 1) >> self.level >= self.most:
                self.level += 1
            fewer = [chosen(numbers, cut, self.level) for numbers, cut in self._kept]
            self._kept = [(numbers, cut) for numbers, cut in fewer if len(numbers)]
        numbers = numbers_between(first, self.seen, self.level)
        if len(numbers):
            self._kept.append((numbers, picked(columns, numbers - first)))
        self._last = picked(columns, [-1])

    @property
    def count(self) -> int:
        """How many rows are kept, of those that were seen."""
        return len(self.rows()[0]) if self._kept else 0

    def rows(self) -> tuple[Any, Mapping[str, Any]]:
        """The numbers of the rows, and their columns. Some row has passed."""
        import numpy as np

        kept = self._kept
        if self.seen - 1 not in kept[-1][0]:
            kept = [*kept, (np.array([self.seen - 1]), self._last)]
        columns = {name: np.concatenate([cut[name] for _, cut in kept]) for name in self._last}
        return np.concatenate([numbers for numbers, _ in kept]), columns


@lru_cache(maxsize=8)
def numbers_between(first: int, stop: int, level: int) -> Any:
    """The rows from `first` to before `stop` that stand for their stretch of 2^level. Kept for the next sweep."""
    import numpy as np

    numbers = representatives(np.arange(first >> level, (stop - 1 >> level) + 1), level)
    return numbers[(numbers >= first) & (numbers < stop)]


def representatives(stretches: Any, level: int) -> Any:
    """The row that stands for each stretch of 2^level rows: one of those that stand for its halves."""
    for one in range(level, 0, -1):
        stretches = 2*stretches + (stretches*SPREAD >> 13 + one & 1)
    return stretches


def chosen(numbers: Any, columns: Mapping[str, Any], level: int) -> tuple[Any, Mapping[str, Any]]:
    """Those of the rows that stand for their stretch."""
    stays = representatives(numbers >> level, level) == numbers
    return numbers[stays], picked(columns, stays)


def picked(columns: Mapping[str, Any], rows: Any) -> dict[str, Any]:
    """Rows of every column, as copies."""
    return {name: column[rows] for name, column in columns.items()}
