import pytest

import adtrace
from adtrace.errors import AdtraceError
from adtrace.records import ADJOINT, LITERAL, NAME, TANGENT, Formula
from adtrace.views.ascii import Ascii
from adtrace.views.latex import Latex
from adtrace.views.notation import Unicode, chosen, name_parts, of_trace, shows_unicode
from adtrace.views.rows import substituted


def name(text, shape=()):
    return Formula(NAME, text=text, shape=shape)


def literal(text):
    return Formula(LITERAL, text=text)


def op(operator, *args, shape=()):
    return Formula(operator, args, shape=shape)


ADJ = Formula(ADJOINT, text="z", shape=(2,))
X = name("x", (3,))
W = name("W", (2, 3))


@pytest.mark.parametrize(("text", "plain", "dot", "bar"), [
    ("w1", "w₁", "ẇ₁", "w̄₁"), ("w12", "w₁₂", "ẇ₁₂", "w̄₁₂"), ("x", "x", "ẋ", "x̄"), ("x'", "x'", "ẋ'", "x̄'"),
    ("x1''", "x₁''", "ẋ₁''", "x̄₁''"), ("loss", "loss", "dloss", "loss_bar"),
    ("l2norm", "l2norm", "dl2norm", "l2norm_bar"),
    ("W_1", "W_1", "dW_1", "W_1_bar"), ("α", "α", "α̇", "ᾱ"), ("i", "i", "di", "ī"), ("变", "变", "d变", "变_bar"),
])
def test_names(text, plain, dot, bar):
    notation = Unicode()
    assert (notation.name(text), notation.tangent(text), notation.adjoint(text)) == (plain, dot, bar)


def test_a_tangent_is_one_character_where_unicode_has_one():
    assert len(Unicode().tangent("w")) == 1


def test_a_name_that_looks_like_a_tangent_is_not_mistaken_for_one():
    assert Unicode(taken=["ẋ"]).tangent("x") == "dx"
    assert Unicode(taken=["ẋ"]).tangent("y") == "ẏ"


def test_ascii_names_of_other_letters_are_code_points():
    assert Ascii().name("α1") == "\\u03b11"
    assert Ascii().literal("π") == "pi"


@pytest.mark.parametrize(("formula", "unicode", "rule", "ascii"), [
    (op("power", name("w4"), literal("2")), "w₄²", "w₄²", "w4^2"),
    (op("power", op("power", name("x"), literal("2")), literal("3")), "(x²)³", "(x²)³", "(x^2)^3"),
    (op("power", op("neg", name("x")), literal("2")), "(-x)²", "(-x)²", "(-x)^2"),
    (op("power", name("x"), op("neg", literal("1"))), "x⁻¹", "x⁻¹", "x^(-1)"),
    (op("power", name("x"), literal("0.5")), "x^0.5", "x^0.5", "x^0.5"),
    (op("power", name("x"), literal("100")), "x^100", "x^100", "x^100"),
    (op("power", literal("1e-3"), literal("2")), "(1e-3)²", "(1e-3)²", "1e-3^2"),
    (op("power", op("transpose", W, shape=(3, 2)), literal("2")), "(Wᵀ)²", "(Wᵀ)²", "W.T^2"),
    (op("mul", name("a"), name("b")), "a·b", "a·b", "a*b"),
    (op("mul", name("a"), name("h", (2,))), "a·h", "a·h", "a*h"),
    (op("mul", ADJ, op("sub", literal("1"), name("h"), shape=(2,))), "z̄ ⊙ (1 - h)", "z̄ ⊙ (1 - h)", "z_bar*(1 - h)"),
    (op("mul", name("a"), op("neg", name("b"))), "a·(-b)", "a·(-b)", "a*(-b)"),
    (op("matmul", W, X), "W @ x", "W x", "W @ x"),
    (op("matmul", op("transpose", W), ADJ), "Wᵀ @ z̄", "Wᵀ z̄", "W.T @ z_bar"),
    (op("outer", ADJ, X), "outer(z̄, x)", "z̄ xᵀ", "outer(z_bar, x)"),
    (op("matmul", op("matmul", W, X), op("neg", X)), "W @ x @ (-x)", "W x (-x)", "W @ x @ (-x)"),
    (op("matmul", W, op("matmul", W, X)), "W @ (W @ x)", "W (W x)", "W @ (W @ x)"),
    (op("mul", op("matmul", W, X, shape=(2,)), ADJ), "W @ x ⊙ z̄", "(W x) ⊙ z̄", "W @ x*z_bar"),
    (op("add", op("matmul", W, X), op("outer", X, X)), "W @ x + outer(x, x)", "W x + x xᵀ", "W @ x + outer(x, x)"),
    (op("neg", op("div", name("a"), name("b"))), "-(a/b)", "-a/b", "-a/b"),
    (op("le", name("a"), name("b")), "a ≤ b", "a ≤ b", "a <= b"),
])
def test_formulas(formula, unicode, rule, ascii):
    assert (Unicode().text(formula), Unicode().rule(formula), Ascii().rule(formula)) == (unicode, rule, ascii)


def test_runs_carry_the_roles():
    rule = op("mul", Formula(TANGENT, text="w1"), Formula(ADJOINT, text="y"))
    assert Unicode().runs(rule) == (("ẇ₁", "tangent"), ("·", ""), ("ȳ", "adjoint"))


@pytest.mark.parametrize(("formula", "text"), [
    (op("add", op("mul", name("z"), name("x")), op("mul", name("m"), name("o"))), "0·2 + (-1)·1"),
    (op("mul", name("m"), name("x")), "-1·2"),
    (op("power", name("m"), literal("2")), "(-1)²"),
    (op("exp", name("m")), "exp(-1)"),
    (op("mul", op("exp", name("m")), name("m")), "exp(-1)·(-1)"),
    (op("neg", op("div", name("m"), op("power", name("x"), literal("2")))), "-(-1)/2²"),
    (op("sub", name("m"), name("m")), "-1 - (-1)"),
    (op("div", name("m"), name("x")), "-1/2"),
    (name("m"), "-1"),
])
def test_numbers_stand_in_unsimplified(formula, text):
    numbers = {"z": "0", "x": "2", "m": "-1", "o": "1"}
    replaced = substituted(formula, lambda leaf: literal(numbers[leaf.text]) if leaf.text in numbers else None)
    assert Unicode().numbers(replaced) == text


@pytest.mark.parametrize(("formula", "text"), [
    (Formula(TANGENT, text="w1"), r"\dot{w}_{1}"), (Formula(ADJOINT, text="w3"), r"\bar{w}_{3}"),
    (Formula(TANGENT, text="i"), r"\dot{\imath}"), (Formula(ADJOINT, text="loss"), r"\overline{\mathrm{loss}}"),
    (name("alpha1"), r"\alpha_{1}"), (name("α"), r"\alpha"), (name("a_b'"), r"\mathrm{a\_b}'"),
    (literal("pi"), r"\pi"), (literal("1e-05"), r"1 \times 10^{-5}"), (literal("inf"), r"\infty"),
    (op("power", name("w"), name("b")), "w^{b}"), (op("div", name("a"), name("b")), "a/b"),
    (op("mul", name("a"), name("b")), r"a \cdot b"), (op("mul", ADJ, ADJ), r"\bar{z} \odot \bar{z}"),
    (op("exp", name("w2")), r"e^{w_{2}}"), (op("power", op("exp", name("x")), literal("2")), "(e^{x})^{2}"),
    (op("exp", op("mul", name("a"), name("x"))), r"\exp(a \cdot x)"), (op("outer", ADJ, X), r"\bar{z}\,x^{\top}"),
    (op("sqrt", op("add", name("x"), literal("1"))), r"\sqrt{x + 1}"), (op("tanh", name("x")), r"\tanh(x)"),
    (op("logaddexp", name("a"), name("b")), r"\operatorname{logaddexp}(a, b)"),
])
def test_latex(formula, text):
    assert Latex().rule(formula) == text


def test_latex_keeps_the_users_own_exp():
    assert Latex().text(op("exp", name("w2"))) == r"\exp(w_{2})"


def test_braces_of_latex_balance_for_every_step_of_a_program():
    trace = adtrace.reverse("abs(a_1)^2*sqrt(β)+log10(x)/where(x>0, exp(-x), 1e-3)", {"a_1": 1, "β": 2, "x": 3})
    notation = of_trace(trace, "latex")
    for step in trace.steps:
        for text in (notation.text(step.tree), notation.adjoint(step.name)):
            bare = text.replace(r"\{", "").replace(r"\}", "")
            assert bare.count("{") == bare.count("}")


def test_choosing():
    assert chosen() is Unicode
    assert chosen(unicode=False) is Ascii
    assert chosen("latex") is Latex
    with pytest.raises(AdtraceError):
        chosen("runes")


@pytest.mark.parametrize(("encoding", "shows"), [
    ("utf-8", True), ("utf-16", True), ("cp1252", False), ("ascii", False), (None, False), ("no-such", False),
])
def test_what_a_screen_shows(encoding, shows):
    assert shows_unicode(encoding) is shows


@pytest.mark.parametrize("text", ["w12'", "''", "1", "a1b2", ""])
def test_name_parts_lose_nothing(text):
    assert "".join(name_parts(text)) == text
