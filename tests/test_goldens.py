"""The exercises of the course notes: value, gradient and the adjoints that they ask for, through the API and the CLI."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from datasets import GOLDENS
from replay import replays

import adtrace
from adtrace.cli.main import run

each_golden = pytest.mark.parametrize("name", GOLDENS)


def near(computed: Any, wanted: Any) -> None:
    assert np.shape(computed) == np.shape(wanted)
    np.testing.assert_allclose(computed, wanted, rtol=1e-12, atol=1e-14)


@each_golden
def test_reverse(name: str) -> None:
    golden = GOLDENS[name]
    trace = adtrace.reverse(golden["program"], golden["at"])
    near(trace.value, golden["value"])
    assert set(golden["gradient"]) <= set(trace.gradient)
    assert list(trace.gradient) == list(golden["at"])
    for entry, wanted in golden["gradient"].items():
        near(trace.gradient[entry], wanted)
    adjoints = {step.name: step.adjoint for step in trace.steps}
    for entry, wanted in golden.get("adjoints", {}).items():
        near(adjoints[entry], wanted)
    assert trace.warnings == ()


@each_golden
def test_forward(name: str) -> None:
    """Along a direction in all inputs at once: the sum of gradient times direction."""
    golden = GOLDENS[name]
    gradient = adtrace.reverse(golden["program"], golden["at"]).gradient
    random = np.random.default_rng(7)
    direction = {entry: random.normal(size=np.shape(value)) for entry, value in golden["at"].items()}
    trace = adtrace.forward(golden["program"], golden["at"], seed=direction)
    near(trace.value, golden["value"])
    expected = sum(float(np.sum(gradient[entry]*direction[entry])) for entry in direction)
    assert trace.tangent == pytest.approx(expected, rel=1e-12, abs=1e-14)


@each_golden
def test_every_printed_text_comes_to_the_recorded_number(name: str) -> None:
    golden = GOLDENS[name]
    direction = {entry: np.linspace(-1.0, 1.5, np.size(value)).reshape(np.shape(value)) for entry, value in golden["at"].items()}
    forward = adtrace.forward(golden["program"], golden["at"], seed=direction)
    for trace in (forward, adtrace.reverse(golden["program"], golden["at"])):
        for replay in replays(trace):
            assert replay.agrees(), (trace.mode, replay.place, replay.text, replay.recorded, replay.trace.value)


@each_golden
def test_the_command_line_prints_the_same_numbers(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    golden = GOLDENS[name]
    at = [f"--at={entry}={json.dumps(value)}" for entry, value in golden["at"].items()]
    assert run(["reverse", golden["program"], "--format", "json", *at]) == 0
    out, err = capsys.readouterr()
    printed = json.loads(out)
    trace = adtrace.reverse(golden["program"], golden["at"])
    assert printed["value"] == trace.value
    assert printed["gradient"] == {entry: np.asarray(value).tolist() for entry, value in trace.gradient.items()}
    for entry, wanted in golden["gradient"].items():
        near(printed["gradient"][entry], wanted)
    adjoints = {step["name"]: step["adjoint"] for step in printed["steps"]}
    for entry, wanted in golden.get("adjoints", {}).items():
        near(adjoints[entry], wanted)
    assert err == ""


def test_what_the_notes_print() -> None:
    """Exercise B, rounded by hand at every line in the notes."""
    golden = GOLDENS["mlp_mse"]
    trace = adtrace.reverse(golden["program"], golden["at"])
    values = {step.name: step.value for step in trace.steps}
    assert round(values["yhat"], 3) == 0.759
    assert abs(trace.value - golden["printed_in_notes"]["loss"]) < 2e-4
    np.testing.assert_allclose(trace.gradient["w2"], golden["printed_in_notes"]["w2"], atol=2e-3)


@pytest.mark.parametrize(("name", "step", "claim"), [
    ("deep_relu_softmax", "a2", "notes_claim_a2"), ("mlp_tanh_ce", "ht", "notes_claim_ht"),
])
def test_where_the_notes_are_wrong(name: str, step: str, claim: str) -> None:
    golden = GOLDENS[name]
    assert golden["notes_claim_is_wrong"]
    trace = adtrace.reverse(golden["program"], golden["at"])
    adjoint = next(one.adjoint for one in trace.steps if one.name == step)
    assert np.max(np.abs(adjoint - np.array(golden[claim]))) > 0.01


def test_exercise_a() -> None:
    """1/(1 + exp(-a*x)): the steps, the rules in symbols, and both slopes from one reverse sweep."""
    golden = GOLDENS["logistic"]
    forward = adtrace.forward(golden["program"], golden["at"], seed={"x": 1, "a": 0})
    assert [step.formula for step in forward.steps] == ["", "", "-a", "w1*x", "exp(w2)", "1 + w3", "1/w4"]
    assert [step.rule for step in forward.steps] == [
        "", "", "-da", "dw1*x + w1*dx", "exp(w2)*dw2", "dw3", "-dw4/w4^2"
    ]
    reverse = adtrace.reverse(golden["program"], golden["at"])
    sums = {step.name: step.rule for step in reverse.steps}
    assert sums["x"] == "w2_bar*w1"
    assert sums["w4"] == "y_bar*(-1/w4^2)"
    assert forward.tangent == pytest.approx(golden["gradient"]["x"], rel=1e-15)
