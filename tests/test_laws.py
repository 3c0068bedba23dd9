"""Laws that hold for every program, on random ones."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from programs import NAMES, array_points, arrays, names_in, numbers, points, programs, trees, written

import adtrace
from adtrace.errors import AdtraceError
from adtrace.lang.columns import NAME
from adtrace.lang.parser import parse

SHAPES = st.sampled_from([(), (2,), (3,), (2, 3)])
PAIRS = arrays((2,)).map("pair = {}".format)
"""Named, since a final [e1, e2] without a name is two outputs."""
CLOSE = {"rel": 1e-10, "abs": 1e-10}


def used(text: str, point: dict[str, Any]) -> dict[str, Any]:
    """The values of a point that a program uses."""
    columns = parse(text).columns
    names = {columns.data[position] for position, op in enumerate(columns.ops) if op == NAME}
    return {name: value for name, value in point.items() if name in names}


def slope_by_differences(text: str, point: dict[str, Any], direction: dict[str, Any]) -> tuple[float, float]:
    """A directional derivative by central differences with one Richardson step, and how far two of them disagree."""
    def along(step: float) -> float:
        value: float = adtrace.evaluate(text, {name: point[name] + step*direction[name] for name in point}).value
        return value

    def central(step: float) -> float:
        return (along(step) - along(-step))/(2*step)

    coarse, fine = [(4*central(step/2) - central(step))/3 for step in (2e-3, 1e-3)]
    return fine, abs(fine - coarse)


def total(gradient: dict[str, Any], direction: dict[str, Any]) -> float:
    """The gradient times the direction."""
    return float(sum(np.sum(gradient[name]*direction[name]) for name in direction))


# Forward, reverse and differences

@given(programs(), points, points)
def test_forward_is_reverse_is_a_difference(text: str, point: dict[str, float], direction: dict[str, float]) -> None:
    at = used(text, point)
    along = {name: direction[name] for name in at}
    gradient = adtrace.reverse(text, at).gradient
    by_reverse = total(gradient, along)
    scale = 1 + sum(abs(slope) for slope in gradient.values())
    if at:
        assert adtrace.forward(text, at, seed=along).tangent == pytest.approx(by_reverse, rel=1e-10, abs=1e-10*scale)
        each = adtrace.forward(text, at)
        assert [next(iter(sweep.result.values())) for sweep in each.sweeps] == pytest.approx(list(gradient.values()), **CLOSE)
    by_differences, doubt = slope_by_differences(text, at, along)
    value = abs(adtrace.evaluate(text, at).value)
    assume(doubt < 1e-8*(scale + value))
    assert by_reverse == pytest.approx(by_differences, rel=1e-7, abs=1e-7*(scale + value))


@settings(max_examples=80)
@given(arrays(), st.integers(0, 1000))
def test_arrays_forward_is_reverse_is_a_difference(text: str, seed: int) -> None:
    at, along = used(text, array_points(seed)), used(text, array_points(seed + 1))
    trace = adtrace.reverse(text, at)
    assert all(np.shape(trace.gradient[name]) == np.shape(at[name]) for name in at)
    by_reverse = total(trace.gradient, along)
    if at:
        assert adtrace.forward(text, at, seed=along).tangent == pytest.approx(by_reverse, **CLOSE)
    by_differences, doubt = slope_by_differences(text, at, along)
    assume(doubt < 1e-7)
    assert by_reverse == pytest.approx(by_differences, rel=1e-6, abs=1e-6)


@given(SHAPES.flatmap(arrays).map("array = {}".format), st.integers(0, 1000))
def test_the_dot_product_of_both_modes(text: str, seed: int) -> None:
    """w' (J d) = (J' w)' d, for an output of any shape."""
    at, along = used(text, array_points(seed)), used(text, array_points(seed + 1))
    assume(at)
    value = adtrace.evaluate(text, at)
    (output,) = value.outputs
    cotangent = np.random.default_rng(seed).normal(size=np.shape(value.value))
    tangent = adtrace.forward(text, at, seed=along).tangent
    assert np.shape(tangent) == np.shape(value.value)
    gradient = adtrace.reverse(text, at, seed={output: cotangent}).gradient
    assert total(gradient, along) == pytest.approx(float(np.sum(cotangent*tangent)), **CLOSE)


@given(PAIRS, st.integers(0, 1000), numbers, numbers)
def test_forward_is_linear_in_its_seed(text: str, seed: int, a: float, b: float) -> None:
    at = used(text, array_points(seed))
    assume(at)
    first, second = used(text, array_points(seed + 1)), used(text, array_points(seed + 2))
    mixed = {name: a*first[name] + b*second[name] for name in at}
    one, two, both = [adtrace.forward(text, at, seed=seeds).tangent for seeds in (first, second, mixed)]
    np.testing.assert_allclose(both, a*one + b*two, rtol=1e-10, atol=1e-10)


@given(PAIRS, st.integers(0, 1000), numbers, numbers)
def test_reverse_is_linear_in_its_cotangent(text: str, seed: int, a: float, b: float) -> None:
    at = used(text, array_points(seed))
    (output,) = adtrace.evaluate(text, at).outputs
    first, second = np.random.default_rng(seed).normal(size=(2, 2))
    one, two, both = [adtrace.reverse(text, at, seed={output: seeds}).gradient for seeds in (first, second, a*first + b*second)]
    for name in at:
        np.testing.assert_allclose(both[name], a*one[name] + b*two[name], rtol=1e-10, atol=1e-10)


@given(PAIRS, st.integers(0, 1000))
def test_one_sweep_for_each_component(text: str, seed: int) -> None:
    """Without a seed an array output gets a sweep for each of its components; together they are the Jacobian."""
    at = used(text, array_points(seed))
    trace = adtrace.reverse(text, at)
    (output,) = trace.outputs
    assert [sweep.label for sweep in trace.sweeps] == [f"{output}[0]", f"{output}[1]"]
    cotangent = np.array([2.0, -0.5])
    combined = adtrace.reverse(text, at, seed={output: cotangent}).gradient
    for name in at:
        by_rows = sum(weight*sweep.result[name] for weight, sweep in zip(cotangent, trace.sweeps, strict=True))
        np.testing.assert_allclose(by_rows, combined[name], rtol=1e-10, atol=1e-10)


# Spelling

@given(trees, points, st.integers(0, 1000))
def test_spaces_and_redundant_parentheses_change_nothing(tree: Any, point: dict[str, float], seed: int) -> None:
    plain, noisy = written(tree), written(tree, noise=random.Random(seed))
    at = used(plain, point)
    one, two = adtrace.reverse(plain, at), adtrace.reverse(noisy, at)
    assert one.value == two.value
    assert one.gradient == two.gradient
    assert [step.formula for step in one.steps] == [step.formula for step in two.steps]
    assert [step.rule for step in one.steps] == [step.rule for step in two.steps]


@given(trees, points, st.permutations(["x", "w1", "α", "beta", "v2", "e", "x_bar", "dx", "out", "y1", "gamma", "u3'"]))
def test_renaming_changes_nothing_but_names(tree: Any, point: dict[str, float], fresh: list[str]) -> None:
    names = dict(zip(NAMES, fresh, strict=False))
    at = {name: point[name] for name in NAMES if name in names_in(tree)}
    one = adtrace.reverse(written(tree), at)
    two = adtrace.reverse(written(tree, names), {names[name]: value for name, value in at.items()})
    assert one.value == two.value
    assert {names[name]: slope for name, slope in one.gradient.items()} == two.gradient
    assert [step.op for step in one.steps] == [step.op for step in two.steps]
    spelled = [step.name for step in two.steps]
    for pattern in (two.tangent_name, two.adjoint_name):
        everything = spelled + [pattern.format(name) for name in spelled]
        assert len(set(everything)) == len(everything)


# Sharing, functions, several outputs

@given(programs(), points)
def test_sharing_changes_no_number(text: str, point: dict[str, float]) -> None:
    at = used(text, point)
    one, two = adtrace.reverse(text, at), adtrace.reverse(text, at, share=True)
    assert one.value == two.value
    assert two.gradient == pytest.approx(one.gradient, rel=1e-12, abs=1e-12)
    assert len(two.steps) <= len(one.steps)


def test_sharing_merges_equal_subexpressions_and_says_so() -> None:
    text = "sin(x*y)^2 + cos(x*y) + x*y"
    one, two = adtrace.reverse(text, {"x": 2, "y": 3}), adtrace.reverse(text, {"x": 2, "y": 3}, share=True)
    assert [step.op for step in two.steps].count("mul") == 1
    assert [step.op for step in one.steps].count("mul") == 3
    assert any("shared" in note for note in two.notes)
    assert not any("shared" in note for note in one.notes)


@given(trees, points)
def test_a_function_is_its_body_written_out(tree: Any, point: dict[str, float]) -> None:
    body = written(tree, {"x": "a", "y": "b", "z": "c"})
    called = f"f(a, b, c) = {body}; f(x, y, z)"
    plain = written(tree)
    one, two = adtrace.reverse(plain, used(plain, point)), adtrace.reverse(called, point)
    assert one.value == two.value
    assert {name: two.gradient[name] for name in one.gradient} == one.gradient
    assert all(slope == 0 for name, slope in two.gradient.items() if name not in one.gradient)
    assert [step.formula for step in one.steps[len(one.inputs):]] == [step.formula for step in two.steps[3:]]


@given(trees, trees, points)
def test_several_outputs_are_programs_side_by_side(first: Any, second: Any, point: dict[str, float]) -> None:
    texts = [written(first), written(second)]
    trace = adtrace.reverse(f"[{texts[0]}, {texts[1]}]", point)
    assert len(trace.sweeps) == len(trace.outputs) == 2
    for text, value, sweep in zip(texts, trace.outputs.values(), trace.sweeps, strict=True):
        alone = adtrace.reverse(text, used(text, point))
        assert alone.value == value
        assert {name: sweep.result[name] for name in alone.gradient} == pytest.approx(alone.gradient, rel=1e-13)
        assert all(slope == 0 for name, slope in sweep.result.items() if name not in alone.gradient)


@given(trees, trees, points, numbers, numbers)
def test_the_chain_rule(outer: Any, inner: Any, point: dict[str, float], y: float, z: float) -> None:
    """A program that goes on with the value of another: the slopes multiply."""
    text = f"x1 = {written(inner)}; " + written(outer, {"x": "x1", "y": "y1", "z": "z1"})
    point = {**point, "y1": y, "z1": z}
    first, whole = adtrace.reverse(written(inner), used(written(inner), point)), adtrace.reverse(text, used(text, point))
    then = adtrace.reverse(written(outer), used(written(outer), {"x": first.value, "y": y, "z": z}))
    expected = {name: then.gradient.get("x", 0.0)*slope for name, slope in first.gradient.items()}
    assert {name: whole.gradient.get(name, 0.0) for name in expected} == pytest.approx(expected, rel=1e-9, abs=1e-12)


# Anything at all

@settings(max_examples=150)
@given(st.text(alphabet="xyvW12.+-*/^@<=()[],:;\n T'sincolgabrtfue²·", max_size=40), st.integers(0, 3))
def test_any_text_gives_a_trace_or_an_error(text: str, which: int) -> None:
    point: Any = [None, {"x": 0.5, "y": -2}, {"x": [1, 2], "y": 0}, {"x": [[1, 2], [3, 4]], "y": [0, 1], "v": [1, 2]}][which]
    for mode in (adtrace.evaluate, adtrace.forward, adtrace.reverse):
        try:
            trace = mode(text, point)  # type: ignore[operator]
        except AdtraceError as error:
            assert error.exit_code in (2, 3)
        else:
            assert trace.expression == text
