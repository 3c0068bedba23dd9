"""CSV: what a number is, which line is to blame, and what a header may say."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from row_files import opened, read, together

from adtrace.errors import AdtraceError
from adtrace.tables import lines as reading
from adtrace.tables.bad_rows import BadRows
from adtrace.tables.formats.csv import CsvFile

BAD = {
    "1,2,3": "3 values where 2 are expected",
    "1": "1 values where 2 are expected",
    "1,": "a value is missing",
    ",": "a value is missing",
    "1,two": "'two' where a number should be",
    "1,1_000": "'1_000' where a number should be",
    "1,0x10": "'0x10' where a number should be",
    "1,1e": "'1e' where a number should be",
    "1,2 3": "'2 3' where a number should be",
    "1,１": "where a number should be",
    "1,True": "'True' where a number should be",
    "1,nan(1)": "where a number should be",
    "1,1e999": "1e999 is larger than float64 can hold",
    '1,"2': "its quotes do not close",
    "1,2 # two": "'2 # two' where a number should be",
    "#,2": "'#' where a number should be",
}


def made(folder, text, name="p.csv"):
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", 1),
        ("-1.", -1),
        ("+.5", 0.5),
        ("1e3", 1000),
        ("1E-3", 0.001),
        (" 2 ", 2),
        ("\t2", 2),
        ('"2"', 2),
        ('" 2"', 2),
        ("inf", math.inf),
        ("-Inf", -math.inf),
        ("Infinity", math.inf),
        ("1e-999", 0),
        ("0.1", 0.1),
        ("9007199254740993", 2.0**53),
    ],
)
def test_numbers(tmp_path, text, value):
    assert read(made(tmp_path, f"x,a\n1,2\n{text},3\n"), "x")["x"].tolist() == [1, value]
    assert read(made(tmp_path, f"x,a\n1,2\n{text},3\n"))["x"].tolist() == [1, value]


@pytest.mark.parametrize("text", ["nan", "NaN", "-nan"])
def test_nan_is_a_number(tmp_path, text):
    assert math.isnan(read(made(tmp_path, f"x\n{text}\n"))["x"][0])


@pytest.mark.parametrize(("row", "why"), BAD.items())
@pytest.mark.parametrize("wanted", [("x", "a"), ("a",)])
def test_a_bad_row_is_named_with_its_line(tmp_path, row, why, wanted):
    if row == "#,2" and wanted == ("a",):
        pytest.skip("that column may hold anything")
    path = made(tmp_path, f"x,a\n1,2\n\n3,4\n{row}\n5,6\n")
    with pytest.raises(AdtraceError) as caught:
        read(path, *wanted)
    assert caught.value.message.startswith(f"{path}, line 5: ") and why in caught.value.message
    assert "--keep-going" in caught.value.hint


@pytest.mark.parametrize("rows", [1, 2, 100])
def test_or_they_become_nan_and_are_counted(tmp_path, rows):
    path = made(tmp_path, "x,a\n1,2\n" + "".join(f"{row}\n" for row in BAD) + "\n5,6")
    bad = BadRows(keep_going=True)
    columns = together(CsvFile(str(path), bad).select(("a", "x")).blocks(rows))
    assert columns["x"][[0, -1]].tolist() == [1, 5] and columns["a"][[0, -1]].tolist() == [2, 6]
    assert len(columns["x"]) == len(BAD) + 2
    assert np.isnan(columns["x"][1:-1]).all() and np.isnan(columns["a"][1:-1]).all()
    (warning,) = bad.warnings()
    assert (
        warning.message.startswith(f"{len(BAD)} rows of {path} became nan: line 3: 3 values")
        and f"and {len(BAD) - 3} more" in warning.message
    )


def test_no_warning_without_bad_rows():
    assert BadRows(keep_going=True).warnings() == ()


def test_a_column_that_is_not_used_may_hold_anything(tmp_path):
    path = made(tmp_path, 'who,x,when\n"Smith, J.",1,2020-01-01\nplain,2,\n,3,"a ""b"""\n')
    assert read(path, "x")["x"].tolist() == [1, 2, 3]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("last", ["", "end"])
def test_ends_of_lines_and_byte_order_marks(tmp_path, end, bom, last):
    text = f"{end}x , a{end}1,2{end}{end}  {end}3,4" + (end if last else "")
    columns = read(made(tmp_path, bom + text.encode()))
    assert columns["x"].tolist() == [1, 3] and columns["a"].tolist() == [2, 4]


def test_rows_know_their_lines(tmp_path):
    table = opened(made(tmp_path, "\nx\n1\n2\n\n\n3\n4\n \n5\n"))
    assert together(table.blocks(2))["x"].tolist() == [1, 2, 3, 4, 5]
    assert [table.place(row) for row in range(5)] == [f"line {line} of {table.title}" for line in (3, 4, 7, 8, 10)]


def test_arrays_stand_in_one_column_per_entry(tmp_path):
    path = made(tmp_path, 'b[1],"W[1, 0]","W[0,0]","W[0, 1]","W[1,1]",b[0]\n1,2,3,4,5,6\n')
    columns = read(path)
    assert columns["W"].tolist() == [[[3, 4], [2, 5]]] and columns["b"].tolist() == [[6, 1]]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty"),
        ("\n \n", "is empty"),
        ("x;a\n1;2\n", "split by ';'"),
        ("x\ta\n1\t2\n", "split by"),
        ("x,x\n1,2\n", "several columns x"),
        ('"W[0,1]","W[0, 1]"\n1,2\n', r"several columns W\[0,1\]"),
        ("W[0],W[2]\n1,2\n", r"has no column W\[1\]"),
        ('W[0],"W[0, 1]"\n1,2\n', "different numbers of indices"),
        ("W[0],W\n1,2\n", "different numbers of indices"),
        ("W[99999999]\n1\n", r"has no column W\[0\]"),
        ('"x\n1\n', "line 1 cannot be split into names"),
        (b"x\n1\n2\n\xff\n", "not UTF-8 text: byte 0xFF in line 4"),
        (b"x\n1\n2\0\n3\n", "not UTF-8 text: byte 0x00 in line 3"),
        ("x\n1\n".encode("utf-16"), "not UTF-8 text: byte 0xFF in line 1"),
    ],
)
def test_what_is_no_table(tmp_path, text, message):
    with pytest.raises(AdtraceError, match=message):
        read(made(tmp_path, text))


def test_without_names_all_fields_are_one_column(tmp_path):
    assert read(made(tmp_path, "1,2\n3,4\n"))[""].tolist() == [[1, 2], [3, 4]]
    assert read(made(tmp_path, "1\n3\n"))[""].tolist() == [1, 3]


def test_a_line_without_an_end(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "READ", 100)
    monkeypatch.setattr(reading, "LONGEST", 1000)
    assert read(made(tmp_path, "x\n" + " " * 500 + "1\n2"))["x"].tolist() == [1, 2]
    with pytest.raises(AdtraceError, match="line 2 has more than 1000 bytes"):
        read(made(tmp_path, "x\n" + "1" * 2000))


FIELD = st.one_of(st.floats().map(repr), st.text(alphabet='0123456789.eE+-_naif" xj\t\u00a0１', max_size=6))


@given(st.lists(st.lists(FIELD, min_size=1, max_size=3).map(",".join), min_size=1, max_size=6))
def test_at_once_and_line_by_line_agree(tmp_path_factory, rows):
    """NumPy's reader is only a quicker way to the same: it takes nothing that a closer look refuses."""
    path = made(tmp_path_factory.mktemp("csv"), "x,a\n" + "\n".join(rows) + "\n")
    quick = CsvFile(str(path), BadRows(keep_going=True)).select(("x", "a"))
    slow = CsvFile(str(path), BadRows(keep_going=True)).select(("x", "a"))
    slow._at_once = lambda block: None
    found, expected = together(quick.blocks(4)), together(slow.blocks(4))
    assert list(found) == list(expected)
    assert all(np.array_equal(found[name], expected[name], equal_nan=True) for name in expected)


@pytest.mark.parametrize("read_bytes", [1, 7, 64, 1 << 20])
def test_how_much_is_read_at_a_time_does_not_matter(tmp_path, monkeypatch, read_bytes):
    monkeypatch.setattr(reading, "READ", read_bytes)
    numbers = [value / 7 for value in range(50)]
    path = made(tmp_path, "π,a\r\n" + "".join(f"{value!r},1\r\n" for value in numbers))
    table = opened(path, "π")
    assert together(table.blocks(8))["π"].tolist() == numbers and table.place(49) == f"line 51 of {table.title}"
