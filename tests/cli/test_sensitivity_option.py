"""--sensitivity, and values with an uncertainty, on the command line."""

from __future__ import annotations

import pytest
from datasets import lines

POINT = ("1/(1+exp(-a*x))", "--at", "x=2±0.1,a=1")


@pytest.mark.parametrize("command", ["forward", "reverse"])
def test_the_look(cli, command):
    assert "--sensitivity" in cli(command, "--help").out
    plain = cli(command, "x^3", "--at", "x=2")
    found = cli(command, "x^3", "--at", "x=2", "--sensitivity")
    assert found.out.startswith(plain.out.rstrip()) and "1 % more x gives 3 % more y" in found.out


@pytest.mark.parametrize("command", ["forward", "reverse"])
@pytest.mark.parametrize("at", ["x=2±0.1,a=1", "x=2+-0.1,a=1", "x=2±5%,a=1"])
def test_an_uncertainty_asks_for_it(cli, command, at):
    found = cli(command, POINT[0], "--at", at)
    assert (found.code, found.err) == (0, "") and "y = 0.8808 ± 0.0105 (1.19 %)" in found.out
    assert found == cli(command, POINT[0], "--at", at, "--sensitivity")


def test_an_array_and_a_file(cli, tmp_path):
    (tmp_path / "x.json").write_text("[1, 2]")
    for at in ("x=[1, 2]±10%", "x=[1+-0.1, 2±0.2]", f"x=@{tmp_path}/x.json±10%"):
        found = cli("reverse", "sum(x^2)", "--at", at, "-f", "json").json["sensitivity"]
        assert found["responses"][0]["total"]["worst"] == pytest.approx(1.0)
        assert found["responses"][0]["total"]["deviation"] is None


@pytest.mark.parametrize("args", [
    ("graph", "x^2", "--at", "x=2±0.1"), ("eval", "x^2", "--at", "x=2+-0.1"), ("shapes", "x^2", "--at", "x=2±0.1"),
    ("explain", "x^2", "--at", "x=2±0.1", "--node", "x"), ("check", "x^2", "--at", "x=2±0.1"),
    ("reverse", "x^2", "--at", "x=2", "--seed", "y=1±0.1"), ("sweep", "a*x", "--over", "x=1:2:3", "--at", "a=2±1"),
    ("page", "x^2", "--at", "x=2±0.1"), ("same", "x", "x", "--at", "x=2±0.1"), ("exercise", "x^2", "--at", "x=2±0.1"),
    ("reverse", "x±2", "--at", "x=1"), ("reverse", "x^2", "--at", "x=2", "--seed", "1±2"),
])
def test_elsewhere_it_is_refused(cli, args):
    found = cli(*args)
    assert (found.code, found.out) == (2, "")
    assert "an uncertainty stands in the --at of forward and reverse: --at x=2±0.1" in found.err
    assert " ^" in found.err


@pytest.mark.parametrize(("at", "message", "carets"), [
    ("x=2±", "no uncertainty behind the sign", " ^"), ("x=2±-1", "an uncertainty is a finite number that is not negative", " ^^^"),
    ("x=2+/-0.1", "an uncertainty is not written like this", " ^^^"), ("x=±1", "no value before the sign", "^"),
    ("x=sin(1±2)", "an uncertainty cannot stand here", "     ^"), ("x=2±1x", "an operator is missing between two values", "  ^^"),
])
def test_mistakes_are_pointed_at(cli, at, message, carets):
    found = cli("reverse", "x^2", "--at", at)
    assert (found.code, found.message) == (2, message)
    assert f"  | {carets}" in found.err


def test_what_does_not_fit(cli):
    assert cli("reverse", "x^2", "--sensitivity").message == "--sensitivity looks at numbers"
    found = cli("reverse", *POINT, "-f", "csv")
    assert (found.code, found.message) == (2, "csv does not show what an uncertainty does (--sensitivity)")
    found = cli("reverse", "x^2", "--at", "x=2", "--sensitivity", "-f", "csv")
    assert (found.code, found.message) == (2, "csv does not show --sensitivity")
    found = cli("reverse", "x^2", "--at", "x=2±0.1,b=1±0.1")
    assert found.code == 0 and found.err == "note: b is given a value that the program does not use\n"
    many = cli("forward", "a*[" + ", ".join(["x"]*17) + "]", "--at", "a=1,x=1", "--sensitivity")
    assert many.code == 2 and "17 components" in many.message


def test_an_uncertainty_for_a_value_of_a_file(cli, tmp_path):
    (tmp_path / "point.json").write_text('{"x": 2, "v": [1, 3], "u": {"value": 1, "uncertainty": 0.5}}')
    point = ("reverse", "x*sum(v)*u", "--at", f"@{tmp_path}/point.json")
    found = cli(*point, "--at", "x=±0.1,v=±10%", "-f", "json").json["sensitivity"]["responses"][0]
    assert {one["input"]: one["deviation"] for one in found["effects"]} == {"x": 0.1, "v": [0.1, 0.3], "u": 0.5}
    assert cli("reverse", "x^2", "--at", "x=±0.1", "--at", "x=2").out == cli("reverse", "x^2", "--at", "x=2±0.1").out
    found = cli(*point, "--at", "x=2±0.1")
    assert (found.code, found.message) == (2, "x given more than once with --at") and "x=±0.1 adds" in found.err
    for again in ("u=±0.1", "x=±0.1,x=±0.2"):
        found = cli(*point, "--at", again)
        assert (found.code, found.message) == (2, f"{again[0]} given more than once with --at")
    assert cli(*point, "--at", "v=±[1, 2, 3]").message == "the uncertainty has another shape than the value"


@pytest.mark.parametrize("command", ["forward", "reverse"])
def test_the_help_tells_how_it_is_written(cli, command):
    assert "x=2+-0.1" in cli(command, "--help").out and "+-" not in cli("graph", "--help").out


def test_strictness_is_about_warnings(cli):
    assert cli("reverse", "tanh(9*x)", "--at", "x=3±1", "--strict").code == 0


TEXTS = [record["text"] for record in lines("hostile_inputs.jsonl") if "\0" not in record.get("text", "\0")]


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_hostile_texts(cli, text):
    """As an expression and as a value: one message, or a result."""
    for args in ((text, "--at", "x=1±0.1"), ("x", "--at", f"x=1±{text}"), ("x", "--at", f"x={text}±1")):
        found = cli("reverse", *args)
        assert found.code in (0, 2, 3) and "Traceback" not in found.err
        assert (found.code == 0) == (not found.err.replace("note:", "").strip() or found.err.startswith("note:"))
