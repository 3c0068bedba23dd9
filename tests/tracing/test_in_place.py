"""Arrays that are filled and changed in place: what NumPy computes, and its slope."""

from __future__ import annotations

from typing import Any

import in_place
import numpy as np
import pytest

import adtrace

AT = np.array([0.7, 1.2, 1.9])


@pytest.mark.parametrize("function", in_place.FUNCTIONS, ids=lambda one: one.__name__)
def test_the_trace_is_what_numpy_computes(function: Any) -> None:
    """The value at two points, and the derivative along a direction against a difference of NumPy's own values."""
    program = adtrace.trace(function, x=AT)
    for point in (AT, AT*1.1):
        np.testing.assert_allclose(adtrace.evaluate(program, {"x": point}).value, function(point.copy()), rtol=1e-13)
    direction = np.array([0.3, -0.5, 0.8])
    step = 1e-6
    wanted = (function(AT + step*direction) - function(AT - step*direction))/(2*step)
    np.testing.assert_allclose(adtrace.forward(program, seed={"x": direction}).tangent, wanted, rtol=1e-7, atol=1e-7)


def test_the_module_keeps_its_arrays() -> None:
    adtrace.trace(in_place.constants, x=AT)
    assert type(in_place.TABLE) is np.ndarray
    assert in_place.zeros is np.zeros


def test_arrays_from_outside_stay_what_they_are() -> None:
    outside = np.array([1.0, 2.0, 3.0])

    def refilled(x: Any) -> Any:
        held = np.asarray(outside)
        held[0] = 7.0
        mask = np.zeros(3, dtype=bool)
        mask[1] = True
        assert np.zeros((0, 3)).size == 0
        return x[mask]*held[0] + np.array(outside)[1]

    assert adtrace.evaluate(adtrace.trace(refilled, x=AT)).value.tolist() == pytest.approx([1.2*7 + 2])
    assert outside.tolist() == [7.0, 2.0, 3.0]
    assert outside.flags.writeable


def test_what_is_changed_behind_the_trace_is_refused() -> None:
    """A library that is given numbers cannot write into them unseen."""
    def hidden(x: Any) -> Any:
        made = np.zeros(3)
        memoryview(made.__array__()).cast("B").cast("d")[0] = 1.0
        return made*x

    with pytest.raises(adtrace.AdtraceError, match="read-only"):
        adtrace.trace(hidden, x=AT)


def test_long_chains_of_views() -> None:
    def turned(x: Any) -> Any:
        y = x*1
        for _ in range(601):
            y = y[::-1]
        y[0] = 5
        return y

    assert adtrace.evaluate(adtrace.trace(turned, x=AT)).value.tolist() == [5.0, 1.2, 0.7]
