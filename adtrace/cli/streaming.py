"""A sweep as a stream: blocks of rows go through an engine, and with their results into a file or onto the screen."""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Generator, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any

from ..engines import Engine
from ..errors import AdtraceError
from ..records import Shape, Warning
from ..sweeps.batch.kernel import Kernel
from ..sweeps.batch.watch import Watch
from ..sweeps.batch.whole import SPAN
from ..tables import Columns, Indexed, Table, formats, is_indexed, no_rows, rows_of
from ..tables.formats import Format
from ..views import console
from .output import destination, is_device, is_stdout
from .preview import Preview
from .progress import progress
from .results import show_lines

DIGITS = 4
"""Decimals of numbers on the screen."""


@dataclass(frozen=True, slots=True)
class Stream:
    """What runs where.

    kernel     the program
    table      the rows
    engine     where blocks are run, on so many `workers`, or the cluster of `scheduler`
    to_screen  whether rows go to the terminal as they come, where a progress bar would stand in between
    """

    kernel: Kernel
    table: Table
    engine: Engine
    workers: int | None
    scheduler: str
    to_screen: bool = False

    @property
    def shapes(self) -> Mapping[str, Shape]:
        """The columns that come out, with the shape of one row: the inputs, then the results; of totals, the latter."""
        results = dict(self.kernel.results)
        return results if self.kernel.total else {**self.table.shapes, **results}

    @property
    def span(self) -> int:
        """Rows that are handed out at a time: the same as in memory, so that totals are added in the same order."""
        return self.kernel.rows * SPAN

    def rows(self, watch: Watch) -> Iterator[Columns]:
        """Blocks of the columns that come out, seen by the watch. Raises AdtraceError, also where there are none."""
        for inputs, results in self._run(watch):
            yield {**inputs, **results}

    def totals(self, watch: Watch) -> Columns:
        """The totals as one row. Raises AdtraceError."""
        sums: dict[str, Any] = {}
        for _, parts in self._run(watch):
            sums = {name: sums[name] + value if sums else value for name, value in parts.items()}
        totals = self.kernel.finish(sums)
        watch.add_totals(totals)
        return {name: _as_row(totals[name]) for name in self.kernel.results}

    def _run(self, watch: Watch) -> Iterator[tuple[Columns, Columns]]:
        """The inputs and results of every block, in order."""
        waiting: deque[tuple[int, Columns]] = deque()

        def items() -> Iterator[Any]:
            for first, columns in self.table.blocks(self.span):
                waiting.append((first, columns))
                yield (first, first + rows_of(columns)) if self._reads_there else columns

        with progress("sweeping", self.table.rows, seen=not self.to_screen) as advance:
            for results in self.engine.run(self._function, items(), self.workers, self.scheduler):
                first, columns = waiting.popleft()
                watch.add(first, columns, results)
                advance(rows_of(columns))
                yield columns, results
        if not watch.tally.rows:
            raise no_rows(self.table.title)

    @property
    def _reads_there(self) -> bool:
        """Whether other processes read their rows themselves; those of a cluster may not reach the files."""
        return self.engine.is_remote and not self.scheduler and is_indexed(self.table)

    @property
    def _function(self) -> Any:
        return Reading(self.kernel, self.table) if self._reads_there and is_indexed(self.table) else self.kernel


@dataclass(frozen=True, slots=True)
class Reading:
    """A kernel that reads its rows itself."""

    kernel: Kernel
    table: Indexed

    def __call__(self, span: tuple[int, int]) -> Columns:
        """The results of the rows from the first of these to before the last."""
        return self.kernel(self.table.read(*span))


def _as_row(value: Any) -> Any:
    import numpy as np

    return np.asarray(value, dtype=np.float64)[None]


def write_stream(
    stream: Stream, format_name: str | None, output: str | None, *, no_clobber: bool
) -> tuple[Warning, ...]:
    """Run the sweep and write what comes out; return what is to be said of its numbers.

    Raises AdtraceError for a format that does not fit, and what running and writing raise; no file has changed then.
    """
    chosen = _format(format_name, output)
    if stream.table.rows == 0:
        raise no_rows(stream.table.title)
    watch = Watch(stream.kernel, stream.table.place)
    if is_stdout(output) and console.is_terminal(sys.stdout):
        if format_name not in (None, "csv"):
            raise AdtraceError(f"{format_name} is not for a screen", hint="add -o and the name of a file")
        if format_name is None:
            _show(stream, watch)
            _note(_not_looked_at(watch))
            return watch.warnings()
        stream = replace(stream, to_screen=True)
    assert chosen.writer is not None
    beside = (
        None if output is None or is_stdout(output) or is_device(output) else os.path.dirname(os.path.abspath(output))
    )
    written = 0
    with (
        destination(output, no_clobber=no_clobber) as file,
        chosen.writer(file, stream.shapes, beside) as write,
        closing(_pieces(stream, watch)) as pieces,
    ):
        for columns in pieces:
            write(columns)
            written += rows_of(columns)
    done = f"{written} {'row' if written == 1 else 'rows'} written to {output}" if beside is not None else ""
    of = "of them" if done and not stream.kernel.total else ""
    _note("; ".join(filter(None, [done, _not_looked_at(watch, of)])))
    return watch.warnings()


def _not_looked_at(watch: Watch, of: str = "") -> str:
    """In how many rows lost digits were looked for, if not in all."""
    looked, rows = watch.sample.count, watch.tally.rows
    return f"lost digits were looked for in {looked or 'none'} {of or f'of {rows} rows'}" if looked < rows else ""


def _note(text: str) -> None:
    if text and sys.stderr is not None:
        sys.stderr.write(f"note: {text}\n")


def _format(name: str | None, output: str | None) -> Format:
    """The format by name, else by the file's suffix; CSV for standard output. Raises AdtraceError."""
    if name is not None:
        return formats.named(name)
    return formats.by_name("csv") if output is None or is_stdout(output) else formats.writable(output)


def _show(stream: Stream, watch: Watch) -> None:
    """Show the beginning and the end on the screen."""
    preview = Preview(stream.shapes)
    with closing(_pieces(stream, watch)) as pieces:
        for columns in pieces:
            preview.add(columns)
    lines = list(preview.lines(DIGITS, console.columns(sys.stdout)))
    show_lines(lines, "auto", None, no_clobber=False)


def _pieces(stream: Stream, watch: Watch) -> Generator[Columns, None, None]:
    """What comes out: rows, or the one of the totals."""
    if stream.kernel.total:
        yield stream.totals(watch)
        return
    yield from stream.rows(watch)
