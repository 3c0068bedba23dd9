"""The sweeps that a diff compares, and one program at two points."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from programs import names_in, points, trees, written

import adtrace
from adtrace.errors import AdtraceError


def test_the_numbers_are_those_of_the_sweeps():
    left, right, at = "[x*y, sin(x)]", "[y*x, cos(x)]", {"x": 0.5, "y": 2}
    for mode, run in (("reverse", adtrace.reverse), ("forward", adtrace.forward)):
        found = adtrace.diff(left, right, at, mode=mode)
        for side, text in (("left", left), ("right", right)):
            trace = run(text, at)
            assert [one.label for one in found.sweeps] == [sweep.label for sweep in trace.sweeps]
            for one, sweep in zip(found.sweeps, trace.sweeps, strict=True):
                assert {name: getattr(both, side) for name, both in one.results.items()} == dict(sweep.result)
                for pair, slope in zip(found.pairs, one.slopes, strict=True):
                    if slope is not None:
                        place = getattr(pair, side)
                        assert getattr(slope, side) == sweep.steps.numbers(place)[1]
                        assert getattr(pair.value, side) == sweep.steps.numbers(place)[0]


def test_arrays_have_a_sweep_for_each_component():
    found = adtrace.diff("x*y", "y*x*2", {"x": [1, 2], "y": [3, 4]})
    assert [one.label for one in found.sweeps] == ["out[0]", "out[1]"]
    assert found.sweeps[1].results["x"].left.tolist() == [0, 4]
    assert found.sweeps[1].results["x"].right.tolist() == [0, 8]


def test_seeds_go_by_the_names_of_either_side():
    at = {"x": 2, "y": 3}
    found = adtrace.diff("p = x*y; q = x + y; [p, q]", "r = x*y; s = x + y; [r, s]", at, seed={"y1": 2, "y2": -1})
    assert found.agrees and found.sweeps[0].results["x"].left == 5
    found = adtrace.diff("p = x*y; p", "r = x*y; r", at, seed={"r": 2})
    assert found.agrees and found.sweeps[0].results["x"].right == 6 == found.sweeps[0].results["x"].left
    found = adtrace.diff("x*y", "u*y", {**at, "u": 2}, mode="forward", seed={"x": 1, "y": 1})
    assert found.agrees and found.sweeps[0].results["out"].right == 5


def test_a_program_without_the_input_has_no_slope_in_it():
    found = adtrace.diff("x*y", "3*x", {"x": 2, "y": 3}, mode="forward")
    slopes = {one.label: next(iter(one.results.values())) for one in found.sweeps}
    assert (slopes["y"].left, slopes["y"].right) == (2, 0) and not found.agrees
    found = adtrace.diff("2*3", "x*y", {"x": 2, "y": 3}, mode="forward")
    assert [one.differs for sweep in found.sweeps for one in sweep.results.values()] == [True, True]
    found = adtrace.diff("2*3", "x*y", {"x": 2, "y": 3})
    assert {name: (one.left, one.right) for name, one in found.sweeps[0].results.items()} == {"x": (0, 3), "y": (0, 2)}


def test_outputs_of_other_shapes_are_not_swept():
    found = adtrace.diff("x", "sum(x)", {"x": [1, 2]})
    assert found.sweeps == () and not found.agrees and found.left.mode == "value"


def test_values_alone():
    found = adtrace.diff("x*x", "2*x", {"x": 2}, mode="value")
    assert found.agrees and found.sweeps == ()
    assert not adtrace.diff("x*x", "2*x", {"x": 2}).agrees, "the slopes are 4 and 2"


def test_equal_values_with_other_derivatives():
    for mode in ("reverse", "forward"):
        found = adtrace.diff("x*x", "2*x", {"x": 2}, mode=mode)
        assert found.parted is None and not found.agrees
        assert (found.results[-1].left, found.results[-1].right) == (4, 2)
    found = adtrace.diff("1/(1+exp(-a*x))", "sigmoid(a*x)", {"a": 1, "x": -1000})
    assert found.parted is None and found.outputs[0].value.left == 0
    assert np.isnan(found.sweeps[0].results["x"].left) and found.sweeps[0].results["x"].right == 0 and not found.agrees


def test_two_points_of_one_program():
    found = adtrace.diff("x^2*y", at={"x": 3, "y": 2}, to={"x": 4})
    assert found.points and found.ok and not found.agrees
    assert [found.outputs[0].value.left, found.outputs[0].value.right] == [18, 32]
    assert found.predicted == {"out": 12}
    assert all(pair.left == pair.right and not pair.rewritten for pair in found.pairs)


@given(trees, points, points)
def test_the_prediction_is_the_gradient_times_the_way(tree, at, to):
    text = written(tree)
    names = sorted(names_in(tree))
    assume(names)
    at, to = {name: at[name] for name in names}, {name: to[name] for name in names}
    found = adtrace.diff(text, at=at, to=to)
    gradient = adtrace.reverse(text, at).gradient
    wanted = sum(gradient[name]*(to[name] - at[name]) for name in names)
    size = sum(abs(gradient[name]*(to[name] - at[name])) for name in names)
    foretold, = found.predicted.values()
    assert foretold == pytest.approx(wanted, abs=1e-12*size, nan_ok=True)
    ends = adtrace.evaluate(text, at).value, adtrace.evaluate(text, to).value
    assert (found.outputs[0].value.left, found.outputs[0].value.right) == pytest.approx(ends, rel=0, nan_ok=True)


def test_points_of_other_shapes():
    found = adtrace.diff("sum(x^2)", at={"x": [1, 2]}, to={"x": [1, 2, 3]})
    assert found.predicted is None and found.pairs[0].value.relative == np.inf
    assert (found.outputs[0].value.left, found.outputs[0].value.right) == (5, 14)


def test_a_point_needs_a_value_for_everything():
    with pytest.raises(AdtraceError, match="no value for y"):
        adtrace.diff("x*y", at={"x": 1}, to={"x": 2})
    assert adtrace.diff("x*y", at={"x": 1, "y": 1}, to={}).agrees
