import json

import pytest
from readers import mermaid_label, mermaid_statements, read_mermaid

import adtrace
from adtrace.views import formats
from adtrace.views.formats import Options
from adtrace.views.formats.mermaid import label

LOGISTIC = ("1/(1+exp(-a*x))", {"x": 2, "a": 1})


def rendered(trace, **options):
    return "".join(formats.by_name("mermaid").render(trace, Options(**options)))


def both(text, at):
    return adtrace.reverse(text, at), adtrace.forward(text, at)


def test_nodes_edges_and_local_partials():
    reverse, forward = both(*LOGISTIC)
    found = mermaid_statements(rendered(reverse, beside=forward))
    nodes = {parts[0]: mermaid_label(parts[2]) for kind, parts in found if kind == "node"}
    edges = {(parts[0], parts[2]): mermaid_label(parts[1]) for kind, parts in found if kind == "edge"}
    assert nodes["0"] == "x = 2\nẋ = 1\nx̄ = 0.1050"
    assert nodes["4"] == "w₃ = exp(w₂)\nw₃ = 0.1353\nẇ₃ = -0.1353\nw̄₃ = -0.7758"
    assert edges == {
        ("1", "2"): "-1", ("2", "3"): "x\n2", ("0", "3"): "w₁\n-1", ("3", "4"): "exp(w₂)\n0.1353", ("4", "5"): "1",
        ("5", "6"): "-1/w₄²\n-0.7758",
    }


@pytest.mark.parametrize(("text", "at"), [LOGISTIC, ("x*x + sin(x)", {"x": 1}), ("sum(tanh(W @ x))", {"W": [[1, 2]], "x": [3, 4]})])
def test_every_edge_is_an_increment_of_the_json_trace(text, at):
    trace = adtrace.reverse(text, at)
    steps = json.loads("".join(formats.by_name("json").render(trace, Options())))["steps"]
    names = [step["name"] for step in steps]
    found = mermaid_statements(rendered(trace))
    edges = sorted((names[int(parts[0])], names[int(parts[2])]) for kind, parts in found if kind == "edge")
    assert edges == sorted((step["name"], one["consumer"]) for step in steps for one in step["increments"])


def test_modes_scheme_and_symbols():
    reverse, forward = both(*LOGISTIC)
    assert "ẋ" not in rendered(reverse) and "x̄" not in rendered(forward, beside=reverse)
    assert "#45;1/w₄²" in rendered(forward, beside=reverse)
    assert "fill:#e7f6f0" in rendered(reverse) and "fill:#10291f" in rendered(reverse, scheme="dark")
    assert 'n1("x"):::input' in rendered(adtrace.reverse(LOGISTIC[0]))
    ascii_only = rendered(reverse, unicode=False)
    assert ascii_only.isascii() and "w3#95;bar" in ascii_only


def test_edges_without_a_derivative_are_dotted():
    assert rendered(adtrace.reverse("g = x*2; x*y", {"x": 1, "y": 2})).count("-.->") == 1


def test_matrices_stand_on_one_line():
    found = read_mermaid(rendered(adtrace.evaluate("sum(W)", {"W": [[1, 2], [3, 4]]})))
    assert "W = [1  2; 3  4]" in found


def test_labels_round_trip():
    for text in ('"', "<b>", "&lt;", "#35;", "a_b*c", "`md`", "- item", "+ item", "1. item", "%%", "{}|;\\", "end"):
        assert mermaid_label(label([text, text])) == f"{text}\n{text}"


def test_many_edges_say_so():
    assert "  %% 599 edges: Mermaid draws more than 500" in rendered(adtrace.evaluate("sin(" * 599 + "x" + ")" * 599, {"x": 1}))
