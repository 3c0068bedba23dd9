"""Jacobians by unit sweeps in the mode that takes fewer of them, and their products by one sweep."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...errors import AdtraceError
from ...records import OF_ADJOINT, OF_TANGENT, Cost, Trace, Warning
from ...records.derivative import AUTO, FORWARD, JACOBIAN, JVP, MODES, REVERSE, VJP, Derivative
from ..births import Swept
from ..caution import Caution
from ..cost import components
from ..evaluate import quiet
from ..forward import forward
from ..mishaps import of_adjoints, of_tangents
from ..reverse import reverse
from ..run import Run
from ..sparsity.compressed import seeds
from ..sparsity.structure import jacobian_pattern
from ..warned import warned
from .blocks import at_point, blocks, check_size, check_sweeps, flat, matrix
from .judge import ManyJudge
from .plan import Plan, component_names, planned


def jacobian(run: Run, wrt: Sequence[str] = (), mode: str = AUTO) -> Derivative:
    """The slope of every output in every input of wrt; by default in the mode that takes fewer sweeps.

    value[y][x] has the shape of y followed by that of x. Columns that no output has two of share a forward sweep, and
    rows a reverse one.
    Raises AdtraceError, and LimitError for a matrix that is too large.
    """
    at_point(run)
    if mode not in (AUTO, *MODES):
        raise AdtraceError(f"there is no mode {mode}", hint=f"the modes are {', '.join((AUTO, *MODES))}")
    graph, inputs = run.graph, run.wanted(wrt)
    check_size(components(graph, [node for _, node in graph.outputs]), components(graph, inputs))
    rows = {name: graph.shapes[node] for name, node in graph.outputs}
    columns = {graph.names[node]: graph.shapes[node] for node in inputs}
    plan = planned(
        lambda: jacobian_pattern(run, tuple(columns)), component_names(rows), component_names(columns),
        FORWARD if run.side and mode == AUTO else mode, alone=bool(run.side),
    )
    check_sweeps(len(plan.groups))
    with quiet(graph):
        unit = Unit(run if plan.mode == FORWARD else run.toward(wrt=wrt), inputs, plan)
        swept = unit.forward() if plan.mode == FORWARD else unit.reverse()
        value = blocks(matrix(plan, swept), rows, columns)
        return Derivative(JACOBIAN, value, plan.mode, len(swept), unit.trace(), tuple(columns), shared=plan.shared)


class Unit:
    """The sweeps of a Jacobian, with what they give warning of.

    inputs  the nodes that it is taken with respect to
    """

    def __init__(self, run: Run, inputs: Sequence[int], plan: Plan) -> None:
        self.run, self.inputs, self.plan = run, list(inputs), plan
        self.outputs = [node for _, node in run.graph.outputs]
        self.cautions: list[Caution] = []
        self.warnings: list[Warning] = list(run.turned.warnings if run.turned else ())
        self.swept: list[Swept] = []

    def forward(self) -> list[Any]:
        """What forward sweeps give to the outputs, a column each, or several that no row has two of."""
        graph, side = self.run.graph, self.run.side
        ends, found = [(node, graph.shapes[node]) for node in self.outputs], list[Any]()
        for group in self.plan.groups:
            label, flows = self.plan.label(group), seeds(graph, self.inputs, group)
            run = self.run.toward(flows)
            if side or not found:
                caution, judge = run.caution, ManyJudge(run.caution, run.built.values, self.plan)
                caution.along = label if side and len(self.plan.groups) > 1 else ""
                self.cautions.append(caution)
            judge.group, tangents = group, forward(run.graph, at_point(run), flows)
            self.warnings += run.turned.warnings if side and run.turned else ()
            self.warnings += [*of_tangents(caution, tangents), *judge.of_tangents(flows, label)]
            self.swept.append(Swept(OF_TANGENT, label, tangents, caution.taken(), self.outputs, run.graph))
            found.append(flat(tangents, ends))
        return found

    def reverse(self) -> list[Any]:
        """What reverse sweeps give to the inputs, a row each, or several that no column has two of."""
        run, graph = self.run, self.run.graph
        ends = [(node, graph.shapes[node]) for node in self.inputs]
        caution, judge = run.caution, ManyJudge(run.caution, run.built.values, self.plan)
        self.cautions.append(caution)
        found = []
        for group in self.plan.groups:
            label, flows = self.plan.label(group), seeds(graph, self.outputs, group)
            judge.group, adjoints = group, reverse(graph, at_point(run), flows)
            self.warnings += [*of_adjoints(caution, adjoints), *judge.of_adjoints(flows, self.inputs, label)]
            self.swept.append(Swept(OF_ADJOINT, label, adjoints, caution.taken(), self.inputs, graph))
            found.append(flat(adjoints, ends))
        return found

    def trace(self) -> Trace:
        """The program at the point, with the cost in both modes and the warnings of all sweeps."""
        run, plan = self.run, self.plan
        each, other = run.recorder.reached.operations, REVERSE if plan.mode == FORWARD else FORWARD
        cost = Cost(len(plan.groups), len(plan.groups)*each, other, plan.other, plan.other*each)
        told = warned(self.cautions or (run.caution,), self.warnings, self.swept, slopes=True)
        return run.headed(plan.mode, cost, told)


def jvp(run: Run, direction: Mapping[str, Any]) -> Derivative:
    """The derivative along a direction, by one forward sweep. value[y] has the shape of y."""
    at_point(run)
    return product(JVP, FORWARD, run.forward([direction], ()))


def vjp(run: Run, cotangent: Mapping[str, Any], wrt: Sequence[str] = ()) -> Derivative:
    """The gradient of the outputs that a cotangent weighs, by one reverse sweep. value[x] has the shape of x."""
    at_point(run)
    return product(VJP, REVERSE, run.reverse([cotangent], wrt))


def product(kind: str, mode: str, trace: Trace) -> Derivative:
    """The result of a trace with one sweep."""
    sweep = trace.sweeps[0]
    wrt = tuple(trace.inputs if kind == JVP else sweep.result)
    return Derivative(kind, dict(sweep.result), mode, 1, trace, wrt, sweep.seed)
