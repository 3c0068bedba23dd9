"""Where derivatives written as in textbooks have other numbers than the sweeps: what a reader of them is told."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import product

from ..graph.graph import Graph
from ..graph.numbers import run_on_floats, value_of_floats
from ..records.notes import Note
from ..rules.table import Operator
from .appended import Sweep

EDGES = "at infinite and undefined values the sweeps may have other numbers: --ieee writes those"
DOMAIN = "where {names} has no value, its slope may be a number here; in the sweeps, and with --ieee, it is nan"

TRIED = (-2.0, -0.5, 0.5, 2.0)
"""Operands that a slope is tried at where the value is undefined."""


def unguarded(program: Graph, sweeps: Sequence[Sweep]) -> Iterator[Note]:
    """The notes for these derivatives of a program: none where no slope depends on a number."""
    rows = {program.operators[node] for sweep in sweeps for node in sweep.carried}
    found = [row for row in rows if row is not None]
    if names := sorted(row.spelled for row in found if slopes_beyond(row)):
        yield Note(DOMAIN, {"names": " or ".join(names)})
    if any(row.slopes is None and row.kind != "linear" for row in found):
        yield Note(EDGES)


def slopes_beyond(row: Operator) -> bool:
    """Whether a slope of an elementwise row can be a number where its value is not."""
    if row.kind != "elementwise" or row.domain is None or row.variadic:
        return False
    for point in product(TRIED, repeat=len(row.operands)):
        y = value_of_floats(row, point, {})
        rules = [rule for rule in row.rules if rule is not None] if math.isnan(y) else []
        if any(not math.isnan(run_on_floats(rule, (y, *point), {})) for rule in rules):
            return True
    return False
