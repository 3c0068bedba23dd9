"""What single operations round: the error of every node on its own, and runs in which it is moved at random."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import islice, permutations
from typing import Any

from ...graph.graph import Graph
from ...graph.irrational import is_irrational
from ...graph.numbers import ARRAYS, FLOATS, at_edge, compute
from ...rules.table import Operator
from ..look import condition_on

UNIT = 2.0**-53
"""The unit of rounding of float64."""
NORMAL, SMALLEST = 2.0**-1022, 2.0**-1074
"""The smallest number that has all digits, and the smallest of all: nothing is rounded by less than half of it."""
MOVES = tuple(permutations((-2, -1, 1, 2)))
"""Units in the last place, in every order: in four runs a number is moved by each once, up and down, never by 0."""
RUNS = len(MOVES[0])
"""Runs in which a number gets every move."""
SPREAD = 0x9E3779B1
"""Fibonacci hashing (Knuth, volume 3, section 6.4): which order a number gets, so that no two keep step for long."""


def rounding_errors(graph: Graph, values: Sequence[Any], begun: Sequence[Any] = ()) -> list[Any]:
    """The error that each operation adds: u*|value|, an array of these, or None where it rounds nothing.

    Of a sum and its like, whose terms may have been rounded, it is 0 where the result is 0.

    A value that is not finite has none: warnings of their own say what became of it.

    begun  the errors of the first operations, where these are known already
    """
    start = len(begun)
    found: list[Any] = [*begun, *[None] * (len(graph) - start)]
    for node, operator in enumerate(islice(graph.operators, start, None), start):
        if operator is None and is_irrational(graph, node):
            found[node] = error_of(abs(values[node]))
        if operator is None or not any(operator.rules):
            continue
        value, operands = values[node], [values[arg] for arg in graph.args[node]]
        if not graph.shapes[node]:
            if value - value == 0 and not is_unrounded(operator, value, operands, graph.params[node]):
                found[node] = error_of(abs(value)) if value or operator.kind == "elementwise" else 0.0
        else:
            found[node] = errors_of_array(operator, value, operands, graph.params[node])
    return found


def is_unrounded(operator: Operator, value: float, operands: Sequence[Any], params: Mapping[str, Any]) -> bool:
    """Whether a scalar is exactly what the operation gives; so is a 0 of a function that is no underflow."""
    plain = operator.kind == "elementwise"
    if value == 0 and plain and not (operator.lost and condition_on(operator.lost, [value, *operands])):
        return True
    m = FLOATS if plain else ARRAYS
    return operator.unrounded is not None and bool(operator.unrounded(m, value, *operands, **params))


def errors_of_array(operator: Operator, value: Any, operands: Sequence[Any], params: Mapping[str, Any]) -> Any:
    """The errors of an array's elements; None where no element is rounded."""
    import numpy as np

    rounds, zero = np.isfinite(value), value == 0
    if operator.kind == "elementwise":
        zero = zero & ~(np.False_ if operator.lost is None else condition_on(operator.lost, [value, *operands]))
        rounds = rounds & ~zero
    if operator.unrounded is not None:
        lifted = [np.float64(operand) if isinstance(operand, float) else operand for operand in operands]
        rounds = rounds & np.logical_not(operator.unrounded(ARRAYS, value, *lifted, **params))
    return np.where(rounds & ~zero, error_of(np.abs(value), np.maximum), 0.0) if rounds.any() else None


def error_of(size: Any, larger: Callable[[Any, float], Any] = max) -> Any:
    """Half a unit in the last place of numbers of this size, or a little more."""
    return larger(UNIT * size, SMALLEST)


def moved(
    graph: Graph, inputs: Mapping[str, Any], errors: Sequence[Any], run: int, begun: Sequence[Any] = ()
) -> list[Any]:
    """The value of every node with the last place of every rounded one moved (Parker, "Monte Carlo arithmetic", 1997).

    errors  as `rounding_errors` gives them; what has none is not moved
    run     which of many runs: in each four that follow one another a number gets each of its moves once
    begun   the values of the first nodes in this run, where these are known already
    Raises ValueError where an index is moved off its whole number.
    """
    start = len(begun)
    values: list[Any] = [*begun, *[None] * (len(graph) - start)]
    for node in graph.inputs:
        values[node] = inputs[graph.names[node]]
    for node, (value, _) in graph.literals.items():
        values[node] = value if errors[node] is None else nudged(value, errors[node], node, run)
    shapes, args, moves = graph.shapes, graph.args, len(MOVES)
    for node, operator in enumerate(islice(graph.operators, start, None), start):
        if operator is None:
            continue
        operands = [values[arg] for arg in args[node]]
        if operator.scalar is not None and not (shapes[node] or operator.shaky):
            # What follows, written out for plain scalars: most graphs have few other nodes.
            try:
                value = operator.scalar(*operands)
            except (ArithmeticError, ValueError):
                value = at_edge(operator, operands)
            if errors[node] and value - value == 0:
                value += MOVES[((node * SPREAD >> 13) + run // RUNS) % moves][run % RUNS] * math.ulp(value)
            values[node] = value
            continue
        if errors[node] is not None and operator.shaky:
            # What sums, solvers and their like round on the way is as if their operands had been moved.
            operands = [
                operand if operator.rule(place) is None else nudged(operand, operand, node + place, run)
                for place, operand in enumerate(operands)
            ]
        value = compute(operator, operands, graph.params[node], graph.shapes[node])
        values[node] = value if errors[node] is None else nudged(value, errors[node], node, run)
    return values


def nudged(value: Any, rounded: Any, node: int, run: int) -> Any:
    """A number, or the elements of an array that are rounded, moved by units in the last place."""
    if not hasattr(value, "shape"):
        if rounded == 0 or not math.isfinite(value):
            return value
        return value + MOVES[((node * SPREAD >> 13) + run // RUNS) % len(MOVES)][run % RUNS] * math.ulp(value)
    import numpy as np

    places = np.arange(node, node + value.size, dtype=np.uint64).reshape(value.shape)
    orders = (((places * np.uint64(SPREAD)) >> np.uint64(13)).astype(int) + run // RUNS) % len(MOVES)
    steps = np.asarray(MOVES)[orders, run % RUNS]
    stays = ~np.isfinite(value) | (np.asarray(rounded) == 0)
    return np.where(stays, value, value + steps * np.spacing(np.abs(value)))
