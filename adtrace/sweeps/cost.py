"""What a sweep costs: multiply-adds spent on derivatives, counted over the uses of every node."""

from __future__ import annotations

from collections.abc import Sequence

from ..graph.graph import Graph
from ..graph.shapes import size
from ..records import Cost
from .local import differentiable


def on_path(graph: Graph) -> list[bool]:
    """Whether an output depends on each node."""
    reached = [False] * len(graph)
    for _, node in graph.outputs:
        reached[node] = True
    for node in range(len(graph) - 1, -1, -1):
        if reached[node]:
            for operand, arg in enumerate(graph.args[node]):
                if differentiable(graph, node, operand):
                    reached[arg] = True
    return reached


def sweep_operations(graph: Graph) -> int:
    """Multiply-adds of one sweep in either mode: one per element of every use on a path to an output.

    Elementwise and linear rows take one per element; general rows say what theirs take.
    """
    reached = on_path(graph)
    total = 0
    for node, operator in enumerate(graph.operators):
        if operator is None or not reached[node]:
            continue
        shapes = [graph.shapes[arg] for arg in graph.args[node]]
        for operand, shape in enumerate(shapes):
            if differentiable(graph, node, operand):
                if operator.cost is not None:
                    total += int(operator.cost(*shapes, **graph.params[node]))
                else:
                    total += max(size(shape), size(graph.shapes[node]))
    return total


def components(graph: Graph, nodes: Sequence[int]) -> int:
    """How many scalars these nodes hold."""
    return sum(size(graph.shapes[node]) for node in nodes)


def run_cost(graph: Graph, mode: str, sweeps: int, inputs: Sequence[int]) -> Cost:
    """The cost of a run, and what the same derivatives, with respect to these inputs, would take in the other mode.

    Forward mode takes one sweep for each component of the inputs, reverse mode one for each of the outputs
    (Griewank and Walther, Evaluating Derivatives, chapter 3).
    """
    operations = sweep_operations(graph)
    others = components(graph, [node for _, node in graph.outputs] if mode == "forward" else inputs)
    other_mode = "reverse" if mode == "forward" else "forward"
    return Cost(sweeps, sweeps * operations, other_mode, others, others * operations)
