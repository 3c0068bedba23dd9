"""adtrace.sweep: columns and ranges in, a batch with warnings out."""

from __future__ import annotations

import numpy as np
import pytest
from singles import single

import adtrace
from adtrace.api import sweep


def test_values_and_gradients_by_name() -> None:
    batch = sweep("x^2*a", {"x": [1, 2, 3]}, {"a": 2})
    assert batch.value.tolist() == [2.0, 8.0, 18.0]
    assert {name: column.tolist() for name, column in batch.gradient.items()} == {
        "x": [4.0, 8.0, 12.0],
        "a": [1.0, 4.0, 9.0],
    }
    assert batch.over["x"].tolist() == [1.0, 2.0, 3.0]
    assert batch.warnings == ()


def test_several_outputs_go_by_name() -> None:
    batch = sweep("[x*y, x + y]", {"x": [1.0, 2.0]}, {"y": 3}, wrt="x")
    assert batch.value["y1"].tolist() == [3.0, 6.0]
    assert batch.gradient["y2"]["x"].tolist() == [1.0, 1.0]


def test_ranges_are_multiplied_out() -> None:
    batch = sweep("x*a", {"x": "0:1:3", "a": "1:2:2"})
    assert batch.over["x"].tolist() == [0, 0, 0.5, 0.5, 1, 1]
    assert batch.value.tolist() == [0, 0, 0.5, 1, 1, 2]


def test_rows_of_arrays_and_their_total() -> None:
    over = {"x": np.random.default_rng(0).normal(size=(20, 3))}
    at = {"W": np.eye(3)}
    wanted = single("sum((W @ x)^2)", over, at)
    batch = sweep("sum((W @ x)^2)", over, at, total=True)
    assert batch.value == pytest.approx(wanted["y"].sum())
    np.testing.assert_allclose(batch.gradient["W"], wanted["dy/dW"].sum(axis=0))


def test_no_rows() -> None:
    for total in (False, True):
        with pytest.raises(adtrace.AdtraceError, match="x has no rows"):
            sweep("x*2", {"x": np.empty(0)}, total=total)


def test_nan_and_infinite_results_are_counted() -> None:
    batch = sweep("log(x)", {"x": [1.0, -2.0, 3.0, 0.0, -1.0, np.nan]})
    codes = {warning.code: warning.message for warning in batch.warnings}
    assert "2 of 6 rows" in codes["nan"] and "row 1, counted from 0 (x = -2): y = log(x) is undefined at x = -2" in codes["nan"]
    assert "1 of 6 rows" in codes["infinite"] and "row 3" in codes["infinite"]
    assert [warning.code for warning in sweep("exp(x)", {"x": [1000.0]}, total=True).warnings] == ["infinite", "overflow"]
    assert sweep("x*2", {"x": [np.nan, np.inf]}).warnings == ()


@pytest.mark.parametrize("threads", [1, 3])
def test_many_spans(threads: int) -> None:
    x = np.linspace(-1, 1, 700_001)
    batch = sweep("sin(a*x)", {"x": x}, {"a": 2}, threads=threads)
    np.testing.assert_allclose(batch.value, np.sin(2 * x), rtol=1e-15, atol=1e-300)
    np.testing.assert_allclose(batch.gradient["x"], 2 * np.cos(2 * x), rtol=1e-15, atol=1e-300)


@pytest.mark.parametrize(
    ("over", "message"),
    [
        ({"x": [1, 2], "a": [1]}, "differ in length"),
        ({"x": ["one"]}, "not rows of numbers"),
        ({"x": 1.0}, "not rows of numbers"),
        ({"x": [[1], [1, 2]]}, "not rows of numbers"),
        ({"x": [1j]}, "not rows of numbers"),
        ({"x": "0:1:3", "a": [1, 2, 3]}, "ranges and columns"),
        ({"x": "0:1"}, "x"),
    ],
)
def test_columns_that_are_none(over: dict[str, object], message: str) -> None:
    with pytest.raises(adtrace.AdtraceError, match=message):
        sweep("x*a", over, {} if "a" in over else {"a": 1})
