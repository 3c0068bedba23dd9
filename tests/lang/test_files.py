"""Files of values and programs: what is read, and how what is no such file is refused before it does harm."""

from __future__ import annotations

import io
import json
import os
import pickle
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from adtrace.errors import AdtraceError, LimitError
from adtrace.graph.build import constant
from adtrace.lang import files
from adtrace.lang.points import read_points


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def refused(function: Any, path: str) -> AdtraceError:
    with pytest.raises(AdtraceError) as caught:
        function(path)
    assert path in caught.value.message
    return caught.value


# .npy

@pytest.mark.parametrize("array", [
    np.array(2.5), np.arange(4), np.arange(6.0).reshape(2, 3), np.asfortranarray(np.arange(6.0).reshape(2, 3)),
    np.arange(3, dtype=">f4"), np.array([250], dtype=np.uint8), np.array([np.nan, np.inf]),
], ids=lambda array: f"{array.dtype.str}{array.shape}")
def test_npy(array: Any) -> None:
    np.save("b.npy", array)
    found = files.read_array("b.npy")
    if array.shape:
        assert found.dtype == np.float64
        np.testing.assert_array_equal(found, array)
    else:
        assert type(found) is float
        assert found == array


def header(shape: tuple[Any, ...], descr: str = "<f8", extra: str = "") -> bytes:
    """The beginning of a .npy file, which can claim anything."""
    text = f"{{'descr': {descr!r}, 'fortran_order': False, 'shape': {shape!r}, {extra}}}"
    padded = text.ljust(117) + "\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(padded)) + padded.encode("latin1")


class Payload:
    """What must never be run."""

    def __reduce__(self) -> Any:
        return os.mkdir, ("pickle-was-run",)


@pytest.mark.parametrize(("data", "message"), [
    (b"", "is not a .npy file that can be read"),
    (b"\x93NUMPY", "is not a .npy file that can be read"),
    (b"1, 2, 3\n", "is not a .npy file that can be read"),
    (header((3,)), "ends before its data does"),
    (header((3,)) + b"\0"*23, "ends before its data does"),
    (header((10**4, 10**4)), "ends before its data does"),
    (header((-1,)) + b"\0"*8, "has a negative size in its header"),
    (header((2,), "|O") + b"\0"*16, "holds object and not plain numbers"),
    (header((2,), "<U4") + b"\0"*32, "holds <U4 and not plain numbers"),
    (header((2,), "<c16") + b"\0"*32, "holds complex128 and not plain numbers"),
    (header((2,), "|b1") + b"\0"*2, "holds bool and not plain numbers"),
    (header((2,), "<M8[s]") + b"\0"*16, "holds datetime64[s] and not plain numbers"),
    (header((0,)), "is an empty array"),
    (header(("a",)), "is not a .npy file that can be read"),
    (header((2,), "<f8", "'x': __import__('os').mkdir('header-was-run'), "), "is not a .npy file that can be read"),
], ids=lambda value: value if isinstance(value, str) else "")
def test_npy_that_is_refused(data: bytes, message: str) -> None:
    Path("b.npy").write_bytes(data)
    assert refused(files.read_array, "b.npy").message == f"b.npy {message}"
    assert not Path("header-was-run").exists()


@pytest.mark.parametrize("shape", [(10**9,), (10**6, 10**6), (2**40,)*3, (1,)*9])
def test_npy_beyond_the_limits_is_refused_by_its_header(shape: tuple[int, ...]) -> None:
    Path("b.npy").write_bytes(header(shape))
    assert isinstance(refused(files.read_array, "b.npy"), LimitError)


def test_pickles_are_never_read() -> None:
    stream = io.BytesIO()
    np.save(stream, np.array([Payload()], dtype=object), allow_pickle=True)
    Path("b.npy").write_bytes(stream.getvalue())
    Path("c.npy").write_bytes(pickle.dumps(Payload()))
    for name in ("b.npy", "c.npy"):
        refused(files.read_array, name)
    assert not Path("pickle-was-run").exists()


# .csv

@pytest.mark.parametrize(("text", "expected"), [
    ("1,2\n3,4\n", [[1, 2], [3, 4]]),
    ("1,2\r\n3,4", [[1, 2], [3, 4]]),
    ("1\n2\n3\n", [1, 2, 3]),
    ("1,2,3", [1, 2, 3]),
    ("7\n", [7]),
    (" 1 , -2e3\n\n+.5, 4.\n\n", [[1, -2000], [0.5, 4]]),
    ("\ufeff1,2\n3,4\n", [[1, 2], [3, 4]]),
    ("inf,-inf\n1,2", [[np.inf, -np.inf], [1, 2]]),
])
def test_csv(text: str, expected: Any) -> None:
    Path("W.csv").write_bytes(text.encode())
    np.testing.assert_array_equal(files.read_array("W.csv"), expected)


def test_csv_nan() -> None:
    Path("W.csv").write_text("nan,1")
    np.testing.assert_array_equal(files.read_array("W.csv"), [np.nan, 1])


@pytest.mark.parametrize(("text", "message"), [
    ("", "W.csv holds no values"),
    ("\n\n", "W.csv holds no values"),
    ("x,y\n1,2\n", "W.csv line 1 has 'x' where a number should be"),
    ("1,2\n3\n", "W.csv line 2 has 1 values, the first row has 2"),
    ("1,2\n3,\n", "W.csv line 2 has '' where a number should be"),
    ("1;2", "W.csv line 1 has '1;2' where a number should be"),
    ("1,0x10", "W.csv line 1 has '0x10' where a number should be"),
    ("1,1_000", "W.csv line 1 has '1_000' where a number should be"),
    ("1,pi", "W.csv line 1 has 'pi' where a number should be"),
    ("=cmd|' /C calc'!A0", "W.csv line 1 has \"=cmd|' /C calc'!A0\" where a number should be"),
    ("\x1b[31m", "W.csv line 1 has '\\x1b[31m' where a number should be"),
    ("1,\u0663", "W.csv line 1 has '\\u0663' where a number should be"),
    ("a"*1000, f"W.csv line 1 has '{'a'*30}' where a number should be"),
])
def test_csv_that_is_refused(text: str, message: str) -> None:
    Path("W.csv").write_bytes(text.encode())
    assert refused(files.read_array, "W.csv").message == message


# .json

@pytest.mark.parametrize(("text", "expected"), [
    ("2", 2), ("[1, 2]", [1, 2]), ("[[1, 2.5e1], [3, -4]]", [[1, 25], [3, -4]]), ('"inf"', np.inf), ('["-inf", 1]', [-np.inf, 1]),
    ("NaN", np.nan), ("[Infinity]", [np.inf]),
])
def test_json(text: str, expected: Any) -> None:
    Path("c.json").write_text(text)
    np.testing.assert_array_equal(files.read_array("c.json"), expected)


@pytest.mark.parametrize("text", [
    "", "{", "[1, 2", "[1,,2]", "'a'", '"a"', "null", "true", "[true]", "[null]", '["1"]', '{"x": 1}', "[[1], [2, 3]]", "[]",
    "["*100_000 + "]"*100_000, "1"*5000, "[1, [2]]", "1e999999" + "0"*10 + "x", "\x00",
])
def test_json_that_is_refused(text: str) -> None:
    Path("c.json").write_text(text)
    refused(files.read_array, "c.json")


@pytest.mark.parametrize(("text", "message"), [
    ("[1, 2]", "p.json is not an object of values by name"),
    ("3", "p.json is not an object of values by name"),
    ('{"x": 1, "x": 2}', "p.json gives a name twice"),
    ('{"x": "1"}', "the value of x in p.json is not a number"),
    ('{"x": {"y": 1}}', "the value of x in p.json is not a number"),
    ('{"x": [[1], [2, 3]]}', "the value of x in p.json is not a rectangular array of numbers"),
    ('{"x": 1,\n\n]', "p.json is not JSON: line 3"),
])
def test_points_that_are_refused(text: str, message: str) -> None:
    Path("p.json").write_text(text)
    assert refused(files.read_point, "p.json").message == message


@pytest.mark.parametrize("name", ["2x", "", "x y", "a=1", "ｘ", "\x1b[31m"])
def test_a_point_names_only_names(name: str) -> None:
    Path("p.json").write_text(json.dumps({name: 1}))
    with pytest.raises(AdtraceError) as caught:
        read_points(["@p.json"], constant)
    assert "\x1b" not in caught.value.message


# Any file

@pytest.mark.parametrize("read", [files.read_array, files.read_program, files.read_bytes])
def test_what_is_no_file(read: Any) -> None:
    Path("folder.npy").mkdir()
    assert refused(read, "folder.npy").message == "folder.npy is a folder"
    assert refused(read, "missing.npy").message == "cannot read missing.npy: no such file or directory"
    os.mkfifo("pipe.npy")
    assert refused(read, "pipe.npy").message == "pipe.npy is not a regular file"
    os.symlink("loop.npy", "loop.npy")
    assert "cannot read loop.npy" in refused(read, "loop.npy").message
    with pytest.raises(AdtraceError, match="cannot read"):
        read("a\0b.npy")


def test_a_device_is_no_file() -> None:
    assert "is not a regular file" in refused(files.read_bytes, "/dev/zero").message


def test_a_large_file_is_refused_before_it_is_read() -> None:
    with open("big.csv", "wb") as file:
        file.truncate(3_000_000_000)
    error = refused(files.read_array, "big.csv")
    assert isinstance(error, LimitError)
    assert error.message == "big.csv has 3000000000 bytes"


# Programs

def test_a_program_is_utf8_text() -> None:
    Path("p.adt").write_bytes("\ufeffα = x + 1\r\nα²\r\n".encode())
    assert files.read_program("p.adt") == "α = x + 1\nα²\n"


def test_a_program_that_is_not_utf8_is_refused_with_the_byte() -> None:
    Path("p.adt").write_bytes(b"x + 1\n\xe9*2\n")
    error = refused(files.read_program, "p.adt")
    assert error.message == "p.adt is not UTF-8 text: byte 0xE9 in line 2"
    assert error.hint == "save it as UTF-8"
