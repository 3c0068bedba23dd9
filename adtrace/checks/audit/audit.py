"""One program audited: its numbers, where their digits die, and the remedies that help, at a point and over a range."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from ...errors import AdtraceError
from ...lang.columns import Program
from ...records import Trace
from ...records.audit import FULL, Audit, Offer, Over, Reading, is_nan
from ...records.bounds import DIGITS
from ...sweeps.run import Run
from ..remedies.rewriting import Rewrite, rewrites
from ..remedies.table import REMEDIES
from .agreement import agreeing, compared_digits
from .range import Swept, curve_of, least_sure, over_of
from .readings import Measured, measured

GAIN = 1.0
"""Digits by which a number has to become better, or may become worse."""

MOST_ROUNDS = 24
"""Rewrites that are made one after the other."""

MOST_PLACES = 4
"""Points of a range at which remedies are looked for."""


class Tried(NamedTuple):
    """A rewrite and what it does at a point."""

    rewrite: Rewrite
    measured: Measured
    better: bool
    points: int


def audit(
    program: Program, values: Mapping[str, Any], of: Sequence[str] = (), only: Collection[str] = (),
    swept: Swept | None = None,
) -> tuple[Audit, tuple[str, ...]]:
    """The audit of a program, and the names of values that it does not use.

    only   remedies to apply, whether they help here or not; those that help where there are none
    swept  a range of one input: the point is then the one of it where the numbers are worst
    Raises AdtraceError where there is no point, for an unknown remedy, and what `Run` raises.
    """
    unknown = [name for name in only if name not in [remedy.name for remedy in REMEDIES]]
    if unknown:
        raise AdtraceError(f"there is no remedy {unknown[0]}", hint="the report names those that there are")
    before = None
    if swept is not None:
        before = curve_of(program, values, of, swept)
        values = {**values, swept.name: least_sure(before, values.get(swept.name))}
    run = Run(program, values, of=of)
    if run.values is None:
        raise AdtraceError("an audit needs a point", hint="give values with --at x=2 or a range with --over x=-5:5:101")
    found = measured(run)
    tried = trials(program, found, values, of)
    applied: list[str] = []
    rewritten = applying(program, found, values, of, only, applied)
    over = None
    if before is not None and swept is not None:
        rewritten, over = along(program, rewritten, before, (values, of, only, applied), swept)
    result = measured(Run(rewritten, values, of=of), found.truths)
    offers = sorted(map(offer, tried), key=lambda one: not one.better)
    report = Audit(
        gradient(run), found.readings, found.losses, tuple(offers), rewritten.text, tuple(applied), result.readings,
        compared_digits(), over,
    )
    return report, run.unused


def gradient(run: Run) -> Trace:
    """The reverse sweep, with its warnings; arrays are seeded with ones."""
    if not any(run.graph.shapes[node] for _, node in run.graph.outputs):
        return run.reverse((), ())
    import numpy as np

    seeds = {name: np.ones(run.graph.shapes[node]) for name, node in run.graph.outputs}
    return run.reverse([seeds], ())


def offer(tried: Tried) -> Offer:
    """A rewrite as it is offered."""
    rewrite = tried.rewrite
    return Offer(
        rewrite.name, rewrite.reason, rewrite.when, rewrite.before, rewrite.after, tried.measured.readings,
        tried.better, tried.points,
    )


def trials(program: Program, found: Measured, values: Mapping[str, Any], of: Sequence[str]) -> list[Tried]:
    """Every rewrite that is the same function; of several at one place those that help, else the first."""
    tried: list[Tried] = []
    for rewrite in rewrites(program, values, of):
        one = trial(program, rewrite, found, values, of)
        if one is not None:
            tried.append(one)
    kept: dict[tuple[int, int], list[Tried]] = {}
    for one in tried:
        kept.setdefault(one.rewrite.places[0], []).append(one)
    return [one for group in kept.values() for one in ([each for each in group if each.better] or group)[:1]]


def trial(
    program: Program, rewrite: Rewrite, found: Measured, values: Mapping[str, Any], of: Sequence[str]
) -> Tried | None:
    """A rewrite with what it does here; None where it is not the same function."""
    points = agreeing(program, rewrite, values, of)
    if not points:
        return None
    after = measured(Run(rewrite.program, values, of=of), found.truths)
    return Tried(rewrite, after, helps(found.readings, after.readings), points)


def helps(before: Sequence[Reading], after: Sequence[Reading]) -> bool:
    """Whether some number gains digits, or becomes one, and none loses any."""
    known = {reading.key: reading for reading in before}
    gains = [gain(known.get(reading.key, reading), reading) for reading in after]
    return any(one >= GAIN for one in gains) and not any(one <= -GAIN for one in gains)


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


def applying(
    program: Program, found: Measured, values: Mapping[str, Any], of: Sequence[str], only: Collection[str],
    applied: list[str],
) -> Program:
    """The program with one rewrite after the other, the one that helps most first; `applied` gets their names."""
    for _ in range(MOST_ROUNDS):
        chosen = best(program, found, values, of, only)
        if chosen is None:
            break
        program, found = chosen.rewrite.program, chosen.measured
        applied.append(chosen.rewrite.name)
    return program


def best(
    program: Program, found: Measured, values: Mapping[str, Any], of: Sequence[str], only: Collection[str]
) -> Tried | None:
    """The rewrite that helps most; of several the first of the table, and at several places the outer one."""
    order = {remedy.name: place for place, remedy in enumerate(REMEDIES)}
    tried = []
    for rewrite in rewrites(program, values, of):
        if not only or rewrite.name in only:
            one = trial(program, rewrite, found, values, of)
            if one is not None and (one.better or only):
                tried.append(one)
    return min(tried, key=lambda one: (-gained_by(found, one.measured), order[one.rewrite.name]), default=None)


def gained_by(before: Measured, after: Measured) -> int:
    """How many digits all numbers together gain."""
    known = {reading.key: reading for reading in before.readings}
    gains = [gain(known.get(reading.key, reading), reading) for reading in after.readings]
    return round(sum(one for one in gains if one == one))


def along(
    program: Program, rewritten: Program, before: Any, told: tuple[Any, ...], swept: Swept
) -> tuple[Program, Over]:
    """The same along a range: remedies are looked for where the rewritten program is worst, too."""
    values, of, only, applied = told
    after = curve_of(rewritten, values, of, swept, before)
    for _ in range(MOST_PLACES):
        here = {**values, swept.name: least_sure(after, None)}
        more: list[str] = []
        found = measured(Run(rewritten, here, of=of))
        further = applying(rewritten, found, here, of, only, more)
        if not more:
            break
        rewritten, after = further, curve_of(further, values, of, swept, before)
        applied += more
    return rewritten, over_of(swept, before, after)
