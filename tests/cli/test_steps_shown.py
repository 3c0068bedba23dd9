"""--only, --last and --all: a screen gets the ends of a long sweep, a file every step of it."""

from __future__ import annotations

import re

import pytest

COUNT = 600
LONG = "; ".join(["t1 = x*2", *(f"t{k} = t{k - 1} + 1" for k in range(2, COUNT + 1))])


def numbered(found):
    """The numbers of the steps with a row, in their order."""
    return [int(match[1]) for line in found if (match := re.match(r" {0,7}(\d+)  +", line))]


def test_a_screen_gets_the_ends_and_a_file_every_step(cli, tmp_path):
    screen = cli("reverse", LONG, "--at", "x=1")
    assert screen.code == 0 and "lie between" in screen.out
    assert cli("reverse", LONG, "--at", "x=1", "-o", str(tmp_path / "all.txt")).code == 0
    found = (tmp_path / "all.txt").read_text(encoding="utf-8").splitlines()
    assert numbered(found) == [*range(COUNT, 0, -1)]


def test_all_and_the_others(cli):
    assert numbered(cli("eval", LONG, "--at", "x=1", "--all").out.splitlines()) == [*range(1, COUNT + 1)]
    assert numbered(cli("eval", LONG, "--at", "x=1", "--last", "2").out.splitlines()) == [COUNT - 1, COUNT]
    chosen = cli("eval", LONG, "--at", "x=1", "--only", "t4,t2", "--only", "t9").out.splitlines()
    assert numbered(chosen) == [2, 4, 9]


@pytest.mark.parametrize("output", [(), ("-o", "kept.txt"), ("-f", "json"), ("-f", "json", "-o", "kept.txt")])
def test_an_unknown_name_leaves_nothing_behind(cli, tmp_path, monkeypatch, output):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "kept.txt").write_text("kept")
    outcome = cli("reverse", LONG, "--at", "x=1", "--only", "q", *output)
    assert (outcome.code, outcome.out) == (2, "") and "there is no step q" in outcome.err
    assert [path.name for path in tmp_path.iterdir()] == ["kept.txt"] and (tmp_path / "kept.txt").read_text() == "kept"


@pytest.mark.parametrize("args", [["--last", "-1"], ["--last", "x"], ["--only", ""], ["--only", "x,,t1"]])
def test_options_that_mean_nothing(cli, args):
    outcome = cli("reverse", "x^2", "--at", "x=1", *args)
    assert outcome.code == 2 and outcome.out == "" and "error" in outcome.err


def test_one_choice_at_a_time(cli):
    for options in (("--last", "2", "--all"), ("--only", "y", "--last", "1")):
        outcome = cli("reverse", "x*y", "--at", "x=2,y=3", *options)
        assert outcome.code == 2 and outcome.err.startswith("error: --only, --last and --all")
