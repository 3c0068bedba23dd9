"""Exact numbers: every row by its definition, what leaves exactness, and how it says so."""

import math
from fractions import Fraction

import mpmath
import numpy as np
import pytest
from exact import EXACT as DEFINITION
from exact import settled, slope
from operands import arrays
from rows import ROWS, differentiable, each
from rows import ieee as ieee

from adtrace.graph.graph import Graph
from adtrace.graph.shapes import result_shape
from adtrace.lang.parser import parse
from adtrace.sweeps.exact.algebra import applied
from adtrace.sweeps.exact.closed import POLE, UNDEFINED
from adtrace.sweeps.exact.evaluation import evaluated
from adtrace.sweeps.exact.numbers import fraction
from adtrace.sweeps.exact.run import ExactRun
from adtrace.sweeps.symbolic import append_adjoints

POINTS = {1: [("1/2",), ("-1/3",), ("2",), ("5/2",)], 2: [("1/2", "2"), ("3", "2/3"), ("-2", "3")],
          3: [("1/2", "0", "2"), ("3", "1/3", "2")]}
"""Rational operands, of which each row has some in its domain."""

INEXACT = {"digamma", "erf", "erfc", "gelu", "polygamma", "selu"}
"""Rows that have no elementary value at any of these."""

SLOPELESS = {"gamma", "lgamma"}
"""Rows whose slope has none there: it is digamma's, or too long."""

ROUNDED = {"gelu_tanh"}
"""Rows whose definition for mpmath has sqrt(2/pi) as a float."""


def exactly(text):
    return fraction(Fraction(text))


def digits(number):
    """An exact number in many digits."""
    return mpmath.mpf(str(number.closed.evalf(40)))


def near(exact, wanted, places=20):
    return abs(digits(exact) - wanted) <= mpmath.mpf(10)**-places*max(1, abs(wanted))


@each(ROWS["elementwise"])
def test_an_elementwise_row_is_its_definition(row):
    """Value and slopes at rational points, against mpmath and differences in many digits."""
    values = slopes = 0
    places = 15 if row.name in ROUNDED else 20
    for point in POINTS[2 if row.variadic else len(row.operands)]:
        found = applied(row, list(map(exactly, point)), {}, ())
        operands = [mpmath.mpf(Fraction(text).numerator)/Fraction(text).denominator for text in point]
        if found.closed is None:
            assert found.why in ("form", POLE, UNDEFINED, "constant")
            continue
        values += 1
        assert near(found, settled(lambda operands=operands: DEFINITION.apply(row, operands, {})), places)
        if any(condition(DEFINITION, *operands) for condition in row.conditions("kink", "jump", "pole")):
            continue
        for place in differentiable(row, len(point)):
            derivative = slope_of(row, point, place)
            if derivative.closed is not None:
                slopes += 1
                with mpmath.workdps(90):
                    wanted = slope(lambda *xs: DEFINITION.apply(row, xs, {}), operands, place)
                assert near(derivative, wanted, places), (point, place, derivative.closed)
    assert bool(values) == (row.name not in INEXACT)
    if values and differentiable(row, len(row.operands)):
        assert bool(slopes) == (row.name not in SLOPELESS)


def slope_of(row, point, place):
    """The slope of a row by its rule, run on nodes, in exact numbers."""
    graph = Graph()
    nodes = [graph.input(f"x{i}") if i == place else graph.literal(0.0, "0") for i in range(len(point))]
    output = graph.apply(row, tuple(nodes))
    written = len(graph)
    adjoints = append_adjoints(graph, {output: 1.0}).nodes
    known = {node: exactly(text) for node, text in zip(nodes, point, strict=True)}
    return evaluated(graph, known, written)[adjoints[nodes[place]]]


@each([row for row in ROWS["linear"] + ROWS["general"] if row.reference is not None])
def test_an_array_row_is_its_definition(row):
    shown = 0
    for operands, params in arrays(row):
        if not all(np.isfinite(operand).all() and np.abs(operand).max(initial=0) < 50 for operand in operands):
            continue
        rational = [np.array([Fraction(round(x*6), 6) for x in operand.ravel()], dtype=object).reshape(operand.shape)
                    for operand in operands]
        known = [each_of(lambda one: fraction(one), operand) for operand in rational]
        shape = result_shape(row, [operand.shape for operand in operands], params)
        found = applied(row, known, params, shape)
        points = [each_of(lambda one: mpmath.mpf(one.numerator)/one.denominator, operand) for operand in rational]
        try:
            wanted = DEFINITION.apply(row, [np.asarray(point, dtype=object) for point in points], params)
        except ZeroDivisionError:
            continue
        for one, other in zip(np.ravel(found), np.ravel(np.array(wanted, dtype=object)), strict=True):
            assert one.closed is not None or one.why in ("size", "not finite", "form", "range"), one.why
            if one.closed is not None:
                shown += 1
                assert near(one, other), (params, one.closed, other)
    assert shown


def each_of(function, operand):
    return np.frompyfunc(function, 1, 1)(operand) if operand.shape else function(operand.item())


TABLE = [(f"{name}({k}*pi/12)", getattr(math, name)(k*math.pi/12)) for name in ("sin", "cos", "tan") for k in range(24)
         if not (name == "tan" and k % 12 == 6)]


@pytest.mark.parametrize(("text", "wanted"), TABLE, ids=[text for text, _ in TABLE])
def test_the_table_of_angles_has_roots_only(text, wanted):
    found = ExactRun.constant(text, "value")
    assert found.nearest == pytest.approx(wanted, abs=1e-13)
    assert not any(word in found.exact for word in ("sin", "cos", "tan", "pi"))


@pytest.mark.parametrize(("text", "exact"), [
    ("0.1 + 1/3", "13/30"), ("1e-3", "1/1000"), ("2.", "2"), ("pi", "pi"), ("e^2", "exp(2)"), ("sqrt(2)/2", "sqrt(2)/2"),
    ("1/(1 + sqrt(2))", "sqrt(2) - 1"), ("sin(1)^2 + cos(1)^2", "1"), ("gamma(1/2)", "sqrt(pi)"), ("log2(8)", "3"),
    ("tanh(1/2)", "(exp(1) - 1)/(1 + exp(1))"), ("cbrt(-8)", "-2"), ("-2/3", "-2/3"), ("2^-0.5", "sqrt(2)/2"),
    ("[1/2, pi]", ["1/2", "pi"]), ("inv([[1, 2], [3, 5]])", [["-5", "2"], ["3", "-1"]]), ("round(5/2)", "2"),
    ("cofactor([[1, 2, 3], [4, 5, 6], [7, 8, 9]])", [["-3", "6", "-3"], ["6", "-12", "6"], ["-3", "6", "-3"]]),
    ("where(1, 2/3, erf(3))", "2/3"), ("0*erf(1/2)", "0"), ("floor(-7/2)", "-4"), ("sqrt(3 + 2*sqrt(2))", "1 + sqrt(2)"),
])
def test_a_constant_is_read_from_its_text(text, exact):
    assert ExactRun.constant(text, "value").exact == exact


@pytest.mark.parametrize("text", [
    "1/0", "0/0", "log(-1)", "sqrt(-1)", "(-8)^(1/3)", "asin(2)", "tan(pi/2)", "inf", "nan", "log(0)", "gamma(0)",
    "exp(1000)", "2^(2^(2^100))", "(1/3)^1000000", "1e300*1e300", "gamma(170)", "polygamma(1, 1000000007)", "acosh(1/2)",
    "inv([[1, 2], [2, 4]])[0, 0]", "atanh(1)", "logdet([[1, 2], [2, 4]])",
    "+".join(f"sqrt({number})" for number in range(1, 201)),
    "*".join(f"(1 + exp(1/{number}))" for number in range(2, 40)),
    "exp(0.00017)/(1 + exp(0.00013) + exp(0.00011)) + sin(3)/(exp(1/7919) + sqrt(7907))^9",
    "(" * 40 + "1/7" + " + sin(1/7))^2" * 40, "0." + "1" * 5000,
])
def test_what_is_infinite_undefined_or_long_is_a_float(text):
    """And neither SymPy's infinities nor complex numbers nor a long computation come of it."""
    run = ExactRun.constant(text, "value")
    assert run.exact is None
    plain = ExactRun.__mro__[1].constant(text, "value")
    assert run == plain or (run != run and plain != plain) or abs(run - plain) <= 1e-12*abs(plain)


def test_a_float_is_the_decimal_that_it_was_written_as_if_that_was_short():
    from adtrace.sweeps.exact.evaluation import given_all

    assert given_all(0.1).closed == exactly("1/10").closed
    assert given_all(math.pi/6).why == "data"
    assert [one.number for one in given_all(np.array([0.25, 3.0]))] == [0.25, 3.0]


def exact_trace(text, at, mode="reverse", **how):
    """The trace of one input x in exact numbers, as the command line makes it."""
    run = ExactRun(parse(text), {name: ExactRun.constant(value, "x") for name, value in at.items()}, **how)
    return run.reverse((), ()) if mode == "reverse" else run.forward((), ())


@pytest.mark.parametrize(("text", "x", "step"), [
    ("abs(sin(x))", "pi", "y = abs(w1)"), ("max(sin(x), cos(x))", "pi/4", "y = max(w1, w2)"),
    ("sum(abs(sin(x*[1, 2])))", "pi", "w3 = abs(w2)"), ("norm2(sin(x*[1, 2]))", "pi", "y = norm2(w2)"),
])
def test_a_kink_that_only_exact_numbers_are_at(text, x, step):
    said = f"{step} is exactly at a kink, though its float64 operands are not"
    trace = exact_trace(text, {"x": x})
    assert any(one.code == "kink" and one.message.startswith(f"{said}: exact derivatives") for one in trace.warnings)
    assert trace.gradient["x"].source.closed == 0
    for at_kink in ("left", "jax"):
        trace = exact_trace(text, {"x": x}, at_kink=at_kink)
        assert any(one.message == f"{said}: only the float64 derivatives are shown" for one in trace.warnings)
        assert trace.notes[-1].startswith("derivatives are rounded")
        assert not hasattr(trace.gradient["x"], "source") and abs(trace.gradient["x"]) > 0.1
        assert trace.outputs["y"].source.closed is not None
    away = exact_trace("abs(sin(x)) + x/3", {"x": "pi/6"}, at_kink="left")
    assert not away.warnings and away.gradient["x"].source.closed is not None


def test_exact_slopes_of_one_side():
    at = {"x": "0", "z": "1/3"}
    for mode in ("forward", "reverse"):
        trace = exact_trace("where(x >= 0, x/3, x/7) + abs(x) + z", at, mode, at_kink="left")
        found = trace.tangent if mode == "forward" else trace.gradient
        assert str(found["x"].source.closed) == "-6/7" and str(found["z"].source.closed) == "1"
