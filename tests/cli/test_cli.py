"""Every command and option: what they print, their exit codes, and their messages for people and for programs."""

from __future__ import annotations

import json
import math

import pytest

LOGISTIC = "1/(1+exp(-a*x))"
AT = ("--at", "x=2,a=1")
SLOPES = {"x": 0.10499358540350652, "a": 0.20998717080701304}
COMMANDS = ("forward", "reverse", "graph", "eval", "check", "same", "explain", "page", "shapes", "sweep", "ops")


@pytest.mark.parametrize("flag", ["-h", "--help"])
@pytest.mark.parametrize("command", [(), *[(name,) for name in COMMANDS]])
def test_help(cli, command, flag):
    outcome = cli(*command, flag)
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.startswith(f"Usage: {' '.join(('adtrace', *command))} ")
    assert "-h, --help" in outcome.out and "-V, --version" in outcome.out


def test_help_names_every_command_in_the_order_of_the_course(cli):
    listed = [line.split()[0] for line in cli("--help").out.partition("Commands:\n")[2].splitlines()]
    assert listed[: len(COMMANDS)] == list(COMMANDS)


def test_without_a_command_the_help_is_shown(cli):
    assert cli() == cli("--help")


@pytest.mark.parametrize("flag", ["-V", "--version"])
@pytest.mark.parametrize("command", [(), *[(name,) for name in COMMANDS]])
def test_version(cli, command, flag):
    from adtrace import __version__

    assert cli(*command, flag) == cli("--version")
    assert cli("--version").out == f"adtrace {__version__}\n"


@pytest.mark.parametrize(
    ("command", "options"),
    [
        (
            "forward",
            [
                "--at",
                "--share",
                "--wrt",
                "--seed",
                "--of",
                "--format",
                "--output",
                "--no-clobber",
                "--digits",
                "--notation",
                "--color",
                "--strict",
            ],
        ),
        (
            "reverse",
            [
                "--at",
                "--share",
                "--wrt",
                "--seed",
                "--of",
                "--format",
                "--output",
                "--no-clobber",
                "--digits",
                "--notation",
                "--color",
                "--strict",
            ],
        ),
        (
            "graph",
            [
                "--at",
                "--share",
                "--wrt",
                "--seed",
                "--of",
                "--mode",
                "--format",
                "--output",
                "--no-clobber",
                "--digits",
                "--notation",
                "--strict",
            ],
        ),
        (
            "eval",
            ["--at", "--share", "--of", "--format", "--output", "--no-clobber", "--digits", "--notation", "--strict"],
        ),
        ("shapes", ["--at", "--share", "--of", "--wrt", "--output", "--no-clobber", "--color"]),
        ("ops", ["--output", "--no-clobber", "--color"]),
    ],
)
def test_options_are_in_the_help(cli, command, options):
    text = cli(command, "--help").out
    assert [option for option in options if option not in text] == []


# The three commands of the first page


def test_forward(cli):
    outcome = cli("forward", LOGISTIC, *AT, "-f", "json")
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.json["mode"] == "forward" and outcome.json["value"] == pytest.approx(0.8807970779778823, rel=1e-15)
    assert {sweep["label"]: sweep["tangent"] for sweep in outcome.json["sweeps"]} == pytest.approx(SLOPES, rel=1e-12)


def test_reverse(cli):
    outcome = cli("reverse", LOGISTIC, *AT, "--format", "json")
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.json["gradient"] == pytest.approx(SLOPES, rel=1e-12)
    assert list(outcome.json["gradient"]) == ["x", "a"], "in the order of --at"


def test_graph_into_a_pipe_is_an_svg(cli):
    from xml.etree import ElementTree

    outcome = cli("graph", LOGISTIC, *AT)
    assert (outcome.code, outcome.err) == (0, "")
    assert ElementTree.fromstring(outcome.out).tag == "{http://www.w3.org/2000/svg}svg"


def test_eval(cli):
    outcome = cli("eval", LOGISTIC, *AT, "-f", "json")
    assert outcome.json["mode"] == "value" and "gradient" not in outcome.json
    assert [step["formula"] for step in outcome.json["steps"]][2:] == ["-a", "w1*x", "exp(w2)", "1 + w3", "1/w4"]


def test_shapes(cli):
    out = cli("shapes", "input W = [[1, 2], [3, 4]]\ninput x = [1, 2]\nW @ x", "--wrt", "W").out
    assert "2×2" in out and out.splitlines()[-1] == "W holds 4 scalars"


def test_ops(cli):
    listing, tanh = cli("ops"), cli("ops", "tanh")
    assert listing.code == tanh.code == 0
    for name in ("tanh", "softmax", "conv2d", "cross_entropy"):
        assert name in listing.out
    assert "tanh" in tanh.out and len(tanh.out) < len(listing.out)


def test_an_unknown_operator(cli):
    outcome = cli("ops", "sofmax")
    assert outcome.code == 2 and "sofmax" in outcome.message and "did you mean softmax?" in outcome.err


# Options


def test_seeds_one_a_sweep(cli):
    found = cli("forward", "x*y", "--at", "x=2,y=3", "--seed", "x=1", "--seed", "x=1,y=-2", "-f", "json").json
    assert [sweep["tangent"] for sweep in found["sweeps"]] == [3, 3 - 4]


def test_a_bare_seed_is_for_the_only_input(cli):
    assert cli("forward", "x^2", "--at", "x=3", "--seed", "-1.5", "-f", "json").json["tangent"] == -9
    assert cli("reverse", "x*y", "--at", "x=2,y=3", "--seed", "-1/2", "-f", "json").json["gradient"] == {
        "x": -1.5,
        "y": -1,
    }


def test_a_bare_seed_needs_an_only_input(cli):
    outcome = cli("forward", "x*y", "--at", "x=2,y=3", "--seed", "-1.5")
    assert outcome.code == 2 and "--seed" in outcome.message


def test_cotangents_of_several_outputs(cli):
    found = cli("reverse", "[x*y, x + y]", "--at", "x=2,y=3", "--seed", "y1=1,y2=-2", "-f", "json").json
    assert found["gradient"] == {"x": 1, "y": 0} and found["value"] == {"y1": 6, "y2": 5}


def test_wrt(cli):
    assert [
        s["label"] for s in cli("forward", "x*y*z", "--at", "x=1,y=2,z=3", "--wrt", "z,x", "-f", "json").json["sweeps"]
    ] == ["x", "z"]
    found = cli("reverse", "x*y*z", "--at", "x=1,y=2,z=3", "--wrt", "x", "--wrt", "y", "-f", "json").json
    assert found["gradient"] == {"x": 6, "y": 3}


def test_of(cli):
    found = cli("reverse", "a = x*x; b = a + x; a*b", "--at", "x=3", "--of", "b", "-f", "json").json
    assert found["value"] == 12 and found["gradient"] == {"x": 7}


def test_share(cli):
    program = ("eval", "sin(x)*cos(x) + sin(x)", "--at", "x=1", "-f", "json")
    assert len(cli(*program).json["steps"]) == 1 + 5
    shared = cli(*program, "--share").json
    assert len(shared["steps"]) == 1 + 4 and any("shared" in note for note in shared["notes"])


def test_digits(cli):
    cells = [cli("eval", "x/3", "--at", "x=1", *digits).out.split() for digits in ((), ("--digits", "8"))]
    assert "0.3333" in cells[0] and "0.33333333" in cells[1]


@pytest.mark.parametrize("command", ["forward", "reverse", "eval"])
def test_formats_of_tables(cli, command):
    line = (command, LOGISTIC, *AT)
    table, ascii_table, found = (cli(*line, "-f", name) for name in ("table", "ascii", "json"))
    assert cli(*line) == table
    assert ascii_table.out.isascii() and not table.out.isascii()
    assert found.json["adtrace"] == 1


def test_notation(cli):
    outcome = cli("reverse", LOGISTIC, *AT, "--notation", "ascii")
    assert "w3_bar" in outcome.out and "w̄" not in outcome.out
    outcome = cli("eval", "x", "--notation", "runes")
    assert outcome.code == 2 and "runes" in outcome.message and "ascii" in outcome.err


@pytest.mark.parametrize("mode", ["both", "forward", "reverse", "value"])
@pytest.mark.parametrize("name", ["svg", "dot"])
def test_drawings(cli, mode, name):
    outcome = cli("graph", "x*y", "--at", "x=2,y=3", "--mode", mode, "-f", name)
    assert outcome.code == 0 and outcome.out.startswith("<" if name == "svg" else "digraph")


@pytest.mark.parametrize("command", ["forward", "reverse", "graph", "eval", "shapes"])
def test_without_a_point_everything_is_in_symbols(cli, command):
    outcome = cli(command, "x1*x2 + sin(x1)")
    assert (outcome.code, outcome.err) == (0, "") and outcome.out


def test_colour_always(cli):
    line = ("reverse", LOGISTIC, *AT)
    assert "\x1b[" in cli(*line, "--color", "always").out
    assert "\x1b" not in cli(*line).out and "\x1b" not in cli(*line, "--color", "never").out
    assert (
        "\x1b[" in cli("ops", "tanh", "--color", "always").out
        and "\x1b[" in cli("shapes", "x", "--color", "always").out
    )


# Exit codes


@pytest.mark.parametrize("command", ["forward", "reverse", "eval", "graph"])
def test_strict_turns_a_warning_into_exit_code_1(cli, command):
    for text, code in (("log(x)", 1), ("x + 1", 0)):
        strict, loose = cli(command, text, "--at", "x=0", "--strict"), cli(command, text, "--at", "x=0")
        assert (strict.code, loose.code) == (code, 0)
        assert strict.out == loose.out, "the result is shown all the same"


def test_an_undefined_value_is_a_warning_not_an_error(cli):
    found = cli("reverse", "log(x)", "--at", "x=-1", "-f", "json")
    assert found.code == 0 and found.json["value"] == "nan" and found.json["gradient"] == {"x": "nan"}
    assert [warning["code"] for warning in found.json["warnings"]] == ["domain"]


@pytest.mark.parametrize(
    "line",
    [
        ("evl", "x"),
        ("x*y",),
        ("eval",),
        ("eval", "x", "y"),
        ("eval", "x +"),
        ("eval", "x", "--at", "x"),
        ("eval", "x", "--digits", "0"),
        ("eval", "x", "--digits", "four"),
        ("eval", "x", "--color", "blue"),
        ("eval", "x", "-f", "svg"),
        ("graph", "x", "-f", "json"),
        ("eval", "x", "-f", ""),
        ("graph", "x", "--mode", "sideways"),
        ("eval", "x", "--wrt", "x"),
        ("reverse", "x", "--wrt", ""),
        ("reverse", "x", "--at", "x=1", "--wrt", "y"),
        ("reverse", "x", "--at", "x=1", "--of", "y"),
        ("reverse", "x", "--at", "x=1", "--seed", "q=1"),
        ("forward", "x", "--at", "x=1", "--seed", ""),
        ("shapes", "x", "-f", "json"),
        ("ops", "sin", "cos"),
        ("eval", "x", "-o", "x.unknown"),
    ],
)
def test_bad_usage_and_bad_input(cli, line):
    outcome = cli(*line)
    assert (outcome.code, outcome.out) == (2, "")
    if "json" not in line:
        assert outcome.message


def test_a_limit(cli):
    outcome = cli("eval", "a" * 2000)
    assert outcome.code == 3 and "1000" in outcome.err


def test_an_array_without_a_seed_beyond_the_limit(cli):
    program = f"input x = [{', '.join(['1'] * 17)}]\nsum(x)"
    outcome = cli("forward", program)
    assert outcome.code == 2 and "17" in outcome.message and "--seed" in outcome.err and "--wrt" in outcome.err
    assert cli("forward", program.replace("1, ", "", 1)).code == 0


def test_output_that_cannot_be_written(cli, tmp_path):
    outcome = cli("eval", "x", "-o", str(tmp_path / "missing" / "x.txt"))
    assert outcome.code == 4 and "missing" in outcome.message


# Errors for programs


@pytest.mark.parametrize("asked", [("-f", "json"), ("--format", "json"), ("--format=json",)])
def test_errors_as_json(cli, asked):
    outcome = cli("eval", "2x", *asked)
    found = json.loads(outcome.err)["error"]
    assert outcome.code == 2 and outcome.out == ""
    assert found == {"message": "an operator is missing between two values", "span": [0, 2], "hint": "write 2*x"}


@pytest.mark.parametrize(
    "line",
    [
        ("eval",),
        ("eval", "x", "y"),
        ("evl",),
        ("eval", "x", "--digits", "99"),
        ("eval", "x", "--bogus"),
        ("eval", "@missing.adt"),
        ("reverse", "x", "--at", "x=1", "--wrt", "q"),
        ("eval", "x", "--at", "y=1"),
    ],
)
def test_every_error_is_one_json_object(cli, line):
    outcome = cli(*line, "-f", "json")
    found = json.loads(outcome.err)["error"]
    assert outcome.code == 2 and found["message"] and set(found) == {"message", "span", "hint"}


def test_a_note_does_not_get_between_a_program_and_its_error(cli):
    outcome = cli("reverse", "x", "--at", "x=1,z=2", "--wrt", "q", "-f", "json")
    assert set(json.loads(outcome.err)) == {"error"}


def test_output_error_as_json(cli, tmp_path):
    outcome = cli("eval", "x", "-f", "json", "-o", str(tmp_path))
    assert outcome.code == 4 and str(tmp_path) in json.loads(outcome.err)["error"]["message"]


# Nothing is written before everything is known


@pytest.mark.parametrize(
    "line",
    [
        ("reverse", "x*y", "--at", "x=1,y=2", "--notation", "runes"),
        ("reverse", "x*y", "--at", "x=1,y=2", "--seed", "z=1"),
        ("eval", "x[i]", "--at", "x=[1,2],i=5"),
        ("eval", "x[i]", "--at", "x=[1,2],i=0.5", "-f", "json"),
    ],
)
def test_no_output_with_an_error(cli, line):
    outcome = cli(*line)
    assert outcome.code == 2 and outcome.out == "" and outcome.err


def test_numbers_round_trip(cli):
    found = cli("eval", "x + 0", "--at", "x=0.1+0.2", "-f", "json").json
    assert found["value"] == 0.1 + 0.2 and math.isfinite(found["value"])
