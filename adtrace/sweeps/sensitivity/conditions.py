"""Relative condition numbers: x * dy/dx / y of every element of every input."""

from __future__ import annotations

from collections.abc import Sequence

from ...graph.numbers import divide
from ...records.sensitivity import Condition
from ..run import Run
from ..steps import number_of
from .norms import norm, rank
from .targets import Target


def conditions(run: Run, target: Target, inputs: Sequence[int]) -> tuple[Condition, ...]:
    """Of every input, the largest ratio first; what is nan stands before all."""
    found = [condition(run, target, node) for node in inputs]
    return tuple(sorted(found, key=lambda one: (-rank(one.ratio), -rank(one.at*one.slope))))


def condition(run: Run, target: Target, node: int) -> Condition:
    """Of one input."""
    assert run.values is not None
    graph, value = run.graph, run.values[node]
    name, slope = graph.names[node], number_of(target.adjoints[node], graph.shapes[node])
    if not hasattr(value, "shape"):
        ratio = divide(value*slope if slope else 0.0, target.value)
        return Condition(name, (), value, slope, ratio, abs(ratio), 1)
    import numpy as np

    ratios = np.where(slope != 0, value*slope, 0.0)/np.float64(target.value)
    sizes = np.where(np.isnan(ratios), -1.0, np.abs(ratios))
    place = tuple(int(i) for i in np.unravel_index(int(np.argmax(sizes)), sizes.shape))
    return Condition(
        name, place, float(value[place]), float(slope[place]), float(ratios[place]), norm(ratios), value.size
    )
