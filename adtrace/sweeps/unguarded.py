"""Where derivatives written as in textbooks have other numbers than the sweeps: what a reader of them is told."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from itertools import product

from ..graph.graph import Graph
from ..graph.numbers import run_on_floats, value_of_floats
from ..graph.tidy import Tidied
from ..records.notes import Note
from ..rules.table import Operator
from .appended import Sweep

MASKS = "what has no path is multiplied by 0 here, also where that is nan; in the sweeps, and with --ieee, it stays 0"
DOMAIN = "where {names} has no value, its slope may be a number here; in the sweeps, and with --ieee, it is nan"

TRIED = (-2.0, -0.5, 0.5, 2.0)
"""Operands that a slope is tried at where the value is undefined."""


def unguarded(program: Graph, written: Tidied, masked: Sequence[Sweep], ends: Collection[int]) -> Iterator[Note]:
    """The notes for derivatives of a program.

    masked  the same derivatives with all masks
    ends    nodes of the program that are written out besides
    """
    if _size(Tidied(program, [sweep.derivative for sweep in masked], ends)) > _size(written):
        yield Note(MASKS)
    rows = {program.operators[node] for sweep in masked for node in sweep.carried}
    if names := sorted(row.spelled for row in rows if row is not None and slopes_beyond(row)):
        yield Note(DOMAIN, {"names": " or ".join(names)})


def _size(tidied: Tidied) -> int:
    return sum(row is not None for row in tidied.graph.operators[tidied.own :])


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
