"""What coefficients of higher orders do not say by themselves: where they have no value, and kinks of a slope."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...records import Warning
from ...rules.table import Operator
from ..look import condition_on
from ..masks import is_infinite, is_nan, truth
from ..run import Run
from .series import Series

SHOWN = 8
"""Steps that are named; what went wrong in the first of them is seen in most of the others."""


def trouble(run: Run, series: Series) -> Iterator[Warning]:
    """The steps where a coefficient of order 2 or more is the first that is nan or infinite, and bent slopes."""
    found = 0
    for node in run.names.steps:
        order = unknown_from(series, node)
        if order is None or order < 2 or is_passed_on(series, node, order):
            continue
        what = "nan" if truth(is_nan(series.known[node][order])) else "infinite"
        code = "indeterminate" if what == "nan" else "pole" if at_pole(series, node) else "overflow"
        yield run.caution.warning(
            node, code, f"{run.caution.step(node)}: its coefficient of order {order} is {what}, though those before "
            "and those of its operands are numbers"
        )
        found += 1
        if found == SHOWN:
            break
    yield from bends(run, series)


def unknown_from(series: Series, node: int) -> int | None:
    """The first order whose coefficient is nan or infinite."""
    known = series.known[node]
    return next((order for order, one in enumerate(known) if truth(is_nan(one) | is_infinite(one))), None)


def is_passed_on(series: Series, node: int, order: int) -> bool:
    """Whether an operand has such a coefficient, up to this order."""
    firsts = [unknown_from(series, arg) for arg in series.args[node]]
    return any(first is not None and first <= order for first in firsts)


def at_pole(series: Series, node: int) -> bool:
    """Whether a slope of any order of this step has a pole here."""
    for other in range(series.size, len(series.operators)):
        row = series.operators[other]
        if series.owners[other - series.size] != node or not isinstance(row, Operator) or not series.known[other]:
            continue
        if any(holds(series, other, pole) for pole in row.conditions("pole")):
            return True
    return False


def bends(run: Run, series: Series) -> Iterator[Warning]:
    """The steps whose slope has a kink here: its derivatives differ from side to side."""
    told: set[int] = set()
    for node in range(series.size, len(series.operators)):
        row, owner = series.operators[node], series.owners[node - series.size]
        if owner in told or node not in series.slopes or not isinstance(row, Operator) or row.kink is None:
            continue
        if owner in run.names and any(holds(series, node, kink) for kink in row.conditions("kink")):
            told.add(owner)
            yield run.caution.warning(
                owner, "kink", f"{run.caution.step(owner)}: its slope has a kink here, so that derivatives of higher "
                "order differ from side to side; one was chosen"
            )


def holds(series: Series, node: int, kink: Any) -> bool:
    """Whether a condition holds at the coefficients of order 0."""
    return truth(condition_on(kink, [series.known[arg][0] for arg in series.args[node]]))
