"""What really becomes of an output when inputs move to the ends of their uncertainty, and to places in between."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, product
from typing import Any

from ...errors import AdtraceError
from ...limits import LIMITS
from ...named import Record
from ...records.sensitivity import NONLINEAR
from ..evaluate import evaluate
from ..run import Run
from ..steps import number_of
from ..trust.rounding import UNIT
from .norms import rank
from .targets import Target, weighed

ROUNDING = 8 * UNIT
"""A multiple of the unit roundoff: what is smaller than this part of the numbers involved may be rounding."""

PLACES = 16
"""Steps from one end to the other: the places between them are tried."""

HALVINGS, GROWN = 60, 1e6
"""Times that an interval where the sign changes is halved in search of a pole; by how much values grow towards one."""

Range = tuple[float, float]


class Reached(Record):
    """The ends, by how much first order is off there, and what is reached in between: see Effect."""

    ends: Range | None
    off: float
    inside: Range | None


UNTRIED = Reached(None, 0.0, None)


class Moves:
    """Moves inputs, so many of them, and tells what becomes of the output."""

    def __init__(self, run: Run, target: Target, inputs: int) -> None:
        self.run, self.target = run, target
        self.noise = rounding(run, target)
        self.work = sum(math.prod(shape) for shape in run.graph.shapes)
        self.looks_between = PLACES*self.work*min(inputs, LIMITS.moved) <= LIMITS.moved_work

    def reached(self, slopes: Mapping[int, Any], worst: float, found: Sequence[Range] = ()) -> Reached:
        """What is reached with these inputs, by their slopes, at their ends.

        worst  what first order says; `found`, what was reached between the ends of each input alone
        """
        if not math.isfinite(self.target.value):
            return Reached(None, math.nan, None)
        corners = list(self.corners(slopes))
        values = [self.value(corner) for corner in corners]
        ends = extremes([math.nan if value is None else value for value in values])
        between = list(found)
        if self.looks_between and ends[0] == ends[0]:
            lines = ends if len(slopes) > 1 else ends[1:]  # Of one number both ends lie on one line.
            between += [extremes(self.between(corners[values.index(end)])) for end in lines]
        return Reached(ends, off(worst, ends, self.noise), self.beyond(ends, between))

    def corners(self, slopes: Mapping[int, Any]) -> Iterator[dict[int, Any]]:
        """Every combination of ends; of many elements, where the output is lowest and highest to first order.

        What does not vary stays.
        """
        counts = {node: varying(self.run.uncertainty[self.name(node)]) for node in slopes}
        count = sum(counts.values())
        if count > LIMITS.cornered or 2**count*self.work > LIMITS.moved_work:
            for side in (-1.0, 1.0):
                yield {node: side*direction(slope) for node, slope in slopes.items()}
            return
        for signs in product((-1.0, 1.0), repeat=count):
            rest = iter(signs)
            yield {node: placed(self.run.uncertainty[self.name(node)], rest) for node in slopes}

    def name(self, node: int) -> str:
        """An input's name."""
        return self.run.graph.names[node]

    def value(self, signs: Mapping[int, Any], part: float = 1.0) -> float | None:
        """The output, less what it is at the point, with inputs moved by a part of their uncertainty.

        None where an index that is computed is not a whole number in range.
        """
        inputs = dict(self.run.built.values)
        for node, sign in signs.items():
            name = self.name(node)
            inputs[name] = inputs[name] + part*sign*self.run.uncertainty[name]
        try:
            return weighed(self.target.weights, evaluate(self.run.graph, inputs)) - self.target.value
        except AdtraceError:
            return None

    def between(self, high: Mapping[int, Any]) -> list[float]:
        """The output at places between these ends and the opposite ones; infinite where a pole is found."""
        parts = [2*place/PLACES - 1 for place in range(PLACES + 1)]
        known = [(part, value) for part in parts if (value := self.value(high, part)) is not None]
        if any(self.has_pole(high, one, other) for one, other in pairwise(known)):
            return [-math.inf, math.inf]
        return [value for _, value in known]

    def has_pole(self, high: Mapping[int, Any], one: Range, other: Range) -> bool:
        """Whether the output changes its sign between two places, and grows without end towards where it does.

        one, other  the part of the uncertainty, and the output there, less what it is at the point
        """
        (low, first), (up, last) = one, other
        first, last = first + self.target.value, last + self.target.value
        if not first*last < 0:
            return False
        size = max(abs(first), abs(last))
        for _ in range(HALVINGS):
            middle = (low + up)/2
            found = self.value(high, middle)
            value = math.nan if found is None else found + self.target.value
            if not abs(value) < size*GROWN:
                return found is not None
            low, up = (middle, up) if value*first > 0 else (low, middle)
        return False

    def beyond(self, ends: Range, between: Sequence[Range]) -> Range | None:
        """What is reached between the ends, if it is far beyond them; nan where there is no finite value."""
        if not between or ends[0] != ends[0]:
            return None
        if not all(math.isfinite(one) for some in between for one in some):
            return math.nan, math.nan
        low, high = min(0.0, *ends, *(some[0] for some in between)), max(0.0, *ends, *(some[1] for some in between))
        far = max(min(0.0, *ends) - low, high - max(0.0, *ends))
        largest = max(abs(low), abs(high))
        return (low, high) if far > max(NONLINEAR*largest, self.noise) else None


def extremes(values: Sequence[float]) -> Range:
    """The least and the most; nan where one is nan."""
    if any(value != value for value in values):
        return math.nan, math.nan
    return min(values), max(values)


def varying(deviation: Any) -> int:
    """How many elements vary."""
    return int((deviation != 0).sum()) if hasattr(deviation, "shape") else int(deviation != 0)


def placed(deviation: Any, signs: Iterator[float]) -> Any:
    """A sign for each element that varies, 1 for the others."""
    if not hasattr(deviation, "shape"):
        return next(signs) if deviation else 1.0
    import numpy as np

    found = np.ones(deviation.shape)
    found[deviation != 0] = [next(signs) for _ in range(varying(deviation))]
    return found


def direction(slope: Any) -> Any:
    """Where an output rises: 1 or -1; 1 where it does neither."""
    if not hasattr(slope, "shape"):
        return -1.0 if slope < 0 else 1.0
    import numpy as np

    return np.where(slope < 0, -1.0, 1.0)


def off(worst: float, ends: Range, noise: float) -> float:
    """By how much first order is wrong, as a part of the effect; nan where there is no value at an end."""
    wrong = max(rank(ends[0] + worst), rank(ends[1] - worst))
    if wrong <= noise:
        return 0.0
    largest = max(worst, abs(ends[0]), abs(ends[1]))
    return wrong/largest if largest and wrong < math.inf else math.nan


def total(step: Any) -> float:
    """The sum over the elements."""
    return float(step.sum()) if hasattr(step, "shape") else step


def rounding(run: Run, target: Target) -> float:
    """How far rounding may take the output, to first order."""
    assert run.values is not None
    summed = abs(target.value)
    for value, adjoint in zip(run.values, target.adjoints, strict=True):
        if adjoint is not None:
            size = total(abs(value*number_of(adjoint, getattr(value, "shape", ()))))
            summed += size if math.isfinite(size) else 0.0
    return ROUNDING*summed
