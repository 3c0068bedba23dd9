"""How many digits of the coefficients are right: the same series in many digits, by the same rules."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from ...errors import AdtraceError, LimitError
from ...graph.shapes import size
from ...limits import LIMITS
from ...records import Warning
from ..run import Run
from .curve import Curve
from .series import Series

TRUSTED = 1e-9
"""The relative error from which on a number carries a warning."""

DIGITS = 60
"""Decimal digits, and one more for every order."""

SHOWN = 8
"""Warnings of one expansion."""


def judged_warnings(run: Run, series: Series, curve: Curve, order: int) -> tuple[list[Warning], bool]:
    """Warnings of coefficients that rounding has spoilt, and whether they were looked at."""
    work = sum(size(shape)*len(known)**2 for shape, known in zip(series.shapes, series.known, strict=True))
    if work > LIMITS.taylor_judged:
        return [], False
    from ...graph.digits import many_digits
    from .expand import in_digits

    try:
        exact = in_digits(run, curve, order, many_digits(DIGITS + order))
    except (AdtraceError, LimitError):
        return [], False
    return list(spoilt(run, series, exact))[:SHOWN], True


def spoilt(run: Run, series: Series, exact: Series) -> Iterator[Warning]:
    """The steps that lose digits, and the outputs that have lost some."""
    worst: dict[int, int | None] = {}
    ends = {node for _, node in run.graph.outputs}
    for node in range(series.size):
        worst[node] = first_wrong(series.known[node], exact.known[node])
        order = worst[node]
        if order is None or node not in run.names:
            continue
        before = [worst[arg] for arg in series.args[node]]
        if node in ends or not any(one is not None and one <= order for one in before):
            yield told(run, series, exact, node, order)


def first_wrong(known: list[Any], exact: list[Any]) -> int | None:
    """The first order of 1 or more whose coefficient is off by more than rounding may; values are judged elsewhere."""
    for order in range(1, min(len(known), len(exact))):
        if error_of(known[order], exact[order]) > TRUSTED:
            return order
    return None


def error_of(found: Any, exact: Any) -> float:
    """The largest relative error of a number or of an array's elements; of what has no value, none."""
    if hasattr(exact, "shape"):
        pairs = zip(found.ravel().tolist(), exact.ravel().tolist(), strict=True)
        return max((error_of(one, other) for one, other in pairs), default=0.0)
    if not math.isfinite(found) or not math.isfinite(exact) or found == exact:
        return 0.0
    return float(abs(found - exact)/abs(exact)) if exact else math.inf


def told(run: Run, series: Series, exact: Series, node: int, order: int) -> Warning:
    """What is said of a step whose coefficient of this order is the first that is off."""
    error = error_of(series.known[node][order], exact.known[node][order])
    digits = 0 if error >= 1 else int(-math.log10(error))
    kept = "no digit" if not digits else "1 digit" if digits == 1 else f"{digits} digits"
    hint = ""
    if not series.shapes[node]:
        hint = f"in many digits it is {float(exact.known[node][order]):.6g}"
    step = run.caution.step(node)
    message = f"{step}: its coefficient of order {order} keeps {kept}; the others have cancelled"
    return run.caution.warning(node, "cancellation", message, hint)
