"""How far rounding reaches: a graph evaluated again with its inputs and every rounding error moved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...graph.graph import Graph
from ...rules.rounding import is_short
from ...sweeps.evaluate import evaluate
from ...sweeps.trust.rounding import moved, nudged, rounding_errors


def shaken(graph: Graph, inputs: Mapping[str, Any], run: int) -> list[Any]:
    """The value of every node, with the last place of every rounded one moved up or down.

    inputs  as for `evaluate`; they are moved, too, unless they are short
    run     which of many such runs
    Raises ValueError where an index is moved off its whole number.
    """
    errors = rounding_errors(graph, evaluate(graph, inputs))
    near = {}
    for node in graph.inputs:
        value = inputs[graph.names[node]]
        near[graph.names[node]] = value if is_short(value) else nudged(value, value, node, run)
    return moved(graph, near, errors, run)
