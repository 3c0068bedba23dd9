"""Expansions of whole programs: CppAD's documented sweeps, order 1 and 2 against the sweeps, edges, curves, judgement."""

from __future__ import annotations

import math
from typing import Any

import mpmath
import numpy as np
import pytest

import adtrace
from adtrace.errors import AdtraceError, LimitError
from adtrace.records.taylor import Taylor, derivative

EXP_2 = "v1 = x; v2 = 1 + v1; v3 = v1*v1; v4 = v3/2; v5 = v2 + v4"
EXP_EPS = "v1 = x; v2 = 1*v1; v3 = v2/1; v4 = 1 + v3; v5 = v3*v1; v6 = v5/2; v7 = v4 + v6"


def sweeps_of(found: Taylor) -> dict[str, tuple[float, ...]]:
    return {step.name: step.derivatives for step in found.steps}


def test_cppad_exp_2() -> None:
    """The tables of exp_2_for0, exp_2_for1 and exp_2_for2 in CppAD's manual, which has derivatives."""
    assert sweeps_of(adtrace.taylor(EXP_2, {"x": 0.5}, 2)) == {
        "x": (0.5, 1.0, 0.0), "v2": (1.5, 1.0, 0.0), "v3": (0.25, 1.0, 2.0), "v4": (0.125, 0.5, 1.0),
        "v5": (1.625, 1.5, 1.0),
    }


def test_cppad_exp_eps() -> None:
    """The tables of exp_eps_for0, exp_eps_for1 and exp_eps_for2."""
    assert sweeps_of(adtrace.taylor(EXP_EPS, {"x": 0.5}, 2)) == {
        "x": (0.5, 1.0, 0.0), "v2": (0.5, 1.0, 0.0), "v3": (0.5, 1.0, 0.0), "v4": (1.5, 1.0, 0.0),
        "v5": (0.25, 1.0, 2.0), "v6": (0.125, 0.5, 1.0), "v7": (1.625, 1.5, 1.0),
    }


def test_cppad_forward_with_coefficients_of_the_inputs() -> None:
    """Forward(k, xk) takes any coefficients: (3 + t)^2 * 4, then x0 = 3 + t - 2 t^2, x1 = 4 + 5 t^3 by hand."""
    found = adtrace.taylor("x0*x0*x1", {"x1": 4}, 2, path={"x0": [3, 1]})
    assert found.coefficients == [36.0, 24.0, 4.0]
    curved = adtrace.taylor("x0*x0*x1", order=3, path={"x0": "3 + t - 2*t^2", "x1": [4, 0, 0, 5]})
    assert curved.coefficients == [36.0, 24.0, -44.0, -16.0 + 45.0]


PROGRAMS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("1/(1+exp(-a*x))", {"a": 1.3, "x": 2.1}, {"a": -2.0, "x": 1.0}),
    ("x*y + sin(x)/y - x^y", {"x": 2.3, "y": 3.1}, {"x": 0.7, "y": -1.0}),
    ("gelu(x)*lgamma(y) + atan2(x, y)", {"x": 0.3, "y": 3.1}, {"x": 0.7, "y": -1.0}),
    ("sum(log_softmax(W @ x)[0:1]) + norm2(x)*det(W)", {"W": [[1, 2], [3, 5]], "x": [0.1, 0.4]},
     {"W": [[0.3, -1], [0.2, 1]], "x": [0.5, -0.25]}),
    ("sum(solve(A, b)*max(b)) + prod(b) + var(b)", {"A": [[4, 1], [1, 3]], "b": [1.5, 2.0]},
     {"A": [[0, 1], [1, 0.5]], "b": [1, -3]}),
    ("sum(where(x > 0, sqrt(x), x^2))", {"x": [-1.0, 2.0, 3.0]}, {"x": [1, -1, 0.5]}),
]


@pytest.mark.parametrize(("text", "at", "seed"), PROGRAMS, ids=[text[:20] for text, _, _ in PROGRAMS])
def test_order_one_and_two_are_those_of_the_sweeps(text: str, at: dict[str, Any], seed: dict[str, Any]) -> None:
    """Order 1 is forward mode's tangent of every step, bit for bit; twice order 2 the Hessian between directions."""
    found, swept = adtrace.taylor(text, at, 2, seed=seed), adtrace.forward(text, at, seed=seed)
    for step, other in zip(found.steps, swept.steps, strict=True):
        np.testing.assert_array_equal(step.coefficients[0], other.value)
        np.testing.assert_array_equal(step.coefficients[1], other.tangent)
    product = adtrace.hvp(text, at, seed).value
    wanted = sum(float(np.sum(np.asarray(product[name])*np.asarray(seed[name]))) for name in seed)
    assert found.derivatives[2] == pytest.approx(wanted, rel=1e-12)


def test_against_mpmath_at_high_order() -> None:
    found = adtrace.taylor("1/(1+exp(-x)) + tanh(x)*x^2.5", {"x": 2}, 30)
    with mpmath.workdps(120):
        wanted = mpmath.taylor(lambda x: 1/(1 + mpmath.exp(-x)) + mpmath.tanh(x)*x**mpmath.mpf(2.5), 2, 30)
    np.testing.assert_allclose(found.coefficients, [float(one) for one in wanted], rtol=1e-9)


def test_a_polynomial_ends() -> None:
    assert adtrace.taylor("(x - 1)^3*x", {"x": 0}, 6).coefficients == [0, -1, 3, -3, 1, 0, 0]
    assert adtrace.taylor("x^3", {"x": 0}, 4).coefficients == [0, 0, 0, 1, 0]


def test_what_does_not_move_has_no_coefficients() -> None:
    found = adtrace.taylor("exp(a)*x", {"a": 1, "x": 2}, 3, wrt="x")
    assert [step.coefficients[1:] for step in found.steps if step.name == "w1"] == [(0.0, 0.0, 0.0)]
    assert found.path == {"x": (2.0, 1.0)}
    assert adtrace.taylor("3*2", {}, 2).coefficients == [6.0, 0.0, 0.0]


# Edges

def test_no_path_is_no_number() -> None:
    """An infinite slope of what does not move stays out of every order."""
    found = adtrace.taylor("sum(sqrt(x))", {"x": [0.0, 4.0]}, 3, seed={"x": [0, 1]})
    assert found.coefficients == pytest.approx([2, 1/4, -1/64, 1/512])
    product = adtrace.taylor("sum(x*y)", {"x": [math.inf, 2.0], "y": [1.0, 3.0]}, 2, seed={"y": [0, 1]})
    assert product.coefficients[1:] == [2.0, 0.0]


def test_of_two_operands_one_may_have_no_path() -> None:
    """0^0.5 has an infinite slope in x, which does not move there; y moves everywhere."""
    found = adtrace.taylor("sum(x^y)", {"x": [0.0, 4.0], "y": [0.5, 0.5]}, 3, seed={"x": [0, 1], "y": [1, 1]})
    alone = adtrace.taylor("x^y", {"x": 4.0, "y": 0.5}, 3, seed={"x": 1, "y": 1})
    assert found.coefficients == pytest.approx(alone.coefficients)


@pytest.mark.parametrize(("text", "x", "wanted"), [
    ("abs(x)", 0.0, [0, 0, 0, 0]),
    ("relu(x)", 0.0, [0, 0, 0, 0]),
    ("abs(x)*exp(x)", -1.0, [math.exp(-1), 0.0, -math.exp(-1)/2, -2*math.exp(-1)/6]),
    ("where(x > 1, x^2, exp(x))", 3.0, [9, 6, 1, 0]),
    ("sqrt(x)", 0.0, [0, math.inf, -math.inf, math.inf]),
    ("x^2.5", 0.0, [0, 0, 0, math.inf]),
    ("sin(x)/x", 0.0, [math.nan]*4),
    ("log(x)", -1.0, [math.nan]*4),
    ("exp(x)", 800.0, [math.inf]*4),
    ("xlogy(x, 2 + x)", 0.0, [0, math.log(2), 1/2, -1/8]),
    ("(1 + x)^x", 0.0, [1, 0, 1, -1/2]),
])
def test_edges(text: str, x: float, wanted: list[float]) -> None:
    np.testing.assert_allclose(adtrace.taylor(text, {"x": x}, 3).coefficients, wanted, rtol=1e-14, atol=1e-16)


@pytest.mark.parametrize(("text", "x", "codes"), [
    ("abs(x)", 0.0, {"kink"}), ("softsign(x)", 0.0, {"kink"}), ("x^2.5", 0.0, {"pole"}), ("log(x)", 0.0, {"pole"}),
    ("log(x)", -1.0, {"domain"}), ("floor(x)", 2.0, {"jump"}), ("exp(x)", 800.0, {"overflow"}), ("x^3", 0.0, set()),
    ("1/(1+exp(-x))", 2.0, set()), ("(1 - cos(x))/x^2", 1e-5, {"cancellation"}),
])
def test_warnings(text: str, x: float, codes: set[str]) -> None:
    assert {warning.code for warning in adtrace.taylor(text, {"x": x}, 4).warnings} == codes


def test_a_kink_follows_the_convention() -> None:
    assert adtrace.taylor("abs(x)", {"x": 0}, 2, at_kink="left").coefficients == [0, -1, 0]
    assert adtrace.taylor("relu(x)*exp(x)", {"x": 0}, 2, at_kink="right").coefficients == [0, 1, 1]


def test_digits_that_are_lost_at_higher_orders_are_told() -> None:
    """cos(x)^2 + sin(x)^2 is 1: all coefficients cancel, and what is left of them is said to be rounding."""
    found = adtrace.taylor("cos(x)^2 + sin(x)^2", {"x": 0.3}, 4)
    assert found.judged
    assert any("order 4 keeps no digit" in warning.message for warning in found.warnings)
    same = adtrace.taylor("x^2 + y^2", order=6, path={"x": "cos(t)", "y": "sin(t)"})
    assert same.coefficients == [1, 0, 0, 0, 0, 0, 0]
    assert same.warnings == ()


def test_a_part_of_the_digits() -> None:
    """What keeps 6 digits is told so, and by how much it is off."""
    found = adtrace.taylor("(1 - cos(x))/(x*x)", {"x": 0.01}, 2)
    with mpmath.workdps(60):
        exact = mpmath.taylor(lambda x: (1 - mpmath.cos(x))/(x*x), mpmath.mpf(0.01), 2)[2]
    assert 1e-7 < abs(found.coefficients[2] - exact)/abs(exact) < 1e-6
    assert any("order 2 keeps 6 digits" in one.message and f"{float(exact):.6g}" in one.hint for one in found.warnings)


# Curves

def test_a_path_is_any_program_in_t() -> None:
    found = adtrace.taylor("sum(v*v)", order=3, path={"v": "[1 + t, t^2, exp(t)]"})
    assert found.coefficients == pytest.approx([2, 4, 3, 4/3])
    alone = adtrace.taylor("log(x)", order=4, path={"x": "exp(t)"})
    assert alone.coefficients == pytest.approx([0, 1, 0, 0, 0], abs=1e-15)


def test_a_path_may_stand_still_at_first() -> None:
    """x = t^3: no tangent, and all the same a series. Where nothing but rounding of 0 * inf would be, it is honest."""
    assert adtrace.taylor("exp(x)", order=6, path={"x": "t^3"}).coefficients == [1, 0, 0, 1, 0, 0, 0.5]
    assert adtrace.taylor("sum(exp(x))", order=2, path={"x": "[1, t^2]"}).coefficients == [math.e + 1, 0, 1]


@pytest.mark.parametrize(("given", "message"), [
    ({"text": "x*y", "at": {"x": 1, "y": 2}}, "needs a direction"),
    ({"text": "sum(x)", "at": {"x": [1, 2]}}, "needs a direction in x"),
    ({"text": "x*y", "at": {"x": 1, "y": 2}, "wrt": ("x", "y")}, "one direction"),
    ({"text": "x*y", "at": {"x": 1, "y": 2}, "seed": {"z": 1}}, "z is no input"),
    ({"text": "x*y", "at": {"x": 1, "y": 2}, "seed": {"x": [1, 2]}}, "seed of x"),
    ({"text": "x", "at": {"x": 1}, "path": {"x": "t"}}, "a value and a path"),
    ({"text": "x", "path": {"x": "t + q"}}, "no value for q"),
    ({"text": "x", "path": {"x": []}}, "no coefficients"),
    ({"text": "x", "path": {"x": "t"}, "wrt": "x"}, "how inputs move"),
    ({"text": "x", "at": {"x": 1}, "path": {"z": "t"}}, "z is no input"),
    ({"text": "x + 1"}, "starts at a point"),
    ({"text": "x", "at": {"x": 1}, "order": -1}, "below 0"),
])
def test_what_cannot_be_expanded(given: dict[str, Any], message: str) -> None:
    with pytest.raises(AdtraceError, match=message):
        adtrace.taylor(**given)


# Size

def test_limits() -> None:
    with pytest.raises(LimitError, match="order 1001"):
        adtrace.taylor("x", {"x": 1}, 1001)
    with pytest.raises(LimitError, match="too many numbers"):
        adtrace.taylor("prod(x)", {"x": np.arange(1.0, 31.0)}, 6, seed={"x": np.ones(30)})


def test_a_high_order_takes_no_recursion() -> None:
    """Every order of digamma's slope asks for another polygamma."""
    found = adtrace.taylor("1/(1 - x)", {"x": 0}, 1000)
    assert found.coefficients == [1.0]*1001
    deep = adtrace.taylor("digamma(x)", {"x": 3}, 40)
    with mpmath.workdps(60):
        wanted = mpmath.polygamma(40, 3)/mpmath.factorial(40)
    assert deep.coefficients[40] == pytest.approx(float(wanted), rel=1e-12)


def test_linear_rows_of_a_general_row_do_not_double() -> None:
    """solve needs one solve at every order, not two for each of the order before."""
    found = adtrace.taylor("solve(A, b)", {"A": [[4, 1], [1, 3]], "b": [1, 2]}, 40,
                           seed={"A": [[0, 1], [1, 1]], "b": [1, 1]})
    matrix, move = np.array([[4, 1], [1, 3.0]]), np.array([[0, 1], [1, 1.0]])
    at = 0.05
    series = sum(np.asarray(one)*at**order for order, one in enumerate(found.coefficients))
    np.testing.assert_allclose(series, np.linalg.solve(matrix + at*move, np.array([1, 2.0]) + at), rtol=1e-14)


def test_a_long_program() -> None:
    steps = 5_000
    text = "\n".join(["w1 = sin(x)", *(f"w{i} = sin(w{i - 1}) + x" for i in range(2, steps))])
    found = adtrace.taylor(text, {"x": 0.5}, 3)
    assert not found.judged
    assert found.steps[-1].coefficients[1] == adtrace.forward(text, {"x": 0.5}).tangent


def test_derivatives_are_rounded_once() -> None:
    assert derivative(1/3, 5) == 40.0
    assert derivative(1e300, 20) == math.inf
    assert derivative(-1e300, 20) == -math.inf
    np.testing.assert_array_equal(derivative(np.array([0.5, math.nan]), 4), [12.0, math.nan])
