"""--at: names, values, arrays, files, whole points; and what is said of each that is wrong."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    np.save("b.npy", np.array([1, -2, 3]))
    np.save("scalar.npy", np.float32(0.5))
    np.save("fortran.npy", np.asfortranarray(np.arange(6.0).reshape(2, 3)))
    (tmp_path / "row.csv").write_text("1,2.5,-3e0\n")
    (tmp_path / "column.csv").write_text("1\n2\n3\n")
    (tmp_path / "matrix.csv").write_text("1, 2\r\n3, 4\r\n\r\n")
    (tmp_path / "vector.json").write_text("[1, 2.5, -3]")
    (tmp_path / "special.json").write_text('["nan", "inf", "-inf"]')
    (tmp_path / "point.json").write_text('{"x": 2, "W": [[1, 2], [3, 4]], "\u03b1": "inf"}', encoding="utf-8")
    return tmp_path


def inputs(outcome):
    assert (outcome.code, outcome.err) == (0, "")
    return outcome.json["inputs"]


@pytest.mark.parametrize(
    ("at", "found"),
    [
        (["x=2,a=1"], {"x": 2, "a": 1}),
        (["a=1", "x=2"], {"a": 1, "x": 2}),
        ([" x = 2 , a = 1 "], {"x": 2, "a": 1}),
        (["x=pi/2,a=1/3"], {"x": math.pi / 2, "a": 1 / 3}),
        (["x=sin(1),a=max(1, 2)"], {"x": math.sin(1), "a": 2}),
        (["x=nan,a=-inf"], {"x": "nan", "a": "-inf"}),
        (["x=1e-3,a=-2^-2"], {"x": 0.001, "a": -0.25}),
        (["x=e,a=.5"], {"x": math.e, "a": 0.5}),
        (["x=1\n+1,a=1"], None),
    ],
)
def test_numbers(cli, at, found):
    outcome = cli("eval", "x + a", *[word for value in at for word in ("--at", value)], "-f", "json")
    if found is None:
        assert outcome.code == 2
    else:
        assert inputs(outcome) == found and list(inputs(outcome)) == list(found)


@pytest.mark.parametrize(
    ("at", "found"),
    [
        ("W=[[1,2],[3,4]]", [[1, 2], [3, 4]]),
        ("W=[1,2]", [1, 2]),
        ("W=[[1],[2]]", [[1], [2]]),
        ("W=[1/2, sin(0)]", [0.5, 0]),
        ("W=2*[1,2]", [2, 4]),
        ("W=[1,2,3][1:]", [2, 3]),
        ("W=[nan, inf]", ["nan", "inf"]),
        ("W=@b.npy", [1, -2, 3]),
        ("W=@scalar.npy", 0.5),
        ("W=@fortran.npy", [[0, 1, 2], [3, 4, 5]]),
        ("W = @ ./b.npy", [1, -2, 3]),
        ("W=@row.csv", [1, 2.5, -3]),
        ("W=@column.csv", [1, 2, 3]),
        ("W=@matrix.csv", [[1, 2], [3, 4]]),
        ("W=@vector.json", [1, 2.5, -3]),
        ("W=@special.json", ["nan", "inf", "-inf"]),
    ],
)
def test_arrays_and_files(cli, here, at, found):
    assert inputs(cli("eval", "2*W", "--at", at, "-f", "json")) == {"W": found}


def test_values_and_files_in_one_option(cli, here):
    found = inputs(cli("eval", "x + sum(b) + sum(W)", "--at", "x=1,b=@b.npy,W=[[1,2],[3,4]]", "-f", "json"))
    assert found == {"x": 1, "b": [1, -2, 3], "W": [[1, 2], [3, 4]]}


def test_a_whole_point(cli, here):
    found = inputs(cli("eval", "x + sum(W) + \u03b1 + y", "--at", "@point.json", "--at", "y=3", "-f", "json"))
    assert found == {"x": 2, "W": [[1, 2], [3, 4]], "\u03b1": "inf", "y": 3}


def test_a_value_that_is_not_used_is_a_note(cli):
    one, two = cli("eval", "x", "--at", "x=1,z=2"), cli("eval", "x", "--at", "x=1,z=2,q=3")
    assert one.code == two.code == 0 and one.out
    assert one.err == "note: z is given a value that the program does not use\n"
    assert two.err == "note: z, q are given a value that the program does not use\n"


def test_missing_names_are_all_named_at_once(cli):
    outcome = cli("eval", "x*y + z*w", "--at", "y=1,q=2")
    assert outcome.code == 2 and outcome.message == "no values for x, z, w" and "note" not in outcome.err
    assert "--at y=1,x=...,z=...,w=..." in outcome.err


def test_duplicate_names_are_all_named_at_once(cli):
    outcome = cli("eval", "x*y*z", "--at", "x=1,y=2", "--at", "y=3,z=1,x=2")
    assert outcome.code == 2 and outcome.message == "y, x given more than once with --at"


def test_a_name_that_the_program_computes(cli):
    outcome = cli("eval", "a = x; a + 1", "--at", "x=1,a=2")
    assert outcome.code == 2 and "a is computed" in outcome.message


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("", "empty"),
        ("x", "name=value"),
        ("=1", "name=value"),
        ("x==1", "name=value"),
        ("x=", "no value after x="),
        ("x=1,", "comma"),
        (",x=1", "name=value"),
        ("x=1,,y=2", "unexpected ,"),
        ("1=x", "name=value"),
        ("x=y", "y is not a constant"),
        ("x=1e999", "larger than float64"),
        ("x=0x10", "0x10 is not a number"),
        ("x=1_000", "not a number"),
        ("x=[1,[2,3]]", "shape"),
        ("x=[[]]", "value is expected"),
        ("x=[]", "value is expected"),
        ('x="1"', 'unexpected "'),
        ("x=True", "True is not a constant"),
        ("x=\u0663", "ARABIC-INDIC DIGIT THREE"),
        ("x=1;y=2", "only the last statement"),
        ("x=a=2", "one constant expression"),
        ("x=f(x)=2", "nothing to compute"),
        ("\uff58=1", "look-alike"),
        ("x=@", "cannot read values"),
        ("x=@missing.npy", "no such file"),
        ("x=@/etc/passwd", "cannot read values"),
        ("x=@/dev/stdin", "cannot read values"),
        ("@missing.json", "no such file"),
        ("@b.npy", "cannot read a point"),
        ("@vector.json", "not an object"),
        ("x=@folder.npy", "folder"),
        ("x=@point.json", "not a number"),
        ("x=__import__('os')", "unexpected '"),
    ],
)
def test_what_is_wrong_with_a_value(cli, here, at, said):
    (here / "folder.npy").mkdir()
    outcome = cli("eval", "x + 1", "--at", at)
    assert (outcome.code, outcome.out) == (2, "") and said in outcome.message


def test_the_place_in_the_option(cli):
    outcome = cli("eval", "x + y", "--at", "x=1,y=2*(3")
    assert outcome.code == 2 and "--at" in outcome.err and "^" in outcome.err


@pytest.mark.parametrize("option", ["--at", "--seed"])
def test_points_and_seeds_are_read_alike(cli, here, option):
    line = ("forward", "sum(x)", "--at", "x=[1,2,3]")
    assert cli(*line, "--seed", "x=@b.npy", "-f", "json").json["seed"] == {"x": [1, -2, 3]}
    outcome = cli(*line, option, "x=@nowhere.npy")
    assert outcome.code == 2 and "nowhere.npy" in outcome.message


def npy(header: str, body: bytes = b"") -> bytes:
    text = header.encode() + b" " * (-(len(header) + 11) % 64) + b"\n"
    return b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text + body


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("object.npy", npy("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", b"\x80\x04N."), "plain numbers"),
        ("negative.npy", npy("{'descr': '<f8', 'fortran_order': False, 'shape': (-1,), }", bytes(8)), "negative"),
        (
            "fields.npy",
            npy("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (1,), }", bytes(8)),
            "plain numbers",
        ),
        ("complex.npy", npy("{'descr': '<c16', 'fortran_order': False, 'shape': (1,), }", bytes(16)), "plain numbers"),
        ("text.npy", npy("{'descr': '<U4', 'fortran_order': False, 'shape': (1,), }", bytes(16)), "plain numbers"),
        ("short.npy", npy("{'descr': '<f8', 'fortran_order': False, 'shape': (9,), }", bytes(8)), "ends before"),
        (
            "huge.npy",
            npy("{'descr': '<f8', 'fortran_order': False, 'shape': (4611686018427387904, 4), }", bytes(8)),
            "limits",
        ),
        ("code.npy", npy("__import__('os').system('touch owned')"), ".npy"),
        ("empty.npy", b"", ".npy"),
        ("cut.npy", b"\x93NUMPY\x01\x00\xff\xff{", ".npy"),
        ("nothing.npy", npy("{'descr': '<f8', 'fortran_order': False, 'shape': (0,), }"), "empty"),
        ("members.npz", b"PK\x03\x04", "cannot read values"),
        ("ragged.csv", b"1,2\n3\n", "line 2 has 1 values"),
        ("nul.csv", b"1,\x002\n", "line 1"),
        ("latin.csv", b"gr\xf6\xdfe\n1\n", "UTF-8"),
        ("header.csv", b"a,b\n1,2\n", "line 1"),
        ("gap.csv", b"1,,2\n", "line 1"),
        ("empty.csv", b"\n", "no values"),
        ("locale.csv", b"1;2\n", "line 1"),
        ("digits.csv", "\u0661,2\n".encode(), "line 1"),
        ("open.json", b"[1, 2", "not JSON"),
        ("deep.json", b"[" * 200_000, "not JSON"),
        ("text.json", b'"one"', "not a number"),
        ("bool.json", b"[true]", "rectangular array of numbers"),
        ("ragged.json", b"[[1], [2, 3]]", "rectangular"),
        ("empty.json", b"[]", "empty"),
        ("long.json", b"1" * 5000, "larger"),
    ],
)
def test_files_that_hold_no_values(cli, here, name, data, said):
    (here / name).write_bytes(data)
    outcome = cli("eval", "sum(x)", "--at", f"x=@{name}")
    assert outcome.code in (2, 3) and outcome.out == "" and said in outcome.err
    assert not (here / "owned").exists()
    assert "Traceback" not in outcome.err and json.dumps(outcome.err).isascii()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'{"x": 1, "x": 2}', "twice"),
        (b'{"x": {"y": 1}}', "not a number"),
        (b'{"x": null}', "not a number"),
        (b'{"x": true}', "not a number"),
        (b"{x: 1}", "not JSON"),
        (b"\xff", "UTF-8"),
        (b'{"x": "1"}', "not a number"),
    ],
)
def test_points_that_are_none(cli, here, data, said):
    (here / "bad.json").write_bytes(data)
    outcome = cli("eval", "x", "--at", "@bad.json")
    assert outcome.code == 2 and said in outcome.message


@pytest.mark.parametrize("name", ["a b", "", "1", "x=2", "<b>", "\x1b[31m", "\u202e", "x\ny"])
def test_names_in_a_point_are_names(cli, here, name):
    (here / "bad.json").write_text(json.dumps({name: 1, "x": 2}))
    outcome = cli("eval", "x", "--at", "@bad.json")
    assert outcome.code == 2 and "is not a name" in outcome.message
    assert not set(outcome.err) & set("\x1b\u202e")


@pytest.mark.parametrize("entries", ["@theta.json,X=@x.csv", "X=@x.csv,@theta.json", "X=[1,2], @theta.json , b=0", "@theta.json"])
def test_a_file_stands_among_other_entries(cli, here, entries):
    (here / "theta.json").write_text('{"w": 2}')
    (here / "x.csv").write_text("1\n2\n")
    expr = "w" if entries == "@theta.json" else "sum(X)*w"
    assert cli("eval", expr, "--at", entries, "-f", "json").json["value"] == (2.0 if expr == "w" else 6.0)


def test_a_file_that_is_missing_among_others_is_named(cli, here):
    outcome = cli("eval", "x", "--at", "x=2,@nope.json")
    assert outcome.code == 2 and outcome.message.startswith("cannot read nope.json")
