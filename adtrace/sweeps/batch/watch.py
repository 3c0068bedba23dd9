"""What is to be said of the numbers of a sweep whose blocks pass one after the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from ...records import Warning
from .bends import Bends
from .doubts import most_rows
from .first_row import told
from .judged import judged
from .kernel import Kernel
from .sample import Sample
from .tally import Tally


class Watch:
    """Counts nan and infinite results and kinks of all rows, and keeps rows to look at more closely in the end.

    place  what a message calls a row
    """

    def __init__(self, kernel: Kernel, place: Callable[[int], str]) -> None:
        self.kernel, self.place = kernel, place
        self.tally = Tally(tuple(kernel.results), total=kernel.total, place=place)
        self.bends = Bends(kernel.careful, place)
        self.sample = Sample(most_rows(kernel.careful))
        self.totals: Mapping[str, Any] = {}

    def add(self, first_row: int, inputs: Mapping[str, Any], results: Mapping[str, Any]) -> None:
        """Look at the next block; `results` are parts of totals, if they are added up."""
        look = self.tally.add_part if self.kernel.total else self.tally.add
        look(first_row, inputs, results)
        self.bends.take(first_row, inputs, self.bends.look(inputs))
        self.sample.take(inputs)

    def add_totals(self, totals: Mapping[str, Any]) -> None:
        """Look at the finished totals."""
        self.totals = totals
        self.tally.add_totals(totals)

    def warnings(self) -> tuple[Warning, ...]:
        """What was found, and what a closer look at the rows that were kept finds."""
        looked = judged(self.kernel, self.sample, self.place, self.totals)
        counted = self.tally.warnings(partial(told, self.kernel.careful))
        return (*self.kernel.warnings, *counted, *self.bends.warnings(), *looked)
