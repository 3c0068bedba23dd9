"""Which steps of a sweep are shown: all, the first and the last of many, or those that were asked for."""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import AdtraceError
from ..named import Record
from ..records import Steps
from .formats import Options

SHOWN = 200
"""Steps beyond which a screen gets the first and the last only, and a file plain text."""


class Choice(Record):
    """Positions of steps in order of evaluation; between the first `before` and the rest, `left_out` are not shown."""

    places: Sequence[int]
    left_out: int = 0
    before: int = 0


def choice(steps: Steps, options: Options) -> Choice:
    """The steps that these options ask for. Raises AdtraceError for a name that no step has."""
    every = range(len(steps))
    if options.only:
        return Choice(sorted({_place(steps, name) for name in options.only}))
    if options.last is not None:
        return Choice(every[max(0, len(every) - options.last) :])
    if options.all or len(every) <= SHOWN:
        return Choice(every)
    half = SHOWN // 2
    return Choice([*every[:half], *every[-half:]], len(every) - SHOWN, half)


def _place(steps: Steps, name: str) -> int:
    place = steps.find(name)
    if place is None:
        ends = ", ".join(steps[place].name for place in steps.ends[:8])
        raise AdtraceError(f"--only {name}: there is no step {name}", hint=f"such as {ends}")
    return place
