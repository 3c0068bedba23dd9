"""The reverse sweep: adjoints in descending order of the list."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from ..graph.graph import Graph
from ..graph.numbers import FLOATS, run_on_floats
from .local import differentiable, pull
from .paths import Flow, add


def reverse(graph: Graph, values: Sequence[Any], seeds: Mapping[int, Any]) -> list[Flow]:
    """The adjoint of every node: the derivative of the seeded outputs with respect to it.

    seeds  adjoints of the outputs, of their shapes
    """
    adjoints: list[Flow] = [None] * len(graph)
    for node, seed in seeds.items():
        adjoints[node] = seed
    operators, args, shapes, varies = graph.operators, graph.args, graph.shapes, graph.varies
    for node in range(len(operators) - 1, -1, -1):
        adjoint, operator = adjoints[node], operators[node]
        if adjoint is None or operator is None:
            continue
        if shapes[node] or not operator.plain:
            _pull(graph, values, node, adjoints)
            continue
        # What follows is `pull` for plain scalars, written out: most graphs have no other nodes.
        y, slopes = values[node], operator.slopes
        if slopes is None:
            items = args[node]
            operands = (values[items[0]], values[items[1]]) if len(items) == 2 else [values[arg] for arg in items]
        for operand, arg in enumerate(args[node]):
            if not varies[arg]:
                continue
            if slopes is not None:
                slope = slopes[operand] if y == y else math.nan
            elif (rule := operator.rules[operand]) is None:
                continue
            elif y != y:
                slope = math.nan
            else:
                try:
                    slope = rule(FLOATS, y, *operands)
                except ArithmeticError:
                    slope = run_on_floats(rule, (y, *operands))
            total = adjoints[arg]
            adjoints[arg] = adjoint * slope if total is None else total + adjoint * slope
    return adjoints


def _pull(graph: Graph, values: Sequence[Any], node: int, adjoints: list[Flow]) -> None:
    """Add what a node gives to the adjoints of its operands."""
    for operand, arg in enumerate(graph.args[node]):
        if differentiable(graph, node, operand):
            adjoints[arg] = add(adjoints[arg], pull(graph, values, node, operand, adjoints[node])[1])
