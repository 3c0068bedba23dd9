"""Steps of two programs that are the same function of the inputs, found by their values at points drawn at random."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from random import Random
from typing import Any

from ...errors import AdtraceError
from ...named import Record
from ...sweeps.evaluate import evaluate, quiet
from ...sweeps.run import Run
from ..claims.kinds import kinds_of
from ..claims.points import Sampler
from .ends import Ends

TOLERANCE = 1e-9
"""The relative difference that is none."""

COMPARED = 16
"""Steps with the same first number that one is compared with."""

SEED = 8
DRAWS: tuple[Callable[[Random], float], ...] = (
    lambda random: random.uniform(0.3, 1.7),
    lambda random: random.uniform(0.3, 1.7),
    lambda random: -random.uniform(0.3, 1.7),
    lambda random: random.gauss(0, 1),
)
"""How the numbers of each point are drawn: two positive ones, at which most functions have a value, then others."""


class Mark(Record):
    """What a step is at the points: its shape and one number for each, nan where it has no value."""

    first: float
    side: int
    node: int
    shape: tuple[int, ...]
    numbers: tuple[float, ...]


def alike(
    runs: tuple[Run, Run], inputs: Ends, lefts: Sequence[int], rights: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Pairs of these steps that have the same value at every point."""
    steps = lefts, rights
    found: tuple[list[list[float]], list[list[float]]] = [], []
    try:
        for point in points_for(runs, inputs):
            for side in (0, 1):
                found[side].append(numbers_at(runs[side], point[side], steps[side]))
    except AdtraceError:
        return  # An index is out of range elsewhere, or the inputs have different shapes.
    marks = [
        Mark(numbers[0], side, node, runs[side].graph.shapes[node], numbers)
        for side in (0, 1)
        for node, numbers in zip(steps[side], zip(*found[side], strict=True), strict=True)
        if tells(numbers)
    ]
    for group in groups(marks):
        waiting = deque(mark for mark in group if mark.side == 1)
        for mark in group:
            if mark.side == 0:
                near = (other for other in islice(waiting, COMPARED) if is_alike(mark, other))
                if (partner := next(near, None)) is not None:
                    waiting.remove(partner)
                    yield mark.node, partner.node


def points_for(runs: tuple[Run, Run], inputs: Ends) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Points for both sides; whole numbers that choose elements stay as they are. Raises AdtraceError (shapes)."""
    left, right = ({name: getattr(value, "shape", ()) for name, value in run.built.values.items()} for run in runs)
    if any(left[a] != right[b] for a, b in inputs.both):
        raise AdtraceError("the inputs have different shapes")
    random, samplers = Random(SEED), []
    for run, shapes in zip(runs, (left, right), strict=True):
        kinds = kinds_of(run.graph, run.built.values, (), ())
        samplers.append(Sampler(shapes, run.built.values, kinds, (), random))
    for draw in DRAWS:
        number = partial(draw, random)
        ours, theirs = (one.point({name: one.filled(name, number) for name in one.shapes}) for one in samplers)
        yield ours, {**theirs, **{b: ours[a] for a, b in inputs.both}}


def numbers_at(run: Run, point: Mapping[str, Any], steps: Sequence[int]) -> list[float]:
    """What these steps are at a point."""
    with quiet(run.graph):
        values = evaluate(run.graph, point)
        return [number_of(values[node]) for node in steps]


def tells(numbers: Sequence[float]) -> bool:
    """Whether the numbers tell a step from others: not where it has no value, or always the same one."""
    return math.isfinite(numbers[0]) and math.isfinite(numbers[1]) and numbers[0] != numbers[1]


def number_of(value: Any) -> float:
    """One number for an array: its elements, each with a weight of its own."""
    if not hasattr(value, "shape"):
        return float(value)
    import numpy as np

    return float(np.sum(np.ravel(value) * np.sqrt(np.arange(2.0, value.size + 2.0))))


def groups(marks: Sequence[Mark]) -> Iterator[list[Mark]]:
    """Steps whose first numbers are the same, each in the order of the nodes."""
    group: list[Mark] = []
    for mark in sorted(marks):
        if group and not is_close(group[-1].first, mark.first):
            yield sorted(group, key=lambda one: one.node)
            group = []
        group.append(mark)
    if group:
        yield sorted(group, key=lambda one: one.node)


def is_alike(a: Mark, b: Mark) -> bool:
    """Whether two steps are one function at all points."""
    return a.shape == b.shape and all(map(is_close, a.numbers, b.numbers))


def is_close(a: float, b: float) -> bool:
    """Whether two numbers are one but for rounding."""
    return a == b or (a != a and b != b) or abs(a - b) <= TOLERANCE * max(abs(a), abs(b)) < math.inf
