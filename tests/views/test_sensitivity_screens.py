"""What --sensitivity prints."""

from __future__ import annotations

import json

import pytest
from hostile_names import NAMES, WORSE, renamed

import adtrace
from adtrace.cli.main import run
from adtrace.records import Trace
from adtrace.records.sensitivity import LARGE_FACTOR, SMALL_FACTOR
from adtrace.views.addenda.sensitivity import lines
from adtrace.views.formats import Options
from adtrace.views.languages import phrases_of
from adtrace.views.layout import cells, plain

LOGISTIC = ("1/(1+exp(-a*x))", {"x": "2±0.5", "a": 1})
LAYER = ("h = relu(W @ x + b); sum(h) + tanh(9*c)", {
    "W": "[[1, 2], [3, 4]] ± 1%", "x": [-1, -1], "b": "[0, 8] ± 0.5", "c": 3,
})
SEVERAL = ("[x*y - 6, x^2 - y, relu(y - 5)]", {"x": "2±1", "y": "3±20%"})
LONG = ("\n".join(["w1 = sigmoid(a*x)", *(f"w{n} = sigmoid(a*w{n - 1})" for n in range(2, 90)), "w89"]), {"x": 1, "a": "2±1"})
MANY = (" + ".join(f"relu(x{n})*x{n}^{n % 7}" for n in range(40)), {f"x{n}": f"{n % 5 - 1.5}±0.1" for n in range(40)})
UNDEFINED = ("u = exp(x)/(1 + exp(x)); log(y)*u", {"x": "1000±1", "y": -1})
ZERO = ("x^2*sin(a)", {"x": "0±0.1", "a": "1±1"})
NOTHING = ("3", {})
EVERY = {
    "logistic": LOGISTIC, "layer": LAYER, "several": SEVERAL, "long": LONG, "many": MANY, "undefined": UNDEFINED, "zero": ZERO,
    "nothing": NOTHING,
}


def traced(text: str, at: dict[str, object], mode: str = "reverse") -> Trace:
    values = {name: value.partition("±")[0] if isinstance(value, str) else value for name, value in at.items()}
    trace = getattr(adtrace, mode)(text, values)
    return trace._replace(addenda={"sensitivity": adtrace.sensitivity(text, at)})


def shown(trace: Trace, **options: object) -> list[str]:
    return [plain(each) for each in lines(trace.addenda["sensitivity"], trace, Options(**options))]  # type: ignore[arg-type]


def test_the_whole_screen():
    assert "\n".join(shown(traced(*LOGISTIC), width=80)) == """\
Sensitivity of y = 0.8808
condition: |x·(∂y/∂x)/y| for an input x
━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
 input   condition   in words
─────────────────────────────────────────────────────
 x          0.2384   1 % more x gives 0.238 % more y
 a          0.2384   1 % more a gives 0.238 % more y
━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━

what the uncertainty of the inputs makes of y
━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
 input         effect     at both ends
─────────────────────────────────────────────────────
 x = 2 ± 0.5   ± 0.0525   -0.0632 to +0.0433
                          first order is off by 17 %
━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━

strongest paths to y: each edge's local partial, and their product from y back
━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
 edge       factor   product so far
────────────────────────────────────
 w₄ → y    -0.7758          -0.7758
 w₃ → w₄    1               -0.7758
 w₂ → w₃    0.1353          -0.1050
 x → w₂    -1                0.1050
 w₁ → w₂    2               -0.2100
 a → w₁    -1                0.2100
━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━

y = 0.8808 ± 0.0525 (5.96 %) to first order, but -0.0632 to +0.0433 at both
  ends; 1 % more x gives 0.238 % more y"""


def test_activations_on_a_screen():
    assert "\n".join(shown(traced(*LAYER), width=80)[-12:]) == """\
activations that let no slope pass, as a whole or in part
━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
 step   activation                  cuts off
───────────────────────────────────────────────────────────
 h      relu         dead: 1 of 2   W (2 of 4), b (1 of 2)
 w₆     tanh         saturated      c
━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━

y = 2 ± 0.502 (25.1 %), ± 0.57 at worst; 1 % more b[1] gives 4 % more y; the
  gradient vanishes on its way to c (at w₆)
2 of 3 entries of activations let no slope pass; 1 of 2 activations let none
  pass at all; cut off: W (2 of 4), b (1 of 2), c"""


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_is_wider_than_the_screen(name, width):
    trace = traced(*EVERY[name])
    for lang in ("en", "fr"):
        for unicode in (True, False):
            found = shown(trace, width=width, unicode=unicode, lang=lang)
            assert max(map(cells, found)) <= width, found
            assert unicode or all(text.isascii() for text in found)


def test_a_forward_trace_shows_the_same():
    assert shown(traced(*LOGISTIC, mode="forward"), width=80) == shown(traced(*LOGISTIC), width=80)


@pytest.mark.parametrize(("text", "at", "words"), [
    ("x - 2", {"x": 2}, "y is 0: 1 % more x makes it 0.02"),
    ("x^2", {"x": 0}, "y is 0, and to first order x does not move it"),
    ("x + 1", {"x": 0}, "x is 0, so per cents say nothing: the slope is 1"),
    ("x + 0*a", {"x": 1, "a": 5}, "to first order a does not move y"),
    ("log(x)", {"x": -1}, "hidden: y is nan, see the warning"),
    ("1/x^4", {"x": 3}, "1 % more x gives 4 % less y"),
])
def test_the_words(text, at, words):
    assert any(words in each for each in shown(traced(text, at), width=100))


def test_inputs_without_a_gradient():
    found = " ".join(shown(traced("relu(x) + sigmoid(-20*a)^2 + exp(u)", {"x": -1, "a": 1, "u": 20}), width=200))
    assert "no gradient reaches x (at w1)" in found.replace("₁", "1")
    assert "the gradient vanishes on its way to a (at" in found and "the gradient explodes on its way to u (at" in found
    assert SMALL_FACTOR < 1 < LARGE_FACTOR


def test_long_paths_and_many_inputs_are_summed_up():
    found = "\n".join(shown(traced(*LONG), width=100))
    assert "to x: 178 edges, product" in found and "these are its smallest and largest factors" in found
    assert len(found.splitlines()) < 60
    found = "\n".join(shown(traced(*MANY), width=100))
    assert "and 24 more" in found and len(found.splitlines()) < 150


def test_other_notations_and_signs():
    found = "\n".join(shown(traced(*LOGISTIC), notation="baydin", decimal="comma", width=100))
    assert "v₋₁ → v₂" in found and "0,2384" in found and "x = 2 ± 0,5" in found
    assert "y1 - 2*y2" in "\n".join(shown(weighed(), width=100))


def weighed() -> Trace:
    text, at, seed = "[x*y, x^2]", {"x": 2, "y": 3}, {"y1": 1, "y2": -2}
    return adtrace.reverse(text, at, seed=seed)._replace(addenda={"sensitivity": adtrace.sensitivity(text, at, seed=seed)})


@pytest.mark.parametrize("name", [*NAMES, *WORSE])
def test_names_are_data(name):
    trace = renamed(traced("relu(x)*q + 0*zz", {"x": "-1±1", "q": 2, "zz": 3}), "zz", name)
    found = shown(trace, width=80)
    assert all(each.isprintable() for each in found)
    json.loads(adtrace.render(trace, "json"))


def strict(text: str) -> object:
    def refuse(word: str) -> None:
        raise AssertionError(word)

    return json.loads(text, parse_constant=refuse)


@pytest.mark.parametrize("name", EVERY)
def test_json_has_it(name):
    trace = traced(*EVERY[name])
    found = strict(adtrace.render(trace, "json"))["sensitivity"]  # type: ignore[index]
    record = trace.addenda["sensitivity"]
    assert [one["output"] for one in found["responses"]] == [one.name for one in record.responses]
    for one, response in zip(found["responses"], record.responses, strict=True):
        assert [each["input"] for each in one["conditions"]] == [each.name for each in response.conditions]
        assert [each["length"] for each in one["paths"]] == [each.length for each in response.chains]
    assert len(found["stuck"]) == len(record.stuck) and found["activations"] == record.activations


def test_json_numbers_are_exact():
    found = strict(adtrace.render(traced(*LOGISTIC), "json"))["sensitivity"]["responses"][0]  # type: ignore[index]
    assert found["conditions"][0] | {"norm": 0} == {
        "input": "x", "place": [], "at": 2.0, "slope": 0.1049935854035065, "ratio": 0.23840584404423512,
        "condition": 0.23840584404423512, "norm": 0, "size": 1, "hidden": False,
    }
    assert found["effects"][0]["deviation"] == 0.5 and found["total"]["input"] is None
    assert found["total"]["independent"] == 0.05249679270175325 and found["effects"][0]["nonlinear"] is True


def test_french(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    args = ["reverse", "relu(x)*a", "--at", "x=-1±0.1,a=2", "--sensitivity", "--lang", "fr", "-f", "ascii"]
    assert run(args) == 0
    found = capsys.readouterr().out
    assert "Sensibilite de y" in found and "aucun gradient n'atteint x" in found and "morte" in found
    assert "activations that" not in found and set(phrases_of("fr")) > {"dead", "saturated"}


@pytest.mark.parametrize(("text", "at", "words"), [
    ("2*x", {"x": "0±1"}, "x and y are 0, so per cents say nothing: the slope is 2"),
    ("x*y*z", {"x": 1, "y": 2, "z": 0}, "z and out are 0, so per cents say nothing: the slope is 2"),
    ("cos(x)", {"x": "0±0.1"}, "y = 1 ± 0 (0 %) to first order, but -0.005 to -0.005 at both ends"),
    ("sin(x)", {"x": "pi/2±pi"}, "to first order, but -2 to -2 at both ends"),
    ("log(x)", {"x": "0.1±0.2"}, "y = -2.3026 ± 2 (86.9 %) to first order, but no finite value at an end"),
    ("1/(x-y)", {"x": "1±0.1", "y": 1}, "no finite value to begin with"),
    ("1/x", {"x": "1±2.3"}, "to first order, but -1.77 to -0.697 at both ends, no finite value in between"),
    ("x^2", {"x": "3±0.01"}, "y = 9 ± 0.06 (0.667 %); 1 % more x"),
    ("sigmoid(x)", {"x": -800}, "hidden: y is 0 in float64 only, see the warning"),
    ("sigmoid(x)", {"x": -800}, "no sensitivity to x can be told: see the warnings"),
    ("tanh(x)", {"x": 400}, "hidden: the slope is 0 in float64 only, see the warning"),
    ("x*y", {"x": float("nan"), "y": 1}, "no sensitivity to x, y can be told"),
    ("sqrt(x)", {"x": 0}, "undefined: the slope is inf, see the warning"),
    ("sum(tanh(x))", {"x": [0, 20, -20]}, "2 of 3 entries of activations let no slope pass; cut off: x (2 of 3)"),
    ("softmax(x)[0]", {"x": [100, 0, 0]}, "the only activation lets no slope pass; cut off: x"),
])
def test_what_stands_in_the_way_is_said(text, at, words):
    values = {name: "pi/2±pi" if value == "pi/2±pi" else value for name, value in at.items()}
    assert any(words in each for each in shown(traced(text, values), width=160))


def test_a_nan_on_the_way_is_said_once():
    found = "\n".join(shown(traced("1/(1+exp(-a*x))", {"x": -1000, "a": 1}), width=100))
    assert found.count("w₂ → w₃") == 1 and found.count("undefined from here") == 1 and "explodes" not in found
    assert found.count("hidden: the slope is nan, see the warning") == 2
    assert found.endswith("no sensitivity to x, a can be told: see the warnings")


def test_a_ratio_of_norms_has_no_sign():
    found = shown(traced("-sum(W @ x)", {"W": "[[1, 2], [3, 4]]", "x": [1, -1]}), width=100)
    rows = [each for each in found if " → " in each]
    assert rows and not any("-" in row for row in rows)


def test_remarks_stand_beneath_where_the_screen_is_narrow():
    found = shown(traced("h = relu(w*x - 5); 1/(1 + exp(-x)) + h", {"x": 2, "w": 1}), width=36)
    row = next(place for place, each in enumerate(found) if "→ h" in each)
    assert found[row + 1].strip() == "nothing passes" and max(map(cells, found)) <= 40
    found = shown(traced("x*y + x", {"x": "2±0.5", "y": "1±5%"}), width=40)
    assert max(map(cells, found)) <= 40 and any(each.strip() == "share 99 %" for each in found)
