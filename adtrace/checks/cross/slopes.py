"""Entries of a gradient by sweeps in either mode, and how far rounding may have taken them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from ...records.crosscheck import Place
from ...sweeps.forward import forward
from ...sweeps.paths import masked
from ...sweeps.reverse import reverse
from ...sweeps.steps import number_of
from ...sweeps.trust.bounds import moved_runs
from ...sweeps.trust.extended import Extended, extended
from ...sweeps.trust.rounding import moved, rounding_errors
from .function import TINY, Function
from .verdict import MODES

NOISY = 8
"""Runs with moved rounding errors."""


def noisy_runs(function: Function) -> list[list[Any]]:
    """Values of all nodes, with the rounding of every operation moved, several times."""
    found, errors = [], rounding_errors(function.graph, function.values)
    for run in range(NOISY):
        try:
            found.append(moved(function.graph, function.inputs, errors, run))
        except ValueError:  # A position that is computed has left its array.
            continue
    return found


def unit(function: Function, node: int, place: Place) -> Any:
    """A seed of 1 for one component of a node."""
    if not place.at:
        return 1.0
    import numpy as np

    seed = np.zeros(function.graph.shapes[node])
    seed[place.at] = 1.0
    return masked(seed, seed != 0)


def gradient(
    function: Function, values: Sequence[Any], output: tuple[int, Place], inputs: Sequence[tuple[int, Place]]
) -> list[float]:
    """One output's slope in every component, by one reverse sweep."""
    node, place = output
    graph = function.graph
    flows = reverse(graph, values, {node: unit(function, node, place)})
    whole = {each: number_of(flows[each], graph.shapes[each]) for each in {each for each, _ in inputs}}
    return [float(whole[each][one.at]) if one.at else float(whole[each]) for each, one in inputs]


def tangents_of(function: Function, values: Sequence[Any], node: int, place: Place) -> list[float]:
    """The slope of every output in one component, by one forward sweep."""
    graph = function.graph
    flows = forward(graph, values, {node: unit(function, node, place)})
    found = []
    for output, one in function.outputs:
        tangent = number_of(flows[output], graph.shapes[output])
        found.append(float(tangent[one.at]) if one.at else float(tangent))
    return found


def spreads(
    function: Function, outputs: Sequence[tuple[int, Place]], inputs: Sequence[tuple[int, Place]]
) -> list[list[float]]:
    """How far rounding may have taken every entry of the gradient, whose operations round like any others."""
    found = []
    for node, place in outputs:
        sweep = swept(function, "reverse", node, place)
        runs = [sweep.values, *moved_runs(sweep, rounding_errors(sweep.graph, sweep.values))]
        found.append([widest([entry(values, sweep.flows.get(each), one) for values in runs]) for each, one in inputs])
    return found


def swept(function: Function, mode: str, node: int, place: Place) -> Extended:
    """The sweep for a unit seed, as a graph of its own."""
    graph = function.graph
    return extended(graph, function.inputs, mode, {node: unit(function, node, place)}, graph.inputs)


def entry(values: Sequence[Any], node: int | None, place: Place) -> float:
    """One component of a node's value; 0 where there is no path."""
    if node is None:
        return 0.0
    return float(values[node][place.at]) if place.at else float(values[node])


def widest(numbers: Sequence[float]) -> float:
    """How far the others are from the first number."""
    return max([TINY, *(off for off in (abs(one - numbers[0]) for one in numbers[1:]) if math.isfinite(off))])


def apart(forward: float | None, adjoint: float) -> bool:
    """Whether the two modes differ by more than they usually do."""
    return forward is None or not abs(forward - adjoint) <= MODES*abs(adjoint)


def widen(spread: list[list[float]], column: int, function: Function, node: int, place: Place) -> None:
    """Add to the spread of one component what rounding does to its tangents."""
    sweep = swept(function, "forward", node, place)
    runs = [sweep.values, *moved_runs(sweep, rounding_errors(sweep.graph, sweep.values))]
    for row, (output, one) in enumerate(function.outputs):
        off = widest([entry(values, sweep.flows.get(output), one) for values in runs])
        spread[row][column] = max(spread[row][column], off)
