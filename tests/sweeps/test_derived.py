"""Derivatives as programs: read back and evaluated, they are the sweeps' own numbers."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import made_up
from operands import numbers
from rows import ROWS, each, operand_names
from test_corpus import text_and_point

import adtrace
from adtrace.graph.build import constant
from adtrace.lang.parser import parse
from adtrace.lang.points import as_values
from adtrace.sweeps.evaluate import quiet
from adtrace.sweeps.run import Run

SAMPLES = sorted((Path(__file__).parents[2]/"samples").glob("*.adt"))
EDGES = (0.0, -0.0, 1.0, -1.0, 0.5, 2.0, -3.0, math.inf, -math.inf, math.nan, 800.0, 1e-320)


def values_of(program: str, at: dict[str, Any]) -> dict[str, Any]:
    """The outputs of a derived program."""
    run = Run(parse(program), {name: value for name, value in at.items() if name in parse_names(program)})
    assert run.values is not None
    return {name: run.values[node] for name, node in run.graph.outputs}


def parse_names(program: str) -> set[str]:
    parsed = parse(program)
    return {*(line.name for line in parsed.inputs), *(text for text in parsed.columns.data if isinstance(text, str))}


def compared(text: str, at: dict[str, Any], *, ieee: bool, exact: bool = True) -> None:
    """The gradient of a scalar program, from its derived program and from the sweep."""
    values = as_values(at, constant)
    with quiet(Run(parse(text), values).graph):
        trace = adtrace.reverse(text, at)
        found = values_of(adtrace.derive(text, at, ieee=ieee), values)
    assert len(found) == len(trace.gradient)
    for wanted, slope in zip(trace.gradient.values(), found.values(), strict=True):
        assert np.shape(slope) == np.shape(wanted)
        if exact:
            np.testing.assert_array_equal(slope, wanted)
        else:
            np.testing.assert_allclose(slope, wanted, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("number", range(3, 346, 7))
def test_real_expressions_to_the_last_bit(number: int) -> None:
    text, at = text_and_point(number)
    compared(text, at, ieee=False)
    compared(text, at, ieee=True)


@given(st.integers(0, 10**6))
def test_made_up_expressions_to_the_last_bit(number: int) -> None:
    record = made_up(number, seed=7)
    compared(record["expr"], record["points"][0]["at"], ieee=True)


@given(st.integers(0, 10**6), st.lists(st.sampled_from(EDGES), min_size=3, max_size=3))
def test_at_any_point_to_the_last_bit(number: int, edges: list[float]) -> None:
    """With every mask and guard the program does what the sweep does also at infinities, poles and nan."""
    record = made_up(number, seed=8)
    compared(record["expr"], dict(zip(record["vars"], edges, strict=False)), ieee=True)


@each([row for row in ROWS["elementwise"] if any(row.rules)])
def test_every_elementwise_row(row) -> None:
    point = next(point for point in numbers(row) if all(0.1 < abs(number) < 12 for number in point))
    names = operand_names(row, len(point))
    compared(f"{row.spelled}({', '.join(names)})", dict(zip(names, point, strict=True)), ieee=False)


ARRAYS = (
    "sum(relu(W @ v + b)^2)", "-log(softmax(v)[1])", "sum(v*b[1:]) + max(v)", "norm2(v) + v[0]^2", "sum(outer(v, b))",
    "sum(solve(S, v))", "det(S)*sum(inv(S))", "logsumexp(W, axis=1) @ b", "sum(cumsum(v)^2)", "mean(W*v) + var(v)",
    "sum(where(v > 0, v^2, -v))", "sum(concat(v, b)^2)", "sum(transpose(W) @ b)", "prod(v)", "sum(W[:, 1]*b)", "sum(sin(W)*v)",
    "max(W, axis=0) @ v", "sum(reshape(W, [6])^3)", "sum([v[0], v[1]^2])", "W[1, 0]*v[1]", "mse(v, v^2)", "std(b)",
)
AT = {"W": [[1.5, -2.0], [0.5, 3.0], [-1.0, 2.5]], "v": [0.7, -1.2], "b": [0.3, 2.0, -0.4], "S": [[2.0, 0.5], [-0.3, 1.5]]}


@pytest.mark.parametrize("text", ARRAYS)
@pytest.mark.parametrize("ieee", [False, True])
def test_arrays(text: str, ieee: bool) -> None:
    used = {name: value for name, value in AT.items() if name in parse_names(text)}
    compared(text, used, ieee=ieee, exact=False)


def is_scalar(path: Path) -> bool:
    """Whether a sample has a point of its own, and one scalar output."""
    run = Run(parse(path.read_text()), {})
    return run.values is not None and [run.graph.shapes[node] for _, node in run.graph.outputs] == [()]


@pytest.mark.parametrize("path", list(filter(is_scalar, SAMPLES)), ids=lambda path: path.stem)
def test_samples(path: Path) -> None:
    """Their input lines are kept, so that what is derived runs by itself."""
    text = path.read_text()
    wanted, found = adtrace.reverse(text).gradient, Run(parse(adtrace.derive(text)), {})
    for (name, node), slope in zip(found.graph.outputs, wanted.values(), strict=True):
        np.testing.assert_allclose(found.values[node], slope, rtol=1e-12, atol=1e-15, err_msg=name)


def test_forward_statements_are_tangents() -> None:
    assert program("1/(1+exp(-a*x))", mode="forward", wrt="x")[-3:] == ["dw3 = w1*w3", "dw4 = dw3", "dy = dw4*(-y/w4)"]
    found = adtrace.derive("x1*x2 + sin(x1)", mode="forward", seed={"x1": 1, "x2": -2})
    at = {"x1": 2.0, "x2": 3.0}
    assert list(values_of(found, at).values()) == [adtrace.forward("x1*x2 + sin(x1)", at, seed={"x1": 1, "x2": -2}).tangent]


def program(text: str, at: dict[str, Any] | None = None, **asked: Any) -> list[str]:
    """The statements of a derivative, without comments."""
    return [line for line in adtrace.derive(text, at, **asked).splitlines() if not line.startswith("#")]


def test_the_users_names_and_one_statement_for_each_adjoint() -> None:
    assert program("1/(1+exp(-a*x))", wrt="x") == [
        "w1 = -a", "w3 = exp(w1*x)", "w4 = 1 + w3", "y = 1/w4", "w4_bar = -y/w4", "w3_bar = w4_bar", "w2_bar = w3_bar*w3",
        "x_bar = w2_bar*w1",
    ]
    assert program("z = W @ x + b; h = relu(z); sum(h^2)", {"W": [[1, 2]], "x": [1, 2], "b": [1]}, wrt=["W", "b"]) == [
        "z = W @ x + b", "h = relu(z)", "h_bar = 2*h", "z_bar = where(z > 0, h_bar, 0)", "w1_bar = z_bar",
        "W_bar = outer(w1_bar, x)", "b_bar = z_bar", "output W_bar, b_bar",
    ]


def test_derived_again() -> None:
    second = adtrace.derive("x^3*sin(x)", order=2)
    assert second == adtrace.derive("x^3*sin(x)", order=2) and "order 2" in second.splitlines()[0]
    wanted = adtrace.hessian("x^3*sin(x)", {"x": 2}).value["x"]["x"]
    assert next(iter(values_of(second, {"x": 2.0}).values())) == pytest.approx(wanted, rel=1e-14)


def test_several_outputs_have_names_of_their_own() -> None:
    found = adtrace.derive("a = x*y; [a, a + x]")
    assert found.splitlines()[-1] == "output x_bar_y1, y_bar_y1, x_bar_y2, y_bar_y2"
    wanted = adtrace.reverse("a = x*y; [a, a + x]", {"x": 2, "y": 5}).gradient
    assert values_of(found, {"x": 2.0, "y": 5.0}) == {f"{x}_bar_{y}": wanted[y][x] for y in wanted for x in wanted[y]}


def test_what_has_no_path_is_0_and_inputs_stay_known() -> None:
    assert program("floor(x) + 2*y") == ["input x", "input y", "x_bar = 0", "y_bar = 2", "output x_bar, y_bar"]
    assert program("sum(floor(v))", {"v": [1, 2, 3]}) == ["input v", "v_bar = broadcast(0, shape=[3])"]
    assert program("x^2", order=3)[-1].endswith("= 0")


def test_notes_say_where_numbers_differ() -> None:
    assert "log" in adtrace.derive("log(x)") and "--ieee" in adtrace.derive("log(x)")
    assert "infinite" in adtrace.derive("x*y")
    for found in (adtrace.derive("x*y", ieee=True), adtrace.derive("x - y")):
        assert "#" not in "".join(found.splitlines()[2:])
    assert math.isnan(values_of(adtrace.derive("log(x)", ieee=True), {"x": -1.0})["x_bar"])


@pytest.mark.parametrize("text, at", [
    ("where(x > 0, sqrt(x), x)", {"x": -1.0}), ("where(x > 0, x*log(x), 0)", {"x": 0.0}), ("relu(x)*exp(x)", {"x": -800.0}),
    ("where(x < 0, exp(x), 1)", {"x": 1000.0}), ("clip(log(x), -1, 1)", {"x": 0.0}),
])
def test_a_branch_that_is_not_taken_does_not_count(text: str, at: dict[str, float]) -> None:
    """Guarding is what `where` is for: its program has the sweep's numbers without being asked."""
    compared(text, at, ieee=False)


def test_inputs_that_nothing_depends_on_any_more_can_still_be_moved() -> None:
    found = adtrace.derive("x^2 + y", mode="forward", seed={"x": 1, "y": 1}, order=2)
    assert found.splitlines()[-1].endswith(" = 2") and "input y" in found


def test_names_of_the_program_are_kept_apart() -> None:
    """A program that has the names which adjoints would get."""
    text, at = "x_bar = 2*x; t1 = x_bar*x; w1 = t1 + sin(x_bar); w1*exp(x_bar)*w1", {"x": 0.3}
    compared(text, at, ieee=False)


def test_deep_and_wide_programs() -> None:
    deep = "x" + " + 1"*3000
    assert values_of(adtrace.derive(f"sin({deep})"), {"x": 0.5})["x_bar"] == math.cos(3000.5)
    wide = "; ".join([f"a{i} = x*{i}" for i in range(500)]) + "; " + " + ".join(f"a{i}*a{i}" for i in range(500))
    compared(wide, {"x": 0.5}, ieee=False)


def test_arrays_that_would_take_many_sweeps_are_refused() -> None:
    for asked in ({}, {"mode": "forward"}):
        with pytest.raises(adtrace.AdtraceError, match="is an array"):
            adtrace.derive("v*2", {"v": [1, 2]}, **asked)
    assert program("v*2", {"v": [1, 2]}, seed={"y": [1, -1]})[-1].startswith("v_bar = ")


def test_evaluating_takes_as_many_operations_as_a_sweep() -> None:
    """What is equal is shared: a long product's derivative grows linearly with it."""
    sizes = []
    for count in (20, 40):
        text = "*".join(f"sin(x{i})" for i in range(count))
        run = Run(parse(adtrace.derive(text)), {})
        sizes.append(len(run.graph))
    assert sizes[1] < 2.1*sizes[0]


@pytest.mark.parametrize("number", range(1, 346, 9))
def test_hessian_rows_are_the_trace_of_the_derived_program(number: int) -> None:
    """No second algorithm: a row of the Hessian is the gradient of the statement that gives the slope."""
    text, at = text_and_point(number)
    hessian = adtrace.hessian(text, at).value
    for name, row in hessian.items():
        traced = adtrace.reverse(adtrace.derive(text, wrt=name), {key: value for key, value in at.items() if key in row})
        largest = max([abs(slope) for slope in row.values() if math.isfinite(slope)], default=0.0)
        for other, slope in row.items():
            np.testing.assert_allclose(traced.gradient.get(other, 0.0), slope, rtol=1e-9, atol=1e-12*largest, err_msg=other)
