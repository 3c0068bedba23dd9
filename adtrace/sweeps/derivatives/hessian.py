"""Hessians by forward sweeps over the appended gradient, and their products with a direction."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ...records import OF_TANGENT, Cost, Derivative, Sweep, Trace, Warning, merged
from ...records.derivative import HESSIAN, HVP, Symmetry
from ..births import Swept
from ..cost import components, reached
from ..evaluate import quiet
from ..forward import forward
from ..mishaps import of_tangents
from ..paths import Flow
from ..run import Run
from ..seeds import Seeding
from ..warned import warned
from .blocks import Blocks, check_size, labelled, numbers, plain, zeros
from .second import Second

FORWARD_OVER_REVERSE = "forward over reverse"
BENT = "second derivatives there are a convention: the slope that is taken counts as constant"
ROUNDING = 1e-9
"""How far the two entries of a pair may be apart, relative to the larger, without a warning."""


def hessian(run: Run, wrt: Sequence[str] = ()) -> Derivative:
    """The second derivatives of a scalar output: the gradient once, then a forward sweep for each input component.

    value[x][z], the derivative in z of that in x, has the shape of x followed by that of z.
    Raises AdtraceError, and LimitError for a matrix that is too large.
    """
    run = run.toward(wrt=wrt)
    with quiet(run.graph):
        second = Second(run, wrt)
        n = components(second.graph, [node for _, node in second.inputs])
        check_size(n, n, n)
        swept = Directions(second, n)
        blocks = zeros(second.graph, second.inputs, second.inputs)
        for label, name, node, place, unit in labelled(second.graph, second.inputs):
            tangents = swept.along(label, {node: unit})
            for x, adjoint in second.gradient.items():
                blocks[second.graph.names[x]][name][(..., *place)] = numbers(tangents, second.graph, adjoint)
        symmetry = symmetry_of(blocks)
        trace = swept.trace(list(asymmetric(symmetry)))
        gradient = {name: second.first_order(node) for name, node in second.inputs}
    return Derivative(
        HESSIAN, plain(blocks), FORWARD_OVER_REVERSE, swept.sweeps, trace, tuple(blocks), gradient=gradient,
        symmetry=symmetry,
    )


def hvp(run: Run, direction: Mapping[str, Any], wrt: Sequence[str] = ()) -> Derivative:
    """The Hessian of a scalar output times a direction: one forward sweep over its gradient. value[x] has x's shape."""
    (seeding,) = run.directions([direction])
    seeds = seeding.flows()
    run = run.toward(seeds)
    with quiet(run.graph):
        second = Second(run, wrt)
        swept = Directions(second, 1)
        tangents = swept.along(seeding.label, seeds)
        value = {name: numbers_of(tangents, second, node) for name, node in second.inputs}
        gradient = {name: second.first_order(node) for name, node in second.inputs}
        trace = swept.trace(())
    return Derivative(HVP, value, FORWARD_OVER_REVERSE, 1, trace, tuple(value), seeded(run, seeding), gradient)


def numbers_of(tangents: Sequence[Flow], second: Second, node: int) -> Any:
    """The tangent of an input's adjoint; 0 where there is none."""
    adjoint = second.gradient.get(node)
    return numbers(tangents, second.graph, node) * 0 if adjoint is None else numbers(tangents, second.graph, adjoint)


def seeded(run: Run, seeding: Seeding) -> dict[str, Any]:
    """A direction by the names of inputs."""
    return {run.graph.names[node]: value for node, value in seeding.values.items()}


class Directions:
    """Forward sweeps over a gradient, with what they give warning of."""

    def __init__(self, second: Second, expected: int) -> None:
        self.second, self.judge = second, second.judge(expected)
        self.warnings: list[Warning] = []
        self.swept: list[Swept] = []
        self.sweeps = 0

    def along(self, label: str, seeds: Mapping[int, Any]) -> list[Flow]:
        """The tangent of every node, adjoints among them."""
        second, caution = self.second, self.second.caution
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
        told = {(family(one), one.node) for one in first.warnings}
        new = [
            one for one in later
            if one.code == "cancellation" or one not in second.caution.derived or (family(one), one.node) not in told
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


def symmetry_of(blocks: Blocks) -> Symmetry:
    """How far a matrix of blocks is from its transpose."""
    import numpy as np

    names, worst = list(blocks), Symmetry(0.0)
    for place, x in enumerate(names):
        for z in names[place:]:
            upper, lower = blocks[x][z], blocks[z][x]
            rows, columns = np.shape(blocks[x][x])[: np.ndim(blocks[x][x])//2], lower.shape[: np.ndim(blocks[z][z])//2]
            one = upper.reshape(math.prod(rows), math.prod(columns))
            other = lower.reshape(math.prod(columns), math.prod(rows)).T
            same = (one == other) | (np.isnan(one) & np.isnan(other))
            if same.all():
                continue
            with np.errstate(all="ignore"):
                apart = np.where(same, 0.0, np.abs(one - other)/np.maximum(np.abs(one), np.abs(other)))
            apart[np.isnan(apart)] = np.inf
            i, j = np.unravel_index(int(np.argmax(apart)), apart.shape)
            if apart[i, j] > worst.difference:
                entries = component(x, rows, int(i)), component(z, columns, int(j))
                worst = Symmetry(float(apart[i, j]), entries)
    return worst


def component(name: str, shape: Sequence[int], flat: int) -> str:
    """The name of an input's component: W[0, 1]."""
    place: list[int] = []
    for size in reversed(shape):
        flat, rest = divmod(flat, size)
        place.insert(0, rest)
    return f"{name}{place}" if place else name


def asymmetric(symmetry: Symmetry) -> Iterator[Warning]:
    """A warning where the two entries of a pair are further apart than rounding takes them."""
    if symmetry.difference > ROUNDING:
        x, z = symmetry.entries
        apart = f"{symmetry.difference:.1e} of the larger" if symmetry.difference < math.inf else "in whether they are numbers"
        yield Warning("asymmetry", x, f"the second derivatives in {x} and {z}, and in {z} and {x}, differ by {apart}")
