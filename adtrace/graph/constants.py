"""Nodes that depend on no input: their values, needed while a graph is built, for shapes, axes and indices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..errors import AdtraceError, Span
from ..lang.columns import SLICE, STACK, Columns
from ..records import Shape
from .graph import Graph
from .numbers import compute


class Constants:
    """The values of a graph's constant nodes, computed when asked for."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.values: dict[int, Any] = {}

    def value(self, node: int) -> Any:
        """The value of a node that depends on no input: a float or a float64 ndarray."""
        graph, values = self.graph, self.values
        pending = [node]
        while pending:
            current = pending[-1]
            operator = graph.operators[current]
            missing = [arg for arg in graph.args[current] if arg not in values]
            if missing:
                pending += missing
                continue
            pending.pop()
            if operator is None:
                values[current] = graph.literals[current][0]
            elif current not in values:
                operands = [values[arg] for arg in graph.args[current]]
                values[current] = compute(operator, operands, graph.params[current], graph.shapes[current])
        return values[node]


def static(constants: Constants, columns: Columns, item: int, ids: Sequence[int | None]) -> Any:
    """A parameter: a whole number, another constant, or a flat tuple of whole numbers and slices."""
    if columns.ops[item] == STACK:
        return tuple(static_entry(constants, columns, entry, ids) for entry in columns.args[item])
    return static_entry(constants, columns, item, ids)


def static_entry(constants: Constants, columns: Columns, item: int, ids: Sequence[int | None]) -> Any:
    """A constant number, whole ones as int, or a slice of whole numbers."""
    if columns.ops[item] == SLICE:
        bounds = [
            None if bound < 0 else whole(static_entry(constants, columns, bound, ids), columns.span(bound))
            for bound in columns.args[item]
        ]
        if len(bounds) == 3 and bounds[2] == 0:
            raise AdtraceError("a slice cannot have step 0", columns.span(item), "the step is 1, 2, -1 ...")
        return slice(*bounds)
    node = ids[item]
    span = columns.span(item)
    shape: Shape = constants.graph.shapes[node] if node is not None else ()
    if node is None or shape or constants.graph.varies[node]:
        raise AdtraceError(
            "a constant number is needed here", span, "it decides a shape, so it cannot be computed from inputs"
        )
    value = constants.value(node)
    return int(value) if value == value and abs(value) < 2**53 and value == int(value) else value


def whole(value: Any, span: Span) -> int:
    """The value as an int. Raises AdtraceError unless it is whole."""
    if not isinstance(value, int):
        raise AdtraceError(f"{value:g} is not a whole number", span, "positions count from 0")
    return value
