"""The audit of a trace, for people and for programs."""

from __future__ import annotations

import json
import math

import pytest
from click.testing import CliRunner

from adtrace.cli.main import run


def shown(capsys, *args: str) -> str:
    """What a command prints."""
    assert run(list(args)) == 0
    return capsys.readouterr().out


COSINE = ("(1 - cos(x))/x^2", "--at", "x=1e-7")


def test_bounds_errors_and_shares_as_json(capsys) -> None:
    found = json.loads(shown(capsys, "reverse", *COSINE, "--audit", "--digits", "50", "-f", "json"))["audit"]
    assert found["digits"] == 50
    value, slope = found["sweeps"][0]["results"]
    assert value["of"] == "value" and value["true"].startswith("0.49999999999999958333")
    assert value["error"] == pytest.approx(abs(value["number"]/0.4999999999999996 - 1), rel=1e-6)
    assert value["error"] <= value["bound"] and math.isclose(value["shares"]["w1"], 1, rel_tol=1e-9)
    assert slope["wrt"] == "x" and slope["digits"] == 0 and slope["true"].startswith("-8.33333333")
    steps = {step["name"]: step for step in found["sweeps"][0]["steps"]}
    assert list(steps) == ["x", "w1", "w2", "w3", "y"]
    assert steps["x"]["value"] == {"bound": 0, "error": 0, "true": "9.9999999999999995475e-8"}
    assert steps["w1"]["shares"][0] == pytest.approx(1)
    assert all(step["derivative"]["error"] <= max(2*step["derivative"]["bound"], 2e-16) or step["name"] == "x"
               for step in steps.values())


def test_without_more_digits_there_is_no_shadow(capsys) -> None:
    found = json.loads(shown(capsys, "forward", *COSINE, "--audit", "-f", "json"))["audit"]
    assert found["digits"] is None
    assert found["sweeps"][0]["results"][1]["error"] is None and found["sweeps"][0]["results"][1]["wrt"] == "x"


def test_the_screen_says_how_many_digits_and_where_they_are_lost(capsys) -> None:
    text = shown(capsys, "reverse", *COSINE, "--audit", "-f", "ascii")
    rows = [line.split() for line in text[text.index("Audit"):].splitlines()]
    assert ["y", "0.4996003610813205", "1.7", "2.2e-02"] in rows
    assert any(row[:1] == ["w1"] and row[-4:] == ["100", "%", "100", "%"] for row in rows)


def test_a_narrow_screen_parts_errors_from_shares(capsys, monkeypatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    text = shown(capsys, "reverse", *COSINE, "--audit", "--digits", "30")
    audit = text[text.index("Audit"):].splitlines()
    assert max(map(len, audit)) <= 60 and sum("node" in line for line in audit) == 2


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("reverse", "x^2", "--audit"), "--audit looks at numbers"),
        (("reverse", "x^2", "--at", "x=2", "--audit", "-f", "csv"), "csv does not show --audit"),
        (("reverse", "x^2", "--at", "x=2", "--digits", "50"), "--digits takes 1 to 17 here"),
    ],
)
def test_what_cannot_be_audited_is_said(args, message: str, capsys) -> None:
    assert run(list(args)) == 2
    assert message in capsys.readouterr().err


def test_arrays_constants_and_several_sweeps(capsys) -> None:
    program = "z = W @ x - 1/3\n[sum(z), z[0]*x[1]]"
    args = ("reverse", program, "--at", "W=[[1,0.1],[0.2,3]],x=[0.3,0.7]", "--audit", "--digits", "40")
    found = json.loads(shown(capsys, *args, "-f", "json"))["audit"]
    assert [sweep["label"] for sweep in found["sweeps"]] == ["y1", "y2"]
    for sweep in found["sweeps"]:
        assert "1/3" in sweep["constants"]
        for result in sweep["results"]:
            assert result["error"] <= max(result["bound"], 3e-16)
    assert "1/3" in shown(capsys, *args)


def test_help_says_what_it_does() -> None:
    from adtrace.cli.clicked import adtrace

    text = CliRunner().invoke(adtrace, ["reverse", "--help"]).output
    assert "--audit" in text and "which digits can be trusted" in text
