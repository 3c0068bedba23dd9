"""The decimal comma: in what people read, never in what programs read, and never where a list could be misread."""

from __future__ import annotations

import re

import pytest

import adtrace
from adtrace.views.compose import number_latex
from adtrace.views.formats import Options, by_name
from adtrace.views.latex import Latex
from adtrace.views.mathml import tidied
from adtrace.views.notation import Unicode
from adtrace.views.number import aligned, lines, localised

LOGISTIC = ("1/(1+exp(-a*x))", {"x": 2.5, "a": 1.25})
CLIP = ("clip(x, -1.5, 2.25) + sum([0.5, 2]*x)", {"x": 7.5})
NETWORK = ("z = W @ x; 0.5*sum(z*z)", {"W": [[0.1, 0.8], [0.4, 0.6]], "x": [1.5, 1]})
POINTED = re.compile(r"[0-9]\.[0-9]")


def body(text: str) -> str:
    """A table without its first line, which shows the program as it was typed."""
    return text.split("\n", 1)[1]


@pytest.mark.parametrize("form", ["table", "ascii"])
@pytest.mark.parametrize("mode", ["evaluate", "forward", "reverse"])
@pytest.mark.parametrize("program", [LOGISTIC, CLIP, NETWORK])
@pytest.mark.parametrize("width", [60, 80, 120])
def test_tables_have_no_point(form, mode, program, width):
    text = body(adtrace.render(getattr(adtrace, mode)(*program), form, decimal="comma", width=width))
    assert not POINTED.search(text) and re.search("[0-9],[0-9]", text)
    usual = body(adtrace.render(getattr(adtrace, mode)(*program), form, width=width))
    assert POINTED.search(usual) and not re.search("[0-9],[0-9]", usual)


@pytest.mark.parametrize("program", [LOGISTIC, CLIP, NETWORK])
def test_no_list_is_separated_by_the_decimal_sign(program):
    for mode in ("evaluate", "forward", "reverse"):
        text = body(adtrace.render(getattr(adtrace, mode)(*program), decimal="comma", width=120))
        # A comma and a blank behind a number would be a list; the indices of an entry are whole, and stay one.
        assert not re.search(r"[0-9], ", re.sub(r"\[[0-9], [0-9]\]", "", text.split("cost:")[0]))


def test_operands_are_separated_by_semicolons():
    text = adtrace.render(adtrace.evaluate(*CLIP), decimal="comma", width=120)
    assert "clip(x; -1,5; 2,25)" in text and "clip(7,5000; -1,5; 2,25)" in text and "[0,5; 2]" in text


@pytest.mark.parametrize("mode", ["evaluate", "forward", "reverse"])
def test_long_tables(mode):
    trace = getattr(adtrace, mode)("+".join(["x*0.5"]*150), {"x": 1.25})
    options = Options(decimal="comma", all=True)
    _, _, text = "".join(by_name("table").render(trace, options)).partition("\n\n")
    assert text.count("\n") > 300 and "= x·0,5" in text and not POINTED.search(text)


def test_every_drawing_has_the_comma_and_dot_text_keeps_the_point():
    forward, reverse = adtrace.forward(*LOGISTIC, seed={"x": 0.5}), adtrace.reverse(*LOGISTIC)
    svg = adtrace.render(reverse, "svg", beside=forward, decimal="comma")
    titles = re.findall("<title>(.*?)</title>", svg)
    assert len(titles) > 5 and not any(map(POINTED.search, titles)) and "2,5000" in svg
    assert adtrace.render(reverse, "dot", decimal="comma") == adtrace.render(reverse, "dot")


def test_latex_has_no_blank_behind_a_decimal_comma():
    assert Latex(decimal="comma").literal("0.5") == "0{,}5"
    assert Latex(decimal="comma").literal("1.5e-05") == r"1{,}5 \times 10^{-5}"
    assert number_latex("-1.5e-05", "comma") == r"-1{,}5 \times 10^{-5}"
    # What LaTeX makes of 2{,}5 becomes one number.
    made = "<math><mrow><mn>2</mn><mrow><mo>,</mo></mrow><mn>5</mn><mo>,</mo><mn>1</mn></mrow></math>"
    assert tidied(made).count("<mn>") == 2 and "<mn>2,5</mn>" in tidied(made)


def test_a_leading_negative_number_loses_its_brackets():
    formula = adtrace.evaluate("-x", {"x": 1}).steps[1].tree
    literal = formula._replace(op="literal", args=(), text="-0.5")
    product = formula._replace(op="mul", args=(literal, literal))
    assert Unicode(decimal="comma").numbers(product) == "-0,5·(-0,5)"
    assert Latex(decimal="comma").numbers(product) == r"-0{,}5 \cdot (-0{,}5)"


def test_columns_are_aligned_at_the_comma():
    assert aligned(["2", "-0,1353", "nan", "1,5e-05"]) == ["  2      ", " -0,1353 ", "nan      ", "  1,5e-05"]


def test_numbers():
    assert localised("-0.1050", "comma") == "-0,1050" and localised("2", "comma") == "2"
    large = adtrace.evaluate("A", {"A": [[0.5]*50, [1.5]*50]}).value
    assert lines(large, decimal="comma") == ["[2×50] 0,5000 to 1,5000; norm 11,1803"]
    assert lines(large) == ["[2×50] 0.5000 to 1.5000, norm 11.1803"]
