"""The value of every node: one pass in the order of the list."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any, ParamSpec, TypeVar

from ..errors import AdtraceError
from ..graph.graph import Graph
from ..graph.numbers import at_edge, compute

Given = ParamSpec("Given")
Found = TypeVar("Found")


def has_arrays(graph: Graph) -> bool:
    """Whether NumPy may work on a graph."""
    return any(graph.shapes) or any(row is not None and row.kind != "elementwise" for row in set(graph.operators))


@contextmanager
def quiet(graph: Graph) -> Iterator[None]:
    """Silence NumPy's floating-point signals where arrays are about: IEEE values say the same, and warnings more."""
    if not has_arrays(graph):
        yield
        return
    import numpy as np

    with np.errstate(all="ignore"):
        yield


def quietly(graph: Graph, make: Callable[Given, Found]) -> Callable[Given, Found]:
    """The same function, silent as `quiet` is whenever it is called: what makes records does so long after a sweep."""
    if not has_arrays(graph):
        return make
    import numpy as np

    def silent(*given: Given.args, **named: Given.kwargs) -> Found:
        with np.errstate(all="ignore"):
            return make(*given, **named)

    return silent


def evaluate(graph: Graph, inputs: Mapping[str, Any], begun: Sequence[Any] = ()) -> list[Any]:
    """The value of every node, floats for shape () and float64 ndarrays otherwise.

    inputs  a value for every input, of the shape that the graph was built with
    begun   values of the first nodes, where these are known already
    Raises AdtraceError where an index that is computed is not a whole number in range.
    """
    start = len(begun)
    values: list[Any] = [*begun, *[None] * (len(graph) - start)]
    for node in graph.inputs:
        values[node] = inputs[graph.names[node]]
    for node, (value, _) in graph.literals.items():
        values[node] = value
    operators, args, params, shapes = graph.operators, graph.args, graph.params, graph.shapes
    for node, (operator, items) in enumerate(islice(zip(operators, args, strict=True), start, None), start):
        if operator is None:
            continue
        scalar = operator.scalar
        if scalar is not None and not shapes[node]:
            try:
                if len(items) == 2:
                    arg, other = items
                    values[node] = scalar(values[arg], values[other])
                else:
                    values[node] = scalar(*[values[arg] for arg in items])
            except (ArithmeticError, ValueError):
                values[node] = at_edge(operator, [values[arg] for arg in items])
            continue
        try:
            values[node] = compute(operator, [values[arg] for arg in items], params[node], shapes[node])
        except ValueError as error:
            raise AdtraceError(str(error), graph.span(node), "positions count from 0") from None
        except AdtraceError as error:
            error.span = error.span or graph.span(node)
            raise
    return values
