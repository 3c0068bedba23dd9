"""adtrace check --table: a table worked by hand, from a file or standard input."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOGISTIC = ["1/(1+exp(-a*x))", "--at", "x=2,a=1"]
GRIEWANK = "v1 = x1/x2; v2 = sin(v1); v3 = exp(x2); v4 = v1 - v3; v5 = v2 + v4; v6 = v5*v4"


@pytest.fixture
def check(cli, tmp_path):
    """`check(text, "x*y", "--at", ...)`: the text as a file of this suffix."""

    def call(text: str | bytes, *args: str, suffix: str = ".txt"):
        file = tmp_path / f"answer{suffix}"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return cli("check", *args, "--table", str(file))

    return call


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("x_bar = 0.105\na_bar = 0.21\n", 0), ("x_bar = 0.10499358540350651\n", 0), ("x_bar = 0.106\n", 1),
        ("x_bar = 0.105\nw99 = 3\n", 0), ("w99 = 3\n", 2), ("", 2), ("nothing is said here\n", 2),
    ],
)
def test_the_exit_code_says_whether_an_entry_is_wrong(check, text, code):
    outcome = check(text, *LOGISTIC)
    assert outcome.code == code
    assert ("error: " in outcome.err) == (code == 2) == (not outcome.out)


def test_griewank_and_walther(check):
    rounded = "v1 = 3.0000\nv2 = 0.1411\nv3 = 1.6487\nv4 = 1.3513\nv5 = 1.4924\nv6 = 2.0167\n"
    outcome = check(rounded, GRIEWANK, "--at", "x1=1.5,x2=0.5", "-f", "json")
    assert outcome.code == 0
    last = outcome.json["entries"][-1]
    assert (last["verdict"], last["stated"], round(last["right"], 4)) == ("rounding", 2.0167, 2.0166)
    wrong = check(rounded.replace("2.0167", "2.0176"), GRIEWANK, "--at", "x1=1.5,x2=0.5", "-f", "json")
    assert wrong.code == 1 and wrong.json["entries"][wrong.json["first_wrong"]]["name"] == "v6"


def test_the_notes_of_exercise_b(cli, check, monkeypatch):
    """What they print is right but for rounding, where the lines that it was rounded on are written, too."""
    monkeypatch.chdir(ROOT)
    notes = "yhat = 0.759\nloss = 0.0335\ndloss/dW1 = [[0.0064, 0.0064], [0.0183, 0.0183]]\n"
    outcome = check(notes, "samples/b_two_layer_mse.adt", "-f", "json")
    verdicts = {entry["name"]: entry["verdict"] for entry in outcome.json["entries"]}
    assert verdicts["yhat"] == "rounding" and verdicts["loss"] == "rounding"
    swapped = check(notes.replace("0.759", "0.795"), "samples/b_two_layer_mse.adt", "-f", "json")
    assert swapped.code == 1 and swapped.json["first_wrong"] == 0


def test_a_sample_answer_and_its_first_wrong_line(cli, monkeypatch):
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "100")
    outcome = cli("check", "samples/a_five_steps.adt", "--table", "samples/answers/a_five_steps.txt")
    assert outcome.code == 1 and outcome.err == ""
    assert "first wrong: line 14, w4_bar = 0.7758 should be -0.7758; likely mistake: " in outcome.out
    assert outcome.out.endswith("13 entries: 5 exact, 4 rounding, 3 carried, 1 wrong\n")


def test_a_table_from_standard_input(cli):
    outcome = cli("check", *LOGISTIC, "--table", "-", stdin=b"x_bar = 0.105\n")
    assert outcome.code == 0 and "x_bar = 0.105" in outcome.out
    both = cli("check", "-", "--table", "-", "--at", "x=1", stdin=b"x")
    assert both.code == 2 and both.message == "standard input is either the expression or the table"


def test_several_sweeps_and_seeds(check):
    program = ["w1 = x1*x2; w1 + sin(x1)", "--at", "x1=2,x2=3"]
    assert check("dw1 = 3\n", *program, "--seed", "x2=1").code == 1
    assert check("dw1 = 2\n", *program, "--seed", "x2=1").code == 0
    assert check("dw1/dx1 = 3\ndw1/dx2 = 2\n", *program).code == 0
    assert check("x1_bar = 2\n", "[x1*x2, x1]", "--at", "x1=2,x2=3", "--seed", "y2=2").code == 0


def test_arrays(check):
    program = ["z = W @ x; sum(z*z)", "--at", "W=[[1,2],[3,4]],x=[1,2]"]
    assert check("W_bar = [[10, 20], [22, 44]]\n", *program).code == 0
    outcome = check("W_bar = [[10, 20], [22, 45]]\n", *program)
    assert outcome.code == 1 and "element [1, 1]: 45 was written, 44 is right; 1 of 4 differ" in outcome.out


@pytest.mark.parametrize("name", ["missing.csv", ".", "binary.csv", "nul.txt"])
def test_a_file_that_is_no_table_is_one_message(cli, tmp_path, name):
    (tmp_path / "binary.csv").write_bytes(b"w3,\xff\xfe\n")
    (tmp_path / "nul.txt").write_bytes(b"w3 = \x00\n")
    outcome = cli("check", *LOGISTIC, "--table", str(tmp_path / name))
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("error: ") and "Traceback" not in outcome.err


def test_there_is_nothing_to_check_in_symbols(cli, check):
    assert check("y = 4\n", "x*x").message == "numbers are judged at a point"


@pytest.mark.parametrize("suffix", [".csv", ".md", ".tex", ".txt", ".json"])
def test_every_kind_of_file(check, suffix):
    texts = {
        ".csv": "name,answer\nx_bar,0.105\na_bar,0.22\n",
        ".md": "| name | answer |\n|---|---|\n| x_bar | 0.105 |\n| a_bar | 0.22 |\n",
        ".tex": "\\begin{align*}\n\\bar{x} &= 0.105 \\\\\n\\bar{a} &= 0.22\n\\end{align*}\n",
        ".txt": "x_bar = 0.105\na_bar = 0.22\n",
        ".json": json.dumps({"x_bar": 0.105, "a_bar": 0.22}),
    }
    outcome = check(texts[suffix], *LOGISTIC, "-f", "json", suffix=suffix)
    assert outcome.code == 1 and [entry["verdict"] for entry in outcome.json["entries"]] == ["rounding", "wrong"]


def test_it_is_written_to_a_file_whole(check, tmp_path):
    file = tmp_path / "report.txt"
    outcome = check("x_bar = 0.2\n", *LOGISTIC, "-o", str(file))
    assert (outcome.code, outcome.out) == (1, "") and "✗ wrong" in file.read_text(encoding="utf-8")
    kept = file.read_bytes()
    assert check("x_bar = 0.105\n", *LOGISTIC, "-o", str(file), "--no-clobber").code == 4
    assert file.read_bytes() == kept
    assert check("x_bar = 0.105\n", *LOGISTIC, "-o", str(tmp_path / "report.html")).code == 2


def test_plain_ascii(check):
    outcome = check("x_bar = 0.2\n", *LOGISTIC, "-f", "ascii")
    assert outcome.out.isascii() and "x wrong" in outcome.out


def test_a_table_in_the_numbering_of_the_book(cli, monkeypatch):
    """Its v3 is the fourth step of the program: the formulas say so."""
    monkeypatch.chdir(ROOT)
    expression = "(sin(x1/x2) + x1/x2 - exp(x2))*(x1/x2 - exp(x2))"
    table = ["--table", "samples/answers/griewank_walther.txt", "-f", "json"]
    for sharing in ([], ["--share"]):
        outcome = cli("check", expression, "--at", "x1=1.5,x2=0.5", *sharing, *table)
        verdicts = [entry["verdict"] for entry in outcome.json["entries"]]
        assert outcome.code == 0 and verdicts == ["exact", *["rounding"]*5]
