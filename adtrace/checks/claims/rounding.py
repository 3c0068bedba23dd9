"""How far rounding reaches: a graph evaluated again with every rounding error moved at random."""

from __future__ import annotations

import math
from collections.abc import Mapping
from random import Random
from typing import Any

from ...graph.graph import Graph
from ...graph.numbers import compute
from ...rules.table import Operator

EXACT = frozenset(("add", "sub", "mul", "neg", "square", "sum", "matmul", "dot", "outer"))
"""Operations that give short numbers exactly from short numbers."""

GRAIN, LONGEST = 1024.0, 2.0**20
"""A short number is a whole number of 1/GRAIN and below LONGEST: sums and products of such are exact."""

MOVES = (-2, -1, 1, 2)
"""Units in the last place: never none, so that no error is left out."""


def shaken(graph: Graph, inputs: Mapping[str, Any], random: Random) -> list[Any]:
    """The value of every node, with the last place of every rounded one moved up or down.

    inputs  as for `evaluate`; they are moved, too, unless they are short
    """
    values: list[Any] = [None] * len(graph)
    for node in graph.inputs:
        values[node] = nudged(inputs[graph.names[node]], random)
    for node, (value, _) in graph.literals.items():
        values[node] = nudged(value, random)
    for node, operator in enumerate(graph.operators):
        if operator is None:
            continue
        operands = [values[arg] for arg in graph.args[node]]
        exact = is_choice(operator) or (operator.name in EXACT and all(map(is_short, operands)))
        if not exact and operator.kind != "elementwise":
            # What sums, solvers and their like round on the way is as if their operands had been moved.
            operands = [
                operand if operator.rule(place) is None else nudged(operand, random, keep_short=False)
                for place, operand in enumerate(operands)
            ]
        value = compute(operator, operands, graph.params[node], graph.shapes[node])
        values[node] = value if is_choice(operator) else nudged(value, random, keep_short=exact)
    return values


def is_choice(operator: Operator) -> bool:
    """Whether an operation hands on numbers that it is given, or whole ones: it rounds nothing."""
    return operator.selects or operator.family in ("arrays", "indexing") or not any(operator.rules)


def is_short(value: Any) -> bool:
    """Whether a number, or every one of an array, has few digits."""
    scaled = value * GRAIN
    if not hasattr(value, "shape"):
        return bool(abs(scaled) < LONGEST * GRAIN and scaled == int(scaled))
    import numpy as np

    return bool((np.abs(value) < LONGEST).all() and (scaled == np.rint(scaled)).all())


def nudged(value: Any, random: Random, *, keep_short: bool = True) -> Any:
    """A number, or every one of an array, moved by units in its last place; short ones may stay."""
    if not hasattr(value, "shape"):
        if not math.isfinite(value) or (keep_short and is_short(value)):
            return value
        return value + random.choice(MOVES) * math.ulp(value)
    import numpy as np

    steps = np.random.default_rng(random.getrandbits(32)).choice(MOVES, size=value.shape)
    scaled = value * GRAIN
    stays = ~np.isfinite(value)
    if keep_short:
        stays = stays | ((np.abs(value) < LONGEST) & (scaled == np.rint(scaled)))
    return np.where(stays, value, value + steps * np.spacing(np.abs(value)))
