"""A sweep over columns that stand in memory: cut into spans of rows, each of which fills its part of the results."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from ...errors import AdtraceError
from ...made import Later
from ...named import Record
from ...records import Batch, Shape, Warning
from ...tables import no_rows, row_place
from .bends import Bends, Found
from .doubts import most_rows
from .fast import cut
from .first_row import told
from .judged import judged
from .kernel import Kernel
from .sample import Sample
from .setting import slope_name
from .tally import Tally, are_finite

SPAN = 16
"""Blocks in a span: enough that handing one out costs little beside running it."""


def as_columns(over: Mapping[str, Any]) -> dict[str, Any]:
    """Columns as float64 arrays of one length. Raises AdtraceError for what is none, and without rows."""
    import numpy as np

    columns = {}
    for name, values in over.items():
        try:
            array = np.asarray(values)
        except ValueError:
            array = np.asarray(None)
        if array.dtype.kind not in "fiub" or not array.ndim:
            raise AdtraceError(f"the values of {name} are not rows of numbers", hint="give an array, one row per point")
        columns[name] = np.ascontiguousarray(array, dtype=np.float64)
    lengths = {name: len(column) for name, column in columns.items()}
    if len(set(lengths.values())) > 1:
        told = ", ".join(f"{name} has {length}" for name, length in lengths.items())
        raise AdtraceError(f"the columns differ in length: {told}", hint="a point takes one row of every column")
    if empty := [name for name, length in lengths.items() if not length]:
        raise no_rows(", ".join(empty))
    return columns


def row_shapes(columns: Mapping[str, Any]) -> dict[str, Shape]:
    """The shape of one row of each column."""
    return {name: column.shape[1:] for name, column in columns.items()}


class Part(Record):
    """What became of a span.

    rows        the span
    added       what it adds to the totals (total only)
    suspicious  whether a row's result may be nan or infinite
    bends       rows at kinks and at jumps
    """

    rows: slice
    added: Mapping[str, Any]
    suspicious: bool
    bends: Found


class Whole:
    """A kernel, the columns that it is run on, and their results as they come in."""

    def __init__(self, kernel: Kernel, columns: Mapping[str, Any]) -> None:
        import numpy as np

        self.kernel, self.columns = kernel, columns
        self.rows = len(next(iter(columns.values())))
        self.tally = Tally(tuple(kernel.results), total=kernel.total)
        self.bends = Bends(kernel.careful, row_place)
        self.totals: dict[str, Any] = {}
        self.results: dict[str, Any] = {}
        if not kernel.total:
            self.results = {name: np.empty((self.rows, *shape)) for name, shape in kernel.results.items()}

    def spans(self) -> Iterator[slice]:
        """The rows, cut into spans; one without rows if there are none."""
        step = self.kernel.rows * SPAN
        for start in range(0, max(self.rows, 1), step):
            yield slice(start, min(start + step, self.rows))

    def sweep(self, span: slice) -> Part:
        """Run the kernel on a span; its rows are put in place, unless they are added up."""
        block = cut(self.columns, span)
        if self.kernel.total:
            return Part(span, self.kernel(block), False, self.bends.look(block))
        return Part(span, {}, self.kernel.fill(block, cut(self.results, span)), self.bends.look(block))

    def take(self, part: Part) -> None:
        """Take in a part: parts come in order."""
        self.bends.take(part.rows.start, cut(self.columns, part.rows), part.bends)
        if self.kernel.total:
            added = part.added.items()
            self.totals = {name: self.totals[name] + value if self.totals else value for name, value in added}
            self.tally.add_sums(part.rows.start, part.rows.stop - part.rows.start, part.added)
        elif part.suspicious:
            self.tally.add(part.rows.start, cut(self.columns, part.rows), cut(self.results, part.rows))
        else:
            self.tally.rows += part.rows.stop - part.rows.start

    def batch(self, of_rows: Sequence[Warning] = ()) -> Batch:
        """The finished sweep, with what was to be said of its rows before."""
        kernel, graph = self.kernel, self.kernel.setting.graph
        results = self.results
        if kernel.total:
            results = kernel.finish(self.totals)
            if not are_finite(results.values()):
                self.tally.add_inputs(self.columns)
                self.tally.add_totals(results)
        names = [graph.names[node] for node in kernel.setting.wrt]
        sample = Sample(most_rows(kernel.careful))
        sample.take(self.columns)
        totals = results if kernel.total else {}

        def warnings() -> Iterator[Warning]:
            yield from of_rows
            yield from kernel.warnings
            yield from self.tally.warnings(partial(told, kernel.careful))
            yield from self.bends.warnings()
            yield from judged(kernel, sample, row_place, totals)

        return Batch(
            over=self.columns,
            outputs={output: results[output] for output in kernel.outputs},
            gradients={
                output: {name: results[slope_name(output, name)] for name in names} for output in kernel.outputs
            },
            warnings=Later(lambda: tuple(warnings())),
        )
