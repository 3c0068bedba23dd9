"""Stands in for `derived` until that is there: one statement for every node of the appended graph."""

from __future__ import annotations

from collections.abc import Sequence

from ..graph.formulas import GraphFormulas
from ..records.straight import DERIVATIVE, VALUE, Statement, Straight
from .run import Run
from .symbolic import append_adjoints, append_tangents, copied


def straight(run: Run, mode: str, wrt: Sequence[str]) -> Straight:
    graph = copied(run.graph)
    names = {node: run.names[node] for node in range(len(graph)) if node in run.names}
    size = len(graph)
    inputs = run.wanted(wrt)
    ends, derivatives = {}, {}
    if mode == "reverse":
        for name, node in run.graph.outputs:
            found = append_adjoints(graph, {node: 1.0}).nodes
            derivatives[name] = {graph.names[x]: found.get(x) for x in inputs}
    elif mode == "forward":
        derivatives = {name: {} for name, _ in run.graph.outputs}
        for x in inputs:
            found = append_tangents(graph, {x: 1.0}).nodes
            for name, y in run.graph.outputs:
                derivatives[name][graph.names[x]] = found.get(y)
    for node in range(size, len(graph)):
        if node not in graph.literals:
            names[node] = f"t{node}"
    for row in derivatives.values():
        for x, node in row.items():
            if node is not None and node not in names:
                names[node] = f"t{node}"
    formulas = GraphFormulas(graph, names)
    statements = []
    for node in sorted(names):
        if node in graph.inputs:
            continue
        part = VALUE if node < size else DERIVATIVE
        statements.append(Statement(names[node], formulas.value(node), graph.shapes[node], part))
    return Straight(
        run.program.text, mode, run.built.values, {graph.names[x]: graph.shapes[x] for x in graph.inputs},
        tuple(statements), {name: names[node] for name, node in run.graph.outputs},
        {y: {x: "" if node is None else names[node] for x, node in row.items()} for y, row in derivatives.items()},
        (), run.program.where,
    )
