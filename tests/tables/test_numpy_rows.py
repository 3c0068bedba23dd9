""".npy and .npz: dtypes, orders, records, compressed members; nothing is unpickled."""

from __future__ import annotations

import io
import zipfile

import numpy as np
import pytest
from row_files import opened, read

from adtrace.errors import AdtraceError
from adtrace.tables.joined import Part, joined

NUMBERS = np.random.default_rng(1).integers(0, 2, (11, 2, 3)) * 1.0


@pytest.mark.parametrize("kind", ["f8", ">f8", "f4", "f2", "i8", "u1", ">i4", "?"])
@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("shape", [(11,), (11, 6), (11, 2, 3)])
def test_numbers_of_every_kind_and_order(tmp_path, kind, order, shape):
    column = NUMBERS.reshape(11, -1)[:, : int(np.prod(shape[1:]))].reshape(shape)
    np.save(tmp_path / "x.npy", np.asarray(column, kind, order=order))
    np.savez(tmp_path / "x.npz", x=np.asarray(column, kind, order=order), other=np.arange(3))
    for rows in (1, 4, 11):
        assert np.array_equal(read(tmp_path / "x.npy", rows=rows)[""], column)
        assert np.array_equal(read(tmp_path / "x.npz", "x", rows=rows)["x"], column)


def test_records(tmp_path):
    records = np.zeros(5, [("x", "f4"), ("who", "U3"), ("W", "i2", (2, 2))])
    records["x"] = np.arange(5)
    records["W"][:, 1, 0] = 7
    np.save(tmp_path / "r.npy", records)
    columns = read(tmp_path / "r.npy", "W", "x", rows=2)
    assert columns["x"].tolist() == [0, 1, 2, 3, 4] and (columns["W"] == [[0, 0], [7, 0]]).all()
    with pytest.raises(AdtraceError, match=r"who in .* holds <U3 and not plain numbers"):
        read(tmp_path / "r.npy", "who")


@pytest.mark.parametrize("rows", [1, 3, 100])
def test_compressed_members_are_unpacked_as_they_go(tmp_path, rows):
    np.savez_compressed(tmp_path / "p.npz", x=np.arange(10), W=np.arange(40.0).reshape(10, 2, 2))
    columns = read(tmp_path / "p.npz", "W", "x", rows=rows)
    assert columns["x"].tolist() == list(range(10)) and columns["W"].ravel().tolist() == list(range(40))


def mixed(path):
    """An archive with one stored and one compressed member."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, kind in (("x", zipfile.ZIP_STORED), ("a", zipfile.ZIP_DEFLATED)):
            stream = io.BytesIO()
            np.save(stream, np.arange(9.0))
            archive.writestr(f"{name}.npy", stream.getvalue(), kind)


def test_stored_beside_compressed(tmp_path):
    mixed(tmp_path / "m.npz")
    columns = read(tmp_path / "m.npz", rows=4)
    assert columns["x"].tolist() == columns["a"].tolist() == list(range(9))


@pytest.mark.parametrize(
    ("array", "message"),
    [
        (np.array(2.0), "one number and not rows"),
        (np.zeros(3, complex), "complex128 and not plain numbers"),
        (np.array(["a"]), "<U1 and not plain numbers"),
        (np.zeros((3, 0)), "empty array"),
        (np.zeros((2,) + (1,) * 9), r"has shape \[1, 1, 1, 1, 1, 1, 1, 1, 1\]"),
        (np.zeros(2, "M8[s]"), "not plain numbers"),
        (np.zeros((2, 2), [("x", "f8")]), "records along several axes|not plain numbers"),
    ],
)
@pytest.mark.parametrize("suffix", [".npy", ".npz"])
def test_what_holds_no_rows_of_numbers(tmp_path, array, message, suffix):
    path = tmp_path / f"x{suffix}"
    np.save(path, array) if suffix == ".npy" else np.savez(path, x=array)
    with pytest.raises(AdtraceError, match=message):
        read(path)


@pytest.mark.parametrize("suffix", [".npy", ".npz"])
def test_nothing_is_unpickled(tmp_path, suffix):
    class Trap:
        def __reduce__(self):
            return (open, (str(tmp_path / "sprung"), "w"))

    path = tmp_path / f"x{suffix}"
    array = np.array([Trap()], object)
    np.save(path, array, allow_pickle=True) if suffix == ".npy" else np.savez(path, x=array)
    with pytest.raises(AdtraceError, match="object and not plain numbers"):
        read(path)
    assert not (tmp_path / "sprung").exists()


def test_members_with_different_rows(tmp_path):
    np.savez(tmp_path / "p.npz", x=np.zeros(3), a=np.zeros(4), W=np.zeros((3, 2)))
    assert len(read(tmp_path / "p.npz", "x", "W")["x"]) == 3
    with pytest.raises(AdtraceError, match="differ in their rows: x has 3, a has 4"):
        read(tmp_path / "p.npz", "x", "a")


def test_a_matrix_compressed_by_columns(tmp_path):
    np.savez_compressed(tmp_path / "p.npz", W=np.asfortranarray(np.zeros((3, 2))))
    with pytest.raises(AdtraceError, match=r"W in .* is compressed column by column"):
        read(tmp_path / "p.npz")


def test_a_damaged_member(tmp_path):
    np.savez_compressed(tmp_path / "p.npz", x=np.random.default_rng(0).random(5000))
    data = bytearray((tmp_path / "p.npz").read_bytes())
    data[len(data) // 2] ^= 255
    (tmp_path / "p.npz").write_bytes(data)
    with pytest.raises(AdtraceError, match=r"cannot read x in .*p\.npz"):
        read(tmp_path / "p.npz")


def test_an_archive_without_arrays(tmp_path):
    with zipfile.ZipFile(tmp_path / "p.npz", "w") as archive:
        archive.writestr("readme.txt", "nothing here")
    with pytest.raises(AdtraceError, match="holds no arrays"):
        read(tmp_path / "p.npz")


def test_files_side_by_side(tmp_path):
    np.save(tmp_path / "x.npy", np.arange(10.0))
    np.savez_compressed(tmp_path / "a.npz", left=np.arange(10.0) * 2)
    np.save(tmp_path / "short.npy", np.arange(9.0))
    (tmp_path / "c.csv").write_text("c\n" + "".join(f"{row * 3}\n" for row in range(8)))
    parts = [Part(opened(tmp_path / "x.npy"), {"": "x"}), Part(opened(tmp_path / "a.npz"), {"left": "a"})]
    table = joined(parts)
    assert table.rows == 10 and dict(table.shapes) == {"x": (), "a": ()} and not hasattr(table, "read")
    blocks = list(table.blocks(4))
    assert [first for first, _ in blocks] == [0, 4, 8] and blocks[2][1]["a"].tolist() == [16, 18]
    with pytest.raises(AdtraceError, match=r"x\.npy has 10, .*short\.npy has 9"):
        joined([*parts, Part(opened(tmp_path / "short.npy"), {"": "b"})])
    for rows in (3, 4, 8, 100):
        uneven = joined([*parts, Part(opened(tmp_path / "c.csv"), {"c": "c"})])
        with pytest.raises(AdtraceError, match=r"c\.csv ends after 8 rows, before the others"):
            list(uneven.blocks(rows))
    both = joined([parts[0], Part(opened(tmp_path / "x.npy"), {"": "b"})])
    assert {name: column.tolist() for name, column in both.read(2, 4).items()} == {"x": [2, 3], "b": [2, 3]}
