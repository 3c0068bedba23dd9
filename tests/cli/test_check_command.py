"""adtrace check without anything to check: the ways to a gradient against one another, on the screen and for programs."""

from __future__ import annotations

import json
import sys
from itertools import pairwise

import pytest

from adtrace.rules import table

AGREEING = """\
Cross-check  1/(1+exp(-a*x))                             x = 2, a = 1
━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
 entry   reverse   forward   complex step   difference       verdict
─────────────────────────────────────────────────────────────────────
 ∂y/∂x    0.1050    0.1050         0.1050   0.1050 ± 9e-13   agrees
 ∂y/∂a    0.2100    0.2100         0.2100   0.2100 ± 2e-12   agrees
━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
Taylor remainder  slope 2.00, fitted to 8 steps: 2 or more is right, 1 is wrong
2 entries, 4 ways: all agree
"""

KINKED = """\
Cross-check  relu(x) - relu(-x)                             x = 0
=================================================================
 entry   reverse   forward   complex step   difference   verdict
-----------------------------------------------------------------
 dy/dx         0         0              -   1 +- 2e-16   differs
=================================================================
no complex step through relu
Taylor remainder  not judged at a kink or a jump
1 entry, 3 ways: 1 differs
  dy/dx: reverse, forward 0; difference 1
the slopes chosen at kinks of single operations do not make a slope of the whole
"""


def test_what_agrees(cli):
    done = cli("check", "1/(1+exp(-a*x))", "--at", "x=2,a=1")
    assert (done.code, done.out, done.err) == (0, AGREEING, "")


def test_what_differs(cli):
    done = cli("check", "relu(x) - relu(-x)", "--at", "x=0", "-f", "ascii")
    assert (done.code, done.out, done.err) == (1, KINKED, "")


def test_a_wrong_rule_is_named(cli, monkeypatch):
    """As if somebody had written sin' = sin into the table."""
    row = table.operator("sin")
    wrong = row._replace(rules=(lambda m, y, x: m.sin(x),))
    monkeypatch.setitem(table._rows, "sin", wrong)
    monkeypatch.setitem(table._spelled, "sin", [wrong])
    done = cli("check", "x*sin(x^2) + a", "--at", "x=1.2,a=3")
    assert done.code == 1
    rows = {line.split()[0]: line for line in done.out.splitlines() if line.startswith(" ∂")}
    assert rows["∂y/∂x"].split()[1:5] == ["3.8469", "3.8469", "1.3671", "1.3671"] and rows["∂y/∂x"].endswith(" differs")
    assert rows["∂y/∂a"].split()[1:5] == ["1", "1", "1", "1"] and rows["∂y/∂a"].endswith(" agrees")
    assert "Taylor remainder  slope 1.00" in done.out
    assert "  ∂y/∂x: reverse, forward 3.8469; complex step, difference 1.3671\n" in done.out
    assert done.out.endswith("wrong by its own differences: sin (w₂)\n")


def test_for_programs(cli):
    done = cli("check", "[abs(x)*y, log(z)]", "--at", "x=0,y=2,z=-1", "-f", "json")
    assert done.code == 0
    found = done.json
    assert list(found)[:2] == ["adtrace", "mode"]
    assert found["mode"] == "cross-check" and found["ok"] is True
    assert found["ways"] == ["reverse", "forward", "complex step", "difference"]
    assert len(found["entries"]) == found["of"] == 6
    kink, *_, undefined = found["entries"]
    assert (kink["output"], kink["output_index"], kink["input"], kink["input_index"]) == ("y1", [], "x", [])
    assert kink["slopes"] == {"reverse": 0.0, "forward": 0.0, "complex step": None}
    assert kink["difference"]["kind"] == "kink"
    assert kink["difference"]["interval"] == [-2.0, 2.0]
    assert undefined["verdict"] == "not compared"
    assert undefined["slopes"]["reverse"] == "nan"
    assert found["missing"] == {"complex step": ["abs"]}
    assert found["taylor"]["verdict"] == "not smooth"
    json.dumps(found, allow_nan=False)


def test_the_taylor_remainder_has_its_steps(cli):
    found = cli("check", "sin(x)", "--at", "x=1", "-f", "json").json["taylor"]
    first, last = found["fitted"]
    steps = found["steps"][first : last + 1]
    assert found["verdict"] == "right"
    assert all(step["remainder"] == pytest.approx(4*after["remainder"], rel=0.05) for step, after in pairwise(steps))


def test_the_same_seed_gives_the_same_report(cli):
    args = ("check", "x*sin(y)", "--at", "x=1,y=2", "-f", "json")
    assert cli(*args).out == cli(*args, "--random-seed", "0").out
    assert cli(*args).out != cli(*args, "--random-seed", "1").out


def test_a_narrow_screen_gets_a_block_for_each_entry(cli, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    done = cli("check", "x*y", "--at", "x=2,y=3")
    assert max(map(len, done.out.splitlines())) <= 40
    assert "∂y/∂x   agrees\n  reverse       3\n  forward       3\n  complex step  3\n  difference    3 ± " in done.out.replace("∂out", "∂y")


def test_in_french(cli, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    done = cli("check", "-log(softmax(z)[k])", "--at", "z=[1,2,3],k=1", "--lang", "fr", "--decimal", "comma")
    assert done.code == 0
    assert done.out.startswith("Vérification croisée  -log(softmax(z)[k])")
    assert "mode inverse" in done.out and "0,0900 ± " in done.out
    assert "laissé de côté, une position n'a pas de dérivée : k\n" in done.out
    assert done.out.endswith("3 composantes, 4 méthodes : toutes concordent\n")


def test_a_large_gradient_shows_what_agrees_least(cli):
    done = cli("check", "sum(tanh(W@x))", "--at", "W=[[1,2,3,4],[4,3,2,1],[1,0,1,0],[2,2,2,2],[1,1,1,1]],x=[0.1,0.2,-0.1,0.3]")
    assert done.code == 0
    assert done.out.count("∂") == 2*16
    assert "and 8 more entries: all agree\n" in done.out
    assert done.out.endswith("24 entries, 4 ways: all agree\n")


def test_wrt_and_of_choose(cli):
    done = cli("check", "u = x*y; v = u*x; v", "--at", "x=2,y=3", "--wrt", "y", "--of", "u,v", "-f", "json")
    assert [(entry["output"], entry["input"]) for entry in done.json["entries"]] == [("u", "y"), ("v", "y")]


def test_into_a_file(cli, tmp_path):
    file = tmp_path / "check.json"
    done = cli("check", "x^2", "--at", "x=1", "-o", str(file))
    assert (done.code, done.out) == (0, "")
    assert json.loads(file.read_text(encoding="utf-8"))["ok"] is True


def test_names_are_data(cli):
    done = cli("check", "été*x'", "--at", "été=1,x'=2")
    assert done.code == 0 and "∂été" not in done.err
    assert "x′" in done.out or "x'" in done.out


@pytest.mark.parametrize(("args", "message", "hint"), [
    (["x^2"], "a cross-check needs a point", "give every input a value: --at x=2,a=1"),
    (["x^2", "--at", "x=1", "--wrt", "z"], "z is no input", "the inputs are x"),
    (["x^2", "--at", "x=1", "--against", "numpy"], "there is no framework numpy here", "the frameworks are jax, torch"),
])
def test_bad_usage(cli, args, message, hint):
    done = cli("check", *args)
    assert (done.code, done.out, done.message) == (2, "", message)
    assert hint in done.err


@pytest.mark.parametrize("name", ["torch", "jax"])
def test_a_framework_that_is_not_installed(cli, monkeypatch, name):
    monkeypatch.setitem(sys.modules, name, None)
    done = cli("check", "x^2", "--at", "x=1", "--against", name)
    assert (done.code, done.out, done.message) == (2, "", f"{name} is not installed here")
    assert f"install it with: pip install {name}" in done.err


def test_no_inputs_leave_nothing_to_compare(cli):
    done = cli("check", "2 + 3")
    assert done.code == 0
    assert done.out.endswith("0 entries, 0 ways: none can be compared\n")


def test_help_names_the_frameworks(cli):
    assert "One of jax, torch." in cli("check", "--help").out
