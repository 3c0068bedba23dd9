"""What a sweep costs: multiply-adds spent on derivatives, counted over the uses of every node."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, compress

from ..graph.graph import Graph
from ..graph.shapes import size
from ..named import Record
from ..records import Cost
from .local import differentiable


class Reached(Record):
    """What one sweep goes over.

    nodes       whether an output depends on each node
    operations  the multiply-adds of a sweep in either mode: one per element of every use on a path to an output for
                elementwise and linear rows; general rows say what theirs take
    """

    nodes: Sequence[int]
    operations: int


def reached(graph: Graph) -> Reached:
    """One pass back from the outputs."""
    nodes = bytearray(len(graph))
    for _, node in graph.outputs:
        nodes[node] = True
    operators, args, varies = graph.operators, graph.args, graph.varies
    if any(graph.shapes) or not all(operator is None or operator.smooth for operator in set(operators)):
        return Reached(nodes, _spent(graph, nodes))
    used = bytearray(nodes)
    for arg in chain.from_iterable(args):
        used[arg] = True
    if 0 not in used:  # Everything is used or an output, so that every node leads to an output.
        nodes = used
    else:
        for node, items in zip(range(len(graph) - 1, -1, -1), reversed(args), strict=True):
            if nodes[node]:
                for arg in items:
                    nodes[arg] = True
    uses = compress(args, nodes)
    if 0 in varies:
        return Reached(nodes, sum(map(varies.__getitem__, chain.from_iterable(uses))))
    return Reached(nodes, sum(map(len, uses)))


def _spent(graph: Graph, nodes: bytearray) -> int:
    """The multiply-adds of a sweep, where rows differ in what they take; completes `nodes`, which has the outputs."""
    total = 0
    for node in range(len(graph) - 1, -1, -1):
        operator = graph.operators[node]
        if operator is None or not nodes[node]:
            continue
        operands = [graph.shapes[arg] for arg in graph.args[node]]
        for operand, arg in enumerate(graph.args[node]):
            if differentiable(graph, node, operand):
                nodes[arg] = True
                if operator.cost is not None:
                    total += int(operator.cost(*operands, **graph.params[node]))
                else:
                    total += max(size(graph.shapes[arg]), size(graph.shapes[node]))
    return total


def evaluated(graph: Graph, nodes: Sequence[int]) -> int:
    """The operations of one evaluation of these nodes, as `operations` counts them, but once for all operands."""
    total = 0
    for node, operator in enumerate(graph.operators):
        if operator is None or not nodes[node] or not graph.varies[node]:
            continue
        operands = [graph.shapes[arg] for arg in graph.args[node]]
        if operator.cost is not None:
            total += int(operator.cost(*operands, **graph.params[node]))
        else:
            total += max(map(size, [graph.shapes[node], *operands]))
    return total


def components(graph: Graph, nodes: Sequence[int]) -> int:
    """How many scalars these nodes hold."""
    return sum(size(graph.shapes[node]) for node in nodes)


def run_cost(graph: Graph, operations: int, mode: str, sweeps: int, inputs: Sequence[int]) -> Cost:
    """The cost of a run, and what the same derivatives, with respect to these inputs, would take in the other mode.

    Forward mode takes one sweep for each component of the inputs, reverse mode one for each of the outputs
    (Griewank and Walther, Evaluating Derivatives, chapter 3).
    """
    others = components(graph, [node for _, node in graph.outputs] if mode == "forward" else inputs)
    other_mode = "reverse" if mode == "forward" else "forward"
    return Cost(sweeps, sweeps * operations, other_mode, others, others * operations)
