"""The Taylor coefficients of every row of the table: against its definition in many digits, and repeated tangents."""

from __future__ import annotations

import math
from typing import Any

import mpmath
import numpy as np
from exact import definition
from operands import arrays, numbers
from rows import ARRAY_ROWS, ROWS, UNIT, differentiable, each, operand_names
from rows import ieee as ieee

from adtrace.graph.graph import Graph, Nodes
from adtrace.rules.table import Operator
from adtrace.sweeps.evaluate import evaluate
from adtrace.sweeps.symbolic import append_tangents, copied
from adtrace.sweeps.taylor.arithmetic import Floats
from adtrace.sweeps.taylor.recurrences import degree_of
from adtrace.sweeps.taylor.series import Series

ORDER = 6
DIRECTION = (1.0, -0.7, 0.4)
ULPS = 512
"""How many units of rounding a coefficient may be off: of itself, and of those before it."""

AGAIN = 3
"""The order up to which tangents are taken again and again."""


def one_row(row: Operator, operands: list[Any], params: dict[str, Any]) -> tuple[Graph, list[int], int]:
    graph = Graph()
    nodes = Nodes(graph)
    inputs = [
        nodes.operand(graph.input(name, np.shape(operand)))
        for name, operand in zip(operand_names(row, len(operands)), operands, strict=True)
    ]
    return graph, [node.handle for node in inputs], nodes.apply(row, inputs, params).handle


def series_of(
    graph: Graph, inputs: list[int], output: int, operands: list[Any], moves: list[Any], order: int
) -> list[Any]:
    series = Series(graph, Floats())
    for node, operand, move in zip(inputs, operands, moves, strict=True):
        series.begin(node, [operand] if move is None else [operand, move])
    series.degrees[output] = degree_of(series, output)
    series.fill(output, order)
    known = series.known[output]
    return known + [np.zeros(graph.shapes[output]) if graph.shapes[output] else 0.0]*(order + 1 - len(known))


def moderate(row: Operator) -> list[tuple[float, ...]]:
    """A few points that are neither tiny nor huge."""
    found = [point for point in numbers(row) if all(0.05 <= abs(number) <= 8 for number in point)]
    return found[:: 1 + len(found)//4]


@each([row for row in ROWS["elementwise"] if any(row.rules)])
def test_against_the_definition(row: Operator) -> None:
    """Every coefficient is that of mpmath.taylor along a direction in which all operands move."""
    function, tested = definition(row), 0
    for point in moderate(row):
        moves = [DIRECTION[place] if place in differentiable(row, len(point)) else None for place in range(len(point))]
        if row.name == "power" and point[0] < 0:
            moves[1] = None  # A whole exponent stays whole.
        found = series_of(*one_row(row, list(point), {}), list(point), moves, ORDER)

        def along(t: Any, point: Any = point, moves: Any = moves) -> Any:
            return function(*[mpmath.mpf(x) + (move or 0)*t for x, move in zip(point, moves, strict=True)])

        with mpmath.workdps(90):
            wanted = [mpmath.re(one) for one in mpmath.taylor(along, 0, ORDER)]
        for order, (computed, exactly) in enumerate(zip(found, wanted, strict=True)):
            size = max(abs(one) for one in wanted[: order + 1]) + abs(exactly)
            assert abs(computed - exactly) <= ULPS*UNIT*size, (point, order, computed, mpmath.nstr(exactly, 17))
        tested += 1
    assert tested


@each([row for row in ARRAY_ROWS if any(row.rules)])
def test_against_repeated_tangents(row: Operator) -> None:
    """k! times coefficient k is the tangent of the tangent ... of the row."""
    tested = 0
    for place, (operands, params) in enumerate(arrays(row)):
        if not all(np.all((np.abs(one) < 1e100) & ((one == 0) | (np.abs(one) > 1e-100))) for one in operands):
            continue  # Squares would overflow or underflow.
        given = [operand if np.ndim(operand) else float(operand) for operand in operands]
        source = np.random.default_rng(place)
        moving = differentiable(row, len(operands))
        moves = [
            (source.normal(size=np.shape(one)) if np.ndim(one) else 0.8) if spot in moving else None
            for spot, one in enumerate(given)
        ]
        graph, inputs, output = one_row(row, given, params)
        found = series_of(graph, inputs, output, given, moves, AGAIN)
        wanted = repeated(graph, inputs, output, given, moves)
        for order, (computed, again) in enumerate(zip(found, wanted, strict=True)):
            size = 1e-300 + max(float(np.max(np.abs(one), initial=0.0)) for one in wanted[: order + 1])
            factor = math.factorial(order)
            assert np.shape(computed) == graph.shapes[output]
            np.testing.assert_allclose(np.asarray(computed)*factor, again, rtol=1e-10, atol=1e-11*size, err_msg=order)
        tested += 1
    assert tested


def repeated(graph: Graph, inputs: list[int], output: int, operands: list[Any], moves: list[Any]) -> list[Any]:
    """The value, its tangent, the tangent of that, and so on."""
    graph, node, nodes = copied(graph), output, [output]
    seeds = {spot: move for spot, move in zip(inputs, moves, strict=True) if move is not None}
    for _ in range(AGAIN):
        node = append_tangents(graph, seeds).nodes.get(node, -1)
        if node < 0:
            break
        nodes.append(node)
    values = evaluate(graph, {graph.names[spot]: one for spot, one in zip(inputs, operands, strict=True)})
    zero = np.zeros(graph.shapes[output])
    return [values[spot] for spot in nodes] + [zero]*(AGAIN + 1 - len(nodes))
