"""Sweeps over rows at kinks and at jumps: every row is looked at, and the first is told as a single run tells it."""

from __future__ import annotations

import re

import numpy as np
import pytest

import adtrace
from adtrace.api import sweep
from adtrace.sweeps.batch import bends, whole

CODES = ("kink", "jump")
TEXTS = (
    "abs(x) + a",
    "abs(x - a)*relu(x)",
    "max(x, a, 0)",
    "step(x) + x",
    "where(x > 1, abs(x), x^2)",
    "where(x > 0, x, abs(a))",
    "exp(x)*a",
    "clip(x, -1, 1) + floor(x*a)",
)


def told(text, over, at=None, **how):
    return {one.code: one.message for one in sweep(text, over, at, **how).warnings if one.code in CODES}


def single(text, point):
    return {one.code: one.message for one in reversed(adtrace.reverse(text, point).warnings) if one.code in CODES}


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("total", [False, True])
@pytest.mark.parametrize("numbers", [1, 40, 1 << 19])
def test_rows_are_counted_as_single_runs_count_them(text, total, numbers, monkeypatch) -> None:
    monkeypatch.setattr(bends, "NUMBERS", numbers)
    monkeypatch.setattr(bends, "LEAST", 1)
    xs, values = [-1.5, -1.0, 0.0, 0.0, 0.5, 1.0, 2.0], [1.0, -1.0, 0.0, 1.0, 3.0, 1.0, 0.0]
    alone = [single(text, {"x": x, "a": a}) for x, a in zip(xs, values, strict=True)]
    found = told(text, {"x": xs, "a": values}, total=total)
    assert set(found) == {code for one in alone for code in one}
    for code, message in found.items():
        rows = [row for row, one in enumerate(alone) if code in one]
        verb = "is" if len(rows) == 1 else "are"
        assert message.startswith(f"{len(rows)} of 7 rows {verb} at a {code}, the first is row {rows[0]}, counted from 0 (")
        assert message.endswith(f": {alone[rows[0]][code]}")


@pytest.mark.parametrize("threads", [1, 3])
def test_every_row_of_many_spans_is_looked_at(threads, monkeypatch) -> None:
    monkeypatch.setattr(whole, "SPAN", 1)
    x = np.linspace(1, 2, 70_001)
    x[[40_000, 69_999]] = 0
    found = told("relu(x)", {"x": x}, threads=threads)
    assert found["kink"].startswith("2 of 70001 rows are at a kink, the first is row 40000, counted from 0 (x = 0): y = relu(x)")


def test_a_fixed_input_at_a_kink_is_so_in_every_row() -> None:
    assert told("x*abs(a)", {"x": [1.0, 2.0]}, {"a": 0})["kink"].startswith("2 of 2 rows are at a kink")


def test_rows_with_arrays() -> None:
    rows = np.array([[1.0, -2.0], [0.0, 3.0], [4.0, 4.0]])
    found = told("sum(relu(v)) + max(v)", {"v": rows})
    assert re.match("2 of 3 rows are at a kink, the first is row 1, counted from 0: ", found["kink"])
    assert found["kink"].endswith(single("sum(relu(v)) + max(v)", {"v": rows[1]})["kink"])


def test_the_rows_that_were_swept_are_looked_at() -> None:
    """Warnings are made when they are asked for."""
    column = np.array([0.0, 1.0])
    batch = sweep("abs(x)", {"x": column})
    column[:] = 1.0
    assert [one.code for one in batch.warnings] == ["kink"]


@pytest.mark.parametrize(
    ("text", "x", "code", "said"),
    [
        ("1/x", 0.0, "infinite", "y = 1/x is infinite at x = 0"),
        ("sqrt(x)", 0.0, "infinite", "y = sqrt(x) has an infinite slope at x = 0"),
        ("exp(x)", 1e3, "infinite", "y = exp(x) is larger than float64 can hold at x = 1000"),
        ("log(x)", -1.0, "nan", "y = log(x) is undefined at x = -1"),
        ("x/x", 0.0, "nan", "y = x/x is undefined at x = 0"),
    ],
)
def test_the_first_nan_and_the_first_infinite_row_are_explained(text, x, code, said) -> None:
    messages = {one.code: one.message for one in sweep(text, {"x": [1.0, x, x]}).warnings}
    assert messages[code].endswith(f"in 2 of 3 rows, the first is row 1, counted from 0 (x = {x:g}): {said}")
    assert any(one.message == said for one in adtrace.reverse(text, {"x": x}).warnings)
