"""Traces with exact numbers: values, slopes and increments, what they are told apart from, and where they end."""

import copy
import pickle
import sys
from pathlib import Path

import numpy as np
import pytest
from datasets import CORPUS
from hypothesis import given, settings
from hypothesis import strategies as st

import adtrace
from adtrace.sweeps.exact.library import library
from adtrace.sweeps.exact.run import ExactRun

SAMPLES = sorted((Path(__file__).parent.parent.parent / "samples").glob("*.adt"))
LARGE = ("d_deep_relu_softmax", "f_train")
"""Their nodes fill with long texts: one mode of them is enough, the others are swept in both."""
SWEPT = [(path, mode) for path in SAMPLES for mode in ("forward", "reverse") if mode == "forward" or path.stem not in LARGE]


def numbers_of(trace):
    """Every number of every step and increment."""
    for sweep in trace.sweeps:
        for step in sweep.steps:
            yield from (step.value, step.derivative)
            for one in step.increments:
                yield from (one.partial, one.upstream, one.product, one.total)


def scalars(trace):
    for number in numbers_of(trace):
        if number is not None:
            yield from number.numbers.ravel() if getattr(number, "shape", ()) else [number]


def test_every_number_of_a_sweep_says_what_it_is():
    trace = adtrace.reverse("sin(x)*y", {"x": "pi/3", "y": "1/2"}, exact=True)
    assert [(step.name, step.value.exact, step.adjoint.exact) for step in trace.steps] == [
        ("x", "pi/3", "1/4"), ("y", "1/2", "sqrt(3)/2"), ("w1", "sqrt(3)/2", "1/2"), ("out", "sqrt(3)/4", "1"),
    ]
    increment = trace.steps[0].increments[0]
    assert [number.exact for number in (increment.partial, increment.upstream, increment.product, increment.total)] == [
        "1/2", "1/2", "1/4", "1/4",
    ]
    plain = adtrace.reverse("sin(x)*y", {"x": "pi/3", "y": "1/2"})
    assert (trace.value, trace.gradient) == (plain.value, plain.gradient)


def test_a_seed_is_read_from_its_text():
    trace = adtrace.forward("x^2", {"x": "1/3"}, seed={"x": "sqrt(2)"}, exact=True)
    assert trace.tangent.exact == "2*sqrt(2)/3"


def test_a_default_of_the_program_is_exact():
    assert adtrace.evaluate("input x = 1/3\nx^2", exact=True).value.exact == "1/9"


def test_noise_of_floats_is_not_in_it():
    step = adtrace.reverse("sin(x)", {"x": "pi"}, exact=True).steps[-1]
    assert step.value.exact == "0" and step.value.nearest == 0 and step.value != 0


def test_it_says_where_exactness_was_left():
    trace = adtrace.reverse("erf(x)*y + sin(y)", {"x": "1/2", "y": "pi"}, exact=True)
    assert trace.value.exact is None
    assert trace.gradient["x"].exact == "2*sqrt(pi)*exp(-1/4)" and trace.gradient["y"].exact is None
    assert trace.notes == ("w1 and what follows from it are rounded: it has no exact form there",)


@pytest.mark.parametrize(("path", "mode"), SWEPT, ids=lambda given: getattr(given, "stem", given))
def test_the_exercises_in_exact_numbers(path, mode):
    """Exact numbers are those of the float sweep within rounding, and most there are exact."""
    text = path.read_text(encoding="utf-8")
    inputs = adtrace.reverse(text).inputs
    at = {name: f"{place + 1}/2" for place, name in enumerate(inputs)} if path.stem.startswith("a_") else {}
    seed = None
    if mode == "forward" and not at:
        name, value = next(iter(adtrace.reverse(text).inputs.items()))
        seed = {name: np.ones_like(value)}
    trace = adtrace.forward(text, at, seed=seed, exact=True) if mode == "forward" else adtrace.reverse(text, at, exact=True)
    found = list(scalars(trace))
    kept = [number for number in found if number.exact is not None]
    assert 4*len(kept) > len(found)
    assert bool(trace.notes) == (len(kept) < len(found))
    for number in kept:
        assert float(number) == pytest.approx(number.nearest, rel=1e-12, abs=1e-15)


@pytest.mark.parametrize("number", range(0, len(CORPUS), 18))
def test_expressions_of_other_people_in_exact_numbers(number):
    record = CORPUS[number]
    at = {name: str(value) for name, value in record["points"][0]["at"].items()}
    trace, plain = adtrace.reverse(record["expr"], at, exact=True), adtrace.reverse(record["expr"], at)
    assert list(map(float, scalars(trace))) == pytest.approx(list(map(float, (
        number for number in numbers_of(plain) if number is not None))), nan_ok=True)
    for one in [trace.value, *trace.gradient.values()]:
        if one.exact is not None:
            assert ExactRun.constant(one.exact, "exact").nearest == pytest.approx(one.nearest, rel=1e-12)
            if record["points"][0]["well_conditioned"]:
                assert float(one) == pytest.approx(one.nearest, rel=1e-9)


leaves = st.sampled_from(["1", "2", "1/3", "0.7", "pi", "sqrt(2)", "-5", "e"])
expressions = st.recursive(leaves, lambda inner: st.one_of(
    st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda found: f"({found[0]} {found[1]} {found[2]})"),
    st.tuples(st.sampled_from(["sin", "cos", "exp", "sqrt", "log", "tanh", "abs"]), inner).map("{0[0]}({0[1]})".format),
), max_leaves=6)


@settings(max_examples=60, deadline=None)
@given(expressions)
def test_an_exact_number_parses_back_to_itself(text):
    number = ExactRun.constant(text, "value")
    if number.exact is not None:
        again = ExactRun.constant(number.exact, "exact")
        assert again.nearest == pytest.approx(number.nearest, rel=1e-14)
        assert again.exact is not None


def test_steps_of_several_operations():
    trace = adtrace.reverse("a = sin(x)*2; a^2", {"x": "pi/6"}, by="statement", exact=True)
    assert [step.value.exact for step in trace.steps] == ["pi/6", "1", "1"]
    assert trace.gradient["x"].exact == "2*sqrt(3)"
    increment = trace.steps[0].increments[0]
    assert [number.exact for number in (increment.partial, increment.upstream, increment.product, increment.total)] == [
        "sqrt(3)", "2", "2*sqrt(3)", "2*sqrt(3)",
    ]
    for number in scalars(trace):
        assert float(number) == pytest.approx(number.nearest, rel=1e-12)


def test_a_node_that_a_step_of_several_operations_uses_twice():
    trace = adtrace.reverse("b = x*sin(x); b + x", {"x": "pi/6"}, by="statement", exact=True)
    assert [one.product.exact for one in trace.steps[0].increments] == ["1", "1/2 + sqrt(3)*pi/12"]
    assert trace.steps[0].increments[-1].total.exact == trace.gradient["x"].exact == "3/2 + sqrt(3)*pi/12"


def test_exact_traces_are_copied_and_pickled():
    trace = adtrace.reverse("sum(x)*2", {"x": "[1/2, pi]"}, exact=True)
    for other in (copy.deepcopy(trace), pickle.loads(pickle.dumps(trace))):
        assert other.value.exact == "1 + 2*pi"
        assert other.gradient["x"].exact == ["2", "2"]
        assert (other.gradient["x"]*2).exact is None


def test_without_sympy_it_says_what_to_install(monkeypatch):
    library.cache_clear()
    monkeypatch.setitem(sys.modules, "sympy", None)
    with pytest.raises(adtrace.AdtraceError) as caught:
        adtrace.reverse("x", {"x": 1}, exact=True)
    assert caught.value.hint == "install it with: pip install 'adtrace[exact]'"


def test_it_needs_a_point():
    with pytest.raises(adtrace.AdtraceError, match="exact numbers need a point"):
        adtrace.evaluate("x", exact=True)
