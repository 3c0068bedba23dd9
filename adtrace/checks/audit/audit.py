"""One program audited: its numbers, where their digits die, and the remedies that help, at a point and over a range."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from ...errors import AdtraceError
from ...lang.columns import Program
from ...named import Record
from ...records import Trace
from ...records.audit import Audit, Offer
from ...sweeps.run import Run
from ..remedies.table import REMEDIES
from .agreement import compared_digits
from .choice import Chosen, Judge, Place, Tried, does_harm, key_of
from .range import Points, Swept, badness, curve_of, least_sure, over_of, telling
from .readings import measured

MOST_TRIES = 8
"""Points of a range that are added to those at which remedies are judged."""


class Along(Record):
    """What a range adds: its numbers, the points with all inputs, and the numbers with the remedies."""

    swept: Swept
    before: Points
    region: Sequence[Mapping[str, Any]]


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
    along, given = None, swept is not None and swept.name in values
    if swept is not None:
        along = Along(swept, curve_of(program, values, of, swept), [{**values, swept.name: x} for x in swept.points])
        values = {**values, swept.name: least_sure(along.before, values.get(swept.name))}
    run = Run(program, values, of=of)
    if run.values is None:
        raise AdtraceError("an audit needs a point", hint="give values with --at x=2 or a range with --over x=-5:5:101")
    found = measured(run)
    judge = Judge(of, only, [Place(values, found)])
    if along is None or swept is None:
        chosen, over = judge.chosen(program), None
    else:
        others = [Place({**values, swept.name: x}, one) for x, one in telling(along.before)
                  if x != values[swept.name]]
        judge = Judge(of, only, [Place(values, found), *others], along.region)
        judge, chosen, after = chosen_along(program, judge, values, along)
        over = over_of(along.swept, along.before, after)._replace(given=given)
    offers = sorted(offers_of(program, judge, chosen, swept), key=lambda one: not one.better)
    report = Audit(
        gradient(run), found.readings, found.losses, tuple(offers), chosen.program.text, chosen.applied,
        chosen.found[0].readings, compared_digits(), over,
    )
    return report, run.unused


def gradient(run: Run) -> Trace:
    """The reverse sweep, with its warnings; arrays are seeded with ones."""
    if not any(run.graph.shapes[node] for _, node in run.graph.outputs):
        return run.reverse((), ())
    import numpy as np

    seeds = {name: np.ones(run.graph.shapes[node]) for name, node in run.graph.outputs}
    return run.reverse([seeds], ())


def chosen_along(
    program: Program, judge: Judge, values: Mapping[str, Any], along: Along
) -> tuple[Judge, Chosen, Points]:
    """The remedies along a range, and the numbers with them.

    A point that they harm, or else the one where numbers are still worst, joins those at which they are judged, and
    the choice is made again. In the end nothing is chosen that harms any point.
    """
    name = along.swept.name
    after: Points
    for _ in range(MOST_TRIES):
        chosen = judge.chosen(program)
        after = curve_of(chosen.program, values, judge.of, along.swept, along.before)
        pairs = list(zip(along.before, after, strict=True))
        harmed = [] if judge.only else [one for one, (_, other) in pairs if does_harm(one[1].readings, other.readings)]
        worst = min(pairs, key=lambda pair: badness(pair[1][1].readings))[0]
        point, found = min(harmed, key=lambda one: badness(one[1].readings), default=worst)
        if any(place.values[name] == point for place in judge.places):
            break
        judge = judge.with_place(Place({**values, name: point}, found))
    if harmed:
        chosen, after = Chosen(program, (), (), judge.before), along.before
    return judge, chosen, after


def offers_of(program: Program, judge: Judge, chosen: Chosen, swept: Swept | None) -> list[Offer]:
    """Every rewrite that is the same function; of several at one place those that help, else the first."""
    kept: dict[tuple[int, int], list[Offer]] = {}
    for tried in judge.trials(program, judge.before):
        kept.setdefault(tried.rewrite.places[0], []).append(offer(tried, judge, chosen, swept))
    return [one for group in kept.values() for one in ([each for each in group if each.better] or group)[:1]]


def offer(tried: Tried, judge: Judge, chosen: Chosen, swept: Swept | None) -> Offer:
    """A rewrite as it is offered, with its numbers at the place where it helps most."""
    rewrite = tried.rewrite
    together = not tried.better and key_of(rewrite) in chosen.keys and not judge.only
    best = max(range(len(tried.gains)), key=lambda place: (tried.gains[place], -place)) if tried.better else 0
    place = judge.places[best]
    at = place.values[swept.name] if swept is not None and best else None
    numbers = chosen.found[0] if together else tried.measured[best]
    return Offer(
        rewrite.name, rewrite.reason, rewrite.when, rewrite.before, rewrite.after, place.found.readings,
        numbers.readings, tried.better or together, together, at, tried.points,
    )
