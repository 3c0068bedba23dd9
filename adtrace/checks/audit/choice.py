"""Which rewrites of a program help: each is judged at several places, alone, and together with the others."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from ...lang.columns import Program
from ...named import Record
from ...records.audit import FULL, Reading, is_nan
from ...records.bounds import DIGITS
from ...sweeps.run import Run
from ..remedies.rewriting import Rewrite, rewrites
from ..remedies.table import REMEDIES
from .agreement import agreeing, holds
from .readings import Measured, measured

GAIN = 1.0
"""Digits that all numbers together have to gain."""

LOSS = 3.0
"""Digits by which it must not become worse: of digits that are few anyway, one or two come and go by chance."""

MOST_ROUNDS = 24
"""Rewrites that are made one after the other."""

MOST_TOGETHER = 8
"""Rewrites that are tried together, where each alone does nothing."""


class Place(Record):
    """A point at which rewrites are judged, and the numbers of the program as written there."""

    values: Mapping[str, Any]
    found: Measured


class Tried(Record):
    """A rewrite and what it does.

    measured  the numbers with it at every place; `gains`, the digits that all of them together gain there
    better    whether it helps at a place, and does harm at none; `harms`, whether it does at one
    points    at how many points it was found to be the same function
    """

    rewrite: Rewrite
    measured: tuple[Measured, ...]
    gains: tuple[float, ...]
    better: bool
    harms: bool
    points: int


class Chosen(Record):
    """A program with rewrites in it, their names and keys, and its numbers at every place."""

    program: Program
    applied: tuple[str, ...]
    keys: tuple[tuple[str, str], ...]
    found: tuple[Measured, ...]


class Judge:
    """What rewrites of a program do at some places.

    region  points at which a remedy's condition has to hold
    """

    def __init__(
        self, of: Sequence[str], only: Collection[str], places: Sequence[Place],
        region: Sequence[Mapping[str, Any]] = (),
        known: dict[tuple[str, str], int] | None = None,
    ) -> None:
        self.of, self.only, self.places, self.region = of, only, tuple(places), region
        self.known: dict[tuple[str, str], int] = {} if known is None else known
        self.before = tuple(place.found for place in places)

    def with_place(self, place: Place) -> Judge:
        """The same with one place more."""
        return Judge(self.of, self.only, (*self.places, place), self.region, self.known)

    def trials(self, program: Program, before: Sequence[Measured]) -> list[Tried]:
        """Every rewrite of a program that is the same function, with what it does to these numbers."""
        found = []
        for rewrite in rewrites(program, self.places[0].values, self.of):
            points = self.agreeing(program, rewrite)
            if points:
                found.append(self.trial(rewrite, before, points))
        return found

    def agreeing(self, program: Program, rewrite: Rewrite) -> int:
        """At how many points a rewrite is the same function; 0 where it is not, or not in all of the region."""
        key = program.text, rewrite.program.text
        if key not in self.known:
            fits = all(holds(rewrite.condition, point) for point in self.region)
            self.known[key] = agreeing(program, rewrite, self.places[0].values, self.of) if fits else 0
        return self.known[key]

    def trial(self, rewrite: Rewrite, before: Sequence[Measured], points: int) -> Tried:
        """A rewrite with what it does at every place."""
        after = self.numbers(rewrite.program)
        pairs = list(zip(before, after, strict=True))
        harms = any(does_harm(one.readings, other.readings) for one, other in pairs)
        helps = any(does_help(one.readings, other.readings) for one, other in pairs)
        return Tried(rewrite, after, tuple([gained_by(*pair) for pair in pairs]), helps and not harms, harms, points)

    def numbers(self, program: Program) -> tuple[Measured, ...]:
        """A program's numbers at every place."""
        return tuple([measured(Run(program, one.values, of=self.of), one.found.truths) for one in self.places])

    def chosen(self, program: Program) -> Chosen:
        """The program with one rewrite after the other, the one that helps most first; then with several together."""
        done = Chosen(program, (), (), self.before)
        for _ in range(MOST_ROUNDS):
            best = self.best(done)
            more = self.together(program, done) if best is None else with_one(done, best)
            if more is None:
                break
            done = more
        return done

    def best(self, done: Chosen) -> Tried | None:
        """The rewrite that helps most; of several the first of the table, and at several places the outer one."""
        wanted = [
            one for one in self.trials(done.program, done.found)
            if (one.rewrite.name in self.only if self.only else one.better)
        ]
        return min(wanted, key=lambda one: (-round(sum(one.gains)), rank(one)), default=None)

    def together(self, program: Program, done: Chosen) -> Chosen | None:
        """Several rewrites, of which none helps alone: what one mends, the others hide. None where they do not help."""
        if self.only or all(is_good(found) for found in done.found):
            return None
        more = done
        for _ in range(MOST_TOGETHER):
            harmless = [one for one in self.trials(more.program, more.found) if not one.harms]
            if not harmless:
                break
            more = with_one(more, min(harmless, key=rank))
            if any(does_help(*pair) for pair in readings_of(done.found, more.found)):
                return self.needed(program, done, more)
        return None

    def needed(self, program: Program, done: Chosen, more: Chosen) -> Chosen:
        """The same without the rewrites that change nothing."""
        for key in more.keys[len(done.keys) : -1]:
            fewer = self.made(program, [one for one in more.keys if one != key])
            if fewer is not None and not any(does_harm(*pair) for pair in readings_of(more.found, fewer.found)):
                more = fewer
        return more

    def made(self, program: Program, keys: Sequence[tuple[str, str]]) -> Chosen | None:
        """The program with these rewrites; None where one of them does not fit any more."""
        for key in keys:
            found = [one for one in rewrites(program, self.places[0].values, self.of) if key_of(one) == key]
            if not found:
                return None
            program = found[0].program
        return Chosen(program, tuple([name for name, _ in keys]), tuple(keys), self.numbers(program))


def rank(tried: Tried) -> int:
    """The place of a rewrite's remedy in the table."""
    return next(place for place, remedy in enumerate(REMEDIES) if remedy.name == tried.rewrite.name)


def key_of(rewrite: Rewrite) -> tuple[str, str]:
    """Which rewrite it is: its remedy, and what it replaces."""
    return rewrite.name, rewrite.before


def with_one(done: Chosen, tried: Tried) -> Chosen:
    """One rewrite more."""
    rewrite = tried.rewrite
    applied, keys = (*done.applied, rewrite.name), (*done.keys, key_of(rewrite))
    return Chosen(rewrite.program, applied, keys, tried.measured)


def readings_of(
    before: Sequence[Measured], after: Sequence[Measured]
) -> list[tuple[Sequence[Reading], Sequence[Reading]]]:
    """The numbers of every place, before and after."""
    return [(one.readings, other.readings) for one, other in zip(before, after, strict=True)]


def is_good(found: Measured) -> bool:
    """Whether no number could become better."""
    return all(reading.digits >= FULL for reading in found.readings)


def pairs_of(before: Sequence[Reading], after: Sequence[Reading]) -> list[tuple[Reading, Reading]]:
    """Every number before and after."""
    known = {reading.key: reading for reading in before}
    return [(known.get(reading.key, reading), reading) for reading in after]


def helps(before: Sequence[Reading], after: Sequence[Reading]) -> bool:
    """Whether numbers become better, and none becomes worse."""
    return does_help(before, after) and not does_harm(before, after)


def does_help(before: Sequence[Reading], after: Sequence[Reading]) -> bool:
    """Whether numbers gain digits, or become some, and more than others lose."""
    gains = [gain(one, other) for one, other in pairs_of(before, after)]
    return sum(one for one in gains if one == one) >= GAIN


def does_harm(before: Sequence[Reading], after: Sequence[Reading]) -> bool:
    """Whether some number loses digits, and more than ordinary rounding takes."""
    return any(
        (gain(one, other) <= -LOSS and not other.digits >= FULL) or (is_nan(other.number) and not is_nan(one.number))
        for one, other in pairs_of(before, after)
    )


def gain(before: Reading, after: Reading) -> float:
    """How many digits a number gains; nan where that is not known.

    All of them where it was nan, and what it is now cannot be judged; and where it was a 0 that could not be judged,
    and now is a number that can be trusted.
    """
    if is_nan(before.number) and not is_nan(after.number) and after.digits != after.digits:
        return DIGITS
    if before.is_zero and before.digits != before.digits and not after.is_zero and after.digits >= FULL:
        return DIGITS
    return after.digits - before.digits


def gained_by(before: Measured, after: Measured) -> float:
    """How many digits all numbers together gain."""
    gains = [gain(one, other) for one, other in pairs_of(before.readings, after.readings)]
    return sum(one for one in gains if one == one)
