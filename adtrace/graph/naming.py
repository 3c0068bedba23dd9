"""What nodes are called: the user's names, else a letter and the step's number; and how derivatives are spelled."""

from __future__ import annotations

from collections.abc import Iterable

from .graph import Graph

LETTERS = "wvustrqpzkabcdefghijlmnoxy"
"""The first of these that the program does not use with digits names the steps."""


def steps_of(graph: Graph) -> list[int]:
    """The nodes that are steps: operations on something that varies, and outputs even if nothing in them does."""
    outputs = {node for _, node in graph.outputs}
    inputs = set(graph.inputs)
    return [node for node in range(len(graph)) if graph.is_step(node) or (node in outputs and node not in inputs)]


def node_names(graph: Graph, taken: Iterable[str]) -> dict[int, str]:
    """The names of inputs and steps, by id."""
    letter = step_letter(taken)
    names = {node: graph.names[node] for node in graph.inputs}
    for number, node in enumerate(steps_of(graph), 1):
        names[node] = graph.names.get(node) or f"{letter}{number}"
    return names


def step_letter(taken: Iterable[str]) -> str:
    """The letter that unnamed steps begin with."""
    used = {name[0] for name in taken if len(name) > 1 and name[1:].isdigit()}
    free = [letter for letter in LETTERS if letter not in used]
    return free[0] if free else "step_"


def derivative_spellings(names: Iterable[str]) -> tuple[str, str]:
    """How tangents and adjoints are spelled in ASCII, so that none is another node's name."""
    taken = set(names)

    def spelling(*patterns: str) -> str:
        return next(
            (pattern for pattern in patterns if not taken.intersection(map(pattern.format, taken))), patterns[-1]
        )

    return spelling("d{}", "{}_dot", "d_{}", "{}_tangent"), spelling("{}_bar", "{}_adj", "{}_adjoint")
