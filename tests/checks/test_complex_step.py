"""The complex step: exact where it is taken, and not taken where an operator is no analytic function."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest
from operands import numbers
from test_cross import at, call

from adtrace.checks.cross.complex_step import continues
from adtrace.checks.cross.crosscheck import cross_check
from adtrace.lang.parser import parse
from adtrace.records.crosscheck import AGREES, COMPLEX
from adtrace.rules import table
from adtrace.sweeps.run import Run

ELEMENTWISE = [row for row in table.operators() if row.kind == "elementwise"]
NOT_ANALYTIC = {"sign", "var", "norm1", "logdet", "cofactor"}
"""Rows whose NumPy functions take complex numbers and make something else of them."""


def test_most_rows_have_one() -> None:
    smooth = [row for row in table.operators() if row.kind != "linear" and any(row.rules)]
    having = {row.name for row in smooth if continues(row)}
    assert having >= {
        "add", "mul", "div", "power", "exp", "log", "sqrt", "sin", "tanh", "asinh", "erf", "sigmoid", "softplus", "gelu",
        "matmul", "conv2d", "softmax", "logsumexp", "log_softmax", "inv", "det", "solve", "sumsq", "prod", "max", "relu",
    }
    assert len(having) >= 0.75*len(smooth)


@pytest.mark.parametrize("name", sorted(NOT_ANALYTIC))
def test_a_function_that_only_looks_complex_is_found_out(name: str) -> None:
    assert not continues(table.operator(name))


@pytest.mark.parametrize("row", [row for row in ELEMENTWISE if any(row.rules) and continues(row)], ids=lambda row: row.name)
def test_it_is_the_slope_to_nearly_all_digits(row: Any) -> None:
    """No difference is taken, so nothing cancels that does not cancel in the value."""
    points = [point for point in numbers(row) if all(1e-3 < abs(x) < 20 for x in point)]
    random.Random(row.name).shuffle(points)
    compared = 0
    for point in points[:10]:
        names = [f"x{place}" for place in range(len(point))]
        for entry in cross_check(Run(parse(call(row, names)), dict(zip(names, point, strict=True)))).entries:
            step = entry.ways[COMPLEX]
            if step is not None and entry.verdict == AGREES:
                compared += 1
                assert abs(step - entry.slope) <= 2e-9*abs(entry.slope) + 1e-14*entry.difference.steep, point
    assert compared


@pytest.mark.parametrize(("text", "point"), [
    ("abs(x)", "x=0"), ("relu(x)", "x=0"), ("max(x, y)", "x=1,y=1"), ("sign(x)*x", "x=0"), ("floor(x)*x", "x=2"),
    ("clip(x, 0, 1)", "x=1"), ("norm2(v)", "v=[0,0]"), ("var(v)", "v=[1,2,4]"), ("logdet(A)", "A=[[2,1],[0,3]]"),
    ("mod(x, 2)", "x=3.5"), ("atan2(x, y)", "x=1,y=2"), ("cbrt(x)", "x=2"), ("max(v)", "v=[1,1]"),
])
def test_it_is_not_taken_where_it_would_be_another_function(text: str, point: str) -> None:
    report = at(text, point)
    assert report.ok
    assert {entry.ways[COMPLEX] for entry in report.entries} == {None}
    assert report.missing[COMPLEX]


@pytest.mark.parametrize(("text", "point"), [
    ("abs(x)", "x=-3"), ("relu(x) + relu(-2*x)", "x=2"), ("max(x, y)*x", "x=1,y=2"), ("clip(x, 0, 1)", "x=0.5"),
    ("where(x > 1, x^2, x)", "x=3"), ("floor(x)*x", "x=2.5"), ("sign(x)*x^2", "x=-2"), ("round(x)*x", "x=1e150"), ("sum(relu(W@v))", "W=[[1,-2],[3,4]],v=[1,2]"), ("max(v)*v[0]", "v=[1,3]"), ("norm2(v) + std(v)", "v=[3,4]"),
    ("sum(softmax(A.T, axis=0)[:, 0]*cumsum(A[0]))", "A=[[1,2],[3,4]]"), ("conv2d(x, w)", "x=[[[1,2],[3,4]]],w=[[[[1,-1],[2,1]]]]"),
    ("sum(solve(A, b)) + det(A)", "A=[[2,1],[1,3]],b=[1,2]"), ("sum(concat(flip(v), v)^2)", "v=[1,2]"),
])
def test_away_from_kinks_it_goes_through_every_branch_that_is_taken(text: str, point: str) -> None:
    report = at(text, point)
    assert report.ok
    for entry in report.entries:
        assert entry.ways[COMPLEX] == pytest.approx(entry.slope, rel=1e-12, abs=1e-14)


def test_beyond_a_branch_cut_there_is_none() -> None:
    report = at("asin(x) + x", "x=2")
    assert report.entries[0].ways[COMPLEX] is None
    assert np.isnan(report.entries[0].slope)
