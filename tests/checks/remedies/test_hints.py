"""Hints of warnings: the very rewrite that helps, where one does."""

from __future__ import annotations

import pytest

import adtrace

LOGISTIC = "1/(1+exp(-a*x))"


def hints(text, at):
    return {warning.code: warning.hint for warning in reversed(adtrace.reverse(text, at).warnings) if warning.hint}


@pytest.mark.parametrize(("text", "at", "code", "hint"), [
    (LOGISTIC, {"x": -1000, "a": 1}, "indeterminate", f"sigmoid(a*x) instead of {LOGISTIC}"),
    (LOGISTIC, {"x": -500, "a": 1}, "underflow", f"sigmoid(a*x) instead of {LOGISTIC}"),
    ("sqrt(x+1)-sqrt(x)", {"x": 1e12}, "cancellation", "1/(sqrt(x+1) + sqrt(x)) instead of sqrt(x+1)-sqrt(x)"),
    ("t = exp(-x); 1/(1+t)", {"x": -800}, "indeterminate", "sigmoid(x) instead of 1/(1+t)"),
    ("x*log(x)", {"x": 0}, "indeterminate", "xlogy(x, x) instead of x*log(x)"),
])
def test_a_warning_names_the_rewrite(text, at, code, hint):
    assert hints(text, at)[code] == hint


def test_forward_mode_names_it_too():
    found = adtrace.forward(LOGISTIC, {"x": -1000, "a": 1}).warnings
    assert f"sigmoid(a*x) instead of {LOGISTIC}" in [warning.hint for warning in found]


def test_the_rewrite_of_a_hint_has_no_such_warning():
    assert "indeterminate" not in {warning.code for warning in adtrace.reverse("sigmoid(a*x)", {"x": -1000, "a": 1}).warnings}


def test_a_hint_is_given_once():
    found = [warning.hint for warning in adtrace.reverse("sqrt(x+1)-sqrt(x)", {"x": 1e12}).warnings]
    assert len(found) == 2 and sum(" instead of " in hint for hint in found) == 1


@pytest.mark.parametrize(("text", "at"), [
    ("exp(x)*y", {"x": 1000, "y": 0}), ("x - y", {"x": 1/3, "y": 0.3333333333333333}), ("exp(x) - 1", {"x": 1}),
    ("exp(x)*1e300 - exp(2*x)*1e300", {"x": -800}),  # As products of exp(x) no float64 can write it.
])
def test_where_nothing_fits_there_is_no_such_hint(text, at):
    assert not [hint for hint in hints(text, at).values() if " instead of " in hint]


def test_a_nan_among_the_entries_of_an_array_is_enough():
    text = "sum(1/(1+exp(-(W@x))))"
    found = hints(text, {"W": [[1000, 0], [0, 1]], "x": [-1, 2]})
    assert found["indeterminate"] == "sigmoid(W@x) instead of 1/(1+exp(-(W@x)))"


def test_every_sweep_and_the_value_have_it():
    found = adtrace.forward(LOGISTIC, {"x": -1000, "a": 1}).warnings
    assert [one.hint for one in found if one.code == "indeterminate"] == [f"sigmoid(a*x) instead of {LOGISTIC}"]*2
    text = "exp(a)/(exp(a) + exp(b))"
    found = adtrace.evaluate(text, {"a": 1000, "b": 999}).warnings
    assert f"sigmoid(a - b) instead of {text}" in [one.hint for one in found]


@pytest.mark.parametrize(("text", "at"), [
    ("x*y", {"x": float("inf"), "y": 0}), ("1/x + 1/y", {"x": 0.0, "y": -0.0}), ("x - x*y", {"x": float("inf"), "y": 1}),
    ("cbrt(x^3)", {"x": 0}), ("cbrt(x^3)", {"x": 1e200}), ("x^y", {"x": -1e-300, "y": 3}),
    ("exp(x)*y", {"x": 1000, "y": 0}), ("[cbrt(x^3), log(1 + exp(y))]", {"x": 0, "y": 1}),
])
def test_forms_that_are_of_no_use_are_not_listed(text, at):
    first = adtrace.evaluate(text, at)
    traces = [adtrace.reverse(text, at, of=[name]) for name in first] if isinstance(first, dict) else [adtrace.reverse(text, at)]
    assert any(one.code == "indeterminate" for trace in traces for one in trace.warnings)
    assert not [one.hint for trace in traces for one in trace.warnings if "stable forms" in one.hint]


@pytest.mark.parametrize(("text", "at", "forms"), [
    ("exp(x)/(y + exp(x))", {"x": 1000, "y": 5}, "sigmoid"),
    ("y*log(x)^2", {"x": 0, "y": 0}, "xlogy"),
    ("(x^2 + y^2 + x*y)^0.5", {"x": 0, "y": 0}, "hypot, abs"),
])
def test_forms_are_listed_where_one_may_be_of_use(text, at, forms):
    assert hints(text, at)["indeterminate"] == f"stable forms: {forms}"


RUNS = [
    ("w=z-z; a = y*log(w); b=y*where(y==0,0,y/w); b-b", {"z": 30, "y": -2}),  # 0 times something, taken for a factor.
    ("w0 = z*log(x); w1 = x/x; w2 = log(1-sigmoid(x)); w3 = z*log(w1); [y, w3]", {"x": 30.0, "y": -1.5, "z": 0.5}),  # Fewer inputs.
    ("t = hypot(x,y); a = where(y>0, -x/t/t, 0); b = exp(800*x) - exp(800*x); [a, b]", {"x": 1, "y": 2}),
]


@pytest.mark.parametrize(("text", "at"), RUNS)
def test_the_search_for_a_hint_never_ends_a_run(text, at):
    assert adtrace.evaluate(text, at).warnings or adtrace.reverse(text, at).warnings


@pytest.mark.parametrize(("text", "at", "ieee"), [
    ("atan2(atan2(x, x), relu(z))", {"x": 1, "z": 2}, False),
    ("(sqrt(sqrt(1+y^2))) - (atan2(x,x)*(y/y))", {"x": 1, "y": 2}, True),
])
def test_derived_programs_have_hints(text, at, ieee):
    assert adtrace.evaluate(adtrace.derive(text, ieee=ieee), at).warnings
