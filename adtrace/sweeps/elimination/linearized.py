"""The linearized computational graph: a vertex for every scalar component, an edge for every local partial."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

from ...errors import LimitError
from ...graph.graph import Graph
from ...graph.shapes import size
from ...limits import LIMITS
from ...named import Record
from ...records.elimination import Component
from ...records.sparsity import bits
from ..cost import reached
from ..evaluate import quiet
from ..local import differentiable, partial, push
from ..paths import Masked
from ..run import Run
from ..seeds import units
from ..sparsity.structure import local_paths

Number = float | None


class Linearized(Record):
    """Vertices in the order of the program, and their edges.

    names     of every vertex
    nodes     the node that each belongs to
    inputs    the vertices of the inputs; `outputs`, those of the outputs by name, each a list
    into      of every vertex the vertices that it is computed from, with the local partials: None in symbols
    """

    names: list[Component]
    nodes: list[int]
    inputs: list[int]
    outputs: dict[str, list[int]]
    into: list[dict[int, Number]]


def linearized(run: Run, wrt: Sequence[str] = ()) -> Linearized:
    """The linearized graph of a run from all inputs, or those in wrt, at its point if there is one.

    Raises LimitError for one that is too large.
    """
    graph, wanted, sources = run.graph, reached(run.graph).nodes, run.wanted(wrt)
    ends = {*sources, *(node for _, node in graph.outputs)}
    kept = [
        node for node in range(len(graph))
        if node in ends or (wanted[node] and graph.varies[node] and graph.operators[node] is not None)
    ]
    count = sum(size(graph.shapes[node]) for node in kept)
    if count > LIMITS.eliminated:
        raise LimitError(
            f"this program has {count} scalar components, and each would be a vertex",
            hint=f"the limit is {LIMITS.eliminated}; without --order the sweeps take arrays as they are",
        )
    first: dict[int, int] = {}
    names: list[Component] = []
    nodes: list[int] = []
    for node in kept:
        first[node] = len(names)
        name = run.names.get(node) or next(name for name, output in graph.outputs if output == node)
        names += [Component(name, place) for place in product(*map(range, graph.shapes[node]))]
        nodes += [node] * (len(names) - len(nodes))
    into: list[dict[int, Number]] = [{} for _ in names]
    with quiet(graph):
        for node in kept:
            for operand, arg in enumerate(graph.args[node]):
                if arg in first and differentiable(graph, node, operand):
                    for target, source, value in _edges(run, node, operand):
                        edges, key = into[first[node] + target], first[arg] + source
                        edges[key] = joined(edges[key], value) if key in edges else value
    outputs = {name: vertices(graph, first, node) for name, node in graph.outputs}
    inputs = [vertex for node in sources for vertex in vertices(graph, first, node)]
    return Linearized(names, nodes, inputs, outputs, _between(into, inputs, outputs))


def _between(
    into: list[dict[int, Number]], inputs: Sequence[int], outputs: Mapping[str, Sequence[int]]
) -> list[dict[int, Number]]:
    """Only edges on paths from inputs to outputs: the branch of a `where` that was not taken has none."""
    start, end = set(inputs), {vertex for group in outputs.values() for vertex in group}
    for k, row in enumerate(into):
        if any(i in start for i in row):
            start.add(k)
    for k in range(len(into) - 1, -1, -1):
        if k in end:
            end.update(into[k])
    return [{i: value for i, value in row.items() if k in end and i in start} for k, row in enumerate(into)]


def vertices(graph: Graph, first: dict[int, int], node: int) -> list[int]:
    """The vertices of a node's components."""
    return list(range(first[node], first[node] + size(graph.shapes[node])))


def joined(a: Number, b: Number) -> Number:
    """Two partials of one operand that is used twice."""
    return None if a is None or b is None else a + b


def _edges(run: Run, node: int, operand: int) -> Iterator[tuple[int, int, Number]]:
    """(element of the node, element of the operand, local partial), where a path leads."""
    graph, values = run.graph, run.values
    operator, arg = graph.operators[node], graph.args[node][operand]
    assert operator is not None
    if not graph.shapes[node] and not graph.shapes[arg] and operator.kind == "elementwise":
        slope = None if values is None else float(partial(graph, values, node, operand))
        if not (operator.selects and slope == 0):
            yield 0, 0, slope
        return
    structure = local_paths(graph, node, operand)
    if values is None:
        yield from ((i, j, None) for i, row in enumerate(structure) for j in bits(row))
        return
    columns = [flat(push(graph, values, node, operand, unit), structure) for _, unit in units(graph, arg)]
    for i, row in enumerate(structure):
        for j in bits(row):
            if columns[j][i] is not None:
                yield i, j, columns[j][i]


def flat(flow: Any, structure: list[int]) -> list[Number]:
    """The numbers of a flow's elements, None where it has no path."""
    if flow is None:
        return [None] * len(structure)
    if isinstance(flow, Masked):
        import numpy as np

        value, path = np.ravel(flow.value).tolist(), np.ravel(flow.path).tolist()
        return [one if there else None for one, there in zip(value, path, strict=True)]
    found: list[Number] = flow.ravel().tolist() if getattr(flow, "shape", ()) else [float(flow)]
    return found
