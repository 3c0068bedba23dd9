"""What uncertain inputs do to an output: to first order, and what really becomes of it at both ends."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from ...errors import AdtraceError
from ...limits import LIMITS
from ...records.sensitivity import Effect
from ..evaluate import evaluate
from ..run import Run
from ..steps import number_of
from ..trust.rounding import UNIT
from .norms import norm, rank
from .targets import Target, weighed

ROUNDING = 8 * UNIT
"""A multiple of the unit roundoff: what is smaller than this part of the numbers involved may be rounding."""


def effects(run: Run, target: Target, inputs: Sequence[int]) -> tuple[tuple[Effect, ...], Effect | None]:
    """Of every uncertain input, the largest first, and of all together; nothing where no input is uncertain."""
    graph = run.graph
    uncertain = [node for node in inputs if graph.names[node] in run.uncertainty]
    if not uncertain:
        return (), None
    slopes = {node: number_of(target.adjoints[node], graph.shapes[node]) for node in uncertain}
    steps = {node: products(slopes[node], run.uncertainty[graph.names[node]]) for node in uncertain}
    spreads = {node: norm(step) for node, step in steps.items()}
    whole = math.hypot(*spreads.values())
    order = sorted(uncertain, key=lambda node: -rank(spreads[node]))
    noise = rounding(run, target)
    found = []
    for place, node in enumerate(order):
        name, worst = graph.names[node], total(steps[node])
        ends = moved(run, target, {node: slopes[node]}) if place < LIMITS.moved else None
        part = spreads[node]/whole if whole else 0.0
        found.append(Effect(
            name, run.uncertainty[name], worst, spreads[node], part*part, ends, off(worst, ends, noise)
        ))
    worst, ends = sum(total(step) for step in steps.values()), moved(run, target, slopes)
    return tuple(found), Effect("", None, worst, whole, 1.0 if whole else 0.0, ends, off(worst, ends, noise))


def products(slope: Any, deviation: Any) -> Any:
    """|slope| * deviation; what does not vary has no effect, also where the slope is infinite."""
    if not hasattr(slope, "shape"):
        return abs(slope)*deviation if deviation else 0.0
    import numpy as np

    return np.where(deviation != 0, np.abs(slope)*deviation, 0.0)


def total(step: Any) -> float:
    """The sum over the elements."""
    return float(step.sum()) if hasattr(step, "shape") else step


def moved(run: Run, target: Target, slopes: Mapping[int, Any]) -> tuple[float, float]:
    """What becomes of the output, less its value, with these inputs at the ends that lower and that raise it."""
    graph, built = run.graph, run.built
    ends = []
    for side in (-1.0, 1.0):
        inputs = dict(built.values)
        for node, slope in slopes.items():
            name = graph.names[node]
            inputs[name] = inputs[name] + side*direction(slope)*run.uncertainty[name]
        try:
            ends.append(weighed(target.weights, evaluate(graph, inputs)) - target.value)
        except AdtraceError:  # An index that is computed is not a whole number there.
            ends.append(math.nan)
    return ends[0], ends[1]


def direction(slope: Any) -> Any:
    """Where an output rises: 1 or -1; 1 where it does neither."""
    if not hasattr(slope, "shape"):
        return -1.0 if slope < 0 else 1.0
    import numpy as np

    return np.where(slope < 0, -1.0, 1.0)


def off(worst: float, ends: tuple[float, float] | None, noise: float) -> float:
    """By how much first order is wrong, as a part of the effect; nan where there is no value at an end."""
    if ends is None:
        return 0.0
    wrong = max(rank(ends[0] + worst), rank(ends[1] - worst))
    if wrong <= noise:
        return 0.0
    largest = max(worst, abs(ends[0]), abs(ends[1]))
    return wrong/largest if largest and wrong < math.inf else math.nan


def rounding(run: Run, target: Target) -> float:
    """How far rounding may take the output, to first order."""
    assert run.values is not None
    summed = abs(target.value)
    for value, adjoint in zip(run.values, target.adjoints, strict=True):
        if adjoint is not None:
            size = total(abs(value*number_of(adjoint, getattr(value, "shape", ()))))
            summed += size if math.isfinite(size) else 0.0
    return ROUNDING*summed
