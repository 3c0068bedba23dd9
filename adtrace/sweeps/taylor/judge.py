"""How many digits of the coefficients are right: the same series in many digits, by the same rules."""

from __future__ import annotations

import math
import sys
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

NOTHING = 10.0**-40
"""What is smaller than this, as a part of what it is the difference of, is 0."""

SHOWN = 8
"""Warnings of one expansion."""


def judged_warnings(
    run: Run, series: Series, curve: Curve, order: int, *, first_told: bool
) -> tuple[list[Warning], bool]:
    """Warnings of coefficients that rounding has spoilt, and whether they were looked at.

    first_told  whether the warnings of the sweep say so of those of order 1
    """
    work = sum(size(shape)*len(known)**2 for shape, known in zip(series.shapes, series.known, strict=True))
    if work > LIMITS.taylor_judged:
        return [], False
    from ...graph.digits import many_digits
    from .expand import in_digits

    try:
        exact = in_digits(run, curve, order, many_digits(DIGITS + order))
    except (AdtraceError, LimitError):
        return [], False
    start = 2 if first_told else 1
    return list(spoilt(run, series, exact, start))[:SHOWN], True


def spoilt(run: Run, series: Series, exact: Series, start: int) -> Iterator[Warning]:
    """The steps that lose digits, and the outputs that have lost some; in orders from `start` on."""
    worst: dict[int, int | None] = {}
    ends = {node for _, node in run.graph.outputs}
    for node in range(series.size):
        worst[node] = first_wrong(series, exact, node, start)
        order = worst[node]
        if order is None or node not in run.names:
            continue
        before = [worst[arg] for arg in series.args[node]]
        if node in ends or not any(one is not None and one <= order for one in before):
            yield told(run, series, exact, node, order)


def first_wrong(series: Series, exact: Series, node: int, start: int) -> int | None:
    """The first order whose coefficient is off by more than rounding may."""
    found, wanted = series.known[node], exact.known[node]
    for order in range(start, min(len(found), len(wanted))):
        if error_of(found[order], wanted[order], floor(exact, node, order)) > TRUSTED:
            return order
    return None


def floor(exact: Series, node: int, order: int) -> Any:
    """What is below this is nothing but the rounding of many digits."""
    known = [exact.known[one] for one in (node, *exact.args[node])]
    sizes = [abs(number) for one in known for part in one[: order + 1] for number in elements(part)]
    return max((size for size in sizes if math.isfinite(size)), default=0)*NOTHING


def elements(value: Any) -> list[Any]:
    """A number alone, or the elements of an array."""
    found: list[Any] = value.ravel().tolist() if hasattr(value, "ravel") else [value]
    return found


def error_of(found: Any, exact: Any, floor: Any) -> float:
    """The largest relative error of a number or of an array's elements; of what has no value, none."""
    return max(map(lambda one, other: error(one, other, floor), elements(found), elements(exact)), default=0.0)


def error(found: float, exact: Any, floor: Any) -> float:
    """The relative error of a number; the whole of it for any number in place of 0."""
    if not math.isfinite(found) or not math.isfinite(exact) or found == exact:
        return 0.0
    size = float(min(abs(found - exact)/abs(exact), sys.float_info.max)) if exact else math.inf
    if size > TRUSTED and abs(exact) <= floor:
        return math.inf if found else 0.0
    return size


def told(run: Run, series: Series, exact: Series, node: int, order: int) -> Warning:
    """What is said of a step whose coefficient of this order is the first that is off."""
    found, wanted, least = series.known[node][order], exact.known[node][order], floor(exact, node, order)
    size = error_of(found, wanted, least)
    digits = 0 if size >= 1 else int(-math.log10(size))
    kept = "no digit" if not digits else "1 digit" if digits == 1 else f"{digits} digits"
    hint = ""
    if not series.shapes[node]:
        hint = f"in many digits it is {0.0 if abs(wanted) <= least else float(wanted):.6g}"
    step = run.caution.step(node)
    message = f"{step}: its coefficient of order {order} keeps {kept}; the others are lost"
    return run.caution.warning(node, "cancellation", message, hint)
