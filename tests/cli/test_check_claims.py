"""`adtrace check --claim` and `adtrace same`: what they print, and with which exit code they end."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import adtrace
from adtrace.checks.claims.claims import check_claims
from adtrace.cli.sources import read_program
from adtrace.views.claims import claims_lines
from adtrace.views.formats import Options
from adtrace.views.formats.ascii import in_ascii
from adtrace.views.identities import identity_lines
from adtrace.views.layout import Line, cells, plain

SAMPLES = Path(__file__).parents[2] / "samples"
D = str(SAMPLES / "d_deep_relu_softmax.adt")
SIGMOID = ("check", "sigmoid(x)", "--claim", "d/dx = sigmoid(x)*(1 - sigmoid(x))")


def test_the_whole_screen(cli):
    found = cli(*SIGMOID, "--claim", "d/dx = sigmoid(x)*(1 + sigmoid(x))")
    assert found.code == 1
    assert found.out == """\
Claims  sigmoid(x)
108 points tried, seed 0
━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
 claim                                verdict
──────────────────────────────────────────────────────────────────────────────
 d/dx = sigmoid(x)*(1 - sigmoid(x))   agrees    at 104 points
                                                4 points are not counted:
                                                  rounding is larger than the
                                                  difference

 d/dx = sigmoid(x)*(1 + sigmoid(x))   refuted   at x = 0
                                                claimed 0.7500, true 0.2500
                                                it fails at 104 of 108 points
━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
1 of 2 claims refuted
"""


@pytest.mark.parametrize(("args", "code"), [
    (SIGMOID, 0), (("check", "x^2", "--claim", "d/dx = x"), 1), (("check", "x^2", "--claim", "d/dx"), 2),
    (("check", "x^2"), 2), (("check", "x^2", "--claim", "d/dx = 2*x", "--trials", "0"), 2),
    (("same", "sigmoid(x)", "0.5*(1 + tanh(x/2))"), 0), (("same", "sin(x)", "cos(x)"), 1), (("same", "sin(x)"), 2),
    (("same", "sin(x)", "cos("), 2), (("same", "-x", "0 - x"), 0), (("check", "-x", "--claim", "d/dx = -1"), 0),
])
def test_exit_codes(cli, args, code):
    found = cli(*args)
    assert found.code == code
    assert bool(found.out) == (code < 2) and (code == 2) == found.err.startswith(("error: ", "Usage"))


def test_claims_for_programs(cli):
    found = cli("check", "sum(x^2)", "--at", "x=[1,-2,3]", "--claim", "d/dx = 2*x", "--claim", "d/dx = x", "-f", "json")
    assert found.code == 1
    report = found.json
    assert list(report)[:3] == ["adtrace", "mode", "expression"] and report["mode"] == "check" and not report["ok"]
    first, second = report["claims"]
    assert first["verdict"] == "agrees" and first["counterexample"] is None and first["points"] > 100
    counter = second["counterexample"]
    assert counter["given"] and counter["point"] == {"x": [1.0, -2.0, 3.0]}
    assert (counter["place"], counter["claimed"], counter["true"], counter["differing"]) == ([2], 3.0, 6.0, 3)


def test_identities_for_programs(cli):
    found = cli("same", "log(x^2)", "2*log(x)", "-f", "json").json
    assert found["ok"] and found["one_sided"][0]["side"] == 0 and found["counterexample"] is None
    found = cli("same", "x^2", "x^2 + 0.5*x", "-f", "json").json
    assert found["verdict"] == "refuted" and found["derivative"] is None
    assert found["counterexample"]["left"] - found["counterexample"]["right"] == -0.5*found["counterexample"]["point"]["x"]


def test_identities_for_people(cli):
    assert cli("same", "sigmoid(x)", "0.5*(1 + tanh(x/2))").out == """\
Identity  sigmoid(x) = 0.5*(1 + tanh(x/2))
109 points tried, seed 0
no difference found at 107 points, in values and derivatives
"""
    found = cli("same", "x^2", "x*abs(x)").out
    assert "values differ at" in found and "x^2" in found and " -1\n" in found and "proved" not in found
    assert "the first alone has a value and slopes, such as x = -1" in cli("same", "log(x^2)", "2*log(x)").out


def reports() -> list[tuple[Any, Callable[[Any, Options], list[Line]]]]:
    """Reports with all that they can have, and how they are shown."""
    long = "d/dx = 0.25*(1 + exp(-abs(x)) - sin(x)^2*cos(x) + 4*x^3 - 2*x^5 + 0.25)"
    wrong = ["g = bar(yhat)", "dL/da2 = (1/5)*((1 - Y)*yhat - Y*(1 - yhat))", "dL/da2 = yhat*(g - sum(g*yhat, axis=0))", "d/dW1 = W1[0]"]
    alike = "abs(x) + 1e-5*y*sin(x)*cos(x)*exp(-x^2) + 1e-5*y*sin(x)*cos(x)*exp(-x^2) + 5", "relu(x) + relu(-x)"
    return [
        (adtrace.check(SIGMOID[1], claims=[SIGMOID[3], long]), claims_lines),
        (check_claims(read_program(D), {}, wrong, trials=10)[0], claims_lines),
        (adtrace.check("relu(x)", {"x": 0}, claims=["d/dx = x >= 0", "d/dx = 0"]), claims_lines),
        (adtrace.same(*alike), identity_lines),
    ]


def test_reports_fit_the_screen():
    """Judged once: how they are shown is another matter."""
    for report, lines in reports():
        for width in range(60, 130, 5):
            for options in (Options(width=width), Options(width=width, lang="fr", decimal="comma"), Options(width=width, digits=12)):
                for reader in (options, in_ascii(options)):
                    shown = [plain(line) for line in lines(report, reader)]
                    assert max(map(cells, shown)) <= width
                    assert reader.unicode or all(line.isascii() for line in shown)


@pytest.mark.parametrize("width", [60, 80, 120])
def test_the_screen_tells_its_width(cli, width, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(width))
    shown = cli("check", "relu(x)", "--claim", f"d/dx = x >= 0 + {' + '.join(['0*x']*30)}")
    assert not shown.err and width - 12 < max(map(cells, shown.out.splitlines())) <= width


def test_a_bad_claim_shows_its_place(cli):
    found = cli("check", "x^2", "--claim", "d/dx = 2*q")
    assert found.err == """\
error: the program has no q
 --> claim:1:10
  |
1 | d/dx = 2*q
  |          ^
  |
  = help: names are those of inputs, statements and steps (w1, w2 ...), and bar(z) is an adjoint
"""


def test_seeds_trials_and_held_inputs(cli):
    args = ("check", "x^n*y", "--at", "x=2,n=3", "--claim", "d/dx = 3*x^2*y", "-f", "json")
    assert cli(*args).code == 1
    held = cli(*args, "--hold", "n", "--trials", "7", "--random-seed", "3")
    assert held.code == 0 and held.json["held"] == ["n"] and held.json["trials"] == 7 and held.json["seed"] == 3
    assert cli(*args, "--hold", "q").code == 2


def test_what_a_value_is_given_for_nothing_is_noted(cli):
    found = cli("check", "x^2", "--at", "x=1,q=2", "--claim", "d/dx = 2*x")
    assert found.code == 0 and found.err.startswith("note: q is given a value")
    found = cli("same", "x^2", "x*x", "--at", "x=1,q=2")
    assert found.code == 0 and found.err.startswith("note: q is given a value")


def test_names_are_data(cli):
    found = cli("check", "x^2", "--claim", "d/dx = 2*x  # [bold]\x1b[31m")
    assert "\x1b[31m" not in found.out


def test_a_report_is_written_to_a_file(cli, tmp_path):
    file = tmp_path / "report.json"
    assert cli(*SIGMOID, "-o", str(file)).code == 0 and '"verdict": "agrees"' in file.read_text(encoding="utf-8")


def test_another_seed_draws_other_points(cli):
    args = ("same", "sin(x)*y*z*w", "sin(x)*y*z*w + 1e-3*(x > 0.7)*(x < 1.9)*y", "-f", "json")
    found = {str(cli(*args, "--random-seed", str(seed)).json["failing"]) for seed in range(4)}
    assert len(found) > 1


def test_one_point_is_no_points(cli):
    found = cli("check", "relu(x)", "--at", "x=0", "--hold", "x", "--claim", "d/dx = 1.3", "--claim", "d/dx = 1/0")
    assert found.code == 1
    assert "1 point tried, seed 0" in found.out and "it fails at 1 of 1 point\n" in found.out
    assert "it has no value at any point that was tried" in found.out


def test_points_that_are_not_counted_are_explained(cli):
    found = cli(*SIGMOID)
    assert "at 104 points\n" in found.out
    assert "4 points are not counted: rounding" in " ".join(found.out.split())


def test_a_claim_whose_shapes_do_not_fit(cli):
    args = (
        "check", "ha = W @ x; sum(tanh(ha))", "--at", "W=[[1, 2, 3], [0, 1, -1]], x=[1, 2, 3]",
        "--claim", "d/dx = W @ bar(ha)", "--claim", "dha = 1 - tanh(ha)^2",
    )
    found = cli(*args)
    assert (found.code, found.err) == (1, "")
    assert "shapes 2x3 and 2" in " ".join(cli(*args, "--format", "ascii").out.split())
    said = " ".join(found.out.split())
    assert "it has no value: the shapes 2×3 and 2 do not fit a matrix product" in said
    assert "W.T @ bar(ha) is meant" in said and "agrees" in said and "1 of 2 claims refuted" in said
