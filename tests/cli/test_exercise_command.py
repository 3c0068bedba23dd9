"""`adtrace exercise`: what it writes where, and what it refuses."""

from __future__ import annotations

import csv
import io
import json

import pytest

import adtrace

LOGISTIC = ("1/(1+exp(-a*x))", "--at", "x=2,a=1")


def test_a_sheet_and_its_key_on_the_screen(cli):
    found = cli("exercise", "--ops", "4", "--fan-out", "1", "--seed", "7")
    assert found.code == 0 and not found.err
    sheet, key = found.out.split("\nKey  ")
    assert sheet.startswith("Exercise  ") and "________" in sheet and "________" not in key
    assert "adtrace exercise --ops 4 --fan-out 1 --seed 7\n" in key and "adtrace exercise" not in sheet
    assert found.out == cli("exercise", "--seed", "7").out != cli("exercise", "--seed", "8").out


def test_the_command_in_the_key_makes_the_same(cli):
    asked = ("--ops", "5", "--fan-out", "2", "--inputs", "2", "--at-kink", "--functions", "abs,exp", "--mode", "both", "--seed", "4")
    found = cli("exercise", *asked, "-f", "json")
    made = found.json["made_by"].split()[1:]
    assert cli(*made, "-f", "json").out == found.out and found.json["sweeps"] == "both"
    assert {warning.code for warning in adtrace.reverse(found.json["program"]).warnings} == {"kink"}


def test_the_parts(cli):
    both = cli("exercise", *LOGISTIC).out
    sheet, key = (cli("exercise", *LOGISTIC, "--part", part).out for part in ("sheet", "key"))
    assert both == f"{sheet}\n{key}"
    assert key.count("0.1050") == 2 and "0.1050" not in sheet


def test_sheet_and_key_apart_and_the_program(cli, tmp_path):
    sheet, key, program = (tmp_path / name for name in ("sheet.md", "key.tex", "exercise.adt"))
    found = cli("exercise", *LOGISTIC, "--blank", "adjoints", "-o", str(sheet), "--key", str(key), "--save", str(program))
    assert (found.code, found.out, found.err) == (0, "", "")
    assert sheet.read_text(encoding="utf-8").startswith("### Exercise\n") and "Key" not in sheet.read_text(encoding="utf-8")
    assert key.read_text(encoding="ascii").startswith("% Exercise: ") and r"\bar{w}" in key.read_text(encoding="ascii")
    assert program.read_text(encoding="utf-8") == "input x = 2\ninput a = 1\n1/(1+exp(-a*x))\n"
    again = cli("exercise", str(program), "-f", "json").json
    assert again["inputs"] == {"x": 2, "a": 1} and again["expression"] == LOGISTIC[0]
    assert cli("reverse", str(program), "-f", "json").json["gradient"] == adtrace.reverse(LOGISTIC[0], {"x": 2, "a": 1}).gradient
    refused = cli("exercise", *LOGISTIC, "-o", str(sheet), "--no-clobber")
    assert refused.code == 4 and "exists already" in refused.err


def test_the_form(cli, tmp_path):
    form = tmp_path / "form.csv"
    assert cli("exercise", "--arrays", "--seed", "3", "-o", str(form)).code == 0
    rows = list(csv.DictReader(io.StringIO(form.read_text(encoding="utf-8"))))
    assert rows and set(rows[0]) == {"name", "answer"} and not any(row["answer"] for row in rows)
    key = list(csv.DictReader(io.StringIO(cli("exercise", "--arrays", "--seed", "3", "-f", "csv", "--part", "key").out)))
    blanks = cli("exercise", "--arrays", "--seed", "3", "-f", "json").json["blanks"]
    assert {row["name"]: json.loads(row["answer"]) for row in key} == {blank["name"]: blank["answer"] for blank in blanks}


@pytest.mark.parametrize(("args", "inside"), [
    (("-f", "latex"), r"\begin{tabular}"), (("-f", "latex", "--standalone"), r"\end{document}"), (("-f", "markdown"), "| node |"),
    (("-f", "ascii"), "w4_bar = ____"), (("--lang", "fr"), "Corrigé"), (("--notation", "baydin"), "v₁"),
    (("--decimal", "comma"), "0,1353"), (("--digits", "6"), "0.135335"), (("--mode", "forward", "--wrt", "x,a"), "seed ẋ = 0, ȧ = 1"),
    (("--mode", "both", "--blank", "all"), "local partial"), (("--color", "always"), "\x1b["),
])
def test_what_the_reader_wants(cli, args, inside):
    found = cli("exercise", *LOGISTIC, *args)
    assert found.code == 0 and inside in found.out and not found.err


def test_in_symbols(cli):
    found = cli("exercise", LOGISTIC[0], "--mode", "both")
    assert found.code == 0 and "in symbols" in found.out and "w̄₂ = w̄₃·exp(w₂)" in found.out and "value" not in found.out


@pytest.mark.parametrize(("args", "message", "hint"), [
    ((*LOGISTIC, "--blank", "nonsense"), "nothing is called nonsense", "blanks are values, formulas"),
    ((*LOGISTIC, "--blank", "adjoint"), "nothing is called adjoint", "did you mean adjoints?"),
    ((*LOGISTIC, "--blank", "tangents"), "there are no tangents in reverse mode", "--mode forward or --mode both"),
    ((LOGISTIC[0], "--blank", "values"), "there are no values without a point", "--at"),
    ((*LOGISTIC, "--seed", "3"), "--seed makes an expression, and one is given", "leave out --seed or EXPR"),
    ((*LOGISTIC, "--fan-out", "3"), "--fan-out makes an expression", "leave out --fan-out"),
    (("--at", "x=2"), "--at goes with an expression", "both are made up"),
    (("--ops", "2", "--fan-out", "5"), "--fan-out 5 is not possible with 2 operations", "from 1 to 3"),
    (("--functions", "foo"), "exercises have no foo", "exp, log"),
    (("--part", "key", "--key", "k.md"), "--part and --key", "give one"),
    (("-o", "a.md", "--key", "a.md"), "two results cannot be written to one file", "names of their own"),
    (("-f", "svg"), "there is no format svg for exercises", "ascii, csv"),
    (("-o", "a.pdf"), "exercises are not written to .pdf files", "-f chooses one"),
    (("-f", "csv", "--part", "both"), "a form is either empty or filled in", "--part sheet or --part key"),
    (("-f", "markdown", "--standalone"), "--standalone means nothing to markdown", "latex"),
    (("x*", "--at", "x=1"), "", ""),
    (("x*y", "--at", "x=1"), "", ""),
])
def test_what_is_refused(cli, tmp_path, monkeypatch, args, message, hint):
    monkeypatch.chdir(tmp_path)
    found = cli("exercise", *args)
    assert found.code == 2 and not found.out and message in found.message and hint in found.err
    assert not list(tmp_path.iterdir())


def test_a_knob_that_is_given_its_usual_value_is_still_given(cli):
    assert cli("exercise", *LOGISTIC, "--ops", "4").code == 2


def test_errors_as_json(cli):
    found = cli("exercise", "--ops", "0", "-f", "json")
    assert found.code == 2 and json.loads(found.err)["error"]["message"] == "--ops 0 is not possible"


def test_every_exercise_reads_back(cli):
    """What the key of a made exercise says is what `adtrace reverse` computes."""
    for seed in ("1", "2", "3"):
        made = cli("exercise", "--seed", seed, "--ops", "5", "--fan-out", "2", "-f", "json").json
        trace = adtrace.reverse(made["program"])
        answers = {blank["name"]: blank["answer"] for blank in made["blanks"]}
        assert {name.removesuffix("_bar"): answer for name, answer in answers.items() if name.removesuffix("_bar") in trace.gradient} == trace.gradient
        assert {step.name: step.value for step in trace.steps if step.number}.items() <= answers.items()
