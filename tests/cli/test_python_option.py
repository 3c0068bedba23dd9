"""--python: a function of a file in place of an expression, in every command that takes one."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import click
import pytest
from conftest import run_here

from adtrace.cli.clicked import adtrace as group

MODEL = """\
import sys
import numpy as np
from parts import scale

print("loaded")

def loss(w, x=2.0, n: int = 2):
    print("called with", w)
    h = np.tanh(w*x)
    for _ in range(n):
        h = scale(h)
    return np.sum(h**2)

def pair(x, y):
    return {"product": x*y, "total": x + y}

def logarithm(x):
    return 2 + np.log(x - 3)

def ragged(x):
    if x > 0:
        return x
    return -x
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a model and a module that it imports."""
    (tmp_path / "model.py").write_text(MODEL, encoding="utf-8")
    (tmp_path / "parts.py").write_text("def scale(v):\n    return v*0.5 + 1\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


def test_a_sweep() -> None:
    done = run_here("reverse", "--python", "model.py:loss", "--at", "w=[0.1,0.2]", "-f", "json")
    assert done.code == 0
    assert done.json["value"] == pytest.approx(4.9, abs=0.3)
    assert list(done.json["gradient"]) == ["w", "x"]
    sources = {step["name"]: step.get("source") for step in done.json["steps"]}
    assert sources["h1"] == {"file": "model.py", "line": 9, "text": "h = np.tanh(w*x)"}
    assert sources["h2"] == {"file": "parts.py", "line": 2, "text": "return v*0.5 + 1"}
    assert sources["w"] is None


def test_what_the_file_prints_is_on_standard_error() -> None:
    done = run_here("eval", "--python", "model.py:loss", "--at", "w=1", "-f", "json")
    assert done.json["mode"] == "value"
    assert "loaded" in done.err
    assert "called with <traced w>" in done.err


def test_the_table_names_the_lines() -> None:
    done = run_here("eval", "--python", "model.py:loss", "--at", "w=1")
    assert re.search(r"^ +line +node", done.out, re.MULTILINE)
    assert re.search(r"^ 2 +9 +h₁ += tanh\(w₁\)", done.out, re.MULTILINE)
    assert "parts.py:2" in done.out


def test_nothing_is_run_without_the_option(folder: Path) -> None:
    (folder / "trap.py").write_text("raise SystemExit('it ran')\n", encoding="utf-8")
    done = run_here("reverse", "trap.py:f", "--at", "x=1")
    assert done.code == 2
    assert "is no expression" in done.message
    assert "--python" in done.err
    assert "it ran" not in done.err


def test_counts_and_defaults_can_be_given() -> None:
    one = run_here("eval", "--python", "model.py:loss", "--at", "w=1,x=1,n=1", "-f", "json")
    three = run_here("eval", "--python", "model.py:loss", "--at", "w=1,x=1,n=3", "-f", "json")
    assert len(three.json["steps"]) - len(one.json["steps"]) == 4
    assert "note" not in one.err
    assert "n is declared int" in run_here("eval", "--python", "model.py:loss", "--at", "w=1,n=1.5").err


def test_outputs_by_name() -> None:
    done = run_here("reverse", "--python", "model.py:pair", "--at", "x=2,y=3", "--seed", "product=1,total=2", "-f", "json")
    assert done.json["gradient"] == {"x": 5.0, "y": 4.0}
    chosen = run_here("reverse", "--python", "model.py:pair", "--at", "x=2,y=3", "--of", "total", "-f", "json")
    assert chosen.json["gradient"] == {"x": 1.0, "y": 1.0}


def test_in_symbols() -> None:
    done = run_here("reverse", "--python", "model.py:pair")
    assert "in symbols" in done.out
    assert done.code == 0


def test_warnings_point_at_python() -> None:
    done = run_here("eval", "--python", "model.py:logarithm", "--at", "x=1")
    line = MODEL.splitlines().index("    return 2 + np.log(x - 3)") + 1
    assert f"--> model.py:{line}:8" in done.out + done.err
    assert f"{line} | return 2 + np.log(x - 3)" in done.out + done.err


@pytest.mark.parametrize(
    ("argument", "message"),
    [
        ("model.py:ragged", "the condition depends on the inputs"), ("model.py:los", "has no function los"),
        ("nothing.py:f", "there is no file"), ("bad.py:f", "SyntaxError"), ("wrong.py:f", "ZeroDivisionError"),
        ("model.py:", "has no function"), ("missing.py:f", "ModuleNotFoundError"),
    ],
)
def test_errors_are_one_message(argument: str, message: str, folder: Path) -> None:
    (folder / "bad.py").write_text("def f(x:\n", encoding="utf-8")
    (folder / "wrong.py").write_text("1/0\n", encoding="utf-8")
    (folder / "missing.py").write_text("import no_such_module_at_all\n", encoding="utf-8")
    done = run_here("reverse", "--python", argument, "--at", "x=1")
    errors = [line for line in done.err.splitlines() if line.startswith("error: ")]
    assert done.code == 2
    assert len(errors) == 1
    assert message in errors[0]
    assert "Traceback" not in done.err
    assert done.out == ""


def test_errors_for_machines_name_the_line() -> None:
    done = run_here("reverse", "--python", "model.py:ragged", "--at", "x=1", "-f", "json")
    found = json.loads(done.err.splitlines()[-1])["error"]
    assert (found["file"], MODEL.splitlines()[found["line"] - 1]) == ("model.py", "    if x > 0:")


def test_text_is_no_function() -> None:
    """A comment that names a file runs nothing, and --python without a function says so."""
    done = run_here("eval", "x^2  # as in model.py:loss", "--at", "x=3", "-f", "json")
    assert done.json["value"] == 9.0
    assert run_here("eval", "--python", "x^2", "--at", "x=3").message == "--python takes a function of a file"


def test_missing_values_are_named() -> None:
    done = run_here("reverse", "--python", "model.py:pair", "--at", "x=2")
    assert done.code == 2
    assert "error: no value for y" in done.err


def with_expressions() -> list[Any]:
    context = click.Context(group)
    commands = [group.get_command(context, name) for name in group.list_commands(context)]
    return [one for one in commands if one and any(param.metavar == "EXPR" for param in one.params)]


@pytest.mark.parametrize("command", with_expressions(), ids=lambda one: one.name)
def test_every_command_with_an_expression_has_it(command: Any) -> None:
    assert any("--python" in param.opts and "run" in param.help for param in command.params if isinstance(param, click.Option))


def test_other_commands() -> None:
    derived = run_here("derive", "--python", "model.py:pair", "--of", "product")
    assert "x_bar = y" in derived.out
    assert run_here("same", "--python", "model.py:pair", "[x*y, y + x]").code == 0
    assert run_here("check", "--python", "model.py:pair", "--at", "x=2,y=3").code == 0
    assert run_here("graph", "--python", "model.py:pair", "--at", "x=2,y=3", "-f", "dot").out.startswith("digraph")
    swept = run_here("sweep", "--python", "model.py:logarithm", "--over", "x=4:6:3")
    assert swept.code == 0
    assert len(swept.out.splitlines()) == 4


def test_two_languages_at_once() -> None:
    done = run_here("eval", "--python", "model.py:pair", "--from", "latex", "--at", "x=1,y=2")
    assert (done.code, done.message) == (2, "--python and --from do not go together")
