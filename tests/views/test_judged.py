"""A judged table on the screen and as JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest

from adtrace.checks.worked.answer import judged_text
from adtrace.lang.parser import parse
from adtrace.records.worked import CARRIED, EXACT, ROUNDING, UNREAD, VERDICTS, WRONG, Entry, Judged, Quantity
from adtrace.sweeps.run import Run
from adtrace.views import judged as view
from adtrace.views.finding import Finding
from adtrace.views.formats import Options
from adtrace.views.formats.ascii import in_ascii
from adtrace.views.layout import cells, plain
from adtrace.views.number import as_written
from adtrace.views.verdicts import ASCII_SIGNS, COUNTS, SIGNS, STYLES, WORDS

FIVE = ("w1 = x; w2 = a; w3 = -w1*w2; w4 = 1 + exp(w3); w5 = 1/w4", {"x": 2.0, "a": 1.0})
GRIEWANK = ("(sin(x1/x2) + x1/x2 - exp(x2))*(x1/x2 - exp(x2))", {"x1": 1.5, "x2": 0.5})
NAMED = ("v1 = x1/x2; v2 = sin(v1); v3 = exp(x2); v4 = v1 - v3; v5 = v2 + v4; v6 = v5*v4", GRIEWANK[1])
ROUNDED = "v1 = 3.0000\nv2 = 0.1411\nv3 = 1.6487\nv4 = 1.3513\nv5 = 1.4924\nv6 = 2.0167\n"
SIGN_LOST = "w4 = 1.1353\nw5_bar = 1\nw4_bar = 0.7758\nw3_bar = 0.1050\nx_bar = -0.1050\nw9 = 3\n"
LAYER = ("z = W @ x; h = tanh(z); sum(h*h)", {"W": [[0.1, 0.8], [0.4, 0.6]], "x": [1.0, 2.0]})


def report_of(program: tuple[str, dict[str, Any]], text: str, seeds: Any = ()) -> Any:
    import numpy as np

    given = {name: np.array(value) if isinstance(value, list) else value for name, value in program[1].items()}
    return judged_text(Run(parse(program[0]), given), text, ".txt", seeds)


def shown(report: Any, width: int = 100, **options: Any) -> list[str]:
    return [plain(line) for line in view.judged_lines(report, Options(width=width, **options))]


def test_griewank_and_walther_rounded_line_by_line_is_right():
    assert "\n".join(shown(report_of(NAMED, ROUNDED))) == """\
Worked table  v1 = x1/x2; v2 = sin(v1); v3 = exp(x2); v4 = v1 - v3; v5 = v2 + v4; v6 = v5*v4
at x₁ = 1.5, x₂ = 0.5
━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
 line   as written    is   right    verdict
───────────────────────────────────────────────
    1   v1 = 3.0000   v₁   3        ✓ exact
    2   v2 = 0.1411   v₂   0.1411   ✓ rounding
    3   v3 = 1.6487   v₃   1.6487   ✓ rounding
    4   v4 = 1.3513   v₄   1.3513   ✓ rounding
    5   v5 = 1.4924   v₅   1.4924   ✓ rounding
    6   v6 = 2.0167   v₆   2.0166   ✓ rounding
━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
6 entries: 1 exact, 5 rounding"""


def test_a_wrong_line_and_those_that_follow_from_it():
    lines = shown(report_of(FIVE, SIGN_LOST))
    rows = {line.split()[0]: line for line in lines if line[:5].strip().isdecimal()}
    assert rows["3"].endswith("w̄₄   -0.7758                     ✗ wrong")
    assert rows["4"].endswith("w̄₃   -0.1050    0.1050           → carried")
    assert rows["5"].endswith("x̄     0.1050   -0.1050           → carried")
    assert rows["6"].endswith("? not read")
    assert any(line.startswith("first wrong: line 3, w4_bar = 0.7758 should be -0.7758; likely mistake:") for line in lines)
    assert lines[-1] == "6 entries: 1 exact, 1 rounding, 2 carried, 1 wrong, 1 not read"


def test_every_verdict_has_a_sign_a_word_and_a_style():
    for table in (WORDS, COUNTS, SIGNS, ASCII_SIGNS, STYLES):
        assert set(table) >= set(VERDICTS)
    assert len(set(WORDS.values())) == len(WORDS) and "".join(ASCII_SIGNS.values()).isascii()


@pytest.mark.parametrize(
    ("program", "text"),
    [(FIVE, SIGN_LOST), (NAMED, ROUNDED), (LAYER, "W_bar = [[1.5, 2.5], [3.5, 4.5]]\nh = [0.9354, 0.9217]\n")],
    ids=["five", "named", "layer"],
)
@pytest.mark.parametrize("unicode", [True, False])
def test_lines_fit_the_screen(program, text, unicode):
    report = report_of(program, text)
    for width in range(48, 130, 3):
        options = Options(width=width) if unicode else in_ascii(Options(width=width))
        lines = [plain(line) for line in view.judged_lines(report, options)]
        assert max(map(cells, lines)) <= width
        assert unicode or all(line.isascii() for line in lines)


def test_a_narrow_screen_says_beneath_what_follows():
    lines = shown(report_of(FIVE, SIGN_LOST), width=58)
    place = next(at for at, line in enumerate(lines) if "→ carried" in line)
    assert "0.1050 follows from your lines" in lines[place + 1]


def test_an_array_says_which_element_is_wrong_and_how_many():
    report = report_of(LAYER, "z = [1.7, 1.6]\nh = [0.94, 0.92]\nh_bar = [1.9, 1.8]\n")
    right = report.judged[1].right
    report = report_of(LAYER, f"z = [1.7, 1.7]\nh = [{right[0]:.4f}, 0.5]\n")
    lines = shown(report)
    assert any("element [1]: 1.7 was written, 1.6000 is right; 1 of 2 differ" in line for line in lines)
    assert any("first wrong: line 1, z: element [1]" in line for line in lines)


def test_a_large_array_is_outlined_and_its_element_named():
    matrix = [[float(row*30 + column) for column in range(30)] for row in range(20)]
    wrong = [[2*each for each in row] for row in matrix]
    wrong[7][5] += 3
    report = report_of(("sum(A*A)", {"A": matrix}), f"A_bar = {json.dumps(wrong)}\n")
    lines = shown(report, width=110)
    assert any("[20×30] 0 to 1198" in line for line in lines)
    assert any("element [7, 5]: 433.0 was written, 430 is right; 1 of 600 differ" in line for line in lines)
    assert max(map(cells, lines)) <= 110 and len(lines) < 12


def test_a_wrong_shape_says_so():
    report = report_of(LAYER, "z = [1.7, 1.6]\nW_bar = [1, 2, 3]\n")
    assert report.judged[1].verdict == WRONG
    assert any("first wrong: line 2, W_bar: this is" in line for line in shown(report))


def test_right_numbers_have_the_digits_that_tell_them_from_wrong_ones():
    report = report_of(("x/3", {"x": 1.0}), "y = 0.33334\n")
    assert [one.verdict for one in report.judged] == [WRONG]
    assert " 0.33333   ✗ wrong" in "\n".join(shown(report))
    assert Finding(report.judged[0], Options(digits=6)).told(1/3) == "0.333333"
    fraction = Entry(1, "y = 0.33333", "y", Quantity("value", "y"), 0.33333)
    assert Finding(Judged(fraction, WRONG, 1/3), Options()).told(1/3) == "0.333333"


def test_a_long_table_shows_what_is_not_right():
    steps = 60
    program = "a0 = x; " + "; ".join(f"a{n} = 2*a{n - 1}" for n in range(1, steps + 1))
    text = "\n".join(f"a{n} = {7 if n in (30, 50) else 2**n}" for n in range(1, steps + 1))
    report = report_of((program, {"x": 1.0}), text)
    lines = shown(report)
    rows = [line for line in lines if line[:5].strip().isdecimal()]
    assert [row.split()[0] for row in rows] == ["30", "50"]
    assert [line.strip() for line in lines if "--all" in line] == [
        f"⋮ {count} right entries: --all shows them" for count in (29, 19, 10)
    ]
    assert lines[-1] == "60 entries: 58 exact, 2 wrong"
    assert sum(line[:5].strip().isdecimal() for line in shown(report, all=True)) == steps
    right = report_of((program, {"x": 1.0}), "\n".join(f"a{n} = {2**n}" for n in range(1, steps + 1)))
    assert [line.strip() for line in shown(right) if "--all" in line] == ["⋮ 60 right entries: --all shows them"]


def test_what_was_written_is_data():
    report = report_of(FIVE, "w4 = 1.1353\n")
    entry = Entry(1, "[bold]w4\x1b[31m\u202e = 3", "w4\x1b[31m", Quantity("value", "w4"), 3.0, 1.0)
    hostile = report._replace(judged=(Judged(entry, WRONG, 1.1353, mistake="a\x1bb", remark="\x07"),))
    text = "\n".join(shown(hostile))
    assert "[bold]w4" in text and not {"\x1b", "\u202e", "\x07"} & set(text)
    assert "[bold]w4\\x1b[31m\\u202e = 3" in text


def test_several_sweeps_are_told_apart():
    text = "dw1/dx1 = 3\ndw1/dx2 = 2\n"
    report = report_of(("w1 = x1*x2; w1 + sin(x1)", {"x1": 2.0, "x2": 3.0}), text)
    assert report.count(EXACT) + report.count(ROUNDING) == 2
    lines = shown(report)
    assert any("ẇ₁ (x1)" in line for line in lines) and any("ẇ₁ (x2)" in line for line in lines)


def test_french_with_a_comma():
    lines = shown(report_of(FIVE, SIGN_LOST), lang="fr", decimal="comma")
    assert lines[0].startswith("Tableau à vérifier") and lines[-1].startswith("6 entrées, exact : 1, arrondi : 1")
    assert any("première erreur : ligne 3, w4_bar = 0,7758 devrait être -0,7758" in line for line in lines)


def test_the_object_is_exact():
    report = report_of(FIVE, SIGN_LOST)
    found = json.loads(json.dumps(view.judged_object(report), allow_nan=False))
    assert list(found)[:2] == ["adtrace", "mode"] and found["mode"] == "table" and found["ok"] is False
    assert found["counts"] == {"exact": 1, "rounding": 1, "carried": 2, "wrong": 1, "unread": 1}
    assert found["first_wrong"] == 2
    wrong, carried = found["entries"][2], found["entries"][3]
    assert wrong["verdict"] == WRONG and wrong["stated"] == 0.7758
    assert wrong["right"] == report.judged[2].right and wrong["quantity"]["kind"] == "adjoint"
    assert carried["verdict"] == CARRIED and carried["follows"] == pytest.approx(0.105, abs=1e-4)
    assert found["entries"][5]["verdict"] == UNREAD and found["entries"][5]["remark"]


def test_numbers_that_are_none_of_json_are_words():
    report = report_of(("log(x)", {"x": 0.0}), "y = -inf\nx_bar = inf\n")
    found = json.loads(json.dumps(view.judged_object(report), allow_nan=False))
    assert [entry["right"] for entry in found["entries"]] == ["-inf", "inf"] and found["ok"] is True


@pytest.mark.parametrize(
    ("value", "unit", "text"), [(0.105, 1e-4, "0.1050"), (-2.0, 1.0, "-2"), (2.58, 0.01, "2.58"), (0.0, 0.01, "0.00")]
)
def test_a_number_keeps_the_decimals_it_was_written_with(value, unit, text):
    assert as_written(value, unit) == text


def test_a_sweep_is_named_only_where_there_are_several():
    lines = "\n".join(shown(report_of(FIVE, "dw5/dx = 0.1050\nw3_bar = -0.1050\n")))
    assert "(x)" not in lines and "(w5)" not in lines
