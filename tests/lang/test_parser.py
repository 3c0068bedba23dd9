"""Text to columns: what binds how tightly, what a program is, and which characters it may be written in."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from trees import bracketed

import adtrace
from adtrace.errors import AdtraceError, LimitError
from adtrace.lang.columns import InputLine, Statement
from adtrace.lang.parser import parse
from adtrace.lang.printer import number_text
from adtrace.limits import LIMITS

# Operators

LEVELS = {"<": 1, "<=": 1, ">": 1, ">=": 1, "==": 1, "!=": 1, "+": 2, "-": 2, "*": 3, "/": 3, "@": 3, "^": 5}
"""How tightly each binds; a sign stands at 4. Only ^ groups from the right, and comparisons do not group at all."""
PAIRS = list(itertools.product(LEVELS, repeat=2))


@pytest.mark.parametrize(("first", "second"), PAIRS, ids=[" ".join(pair) for pair in PAIRS])
def test_every_pair_of_operators(first: str, second: str) -> None:
    text = f"a {first} b {second} c"
    left, right = f"((a {first} b) {second} c)", f"(a {first} (b {second} c))"
    if LEVELS[first] == LEVELS[second] == 1:
        with pytest.raises(AdtraceError, match="comparisons do not chain"):
            parse(text)
        return
    from_right = LEVELS[second] > LEVELS[first] or first == second == "^"
    assert bracketed(text) == (right if from_right else left)
    assert bracketed(text.replace(" ", "")) == bracketed(text)
    assert bracketed(left) == left
    assert bracketed(right) == right


@pytest.mark.parametrize("sign", LEVELS)
def test_a_sign_beside_every_operator(sign: str) -> None:
    assert bracketed(f"-a {sign} b") == (f"(-(a {sign} b))" if sign == "^" else f"((-a) {sign} b)")
    assert bracketed(f"a {sign} -b") == f"(a {sign} (-b))"
    assert bracketed(f"a ^ -b {sign} c") == ("(a ^ (-(b ^ c)))" if sign == "^" else f"((a ^ (-b)) {sign} c)")
    assert bracketed(f"a {sign} +b") == f"(a {sign} b)"
    assert bracketed(f"a {sign} b[0]") == f"(a {sign} b[0])"
    assert bracketed(f"a {sign} b.T") == f"(a {sign} b.T)"


@pytest.mark.parametrize(("text", "meaning"), [
    ("-x^2", "(-(x ^ 2))"),
    ("2^-x", "(2 ^ (-x))"),
    ("2^3^2", "(2 ^ (3 ^ 2))"),
    ("2^-3^2", "(2 ^ (-(3 ^ 2)))"),
    ("(-x)^2", "((-x) ^ 2)"),
    ("--x", "(-(-x))"),
    ("-+-x", "(-(-x))"),
    ("+x", "x"),
    ("x--y", "(x - (-y))"),
    ("a*-b/c", "((a * (-b)) / c)"),
    ("-a*b", "((-a) * b)"),
    ("a - b - c", "((a - b) - c)"),
    ("a/b/c*d", "(((a / b) / c) * d)"),
    ("a @ b.T[0]", "(a @ b.T[0])"),
    ("(a @ b).T[0]", "(a @ b).T[0]"),
    ("a@b@c", "((a @ b) @ c)"),
    ("x^2[0]", "(x ^ 2[0])"),
    ("-x[0]^2", "(-(x[0] ^ 2))"),
    ("-x.T", "(-x.T)"),
    ("(x)", "x"),
    ("((x + (y)))", "(x + y)"),
    ("a < b + c", "(a < (b + c))"),
    ("(a < b) < c", "((a < b) < c)"),
    ("(a < b)*(b < c)", "((a < b) * (b < c))"),
    ("where(x > 0, x, -x)", "where((x > 0), x, (-x))"),
    ("f(x)^2", "(f(x) ^ 2)"),
    ("x^f(y)", "(x ^ f(y))"),
])
def test_grouping(text: str, meaning: str) -> None:
    assert bracketed(text) == meaning


# Values

@pytest.mark.parametrize(("text", "value"), [
    ("1", 1.0), ("2.", 2.0), ("2.5", 2.5), (".5", 0.5), ("1e-3", 0.001), ("1.e5", 1e5), (".5E+2", 50.0), ("007", 7.0),
    ("1e308", 1e308), ("5e-324", 5e-324), ("0e999", 0.0), ("0.0", 0.0), ("123456789123456789", 123456789123456789.0),
    ("0.1", 0.1), ("1e0", 1.0), ("pi", math.pi), ("e", math.e), ("inf", math.inf), ("-inf", -math.inf),
])
def test_numbers(text: str, value: float) -> None:
    assert adtrace.evaluate(text).value == value
    assert isinstance(adtrace.evaluate(text).value, float)


def test_nan_is_a_number() -> None:
    assert math.isnan(adtrace.evaluate("nan").value)


@given(st.floats(allow_nan=False))
def test_every_float_is_read_back_exactly(number: float) -> None:
    value = adtrace.evaluate(number_text(number)).value
    assert value == number
    assert math.copysign(1, value) == math.copysign(1, number)


def test_a_million_digits_are_read_in_one_pass() -> None:
    assert adtrace.evaluate("0." + "3"*1_000_000).value == 1/3


@pytest.mark.parametrize(("text", "meaning"), [
    ("[1, 2, 3]", "[1, 2, 3]"),
    ("[[1, 2], [3, 4]]", "[[1, 2], [3, 4]]"),
    ("[x]", "[x]"),
    ("[-x, y + 1]", "[(-x), (y + 1)]"),
    ("x[0]", "x[0]"),
    ("x[-1]", "x[(-1)]"),
    ("x[i, :]", "x[i, :]"),
    ("x[:, 1:3]", "x[:, 1:3]"),
    ("x[1:]", "x[1:]"),
    ("x[:-1]", "x[:(-1)]"),
    ("x[::2]", "x[::2]"),
    ("x[1:8:2, ::-1]", "x[1:8:2, ::(-1)]"),
    ("x[a+1 : b*2]", "x[(a + 1):(b * 2)]"),
    ("x[0][1]", "x[0][1]"),
    ("x[y[0]]", "x[y[0]]"),
    ("[1, 2][0]", "[1, 2][0]"),
    ("sum(x, axis=0)", "sum(x, axis=0)"),
    ("sum(x, axis=-1, keepdims=1)", "sum(x, axis=(-1), keepdims=1)"),
    ("reshape(x, shape=[2, -1])", "reshape(x, shape=[2, (-1)])"),
    ("f (x)", "f(x)"),
    ("f()", "f()"),
    ("f(g(x), h(y, z))", "f(g(x), h(y, z))"),
    ("f(x == y)", "f((x == y))"),
])
def test_arrays_and_calls(text: str, meaning: str) -> None:
    assert bracketed(text) == meaning


# Pasted signs

@pytest.mark.parametrize(("pasted", "plain"), [
    ("2·x", "2*x"), ("2×x", "2*x"), ("x−y", "x-y"), ("−x", "-x"), ("x÷y", "x/y"), ("x²", "x^2"), ("x³", "x^3"),
    ("x**2", "x^2"), ("-x²", "-(x^2)"), ("2^x²", "2^(x^2)"), ("(x+1)²·y", "(x+1)^2*y"), ("x ≤ y", "x <= y"),
    ("x ≥ y", "x >= y"), ("x ≠ y", "x != y"), ("x[0]²", "x[0]^2"), ("x.T²", "x.T^2"), ("sin(x)²", "sin(x)^2"),
])
def test_pasted_signs(pasted: str, plain: str) -> None:
    point = {"x": [[0.5, 1.5], [2.0, 0.25]] if "T" in pasted else [0.5, 1.5] if "[" in pasted else 0.5, "y": 2.0}
    point = {name: value for name, value in point.items() if name in plain}
    expected = adtrace.reverse(plain, point)
    trace = adtrace.reverse(pasted, point)
    assert repr(trace.value) == repr(expected.value)
    assert repr(trace.gradient) == repr(expected.gradient)
    assert [step.formula for step in trace.steps] == [step.formula for step in expected.steps]


def test_pasted_letters_stand_for_functions_and_constants() -> None:
    trace = adtrace.evaluate("√(x) + σ(x)*π", {"x": 4})
    assert trace.value == 2 + math.pi/(1 + math.exp(-4))
    assert [step.op for step in trace.steps] == ["input", "sqrt", "sigmoid", "mul", "add"]


def test_a_pasted_letter_is_an_ordinary_name_where_it_has_a_value() -> None:
    assert adtrace.evaluate("π + σ", {"π": 1, "σ": 2}).value == 3.0


# Programs

@pytest.mark.parametrize("text", [
    "a = x + 1; b = 2*a; a*b",
    "a = x + 1\nb = 2*a\na*b",
    "\n\n  a = x + 1 ;;\n\n; b = 2*a # the double\n# all of it\n\ta*b ;\n",
    "a = (x\n + 1)\nb = 2*(\n a # not yet closed\n)\na*b",
    "a = x + 1\r\nb = 2*a\r\na*b\r\n",
    "a=x+1;b=2*a;a*b#",
])
def test_statements_end_with_semicolons_and_line_ends(text: str) -> None:
    trace = adtrace.reverse(text, {"x": 2})
    assert trace.value == 18.0
    assert trace.gradient == {"x": 12.0}
    assert [step.name for step in trace.steps] == ["x", "a", "b", "y"]


def test_newlines_within_brackets_are_spaces() -> None:
    assert bracketed("[1,\n 2,\n\n 3]") == "[1, 2, 3]"
    assert bracketed("f(x,\n  y)") == "f(x, y)"
    assert bracketed("x[\n0\n]") == "x[0]"


def test_what_a_program_is_made_of() -> None:
    program = parse("input W = [1, 2]; input b\nf(u, v) = u*v\nz = f(W, b)\nz + 1")
    inputs = [line for line in program.statements if isinstance(line, InputLine)]
    assert [(line.name, line.result is None) for line in inputs] == [("W", False), ("b", True)]
    assert [line.name for line in program.statements if isinstance(line, Statement)] == ["z", None]
    assert program.functions["f"].parameters == ("u", "v")


def test_the_last_statement_may_have_a_name() -> None:
    trace = adtrace.evaluate("z = x + 1; loss = z^2", {"x": 2})
    assert trace.outputs == {"loss": 9.0}
    assert trace.steps[-1].name == "loss"


def test_input_is_a_name_like_any_other() -> None:
    assert adtrace.evaluate("input + 1", {"input": 2}).value == 3.0
    assert adtrace.evaluate("input = x; input*2", {"x": 2}).value == 4.0


def test_input_lines_have_defaults_that_at_overrides() -> None:
    text = "input x = 1/4\ninput y = [1, 2]\nx*sum(y)"
    assert adtrace.evaluate(text).value == 0.75
    assert adtrace.evaluate(text, {"x": 2}).value == 6.0
    assert adtrace.evaluate(text, {"x": 2, "y": [5, 5, 5]}).value == 30.0


@pytest.mark.parametrize(("text", "spans"), [
    ("1/(1+exp(-a*x))", ["-a", "-a*x", "exp(-a*x)", "(1+exp(-a*x))", "1/(1+exp(-a*x))"]),
    ("u = x ^ 2 ; u+x # so", ["x ^ 2", "u+x"]),
    ("x² + x.T", ["x²", "x.T", "x² + x.T"]),
    ("[x, -x][0]", ["-x", "[x, -x]", "[x, -x][0]"]),
])
def test_every_step_knows_its_text(text: str, spans: list[str]) -> None:
    trace = adtrace.evaluate(text)
    assert [text[slice(*step.span)] for step in trace.steps if step.op != "input"] == spans


def test_a_function_is_written_out_where_it_is_called() -> None:
    text = "f(x) = x^2 + 1; f(a) * f(2*a)"
    trace = adtrace.evaluate(text, {"a": 3})
    assert trace.value == 370.0
    assert [step.formula for step in trace.steps[1:]] == ["a^2", "w1 + 1", "2*a", "w3^2", "w4 + 1", "w2*w5"]
    assert [text[slice(*step.span)] for step in trace.steps[1:3]] == ["f(a)", "f(a)"]


def test_a_function_reads_names_of_the_program_but_its_parameters_come_first() -> None:
    assert adtrace.evaluate("c = 10; f(x) = c*x; f(2) + x", {"x": 1}).value == 21.0


def test_functions_and_variables_are_separate_spaces() -> None:
    assert adtrace.evaluate("gamma = 3; gamma(gamma) + gamma").value == 5.0
    assert adtrace.evaluate("beta*sin(sin)", {"beta": 2, "sin": 0}).value == 0.0


def test_a_function_of_the_user_comes_before_an_operator() -> None:
    assert adtrace.evaluate("square(x) = x + 1; square(5)").value == 6.0


# Names

@pytest.mark.parametrize("name", ["x", "x1", "x_1", "_x", "x'", "x''", "Wy", "α", "λ1", "é", "ŷ", "β_2", "日本", "T", "e", "pi", "nan", "d", "loss"])
def test_names(name: str) -> None:
    trace = adtrace.reverse(f"3*{name}", {name: 2})
    assert trace.value == 6.0
    assert trace.gradient == {name: 3.0}


@pytest.mark.parametrize(("name", "message", "hint"), [
    ("ｘ", "the name ｘ (U+FF58) has a look-alike", "write x (U+0078)"),
    ("ℓ", "the name ℓ (U+2113) has a look-alike", "write l (U+006C)"),
    ("µ", "the name µ (U+00B5) has a look-alike", "write μ (U+03BC)"),
    ("ﬁ", "the name ﬁ (U+FB01) has a look-alike", "write fi (U+0066 U+0069)"),
    ("аx", "the name аx (U+0430 U+0078) mixes Cyrillic and Latin letters", "use one script, or * between two names"),
    ("αx", "the name αx (U+03B1 U+0078) mixes Greek and Latin letters", "use one script, or * between two names"),
    ("x１", "１ (U+FF11 FULLWIDTH DIGIT ONE) cannot stand in a name", "names have letters, digits 0-9, _ and '"),
    ("x٣", "٣ (U+0663 ARABIC-INDIC DIGIT THREE) cannot stand in a name", "names have letters, digits 0-9, _ and '"),
])
def test_names_that_can_be_mistaken(name: str, message: str, hint: str) -> None:
    for text in (f"2*{name}", f"{name} = 1; 2", f"f({name}) = 1; 2", f"input {name}; 2"):
        with pytest.raises(AdtraceError) as caught:
            parse(text)
        assert (caught.value.message, caught.value.hint) == (message, hint), text
    with pytest.raises(AdtraceError) as caught:
        adtrace.evaluate("2", {name: 1})
    assert caught.value.message == message


def test_a_name_has_a_limit() -> None:
    assert parse("a"*LIMITS.name)
    with pytest.raises(LimitError, match="a name of 1001 characters"):
        parse("a"*(LIMITS.name + 1))


@pytest.mark.parametrize("letter", ["\u0301", "\u200b", "\u202e", "\ufeff", "\u00a0", "\x00", "\x1b", "\u2028", "😀", "∂", "½", "①", "٣"])
def test_characters_outside_the_alphabet_are_named(letter: str) -> None:
    with pytest.raises(AdtraceError) as caught:
        parse(f"1 + {letter}")
    assert f"U+{ord(letter):04X}" in caught.value.message
    assert caught.value.span == (4, 5)
    shown = caught.value.message.replace(letter, "") if letter.isprintable() else caught.value.message
    assert shown.isascii(), "what cannot be seen is shown by its code point only"


def assert_program_or_error(text: str) -> None:
    try:
        program = parse(text)
    except AdtraceError as error:
        assert error.exit_code in (2, 3)
        if error.span:
            start, end = error.span
            assert 0 <= start < end <= len(text) + 1
    else:
        assert program.statements


@given(st.text(max_size=40))
def test_any_text_is_a_program_or_an_error(text: str) -> None:
    assert_program_or_error(text)


@settings(max_examples=250)
@given(st.text(alphabet="xy12.+-*/^@<=>()[],:;#\n T'ef²·√", max_size=30))
def test_any_text_of_our_own_signs_is_a_program_or_an_error(text: str) -> None:
    assert_program_or_error(text)
