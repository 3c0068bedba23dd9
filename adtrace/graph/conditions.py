"""Nodes that say whether something holds: 1 where it does, 0 where it does not."""

from __future__ import annotations

from ..lang.grammar import BY_OPERATOR, COMPARISON
from .graph import Graph

COMPARISONS = frozenset(name for name, infix in BY_OPERATOR.items() if infix.binding == COMPARISON)
JOINED = frozenset(("mul", "maximum"))
"""What joins conditions to one: both hold, or one of them does."""


def is_condition(graph: Graph, node: int) -> bool:
    """Whether a node is a comparison, or several that are joined."""
    stack, seen = [node], set[int]()
    while stack:
        node = stack.pop()
        operator = graph.operators[node]
        if operator is not None and operator.name in JOINED:
            stack += [arg for arg in graph.args[node] if arg not in seen]
            seen.update(graph.args[node])
        elif operator is None or operator.name not in COMPARISONS:
            return False
    return True
