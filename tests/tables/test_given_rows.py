"""Files of rows where Python takes arrays."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from row_files import write

import adtrace
from adtrace.errors import AdtraceError


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("suffix", [".csv", ".npz", ".parquet"])
@pytest.mark.parametrize("kind", [str, Path])
def test_a_file_is_swept_as_its_columns_are(here, suffix, kind):
    if suffix == ".parquet":
        pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    source = np.random.default_rng(0)
    columns = {"x": source.normal(size=9), "W": source.normal(size=(9, 2)), "other": source.normal(size=9)}
    path = write(here / f"p{suffix}", columns)
    batch = adtrace.sweep("sum(W^2)*x + a", kind(path), {"a": 1})
    wanted = adtrace.sweep("sum(W^2)*x + a", {"x": columns["x"], "W": columns["W"]}, {"a": 1})
    assert list(batch.over) == ["x", "W"] and np.array_equal(batch.value, wanted.value)
    assert all(np.array_equal(batch.gradient[name], wanted.gradient[name]) for name in wanted.gradient)
    one = adtrace.sweep("x^2", {"x": f"@{path}"})
    assert np.array_equal(one.value, adtrace.sweep("x^2", {"x": columns["x"]}).value)


def test_a_file_without_names_is_one_input(here):
    np.save("x.npy", np.arange(3.0))
    for given in ("@x.npy", Path("x.npy")):
        assert adtrace.sweep("x^2", {"x": given, "a": [1, 2, 3]}).value.tolist() == [0, 1, 4]


def test_bad_rows_stop_or_become_nan(here):
    (here / "p.csv").write_text("x,a\n1,2\nx,3\n4,5\n")
    with pytest.raises(AdtraceError, match=r"p\.csv, line 3: 'x' where a number should be"):
        adtrace.sweep("a*x", "p.csv")
    batch = adtrace.sweep("a*x", "p.csv", keep_going=True)
    assert np.array_equal(batch.value, [2, np.nan, 20], equal_nan=True)
    assert [warning.code for warning in batch.warnings] == ["rows"]
    assert adtrace.sweep("a*x", {"x": [1.0], "a": [2.0]}, keep_going=True).warnings == ()


@pytest.mark.parametrize(
    ("over", "message"),
    [
        ("gone.csv", "cannot read gone.csv"),
        ("p.txt", "a sweep reads no .txt files"),
        ("x.npy", "x.npy does not name its columns"),
        ("q.csv", "q.csv has no column that the program uses"),
        ("empty.csv", "empty.csv has no rows"),
        ({"x": "@q.csv"}, "q.csv has no column x"),
        ({"x": "@x.npy", "a": "0:1:3"}, "ranges and columns cannot be swept together"),
        ({"x": "@x.npy", "a": [1.0]}, "the columns differ in length"),
        (7, "over takes names with their values, or a file"),
    ],
)
def test_what_cannot_be_swept(here, over, message):
    np.save("x.npy", np.arange(3.0))
    (here / "q.csv").write_text("u,v\n1,2\n")
    (here / "empty.csv").write_text("x,a\n")
    with pytest.raises(AdtraceError) as caught:
        adtrace.sweep("a*x", over)
    assert caught.value.message.startswith(message)
