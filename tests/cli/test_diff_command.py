"""`adtrace diff`: what it prints, and with which exit code it ends."""

from __future__ import annotations

import json
import re

import pytest

import adtrace
from adtrace.views import languages
from adtrace.views.diff.report import diff_lines, diff_object
from adtrace.views.formats import Options
from adtrace.views.formats.ascii import in_ascii
from adtrace.views.layout import cells, plain

LOGISTIC = ("diff", "1/(1+exp(-a*x))", "sigmoid(a*x)", "--at", "x=2,a=1")
STEPS = "t = x*y; u = {}(t); u + sin(x)"
LAYERS = "h = {}(W @ v + b); loss = sum((h - t)^2){}"
LAYERS_AT = {"W": [[.1, .2], [.3, .4]], "v": [1, 2], "b": [.1, .2], "t": [1, 0]}


def test_the_whole_screen_of_two_programs_that_agree(cli):
    found = cli(*LOGISTIC)
    assert found.code == 0 and found.err == ""
    assert found.out == """\
Trace diff at x = 2, a = 1
  - first   1/(1+exp(-a*x))
  + second  sigmoid(a*x)
seed ȳ = 1  so every adjoint is ∂y/∂(node), from the output back to the inputs
━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
     step              value     adjoint
─────────────────────────────────────────
 =   x                  2         0.1050
 =   a                  1         0.2100
 -   w₁ = -a           -1        -0.2100
 -   w₂ = w₁·x         -2        -0.1050
 -   w₃ = exp(w₂)       0.1353   -0.7758
 -   w₄ = 1 + w₃        1.1353   -0.7758
 +   w₁ = a·x           2         0.1050
 =   y = 1/w₄           0.8808    1
     y = sigmoid(w₁)
━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
they agree in value and gradient, to 15 digits
"""


def test_the_whole_screen_of_one_wrong_line(cli):
    found = cli("diff", STEPS.format("exp"), STEPS.format("expm1"), "--at", "x=2,y=3", "-f", "ascii")
    assert found.code == 1
    assert found.out == """\
Trace diff at x = 2, y = 3
  - first   t = x*y; u = exp(t); u + sin(x)
  + second  t = x*y; u = expm1(t); u + sin(x)
seed out_bar = 1  so every adjoint is dout/d(node), from the output back to the
  inputs
~ the first above, the second below, and their relative difference
=================================================
     step           value              adjoint
-------------------------------------------------
 =   x                2                1209.8702
 =   y                3                 806.8576
 =   t = x*y          6                 403.4288
 ~   u = exp(t)     403.4288              1
     u = expm1(t)   402.4288
                      ^^^^^^ 2.5e-03
 =   w3 = sin(x)      0.9093              1
 ~   out = u + w3   404.3381              1
                    403.3381
                      ^^^^^^ 2.5e-03
=================================================
they part first at u = exp(t) against expm1(t), in value
out: 404.3381 against 403.3381 (relative difference 2.5e-03)
"""


def test_the_whole_screen_of_two_points(cli):
    found = cli("diff", "1/(1+exp(-a*x))", "--at", "x=2,a=1", "--to", "x=3")
    assert found.code == 0
    assert found.out == """\
Trace diff  1/(1+exp(-a*x))
  A  x = 2, a = 1
  B  x = 3, a = 1
━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
 step           value A   value B   B - A     B / A
─────────────────────────────────────────────────────
 x               2         3         1        1.5000
 a               1         1         0        1
 w₁ = -a        -1        -1         0        1
 w₂ = w₁·x      -2        -3        -1        1.5000
 w₃ = exp(w₂)    0.1353    0.0498   -0.0855   0.3679
 w₄ = 1 + w₃     1.1353    1.0498   -0.0855   0.9246
 y = 1/w₄        0.8808    0.9526    0.0718   1.0815
━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━

seed ȳ = 1  so every adjoint is ∂y/∂(node), from the output back to the inputs
━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
 step           adjoint A   adjoint B   B - A     B / A
─────────────────────────────────────────────────────────
 x               0.1050      0.0452     -0.0598   0.4303
 a               0.2100      0.1355     -0.0745   0.6454
 w₁ = -a        -0.2100     -0.1355      0.0745   0.6454
 w₂ = w₁·x      -0.1050     -0.0452      0.0598   0.4303
 w₃ = exp(w₂)   -0.7758     -0.9074     -0.1316   1.1696
 w₄ = 1 + w₃    -0.7758     -0.9074     -0.1316   1.1696
 y = 1/w₄        1           1           0        1
━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
y changes by 0.0718; to first order, from the slopes at A, by 0.1050
"""


@pytest.mark.parametrize(("args", "code", "told"), [
    (("x*x", "2*x", "--at", "x=2"), 1, "no value differs; they part first at x, in its adjoint, through y = x·x against 2·x"),
    (("x*x", "2*x", "--at", "x=2", "--mode", "forward"), 1, "no value differs; they part first at y = x·x against 2·x, in its tangent"),
    (("x*x", "2*x", "--at", "x=2", "--mode", "value"), 0, "they agree in value, bit for bit"),
    (("x*y", "x*z", "--at", "x=2,y=1,z=3"), 1, "inputs of the second alone: z"),
    (("a*x", "a*u", "--at", "a=1,x=2,u=2"), 0, "u of the second has the value of x of the first, and is taken for it"),
    (("[x, x*x]", "x", "--at", "x=2"), 1, "one has an output that the other lacks outputs of the first alone: y₂"),
    (("1-cos(x)", "2*sin(x/2)^2", "--at", "x=1e-5"), 1, "rounding alone can explain it"),
    (("1-cos(x)", "2*sin(x/2)^2", "--at", "x=0.01"), 0, "digits; the rest is rounding"),
    (("1/(1+exp(-a*x))", "sigmoid(a*x)", "--at", "x=-1000,a=1"), 1, "∂y/∂x: nan against 0"),
    (("x", "[x, x]", "--at", "x=2", "--of", "y"), 2, ""),
    (("x + 1", "sum(x + 1)", "--at", "x=[1,2]"), 1, "y is an array of 2 in the first, a number in the second"),
    (("t = x*x; s = t*0; x", "t = x*3; s = t*0; x", "--at", "x=2"), 0, "on the way t = x·x against x·3 differs, which no result shows"),
    (("log(x)", "-x", "--at", "x=-1"), 1, "first: warning[domain]"),
    (("stopx = x*1; sin(x)*x", "sin(x)*3", "--at", "x=3"), 1, "they part first at x, in its adjoint, through y = w₂·x against w₁·3"),
    (("abs(x)", "where(x > 0, x, -x)", "--at", "x=0"), 1, "they part first at x, in its adjoint, through w₂ = -x"),
    (("max(x) + x[1]", "x[0] + x[1]", "--at", "x=[1,1]"), 1, "they part first at x, in its adjoint, through w₁ = max(x)"),
    (("[x, y]", "[y, x]", "--at", "x=1,y=2"), 1, "no step differs in value, but y₁ is x in the first, y in the second y₁: 1 against 2"),
    (("log(sum(exp(x)))", "logsumexp(x)", "--at", "x=[1000,1001]"), 1, "at x[0] = 1000; logsumexp(x) instead of log(sum(exp(x)))"),
    (("1/(1+exp(-x))", "--at", "x=-1000", "--to", "x=2"), 0, "; sigmoid(x) instead of 1/(1+exp(-x))"),
    (("x", "--at", "x=1", "--to", "x=[1,2]"), 0, "x is a number at A, an array of 2 at B: their shapes differ"),
    (("sum(x^2)", "--at", "x=[1]", "--to", "x=[1,2]"), 0, "x is an array of 1 at A, an array of 2 at B: their shapes differ"),
    (("-x", "--at", "x=1", "--to", "x=2"), 0, "y changes by -1"),
])  # fmt: skip
def test_what_it_comes_to(cli, args, code, told):
    found = cli("diff", *args)
    assert found.code == code and told in " ".join(found.out.split())
    assert (found.out == "") == (code == 2)


def test_programs_in_files(cli, tmp_path):
    first, second = tmp_path / "one.adt", tmp_path / "two.adt"
    first.write_text("input x = 2\nt = x*x\nt + 1\n", encoding="utf-8")
    second.write_text("input x = 2.5\nt = x*x\nt + 1\n", encoding="utf-8")
    found = cli("diff", str(first), str(second))
    assert found.code == 1 and "they part first at x, in value" in found.out
    assert cli("diff", str(first), str(second), "--at", "x=1").code == 0
    assert cli("diff", str(first), "-", stdin=b"x^2 + 1").code == 2, "the second has no value for x"


@pytest.mark.parametrize(("args", "message"), [
    (("x",), "a diff takes two expressions, or one and --to"),
    (("x", "x", "--at", "x=1", "--to", "x=2"), "a diff takes two expressions, or one and --to"),
    (("x", "y", "z"), "3 arguments where one is expected: x y z"),
    (("x", "x*2"), "a diff compares numbers"),
    (("x", "x*2", "--at", "x=1", "--seed", "2"), "--seed takes name=value"),
    (("x*2", "--at", "x=1", "--to", "x"), "--to takes name=value"),
    (("x^2", "--at", "x=3", "--to", "y=3"), "the second point has a value for y, which the program does not use"),
])  # fmt: skip
def test_refusals(cli, args, message):
    found = cli("diff", *args)
    assert found.code == 2 and found.out == "" and found.message == message


@pytest.mark.parametrize("command", ["diff", "same"])
@pytest.mark.parametrize(("first", "second", "where"), [
    ("x +", "x", "first expression:1:4"),
    ("x", "x +", "second expression:1:4"),
    ("x @ [1, 2]", "x", "first expression:1:1"),
    ("x", "x @ [1, 2]", "second expression:1:1"),
])  # fmt: skip
def test_an_error_says_in_which_expression_it_is(cli, command, first, second, where):
    found = cli(command, first, second, "--at", "x=1")
    assert found.code == 2 and f"--> {where}" in found.err


def test_an_error_in_a_file_says_so_by_its_name(cli, tmp_path):
    (tmp_path / "one.adt").write_text("x +", encoding="utf-8")
    found = cli("diff", "x", str(tmp_path / "one.adt"), "--at", "x=1")
    assert found.code == 2 and "one.adt:1:4" in found.err and "second" not in found.err


def test_a_misspelt_name_of_the_second_point_is_told_the_inputs(cli):
    assert cli("diff", "x*a", "--at", "x=3,a=1", "--to", "y=3").err.endswith("help: the inputs are x, a\n")
    with pytest.raises(adtrace.AdtraceError, match="the second point has a value for z"):
        adtrace.diff("x^2", at={"x": 3}, to={"z": 4})


def test_values_that_nobody_uses_are_a_note(cli):
    assert cli("diff", "x", "x*1", "--at", "x=1,q=2").err.startswith("note: q is given a value")
    assert cli("diff", "x*2", "--at", "x=1,q=2", "--to", "x=3").err.startswith("note: q is given a value")


def test_json_says_everything_exactly(cli):
    found = cli("diff", STEPS.format("exp"), STEPS.format("expm1"), "--at", "x=2,y=3", "-f", "json").json
    report = adtrace.diff(STEPS.format("exp"), STEPS.format("expm1"), {"x": 2, "y": 3})
    assert found == json.loads(json.dumps(diff_object(report)))
    assert (found["mode"], found["kind"], found["ok"], found["parted"]) == ("diff", "programs", False, ["u", "u"])
    assert [row["mark"] for row in found["steps"]] == ["=", "=", "=", "~", "=", "~"]
    wrong = found["steps"][3]
    assert (wrong["left"]["formula"], wrong["right"]["formula"], wrong["rewritten"]) == ("exp(t)", "expm1(t)", True)
    assert wrong["left"]["value"] - wrong["right"]["value"] == pytest.approx(1)
    assert found["sweeps"][0]["adjoints"][0]["left"] == report.sweeps[0].results["x"].left
    points = cli("diff", "x^2", "--at", "x=3", "--to", "x=4", "-f", "json").json
    assert points["predicted"] == {"y": 6.0} and points["ok"] and not points["agrees"]
    spoilt = cli("diff", "1/(1+exp(-a*x))", "sigmoid(a*x)", "--at", "x=-1000,a=1", "-f", "json").json
    assert spoilt["sweeps"][0]["results"]["x"]["left"] == "nan" and spoilt["parted"] is None


CASES = [
    (STEPS.format("exp"), STEPS.format("tanh"), {"x": 2, "y": 3}),
    (LAYERS.format("tanh", "/2"), LAYERS.format("sigmoid", ""), LAYERS_AT),
    ("[x*y, x+y]", "[x*y, x-y, z]", {"x": 2, "y": 3, "z": 1}),
    ("W*2+3", "W*3+W", {"W": [[1, 2], [3, 4]]}),
    ("+".join(["sin(x)*y"]*40), "+".join([*["sin(x)*y"]*20, "cos(x)", *["sin(x)*y"]*19]), {"x": 0.3, "y": 2}),
    ("1-cos(x)", "2*sin(x/2)^2", {"x": 1e-4}),
    ("x*1e200*1e200", "x*1e300", {"x": 1.23456789}),
    ("a*x", "a*u + 0*v", {"a": 1, "x": 2, "u": 2, "v": 3}),
]


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
@pytest.mark.parametrize("points", [False, True])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0][:12])
def test_screens_fit_and_have_no_unknown_phrase(case, points, columns, monkeypatch):
    text, other, at = case
    mode = "value" if "W*" in text else "reverse"
    second = {name: [1.5*entry for entry in value] if isinstance(value, list) and not isinstance(value[0], list)
              else value if isinstance(value, list) else value*1.1 for name, value in at.items()}
    used = {name: value for name, value in at.items() if re.search(rf"\b{name}\b", text)}
    second = {name: second[name] for name in used}
    found = adtrace.diff(text, at=used, to=second, mode=mode) if points else adtrace.diff(text, other, at, mode=mode)
    missing: set[str] = set()

    class Recorded(dict):
        def get(self, phrase, default=""):
            missing.update({phrase} - set(self))
            return super().get(phrase, default)

    recorded = Recorded(languages.phrases_of("fr"))
    monkeypatch.setattr(languages, "phrases_of", lambda lang: recorded)
    usual = Options(width=columns)
    for options in (usual, in_ascii(usual), usual._replace(lang="fr", decimal="comma", digits=8)):
        lines = [plain(line) for line in diff_lines(found, options)]
        assert all(cells(line) <= columns for line in lines if "warning[" not in line), "\n".join(lines)
        assert options.unicode or all(line.isascii() for line in lines)
    assert not missing - {"value", "first", "second", "at"}


def test_carets_stand_under_the_digits_that_differ(cli):
    shown = cli("diff", "x*1.23456", "x*1.23499", "--at", "x=1").out.splitlines()
    at = next(number for number, line in enumerate(shown) if line.startswith(" ~   y"))
    start, stop = re.search(r"\^+", shown[at + 2]).span()
    assert (shown[at][start:stop], shown[at + 1][start:stop]) == ("46", "50")
    assert shown[at][:start].rstrip()[-4:] == shown[at + 1][:start].rstrip()[-4:] == "1.23"


def test_marks_need_no_colour(cli):
    plainly, coloured = (cli(*LOGISTIC, "--color", how).out for how in ("never", "always"))
    assert "\x1b[" in coloured and re.sub("\x1b\\[[0-9;]*m", "", coloured).split() == plainly.split()


def test_a_long_diff_shows_where_the_programs_part(cli):
    chain = "\n".join(["t0 = x*2", *(f"t{number} = sin(t{number - 1}) + x" for number in range(1, 150))])
    other = chain.replace("t70 = sin(", "t70 = cos(")
    found = cli("diff", chain, other, "--at", "x=0.3")
    assert "w₁₄₀ = cos(t₆₉)" in found.out and "more steps: --all shows them" in found.out
    assert len(found.out.splitlines()) < 60
    assert len(cli("diff", chain, other, "--at", "x=0.3", "--all").out.splitlines()) > 300


@pytest.mark.parametrize("name", ["graph", "NUL", "__proto__", "edge", "é", "重"])
def test_hostile_names_are_data(cli, name):
    for format_name in ("table", "ascii", "json"):
        found = cli("diff", f"{name}*2", f"{name}*3", "--at", f"{name}=1", "-f", format_name)
        assert found.code == 1
        assert name in found.out or format_name != "table" or not name.isascii()
    found = cli("diff", "x*2 # \x1b[31m\u202e", "x*3", "--at", "x=1")
    assert "\x1b" not in found.out and "\u202e" not in found.out
