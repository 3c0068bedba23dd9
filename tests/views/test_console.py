import io
import re

import pytest

from adtrace.views import console
from adtrace.views.layout import line


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize(("environ", "colour"), [
    ({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False),
    ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False), ({"FORCE_COLOR": "0"}, False), ({"CLICOLOR_FORCE": "0"}, False),
    ({"TERM": "dumb", "FORCE_COLOR": "1"}, True),
])
def test_colour_on_a_terminal(environ, colour):
    assert console.takes_colour(Terminal(), environ=environ) is colour


@pytest.mark.parametrize(("environ", "colour"), [
    ({}, False), ({"FORCE_COLOR": "1"}, True), ({"FORCE_COLOR": "0"}, False), ({"CLICOLOR_FORCE": "1"}, True),
    ({"CLICOLOR_FORCE": "1", "NO_COLOR": "1"}, False),
])
def test_colour_in_a_pipe(environ, colour):
    assert console.takes_colour(io.StringIO(), environ=environ) is colour


def test_what_was_asked_for_comes_first():
    assert console.takes_colour(io.StringIO(), "always", {"NO_COLOR": "1"})
    assert not console.takes_colour(Terminal(), "never", {"FORCE_COLOR": "1"})


@pytest.mark.parametrize(("environ", "columns"), [
    ({}, 80), ({"COLUMNS": "120"}, 120), ({"COLUMNS": "0"}, 80), ({"COLUMNS": "x"}, 80), ({"COLUMNS": "-3"}, 80),
    ({"COLUMNS": "1"}, 1),
])
def test_width(environ, columns):
    assert console.columns(io.StringIO(), environ) == columns
    assert console.columns(Terminal(), environ) == columns


def test_closed_streams_are_no_terminals():
    stream = io.StringIO()
    stream.close()
    assert not console.is_terminal(stream)


def test_painted_text_is_data():
    found = list(console.painted([line(("[bold]x[/bold]", "bold tangent"), " :smile: ", ("重w̄", "dim")), ()]))
    assert re.sub(r"\x1b\[[0-9;]*m", "", found[0]) == "[bold]x[/bold] :smile: 重w̄\n"
    assert "\x1b[1;36m[bold]x[/bold]" in found[0]
    assert found[1] == "\n"


def test_long_lines_are_neither_cut_nor_wrapped():
    text = "x" * 5000
    assert list(console.painted([line(text)])) == [text + "\n"]


@pytest.mark.parametrize("role", sorted(console.STYLES))
def test_every_role_has_a_style(role):
    assert "".join(console.painted([line(("x", f"bold {role}"))])).count("x") == 1
