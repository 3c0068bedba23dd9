"""Conventions for kinks: the default is what the rows say, and another one reaches everything that reads a rule."""

from __future__ import annotations

import numpy as np
import pytest
from sweeps.test_symbolic import compared
from test_corpus import text_and_point

import adtrace
from adtrace import AdtraceError
from adtrace.graph.build import constant
from adtrace.lang.parser import parse
from adtrace.lang.points import as_values
from adtrace.records.kinks import ERROR, LEAST_NORM
from adtrace.rules import conventions, table
from adtrace.sweeps.forward import forward
from adtrace.sweeps.reverse import reverse
from adtrace.sweeps.run import Run
from adtrace.sweeps.symbolic import append_adjoints, append_tangents

OTHERS = [name for name in conventions.names() if name != LEAST_NORM]
ARRAYS = [
    ("sum(abs(x)*x + relu(x)*[1, 2, 3])", [0.0, 1.0, 0.0]), ("max(x)*x[0] + min(x)", [1.0, 1.0, 0.0]),
    ("norm1(x)*norm2(x)", [0.0, 0.0, 0.0]), ("std(x) + x@x", [2.0, 2.0, 2.0]),
    ("sum(clip(x, 0, 1)*exp(x)) + hypot(x[0], x[2])", [0.0, 0.5, 1.0]), ("max([x, [0, 1, 1]], axis=0)@[1, 2, 4]", [0.0, 1.0, 2.0]),
    ("sum(norm2([[1, 2, 3], [0, 1, 0]]*x, axis=1)*[1, 2])", [1.0, 0.0, 1.0]),
    ("sum(max_pool2d(reshape(x, shape=[1, 1, 3]), size=[1, 2], stride=[1, 1])*2)", [1.0, 1.0, 1.0]),
    ("sum(elu(x, 2) + leaky_relu(x) + selu(x) + hard_tanh(x) + max(x, 0, x))", [0.0, 1.0, -1.0]),
]


def run_of(text, at, at_kink=LEAST_NORM):
    return Run(parse(text), as_values(at, constant), at_kink=at_kink)


def records(trace):
    return [[tuple(step)[:15] for step in sweep.steps] for sweep in trace.sweeps], trace.warnings, trace.notes


@pytest.mark.parametrize("number", range(0, 346, 11))
def test_where_no_kink_is_met_every_convention_is_the_default_to_the_last_bit(number):
    text, at = text_and_point(number)
    default = run_of(text, at)
    assert default.graph is default.built.graph
    if any(warning.code == "kink" for warning in default.warnings()):
        return
    for name in OTHERS:
        run = run_of(text, at, name)
        run = run.toward() if run.side else run
        taken = {row.name for row in set(run.graph.operators) if row is not None and row.convention}
        assert taken <= {"power", "xlogy", "atan2"}
        if not taken:
            assert run.reverse((), ()).gradient == pytest.approx(default.reverse((), ()).gradient, rel=0, abs=0, nan_ok=True)


@pytest.mark.parametrize(("text", "x"), ARRAYS, ids=[text for text, _ in ARRAYS])
def test_the_default_is_what_the_rows_say(text, x):
    plain, named = (adtrace.reverse(text, {"x": x}, **given) for given in ({}, {"at_kink": LEAST_NORM}))
    assert str(records(plain)) == str(records(named))
    assert not any("(" in warning.message.partition("taken")[2].partition("from")[0] for warning in plain.warnings)
    run = run_of(text, {"x": x})
    assert run.graph is run.built.graph and not any(row.convention for row in run.graph.operators if row is not None)


@pytest.mark.parametrize("at_kink", ["torch", "jax", "tensorflow", "autograd", "right", "left"])
@pytest.mark.parametrize(("text", "x"), ARRAYS, ids=[text for text, _ in ARRAYS])
def test_both_modes_and_the_appended_derivatives_agree(text, x, at_kink):
    run = run_of(text, {"x": x}, at_kink)
    run = run.toward_first([{"x": np.array([1.0, 1.0, 1.0])}], ())
    node, output = run.graph.inputs[0], run.graph.outputs[0][1]
    compared(run, reverse, append_adjoints, output, exact=False)
    compared(run, forward, append_tangents, node, exact=False)
    gradient = run.reverse((), ()).gradient["x"]
    tangents = run.forward((), ()).tangent
    np.testing.assert_allclose(gradient, list(tangents.values()), rtol=1e-14)


@pytest.mark.parametrize("at_kink", ["jax", "tensorflow"])
@pytest.mark.parametrize("text", ["abs(x) + max(x, 0)*2 + selu(x)", "clip(x, 0, 1)*exp(x) + hypot(x, x)"])
def test_a_printed_partial_is_the_one_that_was_used(text, at_kink):
    for trace in (adtrace.reverse(text, {"x": 0}, at_kink=at_kink), adtrace.reverse(text, {"x": 0}, at_kink=at_kink, by="statement")):
        for step in trace.steps:
            for one in step.increments:
                names = {known.name: known.value for known in trace.steps} | {f"{known.name}_bar": known.adjoint for known in trace.steps}
                used = {name: value for name, value in names.items() if name in one.rule}
                assert adtrace.evaluate(one.rule, used).value == pytest.approx(one.product)


def test_a_printed_rule_of_an_array_says_where_the_kink_is():
    rule = adtrace.reverse("sum(abs(x)*[1, 2])", {"x": [0, 3]}, at_kink="jax").steps[0].rule
    assert rule == "w1_bar*where(x == 0, 1, sign(x))"
    rule = adtrace.reverse("max(x)", {"x": [1, 1]}, at_kink="left").steps[0].rule
    assert rule == "[0, 0]*y_bar"
    rule = adtrace.reverse("sum(clip(x, 0, 1))", {"x": [0, 0.5]}, at_kink="torch").steps[0].rule
    assert rule == "w1_bar*where([1, 0], 1, (x > 0)*(x < 1))"


def test_every_step_where_a_convention_mattered_is_marked():
    trace = adtrace.reverse("relu(x) + max(x, 0) + abs(x - 1)", {"x": 0}, at_kink="jax")
    found = [(warning.node, warning.interval, warning.message) for warning in trace.warnings]
    assert found == [
        ("w1", (0, 1), "w1 = relu(x) has a kink at x = 0: 0 was taken (jax 0.10.2) from the slopes [0, 1]"),
        ("w2", (0, 1), "w2 = max(x, 0) has a kink at x = 0: 0.5 was taken (jax 0.10.2) from the slopes [0, 1]"),
    ]
    trace = adtrace.forward("abs(x)", {"x": [0, 0]}, at_kink="left")
    assert [warning.message for warning in trace.warnings] == [
        "y = abs(x) has a kink at x[0] = 0: -1 was taken (to the left along x[0]) from the slopes [-1, 1]",
        "y = abs(x) has a kink at x[0] = 0: 0 was taken (to the left along x[1]) from the slopes [-1, 1]",
    ]
    assert trace.notes == ("at kinks the slopes to the left",)


def test_error_stops_at_the_kink():
    with pytest.raises(AdtraceError) as error:
        adtrace.reverse("exp(x)*relu(x - 1)", {"x": 1}, at_kink=ERROR)
    assert error.value.message == "w3 = relu(w2) has a kink at w2 = 0: the slopes [0, 1] meet there"
    assert error.value.span == (7, 18) and error.value.label == "here w2 = x - 1 = 0"
    assert adtrace.reverse("exp(x)*relu(x - 1)", {"x": 2}, at_kink=ERROR).gradient == adtrace.reverse("exp(x)*relu(x - 1)", {"x": 2}).gradient
    assert adtrace.reverse("where(x > 0, relu(x - 1), abs(x - 2))", {"x": 2}, at_kink=ERROR).gradient == {"x": 1}
    with pytest.raises(AdtraceError, match="max"):
        adtrace.forward("max(x)", {"x": [1, 1]}, at_kink=ERROR)


def test_without_a_point_nothing_is_met():
    assert adtrace.reverse("relu(x)", at_kink="jax").steps[0].rule == adtrace.reverse("relu(x)").steps[0].rule
    with pytest.raises(AdtraceError, match="no convention"):
        adtrace.reverse("relu(x)", at_kink="nothing")


def test_alike_kinks_of_a_long_program():
    text = "\n".join(["a0 = relu(x)", *[f"a{i} = relu(a{i - 1})" for i in range(1, 3000)], "a2999"])
    assert adtrace.reverse(text, {"x": 0}, at_kink="right").gradient == {"x": 1}
    assert adtrace.reverse(text, {"x": 0}, at_kink="torch").gradient == {"x": 0}


def test_the_table_of_operators_is_left_alone():
    before = {row.name: row for row in table.operators()}
    adtrace.reverse("abs(x) + max(x, 0)", {"x": 0}, at_kink="jax")
    assert all(table.operator(name) is row and not row.convention for name, row in before.items())


def test_every_function_of_derivatives_takes_it():
    at = {"x": 0.0, "z": 2.0}
    assert adtrace.jvp("abs(x)*z", at, {"x": -1}, at_kink="right") == (0, 2)
    assert adtrace.jvp("abs(x)*z", at, {"x": -1}, at_kink="jax") == (0, -2)
    assert adtrace.vjp("abs(x)*z", at, 3.0, at_kink="left") == (0, {"x": -6, "z": 0})
    assert adtrace.jacobian("[abs(x), max(x, 0)]", {"x": 0}, at_kink="tensorflow").value == {"y1": {"x": 0}, "y2": {"x": 1}}
    assert adtrace.hessian("abs(x)*x*z", at, at_kink="left").value["x"] == {"x": -4, "z": 0}
    assert adtrace.check("abs(x)*z", at, at_kink="jax").entries[0].slope == 2
    with pytest.raises(AdtraceError, match="claims"):
        adtrace.check("abs(x)", {"x": 0}, claims="d/dx = 1", at_kink="jax")


def test_too_many_directions_are_refused():
    with pytest.raises(AdtraceError, match="of 100 components") as error:
        adtrace.reverse("sum(abs(x))", {"x": np.zeros(100)}, at_kink="right")
    assert "--seed" in error.value.hint
    assert adtrace.forward("sum(abs(x))", {"x": np.zeros(100)}, seed={"x": np.ones(100)}, at_kink="right").tangent == 100
    assert adtrace.reverse("sum(abs(x))", {"x": np.ones(100)}, at_kink="right").gradient["x"].sum() == 100
