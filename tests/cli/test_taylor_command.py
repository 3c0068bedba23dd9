"""adtrace taylor: the table, the curve, the recurrences, the series; narrow screens, other screens, for programs."""

from __future__ import annotations

import re

import pytest

LOGISTIC = """\
Taylor expansion  1/(1+exp(-x))                    x = 2
along x(t) = 2 + t; column k is the coefficient of t^k
━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
      operation    0         1         2         3
────────────────────────────────────────────────────────
 x                 2         1         0         0
 w₁   -x          -2        -1         0         0
 w₂   exp(w₁)      0.1353   -0.1353    0.0677   -0.0226
 w₃   1 + w₂       1.1353   -0.1353    0.0677   -0.0226
 y    1/w₃         0.8808    0.1050   -0.0400    0.0065
━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
  w₁[k] = -x[k]
  k·w₂[k] = Σ(j=1..k) j·w₁[j]·w₂[k-j]
  w₃[k] = w₂[k]
  y[k] = -(Σ(j=1..k) y[k-j]·w₃[j])/w₃[0]
y(t) = 0.880797 + 0.104994 t - 0.0399813 t² + 0.00647528 t³ + O(t⁴)
"""
EXP_2 = ("v2 = 1 + x; v3 = x*x; v4 = v3/2; v5 = v2 + v4", "--at", "x=.5", "--order", "2", "--derivatives")
PLAIN = """\
Taylor expansion  v2 = 1 + x; v3 = x*x; v4 = v3/2; v5 = v2 + v4   x = 0.5
along x(t) = 0.5 + t; column k is the k-th derivative by t at t = 0
======================================
      operation   0        1        2
--------------------------------------
 x                0.5000   1        0
 v2   1 + x       1.5000   1        0
 v3   x*x         0.2500   1        2
 v4   v3/2        0.1250   0.5000   1
 v5   v2 + v4     1.6250   1.5000   1
======================================
  v2[k] = x[k]
  v3[k] = sum(j=0..k) x[j]*x[k-j]
  v4[k] = v3[k]/2
  v5[k] = v2[k] + v4[k]
v5(t) = 1.625 + 1.5 t + 0.5 t^2 + O(t^3)
v5'(0) = 1.5    v5''(0) = 1
"""


def test_the_logistic_function(cli):
    found = cli("taylor", "1/(1+exp(-x))", "--at", "x=2", "--order", "3")
    assert found.code == 0 and found.err == ""
    assert found.out == LOGISTIC


def test_cppad_exp_2_on_any_screen(cli):
    """The columns are the numbers that CppAD's manual has for its sweeps of orders 0, 1 and 2."""
    found = cli("taylor", *EXP_2, "-f", "ascii")
    assert found.out == PLAIN


@pytest.mark.parametrize(("given", "series"), [
    (("x*y", "--at", "x=2,y=3", "--wrt", "x", "--order", "1"), "out(t) = 6 + 3 t + O(t²)"),
    (("x*y", "--at", "x=2,y=3", "--seed", "x=1,y=-2", "--order", "2"), "out(t) = 6 - t - 2 t² + O(t³)"),
    (("x*y", "--path", "x=2+t, y=3-2*t", "--order", "2"), "out(t) = 6 - t - 2 t² + O(t³)"),
    (("x*x", "--path", "x=cos(t)", "--order", "2"), "y(t) = 1 - t² + O(t³)"),
    (("x^2", "--at", "x=2", "--seed", "3", "--order", "2"), "y(t) = 4 + 12 t + 9 t² + O(t³)"),
    (("2*x", "--at", "x=[1,2]", "--seed", "x=[1,-1]", "--order", "1"), "y(t) = [2, 4] + [2, -2] t + O(t²)"),
    (("x + t", "--at", "x=1,t=2", "--wrt", "x", "--order", "1"), "y(s) = 3 + s + O(s²)"),
    (("x", "--at", "x=2", "--order", "0"), "x(t) = 2 + O(t)"),
    (("log(x)", "--at", "x=0"), "y has no Taylor series here: coefficient 0 is -inf"),
])
def test_the_curve_and_the_series(cli, given, series):
    assert series in cli("taylor", *given).out.splitlines()


@pytest.mark.parametrize(("program", "at", "recurrence"), [
    ("sin(x)", "x=1", "k·y[k] = Σ(j=1..k) j·x[j]·p[k-j], p = cos(x)"),
    ("x/y", "x=1,y=2", "out[k] = (x[k] - Σ(j=1..k) out[k-j]·y[j])/y[0]"),
    ("3 - x", "x=1", "y[k] = -x[k]"),
    ("(2+1)*x", "x=1", "y[k] = (2 + 1)·x[k]"),
    ("x^y", "x=2,y=3", "k·out[k] = Σ(j=1..k) (j·x[j]·p[k-j] + j·y[j]·q[k-j]), p = y·x^(y - 1), q = out·log(x)"),
    ("[[1,2],[3,4]] @ x", "x=[1,2]", "y[k] = [[1, 2], [3, 4]] @ x[k]"),
    ("x @ y", "x=[1,2],y=[3,4]", "out[k] = Σ(j=0..k) x[j] @ y[k-j]"),
    ("outer(x, y)", "x=[1,2],y=[3,4]", "out[k] = Σ(j=0..k) outer(x[j], y[k-j])"),
    ("sum(x)", "x=[1,2]", "y[k] = sum(x[k])"),
    ("concat([x, 5], y)", "x=1,y=[1]", "w₁[k] = [x[k], 0]"),
    ("sumsq(x)", "x=[1,2]", "k·y[k] = coefficient k-1 of 2·sum(x ⊙ ẋ), with ẋ = x'(t)"),
])
def test_recurrences(cli, program, at, recurrence):
    seed = re.sub(r"[0-9]+", "1", at)
    found = cli("taylor", program, "--at", at, "--seed", seed, "--order", "2")
    assert f" {recurrence} " in re.sub(r"\s+", " ", found.out)


@pytest.mark.parametrize("width", ["60", "80", "120"])
@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("given", [
    ("1/(1+exp(-x)) + sin(x*x)", "--at", "x=2", "--order", "20", "--derivatives"),
    ("softmax(W @ x)", "--at", "W=[[1,2],[3,4]],x=[.1,.2]", "--seed", "x=[1,-2]"),
    ("sum(broadcast(x, shape=[12,12])^2)", "--at", "x=1"),
    ("cos(x)^2 + sin(x)^2", "--at", "x=.3"),
], ids=["orders", "arrays", "large", "warnings"])
def test_no_line_is_wider_than_the_screen(cli, monkeypatch, width, lang, given):
    monkeypatch.setattr("adtrace.views.console.PIPED_WIDTH", int(width))
    monkeypatch.setenv("COLUMNS", width)
    out = cli("taylor", *given, "--lang", lang).out
    assert max(map(len, out.splitlines())) <= int(width)


def test_a_narrow_screen_has_every_order_once(cli, monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    out = cli("taylor", "exp(x)", "--at", "x=1", "--order", "12").out
    headings = [line for line in out.splitlines() if re.fullmatch(r"( +operation)?( +[0-9]+)+", line)]
    assert len(headings) > 1
    assert [int(one) for line in headings for one in re.findall(r"[0-9]+", line)] == list(range(13))


def test_many_steps_are_cut(cli):
    program = "\n".join(["w1 = sin(x)", *(f"w{i} = sin(w{i - 1})" for i in range(2, 301))])
    out = cli("taylor", program, "--at", "x=1", "--order", "2").out
    assert "(101 steps lie between: -f json has them)" in out
    assert " w₉₉ " in out and " w₁₀₁ " not in out and " w₂₀₁ " in out and " w₃₀₀ " in out


def test_french(cli):
    out = cli("taylor", "x/3", "--at", "x=2.5", "--order", "1", "--lang", "fr", "--decimal", "comma").out
    assert out.startswith("Développement de Taylor  x/3")
    assert "le long de x(t) = 2,5 + t; la colonne k est le coefficient de t^k" in out
    assert "y(t) = 0,833333 + 0,333333 t + O(t²)" in out


def test_for_programs(cli):
    found = cli("taylor", "a*x^2", "--at", "x=2,a=3", "--wrt", "x", "--order", "2", "--derivatives", "-f", "json").json
    assert found["mode"] == "taylor" and found["order"] == 2 and found["judged"]
    assert found["path"] == {"x": [2.0, 1.0]}
    assert found["coefficients"] == [12.0, 12.0, 3.0] and found["derivatives"] == [12.0, 12.0, 6.0]
    assert [step["name"] for step in found["steps"]] == ["x", "a", "w1", "y"]
    assert found["steps"][2] == {
        "name": "w1", "number": 1, "role": "step", "formula": "x^2", "op": "power", "shape": [],
        "coefficients": [4.0, 4.0, 1.0], "derivatives": [4.0, 4.0, 2.0],
    }
    several = cli("taylor", "[x, x^2]", "--at", "x=3", "--order", "1", "-f", "json").json
    assert several["coefficients"] == {"y1": [3.0, 1.0], "y2": [9.0, 6.0]}
    endless = cli("taylor", "log(x)", "--at", "x=0", "--order", "1", "-f", "json").json
    assert endless["coefficients"] == ["-inf", "inf"] and endless["warnings"][0]["code"] == "pole"


@pytest.mark.parametrize(("given", "message"), [
    (("x*y", "--at", "x=1,y=2"), "a Taylor expansion needs a direction: the inputs are x, y"),
    (("x*y", "--at", "x=1,y=2", "--seed", "x=1", "--seed", "y=1"), "a Taylor expansion goes along one direction"),
    (("x*y", "--at", "x=1,y=2", "--path", "x=t"), "x has a value and a path"),
    (("x", "--path", "x=t", "--path", "x=1"), "x given more than once with --path"),
    (("x", "--path", "x=t", "--wrt", "x"), "--path says how inputs move"),
    (("x", "--path", "x=t+"), "a value is expected after +"),
    (("x + 1",), "a Taylor expansion starts at a point"),
    (("x", "--at", "x=1", "--order", "-1"), None),
])
def test_bad_usage(cli, given, message):
    found = cli("taylor", *given)
    assert found.code == 2 and found.out == ""
    if message:
        assert found.message == message


def test_limits_and_strict(cli):
    assert cli("taylor", "x", "--at", "x=1", "--order", "1001").code == 3
    assert cli("taylor", "abs(x)", "--at", "x=0", "--strict").code == 1
    assert cli("taylor", "abs(x)", "--at", "x=1", "--strict").code == 0


def test_unused_values_are_noted_and_files_written(cli, tmp_path):
    found = cli("taylor", "x", "--at", "x=1,q=2", "--wrt", "x", "-o", str(tmp_path / "out.txt"))
    assert found.code == 0 and "note: q is given a value" in found.err
    assert "Taylor expansion" in (tmp_path / "out.txt").read_text(encoding="utf-8")
