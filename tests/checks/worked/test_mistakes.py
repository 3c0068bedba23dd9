"""Every mistake of the library, made by hand in a table and told by its name."""

from __future__ import annotations

from math import cos, exp, log, log2, log10, pi, radians, sin
from typing import Any, NamedTuple

import numpy as np
import pytest
from worked_tables import judged, of, rounded

from adtrace.checks.worked.mistakes import MESSAGES, MISTAKES
from adtrace.records.worked import WRONG


class Case(NamedTuple):
    """A table in which one mistake was made, the entry that is wrong by it, and a piece of what is told."""

    mistake: str
    program: str
    at: dict[str, Any]
    table: str
    wrong: str
    told: str = ""


def w(number: Any) -> str:
    return rounded(np.asarray(number) if np.ndim(number) else number)


SIGMOID, HALF = "1/(1 + exp(-a*x))", {"x": 2, "a": 1}
MATRIX, VECTOR = np.array([[0.5, -1.25], [2.0, 0.75]]), np.array([1.5, -0.4])
TALL = np.array([[0.5, -1.25], [2.0, 0.75], [-0.3, 1.1]])
SOFT = np.exp(VECTOR)/np.exp(VECTOR).sum()
AT, CE = {"W": MATRIX, "x": VECTOR}, "-sum([0, 1]*log(softmax(W @ x)))"
P = np.exp(MATRIX @ VECTOR)/np.exp(MATRIX @ VECTOR).sum()
THREE = np.exp([1.5, -0.4, 0.3])/np.exp([1.5, -0.4, 0.3]).sum()
s = 1/(1 + exp(-0.7))

CASES = [
    # Chain factors in a product with another one
    Case("factor-lost", SIGMOID, {"x": 2, "a": 1.3}, f"x_bar = {w(exp(-2.6)/(1 + exp(-2.6))**2)}", "x_bar", "missing, a:"),
    Case("factor-lost", "sin((a*b)*x)", {"x": 0.7, "a": 1.3, "b": 0.6}, f"x_bar = {w(0.6*cos(0.546))}", "x_bar", "missing, a:"),
    Case("factor-lost", "sin((a/b)*x)", {"x": 0.7, "a": 1.3, "b": 1.6}, f"x_bar = {w(1.3*cos(0.7*1.3/1.6))}", "x_bar", "1/b"),
    Case("factor-lost", "exp(-(x - m)^2/(2*s^2))", {"x": 1.7, "m": 0.4, "s": 1.3}, f"x_bar = {w(-1.3*exp(-0.5))}", "x_bar",
         "missing, 1/"),
    # A node used twice
    Case("overwritten", "x1*x2 + sin(x1)", {"x1": 2, "x2": 3}, "x1_bar = 3.0", "x1_bar", "only w1_bar*x2 was taken"),
    Case("overwritten", "x1*x2 + sin(x1)", {"x1": 2, "x2": 3}, f"x1_bar = {w(cos(2))}", "x1_bar",
         "one use of x1 is missing: only w2_bar*cos(x1) was taken; the increments are added up"),
    Case("use-missing", "x*a + sin(x) + x^3", {"x": 2, "a": 3}, f"x_bar = {w(3 + cos(2))}", "x_bar", "3*x^2"),
    Case("forgotten-penalty", "(a*x - 1)^2 + 0.1*x^2", {"x": 2, "a": 1.3}, f"x_bar = {w(2*1.6*1.3)}", "x_bar", "penalty"),
    Case("forgotten-penalty", "loss = sum(W @ x) + 0.5*sum(W^2)", AT,
         f"W_bar = {w([VECTOR, VECTOR])}; x_bar = {w(MATRIX.sum(0))}", "W_bar"),
    Case("forgotten-penalty", "sum(W @ x) + 0.5*sum(abs(W)) + 0.1*sum(W^2)", AT, f"W_bar = {w([VECTOR, VECTOR])}", "W_bar",
         "comes from w5, w9 is missing"),
    Case("forgotten-divisor", "y = a*x/m", {"x": 2, "a": 3.5, "m": 4}, "y = 7.0", "y", "the divisor m"),
    # The function meant
    Case("log-base", "y = log(x)*a", {"x": 2, "a": 3}, f"y = {w(3*log10(2))}", "y", "log10 was taken in place of log"),
    Case("log-base", "w1 = log(x)\ny = w1*a", {"x": 3, "a": 2}, f"w1 = {w(log2(3))}", "w1", "log2"),
    Case("log-base", "log(x)*a", {"x": 2, "a": 3}, f"x_bar = {w(3/(2*log(10)))}", "x_bar", "log10"),
    Case("log-base", "log2(x)*a", {"x": 2.7, "a": 3}, f"x_bar = {w(3/2.7)}", "x_bar", "log was taken in place of log2"),
    Case("degrees", "sin(x)*a", {"x": 2, "a": 3}, f"w1 = {w(sin(radians(2)))}", "w1", "degrees"),
    Case("degrees", "y = atan(x)", {"x": 2}, "y = 63.4349", "y"),
    Case("slope-in-degrees", "sin(x)*a", {"x": 2, "a": 3}, f"x_bar = {w(3*cos(radians(2)))}", "x_bar"),
    Case("degrees", "sin(x)*a", {"x": 2, "a": 3}, f"dx = 1; dy = {w(3*cos(radians(2))*pi/180)}", "dy"),
    Case("other-branch", "max(x, a)^2", {"x": 2, "a": 3}, "w1 = 2", "w1", "max(x, a)"),
    Case("other-branch", "max(x, a)^2", {"x": 2, "a": 3.5}, "w1 = 3.5; x_bar = 7.0; a_bar = 0", "x_bar"),
    Case("other-branch", "3.7*relu(x)", {"x": -2}, "x_bar = 3.7", "x_bar"),
    Case("other-branch", "3.7*abs(x)", {"x": -2}, "x_bar = 3.7", "x_bar"),
    Case("other-branch", "2.5*max(x)", {"x": [1, 4, 2]}, "x_bar = [2.5, 2.5, 2.5]", "x_bar"),
    Case("sign-in-value", "exp(-x)", {"x": 2}, f"y = {w(exp(2))}", "y", "minus sign of w1 = -x"),
    Case("sign-in-value", "y = a - x", {"x": 2, "a": 3.5}, "y = 5.5", "y"),
    Case("sign-in-value", "h = sigmoid(x)\ny = h*x", {"x": 2}, f"h = {w(1/(1 + exp(2)))}", "h", "sigmoid(x)"),
    Case("not-normalized", "p = softmax(x)\nsum(p^2)", {"x": VECTOR}, f"p = {w(np.exp(VECTOR))}", "p"),
    Case("operands-exchanged", "y = a/x", {"x": 2, "a": 3}, "y = 0.667", "y", "a/x"),
    Case("operands-exchanged", "y = a^x", {"x": 2, "a": 3}, "y = 8", "y", "a^x"),
    Case("power-as-product", "y = x^3", {"x": 2.5}, "y = 7.5", "y", "x^3"),
    Case("forgotten-constant", "y = 0.35*(t - x)^2", {"x": 2, "t": 3.1}, "y = 1.21", "y", "0.35"),
    Case("forgotten-constant", "0.35*(t - x)^2", {"x": 2, "t": 3.1}, "x_bar = -2.20", "x_bar", "0.35"),
    Case("forgotten-constant", "sum(x^2)/4.5", {"x": [1, 4, 2]}, "x_bar = [2.0, 8.0, 4.0]", "x_bar", "1/4.5"),
    Case("forgotten-summand", "y = a*x + x^2", {"x": 2, "a": 3.1}, "y = 6.2", "y", "w2"),
    Case("function-left-out", "y = 1.5*sqrt(x)", {"x": 2.5}, "y = 3.75", "y", "sqrt was not applied"),
    # Arrays
    Case("softmax-diagonal", "sum(c*softmax(x))", {"x": VECTOR, "c": [2, 7]},
         f"x_bar = {w(SOFT*(1 - SOFT)*[2, 7])}", "x_bar", "diagonal"),
    Case("softmax-diagonal", "p = softmax(x)\ny = p[1]", {"x": [1.5, -0.4, 0.3]}, f"dx = [1, 0.5, 0]; dp = {w(THREE*(1 - THREE)*[1, 0.5, 0])}",
         "dp", "diagonal"),
    Case("softmax-sum", "sum(c*softmax(x))", {"x": VECTOR, "c": [2, 7]}, f"x_bar = {w(SOFT*[2, 7])}", "x_bar"),
    Case("sum-over-wrong-matrix", CE, AT, f"x_bar = {w(np.outer(P - [0, 1], VECTOR).sum(0))}", "x_bar", "summed over axis 0"),
    Case("transposed-factor", CE, AT, f"x_bar = {w(MATRIX @ (P - [0, 1]))}", "x_bar", "W.T @"),
    Case("transposed-factor", CE, AT, f"W_bar = {w(np.outer(VECTOR, P - [0, 1]))}", "W_bar", "outer"),
    Case("transposed-factor", "z = W @ x\nsum(z^2)", AT, f"z = {w(MATRIX.T @ VECTOR)}", "z"),
    Case("transposed-result", "z = sin(W)\nsum(z)", {"W": MATRIX}, f"z = {w(np.sin(MATRIX).T)}", "z", "z is transposed"),
    Case("mean-as-sum", "mean(x^2)", {"x": [1, 4, 2]}, "x_bar = [2.0, 8.0, 4.0]", "x_bar", "not divided by 3"),
    Case("wrong-count", "mean(x^2)", {"x": TALL}, f"x_bar = {w(2*TALL/3)}", "x_bar", "divided by 3, not by 6"),
    Case("wrong-count", "sum(x^2)/3", {"x": TALL}, f"x_bar = {w(2*TALL/2)}", "x_bar", "divided by 2, not by 3"),
    Case("other-axis", "z = sum(W, axis=0)\nsum(z^2)", {"W": MATRIX}, f"z = {w(MATRIX.sum(1))}", "z", "axis 1, not 0"),
    Case("batch-not-summed", "sum((X @ W + b)^2)", {"X": TALL, "W": MATRIX, "b": VECTOR},
         f"b_bar = {w(2*(TALL @ MATRIX + VECTOR).mean(0))}", "b_bar", "not summed over axis 0"),
    Case("batch-not-summed", "sum((X @ W + b)^2)", {"X": TALL, "W": MATRIX, "b": VECTOR},
         f"b_bar = {w(2*(TALL @ MATRIX + VECTOR)[0])}", "b_bar"),
    # The slope of one operation
    Case("sign-of-rule", SIGMOID, HALF, "y_bar = 1; w4_bar = 0.7758", "w4_bar", "-1/w4^2"),
    Case("sign-of-rule", SIGMOID, HALF, "x_bar = -0.1050; a_bar = -0.2100", "x_bar", "-1/w4^2"),
    Case("sign-of-rule", "y = 3*cos(x)", {"x": 2}, f"x_bar = {w(3*sin(2))}", "x_bar", "-sin(x)"),
    Case("sign-of-rule", "a*(t - x)", {"x": 2, "t": 3.5, "a": 1.7}, "x_bar = 1.7", "x_bar"),
    Case("sign-of-rule", "a*-x", {"x": 2, "a": 1.7}, "dx = 1; dw1 = 1", "dw1"),
    Case("sign-too-much", "3*sin(x)", {"x": 2}, f"x_bar = {w(-3*cos(2))}", "x_bar", "dw1/dx = cos(x)"),
    Case("exponent-kept", "y = a*x^3", {"x": 2, "a": 1.7}, f"x_bar = {w(1.7*3*8)}", "x_bar", "3*x^2"),
    Case("exponent-as-factor", "y = a*x^3", {"x": 2, "a": 1.7}, f"x_bar = {w(1.7*3*2)}", "x_bar"),
    Case("factor-of-power", "y = a*x^3", {"x": 2, "a": 1.7}, f"x_bar = {w(1.7*4)}", "x_bar", "factor 3"),
    Case("factor-of-power", "y = a*x^2", {"x": 2, "a": 1.7}, "x_bar = 3.4", "x_bar", "factor 2"),
    Case("factor-of-power", "y = a*sqrt(x)", {"x": 2.5, "a": 1.7}, f"x_bar = {w(1.7/2.5**0.5)}", "x_bar", "factor 1/2"),
    Case("exponential-as-power", "a*exp(x)", {"x": 2.5, "a": 1.7}, f"x_bar = {w(1.7*2.5*exp(1.5))}", "x_bar", "exp(x)"),
    Case("exponential-as-power", "a*3^x", {"x": 2.5, "a": 1.7}, f"x_bar = {w(1.7*2.5*3**1.5)}", "x_bar"),
    Case("logarithm-of-base", "a*3^x", {"x": 2.5, "a": 1.7}, f"x_bar = {w(1.7*3**2.5)}", "x_bar"),
    Case("square-of-divisor", "c*(a/x)", {"x": 2.5, "a": 1.7, "c": 3}, f"x_bar = {w(-3*1.7/2.5)}", "x_bar", "-a/x^2"),
    Case("partials-swapped", "sin(-a*x)", {"x": 0.7, "a": 1.3}, f"x_bar = {w(-0.7*cos(0.91))}", "x_bar"),
    Case("partials-swapped", "c*(a*x)", {"x": 2.5, "a": 1.7, "c": 3}, "x_bar = 7.50; a_bar = 7.50", "x_bar", "swapped"),
    Case("partials-swapped", "y = a*x", {"x": 2.5, "a": 1.7}, f"da = 3; dx = 1; dy = {w(3*1.7 + 2.5)}", "dy", "swapped"),
    Case("argument-for-result", "y = a*sigmoid(x)", {"x": 0.7, "a": 3}, f"x_bar = {w(3*0.7*0.3)}", "x_bar", "x in place of w1"),
    Case("argument-for-result", "y = a*tanh(x)", {"x": 0.7, "a": 3}, f"x_bar = {w(3*(1 - 0.49))}", "x_bar"),
    Case("slope-at-result", "y = a*sigmoid(x)", {"x": 0.7, "a": 3},
         f"x_bar = {w(3/(1 + exp(-s))*(1 - 1/(1 + exp(-s))))}", "x_bar", "before it"),
    Case("before-activation", "h = tanh(x)\ny = a*h", {"x": 0.7, "a": 3}, "a_bar = 0.7", "a_bar", "x was taken, before its"),
    Case("before-activation", "h = tanh(x)\nsum((W @ h)^2)", AT,
         f"W_bar = {w(2*np.outer(MATRIX @ np.tanh(VECTOR), VECTOR))}", "W_bar", "where h is meant"),
    Case("after-activation", "h = tanh(x)\ny = sum(W @ x) + h[0]", AT, f"W_bar = {w([np.tanh(VECTOR)]*2)}", "W_bar", "h was"),
    Case("value-for-slope", "y = a*sin(x)", {"x": 0.5, "a": 3}, f"x_bar = {w(3*sin(0.5))}", "x_bar", "sin itself"),
    Case("other-function", "y = a*tanh(x)", {"x": 0.7, "a": 3}, f"x_bar = {w(3*s*(1 - s))}", "x_bar", "sigmoid"),
    # The chain rule
    Case("product-of-derivatives", "u = sin(x)\nv = x^2\ny = u*v", {"x": 2.5},
         f"dx = 1; du = {w(cos(2.5))}; dv = 5; dy = {w(5*cos(2.5))}", "dy", "du*v + u*dv"),
    Case("quotient-rule-terms", "u = sin(x)\nv = x^2\ny = u/v", {"x": 2.5},
         f"dx = 1; du = {w(cos(2.5))}; dv = 5; dy = {w((sin(2.5)*5 - cos(2.5)*6.25)/6.25**2)}", "dy", "quotient rule"),
    Case("tangent-term-missing", "u = sin(x)\nv = x^2\ny = u*v", {"x": 2.5},
         f"dx = 1; du = {w(cos(2.5))}; dv = 5; dy = {w(5*sin(2.5))}", "dy", "du*v"),
    Case("tangent-lost", "u = a*x\ny = sin(u)", {"x": 0.5, "a": 3}, f"dx = 1; da = 0; du = 3; dy = {w(cos(1.5))}", "dy",
         "not multiplied by the tangent"),
    Case("tangent-lost", "u = a*x\ny = sin(u)", {"x": 0.5, "a": 3}, f"dx = 1; dy = {w(cos(1.5))}", "dy"),
    Case("slope-lost", "u = a*x\ny = sin(u)", {"x": 0.5, "a": 3.3}, "dx = 1; da = 0; du = 3.3; dy = 3.3000", "dy", "by the slope"),
    Case("upstream-lost", "u = a*x\ny = c*sin(u)", {"x": 0.5, "a": 3, "c": 7}, f"u_bar = {w(cos(1.5))}", "u_bar", "adjoint of w2"),
    Case("upstream-lost", "u = a*x\ny = c*sin(u)", {"x": 0.5, "a": 3.3, "c": 7}, "x_bar = 3.3", "x_bar", "the adjoint of u"),
    Case("partial-lost", "u = a*x\ny = c*sin(u)", {"x": 0.5, "a": 3, "c": 7.3}, "u_bar = 7.3000", "u_bar", "derivative of w2"),
    # Slips of the pen
    Case("sign-lost", "y = a*exp(x)", {"x": 0.5, "a": 3}, f"x_bar = {w(-3*exp(0.5))}", "x_bar", "the sign of x_bar is wrong"),
    Case("factor-two", "y = a*exp(x)", {"x": 0.5, "a": 3}, f"x_bar = {w(6*exp(0.5))}", "x_bar", "factor 2 too much"),
    Case("factor-two", "y = a*exp(x)", {"x": 0.5, "a": 3}, f"x_bar = {w(1.5*exp(0.5))}", "x_bar", "factor 1/2 too much"),
    Case("digits-exchanged", SIGMOID, HALF, "x_bar = 0.1005", "x_bar", "two digits of x_bar are exchanged"),
    Case("digits-exchanged", "y = sin(x)", {"x": [0.5, 1.25]}, "y = [0.4794, 0.9940]", "y"),
    Case("point-moved", SIGMOID, HALF, "x_bar = 0.0105", "x_bar", "decimal point"),
]


@pytest.mark.parametrize("case", CASES, ids=[f"{case.mistake}-{place}" for place, case in enumerate(CASES)])
def test_a_mistake_is_told_by_its_name(case):
    report = judged(case.program, case.at, case.table)
    assert report.first_wrong is not None
    assert report.first_wrong.entry.name == case.wrong
    found = of(report, case.wrong)
    assert (found.verdict, found.mistake_name) == (WRONG, case.mistake), found.mistake
    assert case.told in found.mistake
    assert found.mistake == MESSAGES[found.mistake_name].format(**found.mistake_words)


def test_seeds_that_are_not_one():
    report = judged("y = 3*x", {"x": 2}, "x_bar = 3", seeds=[{"y": 2.5}])
    assert of(report, "x_bar").mistake_name == "seed-of-one"


def test_every_mistake_of_the_library_is_made_here():
    assert {case.mistake for case in CASES} | {"seed-of-one"} == {mistake.name for mistake in MISTAKES}
    assert len({mistake.name for mistake in MISTAKES}) == len(MISTAKES)
