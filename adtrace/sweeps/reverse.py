"""The reverse sweep: adjoints in descending order of the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..graph.graph import Graph
from ..graph.numbers import FLOATS
from .local import differentiable, pull
from .paths import Flow, add


def reverse(graph: Graph, values: Sequence[Any], seeds: Mapping[int, Any]) -> list[Flow]:
    """The adjoint of every node: the derivative of the seeded outputs with respect to it.

    seeds  adjoints of the outputs, of their shapes
    """
    adjoints: list[Flow] = [None] * len(graph)
    for node, seed in seeds.items():
        adjoints[node] = seed
    args, shapes, varies = graph.args, graph.shapes, graph.varies
    node = len(graph)
    for operator in reversed(graph.operators):
        node -= 1
        adjoint = adjoints[node]
        if adjoint is None or operator is None:
            continue
        y, items = values[node], args[node]
        if not operator.smooth or shapes[node] or y != y or len(items) > 2:
            _pull(graph, values, node, adjoints)
            continue
        # What follows is `pull` for smooth scalars, written out: most graphs have no other nodes.
        try:
            if len(items) == 1:
                arg, other = items[0], None
                slope = operator.rules[0](FLOATS, y, values[arg])
            elif operator.slopes is not None:
                arg, other = items
                slope, second = operator.slopes
            else:
                arg, other = items
                rule, last = operator.rules
                slope = rule(FLOATS, y, values[arg], values[other]) if varies[arg] else 0.0
                second = last(FLOATS, y, values[arg], values[other]) if varies[other] else 0.0
        except ArithmeticError:
            _pull(graph, values, node, adjoints)
            continue
        if varies[arg]:
            total = adjoints[arg]
            adjoints[arg] = adjoint * slope if total is None else total + adjoint * slope
        if other is not None and varies[other]:
            total = adjoints[other]
            adjoints[other] = adjoint * second if total is None else total + adjoint * second
    return adjoints


def _pull(graph: Graph, values: Sequence[Any], node: int, adjoints: list[Flow]) -> None:
    """Add what a node gives to the adjoints of its operands."""
    for operand, arg in enumerate(graph.args[node]):
        if differentiable(graph, node, operand):
            adjoints[arg] = add(adjoints[arg], pull(graph, values, node, operand, adjoints[node])[1])
