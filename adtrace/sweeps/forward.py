"""The forward sweep: tangents in the order of the list."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from ..graph.graph import Graph
from .local import differentiable, push, slope_on_floats, undefined_where_nan
from .paths import Flow, add


def forward(graph: Graph, values: Sequence[Any], seeds: Mapping[int, Any]) -> list[Flow]:
    """The tangent of every node: the derivative along the direction of the seeds.

    seeds  tangents of inputs, of their shapes; an input that has none has no path
    """
    tangents: list[Flow] = [None] * len(graph)
    for node, seed in seeds.items():
        tangents[node] = seed
    carry(graph, values, tangents, range(len(graph)))
    return tangents


def carry(graph: Graph, values: Sequence[Any], tangents: list[Flow], nodes: range) -> None:
    """Give these nodes their tangents, from those of the nodes before them."""
    operators, args, shapes = graph.operators, graph.args, graph.shapes
    for node in nodes:
        operator = operators[node]
        if operator is None:
            continue
        if not operator.smooth or shapes[node]:
            _push(graph, values, node, tangents)
            continue
        # What follows is `push` for smooth scalars, written out: most graphs have no other nodes.
        total, y = None, values[node]
        for operand, arg in enumerate(args[node]):
            tangent = tangents[arg]
            if tangent is not None:
                slope = slope_on_floats(operator, operand, y, [values[item] for item in args[node]])
                total = tangent * slope if total is None else total + tangent * slope
        if total is not None:
            tangents[node] = total if y == y else math.nan


def _push(graph: Graph, values: Sequence[Any], node: int, tangents: list[Flow]) -> None:
    """Give a node the sum of what the tangents of its operands push on."""
    total: Flow = None
    for operand, arg in enumerate(graph.args[node]):
        if tangents[arg] is not None and differentiable(graph, node, operand):
            total = add(total, push(graph, values, node, operand, tangents[arg]))
    if total is not None:
        tangents[node] = undefined_where_nan(total, values[node])
