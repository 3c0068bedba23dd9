"""Jacobians by unit sweeps in the mode that takes fewer of them, and their products by one sweep."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...errors import AdtraceError
from ...records import OF_ADJOINT, OF_TANGENT, Derivative, Trace, Warning
from ...records.derivative import AUTO, FORWARD, JACOBIAN, JVP, MODES, REVERSE, VJP
from ..births import Swept
from ..caution import Caution
from ..cost import components, run_cost
from ..evaluate import quiet
from ..forward import forward
from ..mishaps import of_adjoints, of_tangents
from ..reverse import reverse
from ..run import Run
from ..warned import warned
from .blocks import Blocks, at_point, check_size, labelled, numbers, plain, zeros
from .judge import ManyJudge


def jacobian(run: Run, wrt: Sequence[str] = (), mode: str = AUTO) -> Derivative:
    """The slope of every output in every input of wrt; by default in the mode that takes fewer sweeps.

    value[y][x] has the shape of y followed by that of x.
    Raises AdtraceError, and LimitError for a matrix that is too large.
    """
    at_point(run)
    if mode not in (AUTO, *MODES):
        raise AdtraceError(f"there is no mode {mode}", hint=f"the modes are {', '.join((AUTO, *MODES))}")
    inputs = run.wanted(wrt)
    n, m = components(run.graph, inputs), components(run.graph, [node for _, node in run.graph.outputs])
    if mode == AUTO:
        mode = FORWARD if n < m or run.side else REVERSE
    check_size(n, m, n if mode == FORWARD else m)
    with quiet(run.graph):
        found = Unit(run, inputs, n if mode == FORWARD else m)
        value = found.by_columns() if mode == FORWARD else found.by_rows()
        return Derivative(JACOBIAN, value, mode, found.sweeps, found.trace(mode), tuple(found.names))


class Unit:
    """The unit sweeps of a Jacobian, in one mode, with what they give warning of.

    inputs  the nodes that it is taken with respect to; `expected`, how many sweeps there will be
    """

    def __init__(self, run: Run, inputs: Sequence[int], expected: int) -> None:
        self.run, self.expected = run, expected
        self.columns = [(run.graph.names[node], node) for node in inputs]
        self.names = dict(self.columns)
        self.sweeps = 0
        self.cautions: list[Caution] = []
        self.warnings: list[Warning] = []
        self.swept: list[Swept] = []

    def by_columns(self) -> Blocks:
        """The Jacobian by forward sweeps, each of which gives a column."""
        graph, result = self.run.graph, zeros(self.run.graph, self.run.graph.outputs, self.columns)
        units = labelled(graph, self.columns)
        for label, name, node, place, unit in units:
            seeds = {node: unit}
            run = self.run.toward(seeds)
            if self.run.side or not self.sweeps:
                caution, judge = run.caution, self.judge(run)
                caution.along = label if self.run.side and len(units) > 1 else ""
                self.cautions.append(caution)
            tangents = forward(run.graph, at_point(run), seeds)
            self.warnings += run.turned.warnings if run.turned else ()
            self.warnings += [*of_tangents(caution, tangents), *judge.of_tangents(seeds, label)]
            ends = [end for _, end in graph.outputs]
            self.swept.append(Swept(OF_TANGENT, label, tangents, caution.taken(), ends, run.graph))
            self.sweeps += 1
            for output, y in graph.outputs:
                result[output][name][(..., *place)] = numbers(tangents, graph, y)
        return plain(result)

    def by_rows(self) -> Blocks:
        """The Jacobian by reverse sweeps, each of which gives a row."""
        self.run = run = self.run.toward(wrt=tuple(self.names))
        graph, result = run.graph, zeros(run.graph, run.graph.outputs, self.columns)
        judge, caution, inputs = self.judge(run), run.caution, list(self.names.values())
        self.cautions.append(caution)
        self.warnings += run.turned.warnings if run.turned else ()
        for label, name, node, place, unit in labelled(graph, graph.outputs):
            seeds = {node: unit}
            adjoints = reverse(graph, at_point(run), seeds)
            self.warnings += [*of_adjoints(caution, adjoints), *judge.of_adjoints(seeds, inputs, label)]
            self.swept.append(Swept(OF_ADJOINT, label, adjoints, caution.taken(), inputs, graph))
            self.sweeps += 1
            for other, x in self.columns:
                result[name][other][place] = numbers(adjoints, graph, x)
        return plain(result)

    def judge(self, run: Run) -> ManyJudge:
        """What says which entries rounding has spoilt."""
        return ManyJudge(run.caution, run.built.values, self.expected)

    def trace(self, mode: str) -> Trace:
        """The program at the point, with the cost in both modes and the warnings of all sweeps."""
        run = self.run
        cost = run_cost(run.graph, run.recorder.reached.operations, mode, self.sweeps, list(self.names.values()))
        told = warned(self.cautions, self.warnings, self.swept, slopes=True)
        return run.headed(mode, cost, told)


def jvp(run: Run, direction: Mapping[str, Any]) -> Derivative:
    """The derivative along a direction, by one forward sweep. value[y] has the shape of y."""
    at_point(run)
    trace = run.forward([direction], ())
    return product(JVP, FORWARD, trace)


def vjp(run: Run, cotangent: Mapping[str, Any], wrt: Sequence[str] = ()) -> Derivative:
    """The gradient of the outputs that a cotangent weighs, by one reverse sweep. value[x] has the shape of x."""
    at_point(run)
    return product(VJP, REVERSE, run.reverse([cotangent], wrt))


def product(kind: str, mode: str, trace: Trace) -> Derivative:
    """The result of a trace with one sweep."""
    sweep = trace.sweeps[0]
    return Derivative(kind, dict(sweep.result), mode, 1, trace, tuple(trace.inputs), sweep.seed)
