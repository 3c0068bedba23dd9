"""Kinks, poles and edges, as a table: the value, the slopes in both modes, and what is warned of (DESIGN, section 6)."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
import pytest

import adtrace
from adtrace.records import Trace

inf, nan = math.inf, math.nan
LN2 = math.log(2)


class Edge(NamedTuple):
    """A text at a point: its value, its gradient in the order of the point, and the codes of its warnings."""

    text: str
    at: dict[str, float]
    value: float
    gradient: tuple[float, ...]
    codes: str = ""


def one(text: str, x: float, value: float, slope: float, codes: str = "") -> Edge:
    return Edge(text, {"x": x}, value, (slope,), codes)


def two(text: str, x: float, y: float, value: float, gradient: tuple[float, float], codes: str = "") -> Edge:
    return Edge(text, {"x": x, "y": y}, value, gradient, codes)


KINKS = [
    one("abs(x)", 0, 0, 0, "kink"),
    one("abs(x)", -0.0, 0, 0, "kink"),
    one("abs(x)", 5e-324, 5e-324, 1),
    one("3*abs(x)", -2, 6, -3),
    one("relu(x)", 0, 0, 0, "kink"),
    one("relu(x)", 5e-324, 5e-324, 1),
    one("max(x, 0)", 0, 0, 0.5, "kink"),
    one("max(0, x)", 0, 0, 0.5, "kink"),
    one("min(x, 0)", 0, 0, 0.5, "kink"),
    one("max(x, x)", 3, 3, 1, "kink"),
    two("max(x, y)", 1, 1, 1, (0.5, 0.5), "kink"),
    two("max(x, y)", 2, 1, 2, (1, 0)),
    two("min(x, y)", 1, 1, 1, (0.5, 0.5), "kink"),
    two("max(x, y, 1)", 1, 1, 1, (1/3, 1/3), "kink"),
    two("max(x, y, 0)", 1, 1, 1, (0.5, 0.5), "kink"),
    two("max(x, y, 2)", 1, 1, 2, (0, 0)),
    one("clip(x, 0, 1)", 0, 0, 0, "kink"),
    one("clip(x, 0, 1)", 1, 1, 0, "kink"),
    one("clip(x, 0, 1)", 0.5, 0.5, 1),
    one("clip(x, 0, 1)", 2, 1, 0),
    one("hard_tanh(x)", 1, 1, 0, "kink"),
    one("leaky_relu(x)", 0, 0, 0.01, "kink"),
    one("elu(x)", 0, 0, 1),
    two("hypot(x, y)", 0, 0, 0, (0, 0), "kink"),
    two("norm2([x, y])", 0, 0, 0, (0, 0), "kink"),
    two("norm1([x, y])", 0, -2, 2, (0, -1), "kink"),
    two("max([x, y])", 4, 4, 4, (0.5, 0.5), "kink"),
    two("min([x, y, 5])", 4, 4, 4, (0.5, 0.5), "kink"),
    two("std([x, y])", 4, 4, 0, (0, 0), "kink"),
]
POLES = [
    one("log(x)", 0, -inf, inf, "pole"),
    one("1/x", 0, inf, -inf, "pole"),
    one("1/x", -0.0, -inf, -inf, "pole"),
    one("reciprocal(x)", 0, inf, -inf, "pole"),
    one("sqrt(x)", 0, 0, inf, "pole"),
    one("cbrt(x)", 0, 0, inf, "pole"),
    one("log1p(x)", -1, -inf, inf, "pole"),
    one("log2(x)", 0, -inf, inf, "pole"),
    one("asin(x)", 1, math.pi/2, inf, "pole"),
    one("acos(x)", -1, math.pi, -inf, "pole"),
    one("acosh(x)", 1, 0, inf, "pole"),
    one("atanh(x)", 1, inf, inf, "pole"),
    one("x^0.5", 0, 0, inf, "pole"),
    one("x^(-1)", 0, inf, -inf, "pole"),
    one("x^(1/3)", 0, 0, inf, "pole"),
    one("gamma(x)", 0, inf, -inf, "pole"),
]
UNDEFINED = [
    one("log(x)", -1, nan, nan, "domain"),
    one("sqrt(x)", -1, nan, nan, "domain"),
    one("x^0.5", -2, nan, nan, "domain"),
    one("x^(1/3)", -8, nan, nan, "domain"),
    one("log(x) + x", -1, nan, nan, "domain"),
    one("log(x)*0", -1, nan, nan, "domain"),
    one("x - log(x)", -1, nan, nan, "domain"),
    one("2 + log(x - 3)", 2, nan, nan, "domain"),
    one("log1p(x)", -2, nan, nan, "domain"),
    one("log10(x)", -2, nan, nan, "domain"),
    one("asin(x)", 2, nan, nan, "domain"),
    one("acos(x)", -2, nan, nan, "domain"),
    one("acosh(x)", 0.5, nan, nan, "domain"),
    one("atanh(x)", 2, nan, nan, "domain"),
    one("sin(x)", inf, nan, nan, "domain"),
    one("gamma(x)", -1, nan, nan, "domain"),
    two("x/y", 0, 0, nan, (nan, nan), "domain"),
    two("mod(x, y)", 1, 0, nan, (nan, nan), "domain"),
    two("x^y", -2, 0.5, nan, (nan, nan), "domain"),
    two("log(x)*y", -1, 2, nan, (nan, nan), "domain"),
]
INDETERMINATE = [
    one("x*log(x)", 0, nan, nan, "pole indeterminate"),
    one("sqrt(x^2)", 0, 0, nan, "pole indeterminate"),
    one("sqrt(x) - sqrt(x)", 0, 0, nan, "pole indeterminate"),
    one("1/x^2", 0, inf, nan, "pole indeterminate"),
    one("exp(x)*exp(-x)", 1000, nan, nan, "overflow underflow indeterminate"),
    one("exp(x) - exp(x)", 1000, nan, nan, "overflow indeterminate"),
    two("x*y", 0, inf, nan, (nan, nan), "indeterminate"),
    two("x - y", inf, inf, nan, (nan, nan), "indeterminate"),
    two("1/(1+exp(-y*x))", -1000, 1, 0, (nan, nan), "overflow indeterminate"),
    two("log(1+exp(y*x))", 1000, 1, inf, (nan, nan), "overflow indeterminate"),
]
LARGE_AND_SMALL = [
    one("exp(x)", 1000, inf, inf, "overflow"),
    one("exp(x)", -1000, 0, 0, "underflow"),
    one("exp(x)", -inf, 0, 0),
    one("exp(x)", inf, inf, inf, ""),
    one("x^2", 1e200, inf, 2e200, "overflow"),
    one("x^2", 1e-200, 0, 2e-200, "underflow"),
    one("x*x", 1e-200, 0, 2e-200, "underflow"),
    one("cosh(x)", 800, inf, inf, "overflow"),
    one("tanh(x)", 400, 1, 0, "underflow"),
    one("tanh(x)", inf, 1, 0),
    one("sigmoid(x)", -800, 0, 0, "underflow"),
    one("1/x", inf, 0, 0),
    one("1/x", 1e200, 1e-200, 0, "underflow"),
    one("exp(-x^2)", 30, 0, 0, "underflow"),
    one("1e200*(1e-200*x)", 1e-200, 0, 1, "underflow"),
    one("1e300*sin(1e300*x)", 0, 0, inf, "overflow"),
    one("1e308*x + 1e308*x", 0.1, 2e307, inf, "overflow"),
    one("1e-300*sin(1e-300*x)", 1, 0, 0, "underflow"),
    two("x*y", 1e200, 1e200, inf, (1e200, 1e200), "overflow"),
    two("x*y", 1e-200, 1e-200, 0, (1e-200, 1e-200), "underflow"),
    two("1/(1+exp(-y*x))", -500, 1, 1/(1 + math.exp(500)), (0, 0), "underflow"),
    two("1/(1+exp(-y*x))", -300, 1, 1/(1 + math.exp(300)), (math.exp(-300), -300*math.exp(-300))),
]
BRANCHES = [
    one("where(x > 0, sqrt(x), 0)", 0, 0, 0, "jump"),
    one("where(x > 0, sqrt(x), 0)", -1, 0, 0),
    one("where(x > 0, sqrt(x), 0)", 4, 2, 0.25),
    one("where(x > 0, log(x), x)", -2, -2, 1),
    one("where(x > 0, 1/x, x^2)", -2, 4, -4),
    one("where(x < 0, log(x), 3*x)", 2, 6, 3),
    one("where(x > 0, x*log(x), 0)", -1, 0, 0),
    one("where(x, sqrt(x), 7)", 0, 7, 0),
    one("where(x > 0, 1, 2)", 5, 1, 0),
    one("where(1, x, log(x))", -3, -3, 1),
    one("where(0, log(x), x)*2", -3, -6, 2),
    two("where(x > y, x, log(-x))", 2, 1, 2, (1, 0)),
]
NO_PATH = [
    one("log(relu(x))", -1, -inf, 0, "pole"),
    one("sqrt(relu(x))", -1, 0, 0, "pole"),
    one("sqrt(max(x, 0))", -1, 0, 0, "pole"),
    one("max(sqrt(x), 1)", 0, 1, 0, "pole"),
    one("min(1/x, 1)", 0, 1, 0, "pole"),
    one("clip(1/x, -1, 1)", 0, 1, 0, "pole"),
    one("relu(-1/x)", 0, 0, 0, "pole"),
    one("sqrt(abs(x))", 0, 0, 0, "kink pole"),
    one("max(log(x), 2*x)", 0, 0, 2, "pole"),
    one("where(x > 1, x/0, x)", 0.5, 0.5, 1),
    one("u = log(x); 2*x", 0, 0, 2, "pole"),
    one("u = sqrt(x); v = u*3; x + 1", 0, 1, 1, "pole"),
    one("[log(x), 3*x][1]", 0, 0, 3, "pole"),
    one("[sqrt(x), x*x][1]", 0, 0, 0, "pole"),
    one("floor(sqrt(x) + 0.5)", 0, 0, 0, "pole"),
    one("sign(sqrt(x) + 1)*x", 0, 0, 1, "pole"),
    one("(log(x) > -5)*x", 0, 0, 0, "pole"),
    one("x^2", -3, 9, -6),
    two("x + 0*y", 1, 5, 1, (1, 0)),
    two("x + floor(y)", 1, 2.5, 3, (1, 0)),
]
JUMPS = [
    one("floor(x)", 2, 2, 0, "jump"),
    one("floor(x)", 2.5, 2, 0),
    one("ceil(x)", -1, -1, 0, "jump"),
    one("round(x)", 2.5, 2, 0, "jump"),
    one("round(x)", 3.5, 4, 0, "jump"),
    one("round(x)", 2, 2, 0),
    one("sign(x)", 0, 0, 0, "jump"),
    one("sign(x)", -3, -1, 0),
    one("step(x)", 0, 1, 0, "jump"),
    one("step(x)", -1, 0, 0),
    one("x > 1", 1, 0, 0, "jump"),
    one("x >= 1", 1, 1, 0, "jump"),
    one("x == 1", 2, 0, 0),
    one("x*(x > 1)", 1, 0, 0, "jump"),
    one("mod(x, 3)", 5, 2, 1),
    one("mod(x, 3)", 6, 0, 1, "jump"),
    one("mod(x, 3)", -1, 2, 1),
    two("mod(x, y)", 5, 3, 2, (1, -1)),
    two("mod(x, y)", -5, 3, 1, (1, 2)),
]
CONSTANT_EXPONENTS = [
    one(f"x^{n}", x, 1.0 if n == 0 else float(x)**n, 0.0 if n == 0 else float(n)*float(x)**(n - 1))
    for n in (0, 1, 2, 3, 4, 7) for x in (0, -2, 3, -0.5)
] + [
    one("x^(-2)", -2, 0.25, 0.25),
    one("x^(-1)", -4, -0.25, -0.0625),
    one("x^0", inf, 1, 0),
    one("x^0", nan, 1, 0),
    one("x^1", -5, -5, 1),
    one("x^2.0", -5, 25, -10),
    one("x^(4/2)", -5, 25, -10),
    one("(-2)^x", 3, -8, nan, "indeterminate"),
    one("0^x", 2, 0, 0),
    one("2^x", 0, 1, LN2),
    one("1^x", 7, 1, 0),
]
POWERS = [
    two("x^y", 0, 0, 1, (0, 0), "jump"),
    two("x^y", 0, 1, 0, (1, 0)),
    two("x^y", 0, 2, 0, (0, 0)),
    two("x^y", 0, 0.5, 0, (inf, 0), "pole"),
    two("x^y", 0, -1, inf, (-inf, -inf), "pole"),
    two("x^y", 0, -2, inf, (-inf, -inf), "pole"),
    two("x^y", 1, 0, 1, (0, 0)),
    two("x^y", 1, 1, 1, (1, 0)),
    two("x^y", 2, 0, 1, (0, LN2)),
    two("x^y", 2, -1, 0.5, (-0.25, 0.5*LN2)),
    two("x^y", 4, 0.5, 2, (0.25, 4*LN2)),
    two("x^y", -2, 3, -8, (12, nan), "indeterminate"),
    two("x^y", -2, 2, 4, (-4, nan), "indeterminate"),
    two("x^y", -2, 0, 1, (0, nan), "indeterminate"),
    two("x^y", -2, -1, -0.5, (-0.25, nan), "indeterminate"),
    two("x^y", -2, 0.5, nan, (nan, nan), "domain"),
    two("x^y", -1, 1, -1, (1, nan), "indeterminate"),
    two("x^y", 10, 400, inf, (inf, inf), "overflow"),
    two("x^y", 10, -400, 0, (0, 0), "underflow"),
    two("x^y", 1e-200, 2, 0, (2e-200, 0), "underflow"),
    two("x^y", inf, 2, inf, (inf, inf), ""),
    two("x^y", inf, 0, 1, (0, inf), "pole"),
    two("x^y", nan, 0, 1, (0, nan)),
    two("x^y", nan, 2, nan, (nan, nan)),
    two("x^y", 2, nan, nan, (nan, nan)),
]
NAN = [
    one("x", nan, nan, 1),
    one("x^2 + 1", nan, nan, nan),
    one("exp(x)", nan, nan, nan),
    one("relu(x)", nan, nan, nan),
    one("max(x, 1)", nan, nan, nan),
    one("where(1, 2, x)", nan, 2, 0),
    two("where(x > 0, x, y)", nan, 3, 3, (0, 1)),
    two("x*y", nan, 3, nan, (nan, nan)),
    two("x + y^2", nan, 3, nan, (nan, nan)),
]
TABLE = {
    "kink": KINKS, "pole": POLES, "undefined": UNDEFINED, "indeterminate": INDETERMINATE, "large and small": LARGE_AND_SMALL,
    "branch": BRANCHES, "no path": NO_PATH, "jump": JUMPS, "exponent": CONSTANT_EXPONENTS, "power": POWERS, "nan": NAN,
}
EDGES = [edge for edges in TABLE.values() for edge in edges]
IDS = [f"{kind}: {edge.text} at {','.join(f'{number:g}' for number in edge.at.values())}" for kind, edges in TABLE.items() for edge in edges]

each_edge = pytest.mark.parametrize("edge", EDGES, ids=IDS)


def same(computed: float, wanted: float) -> bool:
    """Equal, both nan, or off by rounding; zeros of either sign are equal."""
    return computed == wanted or (computed != computed and wanted != wanted) or abs(computed - wanted) <= 4e-16*abs(wanted)


def codes(trace: Trace) -> set[str]:
    """The codes of warnings, but for nans that are given."""
    return {warning.code for warning in trace.warnings} - {"nan"}


def tangents(trace: Trace) -> tuple[float, ...]:
    return tuple(next(iter(sweep.result.values())) for sweep in trace.sweeps)


@each_edge
def test_value(edge: Edge) -> None:
    value = adtrace.evaluate(edge.text, edge.at).value
    assert type(value) is float
    assert same(value, edge.value), value


@each_edge
def test_reverse(edge: Edge) -> None:
    trace = adtrace.reverse(edge.text, edge.at)
    assert list(trace.gradient) == list(edge.at)
    computed = tuple(trace.gradient.values())
    assert all(map(same, computed, edge.gradient)), computed
    assert codes(trace) == set(edge.codes.split()), trace.warnings


@each_edge
def test_forward(edge: Edge) -> None:
    trace = adtrace.forward(edge.text, edge.at)
    computed = tangents(trace)
    assert len(computed) == len(edge.gradient)
    assert all(map(same, computed, edge.gradient)), computed
    assert codes(trace) == set(edge.codes.split()), trace.warnings


SCALAR_TEXTS = [(edge, name) for edge, name in zip(EDGES, IDS, strict=True) if "[" not in edge.text]


@pytest.mark.parametrize("edge", [edge for edge, _ in SCALAR_TEXTS], ids=[name for _, name in SCALAR_TEXTS])
def test_arrays_do_the_same_element_by_element(edge: Edge) -> None:
    """One row serves both; what happens at one element leaves the one beside it alone."""
    at = {name: np.array([number, ordinary]) for (name, number), ordinary in zip(edge.at.items(), (0.625, 0.375), strict=False)}
    beside = adtrace.reverse(edge.text, {name: float(array[1]) for name, array in at.items()})
    (output,) = adtrace.evaluate(edge.text, at).outputs
    trace = adtrace.reverse(edge.text, at, seed={output: [1, 1]})
    assert same(trace.value[0], edge.value)
    assert same(trace.value[1], beside.value)
    for name, wanted in zip(at, edge.gradient, strict=True):
        assert same(trace.gradient[name][0], wanted), trace.gradient
        assert same(trace.gradient[name][1], beside.gradient[name]), trace.gradient
    assert codes(trace) == set(edge.codes.split()) | codes(beside)
    forward = adtrace.forward(edge.text, at, seed=[{name: np.array([1.0, 0.0])} for name in at])
    for sweep, wanted in zip(forward.sweeps, edge.gradient, strict=True):
        (tangent,) = sweep.result.values()
        assert same(tangent[0], wanted), tangent
        assert tangent[1] == 0 or math.isnan(beside.value), tangent


@each_edge
def test_increments_add_up(edge: Edge) -> None:
    trace = adtrace.reverse(edge.text, edge.at)
    for step in trace.steps:
        if step.increments and not step.seeded:
            assert all(map(same, np.ravel(step.increments[-1].total), np.ravel(step.adjoint)))


@each_edge
def test_warnings_are_records_for_people(edge: Edge) -> None:
    trace = adtrace.reverse(edge.text, edge.at)
    known = {step.name for step in trace.steps}
    for warning in trace.warnings:
        assert warning.message
        assert warning.message.isascii()
        assert warning.node in known or "(" in warning.node or warning.node == "a constant"
        assert warning.span is None or edge.text[slice(*warning.span)].strip()
        assert (warning.interval is not None) == (warning.code == "kink")
    assert len(set(trace.warnings)) == len(trace.warnings)


# What the warnings say

@pytest.mark.parametrize(("text", "at", "interval"), [
    ("abs(x)", {"x": 0}, (-1.0, 1.0)),
    ("relu(x)", {"x": 0}, (0.0, 1.0)),
    ("max(x, 0)", {"x": 0}, (0.0, 1.0)),
    ("clip(x, 0, 1)", {"x": 1}, (0.0, 1.0)),
    ("leaky_relu(x)", {"x": 0}, (0.01, 1.0)),
    ("leaky_relu(x, 0.2)", {"x": 0}, (0.2, 1.0)),
    ("norm2(v)", {"v": [0, 0]}, (-1.0, 1.0)),
    ("hypot(x, 0)", {"x": 0}, (-1.0, 1.0)),
])
def test_a_kink_gives_its_interval(text: str, at: dict[str, Any], interval: tuple[float, float]) -> None:
    (warning,) = adtrace.reverse(text, at).warnings
    assert warning.interval == interval


def test_a_domain_warning_in_the_form_of_an_error() -> None:
    text = "2 + log(x - 3)*a"
    (warning,) = adtrace.reverse(text, {"x": 2, "a": 1}).warnings
    assert warning.code == "domain"
    assert warning.node == "w2"
    assert warning.message == "w2 = log(w1) is undefined at w1 = -1"
    assert warning.label == "here w1 = x - 3 = -1"
    assert warning.hint == "the logarithm needs a positive argument"
    assert warning.span is not None
    assert text[slice(*warning.span)] == "log(x - 3)"


def test_an_indeterminate_product_names_both_factors_and_a_stable_form() -> None:
    trace = adtrace.reverse("1/(1+exp(-a*x))", {"x": -1000, "a": 1})
    warning = next(one for one in trace.warnings if one.code == "indeterminate")
    assert "0 * inf" in warning.message
    assert warning.hint == "sigmoid(a*x) instead of 1/(1+exp(-a*x))"
    general = next(one for one in adtrace.reverse("log(x)*y^2", {"x": 0, "y": 0}).warnings if one.code == "indeterminate")
    assert general.hint == "stable forms: xlogy"


def test_every_kind_of_warning_is_in_the_table() -> None:
    seen = {code for edge in EDGES for code in edge.codes.split()}
    assert seen == {"kink", "pole", "domain", "overflow", "underflow", "indeterminate", "jump"}
    assert len(POWERS) >= 20


# Element by element

@pytest.mark.parametrize(("text", "v", "wanted"), [
    ("log(v)", [0, -1], "pole domain"),
    ("log(v)", [-1, 0], "pole domain"),
    ("1/v", [0, 5e-324], "pole overflow"),
    ("exp(v)", [1000, -1000], "overflow underflow"),
    ("v^(-1/2)", [0, -1, 1], "pole domain"),
    ("abs(v) + floor(v)", [0, 1, 2.5], "kink jump"),
])
def test_every_element_is_warned_of(text: str, v: list[float], wanted: str) -> None:
    trace = adtrace.reverse(text, {"v": v}, seed={"y": [1]*len(v)})
    assert codes(trace) == set(wanted.split())


def test_the_first_element_is_named() -> None:
    (warning,) = adtrace.reverse("sum(log(W))", {"W": [[1, 2], [3, 0]]}).warnings
    assert warning.message == "w1 = log(W) is infinite at W[1, 1] = 0"


def test_branches_in_arrays_are_taken_element_by_element() -> None:
    at = {"v": [-1.0, 0.0, 4.0, nan]}
    trace = adtrace.reverse("sum(where(v > 0, sqrt(v), 0)[:3])", at)
    assert trace.value == 2.0
    assert trace.gradient["v"].tolist() == [0.0, 0.0, 0.25, 0.0]
    assert codes(trace) <= {"jump"}


@pytest.mark.parametrize(("text", "v", "gradient"), [
    ("sum(log(v))", [1, 0, 2], [1, inf, 0.5]),
    ("sum(log(v))", [1, -1, 2], [nan, nan, nan]),
    ("sum(log(v)[:2])", [1, 2, -1], [1, 0.5, 0]),
    ("sum(abs(v))", [0, -1, 2], [0, -1, 1]),
    ("sum(relu(v)*1e308*10)", [-1, 0, 0.5], [0, 0, inf]),
    ("sum(log(relu(v)))", [-1, 2, 0], [0, 0.5, 0]),
    ("sum(max(v, 1))", [0, 1, 2], [0, 0.5, 1]),
    ("sum(1/clip(v, 0, 9))", [-1, 3, 10], [0, -1/9, 0]),
    ("sum(where(v > 1, v^2, log(-v)))", [2, -4, 3], [4, -0.25, 6]),
    ("max(v)", [3, 3, 1], [0.5, 0.5, 0]),
    ("min(v)", [3, 1, 1], [0, 0.5, 0.5]),
    ("prod(v)", [0, 2, 3], [6, 0, 0]),
    ("prod(v)", [0, 0, 3], [0, 0, 0]),
    ("logsumexp(v)", [1000, 0, -1000], [1, 0, 0]),
    ("v[1]/v[2]", [nan, 1, 2], [0, 0.5, -0.25]),
    ("log(v[0])", [0, -1, -1], [inf, 0, 0]),
    ("sum(log(v)[1:])", [0, 1, 2], [0, 1, 0.5]),
    ("v @ [1, 0, 0]", [inf, 1, 1], [1, 0, 0]),
    ("sum(v^2)", [-1, 0, 2], [-2, 0, 4]),
    ("sum(v^0)", [-1, 0, inf], [0, 0, 0]),
    ("sum(floor(v)*v)", [0.5, 1.5, -0.5], [0, 1, -1]),
])
def test_elements(text: str, v: list[float], gradient: list[float]) -> None:
    trace = adtrace.reverse(text, {"v": v})
    computed = trace.gradient["v"].tolist()
    assert all(map(same, computed, gradient)), computed
    forward = adtrace.forward(text, {"v": v})
    assert all(map(same, tangents(forward), gradient)), tangents(forward)
