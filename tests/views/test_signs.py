"""The signs of warnings in tables and drawings, and the sentences that say how a mishap spread."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from itertools import pairwise

import pytest

import adtrace
from adtrace.records import OF_ADJOINT, OF_VALUE, Origin, Warning, merged
from adtrace.views import formats
from adtrace.views.notebook.table import html_table
from adtrace.views.palette import COLOURS
from adtrace.views.signs import BORN, SPREAD, WARNED, Signs, signs_of
from adtrace.views.spreading import chains, sentence, spread_lines

STORY, POINT = "1/(1+exp(-a*x))", {"x": -1000, "a": 1}


@pytest.fixture(scope="module")
def story():
    return adtrace.reverse(STORY, POINT)


def written(trace, name, **options):
    found = formats.by_name(name).render(trace, formats.Options(**options))
    return found if isinstance(found, str) else "".join(found)


def line_with(text, part):
    return next(line for line in text.splitlines() if part in line)


# Marks


def test_where_it_was_born_and_where_it_merely_arrived(story):
    signs = signs_of(story, story.sweeps[0])
    assert signs.values == {"w3": BORN, "w4": SPREAD, "y": SPREAD}
    assert signs.derivatives == {
        "w4": SPREAD, "w3": SPREAD, "w2": BORN, "w1": SPREAD, "x": SPREAD, "a": SPREAD,
    }
    assert signs.warned == {"w3"}
    assert signs.links["w3", "w2"] == BORN
    assert signs.links["w2", "x"] == SPREAD
    assert [signs.card(name) for name in ("w3", "w2", "w1", "nobody")] == [BORN, BORN, SPREAD, ""]


def test_a_convention_marks_its_step_and_no_number():
    trace = adtrace.reverse("abs(x)*y", {"x": 0, "y": 2})
    signs = signs_of(trace, trace.sweeps[0])
    assert signs.card("w1") == WARNED
    assert not signs.values
    assert not signs.derivatives
    assert [sign for sign, _ in signs.legend()] == ["!"]


def test_only_its_own_sweep_is_marked():
    trace = adtrace.forward("exp(x)*y", {"x": 1000, "y": 1})
    marks = [signs_of(trace, sweep).derivatives for sweep in trace.sweeps]
    assert marks == [{"w1": SPREAD, "out": SPREAD}, {"out": SPREAD}]


def test_beyond_a_path_that_was_cut_what_is_not_finite_is_marked():
    origin = Origin(OF_VALUE, "a", "inf", "exp(x)", (), path=("a", "b"), more=3)
    signs = Signs([Warning("overflow", "a", "", origins=(origin,))])
    assert signs.value("z", float("inf")) == SPREAD
    assert signs.value("z", 2.0) == ""


def test_any_warning_that_names_a_step_is_marked(story):
    """Warnings of others, such as of cancellation, need no more than the step's name."""
    trace = adtrace.reverse("x*y", {"x": 2, "y": 3})
    trace = trace._replace(warnings=(Warning("cancellation", "x", "9 digits are lost"),))
    assert re.search(r"^ *! +x +2 ", written(trace, "ascii"), re.MULTILINE)
    assert "! cancellation" in written(trace, "dot")


# Tables


@pytest.mark.parametrize(
    ("name", "step", "born", "arrived"),
    [
        ("table", "3!   w₃ = exp(w₂)     inf !", "nan !", "nan ~"),
        ("ascii", "3!   w3 = exp(w2)     inf !", "nan !", "nan ~"),
        ("text", "(3!)  w3 = exp(w2) = inf !", "w2_bar = w3_bar*exp(w2) = 0*inf = nan !", "= nan*(-1) = nan ~"),
        ("markdown", "| 3! |", "**nan** !", r"**nan** \~"),
        ("latex", r"3\rlap{\,!}", r"$\mathrm{nan}$\rlap{\,!}", r"$\mathrm{nan}$\rlap{\,$\sim$}"),
    ],
)
def test_tables_mark_steps_and_numbers(story, name, step, born, arrived):
    text = written(story, name)
    for part in (step, born, arrived):
        assert part in text
    words = re.sub(r"\{([,:])\}", r"\1", " ".join(text.split()))
    assert "named by a warning, or born here" in words
    assert "it spread to here" in words
    assert re.search(r"nan is born in the adjoint of w2: w2 \S{1,20} x, w2", words)


@pytest.mark.parametrize("width", [40, 60, 80, 120])
@pytest.mark.parametrize("name", ["table", "ascii"])
def test_every_layout_has_the_signs(story, name, width):
    text = written(story, name, width=width)
    assert re.search(r" 3! +w", text)
    assert text.count("nan !") == 1
    assert text.count("nan ~") == 3
    assert max(map(len, text.split("warning[")[0].splitlines())) <= max(width, 40) + 1


def test_tables_without_warnings_have_no_signs():
    text = written(adtrace.reverse(STORY, {"x": 2, "a": 1}), "ascii")
    assert "!" not in text
    assert "~" not in text


def test_a_long_table_has_the_signs():
    program = "\n".join(["a0 = exp(x)", *(f"a{i} = a{i - 1} + 1" for i in range(1, 450)), "a449"])
    text = written(adtrace.reverse(program, {"x": 1000}), "table", all=True)
    assert re.search(r"^ +1! +inf! +1", text, re.MULTILINE)
    assert re.search(r"^ +200 +inf~ +1", text, re.MULTILINE)
    assert "a0 → a1 → a2 → (445 more) → a448 → a449" in text


def test_csv_tells_born_from_spread(story):
    lines = written(story, "csv").splitlines()
    assert lines[0].endswith(",warnings,value_mishap,derivative_mishap")
    assert line_with("\n".join(lines), ",w3,step").endswith(",overflow indeterminate,born,spread")
    assert line_with("\n".join(lines), ",w2,step").endswith(",,,born")
    assert line_with("\n".join(lines), ",x,input").endswith(",,,spread")


def test_json_has_the_origins(story):
    found = json.loads(written(story, "json"))["warnings"]
    (adjoint,) = found[1]["origins"]
    assert adjoint == {
        "of": "adjoint", "sweep": "y", "node": "w2", "result": "nan", "rule": "w3_bar*exp(w2)",
        "operands": {"w3_bar": -0.0, "exp(w2)": "inf"}, "place": [], "path": ["w2", "x", "w1", "a"],
        "links": [["w3", "w2"], ["w2", "x"], ["w2", "w1"], ["w1", "a"]], "more": 0, "poisoned": ["x", "a"],
        "small": [], "followed": True,
    }
    assert [one["of"] for one in found[0]["origins"]] == ["value", "adjoint"]


def test_a_notebook_has_the_signs(story):
    text = html_table(story, formats.Options())
    assert '<b class="sign">!</b>' in text
    assert '<b class="sign">~</b>' in text


def test_a_page_has_the_signs():
    text = written(adtrace.reverse(STORY, POINT), "html")
    assert re.search(r'<span class="sign" title="named by a warning, or born here[^"]*">!</span>', text)
    assert '<span class="sign" title="it spread to here">~</span>' in text
    assert "\\x0a" not in text


def test_it_is_said_in_french(story):
    text = " ".join(written(story, "table", lang="fr").split())
    assert "nan naît dans l’adjointe de w2" in text
    assert "le gradient en x et a est contaminé" in text
    assert "~ propagé jusqu’ici" in text


# What looked like false equations


def test_a_slope_of_what_is_undefined_is_explained():
    text = written(adtrace.reverse("log(x) + y", {"x": -1, "y": 2}), "ascii", width=120)
    assert re.search(r"out_bar\*1 \(out is nan\) +1\*nan", text)
    text = written(adtrace.forward("log(x) + y", {"x": -1, "y": 2}, wrt=["y"]), "ascii", width=120)
    assert re.search(r"dout = dy \(out is nan\) +nan ~", text)


def test_a_branch_that_was_not_taken_is_no_product_with_nan():
    text = written(adtrace.reverse("log(max(x, y) - 3)", {"x": 1, "y": 2}), "ascii", width=120)
    assert "nan*0" not in text
    assert "(not taken)" in line_with(text, "w1_bar*((x > y)")


# Drawings


def test_a_drawing_marks_cards_and_edges_and_says_the_warnings(story):
    tree = ElementTree.fromstring(written(story, "svg"))
    space = {"s": "http://www.w3.org/2000/svg"}
    error = COLOURS["error"][0]
    cards = {group.get("data-step"): group for group in tree.iterfind(".//s:g[@data-step]", space)}

    def rims(name):
        return [(path.get("stroke-width"), path.get("stroke-dasharray"))
                for path in cards[name].iterfind("s:path", space) if path.get("stroke") == error]

    assert rims("w3") == rims("w2") == [("2.8", None), ("1.3", None)]  # a heavy rim, and the badge
    assert rims("w1") == rims("y") == [("1.4", "4 3")]
    edges = {(group.get("data-tail"), group.get("data-head")): group for group in tree.iterfind(".//s:g[@data-tail]", space)}
    assert all(group.find("s:path", space).get("stroke") == error for group in edges.values())
    assert "overflow: w3 = exp(w2) is larger than float64 can hold" in tree.get("aria-label")
    title = cards["w3"].find("s:title", space).text
    assert title.endswith("warning: overflow, indeterminate; w₃ was born here; it spread to w̄₃")


def test_a_drawing_without_warnings_is_as_ever():
    text = written(adtrace.reverse(STORY, {"x": 2, "a": 1}), "svg")
    assert COLOURS["error"][0] not in text


def test_an_edge_that_nothing_spread_along_is_not_marked():
    trace = adtrace.reverse("exp(x) + y", {"x": 1000, "y": 1})
    text = written(trace, "dot")
    assert re.search(r"n0 -> n2 .*penwidth", text)
    assert not re.search(r"n1 -> n3 .*penwidth", text)


@pytest.mark.parametrize("name", ["tikz", "mermaid", "dot", "animated"])
def test_every_drawing_says_the_warnings(story, name):
    text = written(story, name)
    assert "float64 can hold" in text.replace("{", "").replace("}", "")
    assert {"tikz": "adtrace-error", "mermaid": "class n4 born", "dot": "penwidth=3", "animated": COLOURS["error"][0]}[
        name
    ] in text


def test_a_mermaid_chart_tells_born_from_spread(story):
    text = written(story, "mermaid")
    assert "class n3 born" in text
    assert "class n2 spread" in text
    assert "linkStyle 0,1,2,3,4,5 stroke:" in text
    assert "w₃ = inf !<br/>w̄₃ = 0 #126;<br/>! overflow, indeterminate" in text


# Sentences


def chain_texts(links, path):
    return ["-".join(chain) for chain in chains(Origin(OF_ADJOINT, path[0], "nan", "", (), path=path, links=links))]


def test_every_link_is_in_one_chain():
    assert chain_texts((("a", "b"), ("b", "c"), ("b", "d"), ("d", "e")), tuple("abcde")) == ["a-b-c", "b-d-e"]
    assert chain_texts((("a", "c"), ("b", "c")), tuple("abc")) == ["a-c", "b-c"]
    assert chain_texts((), ("a",)) == ["a"]
    assert chain_texts((("out", "a"),), ("a",)) == ["a"]


def test_a_sentence_is_bounded():
    path = tuple(f"w{place}" for place in range(500))
    links = tuple(pairwise(path))
    origin = Origin(OF_VALUE, "w0", "inf", "exp(x)", (), path=path, links=links, more=7, poisoned=path[-20:])
    text = sentence(origin, unicode=False)
    assert text.startswith("inf is born in w0: w0 -> w1 -> w2 -> (495 more) -> w498 -> w499, and 7 more steps; ")
    assert text.endswith("w487 and 12 more are poisoned")
    warning = Warning("overflow", "w0", "", origins=tuple(origin._replace(result=str(one)) for one in range(10)))
    found = list(spread_lines(warning, adtrace.evaluate("x", {"x": 1})))
    assert len(found) == 5
    assert found[-1] == "and in 6 more sweeps"


def test_warnings_of_several_traces_are_said_once():
    traces = [adtrace.forward(STORY, POINT, wrt=["x"]), adtrace.reverse(STORY, POINT)]
    found = merged(warning for trace in traces for warning in trace.warnings)
    (overflow,) = [warning for warning in found if warning.code == "overflow"]
    assert [origin.of for origin in overflow.origins] == ["value", "tangent", "adjoint"]


# Names are data


@pytest.mark.parametrize("name", ["table", "ascii", "text", "markdown", "latex", "csv", "json", "svg", "tikz", "mermaid", "dot"])
def test_hostile_labels_are_data(name):
    bad = "a<script>$\\input{x}|`\x1b[31m\u202e"
    origin = Origin(OF_ADJOINT, bad, "nan", bad, ((bad, 1.0),), path=(bad, "x"), links=((bad, "x"),), poisoned=(bad,))
    trace = adtrace.reverse("x*y", {"x": 2, "y": 3})
    trace = trace._replace(warnings=(Warning("domain", bad, f"{bad} is undefined", origins=(origin,)),))
    text = written(trace, name)
    assert "\x1b" not in text
    assert "\u202e" not in text
    if name in ("svg", "markdown", "mermaid"):
        assert "<script>" not in text
    if name in ("latex", "tikz"):
        assert "\\input{x}" not in text
    if name == "svg":
        ElementTree.fromstring(text)


def test_the_card_of_the_moment_has_its_frame_though_it_is_poisoned(story):
    """The stage colours the frame by what it is: a child of the step that is not filled."""
    drawing = ElementTree.fromstring(re.search(r"<svg[^>]*class=\"drawing.*?</svg>", written(story, "html"), re.S)[0])
    cards = [one for one in drawing.iter() if one.get("data-part") == "card"]
    frames = [[part for part in step if part.get("fill") == "none"] for card in cards for step in card]
    assert len(cards) == 7
    assert all(len(found) == 1 and found[0].get("stroke-width") for found in frames)
    assert ".now [data-step] > [fill=none] { stroke: var(--hot)" in written(story, "html")
