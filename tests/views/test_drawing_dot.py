import pygraphviz
import pytest
from test_drawing import HOSTILE, hostile

import adtrace
from adtrace.views.formats import Options, by_name
from adtrace.views.formats.dot import render

LOGISTIC, POINT = "1/(1+exp(-a*x))", {"x": 2, "a": 1}


def labels(source: str) -> tuple[list[str], list[str]]:
    graph = pygraphviz.AGraph(string=source)
    return (
        [graph.get_node(f"n{number}").attr["label"] for number in range(graph.number_of_nodes())],
        [edge.attr["label"] for edge in graph.edges()],
    )


def test_nodes_and_edges_carry_formulas_and_numbers() -> None:
    forward, reverse = adtrace.forward(LOGISTIC, POINT, wrt="x"), adtrace.reverse(LOGISTIC, POINT)
    nodes, edges = labels(render(reverse, Options(beside=forward)))
    assert nodes[0] == r"x\nx = 2\nẋ = 1\nx̄ = 0.1050"
    assert nodes[-1] == r"y = 1/w₄\ny = 0.8808\nẏ = 0.1050\nȳ = 1"
    assert sorted(edges) == sorted(["-1", r"x\n2", r"w₁\n-1", r"exp(w₂)\n0.1353", "1", r"-1/w₄²\n-0.7758"])


def test_ascii_readers_get_ascii() -> None:
    assert render(adtrace.reverse(LOGISTIC, POINT), Options(unicode=False)).isascii()


def test_a_graph_in_symbols_has_formulas_only() -> None:
    nodes, edges = labels(render(adtrace.reverse(LOGISTIC), Options()))
    assert nodes[-1] == "y = 1/w₄" and "-1/w₄²" in edges


@pytest.mark.parametrize("name", [*HOSTILE, "<b>x</b>", "<>"])
def test_a_name_is_never_an_escape_or_html(name: str) -> None:
    source = render(hostile(name), Options())
    graph = pygraphviz.AGraph(string=source)
    first = graph.get_node("n0").attr["label"]
    assert not (first.startswith("<") and first.endswith(">"))
    assert graph.number_of_nodes() == 2 and graph.number_of_edges() == 2
    svg = graph.draw(format="svg", prog="dot").decode()
    assert "<script>" not in svg and "<b>" not in svg


def test_the_formats_are_found_by_name() -> None:
    reverse = adtrace.reverse(LOGISTIC, POINT)
    assert by_name("dot").suffixes == (".dot", ".gv")
    svg = by_name("svg").render(reverse, Options())
    assert isinstance(svg, str) and svg.startswith("<svg ") and svg.endswith("</svg>\n")
