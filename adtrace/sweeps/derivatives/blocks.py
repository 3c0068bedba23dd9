"""A matrix of derivatives as blocks: one for every pair of names, of both shapes in a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...errors import AdtraceError, LimitError
from ...graph.graph import Graph
from ...limits import LIMITS
from ..paths import Flow
from ..run import Run
from ..seeds import units
from ..steps import number_of

Blocks = dict[str, dict[str, Any]]


def at_point(run: Run) -> list[Any]:
    """The values of a run. Raises AdtraceError for one in symbols."""
    if run.values is None:
        raise AdtraceError("derivatives in numbers need a point", hint="give every input a value")
    return run.values


def check_size(rows: int, columns: int, sweeps: int) -> None:
    """Refuse what takes too long or too much memory. Raises LimitError."""
    if rows * columns > LIMITS.derivative_entries:
        raise LimitError(
            f"{rows} by {columns} derivatives are too many",
            hint=f"choose some inputs with --wrt or outputs with --of, or a product: adtrace jvp, vjp, hvp; the limit "
            f"is {LIMITS.derivative_entries}",
        )
    if sweeps > LIMITS.derivative_sweeps:
        raise LimitError(
            f"it would take {sweeps} sweeps",
            hint=f"choose some with --wrt or --of, or a product: adtrace jvp, vjp, hvp; the limit is "
            f"{LIMITS.derivative_sweeps}",
        )


def zeros(graph: Graph, rows: Sequence[tuple[str, int]], columns: Sequence[tuple[str, int]]) -> Blocks:
    """Blocks of zeros for these names with their nodes."""
    import numpy as np

    return {
        name: {other: np.zeros(graph.shapes[y] + graph.shapes[x]) for other, x in columns} for name, y in rows
    }


def plain(blocks: Mapping[str, Mapping[str, Any]]) -> Blocks:
    """Floats for shape ()."""
    return {
        y: {x: float(block) if block.shape == () else block for x, block in row.items()} for y, row in blocks.items()
    }


def labelled(graph: Graph, nodes: Sequence[tuple[str, int]]) -> list[tuple[str, str, int, tuple[int, ...], Any]]:
    """A unit seed for every component of these: label, name, node, place, seed."""
    return [
        (f"{name}{list(place)}" if place else name, name, node, place, unit)
        for name, node in nodes for place, unit in units(graph, node)
    ]


def numbers(flows: Sequence[Flow], graph: Graph, node: int) -> Any:
    """The number that a node's flow carries."""
    return number_of(flows[node], graph.shapes[node])
