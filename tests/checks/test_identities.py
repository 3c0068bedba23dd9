"""Identities: both sides compared in value and in all derivatives."""

from __future__ import annotations

import pytest

import adtrace
from adtrace.errors import AdtraceError
from adtrace.records.claims import KINK

ARRAY = {"x": [1, -2, 3]}

EXERCISE_E = [
    ("sigmoid(x)", "(tanh(x/2) + 1)/2", "(tanh(x/2) - 1)/2", None),
    ("log(sigmoid(x))", "-softplus(-x)", "softplus(-x)", None),
    ("sigmoid(x)*sigmoid(-x)", "sigmoid(x)*(1 - sigmoid(x))", "sigmoid(x)*(1 + sigmoid(x))", None),
    ("sech(x)^2", "1 - tanh(x)^2", "1 + tanh(x)^2", None),
    ("softplus(x)", "log(1 + exp(x))", "log(1 - exp(x))", None),
    ("abs(x)", "x*sign(x)", "-x*sign(x)", None),
    ("relu(x)", "x*(x > 0)", "-x*(x > 0)", None),
    ("sum(x^2)", "x @ x", "-(x @ x)", ARRAY),
    ("sum(abs(x))", "sum(x*sign(x))", "sum(x*sign(-x))", ARRAY),
]


@pytest.mark.parametrize(("left", "right", "wrong", "at"), EXERCISE_E)
def test_the_identities_of_exercise_e_and_each_with_one_sign_changed(left, right, wrong, at):
    found = adtrace.same(left, right, at)
    assert found.ok and found.points > 80 and found.counter is None
    altered = adtrace.same(left, wrong, at)
    assert not altered.ok and altered.failing > 20
    point = altered.counter.point
    assert altered.what == ""
    first, second = (adtrace.evaluate(text, {name: point[name] for name in point}).value for text in (left, wrong))
    assert altered.counter.numbers == (first, second)


def test_derivatives_are_compared_too():
    found = adtrace.same("floor(x) + 0*x", "floor(x)")
    assert found.ok
    found = adtrace.same("x + 1e-12*sin(1e6*x)*exp(-x^2)", "x", {"x": 0})
    assert not found.ok


def test_a_derivative_that_differs_where_the_values_agree():
    """By the convention of where, the slope is that of the branch taken: equal values, different slopes."""
    found = adtrace.same("where(x == 1, 1, x)", "x", {"x": 1})
    assert found.verdict == "agrees" and found.notes[0].code == KINK, "at the jump of the condition"


def test_inputs_of_one_side_only():
    assert adtrace.same("x*y/y", "x").one_sided[0].side == 1
    assert adtrace.same("x + 0*z", "x").ok
    assert adtrace.same("x + z", "x").counter is not None


def test_domains_that_differ_are_a_note():
    found = adtrace.same("log(x^2)", "2*log(x)")
    assert found.ok
    alone, = found.one_sided
    assert alone.side == 0 and alone.points > 10 and alone.point == {"x": -1.0}


def test_nowhere_a_value_on_both_sides():
    with pytest.raises(AdtraceError, match="no point was found where both have a value"):
        adtrace.same("log(x)", "log(-x)")


def test_arrays_and_several_outputs():
    at = {"W": [[1, 2], [3, 4]], "x": [1, 2]}
    assert adtrace.same("(W @ x).T", "W @ x", at).ok
    found = adtrace.same("W @ x", "W.T @ x", at)
    assert found.counter.given and found.counter.place in ((0,), (1,))
    assert adtrace.same("W @ x", "sum(W @ x)", at).shapes == ((2,), ())
    assert adtrace.same("[x*y, x + y]", "[y*x, y + x]").ok
    assert adtrace.same("[x*y, x + y]", "[y*x, y - x]").output == 1
    with pytest.raises(AdtraceError, match="2 and 1 outputs"):
        adtrace.same("[x*y, x + y]", "x")


def test_matrix_identities():
    at = {"A": [[1, 2], [3, 4]], "B": [[0, 1], [1, 1]]}
    assert adtrace.same("det(A @ B)", "det(A)*det(B)", at).ok
    assert adtrace.same("trace(A @ B)", "trace(B @ A)", at).ok
    assert adtrace.same("inv(A @ B)", "inv(B) @ inv(A)", at).ok
    assert not adtrace.same("inv(A @ B)", "inv(A) @ inv(B)", at).ok


@pytest.mark.parametrize(("left", "right"), [
    ("sin(2*x)", "2*sin(x)*cos(x)"), ("atan(x) + atan(1/x)", "pi/2*sign(x)"), ("log1p(x)", "log(1 + x)"),
    ("expm1(x)", "exp(x) - 1"), ("(x + y)^3", "x^3 + 3*x^2*y + 3*x*y^2 + y^3"), ("x^0.5", "sqrt(x)"),
    ("logsumexp(x)", "log(sum(exp(x)))"), ("cosh(x)^2 - sinh(x)^2", "1 + 0*x"), ("hypot(x, y)", "sqrt(x^2 + y^2)"),
    ("asinh(x)", "log(x + sqrt(x^2 + 1))"), ("max(x, y)", "(x + y + abs(x - y))/2"), ("abs(x)", "sqrt(x^2)"),
])
def test_rounding_and_kinks_are_no_differences(left, right):
    found = adtrace.same(left, right, ARRAY if "sum" in left else None, trials=200)
    assert found.ok and found.points > 50, found


@pytest.mark.parametrize(("left", "right"), [
    ("sin(2*x)", "2*sin(x)"), ("log1p(x)", "log(x)"), ("exp(x + y)", "exp(x) + exp(y)"), ("sqrt(x^2)", "x"),
    ("relu(x)", "x"), ("x", "x*(1 + 1e-7)"), ("where(x > 50, x, 0)", "0*x"), ("log(x*y)", "log(x)*log(y)"),
])
def test_differences_are_found(left, right):
    assert adtrace.same(left, right).verdict == "refuted"


def test_it_is_reproducible():
    first, second = (adtrace.same("sin(x*y)", "sin(x)*y", random_seed=3) for _ in range(2))
    assert first.counter.point == second.counter.point and first.failing == second.failing


def test_held_inputs_stay():
    assert not adtrace.same("x^n", "x*x", {"n": 2}).ok
    assert not adtrace.same("x^n", "x*x", {"n": 2}, hold="n").ok, "the derivative by n differs"
    assert adtrace.same("n*x", "x + x + 0*n", {"n": 2}, hold="n").what == "n"


def test_input_lines_of_one_program_hold_for_both() -> None:
    lines = "input x = [1, 2]\ninput y = 3\n"
    assert adtrace.same(f"{lines}sum(x^2)*y", "sum(x*x)*y").ok
    assert not adtrace.same("sum(x*x)*y", f"{lines}sum(x^2) + y").ok
