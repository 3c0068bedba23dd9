"""What every format has in common: rows come back bit for bit, in blocks of any size."""

from __future__ import annotations

import os
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from row_files import opened, read, same, write

from adtrace.errors import AdtraceError
from adtrace.tables import is_indexed, reblocked
from adtrace.tables.formats import by_name, names, readable, writable

SPECIAL = [0.0, -0.0, 1.0, -1.5, 5e-324, 1.7976931348623157e308, 0.1, 1 / 3, 1e22, np.nan, np.inf, -np.inf]


def written(folder, suffix):
    if suffix == ".parquet":
        pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    return folder / f"rows{suffix}"


@pytest.fixture(scope="module")
def columns():
    numbers = np.random.default_rng(0).standard_normal((23, 6)) * 10.0 ** np.arange(-150, 150, 50)
    return {
        "x": np.resize(SPECIAL, 23),
        "W": numbers.reshape(23, 2, 3),
        "dy/dx": numbers[:, 0].copy(),
        "π'": numbers[:, 1:3].copy(),
    }


@pytest.mark.parametrize("suffix", [".csv", ".npz", ".parquet"])
@pytest.mark.parametrize("rows", [1, 4, 22, 23, 24, 1000])
def test_rows_come_back_bit_for_bit(tmp_path, columns, suffix, rows):
    path = write(written(tmp_path, suffix), columns, rows)
    assert same(columns, read(path, rows=9)) and same(columns, read(path, rows=rows))
    assert os.listdir(tmp_path) == [path.name]


@pytest.mark.parametrize("suffix", [".csv", ".npz", ".parquet"])
def test_some_columns_in_any_order(tmp_path, columns, suffix):
    path = write(written(tmp_path, suffix), columns)
    assert same(read(path, "π'", "x"), {name: columns[name] for name in ("π'", "x")})


@pytest.mark.parametrize("suffix", [".csv", ".npz", ".parquet"])
def test_one_row_and_none(tmp_path, columns, suffix):
    path = write(written(tmp_path, suffix), {name: column[:1] for name, column in columns.items()})
    assert same(read(path), {name: column[:1] for name, column in columns.items()})
    empty = write(tmp_path / f"empty{suffix}", {name: column[:0] for name, column in columns.items()})
    assert read(empty) == {}


@pytest.mark.parametrize("suffix", [".csv", ".npz", ".parquet"])
def test_a_block_is_read_when_it_is_asked_for(tmp_path, suffix):
    """The rest of the file is cut off after the first block has been read: only the second one notices."""
    rows = 400_000
    path = write(written(tmp_path, suffix), {"x": np.arange(rows) / 7}, rows // 4)
    blocks = opened(path).blocks(1000)
    assert next(blocks)[1]["x"].tolist() == [number / 7 for number in range(1000)]
    if suffix == ".parquet":
        return  # Its groups of rows are read whole.
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)
    if suffix == ".npz":
        with pytest.raises(AdtraceError, match="ends before its data does"):
            list(blocks)
    else:
        assert sum(len(block["x"]) for _, block in blocks) < rows - 1000


def test_the_formats_are_the_files_of_the_folder():
    assert names() == ("csv", "npy", "npz", "parquet")
    assert all(by_name(name).name == name and by_name(name).suffixes[0] == f".{name}" for name in names())
    assert readable("A.B.CSV").name == "csv"
    with pytest.raises(AdtraceError, match=r"writes no \.npy files"):
        writable("x.npy")
    with pytest.raises(AdtraceError, match="reads no points, which has no suffix"):
        readable("points")


@pytest.mark.parametrize("suffix", [".csv", ".npz", ".npy", ".parquet"])
@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda path: None, "no such file"),
        (lambda path: path.mkdir(), "folder|directory"),
        (lambda path: path.write_bytes(b""), "empty|not a .npy file|not a zip|cannot read"),
        (
            lambda path: path.write_bytes(b"\x93NUMPY\x01\x00 PAR1 PK\x03\x04" + bytes(100)),
            "not UTF-8|not a .npy file|not a zip|cannot read",
        ),
    ],
)
def test_what_is_no_such_file(tmp_path, suffix, make, message):
    path = written(tmp_path, suffix)
    make(path)
    with pytest.raises(AdtraceError, match=f"rows{suffix}.*({message})|({message}).*rows{suffix}"):
        read(path)


@pytest.mark.parametrize("suffix", [".npz", ".parquet", ".npy"])
@pytest.mark.parametrize("kept", [0.3, 0.9, 0.99])
def test_a_file_that_ends_early(tmp_path, columns, suffix, kept):
    path = written(tmp_path, suffix)
    if suffix == ".npy":
        np.save(path, columns["W"])
    else:
        write(path, columns)
    path.write_bytes(path.read_bytes()[: int(kept * path.stat().st_size)])
    with pytest.raises(AdtraceError, match="rows"):
        read(path)


@given(st.lists(st.integers(0, 9), max_size=12), st.integers(1, 12))
def test_reblocked(lengths, rows):
    edges = np.cumsum([0, *lengths])
    pieces = [{"x": np.arange(start, stop, dtype=float)} for start, stop in pairwise(edges)]
    blocks = list(reblocked(pieces, rows))
    assert all(len(block["x"]) == rows for _, block in blocks[:-1]) and all(len(block["x"]) for _, block in blocks)
    assert [value for _, block in blocks for value in block["x"]] == list(range(edges[-1]))
    assert [first for first, _ in blocks] == list(range(0, edges[-1], rows))


def test_which_can_be_read_anywhere(tmp_path, columns):
    stored = write(tmp_path / "stored.npz", columns)
    np.savez_compressed(tmp_path / "packed.npz", x=columns["x"])
    assert is_indexed(opened(stored)) and not is_indexed(opened(tmp_path / "packed.npz"))
    assert same(opened(stored).read(3, 11), {name: column[3:11] for name, column in columns.items()})
