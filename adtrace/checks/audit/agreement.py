"""Whether a rewritten program is the same function: compared in many digits, at the point, around it and at random."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from random import Random
from typing import Any

from ...errors import AdtraceError
from ...lang.columns import Program
from ...sweeps.evaluate import quiet
from ...sweeps.run import Run
from ...sweeps.trust.bounds import bounds
from ...sweeps.trust.extended import extended
from ..remedies.powers import with_exp
from ..remedies.rewriting import Rewrite
from .truth import LADDER, SURE, elements, is_beyond, is_there, true_numbers

NEAR, FAR = 8, 16
"""Random points close to the given one, and anywhere."""

SEED = 0
DIGITS = LADDER[0]
DOUBLE = 16


def compared_digits() -> int:
    """With how many digits programs are compared."""
    return DIGITS if is_there() else DOUBLE


def agreeing(program: Program, rewrite: Rewrite, values: Mapping[str, Any], of: Sequence[str]) -> int:
    """At how many points both have a value, the same one, where the remedy's condition holds; 0 if they differ at one.

    The given point, where the condition has to hold, is one of them.
    """
    count = 0
    meant = with_exp(program, values), with_exp(rewrite.program, values)
    for place, point in enumerate(points(values)):
        if not holds(rewrite.condition, point):
            if place == 0:
                return 0
            continue
        verdict = agree(*meant, point, of)
        if verdict is False:
            return 0
        count += verdict is True
    return count


def points(values: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The given point, points around it, and points anywhere."""
    random = Random(SEED)
    yield values
    for _ in range(NEAR):
        yield {name: moved(value, lambda one: one * (1 + random.gauss(0, 0.01))) for name, value in values.items()}
    for place in range(FAR):
        reach, least = 4.0 ** (place % 4 - 1), 0.0 if place % 2 else -1.0
        yield {
            name: moved(value, lambda _, low=least, high=reach: random.uniform(low, 1) * high)  # type: ignore[misc]
            for name, value in values.items()
        }


def moved(value: Any, move: Callable[[float], float]) -> Any:
    """A number, or every element of an array, moved."""
    if not hasattr(value, "shape"):
        return float(move(value))
    import numpy as np

    return np.array([float(move(one)) for one in value.ravel()]).reshape(value.shape)


def holds(condition: Program | None, point: Mapping[str, Any]) -> bool:
    """Whether a remedy's condition holds at a point."""
    if condition is None:
        return True
    try:
        run = Run(condition, point)
    except AdtraceError:
        return False
    values = run.values or []
    return all(float(one) == 1 for _, node in run.graph.outputs for one in elements(values[node]))


def agree(first: Program, second: Program, point: Mapping[str, Any], of: Sequence[str]) -> bool | None:
    """Whether two programs have the same values at a point; None where one of them has none."""
    try:
        runs = Run(first, point, of=of), Run(second, point, of=of)
    except AdtraceError:
        return None
    if [run_shapes(run) for run in runs[:1]] != [run_shapes(run) for run in runs[1:]]:
        return False
    if not is_there():
        return _agree_in_double(*runs)
    found = [true_numbers(run.graph, run.built.values, [node for _, node in run.graph.outputs]) for run in runs]
    verdict: bool | None = None
    for ones, others in zip(*found, strict=True):
        if ones is None or others is None:
            continue
        for a, b in zip(elements(ones), elements(others), strict=True):
            if a != a or b != b or math.isinf(a) or math.isinf(b):
                continue
            if a != b and abs(a - b) > abs(a) * 10 ** -(SURE - 1):
                if 0 in (a, b) and any(is_beyond(run.graph, run.built.values) for run in runs):
                    continue
                return False
            verdict = True
    return verdict


def run_shapes(run: Run) -> list[tuple[int, ...]]:
    """The shapes of the outputs."""
    return [run.graph.shapes[node] for _, node in run.graph.outputs]


def _agree_in_double(*runs: Run) -> bool | None:
    """The same as far as float64 can tell: the values differ by no more than their rounding errors allow."""
    found = []
    for run in runs:
        with quiet(run.graph):
            found.append(bounds(extended(run.graph, run.built.values, "value", {}, ())))
    verdict: bool | None = None
    for one, other in zip(*found, strict=True):
        columns = [elements(part) for part in (one.number, other.number, one.error, other.error)]
        for a, b, wide, narrow in zip(*columns, strict=True):
            if not (math.isfinite(a) and math.isfinite(b) and math.isfinite(wide + narrow)):
                continue
            if abs(a - b) > 8 * (wide + narrow) + 1e-14 * abs(b):
                return False
            verdict = True
    return verdict
