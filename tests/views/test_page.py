"""The page as text: complete, inert but for its own script, and true to the trace; read by a real HTML parser."""

import base64
import hashlib
import re

import html5lib
import pytest
from hostile_names import NAMES, WORSE, renamed

import adtrace
from adtrace.errors import AdtraceError, LimitError
from adtrace.records import Trace
from adtrace.views import formats
from adtrace.views.layout import visible
from adtrace.views.page import document
from adtrace.views.page.document import LIMITS
from adtrace.views.page.markup import Markup, element, joined
from adtrace.views.page.whole import asset

HTML, SVG, XLINK = "{http://www.w3.org/1999/xhtml}", "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}"
LOGISTIC, POINT = "1/(1+exp(-a*x))", {"x": 2, "a": 1}
NETWORK = "h = sigmoid(W @ x + b); loss = mse(v @ h, t)"
WEIGHTS = {"W": [[0.1, 0.8], [0.4, 0.6]], "b": [0.1, 0.1], "x": [1, 1], "v": [[0.3, 0.9]], "t": [0.5]}
TEN = "sin(x*y)*exp(-x/y) + log(1 + x^2) - y*y"


def page(text, at, mode="both", **options):
    forward = adtrace.forward(text, at, wrt=next(iter(adtrace.reverse(text, at).inputs)))
    trace = forward if mode == "forward" else adtrace.reverse(text, at)
    beside = forward if mode == "both" else None
    return rendered(trace, beside=beside, **options)


def rendered(trace, **options):
    return formats.by_name("html").render(trace, formats.Options(**options))


def parsed(text):
    """The tree; any mistake in the markup raises."""
    return html5lib.HTMLParser(strict=True).parse(text)


def classed(tree, name):
    return [node for node in tree.iter() if isinstance(node.tag, str) and name in node.get("class", "").split()]


def words(node):
    return "".join(node.itertext())


def inert(tree):
    """Nothing in the page acts or loads but its one script and its one style."""
    scripts, styles = list(tree.iter(f"{HTML}script")), list(tree.iter(f"{HTML}style"))
    assert [words(script) for script in scripts] == [asset("stepping.js")] and len(styles) == 1
    for node in tree.iter():
        if not isinstance(node.tag, str):
            raise AssertionError("a comment")
        assert node.tag.rpartition("}")[2] not in {"img", "iframe", "object", "embed", "link", "base", "form", "a", "image"}
        for key, value in node.attrib.items():
            assert not key.lower().startswith("on") and key not in ("src", "style", "srcdoc", "action"), (key, value)
            if key in ("href", f"{XLINK}href"):
                assert re.fullmatch(r"#[gpb][0-9]+", value)


@pytest.mark.parametrize("mode", ["both", "forward", "reverse"])
@pytest.mark.parametrize("text, at", [(LOGISTIC, POINT), (NETWORK, WEIGHTS), (LOGISTIC, None), ("x*x", {"x": 3})])
def test_a_page_is_well_formed_and_inert(text, at, mode):
    tree = parsed(page(text, at, mode))
    inert(tree)
    ids = [node.get("id") for node in tree.iter() if isinstance(node.tag, str) and node.get("id")]
    assert len(ids) == len(set(ids))
    used = {value[1:] for node in tree.iter() for key, value in node.attrib.items() if key.endswith("href")}
    assert used and used <= set(ids)


def test_a_page_names_its_script_and_style_in_its_policy():
    tree = parsed(page(LOGISTIC, POINT))
    policy, = (node.get("content") for node in tree.iter(f"{HTML}meta") if node.get("http-equiv") == "Content-Security-Policy")
    rules = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    for kind, tag in (("script-src", "script"), ("style-src", "style")):
        digest = hashlib.sha256(words(next(tree.iter(HTML + tag))).encode()).digest()
        assert rules[kind] == f"'sha256-{base64.b64encode(digest).decode()}'"
    head = list(next(tree.iter(f"{HTML}head")))
    assert [node.tag.removeprefix(HTML) for node in head[:2]] == ["meta", "meta"], "the policy stands before what it governs"


def test_the_script_and_the_style_hold_no_data_and_are_ascii():
    for name in ("stepping.js", "stepping.css"):
        assert asset(name).isascii() and not re.search("</|<!--|]]>", asset(name))


@pytest.mark.parametrize("text, at", [(LOGISTIC, POINT), (TEN, {"x": 1.5, "y": 2}), (NETWORK, WEIGHTS)])
def test_a_page_is_small(text, at):
    assert len(adtrace.reverse(text, at).steps) <= 15
    assert len(page(text, at).encode()) < 300_000


@pytest.mark.parametrize("name", NAMES[::2] + WORSE)
def test_names_are_data(name):
    text = "z = sin(qqq); z*qqq"
    reverse, forward = (renamed(run(text, {"qqq": 2}), "qqq", name) for run in (adtrace.reverse, adtrace.forward))
    assert isinstance(reverse, Trace) and list(reverse.inputs) == [name]
    found = rendered(reverse, beside=forward)
    tree = parsed(found)
    inert(tree)
    nodes = {node.get("data-node") for node in classed(tree, "frame")}
    assert visible(name) in nodes and len(nodes) == 3
    code, = tree.iter(f"{HTML}code")
    assert words(code) == "\n".join(map(visible, [line for line in reverse.expression.split("\n") if line.strip()]))


def test_text_is_escaped_once():
    assert element("b", "<i>", element("i", "&"), title='"', hidden=False, data_at=None) == '<b title="&quot;">&lt;i&gt;<i>&amp;</i></b>'
    assert joined("<", Markup("<br>")) == "&lt;<br>" and element("meta", charset="utf-8") == '<meta charset="utf-8">'


def frames(tree):
    return [(node.get("data-phase"), node.get("data-node")) for node in classed(tree, "frame")]


def test_the_sweeps_follow_one_another():
    names = ["x", "a", "w1", "w2", "w3", "w4", "y"]
    both = [("forward", name) for name in names] + [("reverse", name) for name in reversed(names)]
    assert frames(parsed(page(LOGISTIC, POINT))) == both
    assert frames(parsed(page(LOGISTIC, POINT, "forward"))) == both[:7]
    assert sorted(frames(parsed(page(LOGISTIC, None, "reverse")))) == sorted(both)
    assert frames(parsed(rendered(adtrace.evaluate(LOGISTIC, POINT)))) == both[:7]


def test_every_use_of_a_node_arrives_by_itself():
    tree = parsed(page("x*x + x", {"x": 3}))
    assert [name for phase, name in frames(tree) if phase == "reverse"] == ["y", "w1", "x", "x", "x"]
    last = [[words(line) for line in node.iter(f"{HTML}p")] for node in classed(tree, "frame")[-3:]]
    assert [lines[1:] for lines in last] == [
        ["increment 1 / 3, from y: ȳ·1 = 1·1 = 1"],
        ["increment 2 / 3, from w₁: w̄₁·x = 1·3 = 3", "running sum: x̄ = 1 + 3 = 4"],
        ["increment 3 / 3, from w₁: w̄₁·x = 1·3 = 3", "running sum: x̄ = 4 + 3 = 7"],
    ]


def test_a_node_is_explained_by_the_sum_over_its_uses():
    tree = parsed(page("x*x + x", {"x": 3}))
    asked = {node.get("data-node"): [words(line) for line in node.iter(f"{HTML}p")] for node in classed(tree, "explanation")}
    assert asked["x"] == [
        "x = 3", "ẋ = 1 (seed)", "used by y, w₁, w₁", "x̄ = ȳ·∂y/∂x + w̄₁·∂w₁/∂x = ȳ·1 + w̄₁·x + w̄₁·x", "1·1 + 1·3 + 1·3 = 7",
    ]
    assert asked["w1"][2] == "chain rule: ẇ₁ = ∂w₁/∂x·ẋ"


def test_without_a_point_there_are_rules_and_no_numbers():
    tree = parsed(page("x*x + x", None))
    last = [words(line) for line in classed(tree, "frame")[-1].iter(f"{HTML}p")]
    assert last[1:] == ["increment 3 / 3, from w₁: w̄₁·x"]
    asked = {node.get("data-node"): [words(line) for line in node.iter(f"{HTML}p")] for node in classed(tree, "explanation")}
    assert asked["x"][2:] == ["used by y, w₁, w₁", "x̄ = ȳ·∂y/∂x + w̄₁·∂w₁/∂x = ȳ·1 + w̄₁·x + w̄₁·x"]
    assert not classed(tree, "results")


def test_rules_of_arrays_are_worked_in_numbers():
    tree = parsed(page("sum(W @ x)", {"W": [[1, 2], [3, 4]], "x": [5, 6]}, "reverse"))
    shown = {node.get("data-node"): words(node.findall(f"{HTML}p")[-1]) for node in classed(tree, "frame")}
    assert shown["x"] == "x̄ = Wᵀ w̄₁ = [[1, 3], [2, 4]] [[1], [1]] = [4, 6]"
    assert shown["W"] == "W̄ = w̄₁ xᵀ = [[1], [1]] [5, 6] = [[5, 6], [5, 6]]"


def test_several_sweeps_are_several_steppers():
    tree = parsed(rendered(adtrace.reverse("[x*y, x + y]", {"x": 2, "y": 3})))
    assert len(classed(tree, "stepper")) == 2 and len(classed(tree, "slider")) == 2
    inert(tree)


def test_warnings_are_told():
    tree = parsed(page("log(x) + abs(y)", {"x": -1, "y": 0}, "reverse"))
    told, = classed(tree, "warnings")
    assert "warning[domain]" in words(told) and "warning[kink]" in words(told)


def test_a_program_without_inputs_has_its_value():
    for run in (adtrace.forward, adtrace.reverse, adtrace.evaluate):
        assert "7" in words(parsed(rendered(run("3 + 4", {}))))


def test_a_long_trace_has_tables_only(monkeypatch):
    monkeypatch.setattr(document, "LIMITS", LIMITS._replace(stepped=13))
    tree = parsed(page(LOGISTIC, POINT))
    assert not classed(tree, "drawing") and not classed(tree, "slider") and not list(tree.iter(f"{HTML}script"))
    assert words(classed(tree, "remark")[0]) == "too long to be drawn and stepped through: the tables only"
    assert len(list(tree.iter(f"{HTML}tr"))) == 2 * 8
    monkeypatch.setattr(document, "LIMITS", LIMITS._replace(stepped=14))
    assert classed(parsed(page(LOGISTIC, POINT)), "drawing")


def test_a_very_long_trace_is_refused():
    chain = "x" + "+sin(x)" * 600
    with pytest.raises(LimitError, match="a page of 1201 steps is too large"):
        page(chain, {"x": 1}, "reverse")
    tree = parsed(page(chain, {"x": 1}, "reverse", last=3))
    assert not frames(tree) and len(list(tree.iter(f"{HTML}tr"))) == 2 * 4


def test_some_steps_are_chosen():
    tree = parsed(page(LOGISTIC, POINT, only=("w2", "y")))
    assert frames(tree) == [("forward", "w2"), ("forward", "y"), ("reverse", "y"), ("reverse", "w2")]
    with pytest.raises(AdtraceError, match="there is no step q"):
        page(LOGISTIC, POINT, only=("q",))


def test_a_page_speaks_french():
    tree = parsed(page("x*x + x", {"x": 3}, lang="fr"))
    assert next(tree.iter(f"{HTML}head")) is not None and (tree.get("lang") or "") == "fr"
    assert "passe inverse 3 / 5" in words(classed(tree, "frames")[0]) and "somme partielle" in words(classed(tree, "frames")[0])
