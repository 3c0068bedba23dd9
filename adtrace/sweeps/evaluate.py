"""The value of every node: one pass in the order of the list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from ..errors import AdtraceError
from ..graph.graph import Graph
from ..graph.numbers import at_edge, compute


@contextmanager
def quiet(graph: Graph) -> Iterator[None]:
    """Silence NumPy's floating-point signals where arrays are about: IEEE values say the same, and warnings more."""
    if not has_arrays(graph):
        yield
        return
    import numpy as np

    with np.errstate(all="ignore"):
        yield


def has_arrays(graph: Graph) -> bool:
    """Whether NumPy computes some of it."""
    return any(graph.shapes) or any(row is not None and row.kind != "elementwise" for row in set(graph.operators))


def evaluate(graph: Graph, inputs: Mapping[str, Any]) -> list[Any]:
    """The value of every node, floats for shape () and float64 ndarrays otherwise.

    inputs  a value for every input, of the shape that the graph was built with
    Raises AdtraceError where an index that is computed is not a whole number in range.
    """
    values: list[Any] = [None] * len(graph)
    for node in graph.inputs:
        values[node] = inputs[graph.names[node]]
    for node, (value, _) in graph.literals.items():
        values[node] = value
    operators, args, params, shapes = graph.operators, graph.args, graph.params, graph.shapes
    for node, (operator, items) in enumerate(zip(operators, args, strict=True)):
        if operator is None:
            continue
        scalar = operator.scalar
        operands = (values[items[0]], values[items[1]]) if len(items) == 2 else [values[arg] for arg in items]
        if scalar is not None and not shapes[node]:
            try:
                values[node] = scalar(*operands)
            except (ArithmeticError, ValueError):
                values[node] = at_edge(operator, operands)
            continue
        try:
            values[node] = compute(operator, operands, params[node], shapes[node])
        except ValueError as error:
            raise AdtraceError(str(error), graph.span(node), "positions count from 0") from None
        except AdtraceError as error:
            error.span = error.span or graph.span(node)
            raise
    return values
