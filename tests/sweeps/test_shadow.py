"""The shadow run: every row of the table in many digits, its value and its derivatives."""

from __future__ import annotations

import math
import random
from typing import Any

import mpmath
import numpy as np
from exact import step
from operands import arrays, numbers, random_array
from rows import ARRAY_ROWS, ROWS, TINY, as_operand, close, compute_array, each, operand_names, regular
from rows import ieee as ieee

from adtrace.graph.graph import Graph, Nodes
from adtrace.graph.numbers import value_of_floats
from adtrace.rules.table import Operator
from adtrace.sweeps.shadow import shadow
from adtrace.sweeps.symbolic import append_adjoints, append_tangents

DIGITS = 40
MANY = 400
"""For differences: the step is 10^-30, next to operands of up to 10^200."""
ABSOLUTE = {"elementwise": 0, "linear": 1e-55, "general": 1e-55}
"""What differences of arrays leave of the second order, where there is no slope."""
MOST = 12
"""Points for one row."""


class Applied:
    """One row applied to inputs, as a graph of one operation."""

    def __init__(self, row: Operator, operands: list[Any], params: dict[str, Any]) -> None:
        self.row, self.graph = row, Graph()
        nodes = Nodes(self.graph)
        self.names = operand_names(row, len(operands))
        inputs = [nodes.operand(self.graph.input(name, np.shape(one))) for name, one in zip(self.names, operands, strict=True)]
        self.node = nodes.apply(row, inputs, params).handle
        self.operands = [as_operand(operand) for operand in operands]

    def shadow(self, operands: list[Any], digits: int = DIGITS) -> list[Any]:
        return shadow(self.graph, dict(zip(self.names, operands, strict=True)), digits)

    def value(self, operands: list[Any], digits: int = DIGITS) -> Any:
        return self.shadow(operands, digits)[self.node]

    @property
    def differentiable(self) -> list[int]:
        return [place for place in range(len(self.operands)) if self.row.rule(place) is not None]


def some(row: Operator, largest: float) -> list[tuple[float, ...]]:
    """A few of a row's points, of moderate size."""
    points = [point for point in numbers(row) if all(1e-20 <= abs(number) <= largest for number in point)]
    return points if len(points) <= MOST else random.Random(5).sample(points, MOST)


@each(ROWS["elementwise"])
def test_values(row: Operator) -> None:
    """The value is float64's to a few units of rounding, and that of many more digits to the digits asked for."""
    for point in some(row, 1e20):
        applied = Applied(row, list(point), {})
        value, more = applied.value(list(point)), applied.value(list(point), 4*DIGITS)
        assert agree(value, more, 2 - DIGITS), (point, value, more)
        computed = value_of_floats(row, point, {})
        assert close(computed, value, 16, lambda applied=applied: sensitivity(applied)), (point, computed, value)


def sensitivity(applied: Applied) -> Any:
    """How much a relative change of the operands changes the value."""
    slopes = [difference(applied, place, mpmath.mpf(1), 1) for place in applied.differentiable]
    return sum(abs(applied.operands[place]*slope) for place, slope in zip(applied.differentiable, slopes, strict=True))


def agree(a: Any, b: Any, digits: int) -> bool:
    """Whether two numbers agree to 10^digits, or are both too small for float64."""
    if a != a or b != b or abs(b) == math.inf:
        return a == b or (a != a and b != b)
    return abs(a - b) <= abs(b)*mpmath.mpf(10)**digits or max(abs(a), abs(b)) < mpmath.mpf(TINY)*2**-53


def difference(applied: Applied, place: int, direction: Any, weight: Any) -> Any:
    """The central difference, along a direction of an operand, of the value weighted."""
    h = step_of(applied, place)
    ends = []
    for sign in (1, -1):
        moved = list(applied.operands)
        with mpmath.workdps(MANY):
            moved[place] = many(moved[place]) + sign*h*direction
            ends.append(np.sum(weight*applied.value(moved, MANY)))
    with mpmath.workdps(MANY):
        return (ends[0] - ends[1])/(2*h)


def step_of(applied: Applied, place: int) -> Any:
    """A step that is small for every entry; in elementwise rows the other operands may magnify it."""
    if applied.row.kind == "elementwise":
        return step(*applied.operands)
    return min([step(entry) for entry in np.ravel(applied.operands[place])])


def many(operand: Any) -> Any:
    return np.frompyfunc(mpmath.mpf, 1, 1)(operand) if np.shape(operand) else mpmath.mpf(operand)


@each([row for row in ROWS["elementwise"] if any(row.rules)])
def test_derivatives(row: Operator) -> None:
    """A tangent and an adjoint, appended to the graph, are the differences of the value to 20 digits."""
    for point in some(row, 800.0):
        for place in Applied(row, list(point), {}).differentiable:
            compared(Applied(row, list(point), {}), place, 1.0, 1.0)


@each(ARRAY_ROWS)
def test_arrays(row: Operator) -> None:
    """Entry by entry the value is float64's; JVPs and VJPs are the differences of the value."""
    for operands, params in arrays(row):
        applied = Applied(row, operands, params)
        value = np.ravel(applied.value(applied.operands))
        more, computed = np.ravel(applied.value(applied.operands, 4*DIGITS)), np.ravel(compute_array(row, applied.operands, params))
        scale = max(1.0, float(np.max(np.abs(computed[np.isfinite(computed)]), initial=0.0)))
        for one, other, number in zip(value, more, computed, strict=True):
            assert agree(one, other, 2 - DIGITS), (operands, params)
            assert number == one or (number != number and one != one) or abs(number - one) <= 1e-13*scale, (operands, params)
        if not regular(row, operands, params):
            continue
        source = random.Random(3)
        for place in applied.differentiable:
            tangent, adjoint = random_array(source, operands[place].shape), random_array(source, applied.graph.shapes[applied.node])
            compared(Applied(row, operands, params), place, as_operand(tangent), as_operand(adjoint))


def compared(applied: Applied, place: int, tangent: Any, adjoint: Any) -> None:
    """<adjoint, J tangent> by both modes, in the shadow, against the difference."""
    wanted = difference(applied, place, many(tangent), many(adjoint))
    source, node = applied.graph.inputs[place], applied.node
    pulled = append_adjoints(applied.graph, {node: adjoint}).nodes[source]
    pushed = append_tangents(applied.graph, {source: tangent}).nodes[node]
    values = applied.shadow(applied.operands)
    for found in (np.sum(values[pulled]*many(tangent)), np.sum(values[pushed]*many(adjoint))):
        assert agree(found, wanted, -20) or abs(found - wanted) < ABSOLUTE[applied.row.kind], (applied.operands, place, found, wanted)
