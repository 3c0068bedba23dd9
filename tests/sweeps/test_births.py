"""What is said to be born, and what is not: a nan is born only where nothing that it was made of is nan."""

from __future__ import annotations

import json
import math

import pytest

import adtrace
from adtrace.records import OF_ADJOINT, OF_TANGENT, OF_VALUE

INF, NAN = math.inf, math.nan


def told(trace):
    """The code and the message of every warning."""
    return [(warning.code, warning.message) for warning in trace.warnings]


def born(trace, of):
    """What was born where."""
    return [
        (origin.node, origin.result) for warning in trace.warnings for origin in warning.origins
        if origin.of == of and origin.node
    ]


# Given


def test_a_nan_in_the_data_is_told_of_with_its_place_and_its_spread():
    trace = adtrace.reverse("sum(W@x)", {"W": [[1, 1], [1, NAN]], "x": [1, 1]})
    (warning,) = trace.warnings
    assert (warning.code, warning.node, warning.message) == ("nan", "W", "nan is given in W[1, 1]")
    value, adjoint = warning.origins
    assert (value.of, value.node, value.result, value.rule, value.place) == (OF_VALUE, "W", "nan", "", (1, 1))
    assert (value.path, value.poisoned) == (("W", "w1", "y"), ("y",))
    assert (adjoint.of, adjoint.node, set(adjoint.poisoned)) == (OF_ADJOINT, "", {"W", "x"})


def test_nans_in_the_data_are_counted():
    trace = adtrace.evaluate("sum(v)", {"v": [NAN, 1, NAN, NAN]})
    assert told(trace) == [("nan", "nan is given in v[0], and in 2 more places")]


def test_a_nan_that_is_written_as_a_constant():
    assert told(adtrace.forward("x*nan", {"x": 1})) == [("nan", "a constant is nan")]


@pytest.mark.parametrize("program", ["where(x > 0, y, 2*x)", "where(x > 0, nan, 2*x)"])
def test_a_nan_in_a_branch_that_is_not_taken_is_none(program):
    assert adtrace.reverse(program, {"x": -1, "y": NAN} if "y" in program else {"x": -1}).warnings == ()


def test_an_infinity_that_is_given_is_meant_and_only_the_nan_that_it_makes_is_told_of():
    assert adtrace.reverse("1/x + min(x, 3)", {"x": INF}).warnings == ()
    trace = adtrace.reverse("x - x", {"x": INF})
    assert [code for code, _ in told(trace)] == ["indeterminate"]
    assert born(trace, OF_VALUE) == [("y", "nan")]


# Not born


NETWORK = "h = tanh(W1@x); o = W2@h; p = exp(200*o); s = p/sum(p); -sum(t*log(s))"


def test_a_factor_that_is_nan_is_not_one_that_became_0():
    """tanh is so saturated that its slope is 0, and what arrives there is nan already."""
    trace = adtrace.reverse(
        NETWORK, {"W1": [[300, 300], [300, -100]], "x": [1, 1], "W2": [[6, 2], [1, 1]], "t": [1, 0]}
    )
    assert any(math.isnan(origin) for origin in trace.gradient["W1"].flat)
    assert not [node for node, _ in born(trace, OF_ADJOINT) if node in ("x", "W1", "w1", "w2")]
    assert not [message for code, message in told(trace) if code == "underflow" and "h = tanh" in message]


def test_nan_times_0_is_no_birth():
    trace = adtrace.reverse("x^2/x^3", {"x": 1e-200})
    assert math.isnan(trace.gradient["x"])
    assert born(trace, OF_VALUE) == [("w1", "0"), ("w2", "0"), ("y", "nan")]
    assert born(trace, OF_ADJOINT) == []


def test_a_slope_that_is_nan_by_an_operand_is_no_birth_and_one_that_is_not_is():
    """hypot(inf, nan) is inf; its slope y/inf is nan because of y, and inf/inf because of nothing else."""
    trace = adtrace.reverse("hypot(x, y)", {"x": INF, "y": NAN})
    assert born(trace, OF_ADJOINT) == [("x", "nan")]


def test_every_nan_operand_of_a_birth_is_made_there():
    """Whatever is nan was born where nothing it was made of is nan: over many points of many expressions."""
    points = [0.0, 1.0, -1.0, 1e-200, 1e200, 800.0, -800.0, INF, NAN]
    seen = 0
    for program in ("x^2/x^3 + y", "exp(x*y)/exp(x)", "tanh(x)*log(y)", "sqrt(x*y)*sqrt(x)", "x/y - y/x", "atan2(y, x)^y"):
        for x in points:
            for y in points:
                for trace in (adtrace.reverse(program, {"x": x, "y": y}), adtrace.forward(program, {"x": x, "y": y})):
                    for warning in trace.warnings:
                        for origin in warning.origins:
                            if origin.node and origin.rule:
                                flows = [number for name, number in origin.operands]
                                own = flows if origin.of == OF_VALUE else flows[:1]
                                assert not any(map(math.isnan, own)), (program, x, y, origin)
                                seen += 1
    assert seen > 500


def test_one_sentence_for_what_both_factors_do():
    text = adtrace.render(adtrace.forward("sqrt(x)*sqrt(x)", {"x": 0}), "ascii")
    assert text.count("nan is born in the tangent of y") == 1


def test_strict_and_json_see_a_given_nan():
    found = json.loads(adtrace.render(adtrace.forward("x*y", {"x": NAN, "y": 1}), "json"))
    assert [one["code"] for one in found["warnings"]] == ["nan"]
    assert {origin["of"] for origin in found["warnings"][0]["origins"]} == {OF_VALUE, OF_TANGENT}
