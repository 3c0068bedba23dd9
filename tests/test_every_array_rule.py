"""Every linear and general row of the table, on arrays of several shapes: values, Jacobians, second order, edges."""

from __future__ import annotations

import itertools
import math
import random
from typing import Any

import mpmath
import numpy as np
import pytest
from exact import EXACT, column, exact, settled
from operands import arity, arrays, random_array
from rows import (
    ARRAY_ROWS,
    ROWS,
    TINY,
    UNIT,
    as_operand,
    call,
    close,
    differentiable,
    each,
    lifted,
    operand_names,
    pull,
    push,
    regular,
)
from rows import ieee as ieee

from adtrace.graph.graph import Graph, Nodes
from adtrace.graph.numbers import ARRAYS, compute
from adtrace.graph.shapes import result_shape
from adtrace.rules.table import Operator
from adtrace.sweeps.evaluate import evaluate
from adtrace.sweeps.paths import number
from adtrace.sweeps.reverse import reverse


def units(shape: tuple[int, ...]) -> Any:
    """Each entry's position, with the array that is 1 there and 0 elsewhere."""
    for entry in np.ndindex(*shape):
        array = np.zeros(shape)
        array[entry] = 1.0
        yield entry, array


def test_every_array_row_has_points() -> None:
    assert [row.name for row in ARRAY_ROWS if not row.points] == []


@each([row for row in ARRAY_ROWS if row.reference is not None])
def test_array_value(row: Operator) -> None:
    """The value is that of the definition, entry by entry, up to what rounded operands change."""
    for operands, params in finite(row):
        computed, function = call(row, operands, params), definition_of(row, params)
        wanted = settled(lambda function=function, operands=operands: function(*exacts(operands)))
        assert np.shape(computed) == np.shape(wanted)
        slack = np.zeros(np.shape(wanted), dtype=object)
        for i in differentiable(row, len(operands)):
            for entry in np.ndindex(*operands[i].shape):
                slack = slack + abs(float(operands[i][entry])*jacobian_column(row, operands, params, i, entry))
        for entry in np.ndindex(*np.shape(wanted)):
            exactly = np.asarray(wanted)[entry]
            sensitivity = lambda slack=slack, entry=entry: np.asarray(slack)[entry]  # noqa: E731
            assert close(np.asarray(computed)[entry], exactly, 16, sensitivity), (operands, params, computed, wanted)
            if np.asarray(computed)[entry] == 0 and exactly != 0:
                assert row.lost is not None and np.all(row.lost(ARRAYS, computed, *operands, **params)[entry])


def finite(row: Operator) -> list[Any]:
    """The operands and parameters without an infinity."""
    return [entry for entry in arrays(row) if all(np.isfinite(operand).all() for operand in entry[0])]


def definition_of(row: Operator, params: dict[str, Any]) -> Any:
    return lambda *operands: EXACT.apply(row, operands, params)


def jacobian_column(row: Operator, operands: list[Any], params: dict[str, Any], i: int, entry: tuple[int, ...]) -> Any:
    function = definition_of(row, params)
    return settled(lambda: column(function, exacts(operands), i, entry))


def exacts(operands: list[Any]) -> list[Any]:
    return [np.array(exact(operand), dtype=object).reshape(operand.shape) for operand in operands]


@each(ROWS["linear"])
def test_linear(row: Operator) -> None:
    """A(2u - 3v) = 2 A(u) - 3 A(v), and <g, A d> = <A'g, d> for every operand and every shape."""
    for operands, params in arrays(row):
        source = random.Random(7)
        others = [random_array(source, operand.shape) if row.rule(i) else operand for i, operand in enumerate(operands)]
        mixed = [2*u - 3*v if row.rule(i) else u for i, (u, v) in enumerate(zip(operands, others, strict=True))]
        y = call(row, operands, params)
        wanted = 2*np.asarray(y) - 3*np.asarray(call(row, others, params))
        np.testing.assert_allclose(call(row, mixed, params), wanted, rtol=1e-14, atol=1e-13)
        assert np.shape(y) == result_shape(row, [operand.shape for operand in operands], params)
        g = random_array(source, np.shape(y))
        for i in differentiable(row, len(operands)):
            d = random_array(source, operands[i].shape)
            there, back = g*push(row, i, y, d, operands, params), pull(row, i, y, g, operands, params)*d
            assert abs(np.sum(there) - np.sum(back)) <= 1e-13*(1 + np.sum(abs(back))), (i, params)


@each(ROWS["general"])
def test_jacobian(row: Operator) -> None:
    """JVPs give the columns and VJPs the rows of the definition's Jacobian, entry by entry."""
    for operands, params in arrays(row):
        if not regular(row, operands, params):
            continue
        y = call(row, operands, params)
        for i in differentiable(row, len(operands)):
            rows = {entry: pull(row, i, y, g, operands, params) for entry, g in units(np.shape(y))}
            for entry, d in units(operands[i].shape):
                wanted = jacobian_column(row, operands, params, i, entry)
                computed = push(row, i, y, d, operands, params)
                for place in np.ndindex(*np.shape(y)):
                    exactly = np.asarray(wanted)[place]
                    for found in (computed[place], rows[place][entry]):
                        near = abs(found - exactly) <= 1e-12*abs(exactly) + TINY
                        assert near or vanishes(exactly, wanted, found), (operands, params, found, exactly)


def vanishes(exactly: Any, wanted: Any, computed: float) -> bool:
    """Whether an entry is 0 in the definition, and a difference of equal terms in the rule."""
    largest = np.max(np.abs(wanted))
    return abs(exactly) < 1e-40*largest and abs(computed) <= 64*UNIT*largest


@each(ROWS["general"])
def test_forward_against_reverse(row: Operator) -> None:
    """<g, J d> = <J'g, d>, at kinks and ties as well."""
    for operands, params in finite(row):
        source, y = random.Random(11), call(row, operands, params)
        g = random_array(source, np.shape(y))
        for i in differentiable(row, len(operands)):
            d = random_array(source, operands[i].shape)
            there, back = g*push(row, i, y, d, operands, params), pull(row, i, y, g, operands, params)*d
            assert abs(np.sum(there) - np.sum(back)) <= 1e-12*np.sum(abs(back)), (i, operands, params)


@each(ROWS["general"])
def test_second_order_of_arrays(row: Operator) -> None:
    """A VJP run on graph nodes, and swept in reverse again, gives second derivatives; so does a JVP."""
    for operands, params in arrays(row):
        moderate = all(((abs(operand) > 1e-3) & (abs(operand) < 1e3)).all() for operand in operands)
        if not moderate or not regular(row, operands, params) or sum(operand.size for operand in operands) > 16:
            continue
        source, y = random.Random(13), call(row, operands, params)
        g = random_array(source, np.shape(y))
        for i in differentiable(row, len(operands)):
            d = random_array(source, operands[i].shape)
            first = np.sum(g*push(row, i, y, d, operands, params))
            bent = [curvature(row, operands, params, i, d, j, g) for j in range(len(operands))]
            for rule, flow, other in ((row.rule(i), g, d), (row.jvp(i), d, g)):
                value, computed = twice(row, rule, operands, params, flow, other)
                np.testing.assert_allclose(value, first, rtol=1e-11)
                for wanted, found in zip(bent, computed, strict=True):
                    scale = max(1.0, float(np.max(np.abs(wanted), initial=0.0)))
                    np.testing.assert_allclose(found, wanted.astype(float), rtol=1e-9, atol=1e-11*scale)


def twice(row: Operator, rule: Any, operands: list[Any], params: dict[str, Any], flow: Any, other: Any) -> Any:
    """The sum of other * rule(flow), computed on graph nodes, and its adjoints of the operands."""
    graph = Graph()
    nodes = Nodes(graph)
    names = operand_names(row, len(operands))
    given = dict(zip([*names, "flow", "other"], [*operands, flow, other], strict=True))
    *inputs, carried, weight = (nodes.operand(graph.input(name, array.shape)) for name, array in given.items())
    result = nodes.apply(row, inputs, params)
    total = nodes.sum(rule(nodes, result, carried, *inputs, **params)*weight).handle
    values = evaluate(graph, {name: as_operand(array) for name, array in given.items()})
    adjoints = reverse(graph, values, {total: 1.0})
    return values[total], [np.broadcast_to(number(adjoints[node.handle]), node.shape) for node in inputs]


def curvature(row: Operator, operands: list[Any], params: dict[str, Any], i: int, d: Any, j: int, g: Any) -> Any:
    """The derivative of <g, J_i d> with respect to operand j, by differences of the definition."""
    with mpmath.workdps(200):
        h = mpmath.mpf(10)**-30

        def along(*moved: Any) -> Any:
            there, back = list(moved), list(moved)
            there[i], back[i] = moved[i] + h*exact(d), moved[i] - h*exact(d)
            return np.sum(exact(g)*(EXACT.apply(row, there, params) - EXACT.apply(row, back, params)))/(2*h)

        result = np.empty(operands[j].shape, dtype=object)
        for entry in np.ndindex(*operands[j].shape):
            result[entry] = column(along, exacts(operands), j, entry)
        return result


@each(ARRAY_ROWS)
def test_array_edges(row: Operator) -> None:
    """Zeros, infinities, nan and numbers at the ends of the range: nothing raises, and shapes stay."""
    for operands, params in arrays(row):
        for filling in (0.0, -0.0, 1.0, math.inf, -math.inf, math.nan, 5e-324, 1.7e308):
            filled_in = [np.full(entry.shape, filling) if row.rule(i) else entry for i, entry in enumerate(operands)]
            y = call(row, filled_in, params)
            if filling in (0.0, 1.0) and np.isnan(y).any():
                assert row.domain is not None and not np.any(row.domain(ARRAYS, *map(lifted, filled_in), **params))
            for i in differentiable(row, len(operands)):
                pull(row, i, y, np.ones(np.shape(y)), filled_in, params)
                push(row, i, y, np.ones(operands[i].shape), filled_in, params)
            for condition in row.conditions("domain", "pole", "kink", "steep"):
                condition(ARRAYS, *map(lifted, filled_in), **params)


@each([row for row in ROWS["general"] if row.kink is not None])
def test_array_kinks(row: Operator) -> None:
    """With all entries equal to 0 or 1 somewhere there is a kink, and its slope is the chosen one of the interval."""
    met = 0
    for point, (operands, params) in itertools.product((0.0, 1.0), arrays(row)):
        equal = [np.full(operand.shape, point) for operand in operands]
        if not any(np.any(kink(ARRAYS, *map(lifted, equal), **params)) for kink in row.conditions("kink")):
            continue
        y = call(row, equal, params)
        lo, hi = row.interval(*equal, **params) if callable(row.interval) else row.interval
        slopes = pull(row, 0, y, np.ones(np.shape(y)), equal, params)
        if isinstance(row.chosen, str):
            overlapping = slopes.sum() == pytest.approx(np.size(y))
            assert overlapping and (slopes >= 0).all(), (params, slopes)
        else:
            assert (slopes == row.chosen).all() and lo <= row.chosen <= hi, (params, slopes)
        met += 1
    assert met


@each(ROWS["general"])
def test_array_kinks_are_found(row: Operator) -> None:
    """Where the slopes of the definition differ from side to side, the kink condition holds."""
    for fill, (operands, params) in itertools.product((None, 0.0, 1.0), finite(row)):
        if sum(operand.size for operand in operands) > 16 or not any(row.rules):
            continue
        at = [operand if fill is None else np.full(operand.shape, fill) for operand in operands]
        if row.domain is not None and not np.all(row.domain(ARRAYS, *map(lifted, at), **params)):
            continue
        function = definition_of(row, params)
        try:
            bent = any(
                np.any(abs(sided(function, at, i, entry, 1) - sided(function, at, i, entry, -1)) > 1e-9)
                for i in differentiable(row, len(at))
                for entry in np.ndindex(*at[i].shape)
            )
        except ZeroDivisionError:  # The definition has no value here.
            continue
        found = any(np.any(one(ARRAYS, *map(lifted, at), **params)) for one in row.conditions("kink", "pole"))
        assert found or not bent, (at, params)


def sided(function: Any, operands: list[Any], i: int, entry: tuple[int, ...], side: int) -> Any:
    return column(function, exacts(operands), i, entry, side)


SHAPES = ((), (1,), (3,), (0,), (2, 3), (3, 3), (3, 1), (2, 3, 4), (1, 2, 2, 2))
PARAMS: dict[str, tuple[Any, ...]] = {
    "axis": (None, 0, -1, 1, 5, (0, 1), (0, 0), 0.5), "keepdims": (0, 1), "axes": (None, (1, 0), (0, 0), (2,)),
    "shape": (None, (), (3,), 3, (2, 3), (-1,), (-1, -1), (0,), (2.5,), (2, 3, 4), (1, 2, 2)),
    "index": ((), (0,), (7,), (-1, slice(None)), (slice(0, 9, 2),), (0, 0, 0, 0, 0)),
    "n": (None, 0, 3, -1, 1.5), "stride": (None, 1, 2, 0, (1, 2), 1.5), "padding": (0, 1, -1, (1, 0, 1)),
    "size": (1, 2, (2, 1), 0, 9),
}


@each(ARRAY_ROWS)
def test_shapes_that_do_not_fit(row: Operator) -> None:
    """The shape function refuses with a ValueError of its own; what it lets pass, NumPy computes."""
    refused = 0
    for count in arity(row):
        for shapes in itertools.product(SHAPES, repeat=count):
            for values in itertools.product(*(PARAMS[key] for key in row.params)):
                params = dict(zip(row.params, values, strict=True))
                try:
                    shape = result_shape(row, shapes, params)
                except ValueError as error:
                    refused += 1
                    assert str(error) and "None" not in str(error).replace("axis=None", ""), error
                    continue
                operands = [np.full(size, 0.5 if row.rule(i) else 0.0) for i, size in enumerate(shapes)]
                try:
                    result = compute(row, [as_operand(operand) for operand in operands], params, shape)
                except ValueError as error:
                    assert "index" in str(error), (shapes, params, error)
                    continue
                assert np.shape(result) == shape, (shapes, params)
    assert refused or "axis" not in row.params
