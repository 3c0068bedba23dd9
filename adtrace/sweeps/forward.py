"""The forward sweep: tangents in the order of the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..graph.graph import Graph
from .local import differentiable, push, undefined_where_nan
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
    args = graph.args
    for node in nodes:
        total: Flow = None
        for operand, arg in enumerate(args[node]):
            if tangents[arg] is not None and differentiable(graph, node, operand):
                total = add(total, push(graph, values, node, operand, tangents[arg]))
        if total is not None:
            tangents[node] = undefined_where_nan(total, values[node])
