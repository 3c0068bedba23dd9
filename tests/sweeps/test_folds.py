"""Steps of several operations: the same numbers, and rules that read back as them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from examples import part
from hypothesis import assume, given
from hypothesis import strategies as st
from programs import array_points, arrays, points, programs, trees, written
from replay import replays

import adtrace
from adtrace.graph.calls import composites
from adtrace.lang.columns import NAME
from adtrace.lang.parser import parse
from adtrace.records import ADJOINT, TANGENT, Block, Trace

SIGMOID = "f(x) = 0.5*(1 + tanh(x/2)); "


def used(text: str, point: dict[str, Any]) -> dict[str, Any]:
    """The values of a point that a program uses."""
    columns = parse(text).columns
    names = {columns.data[position] for position, op in enumerate(columns.ops) if op == NAME}
    return {name: value for name, value in point.items() if name in names}


def both(text: str, at: dict[str, Any], **grain: Any) -> tuple[Trace, Trace]:
    """The folded traces of both modes, after they have been held against the unfolded ones."""
    fine, coarse = adtrace.reverse(text, at), adtrace.reverse(text, at, **grain)
    for name in at:
        np.testing.assert_array_equal(coarse.gradient[name], fine.gradient[name])
    forward = adtrace.forward(text, at, seed=dict(at), **grain)
    np.testing.assert_array_equal(forward.tangent, adtrace.forward(text, at, seed=dict(at)).tangent)
    assert len(coarse.steps) == len(forward.steps) <= len(fine.steps)
    named = {step.name: step for step in fine.steps}
    for step in coarse.steps:
        if step.name in fine.inputs or step.name in coarse.outputs:
            np.testing.assert_array_equal(step.value, named[step.name].value)
            np.testing.assert_array_equal(step.adjoint, named[step.name].adjoint)
    return coarse, forward


def check_increments(trace: Trace) -> None:
    """Increments are upstream times partial, and add up to the adjoint, which no other sweep has computed."""
    for step in trace.steps:
        if step.seeded or not step.increments:
            continue
        total = sum(one.product for one in step.increments)
        np.testing.assert_allclose(total, step.adjoint, rtol=1e-9, atol=1e-12)
        np.testing.assert_array_equal(step.increments[-1].total, sum((one.product for one in step.increments[1:]), step.increments[0].product))
        for one in step.increments:
            assert (one.partial is None) == (one.partial_formula is None)
            if one.partial is not None:
                np.testing.assert_allclose(one.product, one.partial*one.upstream, rtol=1e-9, atol=1e-300)


def check_texts(trace: Trace, functions: str = "") -> None:
    """Every printed formula and rule names known things only, and read back it gives the number beside it."""
    checked = 0
    for replay in replays(trace, functions=functions):
        checked += 1
        assert replay.agrees(), (replay.place, replay.text, replay.recorded, replay.trace.value)
    assert checked or len(trace.steps) == len(trace.inputs)


@given(programs(), points)
def test_statements_of_scalars(text: str, point: dict[str, float]) -> None:
    at = used(text, point)
    assume(at)
    reverse, forward = both(text, at, by="statement")
    assert {step.name for step in reverse.steps} >= set(parse(text).assigned) - {"t"} - set(aliases(text))
    check_increments(reverse)
    check_texts(reverse)
    check_texts(forward)


def aliases(text: str) -> list[str]:
    """Names of statements that only name something, or a constant."""
    return [name for name in parse(text).assigned if name not in [step.name for step in adtrace.evaluate(text).steps]]


@part(0.5)
@given(arrays(), st.integers(0, 1000))
def test_statements_of_arrays(text: str, seed: int) -> None:
    at = used(text, array_points(seed))
    assume(at)
    reverse, forward = both(text, at, by="statement")
    check_increments(reverse)
    check_texts(reverse)
    check_texts(forward)


@part(0.4)
@given(trees, trees, points)
def test_calls_of_a_function(body: Any, inner: Any, point: dict[str, float]) -> None:
    names = {"x": "a", "y": "b", "z": "c"}
    function = f"f(a, b, c) = {written(body, names)}; "
    text = f"{function}t = {written(inner)}; f(t, y, f(z, t, x))"
    at = used(text, point)
    for grain in ({"fold": "f"}, {"by": "statement"}, {"by": "statement", "fold": "f"}, {"by": "statement", "expand": "f"}):
        reverse, forward = both(text, at, **grain)
        check_increments(reverse)
        check_texts(reverse, function)
        check_texts(forward, function)


@pytest.mark.parametrize("name", list(composites()))
def test_every_composite(name: str) -> None:
    count = len(composites()[name].parameters)
    probabilities = np.array([[0.2, 0.5, 0.3], [0.6, 0.1, 0.3]])
    at = dict(zip("uvw", [probabilities, probabilities[::-1] + 0.05, np.array(0.4)], strict=False))
    at = dict(list(at.items())[:count]) if count < 3 else {"u": probabilities, "v": 0.7, "w": 0.4}
    text = f"2*{name}({', '.join(at)})"
    reverse, forward = both(text, at, fold=name)
    assert [step.op for step in reverse.steps] == ["input"]*count + [name, "mul"]
    assert reverse.steps[-2].formula == f"{name}({', '.join(at)})"
    check_increments(reverse)
    check_texts(reverse)
    check_texts(forward)


def test_exercise_a_has_the_five_rows_of_the_notes() -> None:
    text = "w1 = x; w2 = a; w3 = -w1*w2; w4 = 1 + exp(w3); w5 = 1/w4"
    forward = adtrace.forward(text, {"x": 2, "a": 1}, seed={"x": 1}, by="statement")
    assert [(step.name, step.formula, step.rule) for step in forward.steps] == [
        ("w1", "", ""), ("w2", "", ""),
        ("w3", "-w1*w2", "-w2*dw1 - w1*dw2"), ("w4", "1 + exp(w3)", "exp(w3)*dw3"), ("w5", "1/w4", "-dw4/w4^2"),
    ]
    assert [step.alias_of for step in forward.steps] == ["x", "a", "", "", ""]
    assert forward.tangent == pytest.approx(0.10499358540350662, rel=1e-15)
    reverse = adtrace.reverse(text, {"x": 2, "a": 1}, by="statement")
    assert [(step.name, step.rule) for step in reverse.steps] == [
        ("w1", "w3_bar*(-w2)"), ("w2", "w3_bar*(-w1)"), ("w3", "w4_bar*exp(w3)"), ("w4", "w5_bar*(-1/w4^2)"), ("w5", ""),
    ]
    assert reverse.gradient == pytest.approx({"x": 0.10499358540350662, "a": 0.20998717080701323}, rel=1e-14)


@pytest.mark.parametrize(("text", "rules"), [
    ("0.5*(t - y)^2", {"t": "out_bar*(t - y)", "y": "out_bar*(y - t)"}),
    ("1/(1+exp(-a*x))", {"a": "y_bar*(exp(-a*x)*x/(1 + exp(-a*x))^2)"}),
    ("x^2 - 3*x", {"x": "y_bar*(2*x - 3)"}),
    ("tanh(tanh(x))", {"x": "y_bar*((1 - y^2)*(1 - tanh(x)^2))"}),
])
def test_worked_formulas_are_light(text: str, rules: dict[str, str]) -> None:
    trace = adtrace.reverse(text, by="statement")
    assert {step.name: step.rule for step in trace.steps if step.name in rules} == rules


def test_a_statement_used_twice_and_one_that_names_an_operator() -> None:
    text = "add(x, y) = x - 2*y; u = add(p, q); v = u*add(q, u)"
    trace = adtrace.reverse(text, {"p": 3, "q": 0.5}, fold="add")
    assert [step.formula for step in trace.steps] == ["", "", "add(p, q)", "add(q, u)", "u*w2"]
    assert trace.gradient == adtrace.reverse(text, {"p": 3, "q": 0.5}).gradient
    check_texts(trace, "add(x, y) = x - 2*y; ")


def test_folds_inside_folds() -> None:
    text = "g(x) = sin(x)*x; f(x) = g(x) + g(2*x); f(u)^2"
    shown = {
        "f": ["f(u)", "w1^2"],
        "g": ["g(u)", "2*u", "g(w2)", "w1 + w3", "w4^2"],
    }
    for name, formulas in shown.items():
        assert [step.formula for step in adtrace.evaluate(text, fold=name).steps][1:] == formulas
    assert [step.formula for step in adtrace.evaluate(text, fold=("f", "g")).steps][1:] == shown["f"]
    opened = [step.formula for step in adtrace.evaluate(text, fold="f", expand="g").steps][1:]
    assert opened == ["sin(u)", "w1*u", "2*u", "sin(w3)", "w4*w3", "w2 + w5", "w6^2"]


# Paths, warnings, outputs

def test_what_has_no_path_is_no_factor() -> None:
    text = "z = where(x > 0, sqrt(x), abs(x)); z*b + 1"
    for x in (0.0, -1.0):
        trace = adtrace.reverse(text, {"x": x, "b": 2}, by="statement")
        assert trace.gradient == adtrace.reverse(text, {"x": x, "b": 2}).gradient
        assert all(np.isfinite(slope) for slope in trace.gradient.values())
    trace = adtrace.reverse("m = max(a, 1/b); 2*m", {"a": 3, "b": 1}, by="statement")
    (increment,) = trace.steps[1].increments
    assert not increment.path and increment.product == 0 and not trace.steps[1].path


def test_undefined_values_stay_undefined() -> None:
    trace = adtrace.reverse("z = 1 + log(x)*0; z*x", {"x": -1}, by="statement")
    assert np.isnan(trace.value) and np.isnan(trace.gradient["x"])


@pytest.mark.parametrize(("text", "at", "codes"), [
    ("h = 2 + log(x - 3)*a; h*2", {"x": 2, "a": 1}, ["domain"]),
    ("h = 1 + abs(x - 1); h*2", {"x": 1}, ["kink"]),
    ("h = 2*sqrt(x)^2; h*2", {"x": 0}, ["pole", "indeterminate"]),
    ("h = 1 + exp(x*x); h*2", {"x": 40}, ["overflow"]),
    ("h = 1 + sum(log(v - 1)); h*2", {"v": [2, 0.5]}, ["domain"]),
])
def test_a_warning_names_the_step_that_it_is_inside(text: str, at: dict[str, Any], codes: list[str]) -> None:
    fine, coarse = adtrace.reverse(text, at), adtrace.reverse(text, at, by="statement")
    assert [one.code for one in coarse.warnings] == [one.code for one in fine.warnings]
    assert set(codes) <= {one.code for one in coarse.warnings}
    inside = [one for one in coarse.warnings if one.code in codes]
    assert {one.node for one in inside} == {"h"}
    assert [one.span for one in coarse.warnings] == [one.span for one in fine.warnings]
    assert all(" in h" in one.message for one in inside)


def test_several_outputs_and_shared_steps() -> None:
    text = "u = sin(x)*y; [u + 1, exp(u)*x]"
    trace = adtrace.reverse(text, {"x": 1, "y": 2}, by="statement")
    assert [step.name for step in trace.steps] == ["x", "y", "u", "y1", "y2"]
    assert trace.gradient == adtrace.reverse(text, {"x": 1, "y": 2}).gradient
    shared = adtrace.evaluate("u = sin(x*y) + 1; v = x*y - u", {"x": 1, "y": 2}, by="statement", share=True)
    assert [step.formula for step in shared.steps] == ["", "", "x*y", "sin(w1) + 1", "w1 - u"]


def test_in_symbols_the_rules_are_those_with_numbers() -> None:
    text = "h = tanh(a*x + b); h^2*a"
    symbols = [adtrace.reverse(text, by="statement"), adtrace.forward(text, by="statement")]
    numbers = [mode(text, {"a": 1, "x": 2, "b": 3}, by="statement") for mode in (adtrace.reverse, adtrace.forward)]
    for one, other in zip(symbols, numbers, strict=True):
        assert [step.rule for step in one.steps] == [step.rule for step in other.steps]
        kinds = {leaf.op for step in one.steps if step.rule_tree for leaf in step.rule_tree.leaves()}
        assert kinds & {TANGENT, ADJOINT}


# Large statements

def test_a_statement_that_is_too_large_stays_unfolded_and_is_named() -> None:
    terms = " + ".join(f"x*{number}.5" for number in range(60))
    trace = adtrace.reverse(f"h = {terms}; h*h + 1", {"x": 1}, by="statement")
    assert len(trace.steps) == 1 + 119 + 1
    assert any(note.startswith("h is shown by operation") for note in trace.notes)
    deep = "sin("*100_000 + "x" + ")"*100_000
    trace = adtrace.forward(deep, {"x": 1}, by="statement")
    assert len(trace.steps) == 100_001
    assert trace.tangent == adtrace.forward(deep, {"x": 1}).tangent


def test_functions_that_double_what_they_are_given_stay_unfolded() -> None:
    """Written out, the formula would have 2^50 names."""
    text = "".join(f"f{n}(x) = f{n - 1}(x*x)*1; " if n else "f0(x) = x; " for n in range(50))
    trace = adtrace.reverse(f"{text}f49(x)", {"x": 1}, by="statement")
    assert trace.gradient == {"x": 2.0**49}
    assert any("shown by operation" in note for note in trace.notes)


@pytest.mark.parametrize(("options", "message", "hint"), [
    ({"fold": "msee"}, "the program calls no function msee", "did you mean mse?"),
    ({"expand": "exp"}, "the program calls no function exp", "exp is an operator: it is one step as it is"),
    ({"fold": "mse", "expand": "mse"}, "mse cannot be folded and expanded at once", ""),
    ({"by": "line"}, "steps go by operation or by statement, not by line", ""),
])
def test_what_cannot_be_folded(options: dict[str, str], message: str, hint: str) -> None:
    with pytest.raises(adtrace.AdtraceError) as caught:
        adtrace.evaluate("mse(exp(x), 1)", {"x": 1}, **options)
    assert message in caught.value.message and hint in caught.value.hint


# By the million

@part(0.5)
@given(programs(), points)
def test_a_line_of_a_long_table_says_what_the_step_says(text: str, point: dict[str, float]) -> None:
    """Lines come from templates, which folds of one structure share."""
    pair = f"{text}; u0 = tanh(2*x)*x - 0.5; u1 = tanh(2*y)*y - 0.5; u2 = tanh(2*u1)*u1 - 0.5; u2*u0"
    pair = pair.replace(f"; {text.rpartition('; ')[2]}; u0", "; u0")
    at = used(pair, point)
    for trace in (adtrace.reverse(pair, at, by="statement"), adtrace.forward(pair, at, seed=at, by="statement")):
        assert repr(trace.steps.block(range(len(trace.steps)))) == repr(Block.of(trace.steps))
