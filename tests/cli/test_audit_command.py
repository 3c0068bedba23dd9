"""adtrace audit: the story on one screen, the rewritten program, the range, the picture, and for programs."""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET

import pytest

from adtrace.lang.parser import parse

LOGISTIC = "1/(1+exp(-a*x))"
STORY = """\
Audit  1/(1+exp(-a*x))                            x = -1000, a = 1
right digits by comparison with 50 digits, or with as many as it takes
━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
         as written   right digits   with remedies   right digits
──────────────────────────────────────────────────────────────────
 y                0   rightly 0                  0   rightly 0
 ∂y/∂x          nan   none                       0   rightly 0
 ∂y/∂a          nan   none                       0   rightly 0
━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
"""
RANGE = ("--over", "x=-1000:1000:41", "--at", "a=1")


def test_the_whole_story_is_one_screen(cli):
    found = cli("audit", LOGISTIC, "--at", "x=-1000,a=1")
    assert found.code == 0 and found.out.startswith(STORY)
    assert len(found.out.splitlines()) <= 25
    for said in ("overflow in exp(-a*x)", "0 * inf in the derivative", "sigmoid(a*x)  [sigmoid]", "∂y/∂x 0 → 16"):
        assert said in found.out


@pytest.mark.parametrize("width", ["60", "80", "120"])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_no_line_is_wider_than_the_screen(cli, monkeypatch, width, lang):
    monkeypatch.setenv("COLUMNS", width)
    out = cli("audit", LOGISTIC, *RANGE, "--lang", lang).out
    assert max(map(len, out.splitlines())) <= max(int(width), 60)
    assert ("Ce qui s'est passé" in out) == (lang == "fr")


def test_ascii_is_ascii(cli):
    assert cli("audit", LOGISTIC, *RANGE, "-f", "ascii").out.isascii()


def test_strict_fails_where_digits_are_lost(cli):
    assert cli("audit", LOGISTIC, "--at", "x=-1000,a=1", "--strict").code == 1
    assert cli("audit", LOGISTIC, "--at", "x=2,a=1", "--strict").code == 0
    assert cli("audit", "exp(x)-1", "--at", "x=1e-12", "--strict", "--apply").code == 1


def test_apply_prints_a_program_that_evaluates_to_what_was_promised(cli):
    text = "t = exp(-x)\ny = 1/(1+t)  # the gate\nlog(y)"
    found = cli("audit", text, "--at", "x=-800", "--apply")
    assert found.out == "log_sigmoid(x)\n" and found.err == ""
    parse(found.out, "rewritten")
    promised = cli("audit", text, "--at", "x=-800", "-f", "json").json["result"]
    traced = cli("reverse", found.out, "--at", "x=-800", "-f", "json").json
    assert [one["number"] for one in promised] == [traced["value"], traced["gradient"]["x"]] == [-800.0, 1.0]


def test_apply_where_nothing_helps_says_so(cli):
    found = cli("audit", "exp(x)-1", "--at", "x=1", "--apply")
    assert found.out == "exp(x)-1\n" and found.err == "note: no remedy helps here: the program is as it was\n"
    assert cli("audit", "exp(x)-1", "--at", "x=1", "--apply", "--only", "expm1").out == "expm1(x)\n"


def test_json_has_the_numbers_before_and_after(cli):
    found = cli("audit", "sqrt(x+1)-sqrt(x)", "--at", "x=1e12", "-f", "json").json
    assert found["mode"] == "audit" and found["rewritten"] == "1/(sqrt(x+1) + sqrt(x))"
    before, after = found["readings"][0], found["result"][0]
    assert before["digits"] < 6 < 15 < after["digits"]
    assert after["number"] == pytest.approx(1/(2*math.sqrt(1e12 + 0.5)), rel=1e-12)
    assert found["remedies"][0]["helps"] and found["remedies"][0]["points"] > 10
    assert [warning["code"] for warning in found["warnings"]] == ["cancellation", "cancellation"]


def test_json_of_a_range_has_the_errors_at_every_point(cli):
    over = cli("audit", LOGISTIC, *RANGE, "-f", "json").json["over"]
    assert len(over["points"]) == 41 == len(over["errors"]["before"]["slope"]) == sum(one["points"] for one in over["stretches"])
    assert over["errors"]["before"]["slope"][0] == "inf"
    assert over["stretches"][0]["gradient_before"]["state"] == "nan"
    assert {one["gradient_after"]["state"] for one in over["stretches"]} == {"all"}


def test_the_picture_is_readable_without_colour(cli, tmp_path):
    file = tmp_path / "audit.svg"
    assert cli("audit", LOGISTIC, *RANGE, "-o", str(file)).code == 0
    text = file.read_text(encoding="utf-8")
    ET.fromstring(text)
    assert "stroke-dasharray" in text and "prefers-color-scheme" in text
    titles = re.findall(r"<title>(.*?)</title>", text)
    assert titles[0] == f"Errors of {LOGISTIC} over x" and titles.count("before") == titles.count("after") == 2
    assert cli("audit", LOGISTIC, *RANGE, "-f", "svg", "--scheme", "dark").out.count("prefers-color-scheme") == 0


def test_a_picture_of_hostile_names_is_xml(cli):
    found = cli("audit", "exp(x)-1 # </svg><script>&", "--over", "x=0:1:5", "-f", "svg")
    assert "<script" not in found.out
    ET.fromstring(found.out)


@pytest.mark.parametrize(("args", "said"), [
    (("--at", "x=1,a=1", "-o", "audit.svg"), "a picture needs a range"),
    ((), "an audit needs a point"),
    (("--over", "x=0:1:5,a=0:1:5"), "--over takes the range of one input here"),
    (("--over", "b=0:1:5", "--at", "x=1,a=1"), "--over b: the program has no input b"),
    (("--over", "x=0:1:5"), "no value for a"),
    (("--at", "x=1,a=1", "--only", "magic"), "there is no remedy magic"),
    (("--at", "x=1,a=1", "-o", "audit.pdf"), "a report is not written to .pdf files"),
])
def test_what_cannot_be_audited(cli, args, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    found = cli("audit", LOGISTIC, *args)
    assert found.code == 2 and found.message == said and not list(tmp_path.iterdir())


def test_a_range_of_too_many_points_is_refused(cli):
    assert cli("audit", "x", "--over", "x=0:1:100000").code == 3


def test_a_range_says_why_its_point_is_shown_and_where_a_remedy_helps(cli):
    found = cli("audit", "(1-cos(x))/x^2", "--over", "x=-1e-3:1e-3:201").out
    assert "at x = 0, where the numbers are worst" in found and "at x = -" in found and "value after" in found
    rows = [line for line in found.splitlines() if " to " in line or line.startswith(" 0 ")]
    assert any(line.split() == ["0", "1", "nan", "nan"] for line in rows) and "JSON has them all" in found
    assert " 1 digits" not in found and "e-04" not in found


def test_infinities_are_told_apart(cli):
    assert "rightly infinite" in cli("audit", "exp(x)", "--at", "x=1000").out
    pole = cli("audit", "1/x", "--at", "x=0").out
    assert "infinite" in pole and "rightly infinite" not in pole and "16 of 16" not in pole


def test_the_worst_entry_of_an_array_is_named(cli):
    found = cli("audit", "exp(x) - 1", "--at", "x=[1, 1e-12, 2]")
    assert "4 of 16, at [1]" in found.out
    assert cli("audit", "exp(x) - 1", "--at", "x=[1, 1e-12, 2]", "-f", "json").json["readings"][0]["worst_entry"] == [1]


def test_numpy_says_nothing_about_branches_not_taken(cli, recwarn):
    found = cli("audit", "where(x>0, sqrt(x), 0)", "--at", "x=[0,-1]")
    assert found.code == 0 and found.err == "" and not [one for one in recwarn if one.category is RuntimeWarning]


def test_errors_are_known_where_the_value_is_rightly_0(cli):
    over = cli("audit", "log(1+exp(x))", "--over", "x=-1000:1000:41", "-f", "json").json["over"]
    assert "nan" not in over["errors"]["before"]["value"]


def test_an_underflow_is_no_rounding_and_a_constant_has_no_name(cli):
    assert "by underflow in" in cli("audit", LOGISTIC, "--at", "x=-500,a=1").out
    assert "by rounding in" in cli("audit", "log(1+exp(x))", "--at", "x=-709").out
    assert "%   =" not in cli("audit", "exp(1) + x - x", "--at", "x=1e12").out


def test_the_note_is_in_the_language_of_the_reader(cli):
    assert "aucun remède" in cli("audit", "x*x", "--at", "x=1", "--apply", "--lang", "fr").err
    text = cli("audit", "exp(x)-1", "--over", "x=1:2:3", "-f", "svg", "--lang", "fr").out
    assert "avant :" not in text
