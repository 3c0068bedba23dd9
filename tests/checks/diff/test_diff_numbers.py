"""When two numbers differ: beyond the last places, and beyond what rounding may have done."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from programs import array_points, arrays, names_in, points, trees, written

import adtrace
from adtrace.checks.diff.gaps import PLACES, gap
from adtrace.records.diff import APART, ROUNDING, SAME

INF, NAN = math.inf, math.nan


def moved(number: float, places: int) -> float:
    for _ in range(places):
        number = math.nextafter(number, INF)
    return number


@pytest.mark.parametrize("number", [1.7, -3e300, 2.5e-310, 1e-5])
def test_the_last_places_are_no_difference(number):
    assert gap(number, moved(number, PLACES)).verdict == SAME
    assert gap(number, moved(number, PLACES + 2)).verdict == APART


@pytest.mark.parametrize(
    ("left", "right", "verdict", "relative"),
    [
        (NAN, NAN, SAME, 0), (INF, INF, SAME, 0), (0.0, -0.0, SAME, 0), (NAN, 1.0, APART, INF), (INF, -INF, APART, INF),
        (INF, 1e308, APART, INF), (0.0, 1e-300, APART, 1), (1.0, -1.0, APART, 2), (1.5e308, -1.5e308, APART, 2),
        (4.0, 3.0, APART, 0.25),
    ],
)
def test_special_numbers(left, right, verdict, relative):
    for a, b in ((left, right), (right, left)):
        found = gap(a, b)
        assert (found.verdict, found.relative, found.differing) == (verdict, relative, int(verdict == APART))
        both = gap(np.array([1.0, a]), np.array([1.0, b]))
        assert (both.verdict, both.relative, both.of) == (verdict, relative, 2)
        if verdict == APART:
            assert both.place == (1,) and both.differing == 1


def test_shapes_that_differ():
    for a, b in ((np.zeros(2), np.zeros(3)), (np.zeros((2, 1)), np.zeros((1, 2))), (0.0, np.zeros(1))):
        found = gap(a, b)
        assert found.verdict == APART and found.place == () and found.relative == INF


def test_the_worst_element_is_named():
    left, right = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1.0, 2.1], [3.0, 5.0]])
    found = gap(left, right)
    assert found.place == (1, 1) and found.relative == 0.2 and (found.differing, found.of) == (2, 4)
    assert gap(np.zeros((0,)), np.zeros((0,))).verdict == SAME


def test_what_rounding_may_do_is_told_from_a_difference():
    assert gap(1.0, 1.0 + 1e-12, 1e-11).verdict == ROUNDING
    assert not gap(1.0, 1.0 + 1e-12, 1e-11).differs
    assert gap(1.0, 1.0 + 1e-12, 1e-13).verdict == APART
    spoilt = gap(1.0, 1.1, 0.2)
    assert spoilt.verdict == ROUNDING and spoilt.differs, "rounding alone, but nobody should call these one number"
    assert gap(np.array([1.0, 5.0]), np.array([1.0 + 1e-12, 5.0]), np.array([1e-11, 0])).verdict == ROUNDING
    assert gap(NAN, 1.0, INF).verdict == APART


CANCELLED = [
    ("1-cos(x)", "2*sin(x/2)^2", 1e-3, True), ("1-cos(x)", "2*sin(x/2)^2", 1e-5, False),
    ("1-cos(x)", "2*sin(x/2)^2", 1e-8, False), ("sqrt(x+1)-sqrt(x)", "1/(sqrt(x+1)+sqrt(x))", 1e6, True),
    ("sqrt(x+1)-sqrt(x)", "1/(sqrt(x+1)+sqrt(x))", 1e15, False), ("exp(x)-1", "expm1(x)", 1e-12, False),
    ("(x+1)^2 - x^2", "2*x + 1", 1000.1, True),
]


@pytest.mark.parametrize(("left", "right", "x", "agrees"), CANCELLED)
def test_rounding_is_named_where_it_alone_has_parted_two_programs(left, right, x, agrees):
    found = adtrace.diff(left, right, {"x": x})
    assert all(one.verdict != APART for one in found.results)
    assert any(one.verdict == ROUNDING for one in found.results)
    assert found.agrees == agrees


@pytest.mark.parametrize(("left", "right", "x", "agrees"), CANCELLED)
def test_a_formula_that_is_wrong_is_not_excused(left, right, x, agrees):
    """By more than what rounding does to it, which is known from the exact value of the left side's twin."""
    lost = abs(adtrace.evaluate(left, {"x": x}).value/adtrace.evaluate(right, {"x": x}).value - 1)
    found = adtrace.diff(f"{left} + 0", f"({right})*(1 + {1e3*max(lost, 1e-14)!r})", {"x": x})
    assert found.outputs[0].value.verdict == APART


@given(trees, points)
def test_a_program_never_differs_from_itself(tree, at):
    text = written(tree)
    used = {name: at[name] for name in sorted(names_in(tree))}
    for mode in ("reverse", "forward"):
        found = adtrace.diff(text, f"({text})", used, mode=mode)
        assert found.agrees and all(one.relative == 0 for one in found.results)


@given(arrays(), st.integers(0, 5))
def test_an_array_program_never_differs_from_itself(text, seed):
    at = array_points(seed)
    found = adtrace.diff(text, f"copy_ = {text}; copy_", at)
    assert found.agrees and all(pair.value is not None and not pair.rewritten for pair in found.pairs)


@given(arrays((2, 3)), arrays((2, 3)), st.integers(0, 5))
def test_sums_of_arrays_in_another_order(first, second, seed):
    """Terms that have changed places: the same function, to the last places or to rounding."""
    at = array_points(seed)
    found = adtrace.diff(f"sum({first} + {second})", f"sum({second}) + sum({first})", at)
    if all(np.isfinite(one.left).all() for one in found.results):
        assert all(one.verdict != APART for one in found.results)


def test_rounding_is_followed_through_what_the_limits_allow(monkeypatch):
    from adtrace.checks.diff import traces

    case = ("1-cos(x)", "2*sin(x/2)^2", {"x": 1e-3})
    assert adtrace.diff(*case).agrees
    monkeypatch.setattr(traces, "LIMITS", traces.LIMITS._replace(compared=5))
    assert adtrace.diff(*case).outputs[0].value.verdict == APART
    monkeypatch.setattr(traces, "LIMITS", traces.LIMITS._replace(compared=500, trusted=3))
    assert adtrace.diff(*case).outputs[0].value.verdict == APART
