"""Every printed formula, rule and increment of array programs, read back and computed again; and in symbols."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from programs import INPUTS, array_points, arrays
from replay import replays

import adtrace
from adtrace.lang.columns import NAME
from adtrace.lang.parser import parse
from adtrace.records import Trace

POINT = array_points(3)
V, W, X = [0.5, -1.5, 2.0], [[0.5, -1.0, 2.0], [1.5, 0.25, -0.75]], [[1.0, 2.0], [0.5, -1.0], [3.0, 0.125]]
IMAGE, KERNEL = np.linspace(-1, 1, 18).reshape(1, 3, 6).tolist(), np.linspace(0, 1, 8).reshape(2, 1, 2, 2).tolist()

PROGRAMS: list[tuple[str, dict[str, Any]]] = [
    ("sum((W @ x + b)^2)", {"W": W, "x": V, "b": [1, 2]}),
    ("x @ W.T", {"W": W, "x": V}),
    ("W @ X", {"W": W, "X": X}),
    ("x @ y", {"x": V, "y": [1, 2, 3]}),
    ("outer(x, b) - b", {"x": V, "b": [1, 2]}),
    ("softmax(x)", {"x": V}),
    ("softmax(W, axis=0)*s", {"W": W, "s": 2}),
    ("log_softmax(W, axis=1)", {"W": W}),
    ("logsumexp(W, axis=-1) + sum(W, axis=1)", {"W": W}),
    ("mean(W, axis=0, keepdims=1)*W", {"W": W}),
    ("W*x + x/s", {"W": W, "x": V, "s": 4}),
    ("W[1, :] - x[::-1]*W[0]", {"W": W, "x": V}),
    ("W[:, 1:][0, 1]*x[-1]", {"W": W, "x": V}),
    ("x[i]*s", {"x": V, "i": 1, "s": 3}),
    ("[x[0], s, x[2]*s] * x", {"x": V, "s": 3}),
    ("stack(x, x^2, axis=1)", {"x": V}),
    ("concat(x, b)[1:4]", {"x": V, "b": [1, 2]}),
    ("reshape(W, shape=[3, 2]) @ b", {"W": W, "b": [1, 2]}),
    ("max(x, 0) + min(x, s) + clip(x, -1, s)", {"x": V, "s": 1}),
    ("max(W, axis=1) - min(W)", {"W": W}),
    ("where(x > 0, x^2, s*x)", {"x": V, "s": 3}),
    ("norm2(x) + norm1(x) + sumsq(x)", {"x": V}),
    ("var(W, axis=0) + std(x)", {"W": W, "x": V}),
    ("prod(x) + prod(W, axis=0)", {"W": W, "x": V}),
    ("cumsum(x)*x", {"x": V}),
    ("inv(A) @ b + solve(A, b)", {"A": [[2, 1], [0.5, 3]], "b": [1, 2]}),
    ("det(A) + logdet(A) + trace(A)", {"A": [[2, 1], [0.5, 3]]}),
    ("diag(x)", {"x": V}),
    ("conv2d(x, w, stride=[1, 2], padding=1)", {"x": IMAGE, "w": KERNEL}),
    ("max_pool2d(x, size=2)", {"x": IMAGE}),
    ("mse(x, y)", {"x": V, "y": [1, 2, 3]}),
    ("cross_entropy_with_logits(W, onehot(1, 3))", {"W": W}),
    ("leaky_relu(x) + elu(x) + gelu(x) + silu(x)", {"x": V}),
    ("atan2(x, s) + hypot(x, s) + logaddexp(x, s)", {"x": V, "s": 2}),
    ("x^s", {"x": [0.5, 1.5], "s": 3}),
    ("2*pi*x + 3", {"x": V}),
    ("y = x; y*x", {"x": V}),
    ("x", {"x": V}),
]

each_program = pytest.mark.parametrize(("text", "at"), PROGRAMS, ids=[text for text, _ in PROGRAMS])


def directions(at: dict[str, Any]) -> dict[str, Any]:
    """A seed for every input."""
    return {name: np.cos(np.arange(np.size(value)) + len(name)).reshape(np.shape(value)) for name, value in at.items()}


def both_modes(text: str, at: dict[str, Any]) -> list[Trace]:
    """A forward and a reverse trace with one sweep each."""
    outputs = adtrace.evaluate(text, at).outputs
    return [adtrace.forward(text, at, seed=directions(at)), adtrace.reverse(text, at, seed=directions(outputs))]


@each_program
def test_printed_texts_come_to_the_recorded_numbers(text: str, at: dict[str, Any]) -> None:
    for trace in both_modes(text, at):
        for replay in replays(trace):
            assert replay.agrees(), (trace.mode, replay.place, replay.text, replay.recorded, replay.trace.value)


@settings(max_examples=50)
@given(arrays((2,)).map("pair = {}".format), st.integers(0, 1000))
def test_printed_texts_of_random_programs(text: str, seed: int) -> None:
    columns = parse(text).columns
    used = {columns.data[place] for place, op in enumerate(columns.ops) if op == NAME} & set(INPUTS)
    at = {name: value for name, value in array_points(seed).items() if name in used}
    for trace in both_modes(text, at):
        for replay in replays(trace):
            assert replay.agrees(1e-10), (trace.mode, replay.place, replay.text, replay.recorded, replay.trace.value)


@each_program
def test_printed_texts_are_ascii_and_one_line(text: str, at: dict[str, Any]) -> None:
    for trace in both_modes(text, at):
        for step in trace.steps:
            for printed in (step.formula, step.rule, *(increment.rule for increment in step.increments)):
                assert printed.isascii()
                assert "\n" not in printed


@each_program
def test_every_step_has_its_texts(text: str, at: dict[str, Any]) -> None:
    forward, reverse = both_modes(text, at)
    for step in forward.steps:
        assert bool(step.formula) == (step.op != "input")
        assert bool(step.rule) == (step.path and not step.seeded)
    for step in reverse.steps:
        assert bool(step.rule) == bool(step.increments)


def test_a_wrong_text_is_noticed() -> None:
    """The replay itself: another sign, another factor or another shape is no agreement."""
    trace = adtrace.reverse("x^2*y", {"x": 2, "y": 3})
    right = [replay for replay in replays(trace) if replay.place == "x.rule"]
    assert len(right) == 1
    assert right[0].agrees()
    for wrong in ("w1_bar*(2*x) + y", "-(w1_bar*(2*x))", "w1_bar*x", "[w1_bar*(2*x)]"):
        names = {"x": 2.0, "y": 3.0, "w1_bar": 3.0}
        names = {name: value for name, value in names.items() if name in wrong}
        assert not right[0]._replace(text=wrong, trace=adtrace.evaluate(wrong, names)).agrees()


# In symbols: exercises A.1 and A.6, and how rules are written

@pytest.mark.parametrize(("text", "forward", "reverse"), [
    ("1/(1+exp(-a*x))", {
        "w1": "-da", "w2": "dw1*x + w1*dx", "w3": "exp(w2)*dw2", "w4": "dw3", "y": "-dw4/w4^2",
    }, {
        "w4": "y_bar*(-1/w4^2)", "w3": "w4_bar*1", "w2": "w3_bar*exp(w2)", "w1": "w2_bar*x", "x": "w2_bar*w1", "a": "w1_bar*(-1)",
    }),
    ("x1*x2 + sin(x1)", {"w1": "dx1*x2 + x1*dx2", "w2": "cos(x1)*dx1", "y": "dw1 + dw2"}, {
        "w1": "y_bar*1", "w2": "y_bar*1", "x1": "w2_bar*cos(x1) + w1_bar*x2", "x2": "w1_bar*x1",
    }),
    ("x - y", {"y": "", "out": "dx - dy"}, {"x": "out_bar*1", "y": "out_bar*(-1)"}),
    ("x*x", {"y": "dx*x + x*dx"}, {"x": "y_bar*x + y_bar*x"}),
    ("x^3", {"y": "3*x^2*dx"}, {"x": "y_bar*(3*x^2)"}),
    ("2*x", {"y": "2*dx"}, {"x": "y_bar*2"}),
    ("x/2", {"y": "dx/2"}, {"x": "y_bar*(1/2)"}),
    ("log(x)", {"y": "dx/x"}, {"x": "y_bar*(1/x)"}),
    ("tanh(x)", {"y": "(1 - y^2)*dx"}, {"x": "y_bar*(1 - y^2)"}),
    ("sigmoid(x)", {"y": "y*(1 - y)*dx"}, {"x": "y_bar*(y*(1 - y))"}),
    ("cos(x)", {"y": "-sin(x)*dx"}, {"x": "y_bar*(-sin(x))"}),
])
def test_rules_in_symbols(text: str, forward: dict[str, str], reverse: dict[str, str]) -> None:
    rules = {step.name: step.rule for step in adtrace.forward(text).steps}
    assert {name: rules[name] for name in forward} == forward
    rules = {step.name: step.rule for step in adtrace.reverse(text).steps}
    assert {name: rules[name] for name in reverse} == reverse


@pytest.mark.parametrize(("text", "at", "rules"), [
    ("z = W @ x + b; sum(z)", {"W": W, "x": V, "b": [1, 2]}, {"W": "outer(w1_bar, x)", "x": "W.T @ w1_bar", "b": "z_bar"}),
    ("Z = X @ W + b; sum(Z)", {"X": X, "W": W, "b": V}, {
        "X": "w1_bar @ W.T", "W": "X.T @ w1_bar", "b": "sum(Z_bar, axis=0)", "Z": "broadcast(y_bar, shape=[3, 3])",
    }),
    ("z = x @ W; sum(z)", {"x": [1, 2], "W": W}, {"W": "outer(x, z_bar)", "x": "z_bar @ W.T"}),
    ("x @ y", {"x": V, "y": V}, {"x": "out_bar*y", "y": "out_bar*x"}),
])
def test_matrix_rules_in_the_notation_of_the_notes(text: str, at: dict[str, Any], rules: dict[str, str]) -> None:
    """W_bar = z_bar xT, X_bar = G WT, b_bar = the sum over the axis that was broadcast."""
    printed = {step.name: step.rule for step in adtrace.reverse(text, at).steps}
    assert {name: printed[name] for name in rules} == rules
