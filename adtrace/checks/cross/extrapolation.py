"""The limit of a sequence of slopes by differences, as their steps shrink, with its error.

Every slope is extrapolated (Richardson) and judged by its change from its neighbours (Ridders 1982) and by the rounding
of the function's values; of those that all smaller steps bear out, the best counts.
"""

from __future__ import annotations

import math
from typing import Any

from ...named import Record

ORDERS = 4
"""How often a slope is extrapolated."""
SAFETY = 10.0
"""How much larger than its estimate an error may be."""
USEFUL = 1e-3
"""The relative error from which on a slope says nothing."""
TOLD = 4.0
"""How many times what is known of rounding smaller steps may be off."""
LUCKY = 100.0
"""How much smaller than its neighbours' an error may be: estimates that agree by chance stand alone."""


class Estimate(Record):
    """Slopes of every output, and their errors."""

    value: Any
    error: Any


def extrapolated(slopes: Any, off: Any, factor: float, growth: float) -> Estimate:
    """The best of the slopes of a sweep and of their extrapolations, with its error.

    slopes  by step and output; `off`, what rounding may have added to each
    factor  what a smaller step makes the leading error smaller by; `growth`, what it makes each further one by
    """
    import numpy as np

    previous, values, errors = slopes, [], []
    for order in range(1, ORDERS + 1):
        weight = factor*growth**(order - 1) - 1
        change = previous[1:] - previous[:-1]
        current = previous[1:] + change/weight
        error = np.maximum(np.abs(current - previous[1:]), np.abs(current - previous[:-1])) + 2*off[order:]
        values.append(padded(current, order, np.nan))
        errors.append(padded(error, order, np.inf))
        previous = current
        if len(previous) < 2:
            break
    table, wrong = np.array(values), np.array(errors)
    wrong = np.where(np.isfinite(table) & np.isfinite(wrong), wrong, np.inf)
    wrong = np.maximum(wrong, beside(wrong)/LUCKY)
    return lasting(table, wrong, off)


def beside(wrong: Any) -> Any:
    """The smaller error of those of the next larger and the next smaller step."""
    import numpy as np

    edge = np.full_like(wrong[:, :1], np.inf)
    return np.minimum(np.concatenate([edge, wrong[:, :-1]], axis=1), np.concatenate([wrong[:, 1:], edge], axis=1))


def padded(rows: Any, missing: int, fill: float) -> Any:
    """The rows behind as many that are not there."""
    import numpy as np

    return np.concatenate([np.full((missing, rows.shape[1]), fill), rows])


def lasting(table: Any, wrong: Any, off: Any) -> Estimate:
    """For every output the best estimate that all smaller steps bear out, as far as rounding lets them.

    What lies near, such as a kink or a pole, can make large steps agree on another slope.
    """
    import numpy as np

    _, steps, outputs = table.shape
    value, error = np.full(outputs, np.nan), np.full(outputs, np.inf)
    for output in range(outputs):
        found, own, plain = table[:, :, output], wrong[:, :, output], table[0, :, output]
        for place in np.argsort(own, axis=None):
            order, row = divmod(int(place), steps)
            if not own[order, row] < math.inf:
                break
            allowed = TOLD*off[row + 1 :, output] + SAFETY*own[order, row] + USEFUL*abs(found[order, row])
            if not (np.abs(plain[row + 1 :] - found[order, row]) > allowed).any():
                value[output], error[output] = found[order, row], own[order, row]
                break
    return Estimate(value, error)
