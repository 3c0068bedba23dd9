"""The warning about a kink: which slopes meet there, which was taken, and by what convention."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ..records import Warning
from ..rules.table import Operator
from .local import differentiable, partial

if TYPE_CHECKING:
    from .caution import Caution
from .look import Look, Place


def kink_warning(caution: Caution, node: int, operator: Operator, look: Look, place: Place) -> Warning:
    """What was taken at a kink, or at an edge where the row itself has no choice."""
    where = caution.point(node, place, signed=False)
    along = f" along {caution.along}" if caution.along else ""
    taken = chosen(caution, node, operator, place)
    by = f" ({operator.convention}{along})" if operator.convention else ""
    if "nan" in taken and operator.interval is not None:
        lo, hi = interval(operator, look, place)
        message = f"{operator.convention} gives {taken} here; the slopes are [{lo:g}, {hi:g}]"
        return caution.warning(
            node, "kink", f"{caution.step(node)} has a kink{where}: {message}", interval=(lo, hi)
        )
    taken = f"{taken} {'were' if taken[0] == '[' else 'was'} taken{by} " if taken else ""
    if operator.interval is None:
        return caution.warning(node, "kink", f"{caution.step(node)} is at an edge{where}: {taken}for its slopes")
    lo, hi = interval(operator, look, place)
    message = f"{caution.step(node)} has a kink{where}: {taken}from the slopes [{lo:g}, {hi:g}]"
    return caution.warning(node, "kink", message, interval=(lo, hi))


def interval(operator: Operator, look: Look, place: Place) -> tuple[float, float]:
    """The least and the greatest of the slopes that meet at a kink."""
    bounds = operator.interval
    lo, hi = bounds(*look.at(place), **look.params) if callable(bounds) else bounds or (math.nan, math.nan)
    return float(lo), float(hi)


def chosen(caution: Caution, node: int, operator: Operator, place: Place) -> str:
    """The slope that was taken, for the first operand that varies, or for all where a convention chose them.

    Of general rows it is what the row says.
    """
    if operator.kind != "elementwise":
        return "" if operator.chosen is None else str(operator.chosen)
    operands = [one for one in range(len(caution.graph.args[node])) if differentiable(caution.graph, node, one)]
    slopes = [format(slope_at(caution, node, operand, place), "g") for operand in operands]
    return f"[{', '.join(slopes)}]" if operator.convention and len(slopes) > 1 else slopes[0]


def slope_at(caution: Caution, node: int, operand: int, place: Place) -> float:
    """The local partial at a place."""
    from .masks import aligned

    slope = partial(caution.graph, caution.values, node, operand)
    if hasattr(slope, "shape") and place is not None:
        slope = slope[aligned(place, slope.shape)]
    return float(slope)
