"""Which use of a step makes its adjoints differ: the one that gives to them what the other side's does not."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from ...records import Number, Step, Steps
from ...records.diff import Diff, SweepPair
from .gaps import is_same, relative_gap


def cause(found: Diff, sweep: SweepPair, at: int) -> int | None:
    """The row that uses row `at` and gives the most different shares to its adjoints; None where no row does.

    A row that one side alone has gives 0 on the other. Of arrays, the element counts that is furthest apart.
    """
    gap = sweep.slopes[at]
    left, right = found.steps_of(found.pairs[at], sweep)
    if gap is None or left is None or right is None or shape_of(gap.left) != shape_of(gap.right):
        return None
    lefts, rights = shares(sweep.left.steps, left, gap.place), shares(sweep.right.steps, right, gap.place)
    worst, most = None, 0.0
    for row, pair in enumerate(found.pairs):
        if pair.left not in lefts and pair.right not in rights:
            continue
        a, b = lefts.get(pair.left, 0.0), rights.get(pair.right, 0.0)
        difference = 0.0 if is_same(a, b) else abs(a - b) if relative_gap(a, b) < math.inf else math.inf
        if difference > most:
            worst, most = row, difference
    return worst


def shares(steps: Steps, step: Step, place: tuple[int, ...]) -> Mapping[int | None, float]:
    """What the uses of a step give to its adjoint, by the place of the step that uses it."""
    found: dict[int | None, float] = {}
    for increment in step.increments:
        if increment.path:
            user = steps.find(increment.consumer)
            found[user] = found.get(user, 0.0) + element(increment.product, place)
    return found


def element(number: Any, place: tuple[int, ...]) -> float:
    """A number, or the element of an array."""
    return float(number[place]) if shape_of(number) else float(number)


def shape_of(number: Number) -> tuple[int, ...]:
    """The shape of a number or an array."""
    return getattr(number, "shape", ())
