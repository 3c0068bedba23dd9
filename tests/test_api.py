"""What others program against: types, names and order of the Python API."""

import copy
import math
import pickle

import numpy as np
import pytest

import adtrace

LOGISTIC = "1/(1+exp(-a*x))"


def test_a_scalar_reverse():
    trace = adtrace.reverse(LOGISTIC, {"x": 2, "a": 1})
    assert type(trace.value) is float
    assert list(trace.gradient) == ["x", "a"]
    assert all(type(slope) is float for slope in trace.gradient.values())
    assert [step.name for step in trace.steps] == ["x", "a", "w1", "w2", "w3", "w4", "y"]
    last = trace.steps[-1]
    assert (last.op, last.args, last.formula, last.adjoint, last.shape) == ("div", (1.0, "w4"), "1/w4", 1.0, ())
    assert [(one.consumer, one.rule) for one in trace.steps[0].increments] == [("w2", "w2_bar*w1")]
    assert trace.warnings == ()


def test_inputs_come_in_the_order_of_input_lines_then_of_the_point():
    trace = adtrace.reverse("input b = 2; z*b*a", {"z": 1, "a": 3})
    assert list(trace.gradient) == ["b", "z", "a"]


def test_the_gradient_has_every_input():
    trace = adtrace.reverse("input k = [1, 2]; 0*x + floor(z)", {"x": 2, "z": 1.5})
    assert trace.gradient["z"] == trace.gradient["x"] == 0.0
    np.testing.assert_array_equal(trace.gradient["k"], [0.0, 0.0])


def test_a_name_that_is_not_used_is_no_input():
    assert list(adtrace.reverse("x^2", {"x": 3, "other": 1}).gradient) == ["x"]


def test_arrays_are_float64():
    trace = adtrace.reverse("sum(W @ x)", {"W": [[1, 2], [3, 4]], "x": (1, 2)})
    assert trace.gradient["W"].dtype == np.float64
    assert trace.gradient["W"].shape == (2, 2)
    assert type(trace.value) is float


def test_forward_names_its_sweeps():
    assert adtrace.forward("x*y", {"x": 2, "y": 3}).tangent == {"x": 3.0, "y": 2.0}
    assert adtrace.forward("x*y", {"x": 2, "y": 3}, wrt="y").tangent == 2.0
    assert adtrace.forward("x*y", {"x": 2, "y": 3}, seed={"x": 1, "y": -2}).tangent == -1.0
    assert adtrace.forward("[x*y, x]", {"x": 2, "y": 3}, wrt="x").tangent == {"y1": 3.0, "y2": 1.0}
    assert set(adtrace.forward("sum(v^2)", {"v": [1, 2]}).tangent) == {"v[0]", "v[1]"}


def test_symbols_only():
    trace = adtrace.forward(LOGISTIC)
    assert not trace.point
    assert trace.value is None
    assert [step.rule for step in trace.steps[2:]] == ["-da", "dw1*x + w1*dx", "exp(w2)*dw2", "dw3", "-dw4/w4^2"]


def test_several_outputs_and_a_choice_of_them():
    text, at = "u = x*y; v = u + x; v*u", {"x": 2, "y": 3}
    trace = adtrace.reverse(text, at, of=["u", "v"])
    assert trace.value == {"u": 6.0, "v": 8.0}
    assert trace.gradient == {"u": {"x": 3.0, "y": 2.0}, "v": {"x": 4.0, "y": 2.0}}


def test_texts_are_constants_in_a_point():
    assert adtrace.evaluate("x", {"x": "pi/2"}).value == math.pi / 2


@pytest.mark.parametrize(
    ("name", "shown"),
    [("table", "ẇ₄"), ("ascii", "-dw4/w4^2"), ("json", '"tangent": 0.104993'), ("svg", "ẏ = 0.1050"), ("dot", "ẏ = 0.1050")],
)
def test_render(name, shown):
    forward = adtrace.forward(LOGISTIC, {"x": 2, "a": 1}, wrt="x")
    assert shown in adtrace.render(forward, name, beside=adtrace.reverse(LOGISTIC, {"x": 2, "a": 1}))


def test_a_trace_has_what_its_mode_has():
    trace = adtrace.evaluate("x", {"x": 1})
    with pytest.raises(AttributeError, match=r"adtrace\.reverse"):
        _ = trace.gradient
    with pytest.raises(AttributeError, match="set attribute"):
        trace.mode = "reverse"


@pytest.mark.parametrize(
    ("at", "message"),
    [({"x": "y"}, "not a constant"), ({"x": None}, "not a number"), ({"x": [[1], [2, 3]]}, "rectangular"), ({"2x": 1}, "not a name")],
)
def test_points_that_cannot_be_used(at, message):
    with pytest.raises(adtrace.AdtraceError, match=message):
        adtrace.reverse("x^2", at)


def test_a_trace_can_be_pickled_and_copied():
    trace = adtrace.reverse("u = x*y; u + sin(u)", {"x": 2, "y": 3})
    again = pickle.loads(pickle.dumps(trace))
    assert again.gradient == trace.gradient
    assert [(step.name, step.rule, step.span) for step in again.steps] == [(step.name, step.rule, step.span) for step in trace.steps]
    assert again.steps[2].increments == trace.steps[2].increments
    assert adtrace.render(copy.deepcopy(trace)) == adtrace.render(trace) == adtrace.render(again)


def test_a_named_list_as_the_last_expression_is_one_array():
    trace = adtrace.forward("h = x; s = [exp(h), h]; s", {"x": 1})
    assert list(trace.outputs) == ["s"]
    assert trace.tangent.tolist() == [math.e, 1]


def test_pictures_of_pixels_are_bytes():
    pytest.importorskip("typst")
    trace = adtrace.reverse("x*y", {"x": 1, "y": 2})
    assert adtrace.render(trace, "png").startswith(b"\x89PNG") and adtrace.render(trace, "pdf").startswith(b"%PDF")


def test_a_whole_document_of_latex():
    trace = adtrace.reverse("x*y", {"x": 1, "y": 2})
    assert r"\documentclass" in adtrace.render(trace, "latex", standalone=True)
    assert r"\documentclass" not in adtrace.render(trace, "latex")
