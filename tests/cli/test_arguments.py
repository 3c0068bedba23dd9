"""Expressions that begin with a minus sign, options around them, and what is said of a slip."""

from __future__ import annotations

import click
import pytest

from adtrace.cli.parsing import separate_expressions

PARAMS = [
    click.Option(["--at"], multiple=True),
    click.Option(["--format", "-f"]),
    click.Option(["--share"], is_flag=True),
    click.Option(["--help", "-h"], is_flag=True),
    click.Argument(["expr"]),
]


@pytest.mark.parametrize(
    ("line", "options", "expressions"),
    [
        (["x"], [], ["x"]),
        (["-x"], [], ["-x"]),
        (["-exp(-a*x)", "--at", "a=1"], ["--at", "a=1"], ["-exp(-a*x)"]),
        (["--at", "a=1", "-x^2+y"], ["--at", "a=1"], ["-x^2+y"]),
        (["--at", "-x", "y"], ["--at", "-x"], ["y"]),
        (["--at", "--", "y"], ["--at", "--"], ["y"]),
        (["--at=-1", "y"], ["--at=-1"], ["y"]),
        (["-f", "-h", "-y"], ["-f", "-h"], ["-y"]),
        (["--share", "-y"], ["--share"], ["-y"]),
        (["--typo", "-y"], ["--typo"], ["-y"]),
        (["--typo=3", "-y"], ["--typo=3"], ["-y"]),
        (["--x+y"], [], ["--x+y"]),
        (["--x?"], [], ["--x?"]),
        (["--(x)"], [], ["--(x)"]),
        (["--2*x"], [], ["--2*x"]),
        (["---x"], [], ["---x"]),
        (["-"], [], ["-"]),
        (["--", "--at"], [], ["--at"]),
        (["--share", "--", "-f"], ["--share"], ["-f"]),
        (["-fx"], [], ["-fx"]),
        (["-o", "y"], ["-o"], ["y"]),
        (["--a\nb", "y"], [], ["--a\nb", "y"]),
    ],
)
def test_only_exact_options_are_options(line, options, expressions):
    assert separate_expressions(line, PARAMS) == (options, expressions)


def test_an_option_without_its_value():
    with pytest.raises(click.BadOptionUsage, match="--at needs a value"):
        separate_expressions(["x", "--at"], PARAMS)


POINT = ("--at", "x=2,y=3,a=1")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("-x", -2),
        ("-x^2+y", -1),
        ("-exp(-a*x)", -0.1353352832366127),
        ("-(x)", -2),
        ("-2", -2),
        ("-.5*x", -1),
        ("-x.T", -2),
        ("-sin(x)^2", -0.826821810431806),
        ("- x", -2),
        ("-x - -y", 1),
        ("--2*x", 4),
    ],
)
@pytest.mark.parametrize("command", ["forward", "reverse", "eval"])
def test_expressions_that_begin_with_a_minus_sign(cli, command, text, value):
    for line in ((text, *POINT), (*POINT, text), ("-f", "json", text, *POINT), (*POINT, "--", text)):
        json_too = () if "json" in line else ("-f", "json")
        outcome = cli(command, *json_too, *line)
        assert outcome.code == 0 and outcome.json["value"] == pytest.approx(value, rel=1e-14)


def test_o_and_f_are_options_and_more_letters_are_not(cli):
    assert cli("eval", "-o*2", "--at", "o=2", "-f", "json").json["value"] == -4
    assert cli("eval", "-f + 1", "--at", "f=2", "-f", "json").json["value"] == -1
    assert cli("eval", "-h2", "--at", "h2=2", "-f", "json").json["value"] == -2
    assert cli("eval", "-f").code == 2
    assert cli("eval", "-f", "json", "--at", "f=2", "--", "-f").json["value"] == -2


@pytest.mark.parametrize("line", [("--at", "x=-2"), ("--at=x=-2",), ("--at", "x = -2"), ("--at", "x=-1 - 1")])
def test_option_values_that_begin_with_a_minus_sign(cli, line):
    assert cli("eval", "-x", *line, "-f", "json").json["value"] == 2


def test_a_point_that_is_only_a_number(cli):
    outcome = cli("eval", "x", "--at", "-1")
    assert outcome.code == 2 and outcome.message == "--at takes name=value" and "-1" in outcome.err


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        (("evl", "x"), "eval"),
        (("revers", "x"), "reverse"),
        (("eval", "x", "--sed"), "--share"),
        (("reverse", "x", "--sed", "x=1"), "--seed"),
        (("forward", "x", "--formt", "json"), "--format"),
        (("graph", "x", "--ouput=x.svg"), "--output"),
        (("eval", "x", "-at", "x=1"), "--at"),
        (("eval", "x", "-digits", "3"), "--digits"),
    ],
)
def test_did_you_mean(cli, line, meant):
    outcome = cli(*line)
    assert outcome.code == 2 and "did you mean" in outcome.err.lower() and meant in outcome.err


def test_an_expression_without_quotes(cli):
    outcome = cli("eval", "x", "+", "y", "--at", "x=1")
    assert outcome.code == 2 and 'adtrace eval "x + y"' in outcome.err


def test_an_expression_in_place_of_a_command(cli):
    outcome = cli("1/(1+exp(-a*x))", "--at", "x=2,a=1")
    assert outcome.code == 2 and "1/(1+exp(-a*x))" in outcome.message and "adtrace reverse" in outcome.err


def test_two_minus_signs_before_a_name(cli):
    outcome = cli("eval", "--x", "--at", "x=2")
    assert outcome.code == 2 and "-- --x" in outcome.err
    assert cli("eval", "-f", "json", "--at", "x=2", "--", "--x").json["value"] == 2


def test_options_after_two_dashes_are_expressions(cli):
    outcome = cli("eval", "--", "x", "--at", "x=1")
    assert outcome.code == 2 and "3 arguments" in outcome.message


@pytest.mark.parametrize(
    ("line", "message", "hint"),
    [
        (("reverse", "-o", "--at", "o=2"), "-o needs a value, and --at is an option", ""),
        (("reverse", "x", "-o", "--help"), "-o needs a value, and --help is an option", ""),
        (("reverse", "x", "--at", "x=1", "-o", ""), "--output is given no name", "name a file, or - for standard output"),
        (("reverse", "-fjson", "x", "--at", "x=1"), "2 arguments where one is expected: -fjson x", "did you mean -f json?"),
        (
            ("reverse", "x", "--digits", "abc"),
            "Invalid value for '--digits': 'abc' is no whole number from 1 to 1000",
            "adtrace reverse --help shows what it takes",
        ),
        (
            ("reverse", "x", "--last", "1.5"),
            "Invalid value for '--last': '1.5' is no whole number of 0 or more",
            "adtrace reverse --help shows what it takes",
        ),
        (("help",), "there is no command help", "did you mean --help?"),
        (
            ("zzz",),
            "there is no command zzz",
            'a command comes first: adtrace reverse "x*y" --at x=2,y=3; adtrace --help lists them',
        ),
    ],
)
def test_what_is_said_of_a_slip(cli, tmp_path, monkeypatch, line, message, hint):
    monkeypatch.chdir(tmp_path)
    outcome = cli(*line)
    assert outcome.code == (4 if "" in line else 2)
    assert outcome.message == message
    assert hint in outcome.err
    assert not list(tmp_path.iterdir())
