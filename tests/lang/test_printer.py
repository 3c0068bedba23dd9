"""Formulas to text: what is printed parses back to the same formula, with as few parentheses as will do."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from trees import formula

import adtrace
from adtrace.lang.grammar import INDEX_OPERAND, INFIX
from adtrace.lang.printer import Printer, number_text
from adtrace.records import ADJOINT, LITERAL, NAME, TANGENT, Formula

TANGENTS, ADJOINTS = ("dx", "dw1"), ("x_bar", "w1_bar")

whole = st.integers(-4, 4)
bound = st.none() | whole
steps = st.none() | st.sampled_from([1, 2, -1, -3])
slices = st.builds(slice, bound, bound, steps)


def leaves() -> st.SearchStrategy[Formula]:
    """Names, their tangents and adjoints, and numbers."""
    numbers = st.floats(0, allow_infinity=False, allow_nan=False).map(number_text) | st.sampled_from(["1", "2", "0.5", "1e-3"])
    return st.one_of(
        st.sampled_from(["x", "y", "w1", "pi", "e", "α", "b'"]).map(lambda name: Formula(NAME, text=name)),
        numbers.map(lambda text: Formula(LITERAL, text=text)),
        st.sampled_from(["x", "w1"]).map(lambda name: Formula(TANGENT, text=name)),
        st.sampled_from(["x", "w1"]).map(lambda name: Formula(ADJOINT, text=name)),
    )


def grown(inner: st.SearchStrategy[Formula]) -> st.SearchStrategy[Formula]:
    """One more operation on formulas."""
    def node(op: str, *args: Formula, **params: Any) -> Formula:
        return Formula(op, args, params)

    index = st.lists(st.sampled_from([0, 2, -1]) | slices, min_size=1, max_size=3)
    return st.one_of(
        st.builds(node, st.sampled_from([infix.operator for infix in INFIX]), inner, inner),
        st.builds(node, st.sampled_from(["neg", "neg", "transpose", "sin", "sqrt", "sum", "maxima"]), inner),
        st.builds(node, st.sampled_from(["maximum", "atan2", "stack", "outer"]), inner, inner),
        st.builds(node, st.sampled_from(["where", "clip", "stack"]), inner, inner, inner),
        st.builds(lambda arg, axis: node("sum", arg, axis=axis), inner, whole | st.tuples(whole, whole)),
        st.builds(lambda arg, shape: node("reshape", arg, shape=tuple(shape)), inner, st.lists(whole, min_size=1, max_size=3)),
        st.builds(lambda arg, entries: node("index", arg, index=tuple(entries)), inner, index),
        st.builds(lambda arg, entries: node("index", arg, Formula(NAME, text="i"), index=(*entries, INDEX_OPERAND)), inner, index),
    )


formulas = st.recursive(leaves(), grown, max_leaves=12)
printer = Printer("d{}", "{}_bar")


def read_back(text: str) -> Formula:
    return formula(text, TANGENTS, ADJOINTS)


def renamed(tree: Formula) -> Formula:
    """The two rows that are spelled max apart by their number of operands, as a call tells them."""
    op = {"maxima": "maximum"}.get(tree.op, tree.op) if len(tree.args) > 1 else {"maxima": largest()}.get(tree.op, tree.op)
    return Formula(op, tuple(renamed(arg) for arg in tree.args), tree.params, tree.text)


def largest() -> str:
    """The name of the row that is the largest of an array."""
    from adtrace.rules import table

    return next(row.name for row in table.called("max") if not row.variadic)


@settings(max_examples=400)
@given(formulas)
def test_parse_after_print_is_the_identity(tree: Formula) -> None:
    tree = renamed(tree)
    text = printer.text(tree)
    assert read_back(text) == tree, text
    assert printer.text(read_back(text)) == text


@settings(max_examples=150)
@given(formulas)
def test_no_pair_of_parentheses_can_be_left_out(tree: Formula) -> None:
    """But for those around a sign inside an operation, which are there for the reader."""
    tree = renamed(tree)
    text = printer.text(tree)
    for start, letter in enumerate(text):
        if letter != "(" or (start and (text[start - 1].isalnum() or text[start - 1] in "_'")) or text[start + 1] == "-":
            continue
        end = closing(text, start)
        without = text[:start] + text[start + 1:end] + text[end + 1:]
        try:
            same = read_back(without) == tree
        except adtrace.AdtraceError:
            continue
        assert not same, (text, without)


def closing(text: str, start: int) -> int:
    """Where the bracket that opens here closes."""
    depth = 0
    for offset in range(start, len(text)):
        depth += (text[offset] == "(") - (text[offset] == ")")
        if not depth:
            return offset
    raise AssertionError(text)


@pytest.mark.parametrize("text", [
    "x + y*z", "(x + y)*z", "x - (y - z)", "x - y - z", "x/(y*z)", "x/y*z", "x^2^y", "(x^2)^y", "2^(-x)", "-x^2", "(-x)^2",
    "-x*y", "x*(-y)", "x - (-y)", "-(x + y)", "-(-x)", "x < y + 1", "(x < y) < z", "(x < y)*(y < z)", "where(x > 0, x, -x)",
    "x.T @ y", "(x @ y).T", "x[0, 1:3]", "(x + y)[0]", "x.T[::2]", "-x[0]", "[x, -y, 2]", "[[1, 2], [3, 4]]", "sum(x, axis=0)",
    "sum(x, axis=[0, -1])", "max(x, y + 1)", "x*(y/z)", "x*(y @ z)", "x == y", "x - (y + z)", "x + (y + z)", "sin(x)^2",
])
def test_minimal_texts_are_printed_as_they_are(text: str) -> None:
    assert Printer().text(formula(text)) == text


@pytest.mark.parametrize(("typed", "printed"), [
    ("((x))+(y*z)", "x + y*z"), ("x**2", "x^2"), ("x−y", "x - y"), ("x·y", "x*y"), ("x@y", "x @ y"), ("--x", "-(-x)"), ("x*-y", "x*(-y)"),
    ("x+-y*z", "x + (-y*z)"), ("2^-x", "2^(-x)"), ("ln(x)", "log(x)"), ("arcsin(x)", "asin(x)"), ("x**-y", "x^(-y)"),
    ("x+ +y", "x + y"), ("max( x,y )", "max(x, y)"), ("norm(x)", "norm2(x)"), ("transpose(x)", "x.T"), ("matmul(x, y)", "x @ y"),
])
def test_what_is_printed_for_what_was_typed(typed: str, printed: str) -> None:
    assert Printer().text(formula(typed)) == printed


@pytest.mark.parametrize(("text", "formulas"), [
    ("1/(1+exp(-a*x))", ["-a", "w1*x", "exp(w2)", "1 + w3", "1/w4"]),
    ("y = 1.50*x + 1e-3", ["1.50*x", "w1 + 1e-3"]),
    ("2*pi*r", ["2*pi*r"]),
    ("x^(1/2)", ["x^(1/2)"]),
    ("x*-2", ["x*(-2)"]),
    ("x - -1", ["x - (-1)"]),
    ("(2+3)*x", ["(2 + 3)*x"]),
    ("w1 = x*2; w1 + 1", ["x*2", "w1 + 1"]),
    ("w9 = x*2; sin(w9)*3", ["x*2", "sin(w9)", "v2*3"]),
    ("max(x, 0)", ["max(x, 0)"]),
    ("√(x²)", ["x^2", "sqrt(w1)"]),
    ("sum([x, 1, 2])", ["[x, 1, 2]", "sum(w1)"]),
    ("where(x > 0, x, -x)", ["x > 0", "-x", "where(w1, x, w2)"]),
])
def test_the_formulas_of_steps(text: str, formulas: list[str]) -> None:
    trace = adtrace.evaluate(text)
    assert [step.formula for step in trace.steps if step.role != "input"] == formulas


@given(st.floats(allow_nan=False))
def test_numbers_are_written_exactly(number: float) -> None:
    text = number_text(number)
    if math.isinf(number):
        assert text in ("inf", "-inf")
    else:
        assert float(text) == number
        assert math.copysign(1, float(text)) == math.copysign(1, number)
    assert text.isascii()


@pytest.mark.parametrize(("number", "text"), [
    (2.0, "2"), (-3.0, "-3"), (0.0, "0"), (0.1, "0.1"), (-0.0, "-0.0"), (1e15, "1000000000000000.0"), (1e22, "1e+22"), (1e-7, "1e-07"),
    (math.inf, "inf"), (math.nan, "nan"),
])
def test_number_text(number: float, text: str) -> None:
    assert number_text(number) == text
