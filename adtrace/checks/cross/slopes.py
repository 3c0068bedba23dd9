"""Entries of a gradient by sweeps in either mode, and how far rounding may have taken them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from random import Random
from typing import Any

from ...errors import AdtraceError
from ...records.crosscheck import Place
from ...sweeps.forward import forward
from ...sweeps.paths import masked
from ...sweeps.reverse import reverse
from ...sweeps.steps import number_of
from .function import TINY, Function, noisy_values
from .verdict import MODES

NOISY = 6
"""Runs with random rounding."""


def noisy_runs(function: Function, random: Random) -> list[list[Any]]:
    """Values of all nodes with random rounding, several times."""
    found = []
    for _ in range(NOISY):
        try:
            found.append(noisy_values(function, random))
        except (AdtraceError, ValueError):  # A position that is computed has left its array.
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
    function: Function, runs: Sequence[Sequence[Any]], outputs: Sequence[tuple[int, Place]],
    inputs: Sequence[tuple[int, Place]], adjoints: Sequence[Sequence[float]],
) -> list[list[float]]:
    """How far rounding may have taken every entry of the gradient."""
    found = []
    for row, output in enumerate(outputs):
        widest = [TINY]*len(inputs)
        for values in runs:
            for column, slope in enumerate(gradient(function, values, output, inputs)):
                apart = abs(slope - adjoints[row][column])
                if math.isfinite(apart):
                    widest[column] = max(widest[column], apart)
        found.append(widest)
    return found


def apart(forward: float | None, adjoint: float) -> bool:
    """Whether the two modes differ by more than they usually do."""
    return forward is None or not abs(forward - adjoint) <= MODES*abs(adjoint)


def widen(
    spread: list[list[float]], column: int, function: Function, runs: Sequence[Sequence[Any]], node: int, place: Place
) -> None:
    """Add to the spread of one component what rounding does to its tangents."""
    exact = tangents_of(function, function.values, node, place)
    for values in runs:
        for row, (one, other) in enumerate(zip(tangents_of(function, values, node, place), exact, strict=True)):
            if math.isfinite(one - other):
                spread[row][column] = max(spread[row][column], abs(one - other))
