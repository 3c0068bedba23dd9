"""adtrace descend: the screen, the files that it writes, what it trains, and its exit codes."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET

import numpy as np
import pytest

import adtrace
from adtrace.views.layout import cells

BOWL = ("(x-1)^2 + 2*y^2", "--at", "x=5,y=1")
SCREEN = """\
Gradient descent  (x-1)^2 + 2*y^2   x = 5, y = 1
θ ← θ - 0.25·∇out
trains x, y: 2 numbers
━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
 step        x   y       out   ‖∇out‖     ‖Δθ‖
───────────────────────────────────────────────
    0   5        1   18        8.9443   2.2361
    1   3        0    4        4        1
    2   2        0    1        2        0.5000
    3   1.5000   0    0.2500   1
━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
out = 0.250000 after 3 steps, 18 at the start    x = 1.500000, y = 0
ended after --steps 3; 4 reverse sweeps
"""
DATA = "0,1\n1,0\n2,1\n3,0\n4,1\n"


@pytest.fixture
def files(tmp_path):
    """A program, X.csv and t.csv."""
    (tmp_path / "x.csv").write_text(DATA)
    (tmp_path / "t.csv").write_text("1\n2\n3\n4\n5\n")
    return tmp_path


def fit(files, *more):
    return ("mean((X @ w + c - t)^2)", "--at", f"X=@{files}/x.csv,t=@{files}/t.csv,w=[0,0],c=0", "--rate", "0.02", *more)


def test_the_screen(cli):
    found = cli("descend", *BOWL, "--rate", "0.25", "--steps", "3")
    assert (found.code, found.err) == (0, "")
    assert found.out == SCREEN


def test_data_from_files_are_held_and_said_to_be(cli, files):
    found = cli("descend", *fit(files))
    assert "trains w 2, c: 3 numbers; holds the data X, t" in found.out
    chosen = cli("descend", *fit(files, "--wrt", "c", "--steps", "1", "-f", "json")).json
    assert (chosen["trained"], chosen["held"], chosen["fixed"]) == (["c"], ["X", "t"], ["w"])
    both = cli("descend", *fit(files, "--wrt", "t,c", "--steps", "1", "-f", "json")).json
    assert both["trained"] == ["t", "c"]  # Asked for, even though it comes from a file.


def test_json_has_every_iterate_exactly(cli, files):
    found = cli("descend", *fit(files, "--steps", "100", "-f", "json")).json
    data = {"X": [[float(cell) for cell in row.split(",")] for row in DATA.split()], "t": [1, 2, 3, 4, 5]}
    same = adtrace.descend("mean((X @ w + c - t)^2)", {**data, "w": [0, 0], "c": 0}, hold=["X", "t"], rate=0.02, steps=100)
    assert [one["loss"] for one in found["iterates"]] == [one.loss for one in same.iterates]
    assert [one["theta"]["w"] for one in found["iterates"]] == [one.theta["w"].tolist() for one in same.iterates]
    assert found["theta"] == {"w": same.theta["w"].tolist(), "c": same.theta["c"]}
    assert (found["adtrace"], found["mode"], found["stop"], found["sweeps"], found["failure"]) == (1, "descend", "steps", 101, None)


def test_a_long_run_shows_both_ends_and_all_on_request(cli):
    found = cli("descend", *BOWL, "--steps", "100").out
    assert "85 steps: --all shows them" in found
    rows = re.findall(r"^ +(\d+)   ", found, re.MULTILINE)
    assert [int(row) for row in rows][:16] == [*range(8), *range(93, 101)]
    every = cli("descend", *BOWL, "--steps", "100", "--all").out
    assert "shows them" not in every and len(every.splitlines()) > 110


def test_the_last_parameters_are_a_point_again(cli, files):
    path = files / "theta.json"
    first = cli("descend", *fit(files, "--steps", "30", "-o", str(path)))
    assert (first.code, first.out) == (0, "") and "after 30 steps" in first.err
    written = json.loads(path.read_text())
    assert list(written) == ["w", "c"]
    data = f"X=@{files}/x.csv,t=@{files}/t.csv"
    again = cli("descend", "mean((X @ w + c - t)^2)", "--at", data, "--at", f"@{path}", "--rate", "0.02", "--steps", "20", "-f", "json").json
    whole = cli("descend", *fit(files, "--steps", "50", "-f", "json")).json
    assert again["theta"] == whole["theta"]
    assert set(again["trained"]) == {"w", "c"}
    cli("descend", *fit(files, "--steps", "30", "-o", str(files / "theta.npz")))
    with np.load(files / "theta.npz") as arrays:
        assert arrays["w"].tolist() == written["w"] and float(arrays["c"]) == written["c"]


def test_with_a_format_the_file_is_the_report(cli, files):
    path = files / "report.json"
    cli("descend", *BOWL, "--steps", "2", "-f", "json", "-o", str(path))
    assert json.loads(path.read_text())["mode"] == "descend"
    cli("descend", *BOWL, "--steps", "2", "-o", str(files / "report.txt"))
    assert "Gradient descent" in (files / "report.txt").read_text(encoding="utf-8")
    assert cli("descend", *BOWL, "-o", str(files / "x.json"), "--no-clobber").code == 0
    assert cli("descend", *BOWL, "-o", str(files / "x.json"), "--no-clobber").code == 4


def test_mini_batches_on_the_screen(cli, files):
    found = cli("descend", *fit(files, "--batch", "2", "--over", "X,t", "--steps", "7")).out
    assert "mini-batches of 2 of 5 rows, shuffled from --random-seed 0: 3 in an epoch" in found
    rows = [line.split() for line in found.splitlines() if re.match(r" +\d+   ", line)]
    assert [row[1] for row in rows[:7]] == ["1", "1", "1", "2", "2", "2", "3"]
    assert re.search(r"epoch .* y, batch +y, all", found)


def test_a_line_search_shows_its_trials(cli):
    found = cli("descend", "x^4", "--at", "x=5", "--line-search", "--steps", "3").out
    assert "4 trials, rate: loss 0.1: 4.101e+06, 0.05: 1.600e+05, 0.025: 3164.0625, 0.0125: 2.4414" in " ".join(found.split())
    assert "halved until y falls by at least 1e-4·rate·‖∇y‖ squared" in found
    assert "4 reverse sweeps, 6 trials of a rate" in found


def test_a_nan_stops_the_run_and_says_where_it_was_born(cli):
    found = cli("descend", "u = log(x); u + x", "--at", "x=0.3")
    assert found.code == 1
    for said in ("y is nan at step 1: the descent ends there", "log(x) is undefined at x = ", "born in u",
                 "y = -0.903973 at the start    x = 0.300000", "a smaller rate may help: --rate 0.01"):
        assert said in found.out
    failure = cli("descend", "log(x)", "--at", "x=1", "-f", "json").json
    assert failure["failure"]["what"] == "loss" and failure["failure"]["loss"] == "nan"
    assert failure["warnings"][0]["code"] == "domain"


def test_what_grows_is_said_and_fails_when_strict(cli):
    grows = ("descend", "x^2", "--at", "x=3", "--rate", "1.1")
    found = cli(*grows)
    assert found.code == 0 and "the loss grows without end; a smaller rate may help: --rate 0.11" in found.out
    assert cli(*grows, "--strict").code == 1
    assert cli("descend", "x^2", "--at", "x=3", "--strict").code == 0


@pytest.mark.parametrize("width", ["60", "80", "100", "120"])
@pytest.mark.parametrize("more", [(), ("--lang", "fr", "--decimal", "comma"), ("--line-search",), ("-f", "ascii"), ("--momentum", "0.9", "--nesterov")])
def test_no_line_is_wider_than_the_screen(cli, monkeypatch, width, more):
    monkeypatch.setenv("COLUMNS", width)
    out = cli("descend", "sum((w - 3)^2) + (long_name - 1)^2 + b^4", "--at", "w=[1,2,3],long_name=2,b=5", "--rate", "0.002", "--steps", "30", *more).out
    assert max(map(cells, out.splitlines())) <= int(width)
    assert out.isascii() == ("ascii" in more)
    if "fr" in more:
        assert "Descente de gradient" in out and "Gradient" not in out and "0,002" in out


def test_french_says_everything_in_french(cli, files):
    found = cli("descend", *fit(files, "--batch", "2", "--over", "X,t", "--steps", "7", "--lang", "fr")).out
    for english in ("trains", "holds", "step", "epoch", "batch", "after", "sweeps"):
        assert not re.search(rf"\b{english}\b", found.replace("--steps", "").replace("--random-seed", "")), english


def test_chosen_parameters_have_columns(cli):
    args = ("descend", "sum(W^2) + sum(b^2)", "--at", "W=[[1,2,3],[4,5,6]],b=[1,2]", "--steps", "2")
    assert re.search(r"step +‖W‖ +‖b‖ +", cli(*args).out)
    assert re.search(r"step +b₁?\[0\] +b₁?\[1\] ", cli(*args, "--show", "b").out)
    assert re.search(r"W\[0, 0\] +W\[0, 1\] +W\[0, 2\] +W\[1, 0\]", cli(*args, "--show", "W").out)
    assert cli(*args, "--show", "Q").code == 2


@pytest.mark.parametrize("scheme", ["auto", "light", "dark"])
def test_the_curve_as_svg(cli, tmp_path, scheme):
    path = tmp_path / "curve.svg"
    assert cli("descend", *BOWL, "--steps", "60", "-o", str(path), "--scheme", scheme).code == 0
    root = ET.fromstring(path.read_text(encoding="utf-8"))
    titles = [node.text for node in root.iter("{http://www.w3.org/2000/svg}title")]
    assert titles[0].startswith("Gradient descent: (x-1)^2 + 2*y^2; out = ")
    assert {"out", "step", "step 0: 18", "out, on a scale of powers of ten"} <= set(titles)
    assert ("prefers-color-scheme" in path.read_text(encoding="utf-8")) == (scheme == "auto")


def test_a_curve_marks_where_the_run_failed(cli, tmp_path):
    path = tmp_path / "curve.svg"
    assert cli("descend", "x^4", "--at", "x=5", "-o", str(path)).code == 1
    assert "<title>step 5: inf</title>" in path.read_text(encoding="utf-8")
    assert cli("descend", "x^2", "--at", "x=5", "--steps", "0", "-f", "svg").code == 2


def test_hostile_names_are_data(cli, tmp_path):
    path = tmp_path / "curve.svg"
    text = 'mean = 1 # <b>&"\nx^2'
    assert cli("descend", text, "--at", "x=5", "-o", str(path)).code == 0
    ET.fromstring(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(("args", "message"), [
    (("x^2",), "a descent begins at a point"),
    (("x^2", "--at", "x=1", "--rate", "-1"), "the rate of a descent is a positive number"),
    (("x^2", "--at", "x=1", "--batch", "4"), "mini-batches need data"),
    (("x^2", "--at", "x=1", "-o", "t.pdf"), "a report is not written to .pdf files"),
])
def test_bad_input_is_one_message(cli, args, message):
    found = cli("descend", *args)
    assert (found.code, found.message, found.out) == (2, message, "")


def test_long_points_stand_on_a_line_of_their_own(cli):
    found = cli("descend", "100*(y-x^2)^2 + (1-x)^2", "--at", "x=-1.2,y=1", "--rate", "0.001", "--steps", "100").out
    assert re.search(r"^out = .* at the start\n  x = -?[0-9.]+, y = [0-9.]+\n", found, re.MULTILINE)


def test_an_end_at_a_kink_or_by_underflow_is_no_minimum_in_silence(cli):
    kink = cli("descend", "abs(x) + x/2", "--at", "x=0", "--line-search")
    assert kink.code == 0 and "no rate down to" in kink.out and "warning[kink]" in kink.out
    vanished = cli("descend", "exp(x)", "--at", "x=1", "--rate", "1000", "--strict")
    assert vanished.code == 1 and "‖∇y‖ is 0" in vanished.out and "warning[underflow]" in vanished.out
    assert cli("descend", "(x-1)^2", "--at", "x=3", "--rate", "0.5", "--strict").code == 0


def test_scalars_need_no_numpy(environment):
    code = "import sys; from adtrace.cli.main import run; run(sys.argv[1:]); print('numpy' in sys.modules, 'ziamath' in sys.modules)"
    args = [sys.executable, "-c", code, "descend", "x^2 + sin(y)", "--at", "x=1,y=2"]
    done = subprocess.run(args, capture_output=True, text=True, encoding="utf-8", check=True, env={**environment, "PYTHONUTF8": "1"})
    assert done.stdout.splitlines()[-1] == "False False"


def test_a_loss_that_does_not_fall_is_remarked_upon(cli):
    jumping = cli("descend", "x^2", "--at", "x=1", "--rate", "1")
    assert "the loss has not fallen since the start; a smaller rate may help: --rate 0.1" in jumping.out
    assert "has not fallen" not in cli("descend", "x^2", "--at", "x=1").out
    wandering = cli("descend", "abs(x)", "--at", "x=1.03", "--rate", "0.1", "--steps", "40")
    assert "the loss has not fallen for the last 30 steps" in wandering.out


def test_the_last_steps_alone(cli):
    rows = re.findall(r"^ +(\d+) +", cli("descend", *BOWL, "--rate", "0.1", "--steps", "30", "--last", "3").out, re.MULTILINE)
    assert rows[:3] == ["28", "29", "30"] or rows[1:4] == ["28", "29", "30"]


def test_the_labels_of_the_curve_keep_off_the_batches(files, monkeypatch):
    from adtrace.views.canvas import Canvas
    from adtrace.views.descent.picture import Picture
    from adtrace.views.formats import Options

    text, at = "mean((X @ w - t)^2)", {"X": np.eye(3), "t": np.array([1.0, 5.0, 9.0]), "w": np.zeros(3)}
    found = adtrace.descend(text, at, hold=["X", "t"], batch=1, over=["X", "t"], steps=40, rate=0.01)
    blocks = []
    monkeypatch.setattr(Canvas, "block", lambda self, block, x, y, *how: blocks.append((block, x, y)))
    picture = Picture(found, Options())
    blocks.clear()
    picture.ends()
    assert len(blocks) == 2
    for block, x, y in blocks:
        beside = [picture.y(loss) for step, loss in picture.parts if x <= picture.x(step) <= x + block.width]
        assert beside and y < min(beside)
