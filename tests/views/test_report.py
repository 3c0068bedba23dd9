import json

import pytest

import adtrace
from adtrace.errors import AdtraceError
from adtrace.records import Warning
from adtrace.views import report
from adtrace.views.layout import cells, plain


def shown(error, columns=80, **options):
    return [plain(line) for line in report.error_lines(error, columns, **options)]


def test_caret_form():
    error = AdtraceError(
        "unknown function sigmod", (2, 8), "`adtrace ops` lists all functions",
        label="did you mean sigmoid?", source="1/sigmod(a*x)",
    )
    assert shown(error) == [
        "error: unknown function sigmod",
        " --> expression:1:3",
        "  |",
        "1 | 1/sigmod(a*x)",
        "  |   ^^^^^^ did you mean sigmoid?",
        "  |",
        "  = help: `adtrace ops` lists all functions",
    ]


def test_without_a_place():
    assert shown(AdtraceError("no", hint="yes")) == ["error: no", "  = help: yes"]
    assert shown(AdtraceError("no")) == ["error: no"]


def test_the_right_line_of_a_program():
    source = "a = 1\n" * 11 + "b = 重 + oops\r\nc"
    start = source.index("oops")
    found = shown(AdtraceError("no", (start, start + 4), source=source, where="file.adt"))
    assert found[1] == "  --> file.adt:12:9"
    assert found[3] == "12 | b = 重 + oops"
    assert found[4] == "   |          ^^^^"


def test_tabs_and_an_empty_span_at_the_end():
    found = shown(AdtraceError("no", (4, 4), source="\tx +"))
    assert found[3:] == ["1 |     x +", "  |        ^"]


@pytest.mark.parametrize("unicode", [True, False])
def test_control_characters_never_reach_the_terminal(unicode):
    source = "x + \x1b[2J\u202e"
    error = AdtraceError("bad \x1b[31m\u202e", (4, 5), "do\x07", source=source, label="\x9b", where="\x1b.adt")
    text = "\n".join(shown(error, unicode=unicode))
    assert not any(letter in text for letter in "\x1b\u202e\x07\x9b")
    assert "\\x1b[2J\\u202e" in text
    assert "  |     ^^^^" in text


@pytest.mark.parametrize("unicode", [True, False])
@pytest.mark.parametrize("columns", [1, 30, 60, 80, 200])
def test_a_million_characters_are_cut_around_the_place(columns, unicode):
    source = "x+" * 500_000 + "oops" + "+x" * 500_000
    found = shown(AdtraceError("no", (1_000_000, 1_000_004), source=source), columns, unicode=unicode)
    assert found[1].endswith(":1:1000001")
    assert cells(found[3]) <= max(columns, 30)
    at = found[4].index("^")
    assert found[3][at : at + 4] == "oops"


@pytest.mark.parametrize("span", [(0, 0), (3, 500), (299, 300), (300, 300), (1000, 1001), (-4, 2), (5, 2)])
@pytest.mark.parametrize("columns", [1, 27, 80])
def test_any_span_is_shown(span, columns):
    found = shown(AdtraceError("no", span, source="变z\t" * 100), columns)
    assert "^" in found[4]


def test_json():
    error = AdtraceError("no α", (1, 2), "yes", source="abc")
    text = report.error_json(error)
    assert text.isascii() and text.endswith("\n")
    assert json.loads(text) == {"error": {"message": "no α", "span": [1, 2], "hint": "yes"}}
    assert json.loads(report.error_json(AdtraceError("no")))["error"]["span"] is None


def test_warnings():
    trace = adtrace.reverse("2 + log(x - 3)*a", {"x": 2, "a": 1})
    undefined = next(warning for warning in trace.warnings if warning.code == "domain")
    found = [plain(line) for line in report.warning_lines(undefined, trace)]
    assert found[0].startswith("warning[domain]: ")
    assert found[1] == " --> expression:1:5"
    assert found[4].startswith("  |     ^^^^^^^^^^")
    kink = Warning("kink", "w1", "abs(x) has a kink", hint="use hypot", span=(0, 3))
    assert [plain(line) for line in report.warning_lines(kink, trace)] == ["warning[kink]: abs(x) has a kink; use hypot"]
