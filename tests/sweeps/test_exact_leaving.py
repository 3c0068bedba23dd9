"""Where exactness is left: poles that floats step past, undefined values, reasons, and the effort that is made."""

import math
import pickle

import pytest

import adtrace
from adtrace.limits import LIMITS
from adtrace.records.notes import Note, noted
from adtrace.sweeps.exact.closed import EFFORT, Left, limited, spend


def codes(trace):
    return [(warning.code, warning.node) for warning in trace.warnings]


@pytest.mark.parametrize("text", ["log(x)", "log(x)*2 + x", "sqrt(x) + x^2"])
def test_what_is_nan_has_no_exact_form(text):
    trace = adtrace.reverse(text, {"x": "-1"}, exact=True)
    assert math.isnan(trace.value) and trace.value.exact is None
    assert math.isnan(trace.gradient["x"]) and trace.gradient["x"].exact is None


@pytest.mark.parametrize(("text", "at", "step"), [
    ("1/sin(x)", "pi", "y"), ("tan(x)", "pi/2", "y"), ("log(sin(x))", "pi", "y"), ("1/(sqrt(x)^2 - 2) + x", "2", "w4"),
])
def test_a_pole_that_floats_step_past_is_infinite_and_warned_of(text, at, step):
    trace = adtrace.reverse(text, {"x": at}, exact=True)
    assert math.isfinite(trace.value) and math.isinf(trace.value.nearest) and trace.value.exact is None
    assert ("pole", step) in codes(trace)
    assert ("pole", step) not in codes(adtrace.reverse(text, {"x": str(float(trace.inputs["x"]))}))
    assert any("it is infinite there" in note for note in trace.notes)
    assert not any("rounded" in note for note in trace.notes)


def test_a_pole_of_a_slope_is_warned_of():
    trace = adtrace.reverse("sqrt(sin(x))", {"x": "pi"}, exact=True)
    assert trace.value.exact == "0" and math.isinf(trace.gradient["x"].nearest)
    assert [warning.message.partition(" in exact")[0] for warning in trace.warnings if warning.code == "pole"] == [
        "the adjoint of w1 is infinite",
    ]


def test_a_pole_that_floats_see_is_warned_of_once():
    assert codes(adtrace.reverse("1/x", {"x": "0"}, exact=True)).count(("pole", "y")) == 1


@pytest.mark.parametrize(("text", "at", "reason"), [
    ("selu(x)", "1", "a number of its rule is a rounded one"),
    ("max(log(x), log(2) + log(3))", "6", "two numbers that it compares cannot be told apart"),
    ("x*2", "0.12345678901234567", "it was given with more digits than can be exact"),
])
def test_the_reason_is_the_right_one(text, at, reason):
    at = float(at) if "." in at else at
    assert adtrace.reverse(text, {"x": at}, exact=True).notes[0].endswith(reason)


@pytest.mark.parametrize("run", [adtrace.forward, adtrace.reverse])
def test_every_place_is_named_where_exactness_is_left(run):
    trace = run("erf(x) + gamma(x)", {"x": "1/2"}, exact=True)
    slope = "the tangent of w2" if run is adtrace.forward else "the adjoint of x"
    assert [note.partition(" and what")[0] for note in trace.notes] == ["w1", slope]


def test_what_is_left_inside_a_step_or_in_a_constant_is_named():
    assert adtrace.reverse("a = erf(x)*2; sin(a)", {"x": "1/2"}, by="statement", exact=True).notes[0].startswith("a and")
    assert adtrace.reverse("erf(1/2)*x", {"x": "2"}, exact=True).notes[0].startswith("erf(1/2) and")


def test_a_note_is_told_in_other_languages_and_survives_pickling():
    note = Note("{name} is {why}", {"name": "forward"}, {"why": "rounded"})
    french = {"{name} is {why}": "{name} est {why}", "rounded": "arrondi", "forward": "direct"}
    assert note == "forward is rounded" and noted(pickle.loads(pickle.dumps(note)), french.get) == "forward est arrondi"
    assert noted("as it stands", french.get) == "as it stands"


@pytest.mark.parametrize(("text", "at", "name", "exact"), [
    ("y = softmax(z); L = -log(y[1])", {"z": "[2, 1, 0.1]"}, "z",
     ["1/(1 + exp(-19/10) + exp(-1))", "(-1 - exp(19/10))/(1 + exp(9/10) + exp(19/10))",
      "1/(1 + exp(9/10) + exp(19/10))"]),
    ("l = softmax(x); -log(l[0])", {"x": "[log(4), 7/6]"}, "x",
     ["-exp(7/6)/(4 + exp(7/6))", "exp(7/6)/(4 + exp(7/6))"]),
])
def test_a_slope_is_reduced_before_it_is_too_long(text, at, name, exact):
    assert adtrace.reverse(text, at, exact=True).gradient[name].exact == exact


def test_layers_of_tanh_stay_exact():
    at = {"W": "[[1/2, 1/3], [1/5, -1]]", "x": "[1, 1/2]", "b": "[0, 1/7]", "t": "[1, 0]"}
    trace = adtrace.reverse("h = tanh(W@x + b); sum((h - t)^2)/2", at, exact=True)
    assert not trace.notes and None not in trace.gradient["x"].exact
    assert adtrace.reverse("tanh(tanh(x))", {"x": "1"}, exact=True).gradient["x"].exact


def test_determinants_of_rationals_go_as_far_as_digits_do():
    entries = [[f"{(3*i + 5*j*j + i*j) % 17 - 8}/{(i + 2*j) % 3 + 1}" for j in range(8)] for i in range(8)]
    rows = ", ".join(f"[{', '.join(row)}]" for row in entries)
    trace = adtrace.reverse("det(A)", {"A": f"[{rows}]"}, exact=True)
    assert trace.value.exact is not None and trace.value.nearest == pytest.approx(trace.value, rel=1e-9)
    assert all(entry is not None for row in trace.gradient["A"].exact for entry in row)


def test_the_effort_of_an_operation_is_limited():
    with limited():
        spend(LIMITS.exact_effort)
        with pytest.raises(Left) as error:
            spend(1)
    assert error.value.why == "work" and EFFORT.get() is None
    spend(10*LIMITS.exact_effort)


def test_a_determinant_of_irrationals_is_given_up_early(monkeypatch):
    monkeypatch.setattr("adtrace.sweeps.exact.closed.LIMITS", LIMITS._replace(exact_effort=100))
    entries = "[[sqrt(2), pi, e, 1], [log(2), 3, sqrt(3), pi], [e, 1/3, log(3), 2], [pi, sqrt(5), 1, e]]"
    trace = adtrace.evaluate("det(A)", {"A": entries}, exact=True)
    assert trace.notes[0].endswith("it takes too many operations on exact numbers") and math.isfinite(trace.value)


def test_a_pole_counts_before_what_is_only_rounded():
    trace = adtrace.evaluate("erf(x) + 1/sin(y)", {"x": "1/2", "y": "pi"}, exact=True)
    assert math.isinf(trace.value.nearest) and math.isfinite(trace.value)
