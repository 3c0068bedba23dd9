"""Differences: the slope, and an error that can be believed, for functions whose slope is known exactly."""

from __future__ import annotations

import math
from typing import Any

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adtrace.checks.cross.differences import differences
from adtrace.checks.cross.function import Function, components, noise
from adtrace.checks.cross.slopes import noisy_runs
from adtrace.errors import AdtraceError
from adtrace.lang.parser import parse
from adtrace.records.crosscheck import FIXED, JUMP, KINK, NOISE, ONE_SIDED, SMOOTH, UNDEFINED, Difference, Place
from adtrace.sweeps.run import Run


class Known:
    """A function of one number, as differences see it."""

    def __init__(self, function: Any, x: float) -> None:
        self.function, self.x = function, x
        self.start = self.moved(Place("x"), x)

    def number(self, place: Place) -> float:
        return self.x

    def moved(self, place: Place, to: float) -> Any:
        with np.errstate(all="ignore"):
            return np.array([self.function(to)])


def slope(function: Any, x: float, off: float | None = None) -> Difference:
    known = Known(function, x)
    with np.errstate(all="ignore"):
        return differences(known, Place("x"), np.abs(known.start)*2.0**-52 if off is None else np.array([off]))[0]


SMOOTH_ONES = {
    "sin": (np.sin, mpmath.cos), "exp": (np.exp, mpmath.exp), "atan": (np.arctan, lambda x: 1/(1 + x*x)),
    "square": (lambda x: x*x, lambda x: 2*x), "cube": (lambda x: x*x*x, lambda x: 3*x*x),
    "reciprocal": (lambda x: 1/x, lambda x: -1/(x*x)), "tanh": (np.tanh, lambda x: mpmath.sech(x)**2),
    "wave": (lambda x: np.sin(50*x)*x, lambda x: 50*x*mpmath.cos(50*x) + mpmath.sin(50*x)),
    "log": (lambda x: np.log(abs(x)), lambda x: 1/x), "line": (lambda x: 3 - 2*x, lambda x: -2),
}


@given(name=st.sampled_from(sorted(SMOOTH_ONES)), x=st.floats(1e-6, 30), sign=st.sampled_from((-1, 1)))
def test_the_error_covers_the_distance_to_the_slope(name: str, x: float, sign: int) -> None:
    function, exact = SMOOTH_ONES[name]
    wanted = float(exact(mpmath.mpf(sign*x)))
    found = slope(function, sign*x, off=2.0**-52*(abs(function(x)) + abs(x*wanted)))
    assert found.kind in (SMOOTH, NOISE)
    if found.kind == SMOOTH:
        assert abs(found.value - wanted) <= 4*found.error


@pytest.mark.parametrize("name", sorted(SMOOTH_ONES))
@pytest.mark.parametrize("x", [0.3, -1.7, 2.5])
def test_the_error_is_small(name: str, x: float) -> None:
    function, exact = SMOOTH_ONES[name]
    found = slope(function, x)
    assert found.kind == SMOOTH
    assert found.error <= 1e-7*max(1.0, abs(float(exact(mpmath.mpf(x)))))


@pytest.mark.parametrize(("function", "x", "low", "high"), [
    (abs, 0.0, -1, 1), (lambda x: max(x, 0), 0.0, 0, 1), (lambda x: abs(x - 2), 2.0, -1, 1),
    (lambda x: max(3*x, x*x), 3.0, 3, 6), (lambda x: min(np.sin(x), x*x), 0.0, 0, 1), (lambda x: -abs(x), 0.0, -1, 1),
])
def test_both_sides_of_a_kink(function: Any, x: float, low: float, high: float) -> None:
    found = slope(function, x)
    assert found.kind == KINK
    assert found.interval == pytest.approx((low, high), abs=1e-6)


@pytest.mark.parametrize(("function", "x", "kind"), [
    (math.floor, 3.0, JUMP), (lambda x: float(x > 0), 0.0, JUMP), (lambda x: np.sqrt(x), 0.0, NOISE),
    (lambda x: np.sqrt(-x), 1.0, UNDEFINED), (lambda x: np.cbrt(x), 0.0, NOISE), (lambda x: 1/np.float64(x), 0.0, UNDEFINED),
    (lambda x: x*np.sqrt(x), 0.0, ONE_SIDED), (lambda x: math.floor(x), 3.5, SMOOTH), (lambda x: math.floor(350.7*x), 1.0, SMOOTH),
    (lambda x: np.sin(np.float64(x)), 1e18, NOISE), (lambda x: 7.0, 0.0, SMOOTH),
])
def test_what_is_found(function: Any, x: float, kind: str) -> None:
    assert slope(function, x).kind == kind


def test_an_edge_near_by_is_kept_away_from() -> None:
    """asin ends at 1: only the smaller steps have both sides."""
    found = slope(np.arcsin, 1 - 1e-6)
    assert found.kind == SMOOTH
    assert found.value == pytest.approx(1/math.sqrt(1 - (1 - 1e-6)**2), rel=1e-4)


def test_a_kink_near_by_is_kept_away_from() -> None:
    """Large steps agree on a slope of nearly 0, small ones on 1."""
    found = slope(lambda x: abs(x - 1), 1 + 1e-5)
    assert found.kind == SMOOTH
    assert found.value == pytest.approx(1.0, rel=1e-6)


def test_the_noise_of_the_values_is_part_of_the_error() -> None:
    rough = slope(lambda x: math.sin(x) + 1e-6*math.sin(1e13*x), 0.7, off=1e-6)
    assert rough.kind in (NOISE, SMOOTH)
    if rough.kind == SMOOTH:
        assert abs(rough.value - math.cos(0.7)) <= 4*rough.error
    assert slope(math.sin, 0.7, off=1e-9).error > 100*slope(math.sin, 0.7).error


def function_of(text: str, **values: float) -> Function:
    run = Run(parse(text), values)
    return Function(run, list(components(run, run.graph.outputs)))


def test_rounding_is_measured_by_runs_with_random_rounding() -> None:
    """What cancels shows: 1e16 has two units in its last place."""
    for text, least, most in [("(x + 1e16) - 1e16", 0.9, 10.0), ("x + 1", 1e-16, 1e-14), ("sin(x)", 1e-17, 1e-15)]:
        function = function_of(text, x=1.5)
        off = noise(function, noisy_runs(function))
        assert least <= off[0] <= most, text


def test_a_position_cannot_be_moved() -> None:
    function = function_of("[10, 20, 30][k]", k=1.0)
    with pytest.raises(AdtraceError):
        function.moved(Place("k"), 1.25)
    assert [one.kind for one in differences(function, Place("k"), np.zeros(1))] == [FIXED]
