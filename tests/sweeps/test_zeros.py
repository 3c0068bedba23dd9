"""Zeros that are left where all digits cancel, and zeros that are right."""

from __future__ import annotations

import math

import pytest

import adtrace
from adtrace.lang.parser import parse
from adtrace.records import OF_ADJOINT, OF_VALUE
from adtrace.sweeps.run import Run
from adtrace.sweeps.trust import zeros
from adtrace.views.signs import BORN, SPREAD, signs_of


def cancelled(trace):
    """The steps at which all digits cancel, in order."""
    return [one.node for one in trace.warnings if one.code == "cancellation" and "all digits cancel" in one.message]


def test_the_0_is_to_blame_and_not_the_pole():
    trace = adtrace.reverse("1/(1-cos(x))", {"x": 1e-9})
    zero, pole = trace.warnings
    assert (zero.code, zero.node) == ("cancellation", "w2")
    assert zero.message == "w2 = 1 - w1 is 0 at w1 = 1: all digits cancel, since w1 = cos(x) is rounded"
    value, adjoint = zero.origins
    assert (value.of, value.node, value.result, value.operands) == (OF_VALUE, "w2", "0", (("1", 1.0), ("w1", 1.0)))
    assert (value.path, value.poisoned) == (("w2", "y"), ("y",))
    assert (adjoint.of, adjoint.path, adjoint.poisoned) == (OF_ADJOINT, ("w2", "w1", "x"), ("x",))
    assert (pole.code, pole.node) == ("pole", "y")
    signs = signs_of(trace, trace.sweeps[0])
    assert (signs.card("w2"), signs.card("w1")) == (BORN, SPREAD)


@pytest.mark.parametrize(
    ("program", "point", "step"),
    [
        ("log(1-sigmoid(x))", {"x": 40}, "w2"),
        ("1-cos(x)", {"x": 1e-9}, "y"),
        ("(1e16+x)-1e16", {"x": 0.3}, "y"),
        ("log(1+x)/x", {"x": 1e-17}, "w2"),
        ("sqrt(x+1)-sqrt(x)", {"x": 1e20}, "y"),
        ("(1-tanh(x))*z", {"x": 30, "z": 1e20}, "w2"),
    ],
)
def test_what_is_0_only_by_rounding(program, point, step):
    trace = adtrace.reverse(program, point)
    assert cancelled(trace) == [step]
    keeps = [one.message for one in trace.warnings if "keeps none" in one.message and "the slope" not in one.message]
    assert keeps == [], "said twice"


def test_element_by_element():
    trace = adtrace.evaluate("log(1 - cos(v))", {"v": [1.0, 1e-9, 0.0]})
    (zero,) = [one for one in trace.warnings if one.code == "cancellation"]
    assert zero.message.startswith("w2 = 1 - w1 is 0 at w1[1] = 1: all digits cancel")
    assert zero.origins[0].place == (1,)
    assert [one.node for one in trace.warnings] == ["w2", "y"]


@pytest.mark.parametrize(
    ("program", "point"),
    [
        ("x - x", {"x": 0.1}),
        ("3 - 3 + 0*x", {"x": 0.1}),
        ("x*y - x*y", {"x": 0.1, "y": 0.3}),  # The same operation twice rounds alike.
        ("x*x - 9", {"x": 3}),
        ("sqrt(x*x) - x", {"x": 3}),
        ("1 - cos(x)", {"x": 0}),
        ("log(x)", {"x": 1}),
        ("exp(-x) + relu(-x)", {"x": 900}),
        ("x/3*3 - x + 5", {"x": 1}),  # Rounded, but of no consequence.
        ("relu(x/3 - y)", {"x": 1, "y": 2}),
    ],
)
def test_what_is_0_and_should_be(program, point):
    assert cancelled(adtrace.reverse(program, point)) == []


def test_no_run_is_made_where_nothing_is_0(monkeypatch):
    monkeypatch.setattr(zeros, "moved_runs", None)
    for program, point in (("1/(1-cos(x))", {"x": 1}), ("sum(relu(W@x))", {"W": [[1, -2], [-3, 1]], "x": [1, 0]})):
        adtrace.reverse(program, point)
    run = Run(parse("where(x > 0, x, 0)*y + x*0"), {"x": -1.0, "y": 0.0})
    assert zeros.Zeros(run.graph, run.values).masks == {}


def test_the_true_number_is_none():
    """What is said to be 0 by rounding is not 0 in many digits."""
    mpmath = pytest.importorskip("mpmath")
    for x in (1e-9, 3e-9, 1e-12):
        assert math.isinf(adtrace.evaluate("1/(1-cos(x))", {"x": x}).value)
        with mpmath.workdps(50):
            assert 0 < 1 - mpmath.cos(mpmath.mpf(x)) < 1e-16
