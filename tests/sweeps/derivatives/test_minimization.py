"""Hessians and Jacobians of functions for testing minimizers, against SymPy.

Moré, Garbow and Hillstrom, Testing Unconstrained Optimization Software, ACM TOMS 7 (1981), numbers in brackets.
"""

from __future__ import annotations

from functools import cache

import pytest

import adtrace

sympy = pytest.importorskip("sympy")

RESIDUALS = {
    "Rosenbrock (1)": (["10*(x2 - x1^2)", "1 - x1"], {"x1": -1.2, "x2": 1.0}),
    "Freudenstein and Roth (2)": (
        ["-13 + x1 + ((5 - x2)*x2 - 2)*x2", "-29 + x1 + ((x2 + 1)*x2 - 14)*x2"], {"x1": 0.5, "x2": -2.0},
    ),
    "Powell badly scaled (3)": (["1e4*x1*x2 - 1", "exp(-x1) + exp(-x2) - 1.0001"], {"x1": 0.0, "x2": 1.0}),
    "Brown badly scaled (4)": (["x1 - 1e6", "x2 - 2e-6", "x1*x2 - 2"], {"x1": 1.0, "x2": 1.0}),
    "Beale (5)": (
        ["1.5 - x1*(1 - x2)", "2.25 - x1*(1 - x2^2)", "2.625 - x1*(1 - x2^3)"], {"x1": 1.0, "x2": 1.0},
    ),
    "Helical valley (7)": (
        ["10*(x3 - 10*(atan(x2/x1)/(2*pi) + 0.5))", "10*(sqrt(x1^2 + x2^2) - 1)", "x3"],
        {"x1": -1.0, "x2": 0.25, "x3": 0.5},
    ),
    "Box three-dimensional (12)": (
        [f"exp(-{t}*x1) - exp(-{t}*x2) - x3*(exp(-{t}) - exp(-10*{t}))" for t in ("0.1", "0.2", "0.3")],
        {"x1": 0.0, "x2": 10.0, "x3": 20.0},
    ),
    "Powell singular (13)": (
        ["x1 + 10*x2", "sqrt(5)*(x3 - x4)", "(x2 - 2*x3)^2", "sqrt(10)*(x1 - x4)^2"],
        {"x1": 3.0, "x2": -1.0, "x3": 0.0, "x4": 1.0},
    ),
    "Wood (14)": (
        ["10*(x2 - x1^2)", "1 - x1", "sqrt(90)*(x4 - x3^2)", "1 - x3", "sqrt(10)*(x2 + x4 - 2)", "(x2 - x4)/sqrt(10)"],
        {"x1": -3.0, "x2": -1.0, "x3": -3.0, "x4": -1.0},
    ),
}


@cache
def residuals(name):
    """The residuals for SymPy, and the names of the unknowns; numbers are taken as the floats that they are."""
    texts, at = RESIDUALS[name]
    unknowns = {x: sympy.Symbol(x) for x in at}
    return [sympy.sympify(text.replace("^", "**"), locals=unknowns) for text in texts], unknowns


def number(formula, at, unknowns):
    """A formula in 50 digits at the floats of a point."""
    exact = {unknowns[x]: sympy.Rational(value) for x, value in at.items()}
    floats = {one: sympy.Rational(float(one)) for one in formula.atoms(sympy.Float)}
    return float(formula.xreplace(floats).subs(exact).evalf(50))


def close(found, expected):
    """Whether a number is right but for rounding."""
    return found == pytest.approx(expected, rel=1e-12, abs=1e-11)


@pytest.mark.parametrize("name", RESIDUALS)
@pytest.mark.parametrize("mode", ["forward", "reverse"])
def test_jacobians_of_residuals(name, mode):
    texts, at = RESIDUALS[name]
    formulas, unknowns = residuals(name)
    found = adtrace.jacobian(f"[{', '.join(texts)}]", at, mode=mode)
    assert found.mode == mode
    for row, formula in enumerate(formulas, 1):
        for x in at:
            expected = number(sympy.diff(formula, unknowns[x]), at, unknowns)
            assert close(found.value[f"y{row}"][x], expected), (row, x)


@pytest.mark.parametrize("name", RESIDUALS)
def test_hessians_of_sums_of_squares(name):
    texts, at = RESIDUALS[name]
    formulas, unknowns = residuals(name)
    found = adtrace.hessian(" + ".join(f"({text})^2" for text in texts), at)
    total = sum(formula**2 for formula in formulas)
    for x in at:
        for z in at:
            expected = number(sympy.diff(total, unknowns[x], unknowns[z]), at, unknowns)
            value = found.value[x][z]
            assert close(value, expected) or any("second derivative" in one.message for one in found.warnings), (x, z)
    assert found.symmetry.difference < 1e-9
