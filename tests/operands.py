"""Operands to test a row at: the row's own `points`, or a grid that suits its kind."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Iterator
from typing import Any

import numpy as np

from adtrace.graph.numbers import run_on_floats
from adtrace.rules.table import Operator

ONE = (
    0.001, 0.1, 0.3, 0.5, 0.75, 0.9999999, 1 - 2**-52, 1 + 2**-50, 1.25, 1.75, 2.5, 3.7, 7.3, 19.5, 28.5, 40.25, 123.4,
    350.7, 360.5, 700.2, 709.9, 745.5, 800.2, 1e4 + 0.3, 1e6 + 0.3, 1e18, 1e150, 1e300, 1e-8, 1e-20, 1e-160, 1e-300,
)
TWO = (0.3, 1.0, 2.0, 3.5, 30.25, 0.5, 1e-8, 1e-170, 1e170, 700.5)
THREE = (0.3, 1.25, 1e-8, 1e100)
EDGES = (
    0.0, -0.0, 1.0, -1.0, 0.5, 2.0, -2.0, 3.0, math.inf, -math.inf, math.nan, 5e-324, -5e-324, 1.7e308, -1.7e308, 800.0,
    -800.0,
)


def arity(row: Operator) -> list[int]:
    """The numbers of operands to test a row with."""
    return [2, 3] if row.variadic else [len(row.operands)]


def numbers(row: Operator) -> Iterator[tuple[float, ...]]:
    """Operands of an elementwise row inside its domain, away from kinks, poles and jumps."""
    given = [tuple(float(operand) for operand in point) for point in row.points]
    for point in given or grid(row):
        if inside(row, point) and not holds(row, point, "pole", "kink", "jump"):
            yield point


def grid(row: Operator) -> Iterator[tuple[float, ...]]:
    """Every combination of positive and negative numbers, tiny to huge."""
    for count in arity(row):
        choices = {1: ONE, 2: TWO}.get(count, THREE)
        signed = [sign*number for number in choices for sign in (1, -1)]
        yield from itertools.product(signed, repeat=count)


def edges(row: Operator) -> list[tuple[float, ...]]:
    """Zeros of both signs, ones, infinities, nan, the smallest and the largest numbers; and the row's points."""
    points: list[tuple[float, ...]] = [tuple(map(float, point)) for point in row.points]
    for count in arity(row):
        points += itertools.product(EDGES if count < 3 else EDGES[:11], repeat=count)
    return points


def holds(row: Operator, point: tuple[float, ...], *kinds: str) -> bool:
    """Whether one of a row's conditions of these kinds holds at a point."""
    return any(run_on_floats(condition, point) for condition in row.conditions(*kinds))


def inside(row: Operator, point: tuple[float, ...]) -> bool:
    """Whether a point lies in a row's domain."""
    return row.domain is None or holds(row, point, "domain")


def arrays(row: Operator) -> list[tuple[list[Any], dict[str, Any]]]:
    """Operands and parameters of a linear or general row, as its `points` say (the format is in rules.table)."""
    return [filled(row, point, seed) for seed, point in enumerate(row.points)]


def filled(row: Operator, point: tuple[Any, ...], seed: int) -> tuple[list[Any], dict[str, Any]]:
    """One entry of `points` with its shapes filled with numbers between 0.3 and 2, of either sign."""
    source = random.Random(seed)
    operands = []
    for entry in point:
        if isinstance(entry, dict):
            return operands, {**row.params, **entry}
        operands.append(random_array(source, entry) if isinstance(entry, tuple) else np.asarray(entry, dtype=float))
    return operands, dict(row.params)


def random_array(source: random.Random, shape: tuple[int, ...]) -> Any:
    """Numbers between 0.3 and 2, of either sign."""
    count = int(np.prod(shape))
    return np.array([source.uniform(0.3, 2.0)*source.choice((1, -1)) for _ in range(count)]).reshape(shape)
