"""Messages as data: for every common mistake what is said, which text is marked, and the remedy."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

import adtrace
from adtrace.errors import BAD_INPUT, LIMIT_REACHED, AdtraceError
from adtrace.limits import LIMITS


class Mistake(NamedTuple):
    """A text, a point, what is said of it, the marked text, the hint, and the words behind the carets."""

    text: str
    message: str
    marked: str | None
    hint: str
    at: dict[str, Any] | None = None
    label: str = ""


VECTORS = {"a": [1, 2], "b": [1, 2, 3]}
MATRIX = {"W": [[1, 2, 3]], "x": [1, 2]}

IMPLICIT_PRODUCTS = [
    Mistake("2x", "an operator is missing between two values", "2x", "write 2*x"),
    Mistake("3 + 2x^2", "an operator is missing between two values", "2x", "write 2*x"),
    Mistake("2 x", "an operator is missing between two values", "2 x", "write 2*x"),
    Mistake("a x", "an operator is missing between two values", "a x", "write a*x"),
    Mistake("x 2", "an operator is missing between two values", "x 2", "write x*2"),
    Mistake("a*x y + 1", "an operator is missing between two values", "x y", "write x*y"),
    Mistake("(\nsin(x) # c +\nx)", "an operator is missing between two values", "sin(x)", "write sin(x)*x"),
    Mistake("((x +\n1)\nx)", "an operator is missing between two values", "(x +\n1)", "write (...)*x"),
    Mistake("2π", "an operator is missing between two values", "2π", "write 2*π"),
    Mistake("x²y", "an operator is missing between two values", "x²y", "write x²*y"),
    Mistake("2sin(x)", "an operator is missing between two values", "2sin(", "write 2*sin(...)"),
    Mistake("sin(x) cos(x)", "an operator is missing between two values", "sin(x) cos(", "write sin(x)*cos(...)"),
    Mistake("2(x + 1)", "an operator is missing before (", "2(", "write 2*(...)"),
    Mistake("(x)(y)", "an operator is missing before (", "(x)(", "write (x)*(...)"),
    Mistake("(x + 1) (y)", "an operator is missing before (", "(x + 1) (", "write (x + 1)*(...)"),
    Mistake("sin x", "sin needs brackets", "sin x", "write sin(x)"),
    Mistake("exp -x", "no value for exp", "exp", "give a value to each with --at x=1,exp=...", {"x": 1}, "exp is a function: exp(...)"),
    Mistake("log 2", "log needs brackets", "log 2", "write log(2)"),
    Mistake("sin cos(x)", "sin needs brackets", "sin cos(", ""),
]
NUMBERS = [
    Mistake("1..2", "1..2 is not a number", "1..2", "numbers are written 1, 2.5, .5 or 1e-3"),
    Mistake("1.2.3", "1.2.3 is not a number", "1.2.3", "numbers are written 1, 2.5, .5 or 1e-3"),
    Mistake("0x10", "0x10 is not a number", "0x10", "numbers are written 1, 2.5, .5 or 1e-3"),
    Mistake("1_000", "1_000 is not a number", "1_000", "numbers are written 1, 2.5, .5 or 1e-3"),
    Mistake("x + 1e400", "this number is larger than float64 can hold", "1e400", "the largest is about 1.8e308; inf is infinity"),
    Mistake("1e-400*x", "this number is smaller than float64 can hold", "1e-400", "the smallest is about 4.9e-324"),
]
NAMES = [
    Mistake("1/sigmod(a*x)", "unknown function sigmod", "sigmod", "", None, "did you mean sigmoid?"),
    Mistake("Sin(x)", "unknown function Sin", "Sin", "", None, "did you mean sin?"),
    Mistake("f(x) = x; qqq(2)", "unknown function qqq", "qqq", ""),
    Mistake("sqr(x) = x^2; sqrr(x)", "unknown function sqrr", "sqrr", "", None, "did you mean sqr?"),
    Mistake("a + b + c", "no values for b, c", "b", "give a value to each with --at a=1,b=...,c=...", {"a": 1}),
    Mistake("1/(1+exp(-a*x))", "no value for a", "a", "give a value to each with --at x=2,a=...", {"x": 2}),
    Mistake("alpha + x", "no value for alpha", "alpha", "give a value to each with --at x=2,alpha=...", {"x": 2, "alhpa": 1}, "did you mean alhpa?"),
    Mistake("W @ z", "no value for z", "z", "give a value to each with --at W=...,z=...", {"W": [[1, 2]]}),
    Mistake("input w; input x = 2; w*x", "no value for w", "w", "give a value to each with --at x=3,w=...", {"x": 3}),
    Mistake("f(x) = x*c; f(y)", "no value for c", "c", "give a value to each with --at y=1,c=...", {"y": 1}),
    Mistake("b = a*2; a = 3; b", "a is used before it has a value", "a", "move its statement up"),
    Mistake("a = a + 1; a", "a is used before it has a value", "a", "move its statement up"),
    Mistake("a = 1; a = 2; a", "a is given a value twice", "a", "a name is assigned once: choose another"),
    Mistake("input x = 1; x = 2; x", "x is given a value twice", "x", "a name is assigned once: choose another"),
    Mistake("y = x; y + 1", "y is computed by the program", None, "give values to its inputs only", {"x": 1, "y": 1}),
    Mistake("input x = z; x", "z is not a constant", "z", "write numbers, pi, e, inf or nan"),
]
FUNCTIONS = [
    Mistake("f(x) = f(x - 1); f(2)", "f calls itself", "f", "functions are written out where they are used: no recursion"),
    Mistake("f(x) = g(x); g(x) = f(x); f(y)", "f calls g, which is defined after it", "g", "functions are written out where they are used: no recursion"),
    Mistake("f(x) = x; f(1, 2)", "f takes 1 value, not 2", "f(1, 2)", "write f(x)"),
    Mistake("f(x, y) = x; f(1)", "f takes 2 values, not 1", "f(1)", "write f(x, y)"),
    Mistake("f(x) = x; f(x=1)", "f takes 1 value, not 1", "f(x=1)", "write f(x)"),
    Mistake("f(x, x) = x; f(1, 2)", "f has two parameters of one name", "x, x", "give each its own name"),
    Mistake("f(x) = x; f(x) = 2*x; f(1)", "the function f is defined twice", "f", "choose another name"),
    Mistake("f(x) = x", "there is nothing to compute", None, "write an expression, such as 1/(1+exp(-a*x))"),
    Mistake("sin()", "sin takes 1 value, not 0", "sin()", "write sin(x)"),
    Mistake("sin(x, y)", "sin takes 1 value, not 2", "sin(x, y)", "write sin(x)"),
    Mistake("where(x, y)", "where takes 3 values, not 2", "where(x, y)", "write where(c, a, b)"),
    Mistake("sum(x, axs=0)", "sum has no axs=", "sum(x, axs=0)", "write sum(x, axis, keepdims=0)", {"x": [1, 2]}, "did you mean axis=?"),
    Mistake("sum(x, axis=0, axis=1)", "axis is given twice", "axis", "sum takes it once", {"x": [1, 2]}),
    Mistake("sum(x, axis=k)", "a constant number is needed here", "k", "it decides a shape, so it cannot be computed from inputs", {"x": [1, 2], "k": 0}),
]
SHAPES = [
    Mistake("2 + a*b", "the shapes 2 and 3 do not broadcast together", "a*b", "a has shape 2; b has shape 3", VECTORS),
    Mistake("tanh(W @ x)", "the shapes 1×3 and 2 do not fit a matrix product", "W @ x", "W has shape 1×3; x has shape 2", MATRIX),
    Mistake("h = W*2; h @ x", "the shapes 1×3 and 2 do not fit a matrix product", "h @ x", "h has shape 1×3; x has shape 2", MATRIX),
    Mistake("(W + 1) @ (2*x)", "the shapes 1×3 and 2 do not fit a matrix product", "(W + 1) @ (2*x)", "(W + 1) has shape 1×3; (2*x) has shape 2", MATRIX),
    Mistake("sin(p) @ p", "the shapes scalar and scalar do not fit a matrix product", "sin(p) @ p", "sin(p) is a scalar; p is a scalar", {"p": 1}),
    Mistake("[p, x]", "an array needs operands of one shape, not scalar and 2", "[p, x]", "p is a scalar; x has shape 2", {"p": 1, "x": [1, 2]}),
    Mistake("softmax(W)", "softmax of an array of shape 1×3 needs its axis: write axis=0 or axis=-1", "softmax(W)", "W has shape 1×3", {"W": [[1, 2, 3]]}),
    Mistake("x[5]", "index 5 is out of range: the axis has 2 (shape 2)", "x[5]", "x has shape 2", {"x": [1, 2]}),
    Mistake("x[0, 0]", "2 indices for an array of shape 2", "x[0, 0]", "x has shape 2", {"x": [1, 2]}),
    Mistake("x[1.5]", "1.5 is not a whole number", "1.5", "positions count from 0", {"x": [1, 2]}),
    Mistake("x[i]", "the index 0.5 is not a whole number", "x[i]", "positions count from 0", {"x": [1, 2], "i": 0.5}),
    Mistake("x[i]", "index 2 is out of range: the axis has 2 (shape 2)", "x[i]", "positions count from 0", {"x": [1, 2], "i": 2}),
    Mistake("x[[0, 1]]", "an index is a whole number or a slice", "[0, 1]", "pick several with a slice 1:3, or stack single ones", {"x": [1, 2]}),
    Mistake("x[::0]", "a slice cannot have step 0", "::0", "the step is 1, 2, -1 ...", {"x": [1, 2]}),
]
COMPARISONS = [
    Mistake("a < b < c", "comparisons do not chain", "<", "multiply two: (a < b)*(b < c)"),
    Mistake("x == y != z", "comparisons do not chain", "!=", "multiply two: (a < b)*(b < c)"),
    Mistake("x + y = 2", "= assigns, and only at the start of a statement", "=", "compare with =="),
    Mistake("x = y = 2", "= assigns, and only at the start of a statement", "=", "compare with =="),
    Mistake("where(x = 2, 1, 0)", "where has no x=", "where(x = 2, 1, 0)", "= names an argument; compare with =="),
    Mistake("(x = 2)*y", "= assigns, and only at the start of a statement", "=", "compare with =="),
    Mistake("x = ", "a value is expected", "", ""),
    Mistake("= x", "a value is expected, not =", "=", "an assignment is name = expression"),
    Mistake("x < ", "a value is expected after <", "", ""),
]
BRACKETS = [
    Mistake("(x + 1", "( is never closed", "(", "a ) is missing"),
    Mistake("2*(x + (y", "( is never closed", "(", "a ) is missing"),
    Mistake("[x, 1", "[ is never closed", "[", "a ] is missing"),
    Mistake("x[1", "[ is never closed", "[", "a ] is missing"),
    Mistake("sin(x", "sin( is never closed", "sin(", "a ) is missing"),
    Mistake("a = (x; a", "( is never closed", "(", "a ) is missing"),
    Mistake("a = x\nb = sin(a\nc = b*2\nc", "sin( is never closed", "sin(", "a ) is missing"),
    Mistake("a = x\nb = (a # (\n\n  c = b*2\nc", "( is never closed", "(", "a ) is missing"),
    Mistake("a = x\nb = sin(a,\nc = b*2\nd = c", "sin( is never closed", "sin(", "a ) is missing"),
    Mistake("b = [x\nf(a) = a\nf(b)", "[ is never closed", "[", "a ] is missing"),
    Mistake("b = sin(x +\noutput b", "sin( is never closed", "sin(", "a ) is missing"),
    Mistake("sum(x axis=0)", "= assigns, and only at the start of a statement", "=", "compare with =="),
    Mistake("x)", ") closes nothing", ")", "remove it"),
    Mistake("x + 1]", "] closes nothing", "]", "remove it"),
    Mistake("(x]", "] does not close (", "]", "put ) here"),
    Mistake("[x)", ") does not close [", ")", "put ] here"),
    Mistake("sin(x]", "] does not close sin(", "]", "put ) here"),
    Mistake("()", "a value is expected after (, not )", ")", ""),
    Mistake("[]", "a value is expected after [, not ]", "]", ""),
    Mistake("x[]", "a value is expected after [, not ]", "]", ""),
    Mistake("(1, 2)", "unexpected ,", ",", "a list is [a, b]; numbers take a decimal point"),
    Mistake("1:2", "unexpected :", ":", "slices stand in square brackets: x[1:3]"),
    Mistake("sum(1:2)", "unexpected :", ":", "slices stand in square brackets: x[1:3]"),
    Mistake("[1:2]", "a slice stands in an index only", "[1:2]", "write x[1:3]"),
    Mistake("x[1:2:3:4]", "a slice has at most two colons", ":", "write start:stop:step"),
]
SIGNS = [
    Mistake("x + *y", "a value is expected after +, not *", "*", "a power is a^b or a**b"),
    Mistake("x // 2", "a value is expected after /, not /", "/", "a fraction is a/b; whole quotients are floor(a/b)"),
    Mistake("x^^2", "a value is expected after ^, not ^", "^", ""),
    Mistake("*x", "a value is expected, not *", "*", "a power is a^b or a**b"),
    Mistake("x +", "a value is expected after +", "", ""),
    Mistake("-", "a value is expected after -", "", ""),
    Mistake("x!", "unexpected !", "!", "gamma(x + 1) is the factorial"),
    Mistake("x % 2", "unexpected %", "%", "mod(a, b) is the remainder"),
    Mistake("|x|", "unexpected |", "|", "abs(x) is the absolute value; comparisons multiply as conditions"),
    Mistake("a & b", "unexpected &", "&", "conditions multiply: (x > 0)*(x < 1)"),
    Mistake("~a", "unexpected ~", "~", "1 - c negates a condition c"),
    Mistake("{x}", "unexpected {", "{", "use ( ) or [ ]"),
    Mistake("'x'", "unexpected '", "'", "a prime stands at the end of a name"),
    Mistake('"x"', 'unexpected "', '"', "there is no text in the language, only numbers and names"),
    Mistake("x.y", "unexpected .", ".", "a number has digits on one side of its point; only .T follows a value"),
    Mistake("x.Tt", "unexpected .", ".", "a number has digits on one side of its point; only .T follows a value"),
    Mistake("√x", "unexpected √ (U+221A SQUARE ROOT)", "√", "write √(x) or sqrt(x)"),
    Mistake("x\u00a0+ 1", "unexpected character (U+00A0 NO-BREAK SPACE)", "\u00a0", "replace it by a space"),
    Mistake("x + 1, y", "unexpected ,", ",", "a decimal sign is a point, a list is [a, b], and statements end with ; or a new line"),
]
STATEMENTS = [
    Mistake("", "there is nothing to compute", None, "write an expression, such as 1/(1+exp(-a*x))"),
    Mistake(" \n# only a remark\n;", "there is nothing to compute", None, "write an expression, such as 1/(1+exp(-a*x))"),
    Mistake("input x = 2", "there is nothing to compute", None, "write an expression, such as 1/(1+exp(-a*x))"),
    Mistake("x; y", "only the last statement may stand without a name", "x", "write name = expression"),
    Mistake("x + 1\ny", "only the last statement may stand without a name", "x + 1", "write name = expression"),
    Mistake("input x 1; x", "unexpected 1", "1", "write input name, or input name = value"),
]
MISTAKES = (
    IMPLICIT_PRODUCTS + NUMBERS + NAMES + FUNCTIONS + SHAPES + COMPARISONS + BRACKETS + SIGNS
    + STATEMENTS
)


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.text)
def test_message(mistake: Mistake) -> None:
    with pytest.raises(AdtraceError) as caught:
        adtrace.reverse(mistake.text, mistake.at)
    error = caught.value
    assert error.message == mistake.message
    assert error.label == mistake.label
    assert error.hint == mistake.hint or not mistake.hint
    assert error.exit_code == BAD_INPUT
    if mistake.marked is None:
        assert error.span is None
    else:
        assert error.span is not None
        assert error.source == mistake.text
        assert mistake.text[slice(*error.span)] == mistake.marked
        assert error.span[0] < error.span[1]


def test_an_error_says_where_it_stands_in_a_program_of_many_lines() -> None:
    text = "a = x + 1\nb = (a*\n  2y)\n"
    with pytest.raises(AdtraceError) as caught:
        adtrace.reverse(text)
    start, end = caught.value.span or (0, 0)
    assert text[:start].count("\n") == 2
    assert text[start:end] == "2y"
    assert caught.value.where == "expression"


def test_a_default_is_marked_in_the_program() -> None:
    text = "input x = [1, [2]]\nx"
    with pytest.raises(AdtraceError) as caught:
        adtrace.reverse(text)
    assert caught.value.source == text
    assert text[slice(*(caught.value.span or (0, 0)))] == "[1, [2]]"


@pytest.mark.parametrize(("text", "message"), [
    ("f0(x) = x\n" + "\n".join(f"f{i + 1}(x) = f{i}(x)" for i in range(150)) + "\nf150(x)", "calls are nested more than 100 deep"),
    ("broadcast(x, shape=[100000, 100000])", "an array of shape [100000, 100000] is too large"),
    ("[" * 9 + "x" + "]" * 9, "9 axes are too many"),
])
def test_a_limit_that_is_reached(text: str, message: str) -> None:
    with pytest.raises(AdtraceError) as caught:
        adtrace.reverse(text, {"x": 1})
    assert caught.value.message == message
    assert caught.value.exit_code == LIMIT_REACHED


def test_functions_that_double_end_at_the_limit_of_nodes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adtrace.graph.write.LIMITS", type(LIMITS)(nodes=1000))
    doubling = "f0(x) = x + x\n" + "\n".join(f"f{i + 1}(x) = f{i}(x) + f{i}(x)" for i in range(60)) + "\nf60(z)"
    with pytest.raises(AdtraceError) as caught:
        adtrace.reverse(doubling, {"z": 1})
    assert caught.value.message == "the graph has more than 1000 nodes"
    assert caught.value.exit_code == LIMIT_REACHED
