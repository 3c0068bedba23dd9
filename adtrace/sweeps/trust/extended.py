"""A sweep as one graph: the program with its tangents or adjoints appended, and the results to be judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ...graph.graph import Graph
from ...graph.irrational import is_irrational
from ...records.bounds import SLOPE, VALUE
from ..evaluate import evaluate
from ..masks import is_nan, truth
from ..paths import number
from ..symbolic import append_adjoints, append_tangents, copied


class Result(NamedTuple):
    """A number to be judged: of and name as in records.Bound, and the node that computes it."""

    of: str
    name: str
    node: int


class Extended(NamedTuple):
    """A sweep as one graph; of equal operations only the first is used.

    inputs   values by name
    values   of every node
    owners   of every node, the node of the program whose value or derivative it takes part in
    flows    the node of the tangent or adjoint of every node of the program that has one
    results  outputs, then slopes
    size     how many nodes the program has, without its derivatives
    """

    graph: Graph
    inputs: Mapping[str, Any]
    values: Sequence[Any]
    owners: Sequence[int]
    flows: Mapping[int, int]
    results: tuple[Result, ...]
    size: int


def extended(
    graph: Graph, inputs: Mapping[str, Any], mode: str, seeds: Mapping[int, Any], wanted: Sequence[int]
) -> Extended:
    """A sweep of a mode ("value", "forward" or "reverse") appended to a copy of its graph, and evaluated.

    seeds   what the sweep starts from: flows by node; none for "value"
    wanted  the inputs whose slopes are results (reverse mode)
    """
    size, graph = len(graph), copied(graph)
    results = [Result(VALUE, name, node) for name, node in graph.outputs]
    owners: Sequence[int] = range(size)
    flows: Mapping[int, int] = {}
    given = {node: number(flow) for node, flow in seeds.items()}
    undefined = nan_nodes(evaluate(graph, inputs)) if given else ()
    if given and mode == "reverse":
        flows, owners, _ = append_adjoints(graph, given, undefined)
        results += [Result(SLOPE, graph.names[node], flows[node]) for node in wanted if node in flows]
    elif given and mode == "forward":
        flows, owners, _ = append_tangents(graph, given, undefined)
        results += [Result(SLOPE, name, flows[node]) for name, node in graph.outputs if node in flows]
    same = merge_equal(graph)
    flows = {node: same[flow] for node, flow in flows.items()}
    results = [one._replace(node=same[one.node]) for one in results]
    # Constants round, too: paths lead into whatever is computed, and to pi and e.
    for node, operator in enumerate(graph.operators):
        graph.varies[node] = operator is not None or graph.varies[node] or is_irrational(graph, node)
    return Extended(graph, inputs, evaluate(graph, inputs), owners, flows, tuple(results), size)


def nan_nodes(values: Sequence[Any]) -> frozenset[int]:
    """The nodes whose value is nan, or has one."""
    return frozenset(node for node, value in enumerate(values) if truth(is_nan(value)))


def merge_equal(graph: Graph) -> list[int]:
    """Let the uses of equal operations use the first of them: they round alike. Returns what each node became."""
    first: dict[Any, int] = {}
    same: list[int] = []
    for node, operator in enumerate(graph.operators):
        key: Any = node
        if operator is not None:
            graph.args[node] = tuple([same[arg] for arg in graph.args[node]])
            params = graph.params[node]
            key = operator.name, graph.args[node], repr(sorted(params.items())) if params else ""
        elif node in graph.literals and not graph.shapes[node]:
            key = graph.literals[node][1] if is_irrational(graph, node) else float(graph.literals[node][0]).hex()
        same.append(first.setdefault(key, node))
    return same
