"""Zeros that are as right as float64 can have them, and zeros that are wrong."""

from __future__ import annotations

import pytest

import adtrace
from adtrace.lang.parser import parse
from adtrace.records import OF_ADJOINT, OF_VALUE
from adtrace.sweeps.run import Run
from adtrace.sweeps.shadow import shadow
from adtrace.sweeps.small import NORMAL
from adtrace.sweeps.symbolic import append_adjoints, copied
from adtrace.views.spreading import spread_lines


def ends(trace, of, field):
    """The names of the ends that are said to be poisoned, or small."""
    return {
        name for warning in trace.warnings for origin in warning.origins if origin.of == of
        for name in getattr(origin, field)
    }


CASES = [
    # program, point, outputs that are poisoned, inputs whose gradient is
    ("sigmoid(x)", {"x": -800}, (), ()),
    ("exp(x)*a", {"x": -800, "a": 3}, (), ()),
    ("exp(x) + 1", {"x": -800}, (), ()),
    ("exp(x)*1e300", {"x": -800}, ("y",), ("x",)),
    ("where(exp(x) > 0, a, 0*a)", {"x": -800, "a": 2}, ("y",), ()),
    ("1/(1+exp(-a*x))", {"x": -500, "a": 1}, (), ("x", "a")),
    ("sqrt(a*exp(x))", {"x": -800, "a": 1}, ("y",), ("x", "a")),
    ("exp(x)*1e300 - exp(2*x)*1e300", {"x": -800}, ("y",), ("x",)),
    ("x*x*1e10", {"x": 1e-200}, (), ()),
    ("(1 - cos(x))*a", {"x": 1e-9, "a": 2}, ("y",), ("a",)),
    ("(1 - cos(x)) + exp(a)", {"x": 1e-9, "a": -900}, ("y",), ()),
    ("1/exp(x)", {"x": 1000}, ("y",), ("x",)),
]


@pytest.mark.parametrize(("program", "point", "outputs", "inputs"), CASES, ids=[row[0] for row in CASES])
def test_what_is_poisoned_and_what_is_merely_small(program, point, outputs, inputs):
    trace = adtrace.reverse(program, point)
    assert ends(trace, OF_VALUE, "poisoned") == set(outputs)
    assert ends(trace, OF_ADJOINT, "poisoned") == set(inputs)


@pytest.mark.parametrize(("program", "point"), [row[:2] for row in CASES], ids=[row[0] for row in CASES])
def test_what_is_small_is_so_in_many_digits(program, point):
    pytest.importorskip("mpmath")
    trace = adtrace.reverse(program, point)
    run = Run(parse(program), {name: float(value) for name, value in point.items()})
    graph = copied(run.graph)
    adjoints = append_adjoints(graph, {graph.outputs[0][1]: 1.0}).nodes
    true = shadow(graph, run.built.values, 800)
    for name in ends(trace, OF_VALUE, "small"):
        assert trace.outputs[name] == 0
        assert abs(true[dict(graph.outputs)[name]]) < NORMAL
    for name in ends(trace, OF_ADJOINT, "small"):
        assert trace.gradient[name] == 0
        assert abs(true[adjoints[run.names.node(name)]]) < NORMAL


def test_arrays_go_element_by_element():
    trace = adtrace.reverse("exp(v)*u", {"v": [-800, 1, -900], "u": [2, 1, 3]}, seed={"y": [1, 1, 1]})
    assert ends(trace, OF_VALUE, "small") == {"y"}
    assert ends(trace, OF_ADJOINT, "small") == {"v", "u"}
    trace = adtrace.reverse("exp(v)*u", {"v": [-800, 1, -900], "u": [1e300, 1, 3]}, seed={"y": [1, 1, 1]})
    assert ends(trace, OF_VALUE, "poisoned") == {"y"}
    assert ends(trace, OF_ADJOINT, "poisoned") == {"v"}


def test_no_sentence_contradicts_another():
    trace = adtrace.reverse("exp(x) + 1", {"x": -800})
    said = [line for warning in trace.warnings for line in spread_lines(warning, trace)]
    assert said == [
        "0 is born in w1; no output is poisoned",
        "on to the adjoints; the gradient in x is 0 here: too small for float64",
        "0 is born in the adjoint of x; the gradient in x is 0 here: too small for float64",
    ]
    value = adtrace.evaluate("exp(x) + 1", {"x": -800})
    assert list(spread_lines(value.warnings[0], value)) == ["0 is born in w1; it goes no further"]
