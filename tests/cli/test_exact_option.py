"""--exact on the commands."""

import json

import pytest

from adtrace.cli.main import run


@pytest.mark.parametrize("command", ["forward", "reverse", "eval"])
def test_a_table_of_exact_numbers(command, capsys):
    assert run([command, "sin(x)", "--at", "x=pi/3", "--exact"]) == 0
    assert "√3/2 = 0.8660" in capsys.readouterr().out


@pytest.mark.parametrize("mode", ["both", "forward", "reverse", "value"])
def test_cards_of_exact_numbers(mode, capsys):
    assert run(["graph", "sin(x)*y", "--at", "x=pi/3,y=1/2", "--exact", "--mode", mode, "-o", "-"]) == 0
    assert "√3/2 = 0.8660" in capsys.readouterr().out


def test_a_page_of_exact_numbers(tmp_path):
    assert run(["page", "sin(x)", "--at", "x=pi/3", "--exact", "-o", str(tmp_path / "page.html")]) == 0
    assert "√3/2 = 0.8660" in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_seeds_are_exact(capsys):
    assert run(["forward", "x*y", "--at", "x=2,y=1", "--seed", "x=1/3,y=sqrt(2)", "--exact", "-f", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["exact"]["tangent"] == "1/3 + 2*sqrt(2)"


def test_numbers_from_files(tmp_path, capsys):
    (tmp_path / "b.csv").write_text("0.1,0.5235987755982988\n")
    assert run(["reverse", "sum(b)", "--at", f"b=@{tmp_path / 'b.csv'}", "--exact", "-f", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    exact = str(found["exact"]["inputs"]["b"])
    assert "1/10" in exact and "None" in exact
    assert found["notes"] == ["b and what follows from it are rounded: it was given with more digits than can be exact"]


def test_without_a_point(capsys):
    assert run(["reverse", "x", "--exact"]) == 2
    assert "exact numbers need a point" in capsys.readouterr().err
