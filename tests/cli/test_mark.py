"""adtrace mark: answers to an exercise, the list of marks and the feedback."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROGRAM = "input x = 2\ninput a = 1\nw1 = x\nw2 = a\nw3 = -w1*w2\nw4 = 1 + exp(w3)\nw5 = 1/w4\n"
RIGHT = "name,answer\nw3,-2\nw4,1.1353\nw5,0.8808\nw4_bar,-0.7758\nw3_bar,-0.1050\nx_bar,0.1050\n"
SIGN_LOST = "name,answer\nw3,-2\nw4,1.1353\nw5,0.8808\nw4_bar,0.7758\nw3_bar,0.1050\nx_bar,-0.1050\n"
HOSTILE = ["=HYPERLINK(1)", "<script>alert(1)</script>", "@SUM(A1)", "a|b `c` *d*", "[x](javascript:1)"]


@pytest.fixture
def exercise(tmp_path, monkeypatch):
    """An exercise and a folder of answers, in the current folder; `exercise(ada=...)` writes them."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "exercise.adt").write_text(PROGRAM)
    folder = tmp_path / "answers"
    folder.mkdir()

    def write(**answers: str | bytes) -> list[str]:
        for name, content in answers.items():
            (folder / f"{name}.csv").write_bytes(content if isinstance(content, bytes) else content.encode())
        return [f"answers/{name}.csv" for name in answers]

    return write


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_the_list_is_a_csv(cli, exercise, tmp_path):
    files = exercise(ada=RIGHT, ben=SIGN_LOST)
    outcome = cli("mark", "exercise.adt", *files, "-o", "marks.csv")
    assert (outcome.code, outcome.out, outcome.err) == (0, "", "")
    ada, ben = rows((tmp_path / "marks.csv").read_text(encoding="utf-8"))
    assert (ada["answer"], float(ada["points"]), float(ada["of"]), ada["reason"]) == ("ada", 6, 6, "")
    assert (float(ben["points"]), ben["wrong"], ben["carried"]) == (5, "1", "2")
    assert ben["verdict w4_bar"] == "wrong" and ben["verdict x_bar"] == "carried" and ben["verdict w3"] == "exact"
    assert ben["reason"].startswith("line 5, w4_bar = 0.7758 should be -0.7758")


def test_an_answer_that_cannot_be_read_is_not_marked_and_stops_nobody(cli, exercise):
    files = exercise(ada=RIGHT, eve=b"\xff\xfe\x00", dan="w99,3\n", fay="")
    outcome = cli("mark", "exercise.adt", *files, "answers/gus.csv", "-f", "csv")
    assert outcome.code == 1
    points = {row["answer"]: row["points"] for row in rows(outcome.out)}
    assert points == {"ada": "6.0", **dict.fromkeys(("eve", "dan", "fay", "gus"), "not marked")}
    assert {row["verdict w3"] for row in rows(outcome.out)} == {"exact", "not marked"}
    reasons = {row["answer"]: row["reason"] for row in rows(outcome.out)}
    assert "no text in UTF-8" in reasons["eve"] and "no such file" in reasons["gus"] and "w99" in reasons["dan"]
    assert not any("answers/" in reason for reason in reasons.values())
    screen = cli("mark", "exercise.adt", *files)
    assert "1 answer, 6 of 6" in screen.out and "not marked: 3 of 4" in screen.out and "missed" not in screen.out
    notes = outcome.err.splitlines()
    assert len(notes) == 4 and all(note.startswith("note: answers/") or "answers/" in note for note in notes)


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_answers_as_spreadsheets_save_them(cli, exercise, coding):
    (file,) = exercise(ada=f"{RIGHT}remarque,arrondi à 4 décimales\n".replace("\n", "\r\n").encode(coding))
    found = cli("mark", "exercise.adt", file, "-f", "json")
    assert (found.code, found.json["answers"][0]["points"]) == (0, 6)
    checked = cli("check", "exercise.adt", "--table", file)
    assert checked.code == 0 and "6" in checked.out


def test_folders_and_binary_files_are_not_marked(cli, exercise, tmp_path):
    files = exercise(ada=RIGHT, ben=b"\x89PNG\r\n\x1a\n\0\0", cleo=b"w3,-2\x81\n")
    (tmp_path / "answers" / "dan.csv").mkdir()
    outcome = cli("mark", "exercise.adt", *files, "answers/dan.csv", "-f", "json")
    assert outcome.code == 1 and outcome.json["mean"] == 6
    reasons = [one["failure"] for one in outcome.json["answers"]]
    assert reasons == [None, "this is not a text", "cleo.csv is no text in UTF-8, UTF-16 or CP1252", "dan.csv is a folder"]


def test_the_screen(cli, exercise, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    files = exercise(ada=RIGHT, ben=SIGN_LOST)
    lines = cli("mark", "exercise.adt", *files).out.splitlines()
    assert lines[0].startswith("Marks  exercise.adt") and lines[0].endswith("x = 2, a = 1")
    ada, ben = (next(line for line in lines if line.startswith(f" {name}")) for name in ("ada", "ben"))
    assert ada.split() == ["ada", "6/6", "6", "✓"]
    assert ben.split()[:8] == ["ben", "5/6", "3", "✓", "2", "→", "1", "✗"]
    assert "2 answers, on average 5.5 of 6" in lines and "missed most often: w4_bar, by 1 of 2" in lines
    for width in (60, 80, 120):
        monkeypatch.setenv("COLUMNS", str(width))
        assert max(map(len, cli("mark", "exercise.adt", *files).out.splitlines())) <= width
    plain = cli("mark", "exercise.adt", *files, "-f", "ascii").out
    assert plain.isascii() and "1 x" in plain


def test_names_in_other_capitals_are_taken(cli, exercise, tmp_path):
    files = exercise(ada=RIGHT.upper())
    assert RIGHT.upper() != RIGHT
    (tmp_path / "form.csv").write_text("name,answer\nw3,\nx_bar,\n")
    for asked in (["--expect", "w3,x_bar"], ["--form", "form.csv"]):
        assert [row["points"] for row in rows(cli("mark", "exercise.adt", *files, *asked, "-f", "csv").out)] == ["2.0"]


def test_lines_that_were_not_read_are_told(cli, exercise, monkeypatch):
    monkeypatch.setenv("COLUMNS", "160")
    lines = "".join(f"zz{count},1\n" for count in range(6))
    files = exercise(ada=RIGHT + "x_bar2,3\n", ben=RIGHT + lines)
    for form in ("table", "csv", "md", "html"):
        found = cli("mark", "exercise.adt", *files, "-f", form).out.replace("\\", "")
        assert "not read: line 8 (x_bar2: 3)" in found or "not read: line 8 (x_bar2 = 3)" in found
        assert "not read: line 8 (zz0" in found and "and 2 more" in found


def test_two_answers_on_one_line_are_none(cli, exercise):
    (file,) = exercise(ada=RIGHT.replace("w3,-2", "w3,2 or -2"))
    (ada,) = cli("mark", "exercise.adt", file, "--expect", "w3", "-f", "json").json["answers"]
    assert ada["points"] == 0


def test_what_is_asked_for(cli, exercise, tmp_path):
    files = exercise(ada=RIGHT, ben=SIGN_LOST)
    named = cli("mark", "exercise.adt", *files, "--expect", "w4_bar,a_bar", "-f", "csv")
    assert [float(row["points"]) for row in rows(named.out)] == [1, 0]
    (tmp_path / "form.csv").write_text("name,answer\nw3,\nw4_bar,\n")
    by_form = cli("mark", "exercise.adt", *files, "--form", "form.csv", "--points", "w4_bar=3", "-f", "csv")
    assert [(float(row["points"]), float(row["of"])) for row in rows(by_form.out)] == [(4, 4), (1, 4)]
    shared = cli("mark", "exercise.adt", *files, "--carried", "0.5", "-f", "csv")
    assert [float(row["points"]) for row in rows(shared.out)] == [6, 4]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--expect", "w4_bra"], "the exercise has no w4_bra"),
        (["--expect", "w3", "--form", "form.csv"], "--expect and --form each say what is asked for"),
        (["--form", "nowhere.csv"], "cannot read nowhere.csv: no such file or directory"),
        (["--points", "w3=-1"], "the points of w3 are no number of points"),
        (["--points", "w3"], None),
        (["--carried", "2"], None),
        (["-f", "latex"], "there is no format latex here"),
        (["-o", "marks.xlsx"], "no format here writes .xlsx files"),
        (["--feedback", "pages", "-f", "csv"], "feedback is not written as csv"),
        (["--lang", "kl"], "unknown language kl"),
    ],
)
def test_bad_usage_is_one_message(cli, exercise, options, message):
    outcome = cli("mark", "exercise.adt", *exercise(ada=RIGHT), *options)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("error: ") and (message is None or outcome.message == message)


def test_an_exercise_without_a_point_is_refused(cli, exercise):
    files = exercise(ada="w1,3\n")
    assert cli("mark", "x*y", *files).message == "answers are marked at a point"
    assert cli("mark", "x*y", *files, *files, "--at", "x=1,y=2").message == "answers/ada.csv is given twice"


class Tags(HTMLParser):
    """The tags and the text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)

    def handle_data(self, data):
        self.text += data


@pytest.mark.parametrize("name", HOSTILE)
def test_names_are_data_in_every_format(cli, exercise, tmp_path, name):
    stem = name.replace("/", "∕")
    (file,) = exercise(**{stem: SIGN_LOST + '<img onerror>,3\n'})
    page = cli("mark", "exercise.adt", file, "-f", "html").out
    tags = Tags()
    tags.feed(page)
    assert not {"script", "img"} & set(tags.tags) and stem in tags.text
    assert "<img onerror>" in tags.text
    (row,) = rows(cli("mark", "exercise.adt", file, "-f", "csv").out)
    assert row["answer"] == (f"'{stem}" if stem[0] in "=@+-" else stem)
    assert cli("mark", "exercise.adt", file, "-f", "json").json["answers"][0]["answer"] == stem
    text = cli("mark", "exercise.adt", file, "-f", "md").out
    assert not re.search(r"(?<!\\)<(?!br>)", text) and "](javascript" not in text.replace("\\]", "")
    assert "\x1b" not in cli("mark", "exercise.adt", file, "--color", "never").out


def test_control_characters_in_names_are_shown_as_escapes(cli, exercise):
    (file,) = exercise(**{"a\x1b[31mb": "w3,-2\nw3\x1b[0m,1\n"})
    for form in ("table", "csv", "html", "md"):
        shown = cli("mark", "exercise.adt", file, "-f", form)
        assert "\x1b" not in shown.out + shown.err and "\\x1b" in shown.out


def test_a_page_is_complete_in_one_file(cli, exercise):
    page = cli("mark", "exercise.adt", *exercise(ada=RIGHT, ben=SIGN_LOST), "-f", "html").out
    assert page.startswith("<!DOCTYPE html>") and "Content-Security-Policy" in page and "default-src &#x27;none&#x27;" in page
    assert not re.search(r"(?:src|href)=\"(?!#)", page) and "@media print" in page and "prefers-color-scheme:dark" in page
    tags = Tags()
    tags.feed(page)
    assert tags.tags.count("section") == 2 and tags.tags.count("table") == 3
    assert "first wrong: line 5, w4_bar = 0.7758 should be -0.7758" in tags.text


@pytest.mark.parametrize("form", ["html", "md"])
def test_feedback_shows_the_program_without_its_comments(cli, exercise, tmp_path, form):
    files = exercise(ada=RIGHT)
    more = "".join(f"u{place} = w5 + {place}\n" for place in range(12))
    (tmp_path / "exercise.adt").write_text(f"# x_bar is 0.105\n\n{PROGRAM}{more}w6 = w5*u11  # 11.8\n")
    assert cli("mark", "exercise.adt", *files, "--feedback", "pages", "-f", form, "-o", "marks.csv").code == 0
    for shown in ((tmp_path / "pages" / f"ada.{form}").read_text(), cli("mark", "exercise.adt", *files, "-f", form).out):
        assert "w3 = -w1*w2\nw4 = 1 + exp(w3)\n" in shown and "w6 = w5*u11" in shown
        assert "x_bar is" not in shown and "11.8" not in shown


@pytest.mark.parametrize(("form", "suffix"), [(None, ".html"), ("html", ".html"), ("md", ".md"), ("markdown", ".md")])
def test_feedback_is_one_page_for_each_answer(cli, exercise, tmp_path, form, suffix):
    files = exercise(ada=RIGHT, ben=SIGN_LOST)
    chosen = ["-f", form] if form else []
    outcome = cli("mark", "exercise.adt", *files, "--feedback", "pages", "-o", "marks.csv", *chosen)
    assert (outcome.code, outcome.out, outcome.err) == (0, "", "")
    assert sorted(path.name for path in (tmp_path / "pages").iterdir()) == [f"ada{suffix}", f"ben{suffix}"]
    ben = (tmp_path / "pages" / f"ben{suffix}").read_text(encoding="utf-8")
    assert "5/6" in ben and "ada" not in ben and "wrong" in ben
    assert (tmp_path / "marks.csv").exists()


def test_feedback_replaces_its_own_pages_and_nothing_else(cli, exercise, tmp_path):
    files = exercise(ada=RIGHT, ben=SIGN_LOST)
    assert cli("mark", "exercise.adt", files[0], "--feedback", "pages").code == 0
    assert cli("mark", "exercise.adt", *files, "--feedback", "pages").code == 0
    (tmp_path / "pages" / "thesis.html").write_text("mine")
    refused = cli("mark", "exercise.adt", *files, "--feedback", "pages")
    assert refused.code == 4 and "holds other files: thesis.html" in refused.err and refused.out == ""
    assert (tmp_path / "pages" / "thesis.html").read_text() == "mine"
    assert cli("mark", "exercise.adt", *files, "--feedback", "pages", "--no-clobber").code == 4


def test_answers_of_one_name_in_two_folders(cli, exercise, tmp_path):
    (file,) = exercise(ada=RIGHT)
    (tmp_path / "late").mkdir()
    (tmp_path / "late" / "ada.csv").write_text(SIGN_LOST)
    assert cli("mark", "exercise.adt", file, "late/ada.csv", "--feedback", "pages").code == 0
    assert sorted(path.name for path in (tmp_path / "pages").iterdir()) == ["answers-ada.csv.html", "late-ada.csv.html"]


def test_the_object(cli, exercise):
    found = cli("mark", "exercise.adt", *exercise(ada=RIGHT, ben=SIGN_LOST, eve=b"\xff"), "-f", "json").json
    assert list(found)[:2] == ["adtrace", "mode"] and found["mode"] == "mark" and found["basis"] == "answers"
    assert found["out_of"] == 6 and found["mean"] == 5.5
    ada, ben, eve = found["answers"]
    assert (ada["points"], ada["failure"], ben["points"]) == (6, None, 5)
    assert {mark["name"]: mark["verdict"] for mark in ben["marks"]}["w4_bar"] == "wrong"
    assert {mark["name"]: mark["lines"] for mark in ben["marks"]}["w4_bar"] == [5]
    assert eve["failure"] and eve["points"] is None and eve["entries"] == eve["marks"] == []
    assert ben["entries"][3]["right"] == pytest.approx(-0.7758034925743758, rel=1e-14)
    json.dumps(found, allow_nan=False)


def test_french_with_a_comma(cli, exercise):
    shown = cli("mark", "exercise.adt", *exercise(ada=RIGHT, ben=SIGN_LOST), "--lang", "fr", "--decimal", "comma").out
    assert shown.startswith("Notes  exercise.adt") and "en moyenne 5,5 sur 6" in shown and "devrait" in shown
    assert not re.search(r"\b(answer|carried|should)\b", shown)


def test_the_sample_answers(cli, monkeypatch):
    monkeypatch.chdir(ROOT)
    files = [f"samples/answers/{name}.csv" for name in ("ada", "ben", "cleo")]
    found = cli("mark", "samples/a_five_steps.adt", *files, "-f", "json").json
    assert [one["points"] for one in found["answers"]] == [7, 6, 5] and found["out_of"] == 7


def test_where_no_answer_can_be_read(cli, exercise):
    files = exercise(eve=b"\xff", gus="w99,1\n")
    for form in ("table", "csv", "html", "md", "json"):
        outcome = cli("mark", "exercise.adt", *files, "-f", form)
        assert outcome.code == 2 and outcome.out and outcome.err.count("note: ") == 2
    assert "no answer could be read" in cli("mark", "exercise.adt", *files).out
