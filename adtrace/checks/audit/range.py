"""An audit along a range of one input: the errors at every point, and where the numbers fare alike."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from ...errors import AdtraceError
from ...lang.columns import Program
from ...named import Record
from ...records.audit import (
    ALL,
    ENOUGH,
    FEW,
    FULL,
    INFINITE,
    LOST,
    NAN,
    NONE,
    SOME,
    STATES,
    Curve,
    Fare,
    Over,
    Reading,
    Stretch,
    fewest,
    is_nan,
)
from ...sweeps.run import Run
from .readings import Measured, measured
from .truth import elements, is_there

MOST_POINTS = 2001
"""Points of a range."""


TELLING = 6
"""Points of a range, beside the worst, at which remedies are judged from the beginning."""

Points = Sequence[tuple[float, Measured]]
"""The numbers at every point of a range."""


class Swept(Record):
    """A range: the input's name, and its values."""

    name: str
    points: tuple[float, ...]


def curve_of(
    program: Program, values: Mapping[str, Any], of: Sequence[str], swept: Swept,
    known: Points = (),
) -> list[tuple[float, Measured]]:
    """The numbers at every point of a range.

    known  those of the program as it was, with the true numbers
    Raises AdtraceError where the program has no such input.
    """
    found = []
    for place, point in enumerate(swept.points):
        run = Run(program, {**values, swept.name: point}, of=of)
        if not known and swept.name in run.unused:
            raise AdtraceError(f"--over {swept.name}: the program has no input {swept.name}", hint="name an input")
        found.append((point, measured(run, known[place][1].truths if known else None, trust=not is_there())))
    return found


def least_sure(curve: Points, given: float | None) -> float:
    """The given point, else the first one at which most numbers are worst."""
    if given is not None:
        return given
    return min(curve, key=lambda one: badness(one[1].readings))[0]


def telling(curve: Points) -> list[tuple[float, Measured]]:
    """A few points that stand for the others: of all that fare alike the worst, first those that fare badly.

    Among them is one for each number, where it has the fewest digits of all.
    """
    kinds: dict[tuple[str, ...], tuple[float, Measured]] = {}
    for one in curve:
        kind = tuple([state_of([reading]) for reading in one[1].readings])
        if kind not in kinds or badness(one[1].readings) < badness(kinds[kind][1].readings):
            kinds[kind] = one
    chosen = sorted(kinds.values(), key=lambda one: badness(one[1].readings))[:TELLING]
    for place in range(min(len(curve[0][1].readings), TELLING)):
        known = [one for one in curve if one[1].readings[place].digits > 0]
        chosen += [min(known, key=lambda one: one[1].readings[place].digits)] if known else []
    return list(dict(chosen).items())


def badness(readings: Sequence[Reading]) -> tuple[int, int]:
    """How bad the numbers are: the least is the worst."""
    states = [STATES.index(state_of([reading])) for reading in readings]
    digits = [int(reading.digits) for reading in readings if reading.digits == reading.digits]
    return min(states, default=len(STATES)), sum(digits)


def state_of(readings: Sequence[Reading]) -> str:
    """What became of some numbers; of several, of the worst."""
    return min(map(_state, readings), key=STATES.index, default=ALL)


def _state(reading: Reading) -> str:
    digits = reading.digits
    if is_nan(reading.number):
        return NAN
    if digits != digits or digits >= FULL:
        return ALL
    if any(abs(one) == math.inf for one in elements(reading.number)):
        return INFINITE
    if reading.lost:
        return LOST
    return NONE if digits < 1 else FEW if digits < ENOUGH else SOME


def over_of(
    swept: Swept, before: Points, after: Points
) -> Over:
    """The two curves, and the stretches where the numbers fare alike."""
    return Over(swept.name, swept.points, stretches(before, after), errors_of(before), errors_of(after))


def split(found: Measured) -> tuple[list[Reading], list[Reading]]:
    """Values and slopes."""
    values = [reading for reading in found.readings if reading.is_value]
    return values, [reading for reading in found.readings if not reading.is_value]


def stretches(
    before: Points, after: Points
) -> tuple[Stretch, ...]:
    """Neighbouring points that fare alike, together."""
    told = [
        (point, [*split(one), *split(other)]) for (point, one), (_, other) in zip(before, after, strict=True)
    ]
    found = []
    for states, group in groupby(told, key=lambda one: [state_of(readings) for readings in one[1]]):
        points = list(group)
        fares = [
            Fare(state, min((fewest(one[1][place]) for one in points), default=math.nan))
            for place, state in enumerate(states)
        ]
        ends = points[0][0], points[-1][0]
        found.append(Stretch(*ends, len(points), (fares[0], fares[1]), (fares[2], fares[3])))
    return tuple(found)


def errors_of(curve: Points) -> Curve:
    """The relative errors, of the worst value and of the worst slope."""
    parts = [split(one) for _, one in curve]
    return Curve(*(tuple([error_of(part[place]) for part in parts]) for place in (0, 1)))


def error_of(readings: Sequence[Reading]) -> float:
    """The relative error of the worst of some numbers: inf where one is nan or infinite, nan where it is not known."""
    if state_of(readings) in (NAN, INFINITE):
        return math.inf
    digits = fewest(readings)
    return 10.0**-digits if digits == digits else math.nan
