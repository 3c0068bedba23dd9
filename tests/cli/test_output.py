"""-o: a file is replaced whole or not at all, in the format that its suffix names; devices and pipes are written to."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import threading
from xml.etree import ElementTree

import pytest
from conftest import run_here

from adtrace.cli import output
from adtrace.errors import OutputError
from adtrace.views.report import WARNINGS_SHOWN

LINE = ("reverse", "x*y", "--at", "x=2,y=3")
OLD = "precious"


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def names(folder):
    return sorted(entry.name for entry in folder.iterdir())


@pytest.mark.parametrize(
    ("command", "name", "begins"),
    [
        ("reverse", "r.json", "{"),
        ("reverse", "r.JSON", "{"),
        ("reverse", "r.txt", "Reverse mode"),
        ("forward", "r", "Forward mode"),
        ("eval", "r.json", "{"),
        ("graph", "g.svg", "<"),
        ("graph", "g.dot", "digraph"),
        ("graph", "g.gv", "digraph"),
        ("graph", "g", "<"),
    ],
)
def test_the_suffix_picks_the_format(cli, here, command, name, begins):
    outcome = cli(command, *LINE[1:], "-o", name)
    assert outcome.code == 0 and outcome.out == outcome.err == ""
    text = (here / name).read_text(encoding="utf-8")
    assert text.startswith(begins) and text.endswith("\n")
    if begins == "{":
        json.loads(text)
    if begins == "<":
        ElementTree.fromstring(text)
    assert names(here) == [name]


def test_a_format_by_name_wins_over_the_suffix(cli, here):
    assert cli(*LINE, "-o", "r.txt", "-f", "json").code == 0
    assert json.loads((here / "r.txt").read_text())["mode"] == "reverse"


@pytest.mark.parametrize(
    ("command", "name"),
    [
        ("reverse", "r.svg"),
        ("eval", "r.dot"),
        ("graph", "g.json"),
        ("graph", "g.txt"),
        ("reverse", "r.docx"),
        ("graph", "g."),
    ],
)
def test_a_suffix_of_no_format(cli, here, command, name):
    outcome = cli(command, *LINE[1:], "-o", name)
    assert outcome.code == 2 and os.path.splitext(name)[1] in outcome.message and "-f" in outcome.err
    assert names(here) == []


def test_a_file_holds_what_the_screen_shows(cli, here):
    cli(*LINE, "-o", "r.txt")
    assert (here / "r.txt").read_bytes() == cli(*LINE).out.encode()


def test_a_file_has_no_colour_and_keeps_its_letters(cli, here):
    cli(*LINE, "-o", "r.txt", "--color", "always", encoding="ascii")
    text = (here / "r.txt").read_text(encoding="utf-8")
    assert "\x1b" not in text and "∂out/∂x" in text


@pytest.mark.parametrize("line", [("ops",), ("ops", "tanh"), ("shapes", "x + y")])
def test_the_other_commands(cli, here, line):
    assert cli(*line, "-o", "r.txt").out == ""
    assert (here / "r.txt").read_text(encoding="utf-8") == cli(*line).out


def test_a_dash_is_standard_output(cli, here):
    assert cli(*LINE, "-o", "-") == cli(*LINE) and names(here) == []


def test_replaced_whole(cli, here):
    (here / "r.txt").write_text(OLD * 10_000)
    assert cli(*LINE, "-o", "r.txt").code == 0
    assert OLD not in (here / "r.txt").read_text() and names(here) == ["r.txt"]


def test_the_mode_of_a_file_is_kept(cli, here):
    (here / "r.txt").write_text(OLD)
    (here / "r.txt").chmod(0o640)
    cli(*LINE, "-o", "r.txt")
    assert stat.S_IMODE((here / "r.txt").stat().st_mode) == 0o640


@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o077, 0o600)])
def test_a_new_file_has_the_mode_of_any_new_file(cli, here, mask, mode):
    before = os.umask(mask)
    try:
        cli(*LINE, "-o", "r.txt")
    finally:
        assert os.umask(before) == mask
    assert stat.S_IMODE((here / "r.txt").stat().st_mode) == mode


def test_no_clobber(cli, here):
    assert cli(*LINE, "-o", "r.txt", "--no-clobber").code == 0
    (here / "r.txt").write_text(OLD)
    (here / "gone").symlink_to("nowhere")
    for name in ("r.txt", "gone"):
        outcome = cli(*LINE, "-f", "table", "-o", name, "--no-clobber")
        assert outcome.code == 4 and name in outcome.message and "--no-clobber" in outcome.err
    assert (here / "r.txt").read_text() == OLD and names(here) == ["gone", "r.txt"]


def test_an_error_leaves_the_file_alone(cli, here):
    (here / "r.txt").write_text(OLD)
    for line in (
        ("eval", "x +"),
        ("eval", "x", "--at", "y=1"),
        ("eval", "x", "--notation", "runes"),
        ("eval", "a" * 2000),
    ):
        assert cli(*line, "-o", "r.txt").code in (2, 3)
    assert (here / "r.txt").read_text() == OLD and names(here) == ["r.txt"]


@pytest.mark.parametrize("name", [".", "..", "folder", "folder/", "missing/r.txt", "r.txt/q.txt", "n" * 300, ""])
def test_where_nothing_can_be_written(cli, here, name):
    (here / "folder").mkdir()
    (here / "r.txt").write_text(OLD)
    outcome = cli(*LINE, "-f", "table", "-o", name)
    assert (outcome.code, outcome.out) == (4, "") and outcome.message
    assert names(here) == ["folder", "r.txt"] and names(here / "folder") == [] and (here / "r.txt").read_text() == OLD


def test_a_folder_that_may_not_be_written(process, here):
    (here / "folder").mkdir()
    (here / "folder" / "r.txt").write_text(OLD)
    (here / "folder").chmod(0o555)
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    outcome = process(*LINE, "-o", "folder/r.txt", cwd=here)
    assert outcome.code == 4 and "permission denied" in outcome.message
    assert (here / "folder" / "r.txt").read_text() == OLD and names(here / "folder") == ["r.txt"]


def test_a_folder_that_is_read_only(cli, here, monkeypatch):
    (here / "r.txt").write_text(OLD)

    def refused(**places):
        raise PermissionError(13, "Permission denied", places["dir"])

    monkeypatch.setattr("tempfile.mkstemp", refused)
    outcome = cli(*LINE, "-o", "r.txt")
    assert outcome.code == 4 and outcome.message == "cannot write r.txt: permission denied"
    assert (here / "r.txt").read_text() == OLD


@pytest.mark.parametrize("target", ["target.txt", "nowhere.txt"])
def test_a_symbolic_link_is_not_followed(cli, here, target):
    (here / "target.txt").write_text(OLD)
    (here / "link.txt").symlink_to(target)
    outcome = cli(*LINE, "-o", "link.txt")
    assert outcome.code == 4 and outcome.message == f"link.txt is a symbolic link to {target}"
    assert (here / "target.txt").read_text() == OLD and os.readlink("link.txt") == target
    assert names(here) == ["link.txt", "target.txt"]


def test_a_link_that_goes_round(cli, here):
    (here / "loop").symlink_to("loop")
    assert cli(*LINE, "-o", "loop").code == 4 and names(here) == ["loop"]


@pytest.mark.parametrize("at", ["write", "replace"])
def test_an_interrupted_write_leaves_nothing_behind(here, monkeypatch, at):
    (here / "r.txt").write_text(OLD)

    def pieces():
        yield "half"
        if at == "write":
            raise KeyboardInterrupt

    def stopped(source, target):
        raise KeyboardInterrupt

    if at == "replace":
        monkeypatch.setattr(os, "replace", stopped)
    with pytest.raises(KeyboardInterrupt):
        output.write(pieces(), "r.txt")
    assert (here / "r.txt").read_text() == OLD and names(here) == ["r.txt"]


def test_a_disk_that_is_full(here, monkeypatch):
    def full(source, target):
        raise OSError(28, "No space left on device")

    (here / "r.txt").write_text(OLD)
    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OutputError, match="no space left on device"):
        output.write("text", "r.txt")
    assert (here / "r.txt").read_text() == OLD and names(here) == ["r.txt"]


def test_dev_null_stays_a_device(cli):
    before = os.stat("/dev/null")
    assert cli(*LINE, "-o", "/dev/null").code == 0
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode) and os.stat("/dev/null").st_rdev == before.st_rdev


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")
def test_a_full_device(cli):
    outcome = cli(*LINE, "-o", "/dev/full")
    assert outcome.code == 4 and "no space left" in outcome.message


def test_a_named_pipe(cli, here):
    os.mkfifo("pipe")
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append((here / "pipe").read_text()))
    reader.start()
    assert cli(*LINE, "-f", "json", "-o", "pipe").code == 0
    reader.join(10)
    assert json.loads(read[0])["value"] == 6 and stat.S_ISFIFO((here / "pipe").stat().st_mode)


@pytest.mark.skipif(not os.path.exists("/proc/self/fd/1"), reason="no links to open files here")
def test_a_link_to_an_open_file(environment, here):
    line = [sys.executable, "-m", "adtrace", *LINE, "-f", "json", "-o", "/proc/self/fd/1"]
    piped = subprocess.run(line, capture_output=True, timeout=60, env=environment)
    assert json.loads(piped.stdout)["value"] == 6
    with (here / "r.txt").open("wb") as file:
        filed = subprocess.run(line, stdout=file, stderr=subprocess.PIPE, timeout=60, env=environment)
    assert filed.returncode == 4 and b"symbolic link" in filed.stderr and (here / "r.txt").read_bytes() == b""


def test_characters_that_stdout_cannot_show_become_escapes(cli):
    outcome = cli("eval", "é + 1", "--at", "é=2", "-f", "table", encoding="ascii")
    assert outcome.code == 0 and "\\xe9" in outcome.out


def test_a_stdout_that_is_closed(monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(OutputError, match="closed"):
        output.write("text", None)


def test_what_a_file_does_not_show_is_said(tmp_path):
    program = ("abs(x)*y", "--at", "x=0,y=1")
    drawn = run_here("graph", *program, "-o", str(tmp_path / "kink.svg"))
    assert drawn.code == 0 and drawn.err.startswith("warning[kink]: w1 = abs(x)")
    failed = run_here("reverse", *program, "--strict", "-o", str(tmp_path / "kink.csv"))
    assert failed.code == 1 and failed.err.startswith("warning[kink]: w1 = abs(x)")
    assert run_here("reverse", *program, "-o", str(tmp_path / "kink.csv")).err == ""


@pytest.mark.parametrize(("name", "begins"), [("x.json", "{"), ("x.txt", "Reverse mode")])
def test_the_suffix_of_an_explanation(tmp_path, name, begins):
    assert run_here("explain", "x*y", "--at", "x=1,y=2", "--node", "x", "-o", str(tmp_path / name)).code == 0
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(begins)
    refused = run_here("explain", "x*y", "--at", "x=1,y=2", "--node", "x", "-o", str(tmp_path / "x.md"))
    assert refused.code == 2 and "not written to .md files" in refused.err and not (tmp_path / "x.md").exists()


def test_the_warnings_beside_a_drawing_are_the_first_of_many(here):
    terms = " + ".join(f"(x > 0.5)*x*{count}" for count in range(1, 21))
    outcome = run_here("graph", terms, "--at", "x=0.5", "-o", "graph.dot")
    assert outcome.code == 0
    *listed, last = outcome.err.splitlines()
    assert len(listed) == WARNINGS_SHOWN and all(line.startswith("warning[jump]: ") for line in listed)
    assert last == f"and {20 - WARNINGS_SHOWN} more warning[jump]; adtrace reverse -f json has them all"
