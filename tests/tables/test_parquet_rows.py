"""Parquet: types, nulls, arrays as lists of fixed size."""

from __future__ import annotations

import decimal

import numpy as np
import pytest
from row_files import opened, read, together, write

from adtrace.errors import AdtraceError
from adtrace.tables.bad_rows import BadRows
from adtrace.tables.formats import parquet as parquet_rows
from adtrace.tables.formats.parquet import open_parquet

pa = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
pq = pytest.importorskip("pyarrow.parquet")


def made(folder, groups=100, **columns):
    path = folder / "p.parquet"
    pq.write_table(pa.table(columns), path, row_group_size=groups)
    return path


@pytest.mark.parametrize(
    "kind", [pa.float64(), pa.float32(), pa.float16(), pa.int64(), pa.uint8(), pa.bool_(), pa.decimal128(5, 2)], ids=str
)
def test_numbers_of_every_kind(tmp_path, kind):
    values = (
        [np.float16(v) for v in (0, 1, 1)]
        if kind == pa.float16()
        else [decimal.Decimal(v) for v in (0, 1, 1)]
        if "decimal" in str(kind)
        else [0, 1, 1]
    )
    path = made(tmp_path, x=pa.array(values).cast(kind) if kind == pa.bool_() else pa.array(values, kind))
    assert read(path)["x"].tolist() == [0, 1, 1]


@pytest.mark.parametrize(("groups", "rows"), [(3, 2), (3, 3), (3, 7), (100, 4), (100, 100)])
def test_groups_of_rows_do_not_show(tmp_path, groups, rows):
    path = made(tmp_path, groups, x=np.arange(10.0))
    blocks = list(opened(path).blocks(rows))
    assert all(len(columns["x"]) == rows for _, columns in blocks[:-1])
    assert together(blocks)["x"].tolist() == list(range(10))


def test_nulls_are_bad_rows(tmp_path):
    kind = pa.list_(pa.list_(pa.float64(), 2), 1)
    path = made(
        tmp_path,
        2,
        x=pa.array([0.5, None, float("nan"), 2.0, 3.0, 4.0]),
        W=pa.array([[[1, 2]], [[3, 4]], [[5, 6]], None, [[7, None]], [None]], kind),
    )
    with pytest.raises(AdtraceError, match=r"p\.parquet, row 1, counted from 0: x is null"):
        read(path)
    bad = BadRows(keep_going=True)
    columns = together(open_parquet(str(path), bad).select(("W", "x")).blocks(4))
    assert np.array_equal(columns["x"], [0.5, np.nan, np.nan, 2, 3, 4], equal_nan=True)
    assert (
        columns["W"].shape == (6, 1, 2) and np.isnan(columns["W"]).all(axis=(1, 2)).tolist() == [False] * 3 + [True] * 3
    )
    (warning,) = bad.warnings()
    assert warning.message.startswith("4 rows of ") and "row 3, counted from 0: W is null" in warning.message


@pytest.mark.parametrize(
    "column",
    [["a", "b"], [[1.0], [2.0, 3.0]], [{"x": 1}, {"x": 2}], pa.array([1, 2], pa.timestamp("s"))],
    ids=["text", "lists", "structs", "times"],
)
def test_what_are_no_numbers(tmp_path, column):
    path = made(tmp_path, x=column, a=[1.0, 2.0])
    assert read(path, "a")["a"].tolist() == [1, 2]
    with pytest.raises(AdtraceError, match=r"x in .* and not plain numbers"):
        read(path, "x")


def test_groups_are_written_when_they_are_full(tmp_path, monkeypatch):
    monkeypatch.setattr(parquet_rows, "GROUP_BYTES", 8 * 3 * 10)
    path = write(tmp_path / "p.parquet", {"x": np.arange(25.0), "W": np.ones((25, 2))}, rows=4)
    assert [pq.ParquetFile(path).metadata.row_group(group).num_rows for group in range(3)] == [12, 12, 1]


def test_without_pyarrow(tmp_path, monkeypatch):
    (tmp_path / "p.parquet").write_bytes(b"PAR1")
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(AdtraceError) as caught:
        read(tmp_path / "p.parquet")
    assert caught.value.hint == "pip install 'adtrace[parquet]'"
