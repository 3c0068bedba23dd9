"""One claimed number judged at every point of trial, and the simplest point where it is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from ...named import Record
from ...records.claims import (
    AGREES,
    COINCIDENCE,
    DROWNED,
    KINK,
    NO_VALUE,
    NOWHERE,
    REFUTED,
    UNDECIDED,
    Counterexample,
    Judgement,
    Note,
)
from . import comparing
from .comparing import Finding, compare
from .kinds import FREE, HELD
from .points import SIMPLE, Point, Sampler
from .trial import Visited
from .trials import Trials

SHRINKS = 120
"""Points that are tried on the way to a simpler counter-example."""
ROUNDED = (0, 1, 2, 3)
"""Decimals to which a counter-example is rounded, the fewest first."""


class Tally(Record):
    """What a claim came to at all points, by place."""

    findings: Sequence[tuple[Visited, Finding]]

    def count(self, *states: str) -> int:
        """At how many points it came to this."""
        return sum(finding.state in states for _, finding in self.findings)

    def first(self, test: Callable[[Finding], bool]) -> tuple[Visited, Finding] | None:
        """The first point where something is the case."""
        return next(((trial, finding) for trial, finding in self.findings if test(finding)), None)


def judge(
    text: str, trials: Trials[Any], claimed: comparing.Number, traced: comparing.Number, *, mutual: bool = False
) -> Judgement:
    """The verdict on a claim whose sides have one shape, or whose claimed side is a number."""
    tally = Tally([(trial, compare(trial, claimed, traced, mutual=mutual)) for trial in trials.found])
    failing = tally.count(comparing.DIFFER)
    agreeing = tally.count(comparing.AGREE, comparing.AT_KINK)
    notes = tuple(remarks(tally))
    if not failing:
        return Judgement(text, AGREES if agreeing else UNDECIDED, agreeing, notes=notes)
    trial, finding = simplest(tally, trials, lambda trial: compare(trial, claimed, traced, mutual=mutual))
    return Judgement(text, REFUTED, agreeing, failing, counterexample(trial, finding), notes=notes)


def remarks(tally: Tally) -> Iterator[Note]:
    """What the verdict does not say."""
    fails = tally.count(comparing.DIFFER)
    trial, finding = tally.findings[0]
    if fails and trial.given and finding.state == comparing.AGREE:
        yield Note(COINCIDENCE)
    if not fails and (found := tally.first(lambda one: one.state == comparing.AT_KINK)):
        trial, finding = found
        at = finding.place
        low, high = (float(side[at]) for side in (finding.low, finding.high))
        yield Note(KINK, {
            "point": trial.point, "claimed": float(finding.claimed[at]), "traced": float(finding.traced[at]),
            "low": low, "high": high, "place": at, "count": tally.count(comparing.AT_KINK),
        })
    if found := tally.first(lambda one: one.undefined):
        count = sum(finding.undefined for _, finding in tally.findings)
        if count == len(tally.findings):
            yield Note(NOWHERE, {"count": count})
        else:
            yield Note(NO_VALUE, {"point": found[0].point, "count": count})
    if count := tally.count(comparing.DROWNED):
        yield Note(DROWNED, {"count": count})


def counterexample(trial: Visited, finding: Finding) -> Counterexample:
    """Where a claim is wrong, with both numbers."""
    def plain(number: Any) -> Any:
        return number.copy() if number.shape else float(number)

    wrong = finding.wrong
    return Counterexample(
        trial.point, trial.given, plain(finding.claimed), plain(finding.traced), finding.place, int(wrong.sum()),
        int(wrong.size),
    )


def simplest(
    tally: Tally, trials: Trials[Any], compared: Callable[[Visited], Finding]
) -> tuple[Visited, Finding]:
    """The given point if the claim is wrong there: it needs no numbers. Else the simplest point that was found."""
    failing = [(trial, finding) for trial, finding in tally.findings if finding.state == comparing.DIFFER]
    found = failing[0]
    if found[0].given:
        return found
    # At a kink people may disagree about the slope: a plain point says more.
    found = next(((trial, finding) for trial, finding in failing if not trial.kinks), found)
    left = SHRINKS
    while left > 0:
        for point in simpler(found[0].point, trials.sampler):
            left -= 1
            trial = trials.at(point)
            if trial is not None and len(trial.kinks) <= len(found[0].kinks):
                finding = compared(trial)
                if finding.state == comparing.DIFFER:
                    found = trial, finding
                    break
            if left <= 0:
                return found
        else:
            return found
    return found


def simpler(point: Point, sampler: Sampler) -> Iterator[Point]:
    """Points like this one with fewer digits, the simplest first."""
    before = length(point)
    names = [name for name, kind in sampler.kinds.items() if kind.name == FREE]
    fixed = {name for name, kind in sampler.kinds.items() if kind.name == HELD}
    candidates = [{name: point[name] if name in fixed else sampler.given.get(name, point[name]) for name in point}]
    candidates += [
        {name: rounded(value, decimals) if name in names else value for name, value in point.items()}
        for decimals in ROUNDED
    ]
    for name in names:
        if not hasattr(point[name], "shape"):
            candidates += [{**point, name: number} for number in SIMPLE]
        candidates += [{**point, name: rounded(point[name], decimals)} for decimals in ROUNDED]
    for candidate in candidates:
        if length(candidate) < before:
            yield candidate


def rounded(value: Any, decimals: int) -> Any:
    """A number, or every one of an array, with fewer decimals; never -0."""
    return (value.round(decimals) if hasattr(value, "shape") else round(value, decimals)) + 0.0


def length(point: Mapping[str, Any]) -> int:
    """How much there is to write for a point: its digits, and a little for numbers far from 0 and 1."""
    total = 0
    for value in point.values():
        for number in value.ravel().tolist() if hasattr(value, "shape") else (value,):
            total += len(f"{number:g}" if float(number).is_integer() else repr(number)) + (number not in (0.0, 1.0))
    return total
