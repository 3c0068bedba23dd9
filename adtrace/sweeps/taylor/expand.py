"""A program at a point expanded along a curve x(t): the Taylor coefficients of every step."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ...errors import AdtraceError, LimitError
from ...graph.graph import Graph
from ...graph.shapes import size
from ...limits import LIMITS
from ...made import Made
from ...records import merged
from ...records.taylor import Taylor, TaylorStep
from ..evaluate import quiet
from ..forward import forward
from ..paths import Flow, Masked
from ..run import Run
from ..steps import number_of
from .arithmetic import Digits, Floats
from .curve import Curve, along
from .judge import judged_warnings
from .recurrences import degree_of
from .series import Series
from .told import recurrence_of
from .trouble import trouble

Progress = Callable[[int], None]
EVERY = 1_000
"""Nodes between two looks at how much is done."""


def expand(run: Run, curve: Curve, order: int, progress: Progress = lambda more: None) -> Taylor:
    """The expansion of a program at a point along a curve. Raises AdtraceError, and LimitError for what is too much.

    progress  is told how many more nodes are done
    """
    check(run, order)
    with quiet(run.graph):
        turned = run.toward(curve.tangents(run))
        assert turned.values is not None
        trace = turned.forward([curve.seed], ())
        series = expanded(turned, curve, order, progress)
        first_told = any(warning.code == "cancellation" for warning in trace.warnings)
        found, is_judged = judged_warnings(turned, series, curve, order, first_told=first_told)
        chosen = turned.turned.warnings if turned.turned else ()
        warnings = merged([*trace.warnings, *chosen, *trouble(turned, series), *found])
    return record(turned, trace, series, curve, order)._replace(warnings=warnings, judged=is_judged)


def check(run: Run, order: int) -> None:
    """Refuse what has no numbers, and what is too much."""
    if run.values is None:
        raise AdtraceError("a Taylor expansion starts at a point", hint="give every input a value: --at x=2")
    if order > LIMITS.taylor_order:
        raise LimitError(f"order {order} is too high", hint=f"the limit is {LIMITS.taylor_order}")
    numbers = sum(map(size, run.graph.shapes))*(order + 1)
    if numbers > LIMITS.taylor_numbers:
        raise LimitError(
            f"the coefficients up to order {order} would be {numbers} numbers",
            hint=f"a lower --order has fewer; the limit is {LIMITS.taylor_numbers}",
        )


def expanded(run: Run, curve: Curve, order: int, progress: Progress) -> Series:
    """The series of every node, in floats; those of order 1 are the tangents of the forward sweep."""
    graph, values = run.graph, run.values
    assert values is not None
    flows = forward(graph, values, curve.tangents(run))
    series = Series(graph, Floats(), Firsts(graph, flows))
    series.paths = masks(graph, values, curve.moving(run))
    begin(series, graph, curve, values)
    for node in range(len(graph)):
        if graph.operators[node] is not None:
            series.known[node].append(values[node])
    fill(series, graph, order, progress)
    return series


def begin(series: Series, graph: Graph, curve: Curve, values: Sequence[Any]) -> None:
    """Give the inputs their curve, and the constants their values."""
    for node in graph.inputs:
        series.begin(node, curve.coefficients.get(graph.names[node], (values[node],)))
    for node, (value, _) in graph.literals.items():
        series.begin(node, (value,))


def fill(series: Series, graph: Graph, order: int, progress: Progress = lambda more: None) -> None:
    """Every node's coefficients, in the order of the list."""
    for node, row in enumerate(graph.operators):
        if row is None:
            continue
        series.degrees[node] = degree_of(series, node)
        try:
            series.fill(node, order)
        except LimitError as error:
            if "--order" not in error.hint:
                error.hint = f"a lower --order takes less; {error.hint}"
            error.span = error.span or graph.span(node)
            raise
        if not node % EVERY:
            progress(EVERY)


class Firsts(Mapping[int, Any]):
    """The tangents of the forward sweep as coefficients of order 1, of the nodes that have one."""

    def __init__(self, graph: Graph, flows: Sequence[Flow]) -> None:
        self.graph, self.flows = graph, flows

    def __getitem__(self, node: int) -> Any:
        return number_of(self.flows[node], self.graph.shapes[node])

    def __contains__(self, node: object) -> bool:
        return isinstance(node, int) and node < len(self.flows)

    def __iter__(self) -> Any:
        return iter(range(len(self.flows)))

    def __len__(self) -> int:
        return len(self.flows)


def masks(graph: Graph, values: Sequence[Any], moving: Mapping[int, Flow]) -> dict[int, Any]:
    """Of arrays that only some elements have a path in, where."""
    if not any(graph.shapes):
        return {}
    flows = forward(graph, values, moving)
    return {node: flow.path for node, flow in enumerate(flows) if isinstance(flow, Masked)}


def in_digits(run: Run, curve: Curve, order: int, algebra: Any) -> Series:
    """The same series in as many digits as an algebra has, by the same rules."""
    from ...graph.irrational import IRRATIONAL

    graph = run.graph
    series = Series(graph, Digits(algebra))
    series.paths = masks(graph, run.values or (), curve.moving(run))
    begin(series, graph, curve, run.values or ())
    for node in graph.inputs:
        if graph.names[node] in curve.runs:
            series.known[node] = path_in_digits(curve.runs[graph.names[node]], order, algebra)
            series.degrees[node] = len(series.known[node]) - 1
    for node, (_, text) in graph.literals.items():
        if text in IRRATIONAL:
            series.known[node] = [IRRATIONAL[text](algebra)]
    fill(series, graph, order)
    return series


def path_in_digits(run: Run, order: int, algebra: Any) -> list[Any]:
    """The coefficients of a curve that is a program in t."""
    series = in_digits(run, along(run, (), ()), order, algebra)
    rows = [series.known[node] for _, node in run.graph.outputs]
    if len(rows) == 1:
        return rows[0]
    import numpy as np

    zero = algebra.zero
    return [
        np.array([row[k] if k < len(row) else zero for row in rows], dtype=object) for k in range(max(map(len, rows)))
    ]


def record(run: Run, trace: Any, series: Series, curve: Curve, order: int) -> Taylor:
    """The series as records."""
    graph = run.graph
    nodes = [*graph.inputs, *run.names.steps]
    steps = trace.sweeps[0].steps

    def coefficients(node: int) -> tuple[Any, ...]:
        known = series.known[node][: order + 1]
        return (*known, *[series.arithmetic.zero(graph.shapes[node])]*(order + 1 - len(known)))

    def make(place: int) -> TaylorStep:
        step, node = steps[place], nodes[place]
        return TaylorStep(
            step.name, step.number, step.role, step.op, step.formula, step.tree, step.shape, coefficients(node),
            recurrence_of(run, series, node),
        )

    return Taylor(
        trace, order, curve.shown(), {name: coefficients(node) for name, node in graph.outputs},
        Made(len(nodes), make),
    )


