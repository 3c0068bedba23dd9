"""The Taylor remainder: slope 2 for a right derivative, 1 for a wrong one, and no verdict where there is none to give."""

from __future__ import annotations

import pytest
from test_cross import at, scaled, spoiled

from adtrace.checks.cross.taylor import fitted, judged
from adtrace.records.crosscheck import EXACT, NOT_SMOOTH, RIGHT, UNCLEAR, WRONG
from adtrace.rules import table

STEPS = [2.0**-k for k in range(2, 30)]


@pytest.mark.parametrize(("text", "point"), [
    ("1/(1+exp(-a*x))", "x=2,a=1"), ("sin(1e6*x)", "x=1"), ("sum(softmax(W@v)*v)", "W=[[1,2],[3,4]],v=[1,-1]"),
    ("x*log(x)", "x=1e-9"), ("[x*y, exp(x)]", "x=2,y=3"), ("abs(x)*x", "x=3"),
])
def test_two_for_what_is_right(text: str, point: str) -> None:
    found = at(text, point).taylor
    assert found.verdict == RIGHT
    assert found.slope == pytest.approx(2.0, abs=0.05)


def test_three_where_the_second_derivative_is_zero() -> None:
    assert at("sin(x)", "x=0").taylor.slope == pytest.approx(3.0, abs=0.05)
    assert at("x^3", "x=0").taylor.verdict == RIGHT


@pytest.mark.parametrize("factor", [1.5, -1.0, 1.01])
def test_one_for_what_is_wrong(factor: float) -> None:
    rules = tuple(scaled(rule, factor) for rule in table.operator("sin").rules)
    found = spoiled("x*sin(x*y)", "x=1.2,y=0.7", "sin", rules=rules).taylor
    assert found.verdict == WRONG
    assert found.slope == pytest.approx(1.0, abs=0.2)


@pytest.mark.parametrize(("text", "point"), [("3*x - y", "x=1,y=2"), ("sum(v)", "v=[1,2,3]"), ("relu(x - 0.99)", "x=1"), ("5 + 0*x", "x=1")])
def test_nothing_is_left_of_a_linear_function(text: str, point: str) -> None:
    assert at(text, point).taylor.verdict == EXACT


@pytest.mark.parametrize(("text", "point", "verdict"), [
    ("abs(x)", "x=0", NOT_SMOOTH), ("floor(x)", "x=2", NOT_SMOOTH), ("max(v)", "v=[1,1]", NOT_SMOOTH),
    ("sqrt(x)", "x=0", UNCLEAR), ("log(x)", "x=-1", UNCLEAR), ("1/x", "x=0", UNCLEAR), ("x^1.5", "x=0", UNCLEAR),
    ("sin(x)", "x=1e18", UNCLEAR),
])
def test_no_verdict_where_none_can_be_given(text: str, point: str, verdict: str) -> None:
    assert at(text, point).taylor.verdict == verdict


@pytest.mark.parametrize(("power", "verdict"), [(2.0, RIGHT), (3.0, RIGHT), (1.0, WRONG), (1.5, UNCLEAR), (0.3, UNCLEAR)])
def test_the_slope_is_that_of_the_remainders(power: float, verdict: str) -> None:
    found = judged([(h, 0.7*h**power) for h in STEPS], [1e-30]*len(STEPS), smooth=True)
    assert found.slope == pytest.approx(power, abs=1e-9)
    assert found.verdict == verdict


def test_steps_that_rounding_hides_do_not_count() -> None:
    steps = [(h, h*h + 1e-15) for h in STEPS]
    found = judged(steps, [1e-13]*len(STEPS), smooth=True)
    assert found.slope == pytest.approx(2.0, abs=0.01)
    assert judged(steps, [10.0]*len(STEPS), smooth=True).verdict == EXACT


def test_a_line_by_least_squares() -> None:
    assert fitted([(0, 1), (1, 3), (2, 5)]) == pytest.approx(2.0)
    assert fitted([(0, 0), (1, 1), (2, 1)]) == pytest.approx(0.5)
