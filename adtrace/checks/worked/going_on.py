"""How a number is gone on with when it has been written down."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...records.worked import CARRIED, EXACT, WRONG, Entry
from ...sweeps.paths import Flow, Masked, masked, number
from .verdicts import Verdict, is_near
from .versions import State, distinct

DIGIT = 0.1
"""The last place that was written, relative to a number, above which none of its digits is left."""

Verdicts = Mapping[tuple[int, ...], Verdict]
"""By the elements that were written, () for a scalar."""


def after(entry: Entry, verdict: str, verdicts: Verdicts, before: State) -> State:
    """How a number is gone on with when an entry has been written of it.

    before  its versions if it had not been written: held by the calculator, and right
    """
    tainted, place = verdict in (WRONG, CARRIED), place_of(entry)
    first, noise = before.versions[0], before.noise if verdict == EXACT else 0.0
    if not hasattr(first, "shape") and not isinstance(first, Masked):
        stated, half = float(entry.stated), verdicts[()].half
        if tainted:
            return State((stated, stated - half, stated + half), tainted, exact=False)
        held = [flow for flow in before.versions if is_near(number(flow), stated, half)]
        used = None if first is None and stated == 0 else stated
        return State(tuple(distinct([used, *held])), tainted, verdict == EXACT, noise)
    written = [element(flow, entry.stated, place) for flow in (before.versions if place else before.versions[:1])]
    if place:
        return State(tuple(written), tainted or before.tainted, verdict == EXACT and before.exact, noise)
    if tainted:
        moved = [pathed(entry.stated + sign * entry.unit / 2, first) for sign in (-1, 1)]
        return State((written[0], *moved), tainted, exact=False)
    return State((written[0], *before.versions), tainted, verdict == EXACT, noise)


def whole_array(flow: Flow, shape: tuple[int, ...]) -> Flow:
    """A flow of this shape, with its own mask where nothing flows at all."""
    import numpy as np

    if flow is None:
        return Masked(np.zeros(shape), np.zeros(shape, dtype=bool))
    return flow if isinstance(flow, Masked) else np.broadcast_to(flow, shape)


def element(flow: Flow, stated: Any, place: tuple[int, ...]) -> Flow:
    """An array as it was written, or with the one element that was."""
    import numpy as np

    value = np.array(number(flow), dtype=np.float64)
    value[place or ...] = stated
    return pathed(value, flow)


def pathed(used: Any, before: Flow) -> Flow:
    """An array that was written, without a path where what follows from the lines above has none and 0 was written."""
    return masked(used, before.path | (used != 0)) if isinstance(before, Masked) else used


def shortened(flow: Flow, unit: Any) -> list[Flow]:
    """A number with as many digits as were written, rounded down and up; in full where that leaves none of them."""
    import numpy as np

    value, unit = np.asarray(number(flow)), np.asarray(unit)
    with np.errstate(all="ignore"):
        some = (unit > 0) & (unit <= DIGIT * abs(value))
        ends = [np.where(some, short(value / unit) * unit, value) for short in (np.floor, np.ceil)]
    return [pathed(end, flow) if end.shape else float(end) for end in ends]


def place_of(entry: Entry) -> tuple[int, ...]:
    """The element that an entry is of, () for the whole."""
    return entry.quantity.place if entry.quantity else ()


def shape_of(entry: Entry) -> tuple[int, ...]:
    """The shape of what was written."""
    shape: tuple[int, ...] = getattr(entry.stated, "shape", ())
    return shape
