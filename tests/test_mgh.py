"""Jacobians and Hessians of the Moré-Garbow-Hillstrom functions against differences in many digits."""

from __future__ import annotations

import random

import numpy as np
import pytest
from exactly import Exactly
from mgh import FUNCTIONS, STARTS

import adtrace


def point(name: str) -> dict[str, float]:
    return {f"x{i}": float(x) for i, x in enumerate(FUNCTIONS[name][1], 1)}


def objective(name: str) -> str:
    return " + ".join(f"({residual})^2" for residual in FUNCTIONS[name][0])


@pytest.mark.parametrize("name", STARTS)
def test_the_objective_is_the_one_of_the_literature(name: str) -> None:
    assert adtrace.evaluate(objective(name), point(name)).value == pytest.approx(STARTS[name], rel=1e-5)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_jacobian(name: str) -> None:
    text, at = f"[{', '.join(FUNCTIONS[name][0])}]", point(name)
    found, exactly = adtrace.jacobian(text, at).value, Exactly(text, at)
    largest = max(abs(slope) for row in found.values() for slope in row.values())
    for x in at:
        for (y, row), wanted in zip(found.items(), exactly.slopes((x, ())), strict=True):
            np.testing.assert_allclose(row[x], float(wanted), rtol=1e-10, atol=1e-14*largest, err_msg=f"{y} {x}")


@pytest.mark.parametrize("name", FUNCTIONS)
def test_hessian(name: str) -> None:
    """Every entry, or of many some, drawn at random."""
    text, at = objective(name), point(name)
    found, exactly = adtrace.hessian(text, at).value, Exactly(text, at)
    largest = max(abs(slope) for row in found.values() for slope in row.values())
    pairs = [(a, b) for a in at for b in at]
    for a, b in random.Random(1).sample(pairs, min(len(pairs), 9)):
        wanted = float(exactly.second((a, ()), (b, ())))
        np.testing.assert_allclose(found[a][b], wanted, rtol=1e-9, atol=1e-13*largest, err_msg=f"{a} {b}")
