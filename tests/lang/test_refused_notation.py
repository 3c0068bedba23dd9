"""Notation that means one thing in a book and another as it is typed: refused, with what to write instead."""

import re

import pytest

import adtrace

AT = {"A": [[2.0, 1.0], [1.0, 3.0]], "S": [[2.0, 1.0], [1.0, 3.0]], "x": [1.0, 2.0], "m": [0.0, 1.0], "k": 2.0}
OF_A_MATRIX = {
    r"|A|": r"\\det", r"\log|S|": r"\\det", r"e^A": "entry by entry", r"\exp(A)": "entry by entry", r"\sin A": "entry by entry",
    r"\sqrt{A}": "entry by entry", r"\frac{1}{A}": r"A\^{-1}", r"A^2": "A A", r"A^k": "A A", r"2^A": "A A", r"A^{1/2}": "A A",
    r"|x|": "lVert", r"\sum_i |A_i|": "lVert", r"\|A\|": "_F", r"\|A\|_2": "_F", r"\|A\|_1": "_F",
    r"\frac{1}{2\pi |S|^{1/2}} e^{-\frac{1}{2} (x-m)^\top S^{-1} (x-m)}": r"\\det",
}


@pytest.mark.parametrize("latex", OF_A_MATRIX)
def test_a_function_of_a_matrix_is_asked_about(latex):
    with pytest.raises(adtrace.AdtraceError, match="two ways") as caught:
        adtrace.from_latex(latex, AT)
    assert caught.value.hint and re.search(OF_A_MATRIX[latex], caught.value.hint)


def test_what_is_clear_of_a_matrix_is_read():
    text = adtrace.from_latex(r"\log \det S + \|A\|_F^2 + x^\top \tanh(A x) + \sum_{i,j} e^{A_{ij}}", AT)
    assert adtrace.from_latex(r"\sum |x - m|", AT) == "sum(abs(x - m))"
    assert text.startswith("log(det(S)) + norm2(A)^2 + x.T @ tanh(A @ x)")


BARE = {
    "exp(-x)": ("exp", r"\exp"), "sin x": ("sin", r"\sin"), "max(x, y)": ("max", r"\max"), "2xexp(-x)": ("exp", r"\exp"),
    r"1 + relu(x)": ("relu", r"\operatorname{relu}"), "ln x": ("ln", r"\ln"), "log_2 x": ("log", r"\log"), r"cos\left(x\right)": ("cos", ""),
}


@pytest.mark.parametrize("latex", BARE)
def test_letters_that_spell_a_function_are_none_without_a_backslash(latex):
    word, hint = BARE[latex]
    with pytest.raises(adtrace.AdtraceError, match=f"{word} without a backslash") as caught:
        adtrace.from_latex(latex)
    assert hint in caught.value.hint
    assert latex[slice(*caught.value.span)].endswith(word)


@pytest.mark.parametrize("latex", ["ax(b + 1)", "abc", "a b s x", r"x_{max}", "xyz^2", r"\mathrm{exp}(x)", "mn + s i n"])
def test_other_letters_in_a_row_are_products(latex):
    assert adtrace.from_latex(latex)
