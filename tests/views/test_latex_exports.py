"""Programs and derivations exported to LaTeX: what stands in them, read back, and compiled for real."""

import re

import numpy as np
import pytest
from lang.trees import formula
from pdflatex import complaints, complaints_by_part, log_of, needs_pdflatex

import adtrace
from adtrace.cli.main import run
from adtrace.views.code.targets.latex import Typeset

LOGISTIC = ("1/(1+exp(-a*x))", {"x": 2, "a": 1})
LONG = (
    "h = sigmoid(a*x + b); g = sigmoid(c*h + d*x^2 + k*sin(x)*cos(b)); sigmoid(exp(sin(x))*log(1 + g^2)*"
    "sqrt(a*x + h*(b*c - d)^2) + atan2(a, x)/(1 + abs(x*g - 3*h^2 + long_variable_name*another_long_name)))",
    {"x": 2, "a": 1, "b": 0.5, "c": -1, "d": 0.25, "k": 1e-7, "long_variable_name": 123456789, "another_long_name": -3},
)
PROGRAMS = {
    "logistic": LOGISTIC,
    "fan-out": ("x1*x2 + sin(x1)", {"x1": 2, "x2": 3}),
    "square": ("x*x", {"x": 3}),
    "long": LONG,
    "outputs": ("[x*y, x + y, where(x > 0, x/y, sin(y))]", {"x": 2, "y": 3}),
    "layer": ("sum(tanh(W @ x + b)^2)", {"W": [[1, 2], [3, 4]], "x": [0.1, 0.2], "b": [0.5, -1]}),
    "large": ("sum(A*A)", {"A": np.ones((30, 30))}),
    "kink": ("abs(x) + log(y)", {"x": 0, "y": -1}),
    "symbols": ("x^2*y + exp(x)", None),
    "names": ("loss' = alpha_1*β2''^2 + café*й + 变*_x; loss'^2", dict.fromkeys(["alpha_1", "β2''", "café", "й", "变", "_x"], 1.5)),
    "long-cases": (
        "where(x>0, exp(x)*alpha_rate_1 + sin(x)*beta_rate_2 + x*gamma_rate_3, cos(x)*gamma_rate_3+alpha_rate_1*beta_rate_2)", None,
    ),
    "cases-as-a-factor": ("(a+b)*where(x>0,sin(x)+exp(x)+alpha_parameter*beta_parameter*gamma_parameter,1)", None),
    "sum": (" + ".join(f"x*{place}" for place in range(1, 40)), {"x": 0.5}),
}


def exported(name, to, **options):
    text, at = PROGRAMS[name]
    return adtrace.export(text, to, at, **options)


def test_the_equations_of_the_logistic_function():
    lines = [line.strip().removesuffix(" \\\\") for line in exported("logistic", "latex").splitlines() if "&=" in line]
    assert lines == [
        r"w_{1} &= -a", r"w_{3} &= \exp(w_{1} \cdot x)", r"w_{4} &= 1 + w_{3}", r"y &= \frac{1}{w_{4}}",
        r"\bar{w}_{4} &= -\frac{y}{w_{4}}", r"\bar{w}_{3} &= \bar{w}_{4}", r"\bar{w}_{2} &= \bar{w}_{3} \cdot w_{3}",
        r"\bar{w}_{1} &= \bar{w}_{2} \cdot x",
        r"\bar{x} &= \bar{w}_{2} \cdot w_{1} && = \frac{\partial y}{\partial x}",
        r"\bar{a} &= -\bar{w}_{1} && = \frac{\partial y}{\partial a}",
    ]


def test_pi_has_its_name():
    text = adtrace.export("erf(x)", "latex")
    assert r"\frac{2}{\sqrt{\pi}}" in text and "arctan" not in text


def test_brackets_are_as_high_as_cases():
    assert Typeset().text(formula("2*(1 + where(x > 0, x, 1))")).startswith(r"2 \cdot \left(1 + \begin{cases}")


def test_no_line_is_broken_inside_cases():
    for name in ("long-cases", "cases-as-a-factor"):
        for line in exported(name, "latex").splitlines():
            assert line.count(r"\begin{cases}") == line.count(r"\end{cases}"), line


@pytest.mark.parametrize(("name", "mode"), [("logistic", "reverse"), ("fan-out", "reverse"), ("square", "forward"), ("layer", "reverse")])
def test_the_equations_are_read_back_and_give_the_gradient(name, mode):
    """\\bar{x} = ... is read as xbar: the equations are a program again, whose values are the trace's."""
    text, at = PROGRAMS[name]
    equations = re.findall(r"^  (.*?)(?: &&.*?)?(?: \\\\)?$", exported(name, "latex", mode=mode), re.MULTILINE)
    program = " \\\\ ".join(equations)
    read = adtrace.from_latex(program, at)
    sweep = adtrace.reverse(text, at) if mode == "reverse" else adtrace.forward(text, at)
    slopes = sweep.gradient if mode == "reverse" else {"y": sweep.tangent}
    for x, slope in slopes.items():
        found = adtrace.evaluate(read, at, of=re.sub(r"^([a-zA-Z]+)(\d*)$", rf"\1{'bar' if mode == 'reverse' else 'dot'}\2", x)).value
        np.testing.assert_allclose(found, slope, rtol=1e-14)


def test_a_derivation_has_the_chain_rule_in_symbols_and_in_numbers():
    text = re.sub(r"\{\\color\{[a-z-]*\}(\\(?:bar|dot)\{\w\}(?:_\{\d\})?)\}", r"\1", exported("fan-out", "latex-derivation"))
    assert r"$x_{1}$ is used 2 times{,} so as many terms add up{:}" in text
    chain = r"\bar{w}_{2}\,\frac{\partial w_{2}}{\partial x_{1}} + \bar{w}_{1}\,\frac{\partial w_{1}}{\partial x_{1}}"
    rules = r"\bar{w}_{2} \cdot \cos(x_{1}) + \bar{w}_{1} \cdot x_{2}"
    numbers = r"1 \cdot (-0.4161) + 1 \cdot 3 = -0.4161 + 3"
    found = re.sub(r"\s*\\\\\s*&=", " =", text)
    assert rf"\bar{{x}}_{{1}} &= {chain} = {rules} = {numbers} = 2.5839" in found


def test_a_tangent_is_derived_from_what_it_is_computed_from():
    text = re.sub(r"\{\\color\{[a-z-]*\}(\\(?:bar|dot)\{\w\}(?:_\{\d\})?)\}", r"\1", exported("logistic", "latex-derivation", mode="forward"))
    assert r"\dot{w}_{2} &= \frac{\partial w_{2}}{\partial w_{1}}\,\dot{w}_{1} + \frac{\partial w_{2}}{\partial x}\,\dot{x}" in text
    assert text.count("(seed)") == 4


def test_a_derivation_that_nobody_reads_is_refused():
    with pytest.raises(adtrace.AdtraceError, match="too long to be read"):
        adtrace.export("+".join(f"sin({place}*x)" for place in range(400)), "latex-derivation")


def test_a_document_is_for_latex_only(capsys):
    assert run(["export", "x^2", "--to", "numpy", "--standalone"]) == 2
    assert "--standalone means nothing to numpy" in capsys.readouterr().err


def test_the_suffix_chooses_the_equations(tmp_path):
    assert run(["export", "x^2", "-o", str(tmp_path / "f.tex"), "--standalone"]) == 0
    text = (tmp_path / "f.tex").read_text(encoding="utf-8")
    assert text.startswith("% Reverse mode: x^2") and r"\documentclass" in text and r"\begin{aligned}" in text


@needs_pdflatex
def test_every_export_compiles(tmp_path):
    parts = {}
    for name, (_, at) in PROGRAMS.items():
        for to in ("latex", "latex-derivation"):
            for mode in ("reverse", "forward") if at and name not in ("layer", "large") else ("reverse",):
                parts[f"{name}-{to}-{mode}"] = exported(name, to, mode=mode)
    assert complaints_by_part(parts, tmp_path) == {}


@needs_pdflatex
@pytest.mark.parametrize("to", ["latex", "latex-derivation"])
def test_a_whole_document_compiles(to, tmp_path):
    assert complaints(log_of(exported("long", to, standalone=True), tmp_path, 2)) == []
