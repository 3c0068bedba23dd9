"""What kind of numbers an input is given: a check draws others of the same kind."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from random import Random
from typing import Any

from ...graph.graph import Graph
from ...named import Record

FREE, HELD, ONE_HOT, SIMPLEX, BINARY = "free", "held", "one-hot", "probabilities", "0 and 1"
"""Kinds: any numbers; as given; one 1 among 0s; not negative and with the sum 1; each 0 or 1, with both there."""

SUM_TOLERANCE = 1e-9


class Kind(Record):
    """What numbers an input takes; of one-hot and probability arrays also along which axis."""

    name: str
    axis: int = -1


def kinds_of(graph: Graph, given: Mapping[str, Any], held: Collection[str], free: Collection[str]) -> dict[str, Kind]:
    """The kind of every input, as its given value shows it.

    held  inputs that stay as they are given; free, those that take any numbers whatever they are given
    """
    positions = read_as_positions(graph)
    found = {}
    for node in graph.inputs:
        name = graph.names[node]
        if name in held or node in positions:
            found[name] = Kind(HELD)
        elif name in free or name not in given:
            found[name] = Kind(FREE)
        else:
            found[name] = kind_of(given[name])
    return found


def read_as_positions(graph: Graph) -> set[int]:
    """The nodes that an index is computed from: whole numbers that must stay in range."""
    wanted: set[int] = set()
    for node in range(len(graph) - 1, -1, -1):
        operator = graph.operators[node]
        if operator is None:
            continue
        for operand, arg in enumerate(graph.args[node]):
            is_index = operator.family == "indexing" and operator.rule(operand) is None
            if node in wanted or is_index:
                wanted.add(arg)
    return wanted


def kind_of(value: Any) -> Kind:
    """The kind of an array of at least two numbers; one number shows none."""
    shape = getattr(value, "shape", ())
    if not shape or value.size < 2:
        return Kind(FREE)
    binary = bool(((value == 0) | (value == 1)).all())
    parts = bool(((value >= 0) & (value <= 1 + SUM_TOLERANCE)).all())
    for axis in range(len(shape)):
        if shape[axis] > 1 and parts and (abs(value.sum(axis=axis) - 1) <= SUM_TOLERANCE).all():
            return Kind(ONE_HOT if binary else SIMPLEX, axis)
    return Kind(BINARY) if binary and value.any() and not value.all() else Kind(FREE)


def drawn(kind: Kind, shape: tuple[int, ...], random: Random) -> Any:
    """Another array of this kind, one-hot, of probabilities, or of 0 and 1."""
    import numpy as np

    source = np.random.default_rng(random.getrandbits(32))
    if kind.name == BINARY:
        return source.integers(0, 2, size=shape).astype(np.float64)
    moved = (*shape[: kind.axis], *shape[kind.axis + 1 :], shape[kind.axis])
    if kind.name == ONE_HOT:
        found = np.eye(moved[-1])[source.integers(0, moved[-1], size=moved[:-1])]
    else:
        found = source.dirichlet(np.ones(moved[-1]), size=moved[:-1])
    return np.ascontiguousarray(np.moveaxis(found, -1, kind.axis))
