"""The warnings of a sweep over many points: in how many rows digits were lost, or numbers too large or too small."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from ...records import Warning
from ...records.bounds import DOUBTED, worst
from ..trust.judge import digits
from ..trust.rounding import UNIT
from .bends import bend
from .doubts import CANCELLATION, OVERFLOW, UNDERFLOW, Doubts, doubts
from .kernel import Kernel
from .sample import Sample
from .tally import listed, point, row_of

HAPPENED = {
    OVERFLOW: "numbers are larger than float64 can hold",
    UNDERFLOW: "numbers are not 0, but smaller than float64 can hold",
}
KEPT = round(-math.log10(DOUBTED))
HINT = "a reverse run at that point names the step"


def judged(
    kernel: Kernel, sample: Sample, place: Callable[[int], str], totals: Mapping[str, Any]
) -> tuple[Warning, ...]:
    """What the rows of a sample are to be warned of: at most one warning of each code.

    place   what a message calls a row
    totals  the results, if they are added up
    """
    if not sample.seen or not sample.most:
        return ()
    numbers, columns = sample.rows()
    found = doubts(kernel.careful, columns)
    rows, every = found.rows, sample.seen
    looked = f"{rows} rows" if rows == every else f"the {rows} rows looked at (of {every})"

    def row(index: int) -> str:
        return point(place(int(numbers[index])), index, columns)

    lost = [*_bends(kernel, found, looked, row, columns), *_lost(found, looked, row)]
    if kernel.total:
        return (*lost, *_of_totals(found, totals, every))
    return (*lost, *_of_rows(found, tuple(kernel.results), looked, row))


def _bends(
    kernel: Kernel, found: Doubts, looked: str, row: Callable[[int], str], columns: Mapping[str, Any]
) -> Iterator[Warning]:
    """Rows with arrays at kinks and at jumps."""
    for code, rows in found.bends.items():
        yield bend(kernel.careful, code, len(rows), looked, row(rows[0]), row_of(columns, rows[0]))


def _lost(found: Doubts, looked: str, row: Callable[[int], str]) -> Iterator[Warning]:
    """Overflow and underflow."""
    for code, what in HAPPENED.items():
        if code in found.lost:
            first, node, where = found.places[code]
            count = int(found.lost[code].sum())
            message = f"{what} in {count} of {looked}, the first is {row(first)}, in {where}"
            yield Warning(code, node, message, HINT)


def _of_rows(found: Doubts, names: Sequence[str], looked: str, row: Callable[[int], str]) -> Iterator[Warning]:
    """Results with few digits."""
    import numpy as np

    columns = [name for name in names if name in found.relative]
    if not columns:
        return
    every = np.array([found.relative[name] for name in columns])
    which, index = np.unravel_index(int(every.argmax()), every.shape)
    verb = "keeps" if len(columns) == 1 else "keep"
    fewest = f"{columns[which]} in {row(int(index))}: {digits(float(every[which, index]))}"
    rows = int((every > 0).any(axis=0).sum())
    message = f"{listed(columns)} {verb} fewer than {KEPT} digits in {rows} of {looked}, fewest {fewest}"
    yield Warning(CANCELLATION, columns[0], message, HINT)


def _of_totals(found: Doubts, totals: Mapping[str, Any], every: int) -> Iterator[Warning]:
    """Totals with few digits: errors of the rows, and of adding them up, as far as the rows looked at tell."""
    import numpy as np

    relative = {}
    for name, total in totals.items():
        if name in found.errors:
            # Pairwise sums round each term about log2(n) times.
            error = found.errors[name] + UNIT*math.log2(max(2, every))*found.sizes[name]
            relative[name] = worst(np.asarray(total), np.where(np.asarray(total) == 0, 0.0, error)*(every/found.rows))
    columns = [name for name, one in relative.items() if one > DOUBTED]
    if columns:
        least = max(columns, key=lambda name: relative[name])
        fewest = f"{least} {digits(relative[least])}" if len(columns) > 1 else digits(relative[least])
        verb = "keeps" if len(columns) == 1 else "keep"
        looked = "" if found.rows == every else f", as the {found.rows} looked at tell"
        message = f"{listed(columns)} {verb} fewer than {KEPT} digits in the total over {every} rows{looked}: {fewest}"
        yield Warning(CANCELLATION, columns[0], message, "without totals, the rows are named")
