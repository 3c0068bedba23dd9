"""Certified nonlinear regressions (NIST Statistical Reference Datasets): standard deviations through the Jacobian."""

from __future__ import annotations

import numpy as np
import pytest

import adtrace

MISRA_1A = {
    "model": "b1*(1 - exp(-b2*x))",
    "x": [77.6, 114.9, 141.1, 190.8, 239.9, 289.0, 332.8, 378.4, 434.8, 477.3, 536.8, 593.1, 689.1, 760.0],
    "y": [10.07, 14.73, 17.94, 23.93, 29.61, 35.18, 40.02, 44.82, 50.76, 55.05, 61.01, 66.40, 75.47, 81.78],
    "certified": {"b1": (2.3894212918e02, 2.7070075241e00), "b2": (5.5015643181e-04, 7.2668688436e-06)},
    "squares": 1.2455138894e-01,
}
RAT_42 = {
    "model": "b1/(1 + exp(b2 - b3*x))",
    "x": [9.0, 14.0, 21.0, 28.0, 42.0, 57.0, 63.0, 70.0, 79.0],
    "y": [8.93, 10.80, 18.59, 22.33, 39.35, 56.11, 61.73, 64.62, 67.08],
    "certified": {
        "b1": (7.2462237576e01, 1.7340283401e00), "b2": (2.6180768402e00, 8.8295217536e-02),
        "b3": (6.7359200066e-02, 3.4465663377e-03),
    },
    "squares": 8.0565229338e00,
}


@pytest.mark.parametrize("data", [MISRA_1A, RAT_42], ids=["Misra1a", "Rat42"])
@pytest.mark.parametrize("mode", ["forward", "reverse"])
def test_standard_deviations(data: dict, mode: str) -> None:
    names, certified = list(data["certified"]), data["certified"]
    at = {name: value for name, (value, _) in certified.items()} | {"x": data["x"], "y": data["y"]}
    found = adtrace.jacobian(f"r = y - {data['model']}", at, wrt=names, mode=mode).value["r"]
    jacobian = np.stack([found[name] for name in names], axis=1)
    residuals = adtrace.evaluate(f"y - {data['model']}", at).value
    squares = residuals @ residuals
    assert squares == pytest.approx(data["squares"], rel=1e-10)
    # At the minimum the residuals are orthogonal to every column, as far as the certified digits go.
    assert np.allclose(jacobian.T @ residuals, 0, atol=1e-7*np.linalg.norm(jacobian, axis=0))
    variance = squares/(len(residuals) - len(names))
    deviations = np.sqrt(variance*np.diag(np.linalg.inv(jacobian.T @ jacobian)))
    np.testing.assert_allclose(deviations, [certified[name][1] for name in names], rtol=1e-8)
