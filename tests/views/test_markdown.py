import re

import pytest
from readers import html_elements, markdown_formulas, read_markdown

import adtrace
from adtrace.errors import AdtraceError
from adtrace.views import formats
from adtrace.views.formats import Options
from adtrace.views.github import code, math, plain, program

LOGISTIC = ("1/(1+exp(-a*x))", {"x": 2, "a": 1})
LAYER = ("z = W @ x_in; sum(relu(z)^2)/3*abs(β_1)", {"W": [[1, 2], [3, -4]], "x_in": [1, 2], "β_1": 0})
PROGRAMS = [
    LOGISTIC, ("x1*x2 + sin(x1)", {"x1": 2, "x2": 3}), LAYER, ("[x*y, x + y]", {"x": 2e-9, "y": -3e8}), ("x*x", None),
    ("log_softmax(v)[0] + max(v)", {"v": [1, 2, 3]}), ("where(x < y, x, -y)*(x >= y)", {"x": 1, "y": 2}), ("3", {}),
]


def rendered(trace, **options):
    return "".join(formats.by_name("markdown").render(trace, Options(**options)))


def tables(text):
    """The cells of every table, as GitHub's parser reads them."""
    cmarkgfm = pytest.importorskip("cmarkgfm")
    found = []
    for element in html_elements(cmarkgfm.github_flavored_markdown_to_html(text)):
        if element.tag == "table":
            found.append([])
        elif element.tag == "tr":
            found[-1].append(["".join(cell.itertext()) for cell in element])
    return found


@pytest.mark.parametrize("mode", ["evaluate", "forward", "reverse"])
@pytest.mark.parametrize(("text", "at"), PROGRAMS)
def test_markdown_leaves_the_mathematics_alone(mode, text, at):
    """What lies between dollar signs reaches the page as it was written, although Markdown is read first."""
    page = rendered(getattr(adtrace, mode)(text, at))
    read = "\n".join(read_markdown(page))
    formulas = markdown_formulas(page)
    assert len(formulas) >= 1
    for formula in formulas:
        assert formula in read and "|" not in formula and r"\operatorname" not in formula
        assert formula == formula.strip() and not set("<>*") & set(formula)
    written = re.findall(r"\$`?(.*?)`?\$", page)
    assert [part for part in written if part] == formulas
    for table in tables(page):
        assert len({len(row) for row in table}) == 1 and len(table) > 1


def test_the_numbers_and_rules_of_a_reverse_sweep():
    (rows,) = tables(rendered(adtrace.reverse(*LOGISTIC)))
    assert rows[0] == ["", "node", "value", "used by", "local partial", "adjoint rule", "with numbers", "adjoint"]
    assert rows[1] == ["5", "$y = 1/w_ {4}$", "0.8808", "", "", r"$\bar{y}$ (seed)", "", "1"]
    assert rows[4][0] == "2" and rows[4][5:] == [r"$\bar{w}_ {2} = \bar{w}_ {3} \cdot e^{w_ {2}}$", r"$-0.7758 \cdot 0.1353$", "-0.1050"]
    assert [row[1] for row in rows[6:]] == ["$a$", "$x$"] and [row[-1] for row in rows[6:]] == ["0.2100", "0.1050"]


def test_every_use_and_the_sum():
    (rows,) = tables(rendered(adtrace.reverse("x*x", {"x": 2})))
    assert [row[3] for row in rows[2:]] == ["$y$ (1st)", "$y$ (2nd)", ""]
    assert [row[5] for row in rows[2:]] == [r"$\bar{y} \cdot x$", r"$+ \bar{y} \cdot x$", r"$= \bar{x}$ sum over 2 uses"]
    assert [row[-1] for row in rows[2:]] == ["2", "2", "4"]


def test_one_table_for_each_sweep_with_its_seed():
    page = rendered(adtrace.forward("x1*x2 + sin(x1)", {"x1": 2, "x2": 3}))
    assert len(tables(page)) == 2
    assert r"Seed $\dot{x}_ {1} = 1$, $\dot{x}_ {2} = 0$, so every tangent is $\partial \text{node}/\partial x_ {1}$" in page
    assert page.startswith("### Forward mode\n\n`x1*x2 + sin(x1)` at $x_ {1} = 2$, $x_ {2} = 3$\n")
    assert page.endswith(r"$\partial y/\partial x_ {1} = 2.583853$, $\partial y/\partial x_ {2} = 2$" + "\n")


def test_warnings_are_notes_and_programs_are_blocks():
    page = rendered(adtrace.reverse("u = abs(t)\nu*3 # ``` <b>", {"t": 0}))
    assert "\n````\nu = abs(t)\nu*3 # ``` <b>\n````\n" in page
    assert "\n> [!WARNING]\n> **kink** u = abs(t) has a kink at t = 0" in page and r"\[-1, 1\]" in page


def test_a_long_table_comes_in_pieces():
    trace = adtrace.reverse("sin(" * 1000 + "x" + ")" * 1000, {"x": 1})
    assert "801 steps lie between" in rendered(trace)
    whole = rendered(trace, all=True)
    assert whole.count("\n| ") == 1003
    pieces = formats.by_name("markdown").render(trace, Options(all=True))
    assert max(map(len, pieces)) < 5000
    with pytest.raises(AdtraceError):
        formats.by_name("markdown").render(trace, Options(only=("nothing",)))


def test_other_languages():
    page = rendered(adtrace.reverse("x*x", {"x": 2}), lang="fr")
    assert page.startswith("### Mode inverse\n\n`x*x` en $x = 2$\n") and "| règle de la dérivée adjointe |" in page
    with pytest.raises(AdtraceError):
        rendered(adtrace.evaluate("x"), lang="xx")


@pytest.mark.parametrize(("latex", "written"), [
    ("", ""), ("x", "$x$"), (r"\bar{w}_{1}", r"$\bar{w}_ {1}$"), (r"W\,x", r"$W\thinspace x$"),
    (r"\left|x\right|", r"$\left\vert x\right\vert$"), (r"a < b", r"$a \lt b$"), (r"1 \\ 2", r"$1 \cr 2$"),
    (r"\operatorname{sign}(x)", r"$\mathop{\mathrm{sign}}(x)$"), (r"\mathrm{a\_b}", r"$`\mathrm{a\_b}`$"),
    ("x[0](y)", "$x[0] (y)$"),
])
def test_formulas(latex, written):
    assert math(latex) == written


@pytest.mark.parametrize("text", ["x*y", "`", "``a`", " a ", "a|b", "<b>", "\\", "a_b_c", "$x$", "[a](b)", "&amp;", "~~a~~", "#1"])
def test_text_and_code_mean_themselves(text):
    for page in (plain(f"begin {text} end"), f"begin {code(text)} end"):
        assert [read.strip() for read in read_markdown(page + "\n")] == [f"begin {text} end"] or text == " a "
    (block,) = read_markdown(program([text]))
    assert block == text + "\n"
