"""The reverse sweep: adjoints in descending order of the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ..graph.graph import Graph
from .local import differentiable, pull
from .paths import Flow, add


class Contribution(NamedTuple):
    """One use of a node, as the sweep met it: what it added (None where no path leads), and the adjoint after that."""

    consumer: int
    operand: int
    partial: Any
    product: Flow
    total: Flow


def reverse(
    graph: Graph,
    values: Sequence[Any],
    seeds: Mapping[int, Any],
    record: dict[int, list[Contribution]] | None = None,
) -> list[Flow]:
    """The adjoint of every node: the derivative of the seeded outputs with respect to it.

    seeds   adjoints of the outputs, of their shapes
    record  if given, filled with the contributions to each node, in the order of the sweep
    """
    adjoints: list[Flow] = [None] * len(graph)
    for node, seed in seeds.items():
        adjoints[node] = seed
    for node in range(len(graph) - 1, -1, -1):
        adjoint = adjoints[node]
        if adjoint is None:
            continue
        for operand, arg in enumerate(graph.args[node]):
            if not differentiable(graph, node, operand):
                continue
            partial, product = pull(graph, values, node, operand, adjoint)
            total = adjoints[arg] = add(adjoints[arg], product)
            if record is not None:
                record.setdefault(arg, []).append(Contribution(node, operand, partial, product, total))
    return adjoints
