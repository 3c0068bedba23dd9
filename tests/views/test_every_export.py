"""Every row of the table in every target: written, run where the library is installed, and compared with the trace."""

from __future__ import annotations

from typing import Any

import numpy as np
from rows import ROWS, each
from rows import ieee as ieee
from written_code import (
    TINY,
    UNIT,
    adtrace,
    arrays,
    as_numpy,
    call_text,
    code,
    export_of,
    loaded,
    near,
    runnable,
    sampled,
)

from adtrace.errors import AdtraceError
from adtrace.graph.build import constant
from adtrace.graph.shapes import result_shape
from adtrace.lang.parser import parse
from adtrace.lang.points import as_values
from adtrace.rules.table import Operator
from adtrace.sweeps.exported import exported
from adtrace.sweeps.run import Run

LACKING: dict[str, set[str]] = {
    "python": {"digamma", "polygamma"},
    "casadi": {"erfc", "gamma", "lgamma", "digamma", "polygamma", "gelu"},
    "torch": {"polygamma"},
}
"""Elementwise rows that a target refuses; rows whose slopes need one of these are refused with their gradient."""

LOOSE = {
    ("jax", "gamma"): 1e-11, ("torch", "gamma"): 1e-11, ("jax", "digamma"): 1e-6, ("torch", "digamma"): 1e-13,
    ("jax", "polygamma"): 1e-6, ("torch", "polygamma"): 1e-11, ("jax", "lgamma"): 1e-11,
}
"""Functions that a library itself has with fewer digits, and the relative error that they are allowed."""

POSITIVE = {("jax", "digamma"), ("jax", "polygamma")}
"""Functions whose slopes a library has for positive numbers only, and no large ones."""

UNLIKE = {
    ("jax", "csch"), ("jax", "gamma"), ("jax", "lgamma"), ("jax", "digamma"), ("jax", "polygamma"),
    ("numpy", "lgamma"), ("torch", "digamma"), ("torch", "lgamma"), ("torch", "gamma"),
}
"""Functions that have a library's own numbers at infinities and poles: gammaln(-inf) is -inf in SciPy, inf in C."""

NEEDING: dict[str, set[str]] = {"python": {"gamma", "lgamma"}}


def rendered(target: str, export: Any, lacking: bool) -> str | None:
    """The code, or None where the target refuses it, as it should."""
    try:
        text = code.by_name(target).render(export)
    except AdtraceError as error:
        assert lacking, error.message
        assert "cannot be written" in error.message or "has no arrays" in error.message
        assert error.hint
        return None
    assert not lacking
    return text


@runnable("python", "numpy", "jax", "torch", "casadi")
@each(ROWS["elementwise"])
def test_elementwise(row: Operator, target: str) -> None:
    """Value and gradient at regular points are the trace's, within 4 ulp for each operation."""
    points = sampled(row, 12)
    if (target, row.name) in POSITIVE:
        points = [point for point in points if 0 < point[-1] < 1e6]
    text, names = call_text(row, [()]*len(points[0]), {})
    export = export_of(text, {})
    found = rendered(target, export, row.name in LACKING.get(target, set()) | NEEDING.get(target, set()))
    if found is None:
        return
    compared(target, row, loaded(found), text, names, points, len(export.straight.statements)*8)


@runnable("python", "numpy", "jax", "torch")
@each(ROWS["elementwise"])
def test_elementwise_edges(row: Operator, target: str) -> None:
    """At zeros, infinities, nan and the ends of the range nothing raises, and what is infinite or nan is so there."""
    points = sampled(row, 24, wild=True)
    text, names = call_text(row, [()]*len(points[0]), {})
    export = export_of(text, {}, ieee=True)
    found = rendered(target, export, row.name in LACKING.get(target, set()) | NEEDING.get(target, set()))
    if found is None:
        return
    if target == "jax":  # XLA takes numbers below the normal ones to be 0.
        points = [point for point in points if all(number == 0 or abs(number) > TINY for number in point)]
    if (target, row.name) not in UNLIKE:
        compared(target, row, loaded(found), text, names, points, 64)


def compared(
    target: str, row: Operator, module: dict[str, Any], text: str, names: list[str], points: Any, operations: int
) -> None:
    """The written function at every point, beside the trace."""
    function = module["f_and_gradient"]
    for point in points:
        trace = adtrace.reverse(text, dict(zip(names, point, strict=True)))
        given = list(point)
        if target == "casadi":
            import casadi

            given = [casadi.DM(number) for number in point]
        value, gradient = function(*given)
        operations = max(operations, LOOSE.get((target, row.name), 0.0)/UNIT)
        assert near(value, trace.value, operations), (text, point, value, trace.value)
        for name in names:
            wanted = trace.gradient[name]
            assert near(gradient[name], wanted, operations), (text, name, point, gradient[name], wanted)


ARRAYS_LACKING: dict[str, set[str]] = {
    "torch": set(),
    "casadi": {"onehot", "others", "prod", "max", "min", "var", "std", "softmax", "log_softmax", "logsumexp", "norm2"},
}
"""Array rows that a target refuses, some of them only along an axis."""


@runnable("numpy", "jax", "torch", "casadi")
@each(ROWS["linear"] + ROWS["general"])
def test_arrays(row: Operator, target: str) -> None:
    """The gradient of a weighted sum, at all of the row's shapes and parameters."""
    for operands, params in arrays(row)[: 3 if target == "jax" else None]:
        shapes = [np.shape(operand) for operand in operands]
        applied, names = call_text(row, shapes, params)
        shape = result_shape(row, shapes, params)
        weights = np.linspace(0.5, 2.0, int(np.prod(shape))).reshape(shape)
        text = f"sum(g*({applied}))" if shape else f"g*({applied})"
        at = {"g": weights, **dict(zip(names, operands, strict=True))}
        wrt = [name for place, name in enumerate(names) if row.rule(place) is not None]
        export = export_of(text, at, wrt=wrt, ieee=not all(np.isfinite(operand).all() for operand in operands))
        try:
            written = code.by_name(target).render(export)
        except AdtraceError as error:
            big = target == "casadi" and (max(map(len, [shape, *shapes])) > 2 or row.name in ARRAYS_LACKING[target])
            assert big or (target == "casadi" and "computed" in error.message), (text, error.message)
            assert error.hint
            continue
        gradient_agrees(target, loaded(written), at, export, text)


def gradient_agrees(target: str, module: dict[str, Any], at: dict[str, Any], export: Any, text: str) -> None:
    """The written function's value and gradient are the trace's, up to the rounding of the largest number."""
    given = [as_given(target, number) for number in at.values()]
    function = module["f_and_gradient"]
    if target == "jax":  # Pure functions of arrays: they can be compiled.
        function = module["jax"].jit(function)
    value, gradient = function(*given)
    found = {"": value, **gradient}
    wanted = {"": export.trace.value, **{name: slope for (_, name), slope in export.slopes.items()}}
    for name, expected in wanted.items():
        number = as_numpy(found[name])
        number = number.reshape(np.shape(expected)) if target == "casadi" else number
        assert np.shape(number) == np.shape(expected), (text, name, number, expected)
        finite = np.abs(np.where(np.isfinite(expected), expected, 0.0))
        slack = 1e-13*np.max(finite, initial=1e-2 if target == "casadi" else 1e-300)
        same = np.isclose(number, expected, rtol=1e-12, atol=slack, equal_nan=True)
        assert same.all(), (text, name, number, expected)


def as_given(target: str, number: Any) -> Any:
    """A number as the library takes it."""
    if target != "casadi":
        return number
    import casadi

    return casadi.DM(number)


@runnable("numpy", "torch", "casadi")
@each(ROWS["linear"] + ROWS["general"])
def test_arrays_forward(row: Operator, target: str) -> None:
    """The tangent along a direction, at all of the row's shapes and parameters."""
    for operands, params in arrays(row):
        shapes = [np.shape(operand) for operand in operands]
        applied, names = call_text(row, shapes, params)
        text = f"1*({applied})"
        moved = [place for place in range(len(names)) if row.rule(place) is not None]
        if not moved or not all(np.isfinite(operand).all() for operand in operands):
            continue
        at = dict(zip(names, operands, strict=True))
        direction = {
            names[place]: np.linspace(1.0, 2.0, int(np.prod(shapes[place]))).reshape(shapes[place]) for place in moved
        }
        export = exported(Run(parse(text), as_values(at, constant)), "forward", (), [as_values(direction, constant)])
        try:
            written = code.by_name(target).render(export)
        except AdtraceError as error:
            assert target == "casadi" and error.hint
            continue
        value, gradient = loaded(written)["f_and_gradient"](*[as_given(target, number) for number in at.values()])
        (tangent,) = export.slopes.values()
        for found, wanted in ((value, export.trace.value), (next(iter(gradient.values())), tangent)):
            number = as_numpy(found).reshape(np.shape(wanted)) if target == "casadi" else as_numpy(found)
            assert np.shape(number) == np.shape(wanted), (text, params)
            slack = 1e-13*max(np.max(np.abs(wanted), initial=0.0), 1e-2 if target == "casadi" else 1e-300)
            np.testing.assert_allclose(number, wanted, rtol=1e-12, atol=slack, err_msg=text)
