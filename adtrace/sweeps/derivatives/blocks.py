"""A matrix of derivatives from its sweeps, and by names: one block for every pair, of both shapes in a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...errors import AdtraceError, LimitError
from ...graph.shapes import size
from ...limits import LIMITS
from ...records import Shape
from ...records.derivative import FORWARD
from ..paths import Flow
from ..run import Run
from ..sparsity.compressed import read
from ..steps import number_of
from .plan import Plan

Blocks = dict[str, dict[str, Any]]


def at_point(run: Run) -> list[Any]:
    """The values of a run. Raises AdtraceError for one in symbols."""
    if run.values is None:
        raise AdtraceError("derivatives in numbers need a point", hint="give every input a value")
    return run.values


def check_size(rows: int, columns: int) -> None:
    """Refuse what takes too much memory. Raises LimitError."""
    if rows*columns > LIMITS.derivative_entries:
        raise LimitError(
            f"{rows} by {columns} derivatives are too many",
            hint=f"choose some inputs with --wrt or outputs with --of, or a product: adtrace jvp, vjp, hvp; the limit "
            f"is {LIMITS.derivative_entries}",
        )


def check_sweeps(sweeps: int) -> None:
    """Refuse what takes too long. Raises LimitError."""
    if sweeps > LIMITS.derivative_sweeps:
        raise LimitError(
            f"it would take {sweeps} sweeps",
            hint=f"choose some with --wrt or --of, or a product: adtrace jvp, vjp, hvp; the limit is "
            f"{LIMITS.derivative_sweeps}",
        )


def flat(flows: Sequence[Flow], ends: Sequence[tuple[int | None, Shape]]) -> Any:
    """What a sweep gives to these nodes, one component after the other; 0 where there is no node."""
    import numpy as np

    parts = [
        np.ravel(number_of(None if node is None else flows[node], shape)) for node, shape in ends
    ]
    return np.concatenate(parts) if parts else np.zeros(0)


def matrix(plan: Plan, swept: Sequence[Any]) -> Any:
    """The matrix from the results of its sweeps."""
    import numpy as np

    found = np.zeros((len(plan.rows), len(plan.columns)))
    if plan.shared is None:
        for (one,), result in zip(plan.groups, swept, strict=True):
            if plan.mode == FORWARD:
                found[:, one] = result
            else:
                found[one] = result
        return found
    for i, j, group, turned in read(*plan.shared):
        found[i, j] = swept[group][i if plan.mode == FORWARD and not turned else j]
    return found


def blocks(found: Any, rows: Mapping[str, Shape], columns: Mapping[str, Shape]) -> Blocks:
    """The matrix by the names of its rows and columns; floats for shape ()."""
    result: Blocks = {}
    top = 0
    for row, tall in rows.items():
        left, result[row] = 0, {}
        for column, wide in columns.items():
            block = found[top : top + size(tall), left : left + size(wide)]
            result[row][column] = block.reshape(tall + wide).copy() if tall + wide else float(block[0, 0])
            left += size(wide)
        top += size(tall)
    return result
