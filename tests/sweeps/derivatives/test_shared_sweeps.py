"""Sweeps that several columns or rows share: the same numbers, bit for bit, as one sweep for each."""

from __future__ import annotations

import math

import numpy as np
import pytest

import adtrace
from adtrace.graph.build import constant
from adtrace.lang.parser import parse
from adtrace.lang.points import as_values
from adtrace.sweeps.derivatives import hessian as second_order
from adtrace.sweeps.derivatives import jacobian as first_order
from adtrace.sweeps.derivatives.plan import planned
from adtrace.sweeps.run import Run

JACOBIANS = [
    ("[x*y, sin(z), z^2, exp(y)]", {"x": 1.5, "y": 2.0, "z": -0.3}),
    ("x[1:]*x[:-1]^2 + sin(x[1:])", {"x": [0.3, 1.1, -2.0, 0.7, 5.0]}),
    ("[sqrt(x), log(y), 1/z]", {"x": 0.0, "y": 0.0, "z": 0.0}),
    ("1/x*a", {"x": [0.0, 1.0, 2.0, 0.0], "a": [1.0, 0.0, 3.0, 0.0]}),
    ("where(x > 0, log(x), x)*b", {"x": [-1.0, 0.0, 2.0], "b": [math.inf, 1.0, 0.0]}),
    ("tanh(W @ x)", {"W": [[1.0, -2.0, 0.5], [0.0, 3.0, 1.0]], "x": [0.1, 0.2, 0.3]}),
    ("[sum(x), prod(x)*a, a]", {"x": [0.0, 0.0, 3.0], "a": 2.0}),
]
HESSIANS = [
    ("sum(100*(x[1:] - x[:-1]^2)^2 + (1 - x[:-1])^2)", {"x": [-1.2, 1.0, 0.5, 2.0, -0.3]}),
    ("x^3 + sin(y)*z", {"x": 1.5, "y": 0.2, "z": -2.0}),
    ("sum(sqrt(x)) + y*z", {"x": [0.0, 1.0, 4.0], "y": 0.0, "z": 1.0}),
    ("sum(log(x)^2) + exp(800*y)", {"x": [0.0, 1.0, 2.0], "y": 1.0}),
    ("sum(relu(x)^2)*1 + abs(a)^3", {"x": [0.0, -1.0, 2.0], "a": 0.0}),
]


def run_at(text, at):
    """The program at the point."""
    return Run(parse(text), as_values(at, constant))


def alone(made, *args, **options):
    """A plan with one sweep for each column or row."""
    return planned(made, *args, **{**options, "alone": True})


def assert_same_bits(found, expected):
    """Equal to the last bit, nan where nan is; a 0 without a path has no sign."""
    for name, row in expected.items():
        for other, block in row.items():
            one, two = np.asarray(found[name][other]), np.asarray(block)
            assert one.shape == two.shape
            np.testing.assert_array_equal(one, two)
            assert ((one != 0) | (np.signbit(one) == np.signbit(two))).all()


@pytest.mark.parametrize("mode", ["forward", "reverse"])
@pytest.mark.parametrize(("text", "at"), JACOBIANS)
def test_jacobians(text, at, mode, monkeypatch):
    shared = first_order.jacobian(run_at(text, at), mode=mode)
    monkeypatch.setattr(first_order, "planned", alone)
    single = first_order.jacobian(run_at(text, at), mode=mode)
    assert shared.sweeps <= single.sweeps
    assert_same_bits(shared.value, single.value)


@pytest.mark.parametrize(("text", "at"), HESSIANS)
def test_hessians(text, at, monkeypatch):
    shared = second_order.hessian(run_at(text, at))
    monkeypatch.setattr(second_order, "planned", alone)
    single = second_order.hessian(run_at(text, at))
    assert shared.sweeps < single.sweeps
    assert_same_bits(shared.value, single.value)


def test_a_column_across_the_diagonal_saves_most():
    """An arrow: every row shares the first column, so that entries are read from either of their two places."""
    text, at = "x0^2*(" + " + ".join(f"sin(x{i})" for i in range(1, 12)) + ")", {f"x{i}": 0.1*i for i in range(12)}
    found = adtrace.hessian(text, at)
    assert (found.sweeps, found.shared[1].mode) == (2, "symmetric")
    for i in range(1, 12):
        assert found.value["x0"][f"x{i}"] == found.value[f"x{i}"]["x0"] == pytest.approx(0.0, abs=1)
        assert found.value[f"x{i}"][f"x{i}"] == pytest.approx(-at["x0"]**2*math.sin(at[f"x{i}"]), abs=1e-15)


def test_a_chain_of_many_takes_few_sweeps():
    n = 100
    text = " + ".join(f"100*(x{i + 1} - x{i}^2)^2 + (1 - x{i})^2" for i in range(n - 1))
    at = {f"x{i}": 1.0 if i % 2 else -1.2 for i in range(n)}
    found = adtrace.hessian(text, at)
    assert found.sweeps == 3
    assert found.symmetry.difference == 0
    for i in range(n):
        own = (1200*at[f"x{i}"]**2 - 400*at[f"x{i + 1}"] + 2 if i < n - 1 else 0) + (200 if i else 0)
        assert found.value[f"x{i}"][f"x{i}"] == pytest.approx(own, rel=1e-13)
        assert found.value["x0"][f"x{i}"] == 0 or i < 2


def test_what_is_lost_in_a_shared_sweep_is_told_by_its_own_column():
    found = adtrace.jacobian("[1 - cos(x), exp(y)]", {"x": 1e-9, "y": 1.0})
    assert found.sweeps == 1
    lost = adtrace.jacobian("[(exp(x) - 1 - x)*1e9, y^2]", {"x": 1e-9, "y": 1.0})
    assert any("the slope in x of y1 keeps" in one.message for one in lost.warnings)
    assert not any("in y" in one.message and "slope in y" in one.message for one in lost.warnings)
