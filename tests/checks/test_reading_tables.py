"""Tables and lines that people write: every layout, both languages, and the writer's own numbering of steps."""

from __future__ import annotations

import time
from collections import Counter

import numpy as np
import pytest
from datasets import lines
from written import close, run_of

from adtrace.checks.exercises.exercise import exercise
from adtrace.checks.reading import read_entries
from adtrace.errors import AdtraceError, LimitError
from adtrace.lang.parser import parse
from adtrace.limits import LIMITS
from adtrace.records.worked import ADJOINT, INCREMENT, PARTIAL, TANGENT, VALUE
from adtrace.sweeps.run import Run
from adtrace.views.exercise.formats.json import render
from adtrace.views.formats import Options

LOGISTIC = run_of("1/(1+exp(-a*x))", x=2, a=1)
COURSE = {"w1": "x", "w2": "a", "w3": "w2", "w4": "w4", "w5": "y"}
"""The course's names of the logistic function's steps, and adtrace's."""

STEPS = {
    (VALUE, "x"): 2.0, (VALUE, "a"): 1.0, (VALUE, "w2"): -2.0, (VALUE, "w4"): 1.1353, (VALUE, "y"): 0.8808,
    (TANGENT, "x"): 1.0, (TANGENT, "a"): 0.0, (TANGENT, "w2"): -1.0, (TANGENT, "w4"): -0.1353, (TANGENT, "y"): 0.105,
    (ADJOINT, "x"): 0.105, (ADJOINT, "a"): 0.21, (ADJOINT, "w2"): -0.105, (ADJOINT, "w4"): -0.7758, (ADJOINT, "y"): 1.0,
}

CSV = """node,formula,value,tangent,adjoint
w1,x,2,1,0.105
w2,a,1,0,0.21
w3,-w1*w2,-2,-1,-0.105
w4,1+exp(w3),1.1353,-0.1353,-0.7758
w5,1/w4,0.8808,0.105,1
"""
MARKDOWN = r"""
| étape | formule | valeur | $\dot w_i$ | $\bar{w}_i$ |
|---|:--|--:|---|---|
| $w_1$ | $x$ | 2 | 1 | 0,105 |
| $w_2$ | $a$ | 1 | 0 | 0,21 |
| $w_3$ | $-w_1 \cdot w_2$ | $-2$ | $-1$ | −0,105 |
| $w_4$ | $1+e^{w_3}$ | 1,1353 | -0,1353 | **-0,7758** |
| $w_5$ | $\frac{1}{w_4}$ | 0,8808 | 0,105 | 1 |
"""
LATEX = r"""
\begin{tabular}{|l|c|c|c|} \hline
Step & Value & Tangent & Adjoint \\ \hline\hline
$w_1 = x$ & $2$ & $1$ & $1.05 \cdot 10^{-1}$ \\
$w_{2} = a$ & $1$ & $0$ & $0{,}21$ \\
$w_3 = -w_1 w_2$ & $-2$ & $-1$ & $-0.105$ \\ % a comment
$w_4 = 1 + \exp(w_3)$ & $1.1353$ & $-0.1353$ & $-0.7758$ \\
$w_5 = \dfrac{1}{w_4}$ & $0.8808$ & $0.105$ & $1$ \\ \hline
\end{tabular}
"""
ALIGN = r"""
\begin{align*}
w_1 &= x = 2 & w_2 &= a = 1 \\
w_3 &= -w_1 w_2 = -2 \\
w_4 &= 1 + e^{w_3} \approx 1.1353 \\
w_5 &= \frac{1}{w_4} = 0.8808
\end{align*}
The tangents: $\dot w_1 = 1$, $\dot w_2 = 0$, $\dot w_3 = -1$, $\dot{w}_4 = -0.1353$, $\dot{w_5} = 0.105$.
\[ \frac{\partial y}{\partial w_1} = 0.105 \qquad \]
\[ \frac{\partial y}{\partial w_2} = 0.21 \]
\[ \bar w_3 = -0.105 \]
\[ \bar w_4 = -\frac{1}{w_4^2} \bar w_5 = -0.7758 \]
\[ \overline{w_5} = 1 \]
"""
LINES = """# my answers
1) w1 = x = 2; w2 = a = 1
so w3 = -w1*w2 = -2
w4 = 1+exp(w3) = 1,1353, w5 = 1/w4 ≈ 0.8808

Tangents:
 - dw1 = 1
 - dw2 = 0
 - ẇ₃ = -1 and dw4 = -0.1353
 - w5_dot -> 0.105
Adjoints
  w5_bar := 1     w4_bar = -0.7758
  therefore dy/dw3 = -0.105.
  w̄₂: 0.21
  bar(w1) = 0,105 (rounded)
"""
ALIGNED = """
node           value    tangent   adjoint
w1 = x         2        1         0.105
w2 = a         1        0         0.21
w3 = -w1*w2    -2       -1        -0.105
w4 = 1+exp(w3) 1.1353   -0.1353   -0.7758
w5 = 1/w4      0.8808   0.105     1
"""
FILES = {
    "csv": (CSV, ".csv"), "semicolons": (CSV.replace(",", ";").replace(".", ","), ".csv"), "tabs": (CSV.replace(",", "\t"), ".csv"),
    "french": (CSV.replace("node,formula,value,tangent,adjoint", "Noeud,Formule,Valeur,Tangente,Dérivée adjointe"), ".csv"),
    "dots": (CSV.replace("tangent,adjoint", "ẇ,w̄"), ".csv"), "fractions": (CSV.replace("tangent,adjoint", "dw/dx,∂y/∂w"), ".csv"),
    "upper": (CSV.replace("node,formula,value,tangent,adjoint", "NODE,FORMULA,VALUE,TANGENT,ADJOINT"), ".csv"),
    "mark of order": ("\ufeff" + CSV, ".csv"), "quoted": (CSV.replace("-w1*w2", "\"'-w1*w2\""), ".csv"),
    "pipes": ("|" + CSV.replace(",", "|").replace("\n", "|\n|")[:-1].replace("|w1", "---|---|---|---|---|\n|w1", 1), ".md"),
    "markdown": (MARKDOWN, ".md"), "latex": (LATEX, ".tex"), "align": (ALIGN, ".tex"), "lines": (LINES, ".txt"),
    "standard input": (LINES, "-"), "aligned": (ALIGNED.replace("exp(w3) ", "exp(w3)  "), ".txt"), "lines in markdown": (LINES, ".md"),
}


@pytest.mark.parametrize("name", FILES)
def test_the_course_s_own_numbering(name):
    """Its w3 is adtrace's w2: the formulas say so, and hold for tangents and adjoints, too."""
    text, suffix = FILES[name]
    entries = read_entries(text, suffix, LOGISTIC)
    found = {(entry.quantity.kind, entry.quantity.node): entry for entry in entries if entry.quantity}
    assert not [entry for entry in entries if not entry.quantity], entries
    assert {key: entry.stated for key, entry in found.items()} == STEPS
    assert [entry.line for entry in entries] == sorted(entry.line for entry in entries)
    assert all(entry.text and entry.name for entry in entries)


def test_entries_point_at_their_lines():
    """As an editor counts them."""
    text = CSV.replace("w3,", "\nw3,")
    assert {entry.line for entry in read_entries(text, ".csv", LOGISTIC) if entry.name == "w3"} == {5}
    assert {entry.line for entry in read_entries(MARKDOWN, ".md", LOGISTIC) if entry.name == "w_3"} == {6}
    assert {entry.line for entry in read_entries(LATEX, ".tex", LOGISTIC) if entry.name == "w_3"} == {6}
    assert [entry.line for entry in read_entries("\n\nw3 = 1", ".txt", LOGISTIC)] == [3]


def test_formulas_are_in_the_language_with_the_program_s_names():
    """Implicit products and fractions are written out."""
    found = {entry.name: entry.formula for entry in read_entries(ALIGN, ".tex", LOGISTIC)}
    assert found["w_3"] == "-x*a" and found["w_4"] == "1+e^(w2)" and found["w_5"] == "((1)/(w4))"
    assert found["w̄_4"] == "-((1)/(w4^2))*bar(y)"


def test_a_wrong_formula_keeps_the_program_s_name():
    """Only a formula that fits a step renames it."""
    found = read_entries("w3 = exp(w2)*2 = 0.27\nw3_bar = 1", ".txt", LOGISTIC)
    assert [entry.quantity.node for entry in found] == ["w3", "w3"]
    assert read_entries("w3 = exp(w2) = 0.1353", ".txt", LOGISTIC)[0].quantity.node == "w3"


def test_formulas_in_the_place_of_names():
    """Are the steps that have their values."""
    text = "formula,value\n-a*x,-2\nexp(-a*x),0.135\n1+exp(-a*x),1.135\n1/(1+exp(-a*x)),0.88\n"
    assert [entry.quantity.node for entry in read_entries(text, ".csv", LOGISTIC)] == ["w2", "w3", "w4", "y"]


def test_several_equals_signs():
    """The last number is what was stated, the first part with names is the formula."""
    entry, = read_entries("w2 = w1*x = (-1)*2 = -2", ".txt", LOGISTIC)
    assert entry.stated == -2 and entry.formula == "w1*x" and entry.whole
    entry, = read_entries("w3 = exp(-2)", ".txt", LOGISTIC)
    assert close(entry.stated, 0.1353352832366127) and entry.unit == 0.0 and not entry.formula
    entry, = read_entries("w3_bar = w4_bar*1", ".txt", LOGISTIC)
    assert entry.stated is None and entry.formula == "bar(w4)*1"


@pytest.mark.parametrize("blank", ["", "?", "…", "...", "—", "____"])
def test_what_is_not_answered_is_no_entry(blank):
    """In a line or in a cell."""
    assert len(read_entries(f"w3 = {blank}\nw2 = -2", ".txt", LOGISTIC)) == 1
    found = read_entries(f"node,value,adjoint\nw3,{blank},1\nw2,-2,{blank}\n", ".csv", LOGISTIC)
    assert [(entry.quantity.kind, entry.quantity.node) for entry in found] == [(ADJOINT, "w3"), (VALUE, "w2")]


def test_what_cannot_be_read_says_why():
    """Without losing the other lines."""
    entries = read_entries("w3 = 0.1353\nfoo = 3\nw2 = blah(\nw4 = 5%", ".txt", LOGISTIC)
    assert [bool(entry.quantity) for entry in entries] == [True, False, False, False]
    assert "foo" in entries[1].why and "blah" in entries[2].why and all(entry.why for entry in entries[1:])


DIFFERENTIALS = {
    "dw3 = -0.1353\nw3_bar = 0.1": TANGENT, "dx = 1\nda = 0\ndw3 = -0.1353": TANGENT, "Forward mode\ndw3 = 5": TANGENT,
    "dw4 = -0.7758\ndw3 = -0.7758\ndw2 = -0.105": ADJOINT, "dw3 = 12": TANGENT, "dw3 = 12\nẇ4 = 3": ADJOINT,
}


@pytest.mark.parametrize("text", DIFFERENTIALS)
def test_whether_dw3_is_a_tangent(text):
    """As the rest of the table has it, else as the numbers fit."""
    found = {entry.quantity.kind for entry in read_entries(text, ".txt", LOGISTIC) if entry.name == text.split(" ")[0] or "dw3" in entry.name}
    assert found == {DIFFERENTIALS[text]}


def test_seeds_name_the_sweep():
    """Of the lines below them."""
    entries = read_entries("seed dx = 1, da = 0\ndw2 = -1\nseed dx = 0, da = 1\ndw2 = -2", ".txt", LOGISTIC)
    assert [entry.quantity.sweep for entry in entries if entry.name == "dw2"] == ["x", "a"]
    entries = read_entries("node,dw/dx,dw/da\nw2,-1,-2\n", ".csv", LOGISTIC)
    assert [(entry.quantity.kind, entry.quantity.sweep) for entry in entries] == [(TANGENT, "x"), (TANGENT, "a")]


SWEPT = {
    "d/dx,d/da": (TANGENT, ["x", "a"]), "dw/da,dw/dx": (TANGENT, ["a", "x"]), "xdot,adot": (TANGENT, ["x", "a"]),
    "ȧ,ẋ": (TANGENT, ["a", "x"]), "tangent (seed x),tangent (seed a)": (TANGENT, ["x", "a"]), "dx,da": (TANGENT, ["x", "a"]),
    "tangente (graine a = 1),tangente (graine x)": (TANGENT, ["a", "x"]), "tangent x,tangent a": (TANGENT, ["x", "a"]),
    "tangent (dx=1),tangent (x=1; a=-2)": (TANGENT, ["x", "x=1, a=-2"]), "seed x,seed a": (TANGENT, ["x", "a"]),
    "ẇ,w̄": (None, ["", ""]), "tangent (rounded),adjoint (mine)": (None, ["", ""]),
}


@pytest.mark.parametrize("heads", SWEPT)
def test_columns_of_several_sweeps(heads):
    """Say theirs in their headings."""
    kind, sweeps = SWEPT[heads]
    entries = read_entries(f"name,value,{heads}\nw2,-2,-1,-2\n", ".csv", LOGISTIC)
    assert [entry.quantity.sweep for entry in entries] == ["", *sweeps]
    assert kind is None or {entry.quantity.kind for entry in entries[1:]} == {kind}


@pytest.mark.parametrize("between", ["\n", " / ", ", "])
def test_blocks_of_several_sweeps(between):
    """Begin where the tangent of an input is stated again, and are of the sweep that those say."""
    blocks = [["dx=1", "da=0", "dw1=0", "dw2=-1"], ["dx=0", "da=1", "dw1=-1", "dw2=-2"], ["dx=1", "da=-2", "dw1=2"]]
    entries = read_entries("w1 = -1\n" + "\n".join(map(between.join, blocks)), ".txt", LOGISTIC)
    wanted = ["x"]*4 + ["a"]*4 + ["x=1, a=-2"]*3
    assert [entry.quantity.sweep for entry in entries] == ["", *wanted]


def test_one_sweep_has_no_label():
    """Though a tangent of an input is repeated below; and a slash between values is a division."""
    entries = read_entries("dx=1\nda=0\ndw2=-1\nso dx=1", ".txt", LOGISTIC)
    assert {entry.quantity.sweep for entry in entries} == {""}
    entry, = read_entries("y = 1 / w4 = 0.8808", ".txt", LOGISTIC)
    assert entry.formula == "1/w4"


def test_a_seed_as_a_heading_is_no_value():
    """Seed x = 1 says nothing of the value of x."""
    entries = read_entries("Seed x = 1, a = 0\nw2_dot = -1\nSeed x = 0, a = 1\nw2_dot = -2", ".txt", LOGISTIC)
    assert [(entry.quantity.kind, entry.quantity.sweep) for entry in entries] == [(TANGENT, "x"), (TANGENT, "a")]


COUNTED = {
    "step,operation,value,adjoint": "1,w1=-a,-1,-0.21\n2,w2 = w1*x,-2,0.105\n",
    "étape;opération;valeur;adjointe": "1;w1=-a;-1;-0,21\n2;w2=w1*x;-2;0,105\n",
    "n,formula,value,adjoint": "1,w1=-a,-1,-0.21\n2,w2=w1*x,-2,0.105\n", "no,step,value,adjoint": "7,-a,-1,-0.21\n8,w1*x,-2,0.105\n",
}


@pytest.mark.parametrize("heads", COUNTED)
def test_steps_that_are_counted(heads):
    """Have their names in the column of formulas."""
    entries = read_entries(f"{heads}\n{COUNTED[heads]}", ".csv", LOGISTIC)
    found = [(entry.quantity.kind, entry.quantity.node, entry.stated) for entry in entries]
    assert found == [(VALUE, "w1", -1), (ADJOINT, "w1", -0.21), (VALUE, "w2", -2), (ADJOINT, "w2", 0.105)]


@pytest.mark.parametrize("corner", ["", "node", "grandeur"])
def test_a_table_that_is_turned(corner):
    """Has a column for each node, and a row for each kind of number."""
    text = f"{corner},x,w1,w3\nvalue,2,-1,0.1353\nadjoint,0.105,?,-0.7758\ntangent (seed a),0,-1,-0.2707\n"
    found = [(entry.line, entry.quantity[:2], entry.stated, entry.quantity.sweep) for entry in read_entries(text, ".csv", LOGISTIC)]
    assert found == [
        (2, (VALUE, "x"), 2, ""), (2, (VALUE, "w1"), -1, ""), (2, (VALUE, "w3"), 0.1353, ""),
        (3, (ADJOINT, "x"), 0.105, ""), (3, (ADJOINT, "w3"), -0.7758, ""),
        (4, (TANGENT, "x"), 0, "a"), (4, (TANGENT, "w1"), -1, "a"), (4, (TANGENT, "w3"), -0.2707, "a"),
    ]


LAYER = run_of("h = sigmoid(W @ x); k = h*h; sum(k)", W="[[0.5, 1], [0.1, 1]]", x="[1, 0.5]")


@pytest.mark.parametrize("text", ["name,1,2\nh,0.7311,0.7503\n", "h;0,7311;0,7503\n", "name,0,1\nh,0.7311,0.7503\nh_bar,1.4,1.5\n"])
def test_an_element_in_each_cell(text):
    """Makes one array."""
    entries = read_entries(text, ".csv", LAYER)
    assert [entry.quantity.node for entry in entries] == ["h"]*len(entries)
    assert entries[0].stated.tolist() == [0.7311, 0.7503] and entries[0].unit.tolist() == [1e-4, 1e-4]


def test_lines_that_go_on_with_an_arrow():
    """Are new entries where they have a name of their own, and go on with the line above where not."""
    text = "w1 = -a = -1\n=> w2 = w1*x = -2\n→ w3 = exp(w2)\n=> 0.1353\nso w4 = 1+w3 = 1.1353\ndonc y = 1/w4\n= 0.8808"
    found = [(entry.line, entry.quantity.node, entry.stated) for entry in read_entries(text, ".txt", LOGISTIC)]
    assert found == [(1, "w1", -1), (2, "w2", -2), (3, "w3", 0.1353), (5, "w4", 1.1353), (6, "y", 0.8808)]


def test_a_number_in_brackets():
    """Is a number where the quantity is one."""
    entry, = read_entries("y = [0.8808]", ".txt", LOGISTIC)
    assert entry.stated == 0.8808 and entry.unit == 1e-4


SUMS = {
    "x_bar = v_bar*sin(x) = 2\nx_bar += u_bar*v = 5": [(INCREMENT, 2), (ADJOINT, 5)],
    "x_bar = v_bar*sin(x)\nx_bar += u_bar*v = 5": [None, (ADJOINT, 5)],
    "x_bar = 2\nx_bar += 5\nx_bar += 7": [None, None, (ADJOINT, 7)], "x_bar += 5": [(ADJOINT, 5)],
}


@pytest.mark.parametrize("text", SUMS)
def test_adjoints_that_grow(text):
    """The last line has the adjoint; one above is an increment where its rule says of which use, else it is left out."""
    run = run_of("v = exp(x); u = sin(x); u*v", x=0.5)
    entries = read_entries(text, ".txt", run)
    assert len(entries) == len(SUMS[text])
    for entry, wanted in zip(entries, SUMS[text], strict=True):
        if wanted is None:
            assert entry.quantity is None and "adds to this adjoint" in entry.why
        else:
            assert (entry.quantity.kind, entry.stated) == wanted
            assert entry.quantity.consumer == ("v" if wanted[0] == INCREMENT else "")


def test_the_rule_of_an_adjoint_that_grew():
    """Is the sum of the rules."""
    run = run_of("v = exp(x); u = sin(x); u*v", x=0.5)
    entry = read_entries("x_bar = v_bar*v\nx_bar += u_bar*cos(x) = 5", ".txt", run)[-1]
    assert entry.formula == "(bar(v)*v)+(bar(u)*cos(x))"


MATRIX = ["W_bar =\n[[0.1 0.2]\n [0.3 0.4]]", "W_bar = [[0.1, 0.2],\n         [0.3, 0.4]]", "W_bar =\n0.1 0.2\n0.3 0.4", "W_bar:\n0,1  0,2\n0,3  0,4",
          "W_bar = np.array([[0.1, 0.2], [0.3, 0.4]])", "W_bar = torch.tensor([[0.1, 0.2],\n  [0.3, 0.4]], dtype=torch.float64)",
          "W_bar = {{0.1, 0.2}, {0.3, 0.4}}", "W_bar = [[0.1, 0.3], [0.2, 0.4]]^T", "W_bar = [[0.1, 0.3], [0.2, 0.4]].T",
          r"$W_bar = \begin{pmatrix} 0.1 & 0.3 \\ 0.2 & 0.4 \end{pmatrix}^{\top}$", "W_bar = array([[0.1, 0.2],\n       [0.3, 0.4]])"]


@pytest.mark.parametrize("suffix", [".txt", ".md"])
@pytest.mark.parametrize("text", MATRIX)
def test_matrices_as_pasted(text, suffix):
    """Over one line or several; what follows is on its own line."""
    first, last = read_entries(f"{text}\nh = [0.7311, 0.7503]", suffix, LAYER)
    assert (first.line, first.quantity[:2]) == (1, (ADJOINT, "W")) and first.stated.tolist() == [[0.1, 0.2], [0.3, 0.4]]
    assert (last.line, last.quantity.node) == (text.count("\n") + 2, "h")


def test_a_matrix_in_a_fence():
    """Belongs to the name above it."""
    entry, = read_entries("W_bar =\n\n```\n[[0.1 0.2]\n [0.3 0.4]]\n```\nThat is all.", ".md", LAYER)
    assert entry.line == 1 and entry.stated.tolist() == [[0.1, 0.2], [0.3, 0.4]]


@pytest.mark.parametrize("text", ["0.7311, 0.7503", "0,7311; 0,7503", "0.7311 0.7503", "(0.7311, 0.7503)^T", "{0.7311; 0.7503}", "tensor([0.7311, 0.7503])"])
def test_vectors_as_pasted(text):
    """With and without brackets, where the quantity is a vector."""
    entry, = read_entries(f"h = {text}", ".txt", LAYER)
    assert entry.stated.tolist() == [0.7311, 0.7503] and entry.unit.tolist() == [1e-4, 1e-4]


def test_elements_in_two_brackets():
    """Are those of one."""
    entry, = read_entries("W_bar[0][1] = 0.1", ".txt", LAYER)
    assert entry.quantity[:2] == (ADJOINT, "W") and entry.quantity.place == (0, 1)


@pytest.mark.parametrize("text", ["foo = [1, 2]", "foo =\n1 2\n3 4", "my guess for the whole thing = 0.5", "foo = np.array([1])", "foo = {1, 2}", "[1, 2]", "foo = (1, 2)^T"])
def test_nothing_that_looks_like_an_answer_is_dropped(text):
    """There is an entry that says why it cannot be read."""
    first, last = read_entries(f"{text}\nw3 = 0.1353", ".txt", LOGISTIC)
    assert first.quantity is None and first.why and last.quantity.node == "w3"


def test_columns_and_rows_that_say_nothing():
    """Are named."""
    found = read_entries("name,value,mystery\n,5,7\nw3,0.1353,5\n", ".csv", LOGISTIC)
    assert [(entry.line, bool(entry.why)) for entry in found] == [(1, True), (2, True), (3, False)]


def test_words_for_an_equals_sign():
    """In English and French."""
    entries = read_entries("the adjoint of w4 is -0.7758\nla tangente de w2 vaut -1", ".txt", LOGISTIC)
    assert [(entry.quantity.kind, entry.stated) for entry in entries] == [(ADJOINT, -0.7758), (TANGENT, -1)]


RELU = run_of("ha = W @ x; hs = relu(ha); k = v*hs; sum(k)", W="[[0.5, 1, 0.2], [0.1, 1, 0.3]]", x="[1, 0.5, 2]", v="[1, 2]")
MATRICES = {
    "W_bar = ha_bar x^T": "outer(bar(ha),x)", r"$\bar{W} = \bar{ha} x^{\top}$": "outer(bar(ha),x)", "W_bar = ha_bar @ xᵀ": "outer(bar(ha),x)",
    "W_bar = 2 ha_bar * x.T": "outer(2*bar(ha),x)", "x_bar = W^T ha_bar": "W.T@bar(ha)", r"$\bar x = W^\top \bar{ha}$": "W.T@bar(ha)",
    "ha = W x": "W@x", "y = v^T hs": "v@hs", "k = v hs": "v*hs", "k = v * relu(W x)": "v*relu(W@x)",
    "x_bar = W^T (v * (ha > 0))": "W.T@(v*(ha>0))", "ha_bar = hs_bar * (ha > 0)": "bar(hs)*(ha>0)", "k = 2^3 v hs - 1": "2^3*v*hs-1",
    "ha_bar = hs_bar * 1[ha > 0]": "bar(hs)*(ha>0)", r"$\bar{ha} = \bar{hs} \odot 1_{ha > 0}$": "bar(hs)*(ha>0)",
    "x_bar = W.T @ ha_bar": "W.T@bar(ha)", "W_bar = outer(ha_bar, x)": "outer(bar(ha),x)", "y = k[0] + k[1]": "k[0]+k[1]",
}


@pytest.mark.parametrize("text", MATRICES)
def test_products_of_arrays(text):
    """Are those that the shapes of their operands want."""
    entry, = read_entries(text, ".txt", RELU)
    assert entry.formula == MATRICES[text]


def test_the_key_of_an_exercise():
    """Is read in full: formulas, values, tangents, partials, increments and adjoints, of every sweep."""
    text, at = "h = W @ x; [sum(tanh(h)*h), h[0]]", {"W": np.array([[1.0, 2], [0.5, 1]]), "x": np.array([0.1, 0.2])}
    made = exercise(parse(text), at, "both", ["all"])
    key = "".join(render(made, "key", Options()))
    entries = read_entries(key, ".json", Run(parse(text), at))
    assert len(entries) == len(made.blanks) and all(entry.quantity for entry in entries)
    kinds = Counter(entry.quantity.kind for entry in entries)
    wanted = Counter(blank.kind for blank in made.blanks)
    assert kinds[VALUE] == wanted["values"] + wanted["formulas"]
    assert [kinds[kind] for kind in (TANGENT, ADJOINT, PARTIAL, INCREMENT)] == [
        wanted[kind] for kind in ("tangents", "adjoints", "partials", "increments")
    ]
    assert {entry.quantity.sweep for entry in entries if entry.quantity.kind == ADJOINT} == {"y1", "y2"}


def test_a_seed_without_a_number():
    """Is 1."""
    entries = read_entries("Seed: x\nw2_dot = -1\nseed: a\nw2_dot = -2", ".txt", LOGISTIC)
    assert [entry.quantity.sweep for entry in entries] == ["x", "a"]


def test_names_of_the_writer_s_own_with_formulas():
    """Are the steps that their formulas are, in the lines below, too."""
    entries = read_entries("u = 1 + exp(w2) = 1.1353\nu_bar = -0.7758", ".txt", LOGISTIC)
    assert [entry.quantity[:2] for entry in entries] == [(VALUE, "w4"), (ADJOINT, "w4")]


def test_layouts_without_headings():
    """Names in front of numbers, or above them."""
    assert [entry.stated for entry in read_entries("w3;-2\nw3_bar;-0,105\n", ".csv", LOGISTIC)] == [-2, -0.105]
    assert [entry.stated for entry in read_entries("w1,w2,w3\n-1,-2,0.1353\n", ".csv", LOGISTIC)] == [-1, -2, 0.1353]
    assert [entry.stated for entry in read_entries("w2 -2\nw3 0.1353\n", ".txt", LOGISTIC)] == [-2, 0.1353]
    found = read_entries('{"w3": 0.1353, "x_bar": 0.105, "adjoints": {"w3": -0.7758}}', ".json", LOGISTIC)
    assert [(entry.quantity.kind, entry.quantity.node) for entry in found] == [(VALUE, "w3"), (ADJOINT, "x"), (ADJOINT, "w3")]


@pytest.mark.parametrize(("text", "suffix"), [("", ".txt"), ("hello world", ".md"), ("{", ".json"), ("3", ".json"), ("a\0b = 2", ".txt"), ("foo = 3", ".csv")])
def test_nothing_to_read(text, suffix):
    """Is one message that says what was expected."""
    with pytest.raises(AdtraceError) as caught:
        read_entries(text, suffix, LOGISTIC)
    assert caught.value.message


def test_a_table_beyond_the_limit(monkeypatch):
    """Is refused."""
    monkeypatch.setattr("adtrace.checks.reading.LIMITS", LIMITS._replace(table=10))
    with pytest.raises(LimitError):
        read_entries("w3 = 0.1353352", ".txt", LOGISTIC)


UNITS = ("(", "[", "{", r"\frac{", r"\bar{", "w3 = ", "= ", "; ", "- ", r"\begin{bmatrix}", "&", r"\\", "|", "$", "_", "₃", "w̄", "1,", "1 ",
         "∂/∂", "{}", "'", '"', ", a, ", "w3, ", " ", "\t", "`", "~", "━━━━━━━\n", "seed x = ", "from x: ", r"\color{", "0 -", "\\[", "w3:")


@pytest.mark.parametrize("suffix", [".txt", ".csv", ".md", ".tex", ".json"])
def test_hostile_texts(suffix):
    """End in entries or in one message, and the time grows no faster than the text, about."""
    attacks = [text for record in lines("hostile_inputs.jsonl") for key in ("text", "name", "at") if isinstance(text := record.get(key), str)]
    texts = [form.format(text) for text in attacks for form in ("{}", "w3 = {}", "{} = 2", "node,value\n{},1")]
    texts += [start + unit*2_000 for unit in UNITS for start in ("", "w3 = ", "| node | value |\n|---|---|\n| w3 | ")]
    slowest = 0.0
    for text in texts:
        start = time.process_time()
        try:
            read_entries(text, suffix, LOGISTIC)
        except AdtraceError as error:
            assert error.message
        slowest = max(slowest, time.process_time() - start)
    # A pattern that backtracks takes minutes here.
    assert slowest < 20
