"""What second derivatives do not say by themselves: kinks, poles, cancellation, and the matrix that is not symmetric."""

from __future__ import annotations

import json
import math
from itertools import islice

import numpy as np
import pytest
from datasets import CORPUS

import adtrace
from adtrace.sweeps.derivatives.hessian import asymmetric, symmetry_of


@pytest.mark.parametrize(
    ("text", "at", "codes"),
    [
        ("relu(x)*y", {"x": 0, "y": 1}, {"kink"}),
        ("max(x, y)^2", {"x": 1, "y": 1}, {"kink"}),
        ("sqrt(x)*y", {"x": 0, "y": 1}, {"pole"}),
        ("x^1.5", {"x": 0}, {"pole"}),
        ("log(x)", {"x": -1}, {"domain"}),
        ("(1 - cos(x))/x^2", {"x": 1e-5}, {"cancellation"}),
        ("exp(x)*1e-200", {"x": 720.0}, {"overflow"}),
        ("x^3*y", {"x": 2, "y": 3}, set()),
        ("x^2 + y^3", {"x": 0, "y": 0}, set()),
        ("where(x < y, x, y)*x", {"x": 1, "y": 2}, set()),
        ("tanh(x)/x", {"x": 0.7}, set()),
        ("logsumexp(x)", {"x": [1.0, 2.0, 3.0]}, set()),
        ("sum(softmax(x)*x)", {"x": [1.0, 2.0, 3.0]}, set()),
        ("prod(x)", {"x": [0.0, 0.0, 3.0]}, set()),
        ("max(x, y)^2 + min(x, 3)*y", {"x": 1, "y": 2}, set()),
        ("sum(max(x, y)^2)", {"x": [1.0, 3.0], "y": [2.0, 2.0]}, set()),
    ],
)
def test_codes(text, at, codes):
    assert {one.code for one in adtrace.hessian(text, at).warnings} == codes


def test_a_kink_makes_the_hessian_a_convention():
    (found,) = adtrace.hessian("abs(x)*x", {"x": 0}).warnings
    assert found.interval == (-1.0, 1.0)
    assert "convention" in found.hint


def test_a_second_derivative_that_is_lost_alone():
    """Value and gradient keep their digits; what is left of the second derivative is rounding."""
    found = adtrace.hessian("sqrt(2*(x*x))", {"x": 1.3341})
    assert found.gradient["x"] == pytest.approx(math.sqrt(2), rel=1e-12)
    (lost,) = found.warnings
    assert lost.code == "cancellation"
    assert lost.message.startswith("the second derivative in x and x keeps none")


@pytest.mark.parametrize("call", [
    lambda: adtrace.jacobian("[abs(x), x]", {"x": 0}),
    lambda: adtrace.jacobian("abs(x)", {"x": 0}),
    lambda: adtrace.jvp("abs(x)", {"x": 0}, {"x": 1}),
    lambda: adtrace.vjp("abs(x)", {"x": 0}),
    lambda: adtrace.hvp("abs(x)", {"x": 0}, {"x": 1}),
])
def test_all_that_is_derived_warns(call):
    assert {one.code for one in call().warnings} == {"kink"}


def test_no_second_derivative_of_the_corpus_is_wrong_in_silence():
    """Where an entry is off by more than 1e-9, something says so."""
    looked = wrong = 0
    records = ((record["expr"], point) for record in CORPUS for point in record["points"] if point.get("hess"))
    for text, point in islice(records, 0, None, 2):
        found = adtrace.hessian(text, point["at"])
        for key, reference in point["hess"].items():
            x, z = key.split(",")
            exact = float(reference)
            looked += 1
            if not abs(found.value.get(x, {}).get(z, 0.0) - exact) <= 1e-9*abs(exact):
                wrong += 1
                assert found.warnings, (text, point["at"], key)
    assert looked > 500
    assert wrong


def test_undefined_values_have_undefined_second_derivatives():
    found = adtrace.hessian("relu(log(x))*y", {"x": -1, "y": 2})
    assert math.isnan(found.value["x"]["x"])
    assert math.isnan(found.value["x"]["y"])


def test_records_are_data():
    found = adtrace.hessian("x*y", {"x": 1, "y": 2})
    assert json.loads(json.dumps(found.value)) == {"x": {"x": 0.0, "y": 1.0}, "y": {"x": 1.0, "y": 0.0}}
    assert found.outputs == {"out": 2.0}
    assert found.wrt == ("x", "y")


@pytest.mark.parametrize(("text", "at"), [
    ("det(A)", {"A": [[1.0, 2.0], [3.0, 4.0]]}), ("atan2(x, y)", {"x": 1.0, "y": 1.0}),
    ("sum(A @ A @ A)", {"A": [[1.5, 2.25], [3.1, -4.7]]}),
])
def test_rounding_noise_beside_large_entries_is_no_asymmetry(text, at):
    found = adtrace.hessian(text, at)
    assert found.symmetry.difference < 1e-14
    assert "asymmetry" not in {warning.code for warning in found.warnings}


def test_asymmetry_is_measured_by_the_largest_entry():
    found = symmetry_of(np.array([[4.0, 1.0], [1.5, 8.0]]), ["x", "y"])
    assert found.difference == pytest.approx(0.5/8)
    assert [warning.code for warning in asymmetric(found)] == ["asymmetry"]
    assert not list(asymmetric(symmetry_of(np.array([[1.0, 1e-17], [-1e-17, 1.0]]), ["x", "y"])))
    lone = symmetry_of(np.array([[1.0, math.nan], [2.0, 1.0]]), ["x", "y"])
    assert (lone.difference, lone.unknown) == (math.inf, 1)
