"""What the LaTeX notation writes is read back as the same function."""

import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lang.trees import formula
from made_up import made_up

import adtrace
from adtrace.graph.build import constant
from adtrace.lang.parser import parse
from adtrace.lang.points import as_values
from adtrace.rules import table
from adtrace.sweeps.derived import derived
from adtrace.sweeps.run import Run
from adtrace.views.latex import Latex


def same(left, right):
    """Whether two values are one, but for how a decimal point was moved."""
    return left == right or math.isclose(left, right, rel_tol=1e-9, abs_tol=1e-300) or (left != left and right != right)


@given(st.integers(0, 10**6))
def test_made_up_expressions_are_read_back(number):
    record = made_up(number, 7)
    text, at = record["expr"], record["points"][0]["at"]
    written = f"({Latex().text(formula(text))})"  # A whole x = y would be a definition.
    read = adtrace.from_latex(written, at)
    assert same(adtrace.evaluate(read, at).value, adtrace.evaluate(text, at).value), (written, read)


ELEMENTWISE = [row for row in table.operators() if row.kind == "elementwise" and not row.params]


@pytest.mark.parametrize("row", ELEMENTWISE, ids=lambda row: row.name)
def test_every_operator_is_read_back(row):
    names = ["x", "a", "t"][: 2 if row.variadic else len(row.operands)]
    text = f"{row.spelled}({', '.join(names)})" if row.name != "polygamma" else "polygamma(1, x)"
    at = {name: value for name, value in zip(names, (0.75, 0.5, 0.25), strict=False) if name in text}
    read = adtrace.from_latex(f"({Latex().text(formula(text))})", at)
    assert same(adtrace.evaluate(read, at).value, adtrace.evaluate(text, at).value), read


ARRAYS = {"x": [1.0, 2.0], "t": [0.5, -1.0], "A": [[1.0, 2.0], [3.0, 5.0]], "B": [[2.0, 0.5], [1.0, -1.0]], "c": 3.0}
PROGRAMS = [
    "A @ x", "A @ B", "x @ t", "c*x", "c*A", "A @ x + t", "sum(x)", "prod(x)", "mean(x*t)", "max(x)", "min(A)",
    "softmax(x)", "logsumexp(x)", "A.T @ x", "x*t", "A*B", "(A @ B)*A", "tanh(A @ x + t)", "sum(A, axis=0)", "norm2(x - t)",
    "sum(x)^2", "sum(x)*c", "c*sum(x*t)^2", "prod(x)*sum(t)",
    "inv(A) @ x", "det(A)", "trace(A @ B)", "outer(x, t)", "dot(x, t)", "solve(A, x)", "c/x", "x/c", "sum((A @ x - t)*(A @ x - t))",
]


@pytest.mark.parametrize("text", PROGRAMS)
def test_formulas_of_arrays_are_read_back(text):
    names = {name for name in ARRAYS if re.search(rf"\b{name}\b", text)}
    at = {name: value for name, value in ARRAYS.items() if name in names}
    run = Run(parse(text), as_values(at, constant))
    output = derived(run, mode="value").statements[-1].formula
    value = adtrace.evaluate(adtrace.from_latex(Latex().text(output), at), at).value
    np.testing.assert_allclose(value, adtrace.evaluate(text, at).value, rtol=1e-12)
