"""EXPR: text, @file, the name of an .adt file, standard input; and files that are no programs."""

from __future__ import annotations

import io
import os
import sys

import pytest

from adtrace.cli import sources
from adtrace.errors import AdtraceError, LimitError

PROGRAM = "input x = 3   # the point\n\nsq = x^2\nsq + 1\n"


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "p.adt").write_text(PROGRAM, encoding="utf-8")
    return tmp_path


def value(outcome):
    assert (outcome.code, outcome.err) == (0, "")
    return outcome.json["value"]


@pytest.mark.parametrize("name", ["p.adt", "@p.adt", "./p.adt", "@./p.adt", "-", PROGRAM, PROGRAM.replace("\n", ";")])
def test_every_form_of_a_program(cli, here, name):
    if name.endswith(";"):
        name = "input x = 3; sq = x^2; sq + 1;"
    assert value(cli("eval", name, "-f", "json", stdin=PROGRAM.encode())) == 10


def test_the_point_replaces_a_default(cli, here):
    assert value(cli("eval", "p.adt", "--at", "x=1", "-f", "json")) == 2


@pytest.mark.parametrize(
    "data",
    [
        PROGRAM.encode("utf-8-sig"),
        PROGRAM.replace("\n", "\r\n").encode(),
        PROGRAM.replace("\n", "\r\n").encode("utf-8-sig"),
        PROGRAM.rstrip("\n").encode(),
        b"\n\n" + PROGRAM.encode() + b"\n\n",
    ],
    ids=["BOM", "CRLF", "BOM and CRLF", "no last newline", "blank lines"],
)
def test_marks_and_line_ends(cli, here, data):
    (here / "other.adt").write_bytes(data)
    for name in ("@other.adt", "-"):
        assert value(cli("eval", name, "-f", "json", stdin=data)) == 10


def test_the_position_of_an_error_in_a_file(cli, here):
    for ends in ("\n", "\r\n"):
        (here / "bad.adt").write_bytes(ends.join(["a = 1", "b = a +* 2", "b"]).encode("utf-8-sig"))
        outcome = cli("eval", "bad.adt")
        assert outcome.code == 2 and "bad.adt:2:8" in outcome.err and "2 | b = a +* 2\n" in outcome.err


def test_a_name_that_only_looks_like_a_file(cli, here):
    outcome = cli("eval", "missing.adt")
    assert outcome.code == 2 and outcome.message == "there is no file missing.adt"
    assert value(cli("eval", "2 + 1  # see p.adt", "-f", "json")) == 3


def test_any_name_behind_an_at_sign(cli, here):
    (here / "formula").write_text("1 + 1")
    assert value(cli("eval", "@formula", "-f", "json")) == 2


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("@missing.adt", "no such file"),
        ("@", "no such file"),
        ("@folder", "folder is a folder"),
        ("folder.adt", "folder.adt is a folder"),
        ("@loop.adt", "symbolic links"),
        ("loop.adt", "symbolic links"),
        ("@pipe", "not a regular file"),
        ("@latin.adt", "byte 0xE9 in line 2"),
        ("@p.adt/q", "not a directory"),
        ("@" + "n" * 5000, "name too long"),
        ("@empty.adt", "nothing to compute"),
        ("@dangling.adt", "no such file"),
    ],
)
def test_what_is_no_program(cli, here, name, said):
    (here / "folder").mkdir()
    (here / "folder.adt").mkdir()
    (here / "loop.adt").symlink_to("loop.adt")
    (here / "dangling.adt").symlink_to("nowhere.adt")
    os.mkfifo(here / "pipe")
    (here / "latin.adt").write_bytes(b"x = 1\n# \xe9t\xe9\nx")
    (here / "empty.adt").write_bytes(b"")
    outcome = cli("eval", name)
    assert (outcome.code, outcome.out) == (2, "") and said in outcome.message.lower().replace("0xe9", "0xE9")


def test_bytes_that_are_no_text_on_standard_input(cli):
    outcome = cli("eval", "-", stdin=b"1 +\n \xff")
    assert outcome.code == 2 and outcome.message == "standard input is not UTF-8 text: byte 0xFF in line 2"


def test_a_file_that_may_not_be_read(cli, here):
    if os.geteuid() == 0:
        pytest.skip("everything may be read by root")
    (here / "p.adt").chmod(0)
    assert "permission denied" in cli("eval", "@p.adt").message


@pytest.mark.parametrize(
    "name", ["<b>&.adt", "a'b\".adt", "-x.adt", "[red].adt", "%s{}.adt", "\u202eabc.adt", "a\x1b[31m.adt", "a\nb.adt"]
)
@pytest.mark.parametrize(
    "command",
    [
        ("eval",),
        ("reverse", "-f", "ascii"),
        ("reverse", "-f", "json"),
        ("graph", "-f", "svg"),
        ("graph", "-f", "dot"),
        ("shapes",),
    ],
)
def test_file_names_are_data(cli, here, name, command):
    from xml.etree import ElementTree

    (here / name).write_text("input x = -1\nlog(x)")
    outcome = cli(*command, "@" + name)
    assert outcome.code == 0
    assert not set(outcome.out + outcome.err) & set("\x1b\u202e")
    if "svg" in command:
        ElementTree.fromstring(outcome.out)
    (here / name).write_text("x +")
    outcome = cli(command[0], "@" + name)
    assert outcome.code == 2 and len(outcome.err.splitlines()) == 5
    assert not set(outcome.err) & set("\x1b\u202e")


def test_standard_input_has_a_limit(monkeypatch):
    monkeypatch.setattr(sources, "LONGEST", sources.BLOCK + 10)
    for size, refused in ((sources.BLOCK + 10, False), (sources.BLOCK + 11, True)):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b" " * size)))
        if refused:
            with pytest.raises(LimitError, match=str(sources.BLOCK + 10)):
                sources.from_stdin()
        else:
            assert len(sources.from_stdin()) == size


def test_standard_input_that_is_closed(monkeypatch):
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(AdtraceError, match="closed"):
        sources.from_stdin()
