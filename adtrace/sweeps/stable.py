"""Which stable forms could help where a number is undefined: those whose parts stand in the formula around it."""

from __future__ import annotations

from ..graph.graph import Graph

STABLE_FORMS = "stable forms: "
"""What a hint begins with that only lists them."""

SUMS, LOGS, QUOTIENTS = frozenset({"add", "sub", "sum"}), frozenset({"log", "log1p"}), frozenset({"div", "reciprocal"})
EXP, LOG, ROOT, SQUARE = frozenset({"exp"}), frozenset({"log"}), frozenset({"sqrt"}), frozenset({"square"})

FORMS = (
    ("sigmoid", (QUOTIENTS, SUMS, EXP)),
    ("softplus", (LOGS, EXP)),
    ("log1p", (LOG, SUMS)),
    ("xlogy", (frozenset({"mul"}), LOG)),
    ("logsumexp", (LOG, SUMS, EXP)),
    ("hypot", (ROOT, SUMS, SQUARE)),
    ("hypot", (ROOT, frozenset({"sumsq", "dot", "matmul"}))),
    ("abs", (ROOT, SQUARE)),
)
"""Stable forms, with what stands inside one another where they are meant, from the outside in."""


def forms_for(graph: Graph, node: int) -> str:
    """The hint that names the forms that could help at a node, "" where there is none."""
    near, words = around(graph, node), [word(graph, one) for one in range(len(graph))]
    found = [name for name, levels in FORMS if any(one in near for one in places(graph, words, levels))]
    return STABLE_FORMS + ", ".join(dict.fromkeys(found)) if found else ""


def word(graph: Graph, node: int) -> str:
    """What a node is, however it is spelled: x*x is a square, and x^0.5 a root."""
    operator, args = graph.operators[node], graph.args[node]
    if operator is None:
        return ""
    if operator.name == "mul" and args[0] == args[1]:
        return "square"
    if operator.name == "power" and args[1] in graph.literals and not graph.shapes[args[1]]:
        return {2.0: "square", 0.5: "sqrt"}.get(graph.literals[args[1]][0], "power")
    return operator.name


def places(graph: Graph, words: list[str], levels: tuple[frozenset[str], ...]) -> list[int]:
    """The nodes at which such operations stand inside one another."""
    innermost, *others = reversed(levels)
    found = [node for node, name in enumerate(words) if name in innermost]
    for level in others:
        above = reached(graph, found)
        found = [
            node for node, name in enumerate(words) if name in level and any(arg in above for arg in graph.args[node])
        ]
    return found


def around(graph: Graph, node: int) -> set[int]:
    """A node, all that it is computed from, and all that is computed from it."""
    found, todo = {node}, [node]
    while todo:
        new = set(graph.args[todo.pop()]) - found
        found |= new
        todo += new
    return found | reached(graph, [node])


def reached(graph: Graph, nodes: list[int]) -> set[int]:
    """These nodes and all that is computed from them."""
    found = set(nodes)
    for node, args in enumerate(graph.args):
        if not found.isdisjoint(args):
            found.add(node)
    return found
