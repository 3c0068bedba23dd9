"""The rounding bounds of many points at once: a sweep of columns, row by row beside one another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ...graph.graph import Graph
from ...graph.irrational import is_irrational
from ...named import Record
from ...records.bounds import DOUBTED
from ..paths import number
from ..reverse import reverse
from ..symbolic import copied
from .bounds import BEYOND, SWEPT, moved_by, moved_runs, spread
from .extended import Extended, Result
from .rounding import NORMAL, rounding_errors


class RowBounds(Record):
    """How far rounding may have taken one result in every row.

    number, error  as in records.Bound, one per row
    small          whether what is lost lies below the normal numbers of float64: an underflow
    """

    result: Result
    number: Any
    error: Any
    small: Any

    def relative(self) -> Any:
        """The error over the number; 0 where it is not to be doubted, and where a 0 is left of something too small."""
        import numpy as np

        tiny = (np.abs(self.number) < NORMAL) & (self.error <= NORMAL)
        with np.errstate(all="ignore"):
            relative = np.where(self.error == 0, 0.0, np.abs(self.error / self.number))
        return np.where((relative > DOUBTED) & ~(tiny & (self.number == 0)), relative, 0.0)


def row_bounds(sweep: Extended, rows: int) -> Iterator[RowBounds]:
    """The bounds of every result of a sweep whose operations are all elementwise, on columns of so many rows.

    First order is asked only where the moved runs say that something may be doubted, of those that moved most.
    """
    import numpy as np

    errors = rounding_errors(sweep.graph, sweep.values)
    runs = list(moved_runs(sweep, errors))
    values = [np.broadcast_to(sweep.values[one.node], rows) for one in sweep.results]
    spreads = [
        spread(value, [np.broadcast_to(run[one.node], rows) for run in runs])
        for one, value in zip(sweep.results, values, strict=True)
    ]
    suspects = [place for place, value in enumerate(values) if (spreads[place] > DOUBTED/BEYOND*np.abs(value)).any()]
    suspects.sort(key=lambda place: -moved_by(sweep, place, spreads))
    for place, (one, value) in enumerate(zip(sweep.results, values, strict=True)):
        error, small = spreads[place], np.zeros(rows, bool)
        if place in suspects[:SWEPT]:
            total, below = first_order(sweep, errors, one.node, rows)
            first = (error <= BEYOND*total) & ~np.isnan(error)
            error = np.where(first, total, error)
            small = (total > 0) & (below > total/2)
        tiny = (np.abs(value) < NORMAL) & (error <= NORMAL)
        yield RowBounds(one, value, error, small | tiny)


def first_order(sweep: Extended, errors: Sequence[Any], node: int, rows: int) -> tuple[Any, Any]:
    """The first-order bound of a node in every row, and how much of that lies below normal numbers."""
    import numpy as np

    total, small = np.zeros(rows), np.zeros(rows)
    for place, flow in enumerate(reverse(in_rows(sweep.graph, rows), sweep.values, {node: np.ones(rows)})):
        if flow is None or errors[place] is None:
            continue
        reached = np.abs(number(flow)*errors[place])
        total += np.where(np.isnan(reached), 0.0, reached)
        small += np.where((np.abs(sweep.values[place]) < NORMAL) & ~np.isnan(reached), reached, 0.0)
    return total, small


def in_rows(graph: Graph, rows: int) -> Graph:
    """The graph with a column for whatever is rounded: what comes from the rows is added up into no constant."""
    graph = copied(graph)
    rounded = [operator is not None or is_irrational(graph, node) for node, operator in enumerate(graph.operators)]
    graph.shapes = [(rows,) if one else () for one in rounded]
    for node in graph.inputs:
        graph.shapes[node] = (rows,)
    return graph
