"""A sweep beside a loop of single runs: the numbers that it has to give."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

import adtrace
from adtrace.lang.parser import parse
from adtrace.sweeps.batch.kernel import Kernel


def kernel(text: str, over: dict[str, Any], at: dict[str, Any] | None = None, **options: Any) -> Kernel:
    """The kernel of a text, for columns of these shapes."""
    return Kernel(parse(text), {name: np.shape(column)[1:] for name, column in over.items()}, at or {}, **options)


def swept(text: str, over: dict[str, Any], at: dict[str, Any] | None = None, **options: Any) -> dict[str, Any]:
    """Every result column of a block."""
    return kernel(text, over, at, **options)({name: np.asarray(column, float) for name, column in over.items()})


def added(text: str, over: dict[str, Any], at: dict[str, Any] | None = None, **options: Any) -> dict[str, Any]:
    """The totals, from two blocks."""
    run = kernel(text, over, at, total=True, **options)
    half = len(next(iter(over.values()))) // 2
    first = run({name: np.asarray(column[:half], float) for name, column in over.items()})
    last = run({name: np.asarray(column[half:], float) for name, column in over.items()})
    assert set(first) == set(last)
    return run.finish({name: first[name] + last[name] for name in first})


def single(text: str, over: dict[str, Any], at: dict[str, Any] | None = None, **options: Any) -> dict[str, Any]:
    """The same columns by a loop of single runs."""
    results: dict[str, list[Any]] = {}
    for row in range(len(next(iter(over.values())))):
        point = {name: column[row] if np.ndim(column[row]) else float(column[row]) for name, column in over.items()}
        trace = adtrace.reverse(text, {**point, **(at or {})}, **options)
        gradients = trace.gradient if len(trace.outputs) > 1 else {next(iter(trace.outputs)): trace.gradient}
        for output, value in trace.outputs.items():
            results.setdefault(output, []).append(value)
            for name, slope in gradients[output].items():
                results.setdefault(f"d{output}/d{name}", []).append(slope)
    return {name: np.array(values) for name, values in results.items()}


def assert_same(found: dict[str, Any], wanted: dict[str, Any], tolerance: float = 1e-12, lost: float = 0.0) -> None:
    """Whether columns agree: nan with nan, inf with inf, and numbers up to a part of the largest of their column.

    lost  how far off a number may be besides, where terms that are about 1 cancel
    """
    assert list(found) == list(wanted)
    for name, column in wanted.items():
        assert found[name].shape == column.shape, name
        finite = np.abs(column[np.isfinite(column)])
        scale = lost + tolerance * float(finite.max(initial=0.0))
        np.testing.assert_allclose(found[name], column, rtol=tolerance, atol=scale, equal_nan=True, err_msg=name)


def ulps(a: float, b: float) -> float:
    """How many units in the last place lie between two numbers; 0 for nan and nan."""
    if a == b or (a != a and b != b):
        return 0.0
    if not (math.isfinite(a) and math.isfinite(b)):
        return math.inf
    return abs(a - b) / max(math.ulp(a), math.ulp(b))


def assert_same_bits(found: dict[str, Any], wanted: dict[str, Any]) -> None:
    """Whether columns agree to the last bit; any nan is like any other."""
    for name, column in wanted.items():
        same = (found[name].view(np.int64) == column.view(np.int64)) | (np.isnan(found[name]) & np.isnan(column))
        assert same.all(), (name, np.argwhere(~same)[:3])
