"""What uncertain inputs do to an output: to first order, and what really becomes of it at both ends."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from ...limits import LIMITS
from ...records.sensitivity import Effect
from ..run import Run
from .moves import UNTRIED, Moves, total
from .norms import norm, rank
from .targets import Target


def effects(run: Run, target: Target, inputs: Sequence[int]) -> tuple[tuple[Effect, ...], Effect | None]:
    """Of every uncertain input, the largest first, and of all together; nothing where no input is uncertain."""
    graph = run.graph
    uncertain = [node for node in inputs if graph.names[node] in run.uncertainty]
    if not uncertain:
        return (), None
    slopes = {node: target.slope(graph, node) for node in uncertain}
    steps = {node: products(slopes[node], run.uncertainty[graph.names[node]]) for node in uncertain}
    spreads = {node: norm(step) for node, step in steps.items()}
    whole = math.hypot(*spreads.values())
    order = sorted(uncertain, key=lambda node: -rank(spreads[node]))
    moves, found = Moves(run, target, len(uncertain)), []
    for place, node in enumerate(order):
        name, worst = graph.names[node], total(steps[node])
        reached = moves.reached({node: slopes[node]}, worst) if place < LIMITS.moved else UNTRIED
        part = spreads[node]/whole if whole else 0.0
        found.append(Effect(name, run.uncertainty[name], worst, spreads[node], part*part, *reached))
    worst = sum(total(step) for step in steps.values())
    reached = moves.reached(slopes, worst, [one.inside for one in found if one.inside])
    return tuple(found), Effect("", None, worst, whole, 1.0 if whole else 0.0, *reached)


def products(slope: Any, deviation: Any) -> Any:
    """|slope| * deviation; what does not vary has no effect, also where the slope is infinite."""
    if not hasattr(slope, "shape"):
        return abs(slope)*deviation if deviation else 0.0
    import numpy as np

    return np.where(deviation != 0, np.abs(slope)*deviation, 0.0)
