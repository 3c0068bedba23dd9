"""The shadow of a run: the same graph, the same rows, in as many digits as one likes.

Derivatives that were appended to a graph (see symbolic) are nodes like others: no rule is written twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import LimitError
from ..graph.digits import many_digits
from ..graph.graph import Graph
from ..graph.shapes import size
from ..limits import LIMITS
from .evaluate import quiet


def shadow(graph: Graph, inputs: Mapping[str, Any], digits: int) -> list[Any]:
    """The value of every node in mpmath: mpf for shape (), object ndarrays of mpf otherwise.

    inputs  a value for every input; these, and the literals of the graph, are taken as the float64 that they are
    digits  decimal digits; a few more are calculated with, but a cancellation can use them up
    Infinities and nan are where float64 has them; nan is also what would take too long. Raises AdtraceError where
    mpmath is not installed, and LimitError for what is too much.
    """
    check_work(graph)
    m = many_digits(digits)
    values: list[Any] = [None] * len(graph)
    for node in graph.inputs:
        values[node] = m.number(inputs[graph.names[node]])
    for node, (value, _) in graph.literals.items():
        values[node] = m.number(value)
    with quiet(graph):
        for node, (operator, args) in enumerate(zip(graph.operators, graph.args, strict=True)):
            if operator is not None:
                values[node] = m.apply(operator, [values[arg] for arg in args], graph.params[node])
    return values


def check_work(graph: Graph) -> None:
    """Refuse what would take many minutes. Raises LimitError."""
    work = 0
    for operator, args, shape, params in zip(
        graph.operators, graph.args, graph.shapes, map(graph.params.__getitem__, range(len(graph))), strict=True
    ):
        if operator is not None:
            shapes = [graph.shapes[arg] for arg in args]
            work += operator.cost(*shapes, **params) if operator.cost else max(map(size, [shape, *shapes]))
    if work > LIMITS.many_digits:
        raise LimitError(
            f"{work} operations are too many for numbers of many digits", hint=f"the limit is {LIMITS.many_digits}"
        )
