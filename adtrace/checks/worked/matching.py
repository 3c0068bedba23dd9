"""Whether a number is what somebody wrote, in every element and in all its digits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...records.worked import WRONG, Entry
from .going_on import Verdicts, place_of
from .judge import Judge
from .verdicts import SAME
from .versions import Reach

STRONG, WEAK = 20, 6
"""How many times the last digit's half a number has to be, for a mistake in a line left out, or in its own line."""


def is_written(judge: Judge, entry: Entry, number: Any) -> bool:
    """Whether the entry would be right if this were the right number, of the entry's shape."""
    if is_far(entry, at(number, place_of(entry)) if place_of(entry) else number):
        return False
    return all(one.verdict != WRONG for one in verdicts_on(judge, entry, number).values())


def tells(judge: Judge, entry: Entry, number: Any, rights: Sequence[Any], least: float) -> bool:
    """Whether the digits of an entry tell a number that fits it from the right ones, in every wrong element.

    least  times the last digit's half that one of them has to be: fewer digits fit many a number
    """
    fitting, clear = verdicts_on(judge, entry, number), False
    for right in rights:
        for place, one in verdicts_on(judge, entry, right).items():
            if one.verdict != WRONG:
                continue
            fits, known = at(number, place), at(right, place)
            stated = at(entry.stated, () if place_of(entry) else place)
            if not abs(fits - known) > fitting[place].half:
                return False
            clear |= max(abs(stated), abs(known)) >= least * one.half or abs(fits - stated) <= SAME * abs(stated)
    return clear


def verdicts_on(judge: Judge, entry: Entry, number: Any) -> Verdicts:
    """The verdicts on the elements of an entry if this number were the right one."""
    return judge.compare(entry, number, Reach([number], 0.0, exact=False), tainted=False)[1]


def is_far(entry: Entry, number: Any) -> bool:
    """Whether a number is so far from what was written that no verdict has to be asked for."""
    import numpy as np

    with np.errstate(all="ignore"):
        gaps = np.abs(np.subtract(entry.stated, number))
        return bool(np.any(gaps > 2 * np.asarray(entry.unit) + SAME * np.abs(number)))


def at(number: Any, place: tuple[int, ...]) -> float:
    """An element of an array, or the scalar."""
    return float(number[place] if place else number)
