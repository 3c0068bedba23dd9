"""Which summands of an output are penalties: terms in squares or absolute values of some of the inputs alone."""

from __future__ import annotations

from ...graph.graph import Graph
from ...limits import LIMITS

SUMS = ("add", "sub")
SIZES = ("abs", "square", "sumsq", "norm2")
"""Operations that a penalty measures an input by."""


def penalties(graph: Graph) -> dict[int, frozenset[int]]:
    """The penalties by node, each with all that leads to it and to nothing else of the sum."""
    found: dict[int, frozenset[int]] = {}
    for _, output in graph.outputs:
        terms = summands(graph, output)
        cones = {term: cone(graph, term) for term in terms} if 1 < len(terms) <= LIMITS.summands else {}
        inputs = set().union(*cones.values()) & set(graph.inputs)
        for term, nodes in cones.items():
            others = frozenset().union(*(other for each, other in cones.items() if each != term))
            if nodes & set(graph.inputs) < inputs and any(measures(graph, node) for node in nodes - others):
                found[term] = nodes - others
    return found


def summands(graph: Graph, output: int) -> list[int]:
    """The terms that an output is the sum of, from left to right."""
    terms: list[int] = []
    stack = [output]
    while stack and len(terms) <= LIMITS.summands:
        node = stack.pop()
        operator = graph.operators[node]
        if operator is not None and operator.name in SUMS:
            stack += reversed(graph.args[node])
        else:
            terms.append(node)
    return terms


def cone(graph: Graph, node: int) -> frozenset[int]:
    """A node and all that it is computed from."""
    found, stack = {node}, [node]
    while stack:
        new = [arg for arg in graph.args[stack.pop()] if arg not in found]
        found.update(new)
        stack += new
    return frozenset(found)


def measures(graph: Graph, node: int) -> bool:
    """Whether a node is the square or the absolute value of an input."""
    operator, args = graph.operators[node], graph.args[node]
    if operator is None or args[0] not in graph.inputs:
        return False
    squared = operator.name == "power" and graph.literals.get(args[1], (0.0, ""))[0] == 2
    return squared or operator.name in SIZES or (operator.name == "mul" and args[0] == args[1])
