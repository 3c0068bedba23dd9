"""Which values are used at all: what stands in the branch of a `where` that was not taken is not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..graph.graph import Graph
from ..graph.numbers import ARRAYS, run_on_floats
from ..graph.shapes import broadcast_axes

Reach = Any
"""True, False, or for an array a mask of the elements that are used."""


def used(graph: Graph, values: Sequence[Any]) -> list[Reach]:
    """For every node, whether its value enters what the program computes last; what nothing uses is last itself."""
    reach: list[Reach] = [None] * len(graph)
    for node in range(len(graph) - 1, -1, -1):
        own = reach[node] = True if reach[node] is None else reach[node]
        operator = graph.operators[node]
        if operator is None or own is False:
            for arg in graph.args[node]:
                reach[arg] = False if reach[arg] is None else reach[arg]
            continue
        for operand, arg in enumerate(graph.args[node]):
            reach[arg] = _either(reach[arg], _through(graph, values, node, operand, own))
    return reach


def _through(graph: Graph, values: Sequence[Any], node: int, operand: int, own: Reach) -> Reach:
    """The operand's elements that enter the elements of the node that are used."""
    operator = graph.operators[node]
    assert operator is not None
    taken = operator.taken[operand] if operator.taken else None
    if operator.kind != "elementwise" or (own is True and taken is None):
        return True
    operands = [values[arg] for arg in graph.args[node]]
    if not graph.shapes[node]:
        return own if taken is None else bool(run_on_floats(taken, operands))
    import numpy as np

    mask = np.broadcast_to(np.asarray(True if taken is None else taken(ARRAYS, *operands)), graph.shapes[node]) & own
    shape = graph.shapes[graph.args[node][operand]]
    added, stretched = broadcast_axes(shape, graph.shapes[node])
    mask = mask.any(axis=added + stretched, keepdims=True).reshape(shape)
    return mask if shape else bool(mask)


def _either(a: Reach, b: Reach) -> Reach:
    """Used by either of two consumers."""
    if a is None or a is False:
        return b
    return a if b is False else True if a is True or b is True else a | b
