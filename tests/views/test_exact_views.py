"""Exact numbers in every format: beside their decimals, in the reader's letters, and marked where they end."""

import json
import re

import pytest
from pdflatex import complaints, log_of, needs_pdflatex

import adtrace
from adtrace.views.exact import joined

AT = {"x": "pi/3", "y": "1/2"}
TEXT = "sin(x)*y + erf(y)"


@pytest.fixture(scope="module")
def trace():
    return adtrace.reverse(TEXT, AT, exact=True)


def test_a_table_shows_the_exact_number_beside_the_decimals(trace):
    shown = adtrace.render(trace, "table", width=120)
    assert "x = π/3, y = 1/2" in shown
    assert re.search(r"w₁  = sin\(x\) +√3/2 = 0\.8660 ", shown)
    assert re.search(r"out = w₂ \+ w₃ +≈ 0\.9535 ", shown)
    assert "w̄₂·w₁ = 1·(√3/2)" in shown
    assert "√3/2 + 2·e^(-1/4)/√π = 1.744808" in shown
    assert "w3 and what follows from it are rounded: it has no exact form there" in shown


def test_ascii_has_the_language_itself(trace):
    shown = adtrace.render(trace, "ascii", width=120)
    assert shown.isascii()
    assert re.search(r"sqrt\(3\)/2 += 0\.8660", shown) and "=~ 0.9535" in shown
    assert "1*(sqrt(3)/2)" in shown


@pytest.mark.parametrize("width", [40, 60, 80, 100, 120, 200])
def test_it_fits_every_width(trace, width):
    assert max(map(len, adtrace.render(trace, "table", width=width).splitlines())) <= max(width, 60)


def test_noise_is_not_called_equal():
    shown = adtrace.render(adtrace.evaluate("sin(x)", {"x": "pi"}, exact=True), "table")
    assert "0 ≠ 1.225e-16" in shown
    assert "0 != 1.225e-16" in adtrace.render(adtrace.evaluate("sin(x)", {"x": "pi"}, exact=True), "ascii")


def test_whole_numbers_stand_alone():
    trace = adtrace.evaluate("x^2", {"x": "3"}, exact=True)
    assert joined(trace.value, 4) == "9"


def test_json_has_texts_that_parse_back(trace):
    found = json.loads(adtrace.render(trace, "json"))
    assert found["exact"] == {
        "inputs": {"x": "pi/3", "y": "1/2"}, "value": None, "gradient": {"x": "1/4", "y": "sqrt(3)/2 + 2*exp(-1/4)/sqrt(pi)"},
    }
    steps = {step["name"]: step for step in found["steps"]}
    assert steps["w1"]["exact"] == {"value": "sqrt(3)/2", "adjoint": "1/2"}
    assert steps["x"]["increments"][0]["exact"] == {"partial": "1/2", "upstream": "1/2", "product": "1/4", "total": "1/4"}
    assert "exact" not in json.loads(adtrace.render(adtrace.reverse(TEXT, AT), "json"))
    for step in found["steps"]:
        for key, text in step["exact"].items():
            if text is not None:
                assert adtrace.evaluate(text + " + 0*x", {"x": 0}).value == pytest.approx(step[key], rel=1e-12)


def test_json_of_several_sweeps_and_arrays():
    found = json.loads(adtrace.render(adtrace.forward("x*y", {"x": "1/3", "y": "2"}, exact=True), "json"))
    assert found["exact"]["tangent"] == {"x": "2", "y": "1/3"}
    found = json.loads(adtrace.render(adtrace.reverse("sum(x)", {"x": "[1/3, pi]"}, exact=True), "json"))
    assert found["steps"][0]["exact"] == {"value": ["1/3", "pi"], "adjoint": ["1", "1"]}


@needs_pdflatex
@pytest.mark.parametrize("text", [TEXT, "sum(softmax([x, y]))*erf(x)"])
def test_latex_compiles(text, tmp_path):
    document = adtrace.render(adtrace.reverse(text, AT, exact=True), "latex", standalone=True)
    assert complaints(log_of(document, tmp_path)) == []


def test_latex(trace):
    shown = adtrace.render(trace, "latex", standalone=True)
    assert r"$\sqrt{3}/2$ & ${}={}0$ & $.8660$" in shown and r"${}\approx{}0$" in shown
    assert r"e^{-1/4}" in shown


def test_arrays_in_tables_and_latex():
    trace = adtrace.reverse("sum(A @ x)", {"A": "[[1/2, sqrt(2)], [1/3, 0]]", "x": "[1, pi]"}, exact=True)
    shown = adtrace.render(trace, "table", width=100)
    assert "⎡1/2  √2⎤" in shown and "= ⎡0.5000  1.4142⎤" in shown and "[1  π]" in shown
    latex = adtrace.render(trace, "latex")
    assert r"\begin{bmatrix} 1/2 & \sqrt{2} \\ 1/3 & 0 \end{bmatrix} = \begin{bmatrix} 0.5000 & 1.4142" in latex


@pytest.mark.parametrize(("format_name", "text"), [
    ("markdown", r"$\sqrt{3}/2 = 0.8660$"), ("text", "w1 = sin(x) = sqrt(3)/2 = 0.8660"), ("html", "√3/2 = 0.8660"),
    ("svg", "√3/2 = 0.8660"), ("dot", "√3/2 = 0.8660"), ("mermaid", "√3/2 = 0.8660"), ("tikz", r"\sqrt{3}/2 = 0.8660"),
])
def test_the_other_formats(trace, format_name, text):
    assert text in adtrace.render(trace, format_name)


def test_the_decimal_comma_and_french(trace):
    shown = adtrace.render(trace, "table", lang="fr", decimal="comma", width=120)
    assert "√3/2 = 0,8660" in shown and "≈ 0,9535" in shown
