import html
import json
import re
import subprocess
import sys

import pytest
from readers import check_latex, html_elements, read_html, reader

import adtrace
from adtrace.errors import AdtraceError
from adtrace.records import Trace
from adtrace.views import formats, notebook
from adtrace.views.formats import Options

LOGISTIC = ("1/(1+exp(-a*x))", {"x": 2, "a": 1})
LAYER = ("z = W @ x; g = x[0]*2; sum(relu(z)^2)/3*loss_x", {"W": [[1, 2], [3, -4]], "x": [1, 2], "loss_x": 3})
KINDS = {"text/plain", "text/html", "image/svg+xml", "text/latex"}


@pytest.mark.parametrize("mode", ["evaluate", "forward", "reverse"])
@pytest.mark.parametrize(("text", "at"), [LOGISTIC, LAYER, ("[x*y, log(x)]", {"x": -1, "y": 2}), ("x*x", None)])
def test_every_kind_is_well_formed(mode, text, at):
    seed = {"seed": dict(list(at.items())[-1:])} if at and mode == "forward" else {}
    bundle = getattr(adtrace, mode)(text, at, **seed)._repr_mimebundle_()
    assert set(bundle) == KINDS
    for kind, found in bundle.items():
        assert reader(kind)(found + "\n")


def cells(trace, **options):
    """The cells of the table, row by row."""
    page = notebook.display(trace, Options(**options), include={"text/html"})["text/html"]
    return [["".join(cell.itertext()) for cell in row] for row in html_elements(page) if row.tag == "tr"]


def test_the_table_has_every_number_of_the_trace():
    heading, *rows = cells(adtrace.reverse(*LOGISTIC), digits=17)
    assert heading == ["", "node", "value", "used by", "local partial", "adjoint rule", "with numbers", "adjoint"]
    steps = json.loads("".join(formats.by_name("json").render(adtrace.reverse(*LOGISTIC), Options())))["steps"]
    for row, step in zip(rows, reversed(steps), strict=True):
        assert float(row[2]) == step["value"] and float(row[-1]) == pytest.approx(step["adjoint"], rel=1e-15)
    assert rows[3][1] == "w₂ = w₁·x" and rows[3][5] == "w̄₂ = w̄₃·exp(w₂)"


def test_every_use_has_its_line():
    rows = cells(adtrace.reverse("x*x", {"x": 2}))
    assert [row[-1] for row in rows[2:]] == ["2", "2", "4"] and rows[3][3] == "y (2nd)"


def test_only_what_is_asked_for_is_made():
    """A table takes neither the typesetter nor Graphviz."""
    code = (
        "import sys, adtrace; t = adtrace.reverse('x*y', {'x': 2, 'y': 3}); assert 'adtrace.views' not in sys.modules; "
        "found = t._repr_mimebundle_(include={'text/plain', 'text/html'}, exclude={'text/plain'}); assert set(found) == {'text/html'}; "
        "print(*sorted({'numpy', 'IPython', 'graphviz', 'ziamath', 'adtrace.views.latex'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-X", "utf8", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_a_long_trace_is_shortened_and_not_drawn():
    trace = adtrace.reverse("sin(" * 1000 + "x" + ")" * 1000, {"x": 1})
    bundle = trace._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/html"}
    assert len(bundle["text/html"]) < 100_000 and "801 steps lie between" in bundle["text/html"]
    assert "801 steps lie between" in bundle["text/plain"]


def test_a_drawing_that_fails_is_left_out(monkeypatch):
    def refuse(*args, **options):
        raise AdtraceError("no Graphviz")

    monkeypatch.setattr("adtrace.views.drawing.draw", refuse)
    assert set(adtrace.reverse(*LOGISTIC)._repr_mimebundle_()) == KINDS - {"image/svg+xml"}


def test_the_mathematics_is_what_mathjax_knows():
    found = adtrace.reverse(*LAYER)._repr_mimebundle_(include={"text/latex"})["text/latex"]
    assert found.startswith("$$\n\\begin{array}{lrlr}\n") and found.endswith("\\end{array}\n$$")
    assert "rule" not in re.findall(r"\\([a-z]+)", found) and r"\overline{\mathrm{loss\_x}} = \bar{y}" in found
    widths = {line.count("&") - 2 * line.count("bmatrix") for line in found.splitlines() if " & " in line and "bmatrix" not in line}
    assert widths == {3}
    check_latex(found)


def test_colours_follow_the_page():
    page = adtrace.reverse(*LOGISTIC)._repr_mimebundle_(include={"text/html"})["text/html"]
    assert "light-dark(#c2410c,#ff9e64)" in page and '[data-jp-theme-light="false"] .adtrace' in page
    assert "background" not in re.sub("background:none", "", page) and "<script" not in page


def test_names_and_programs_are_escaped():
    trace = adtrace.reverse("x*x # <script>alert(1)</script> &amp; \u202e", {"x": 2})
    page = trace._repr_mimebundle_(include={"text/html"})["text/html"]
    assert "<script>alert(1)</script> &amp; \\u202e" in read_html(page)[0]
    assert html.escape("<script>") in page


def test_options_are_obeyed():
    assert cells(adtrace.reverse(*LOGISTIC), digits=6)[1][2] == "0.880797"
    assert [row[1] for row in cells(adtrace.reverse(*LOGISTIC), only=("w2",))[1:]] == ["w₂ = w₁·x"]
    assert cells(adtrace.reverse(*LOGISTIC), lang="fr")[0][1:3] == ["nœud", "valeur"]
    with pytest.raises(AdtraceError):
        notebook.display(adtrace.reverse(*LOGISTIC), Options(only=("nothing",)))


def test_records_know_of_no_views():
    trace = adtrace.evaluate("x", {"x": 1})
    assert isinstance(trace, Trace) and adtrace.display(trace, exclude=KINDS) == {}
