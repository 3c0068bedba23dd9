"""Formulas that are claimed for one number of a program, as worked tables have them."""

from __future__ import annotations

import pytest

from adtrace.checks.claims.judge import Judge
from adtrace.errors import AdtraceError
from adtrace.lang.parser import parse
from adtrace.records.worked import ADJOINT, PARTIAL, TANGENT, VALUE, Quantity

LOGISTIC = Judge(parse("1/(1 + exp(-a*x))"), {"x": 2.0, "a": 1.0}, trials=30)


@pytest.mark.parametrize(("quantity", "right", "wrong"), [
    (Quantity(VALUE, "w2"), "w1*x", "w1 + x"),
    (Quantity(VALUE, "y"), "1/w4", "w4"),
    (Quantity(ADJOINT, "w2"), "w3_bar*exp(w2)", "-w3_bar*exp(w2)"),
    (Quantity(ADJOINT, "x"), "w2_bar*w1", "w2_bar*x"),
    (Quantity(ADJOINT, "w4"), "-bar(y)/w4^2", "bar(y)/w4^2"),
    (Quantity(TANGENT, "w2", sweep="x"), "w1*dx", "2*w1"),
    (Quantity(TANGENT, "w2", sweep="x"), "dw1*x + w1*dx", "x*dx"),
    (Quantity(TANGENT, "w2", sweep="a"), "dw1*x", "-dw1*x"),
    (Quantity(TANGENT, "w3", sweep="a"), "exp(w2)*dw2", "dw2"),
])
def test_a_formula_for_one_number(quantity, right, wrong):
    assert LOGISTIC.quantity(quantity, right).verdict == "agrees"
    found = LOGISTIC.quantity(quantity, wrong)
    assert found.verdict == "refuted" and found.counter.given


def test_arrays_and_their_elements():
    import numpy as np

    judge = Judge(
        parse("z = W @ x; h = tanh(z); L = sum(h^2)"), {"W": np.array([[1.0, 2.0], [3.0, 4.0]]), "x": np.array([1.0, 2.0])},
        trials=20,
    )
    assert judge.quantity(Quantity(ADJOINT, "z"), "h_bar*(1 - h^2)").verdict == "agrees"
    assert judge.quantity(Quantity(ADJOINT, "W"), "outer(z_bar, x)").verdict == "agrees"
    assert judge.quantity(Quantity(ADJOINT, "W"), "outer(x, z_bar)").verdict == "refuted"
    assert judge.quantity(Quantity(ADJOINT, "W", place=(0, 1)), "z_bar[0]*x[1]").verdict == "agrees"
    assert judge.quantity(Quantity(TANGENT, "z", sweep="W[0, 1]"), "dW @ x").verdict == "agrees"
    assert judge.quantity(Quantity(TANGENT, "z", sweep="W[0, 1]", place=(0,)), "x[1]").verdict == "agrees"
    assert judge.quantity(Quantity(TANGENT, "z", sweep="W[0, 1]", place=(1,)), "x[1]").verdict == "refuted"
    assert judge.quantity(Quantity(VALUE, "h"), "tanh(W @ x)").verdict == "agrees"


def test_adjoints_of_one_of_several_outputs():
    judge = Judge(parse("[x*z, x + z]"), {"x": 2.0, "z": 3.0}, trials=20)
    assert judge.quantity(Quantity(ADJOINT, "x", sweep="y1"), "z").verdict == "agrees"
    assert judge.quantity(Quantity(ADJOINT, "x", sweep="y2"), "1").verdict == "agrees"
    assert judge.quantity(Quantity(ADJOINT, "x", sweep="y2"), "z").verdict == "refuted"


@pytest.mark.parametrize(("quantity", "formula", "message"), [
    (Quantity(ADJOINT, "q"), "1", "no q"), (Quantity(VALUE, "w2"), "2*", "a value is expected"),
    (Quantity(VALUE, "w2"), "q", "no q"), (Quantity(PARTIAL, "w2", "w3"), "1", "not judged"),
])
def test_what_cannot_be_judged(quantity, formula, message):
    with pytest.raises(AdtraceError, match=message):
        LOGISTIC.quantity(quantity, formula)
