"""Hessians by forward sweeps over the appended gradient, and their products with a direction."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ...records import OF_TANGENT, Cost, Trace, Warning, merged
from ...records.derivative import FORWARD, HESSIAN, HVP, ROUNDING, Derivative, Symmetry
from ..births import Swept
from ..cost import reached
from ..evaluate import quiet
from ..forward import forward
from ..mishaps import of_tangents
from ..paths import Flow
from ..run import Run
from ..seeds import Seeding
from ..sparsity.compressed import seeds
from ..sparsity.structure import hessian_pattern
from ..steps import number_of
from ..warned import warned
from .blocks import at_point, blocks, check_size, check_sweeps, flat, matrix
from .plan import Plan, component_names, planned
from .second import Second
from .worked import worked as worked_steps

FORWARD_OVER_REVERSE = "forward over reverse"
BENT = "second derivatives there are a convention: the slope that is taken counts as constant"


def hessian(run: Run, wrt: Sequence[str] = (), *, worked: bool = False) -> Derivative:
    """The second derivatives of a scalar output: the gradient once, then a forward sweep for each input component.

    value[x][z], the derivative in z of that in x, has the shape of x followed by that of z. Columns that share no row
    share a sweep.
    worked  whether with a second-order trace along every component
    Raises AdtraceError, and LimitError for a matrix that is too large.
    """
    at_point(run)
    run = run.toward(wrt=wrt)
    with quiet(run.graph):
        second = Second(run, wrt)
        shapes = {name: second.graph.shapes[node] for name, node in second.inputs}
        names = component_names(shapes)
        check_size(len(names), len(names))
        plan = planned(lambda: hessian_pattern(run, tuple(shapes)), names, names, symmetric=True)
        check_sweeps(len(plan.groups))
        nodes, directions = [node for _, node in second.inputs], Directions(second, plan)
        ends = [(second.gradient.get(node), second.graph.shapes[node]) for node in nodes]
        swept = [
            flat(directions.along(group, plan.label(group), seeds(second.graph, nodes, group)), ends)
            for group in plan.groups
        ]
        found = matrix(plan, swept)
        symmetry = symmetry_of(found, names)
        trace = directions.trace(list(asymmetric(symmetry)))
        gradient = {name: second.first_order(node) for name, node in second.inputs}
        traces = tuple(worked_steps(second)) if worked else ()
    value = blocks(found, shapes, shapes)
    return Derivative(
        HESSIAN, value, FORWARD_OVER_REVERSE, len(swept), trace, tuple(shapes), gradient=gradient, symmetry=symmetry,
        shared=plan.shared, worked=traces,
    )


def hvp(run: Run, direction: Mapping[str, Any], wrt: Sequence[str] = ()) -> Derivative:
    """The Hessian of a scalar output times a direction: one forward sweep over its gradient. value[x] has x's shape."""
    (seeding,) = run.directions([direction])
    flows = seeding.flows()
    run = run.toward(flows)
    with quiet(run.graph):
        second = Second(run, wrt)
        names = component_names({name: second.graph.shapes[node] for name, node in second.inputs})
        swept = Directions(second, Plan(FORWARD, [[0]], 1, 0, names, [seeding.label]))
        tangents = swept.along([0], seeding.label, flows)
        value = {name: numbers_of(tangents, second, node) for name, node in second.inputs}
        gradient = {name: second.first_order(node) for name, node in second.inputs}
        trace = swept.trace(())
    return Derivative(HVP, value, FORWARD_OVER_REVERSE, 1, trace, tuple(value), seeded(run, seeding), gradient)


def numbers_of(tangents: Sequence[Flow], second: Second, node: int) -> Any:
    """The tangent of an input's adjoint; 0 where there is none."""
    adjoint = second.gradient.get(node)
    return number_of(None if adjoint is None else tangents[adjoint], second.graph.shapes[node])


def seeded(run: Run, seeding: Seeding) -> dict[str, Any]:
    """A direction by the names of inputs."""
    return {run.graph.names[node]: value for node, value in seeding.values.items()}


class Directions:
    """Forward sweeps over a gradient, with what they give warning of."""

    def __init__(self, second: Second, plan: Plan) -> None:
        self.second, self.judge = second, second.judge(plan)
        self.warnings: list[Warning] = []
        self.swept: list[Swept] = []
        self.sweeps = 0

    def along(self, group: Sequence[int], label: str, seeds: Mapping[int, Any]) -> list[Flow]:
        """The tangent of every node, adjoints among them, in the sweep for a group of columns."""
        second, caution, self.judge.group = self.second, self.second.caution, group
        tangents = forward(second.graph, second.values, seeds)
        self.warnings += [*of_tangents(caution, tangents), *self.judge.of_tangents(seeds, label)]
        ends = list(second.gradient.values())
        self.swept.append(Swept(OF_TANGENT, label, tangents, caution.taken(), ends, second.graph))
        self.sweeps += 1
        return tangents

    def trace(self, further: Sequence[Warning]) -> Trace:
        """The reverse sweep of the gradient, with the cost and the warnings of first and of second order."""
        second, run = self.second, self.second.run
        first = run.reverse([], [name for name, _ in second.inputs])
        later = warned((second.caution,), self.warnings, self.swept, slopes=True)
        told, derived = {(family(one), one.node) for one in first.warnings}, second.caution.derived
        new = [
            one for one in later if one.code == "cancellation" or one._replace(origins=()) not in derived
            or (family(one), one.node) not in told
        ]
        assert first.cost is not None
        cost = Cost(self.sweeps, first.cost.operations + self.sweeps*reached(second.graph).operations, "", 0, 0)
        told_all = merged([bent(one) for one in (*first.warnings, *new, *further)])
        return first._replace(warnings=told_all, cost=cost)


def family(warning: Warning) -> str:
    """The code of a warning; a kink is a jump of the slope, and one of them is told."""
    return "kink" if warning.code == "jump" else warning.code


def bent(warning: Warning) -> Warning:
    """A warning of a kink, with what that means to second derivatives."""
    return warning._replace(hint=warning.hint or BENT) if warning.code == "kink" else warning


def symmetry_of(found: Any, names: Sequence[str]) -> Symmetry:
    """How far a matrix is from its transpose."""
    import numpy as np

    turned, unknown = found.T, np.isnan(found)
    rows, columns = np.nonzero(~((found == turned) | (unknown & unknown.T)))
    if not rows.size:
        return Symmetry(0.0, unknown=int(unknown.sum()))
    one, other = found[rows, columns], turned[rows, columns]
    largest = np.max(np.abs(found[np.isfinite(found)]), initial=0.0)
    with np.errstate(all="ignore"):
        apart = np.abs(one/largest - other/largest)
    apart[np.isnan(apart)] = np.inf
    worst = int(np.argmax(apart))
    return Symmetry(float(apart[worst]), (names[rows[worst]], names[columns[worst]]), int(unknown.sum()))


def asymmetric(symmetry: Symmetry) -> Iterator[Warning]:
    """A warning where the two entries of a pair are further apart than rounding takes them."""
    if symmetry.difference > ROUNDING:
        x, z = symmetry.entries
        amount = symmetry.difference
        by = f"{amount:.1e} of the largest entry" if amount < math.inf else "a nan or an infinity"
        yield Warning("asymmetry", x, f"the second derivatives in {x} and {z}, and in {z} and {x}, differ by {by}")
