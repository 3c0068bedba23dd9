"""Relative condition numbers: x * dy/dx / y of every element of every input."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from ...graph.numbers import divide
from ...records.sensitivity import Condition
from ..run import Run
from .hidden import Hidden
from .norms import norm, rank
from .targets import Target


def conditions(run: Run, target: Target, inputs: Sequence[int], hidden: Hidden) -> tuple[Condition, ...]:
    """Of every input, the largest ratio first; what is nan stands before all."""
    found = [condition(run, target, node, hidden) for node in inputs]
    return tuple(sorted(found, key=order))


def order(one: Condition) -> tuple[float, ...]:
    """What they are sorted by; where the ratio says nothing, by the change or the slope."""
    rest = () if one.ratio == one.ratio else (-rank(one.slope),)
    return -rank(one.ratio), -rank(one.at*one.slope), *rest


def condition(run: Run, target: Target, node: int, hidden: Hidden) -> Condition:
    """Of one input."""
    assert run.values is not None
    name, value, slope = run.graph.names[node], run.values[node], target.slope(run.graph, node)
    if not hasattr(value, "shape"):
        ratio = divide(value*slope if slope else 0.0, target.value)
        return Condition(name, (), value, slope, ratio, abs(ratio), 1, is_hidden(hidden, name, slope))
    import numpy as np

    changes = np.where(slope != 0, value*slope, 0.0)
    ratios = changes/np.float64(target.value)
    place = tuple(int(i) for i in np.unravel_index(largest(ratios, changes, slope), ratios.shape))
    at, steep, ratio = float(value[place]), float(slope[place]), float(ratios[place])
    return Condition(name, place, at, steep, ratio, norm(ratios), value.size, is_hidden(hidden, name, steep))


def largest(ratios: Any, changes: Any, slope: Any) -> int:
    """The place of the element to tell of: with an undefined slope, else with the largest ratio; where these say
    nothing, as at an output of 0, with the largest change or the largest slope."""
    import numpy as np

    sizes = [np.where(np.isnan(one), -1.0, np.abs(one)).ravel() for one in (slope, changes, ratios)]
    # The last key counts first, and the first of equal elements is taken.
    order = np.lexsort((-np.arange(slope.size), *sizes, np.isnan(slope).ravel()))
    return int(order[-1])


def is_hidden(hidden: Hidden, name: str, slope: float) -> bool:
    """Whether a poisoned number stands for the output or for this slope: poisoned ones are nan, infinite or 0."""
    return hidden.value or (name in hidden.slopes and (slope == 0 or not math.isfinite(slope)))
