"""--from: an expression in another language, on every command that takes one."""

import json
import re

import pytest

from adtrace.cli.clicked import adtrace as group
from adtrace.cli.main import run

LOGISTIC = r"\frac{1}{1+e^{-ax}}"


def out(capsys, *args, code=0):
    """What a command line prints."""
    assert run(args) == code
    return capsys.readouterr()


def commands():
    """The commands that take an expression."""
    found = [group.get_command(None, name) for name in group.list_commands(None)]
    return [one.name for one in found if any("EXPR" in str(param.metavar) for param in one.params if param.param_type_name == "argument")]


@pytest.mark.parametrize("name", commands())
def test_every_command_with_an_expression_has_it(name, capsys):
    assert re.search(r"--from NAME .*latex, unicode\.", " ".join(out(capsys, name, "--help").out.split()))


@pytest.mark.parametrize("name", ["forward", "reverse", "eval"])
def test_the_header_shows_how_it_was_read(name, capsys):
    plain = out(capsys, name, "1/(1 + exp(-a*x))", "--at", "x=2,a=1").out
    assert out(capsys, name, "--from", "latex", LOGISTIC, "--at", "x=2,a=1").out == plain
    assert "1/(1 + exp(-a*x))" in plain.splitlines()[0]


def test_json_has_what_was_read(capsys):
    told = json.loads(out(capsys, "reverse", "--from=latex", LOGISTIC, "--at", "x=2,a=1", "-f", "json").out)
    assert told["expression"] == "1/(1 + exp(-a*x))"


def test_two_expressions_are_both_read(capsys):
    told = out(capsys, "same", "--from", "latex", r"\sigma(x)", r"\frac{1}{2}(1+\tanh\frac{x}{2})").out
    assert "sigmoid(x) = 1/2*(1 + tanh(x/2))" in told and "no difference" in told


def test_a_file_is_read_and_shown_as_it_was_read(capsys, tmp_path):
    (tmp_path / "loss.tex").write_text("\\[\n  L = \\lVert Wx - y \\rVert^2 % the loss\n\\]\n", encoding="utf-8")
    told = out(capsys, "reverse", "--from", "latex", f"@{tmp_path}/loss.tex", "--at", "W=[[1,2],[3,4]],x=[1,2],y=[2,3]").out
    assert "L = norm2(W @ x - y)^2" in told.splitlines()[0]


def test_a_sweep_and_a_drawing_read_it(capsys, tmp_path):
    assert "16" in out(capsys, "sweep", "--from", "unicode", "x²", "--over", "x=4:5:2").out
    assert run(["graph", "--from", "latex", LOGISTIC, "-o", str(tmp_path / "g.svg")]) == 0
    assert (tmp_path / "g.svg").stat().st_size > 1000


@pytest.mark.parametrize(
    ("expression", "at", "caret", "message"),
    [
        (r"\frac{1}{1+e^{-ax}}", "x=1", "a", "no value for a"),
        (r"\operatorname{foo}(x)", "x=1", r"\operatorname{foo}(x)", "unknown function foo"),
        (r"Wx + b", "W=[[1,2],[3,4]],x=[1,2],b=[1,2,3]", "Wx + b", "do not broadcast"),
        (r"\tanh(Wx", "x=1", "(", "never closed"),
    ],
)
def test_messages_point_into_what_was_typed(expression, at, caret, message, capsys):
    told = out(capsys, "reverse", "--from", "latex", expression, "--at", at, code=2).err
    lines = told.splitlines()
    assert message in lines[0]
    assert lines[3] == f"1 | {expression}"
    place = lines[4].index("^")
    assert lines[3][place : place + lines[4].count("^")] == caret


def test_an_unknown_language_is_named(capsys):
    told = out(capsys, "eval", "--from", "latxe", "x", code=2).err
    assert "unknown language latxe" in told and "latex, unicode" in told
