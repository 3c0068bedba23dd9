"""Which use of a step is to blame for its adjoints."""

from __future__ import annotations

import pytest

import adtrace
from adtrace.checks.diff.causes import cause


def blamed(first, second, at, place=0):
    """The step on either side that makes the adjoints in the row at `place` differ."""
    found = adtrace.diff(first, second, at)
    row = cause(found, found.sweeps[0], place)
    return None if row is None else [step and step.formula for step in found.steps_of(found.pairs[row])]


@pytest.mark.parametrize(("first", "second", "at", "steps"), [
    ("stopx = x*1; sin(x)*x", "sin(x)*3", {"x": 3}, ["w2*x", "w1*3"]),
    ("abs(x)", "where(x > 0, x, -x)", {"x": 0}, [None, "-x"]),
    ("a = 3*x; b = x^3; a + b", "a = x + 4; b = 4*x; a + b", {"x": 2}, ["x^3", "4*x"]),
    ("a = x^3; b = 3*x; a + b", "a = 4*x; b = x + 4; a + b", {"x": 2}, ["x^3", "4*x"]),
    ("dead = 7*x; sum(x*x)", "sum(x*[3, 4])", {"x": [3, 4]}, ["x*x", "x*[3, 4]"]),
    ("a = max(x); a + x[1]", "a = x[0]; a + x[1]", {"x": [1, 1]}, ["max(x)", "x[0]"]),
])  # fmt: skip
def test_it_is_the_one_that_gives_the_most_different_share(first, second, at, steps):
    assert blamed(first, second, at) == steps


def test_nothing_is_to_blame_where_adjoints_are_the_same():
    assert blamed("x*y", "y*x", {"x": 2, "y": 3}) is None


def test_inf_against_a_number_is_the_largest_difference():
    found = blamed("a = sqrt(x); b = 9*x; a + b", "a = x*5; b = x*1; a + b", {"x": 0})
    assert found == ["sqrt(x)", "x*5"]
