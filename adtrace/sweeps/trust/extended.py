"""A sweep as one graph: the program with its tangents or adjoints appended, and the results to be judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from ...graph.graph import Graph
from ...graph.irrational import is_irrational
from ...named import Record
from ...records.bounds import SLOPE, VALUE
from ..evaluate import evaluate
from ..masks import is_nan, truth
from ..paths import number
from ..symbolic import append_adjoints, append_tangents, copied
from .rounding import moved, rounding_errors


class Result(Record):
    """A number to be judged: of and name as in records.Bound, and the node that computes it."""

    of: str
    name: str
    node: int


class Extended(Record):
    """A sweep as one graph; of equal operations only the first is used.

    inputs   values by name
    values   of every node
    owners   of every node, the node of the program whose value or derivative it takes part in
    flows    the node of the tangent or adjoint of every node of the program that has one
    results  outputs, then slopes
    size     how many nodes the program has, without its derivatives
    base     the program, with what is the same in every sweep over it
    """

    graph: Graph
    inputs: Mapping[str, Any]
    values: Sequence[Any]
    owners: Sequence[int]
    flows: Mapping[int, int]
    results: tuple[Result, ...]
    size: int
    base: Base


def extended(
    graph: Graph, inputs: Mapping[str, Any], mode: str, seeds: Mapping[int, Any], wanted: Sequence[int]
) -> Extended:
    """A sweep of a mode ("value", "forward" or "reverse") appended to a copy of its graph, and evaluated.

    seeds   what the sweep starts from: flows by node; none for "value"
    wanted  the inputs whose slopes are results (reverse mode)
    """
    return Base(graph, inputs).extended(mode, seeds, wanted)


class Base:
    """A program at a point that sweeps are appended to, each to a copy: what they share is computed once.

    inputs  values by name
    graph   the program, of equal operations only the first used; `same`, the one that stands for each node
    values  of every node
    """

    def __init__(self, program: Graph, inputs: Mapping[str, Any]) -> None:
        self.program, self.inputs = program, inputs
        self.graph, self.first = copied(program), dict[Any, int]()
        self.same = merge_equal(self.graph, self.first, [])
        self.values = evaluate(self.graph, inputs)
        self.runs: dict[int, list[Any] | None] = {}

    @cached_property
    def undefined(self) -> frozenset[int]:
        """The nodes whose value is nan, or has one."""
        return nan_nodes(self.values)

    @cached_property
    def errors(self) -> Sequence[Any]:
        """What each operation rounds."""
        return rounding_errors(self.graph, self.values)

    def run(self, number: int) -> Sequence[Any] | None:
        """The values of a run with moved last places; None of one in which a position left its array."""
        if number not in self.runs:
            try:
                self.runs[number] = moved(self.graph, self.inputs, self.errors, number)
            except ValueError:
                self.runs[number] = None
        return self.runs[number]

    def extended(self, mode: str, seeds: Mapping[int, Any], wanted: Sequence[int]) -> Extended:
        """A sweep appended to the program: see the function of this name."""
        size, graph = len(self.program), copied(self.program)
        results = [Result(VALUE, name, node) for name, node in graph.outputs]
        owners: Sequence[int] = range(size)
        flows: Mapping[int, int] = {}
        given = {node: number(flow) for node, flow in seeds.items()}
        if given and mode == "reverse":
            flows, owners, *_ = append_adjoints(graph, given, self.undefined)
            results += [Result(SLOPE, graph.names[node], flows[node]) for node in wanted if node in flows]
        elif given and mode == "forward":
            flows, owners, *_ = append_tangents(graph, given, self.undefined)
            results += [Result(SLOPE, name, flows[node]) for name, node in graph.outputs if node in flows]
        graph.args[:size] = self.graph.args
        same = merge_equal(graph, dict(self.first), self.same)
        flows = {node: same[flow] for node, flow in flows.items()}
        results = [one._replace(node=same[one.node]) for one in results]
        # Constants round, too: paths lead into whatever is computed, and to pi and e.
        for node, operator in enumerate(graph.operators):
            graph.varies[node] = operator is not None or graph.varies[node] or is_irrational(graph, node)
        values = evaluate(graph, self.inputs, self.values)
        return Extended(graph, self.inputs, values, owners, flows, tuple(results), size, self)


def nan_nodes(values: Sequence[Any]) -> frozenset[int]:
    """The nodes whose value is nan, or has one."""
    return frozenset(node for node, value in enumerate(values) if truth(is_nan(value)))


def merge_equal(graph: Graph, first: dict[Any, int], begun: Sequence[int]) -> list[int]:
    """Let the uses of equal operations use the first of them: they round alike. Returns what each node became.

    first  the first of equal operations, by what makes them equal; it is added to
    begun  what the first nodes of the graph became, where that is known already
    """
    same = list(begun)
    for node in range(len(same), len(graph)):
        operator = graph.operators[node]
        key: Any = node
        if operator is not None:
            graph.args[node] = tuple([same[arg] for arg in graph.args[node]])
            params = graph.params[node]
            key = operator.name, graph.args[node], repr(sorted(params.items())) if params else ""
        elif node in graph.literals and not graph.shapes[node]:
            key = graph.literals[node][1] if is_irrational(graph, node) else float(graph.literals[node][0]).hex()
        same.append(first.setdefault(key, node))
    return same
