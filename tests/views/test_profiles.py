"""Notation profiles: five ways to spell a trace, each on three media, and never two nodes alike."""

from __future__ import annotations

import itertools
import json

import pytest
from datasets import lines
from hypothesis import given, settings
from hypothesis import strategies as st

import adtrace
from adtrace.errors import AdtraceError
from adtrace.records import NAME, Formula, Step, Steps, Sweep, Trace
from adtrace.views import formats, notation, profiles
from adtrace.views.ascii import Ascii
from adtrace.views.formats import Options
from adtrace.views.latex import Latex
from adtrace.views.notation import Unicode, in_medium, of_options, of_trace

MEDIA = (Unicode, Ascii, Latex)
FAN_OUT = ("x1*x2 + sin(x1)", {"x1": 2, "x2": 3})
BAYDIN = ("log(x1) + x1*x2 - sin(x2)", {"x1": 2, "x2": 5})
"""The example of tables 2 and 3 of Baydin et al. (2018)."""

TRICKY = [
    "x", "dx", "x_bar", "dx_bar", "d_x", "x_dot", "x_adj", "delta_x", "elta_x", "delta_x_bar", "δ", "δ_α", "α", "alpha",
    "alpha1", "α1", "lambda", "λ", "Alpha", "ẋ", "ȧ", "dẋ", "w1", "w2", "w_1", "dw1", "w1_bar", "delta_w1", "v0", "v1",
    "v12", "u3", "s2", "x'", "x1'", "x1", "x_1", "L", "J", "i", "ı", "d", "dd", "bar", "_bar", "loss", "dloss", "loss_bar",
]
HOSTILE = [record["name"] for record in lines("hostile_inputs.jsonl") if record["category"] == "injection-name"]


def spellings(trace: Trace, medium: type[notation.Notation], profile: str) -> dict[str, list[str]]:
    """Every name, tangent and adjoint of a trace, spelled."""
    found = in_medium(medium, trace, profile)
    names = [step.name for step in trace.steps]
    return {
        "names": [found.name(name) for name in names],
        "tangents": [found.tangent(name) for name in names],
        "adjoints": [found.adjoint(name) for name in names],
    }


def assert_no_two_alike(trace: Trace) -> None:
    for medium, profile in itertools.product(MEDIA, profiles.names()):
        found = spellings(trace, medium, profile)
        if profile == "leibniz":
            # The tangent of y by x and the adjoint of x for y are one derivative, and are spelled as one.
            together = [found["names"] + found["tangents"], found["names"] + found["adjoints"]]
        else:
            together = [[*found["names"], *found["tangents"], *found["adjoints"]]]
        for texts in together:
            twice = {text for text in texts if texts.count(text) > 1}
            assert not twice, (medium.__name__, profile, twice)


@settings(max_examples=150)
@given(st.lists(st.sampled_from(TRICKY), min_size=2, max_size=9, unique=True), st.integers(1, 8))
def test_no_two_nodes_of_a_program_are_spelled_alike(names, count):
    inputs, steps = names[:count], names[count:]
    known = " + ".join(inputs)
    text = "; ".join([*(f"{name} = ({known})*{inputs[0]} - {place}" for place, name in enumerate(steps)),
                      " + ".join(["1", *names])])
    try:
        traces = adtrace.forward(text), adtrace.reverse(text)
    except AdtraceError as error:
        assert "mixes" in error.message or "NFKC" in error.message or "script" in error.message, error.message
        return
    for trace in traces:
        assert_no_two_alike(trace)


def test_the_tricky_names_are_names():
    refused = []
    for name in TRICKY:
        try:
            adtrace.evaluate(name)
        except AdtraceError:
            refused.append(name)
    assert len(refused) < len(TRICKY)/10, refused


def made_of(names: list[str]) -> Trace:
    """A trace with these inputs, whatever they are."""
    leaves = [Formula(NAME, text=name) for name in names]
    steps = [Step(name, 0, "input", "input", (), (), 3.0, "", leaf) for name, leaf in zip(names, leaves, strict=True)]
    steps.append(Step("y", 1, "output", "add", tuple(names), (), 9.0, "", Formula("add", tuple(leaves))))
    sweep = Sweep("y", {"y": 1.0}, {}, Steps.of(steps))
    return Trace("reverse", "", dict.fromkeys(names, 3.0), dict.fromkeys(names, ()), {"y": 9.0}, (sweep,))


def test_no_two_hostile_names_are_spelled_alike():
    assert len(HOSTILE) > 20
    assert_no_two_alike(made_of([*HOSTILE, "x", "x_bar2", "\\x0a", "\\x1b", "a\\x0ab"]))


@pytest.mark.parametrize("profile", profiles.names())
@pytest.mark.parametrize("name", [*HOSTILE, "\x1b[31mx", "a\u202eb"])
def test_a_hostile_name_sends_nothing_to_the_screen(name, profile):
    trace = made_of([name])
    for medium in (Unicode, Ascii):
        for text in itertools.chain(*spellings(trace, medium, profile).values()):
            assert text.isprintable() and "\u202e" not in text
            assert medium is Unicode or text.isascii()


def test_every_file_is_a_profile():
    assert profiles.names() == ("course", "baydin", "code", "delta", "leibniz")
    assert len({profiles.by_name(name) for name in profiles.names()}) == 5


@pytest.mark.parametrize(("profile", "medium", "name", "tangent", "adjoint"), [
    ("course", Unicode, "w₁", "ẇ₁", "w̄₁"), ("course", Ascii, "w1", "dw1", "w1_bar"),
    ("course", Latex, "w_{1}", r"\dot{w}_{1}", r"\bar{w}_{1}"),
    ("baydin", Unicode, "v₁", "v̇₁", "v̄₁"), ("baydin", Ascii, "v1", "dv1", "v1_bar"),
    ("baydin", Latex, "v_{1}", r"\dot{v}_{1}", r"\bar{v}_{1}"),
    ("delta", Unicode, "w₁", "ẇ₁", "δ_w₁"), ("delta", Ascii, "w1", "dw1", "delta_w1"),
    ("delta", Latex, "w_{1}", r"\dot{w}_{1}", r"\delta_{w_{1}}"),
    ("code", Unicode, "w1", "dw1", "w1_bar"), ("code", Ascii, "w1", "dw1", "w1_bar"),
    ("code", Latex, r"\mathtt{w1}", r"\mathtt{dw1}", r"\mathtt{w1\_bar}"),
    ("leibniz", Unicode, "w₁", "dw₁", "∂y/∂w₁"), ("leibniz", Ascii, "w1", "dw1", "dy/dw1"),
    ("leibniz", Latex, "w_{1}", r"\mathrm{d}w_{1}", r"\partial y/\partial w_{1}"),
])
def test_a_profile_and_a_medium_are_independent(profile, medium, name, tangent, adjoint):
    found = in_medium(medium, adtrace.reverse(*FAN_OUT), profile)
    assert (found.name("w1"), found.tangent("w1"), found.adjoint("w1")) == (name, tangent, adjoint)


def shown(trace: Trace, **options: object) -> str:
    return "".join(formats.by_name("table").render(trace, Options(width=120, **options)))  # type: ignore[arg-type]


# Baydin


def test_baydin_is_that_of_the_paper():
    forward, reverse = adtrace.forward(*BAYDIN, seed={"x1": 1}), adtrace.reverse(*BAYDIN)
    values = {"v₋₁": 2, "v₀": 5, "v₁": 0.693, "v₂": 10, "v₃": 10.693, "v₄": -0.959, "v₅": 11.652}
    tangents = {"v₋₁": 1, "v₀": 0, "v₁": 0.5, "v₂": 5, "v₃": 5.5, "v₄": 0, "v₅": 5.5}
    adjoints = {"v₋₁": 5.5, "v₀": 1.716, "v₁": 1, "v₂": 1, "v₃": 1, "v₄": -1, "v₅": 1}
    # Their v₄ is sin(v₀); ours is worked in the order of the text, which is the same here.
    for trace, slopes in ((forward, tangents), (reverse, adjoints)):
        found = of_trace(trace, "baydin")
        assert {found.name(step.name): pytest.approx(step.value, abs=1e-3) for step in trace.steps} == values
        assert {found.name(step.name): pytest.approx(step.derivative, abs=1e-3) for step in trace.steps} == slopes


def test_baydin_says_which_name_of_the_program_a_node_stands_for():
    found = shown(adtrace.reverse("h = x*x; 2*h", {"x": 3}), notation="baydin")
    assert "v₀ = x " in found and "v₁ = v₀·v₀ = h " in found and "v₂ = 2·v₁ = y " in found
    assert found.splitlines()[-2].startswith("y = 18    ∂y/∂x = 12")


def test_baydin_takes_a_letter_that_no_other_node_is_numbered_with():
    found = of_trace(adtrace.reverse("v1 + v2*2"), "baydin")
    assert [found.name(name) for name in ("v1", "v2", "w1", "y")] == ["w₋₁", "w₀", "w₁", "w₂"]
    found = of_trace(adtrace.reverse("v1 = x*2; v1 + 1"), "baydin")
    assert found.name("v1") == "v₁"


# Leibniz


def test_leibniz_names_the_seed_of_each_sweep():
    both = shown(adtrace.forward(*FAN_OUT), notation="leibniz")
    assert "∂w₁/∂x₁ = ∂x₁/∂x₁·x₂ + x₁·∂x₂/∂x₁" in both and "∂w₁/∂x₂ = ∂x₁/∂x₂·x₂ + x₁·∂x₂/∂x₂" in both
    outputs = shown(adtrace.reverse("[x*x, x + y]", {"x": 2, "y": 3}), notation="leibniz")
    assert "∂y₁/∂y₁·x" in outputs and "∂y₂/∂y₂·1" in outputs


def test_leibniz_of_one_input_is_an_ordinary_derivative():
    assert "dw₁/dx = 2·x·dx/dx" in shown(adtrace.forward("x^2 + 1", {"x": 3}), notation="leibniz")


def test_leibniz_along_a_direction_writes_differentials():
    found = shown(adtrace.forward(*FAN_OUT, seed={"x1": 1, "x2": -1}), notation="leibniz")
    assert "dw₁ = dx₁·x₂ + x₁·dx₂" in found and "∂" not in found


def test_leibniz_of_a_cotangent_names_what_it_weighs():
    found = shown(adtrace.reverse("[x*x, x + y]", {"x": 2, "y": 3}, seed={"y1": 2, "y2": -1}), notation="leibniz")
    assert "∂L/∂y₁ = 2, ∂L/∂y₂ = -1" in found and "L = 2·y₁ - y₂" in found
    taken = shown(adtrace.reverse("[L*L, L + y]", {"L": 2, "y": 3}, seed={"y1": 2, "y2": -1}), notation="leibniz")
    assert "∂J/∂L" in taken and "∂L/∂" not in taken


def test_leibniz_of_an_entry():
    found = shown(adtrace.forward("sum(W*W)", {"W": [[1, 2], [3, 4]]}), notation="leibniz")
    assert "∂y/∂W[0, 0]  = " in found and "∂y/∂W[0, 1]  = " in found


@pytest.mark.parametrize(("text", "rule"), [("u/2", "(du/dx)/2"), ("u/-2", "(du/dx)/(-2)"), ("-u", "-du/dx"), ("2*u", "2·du/dx")])
def test_a_fraction_in_a_rule(text, rule):
    trace = adtrace.forward(f"u = sin(x); {text}", {"x": 1}, seed={"x": 1})
    assert f"= {rule} " in shown(trace, notation="leibniz")


def test_a_fraction_stands_in_brackets_where_it_could_be_misread():
    adjoint = Formula("adjoint", text="x1", shape=(2, 3))
    found = of_trace(adtrace.reverse(*FAN_OUT), "leibniz")
    assert found.rule(Formula("transpose", (adjoint,), shape=(3, 2))) == "(∂y/∂x₁)ᵀ"
    assert found.rule(Formula("power", (adjoint, Formula("literal", text="2")))) == "(∂y/∂x₁)²"
    assert found.rule(Formula("div", (Formula(NAME, text="x2"), adjoint))) == "x₂/(∂y/∂x₁)"


# Choosing


@pytest.mark.parametrize("mode", ["evaluate", "forward", "reverse"])
def test_json_is_the_same_in_every_notation(mode):
    trace = getattr(adtrace, mode)(*FAN_OUT)
    usual = adtrace.render(trace, "json")
    for name in notation.names():
        assert adtrace.render(trace, "json", notation=name, lang="fr", decimal="comma") == usual
    assert json.loads(usual)["mode"] in ("value", mode)


def test_media_by_name_keep_the_names_of_the_course():
    trace = adtrace.reverse(*FAN_OUT)
    assert shown(trace, notation="unicode") == shown(trace) == shown(trace, notation="course")
    assert shown(trace, notation="ascii") == "".join(formats.by_name("ascii").render(trace, Options(width=120)))
    assert r"\bar{w}_{1}" in shown(trace, notation="latex")
    assert shown(trace, notation="unicode", unicode=False) == shown(trace)


@pytest.mark.parametrize("profile", profiles.names())
def test_the_ascii_format_keeps_the_profile(profile):
    text = adtrace.render(adtrace.reverse(*FAN_OUT), "ascii", notation=profile)
    adjoint = {"baydin": "v1_bar*v[-1]", "delta": "delta_w1*x1", "leibniz": "dy/dw1*x1"}.get(profile, "w1_bar*x1")
    assert adjoint in text and text.isascii()


@pytest.mark.parametrize("profile", profiles.names())
@pytest.mark.parametrize("mode", ["forward", "reverse"])
@pytest.mark.parametrize("width", [20, 60, 80, 120])
def test_every_layout_has_the_profile(profile, mode, width):
    trace = getattr(adtrace, mode)(*FAN_OUT, **({"seed": {"x1": 1}} if mode == "forward" else {}))
    text = adtrace.render(trace, width=width, notation=profile)
    found = of_trace(trace, profile)
    spelled = found.tangent if mode == "forward" else found.adjoint
    flat = "".join(text.split())
    # An input of one use has its adjoint in its row only.
    assert all("".join(spelled(name).split()) in flat for name in ("x1", "w1", "w2", "y"))


@pytest.mark.parametrize("profile", profiles.names())
@pytest.mark.parametrize("mode", ["evaluate", "forward", "reverse"])
def test_a_long_table_has_the_profile(profile, mode):
    text = "u = x*2.5; " + " + ".join(["u*y"] * 150)
    trace = getattr(adtrace, mode)(text, {"x": 3, "y": -0.5})
    options = Options(notation=profile, all=True)
    found = "".join(formats.by_name("table").render(trace, options))
    assert found.count("\n") > 300
    if profile in ("course", "code"):
        assert " u = x*2.5" in found
        return
    for sweep in trace.sweeps:
        spelled = of_options(trace, options, sweep)
        symbol = spelled.tangent if mode == "forward" else spelled.adjoint
        assert f"{spelled.name('u')} = {spelled.name('x')}·2.5" in found
        ruled = [step for step in sweep.steps if step.rule_tree is not None]
        assert (len(ruled) > 100) == (mode != "evaluate")
        assert all(f"{symbol(step.name)} = {spelled.rule(step.rule_tree)}\n" in found for step in ruled)


@pytest.mark.parametrize("form", ["svg", "dot"])
@pytest.mark.parametrize("profile", profiles.names())
def test_drawings_have_the_profile(form, profile):
    reverse, forward = adtrace.reverse(*FAN_OUT), adtrace.forward(*FAN_OUT, seed={"x1": 1})
    text = adtrace.render(reverse, form, notation=profile, beside=forward)
    found = of_trace(reverse, profile, beside=forward)
    for step in reverse.steps:
        for name in (found.name(step.name), found.tangent(step.name), found.adjoint(step.name)):
            assert f"{name} = " in text, (name, form)


def test_what_there_is_not_is_refused():
    trace = adtrace.reverse(*FAN_OUT)
    for form, option in itertools.product(("table", "json", "svg"), ("notation", "lang", "decimal")):
        with pytest.raises(AdtraceError, match="runes"):
            adtrace.render(trace, form, **{option: "runes"})
