"""Vertex elimination: products along all paths over a vertex become edges past it, until inputs meet outputs.

Griewank and Walther, Evaluating Derivatives, chapters 9 and 10. Eliminating vertex j takes one multiplication for each
pair of an edge into it and an edge out of it: c[k, i] += c[k, j]*c[j, i]. In the order of the program this is forward
mode without multiplications by 0 and 1, in the opposite order reverse mode; the order of Markowitz takes the vertex
with fewest products next, of several the first. None of them is the best for every program.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from ...errors import AdtraceError, LimitError
from ...graph.graph import Graph
from ...limits import LIMITS
from ...named import Record
from ...records import Formula
from ...records.elimination import FORWARD, MARKOWITZ, ORDERS, Component, Count, Edge, Elimination, Product, Step
from ...records.sparsity import JACOBIAN, Pattern
from ...rules.table import nearest
from ..derivatives.jacobian import jacobian
from ..run import Run
from ..sparsity.compressed import blocks
from .linearized import Linearized, Number, linearized


def elimination(run: Run, order: str = MARKOWITZ, wrt: Sequence[str] = ()) -> Elimination:
    """The Jacobian by eliminating vertices in this order, beside what the other orders take. It needs no point.

    wrt  names of inputs; all, if there are none

    Raises AdtraceError for an order that there is not, and where one-sided slopes at kinks differ from input to input;
    and LimitError.
    """
    if order not in ORDERS:
        alike = nearest(order, ORDERS)
        raise AdtraceError(
            f"there is no order {order}", hint=f"did you mean {alike}?" if alike else f"one of {', '.join(ORDERS)}"
        )
    warnings = () if run.values is None else jacobian(run, wrt).warnings
    run = run if run.values is None else run.toward(wrt=wrt)
    graph = linearized(run, wrt)
    worked = {one: Work(graph, keep=one == order) for one in ORDERS}
    for one, work in worked.items():
        work.run(one)
    own = worked[order]
    edges = [
        Edge(graph.names[k], graph.names[i], formula_of(run, graph, k, i), value, is_undefined(run, graph, k))
        for k, row in enumerate(graph.into) for i, value in sorted(row.items())
    ]
    left = own.left()
    names = graph.names
    return Elimination(
        run.value()._replace(warnings=warnings), order, tuple(edges), tuple(own.steps),
        {one: work.count() for one, work in worked.items()},
        tuple((Component(y, names[k].place), names[i], value) for y, k, i, value in left),
        tuple(Component(y, names[k].place) for y, group in graph.outputs.items() for k in group),
        tuple(names[i] for i in graph.inputs),
        None if run.values is None else jacobian_of(run.graph, graph, left),
    )


def counts(run: Run, wrt: Sequence[str] = ()) -> dict[str, Count]:
    """What every order takes. Raises LimitError."""
    graph, found = linearized(run, wrt), {}
    for order in ORDERS:
        work = Work(graph, keep=False)
        work.run(order)
        found[order] = work.count()
    return found


class Left(Record):
    """An edge from an input to an output, by the output's name."""

    output: str
    target: int
    source: int
    value: Number


class Work:
    """One elimination in progress.

    into, out  the edges that are left, from either end
    """

    def __init__(self, graph: Linearized, *, keep: bool) -> None:
        self.graph, self.keep = graph, keep
        self.into = [dict(row) for row in graph.into]
        self.out: list[set[int]] = [set() for _ in graph.names]
        for k, row in enumerate(self.into):
            for i in row:
                self.out[i].add(k)
        self.ends = {vertex for group in graph.outputs.values() for vertex in group}
        self.steps: list[Step] = []
        self.multiplications = self.additions = self.fill = 0

    def run(self, order: str) -> None:
        """Eliminate every vertex between inputs and outputs; of an output that others use, its edges to those."""
        inputs = set(self.graph.inputs)
        waiting = [j for j in range(len(self.graph.names)) if j not in inputs and self.out[j]]
        while waiting:
            place = 0 if order == FORWARD else -1
            if order == MARKOWITZ:
                place = min(range(len(waiting)), key=lambda at: self.degree(waiting[at]))
            self.eliminate(waiting.pop(place))

    def degree(self, j: int) -> int:
        """The Markowitz degree: how many products its elimination takes."""
        return len(self.into[j]) * len(self.out[j])

    def eliminate(self, j: int) -> None:
        """Lead every path over a vertex past it."""
        into, products = self.into[j], []
        sources, targets = sorted(into), sorted(self.out[j])
        self.multiplications += len(sources) * len(targets)
        if self.multiplications > LIMITS.elimination_work:
            raise LimitError(
                "eliminating the vertices of this program takes too many multiplications",
                hint=f"the limit is {LIMITS.elimination_work}",
            )
        for k in targets:
            left, row = self.into[k].pop(j), self.into[k]
            for i in sources:
                right, before, fill = into[i], row.get(i), i not in row
                product = None if left is None or right is None else left * right
                row[i] = product if fill or product is None or before is None else before + product
                self.out[i].add(k)
                self.fill, self.additions = self.fill + fill, self.additions + (not fill)
                if self.keep:
                    names = self.graph.names
                    products.append(Product(names[k], names[i], fill, left, right, product, before, row[i]))
        if self.keep:
            vertex = self.graph.names[j]
            self.steps.append(Step(vertex, len(sources), len(targets), tuple(products), self.multiplications))
        self.out[j].clear()
        if j not in self.ends:
            for i in sources:
                self.out[i].discard(j)
            into.clear()

    def count(self) -> Count:
        """What it took."""
        return Count(self.multiplications, self.additions, self.fill)

    def left(self) -> list[Left]:
        """The edges of the bipartite graph: an input that is an output itself has slope 1."""
        inputs = set(self.graph.inputs)
        one = 1.0
        return [
            Left(name, k, i, value)
            for name, group in self.graph.outputs.items() for k in group
            for i, value in ([(k, one)] if k in inputs else sorted(self.into[k].items()))
        ]


def is_undefined(run: Run, graph: Linearized, vertex: int) -> bool:
    """Whether a vertex is nan at the point."""
    if run.values is None:
        return False
    value, place = run.values[graph.nodes[vertex]], graph.names[vertex].place
    return math.isnan(value[place] if place else value)


def formula_of(run: Run, graph: Linearized, k: int, i: int) -> Formula | None:
    """The local partial of a scalar in a scalar, in symbols: the sum over its uses."""
    target, source = graph.nodes[k], graph.nodes[i]
    found: Formula | None = None
    if run.graph.shapes[target] or run.graph.shapes[source]:
        return None
    operator = run.graph.operators[target]
    if operator is None or operator.kind != "elementwise":
        return None
    for operand, arg in enumerate(run.graph.args[target]):
        if arg == source and operator.rule(operand) is not None:
            one = run.recorder.formulas.partial(target, operand)
            found = one if found is None else Formula("add", (found, one))
    return found


def jacobian_of(program: Graph, graph: Linearized, left: list[Left]) -> dict[str, dict[str, object]]:
    """What is left as matrices by name."""
    column = {vertex: place for place, vertex in enumerate(graph.inputs)}
    rows = {name: program.shapes[node] for name, node in program.outputs}
    inputs = dict.fromkeys(graph.nodes[vertex] for vertex in graph.inputs)
    columns = {program.names[node]: program.shapes[node] for node in inputs}
    row = {(name, vertex): number for number, (name, vertex) in enumerate(
        (name, vertex) for name, group in graph.outputs.items() for vertex in group
    )}
    numbers = {
        (row[one.output, one.target], column[one.source]): one.value for one in left if one.value is not None
    }
    pattern = Pattern(JACOBIAN, rows, columns, (0,) * len(row))
    return blocks(pattern, numbers)
