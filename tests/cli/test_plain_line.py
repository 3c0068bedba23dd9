"""What is read without click is what click reads: lines are drawn from the declarations of every command."""

from __future__ import annotations

import math
import re
import shlex
from pathlib import Path
from typing import Any

import click
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adtrace.cli import calling, commands, declare, parsing, plain
from adtrace.errors import AdtraceError

COMMANDS = {name: commands.of_name(name) for name in commands.names()}
REFUSED = "refused"


def by_click(command: calling.Command, words: list[str]) -> Any:
    """The values and which of them were typed, the message of an error of ours, or REFUSED."""
    made = parsing.ExpressionCommand(command)
    try:
        with click.Context(click.Group("adtrace", context_settings={"help_option_names": ["-h", "--help"]})) as parent:
            context = made.make_context(command.name, list(words), parent)
    except AdtraceError as error:
        return str(error)
    except (click.ClickException, click.exceptions.Exit):
        return REFUSED
    command_line = click.core.ParameterSource.COMMANDLINE
    return context.params, {name for name in context.params if context.get_parameter_source(name) is command_line}


def at_once(command: calling.Command, words: list[str]) -> Any:
    """The same without click; None for a line that is left to it."""
    try:
        found = plain.read([command.name, *words])
    except AdtraceError as error:
        return str(error)
    if found is None:
        return None
    assert found[0] is command
    return dict(found[1].given), set(found[1].typed)


def same(one: Any, other: Any) -> bool:
    """Whether two values are the same, of the same type, nan included."""
    if isinstance(one, float) and isinstance(other, float) and math.isnan(one):
        return math.isnan(other)
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)
    return type(one) is type(other) and bool(one == other)


ANY = st.sampled_from([
    "", "x", "-a*x", "x=2,a=1", "--", "-", "-f", "-o", "-h", "-V", "-x", "--help", "--version", "--nothing", "--nothing=1", "--a b",
    "1", "4", "-1", "0", "1e3", "0.5", "nan", "inf", " 7 ", "1_0", "٣", "2000000", "99999999999", "json", "table", "both", "auto", "é",
    "model.py:loss", "=", "--=1", "a=b=c", "--python", "--from", "--x", "---x", "-fx", "-o=r", "\n", "--at\n", "\ud800",
])


def good(one: declare.Parameter) -> st.SearchStrategy[str]:
    """Words that a parameter takes."""
    if isinstance(one.type, declare.Choice):
        return st.sampled_from(one.type.choices)
    if isinstance(one.type, declare.Range) or one.type in (int, float):
        return st.sampled_from(["0", "1", "3", "17"])
    return st.sampled_from(["x", "x=2,a=1", "-a*x", "model.py:loss", "", "a,b"])


def phrases(one: declare.Parameter) -> st.SearchStrategy[list[str]]:
    """One parameter as it may stand on a line, well or badly."""
    value = good(one) | good(one) | good(one) | ANY
    if not one.spellings:
        return value.map(lambda word: [word])
    spelling = st.sampled_from(one.spellings)
    alone, joined = spelling.map(lambda word: [word]), st.tuples(spelling, value).map(lambda both: ["=".join(both)])
    apart = st.tuples(spelling, value).map(list)
    return alone | alone | joined if one.is_flag else apart | apart | joined | alone


@st.composite
def lines(draw: st.DrawFn, command: calling.Command) -> list[str]:
    """The words of a line: mostly what the command takes, in any order, and sometimes something else."""
    required = [one for one in command.parameters if one.required]
    others = draw(st.lists(st.sampled_from(command.parameters), max_size=4))
    found = [draw(phrases(one)) for one in (*required, *others)]
    found += draw(st.lists(ANY.map(lambda word: [word]), max_size=1))
    return [word for phrase in draw(st.permutations(found)) for word in phrase]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_reads_the_same(name: str) -> None:
    command = COMMANDS[name]
    taken = 0

    @settings(max_examples=60, deadline=None)
    @given(lines(command))
    def compare(words: list[str]) -> None:
        nonlocal taken
        found = at_once(command, words)
        if found is not None:
            taken += 1
            expected = by_click(command, words)
            assert expected != REFUSED and same(found, expected), (found, expected)

    compare()
    assert taken > 5  # What is always left to click would agree with it, too.


def plain_of(one: declare.Parameter) -> list[str]:
    """An option as it stands on a plain line."""
    word = next(word for word in ("1", "x", "0.5", *getattr(one.type, "choices", ())) if reads(one, word))
    return [one.spellings[-1]] if one.is_flag else [one.spellings[-1], word] if one.spellings else [word]


def reads(one: declare.Parameter, word: str) -> bool:
    try:
        return one.type is None or one.type(word) is not None
    except ValueError:
        return False


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_read_at_once(name: str) -> None:
    command = COMMANDS[name]
    required = [word for one in command.parameters if one.required for word in plain_of(one)]
    for one in command.parameters:
        words = [*required, *([] if one.required else plain_of(one))]
        if one is calling.RUNS_PYTHON:
            words = ["model.py:loss" if word == "1" else word for word in words]
        found = at_once(command, words)
        assert isinstance(found, tuple) and same(found, by_click(command, words))
        assert one.name in found[1]


@pytest.mark.parametrize("words", [
    [], ["--help"], ["-h"], ["--version"], ["-V"], ["nothing"], ["../options"], ["__init__"], ["--", "eval", "x"], ["eval"],
    ["eval", "x", "--help"], ["eval", "x", "y"], ["eval", "x", "--digits", "0"], ["eval", "x", "--digits"], ["eval", "x", "--share=1"],
    ["eval", "x", "--nothing"], ["eval", "x", "--sha"], ["eval", "x", "--by", "nothing"], ["eval", "x", "-h"], ["ops", "-V"],
    ["ops", "sin", "-f", "json"],
])
def test_anything_else_is_left_to_click(words: list[str]) -> None:
    assert plain.read(words) is None


def test_completion_is_left_to_click(monkeypatch: pytest.MonkeyPatch) -> None:
    assert plain.read(["eval", "x"]) is not None
    monkeypatch.setenv(plain.COMPLETES, "bash_complete")
    assert plain.read(["eval", "x"]) is None


def test_the_lines_of_the_readme_are_read_at_once() -> None:
    text = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    found = [shlex.split(line.split(" | ")[0], comments=True) for line in re.findall(r"^\$ adtrace (.+)$", text, re.M)]
    at_once = [words for words in found if plain.read(words) is not None]
    assert {"forward", "reverse", "eval", "graph"} <= {words[0] for words in at_once}
    assert len(at_once) >= 0.9 * len(found)
