"""The judge: goes through a derivation as it was written, number by number, and gives each entry its verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

from ...records.worked import CARRIED, EXACT, WRONG, Entry, Judged
from ...rules.axes import shape_text
from ...sweeps.paths import Flow, Masked, masked, number
from ...sweeps.steps import number_of
from .derivation import Derivation, Key
from .ranges import Ranges, Reach, State, distinct
from .verdicts import ORDER, Verdict, elements, is_near, judged

MOST_TAINTED = 4
"""Wrong numbers that a line needs, of which every choice of the written and the right ones is tried."""

CUT_OFF = "cut off, not rounded"
MISFIT = {
    (True, True): "this is an array of shape {stated}, where one of shape {right} is right",
    (True, False): "this is an array of shape {stated}, where one number is right",
    (False, True): "this is one number, where an array of shape {right} is right",
}
"""What is said of the shapes of what was written and of what is right; each: whether it is an array."""

MOST_AMENDED = 64
"""Versions of a number without the mistakes above it."""

Verdicts = Mapping[tuple[int, ...], Verdict]


class Judge(Ranges):
    """Judges the entries of one table.

    entries  with the number that each is of, as it is known to the derivation
    """

    def __init__(self, derivation: Derivation, entries: Sequence[tuple[Key, Entry]]) -> None:
        super().__init__(derivation)
        self.written: dict[Key, list[Entry]] = {}
        for key, entry in entries:
            self.written.setdefault(key, []).append(entry)
        self.found: dict[int, Judged] = {}
        """The verdicts by the identity of their entries: the best, where an entry may be of several numbers."""
        for key in self.order(list(self.written)):
            self.states[key] = self.take(key)

    def take(self, key: Key) -> State:
        """Judge what was written of a number; return how it is gone on with."""
        entries = self.written.get(key, [])
        if not entries:
            state = self.unwritten(key)
        else:
            state = self.as_written(key, entries)
        if state.tainted:
            self.amends[key] = self.amended(key, entries)
        return state

    def as_written(self, key: Key, entries: Sequence[Entry]) -> State:
        """Judge the entries of one number; of several, the best is what the next lines go on with."""
        shape = self.derivation.shape(key)
        right, follows, tainted = number_of(self.derivation.true(key), shape), self.reach(key), self.tainted(key)
        flows = [*self.held(key, self.above(key)), self.derivation.true(key)]
        held = tuple([whole_array(flow, shape) if shape else flow for flow in flows])
        state = start = State(held, bool(tainted), follows.exact)
        for entry in entries:
            if shape_of(entry) != (() if place_of(entry) else shape):
                remark, words = misfit(shape_of(entry), shape)
                self.found[id(entry)] = Judged(entry, WRONG, right=right, remark=remark, remark_words=words)
        entries = [entry for entry in entries if shape_of(entry) == (() if place_of(entry) else shape)]
        results = [self.judge(key, entry, right, follows, tainted) for entry in entries]
        worst_first = sorted(zip(entries, results, strict=True), key=lambda pair: -ORDER.index(pair[1][0]))
        for entry, (verdict, verdicts) in worst_first:
            state = after(entry, verdict, verdicts, state if place_of(entry) else start)
        return state

    def amended(self, key: Key, entries: Sequence[Entry]) -> State:
        """What the number would be without the mistakes above and its own, with as many digits as were written."""
        state = self.unwritten(key, self.tainted(key))
        whole = [entry for entry in entries if not place_of(entry)]
        digits = [short for entry in whole for short in shortened(state.versions[0], entry.unit)]
        others = [] if entries or self.derivation.shape(key) else self.reach(key, self.tainted(key)).candidates
        versions = distinct([*digits, *state.versions, *others, self.derivation.true(key)])
        return state._replace(versions=tuple(versions[:MOST_AMENDED]))

    def judge(self, key: Key, entry: Entry, right: Any, follows: Reach, tainted: Sequence[Key]) -> tuple[str, Verdicts]:
        """Judge one entry and keep what was found; return the worst verdict and those of its elements."""
        reach = follows
        worst, verdicts = self.compare(entry, right, follows, tainted=bool(tainted))
        for amended in choices_of(tainted) if worst in (CARRIED, WRONG) else ():
            other = self.reach(key, amended)
            found = self.compare(entry, right, other, tainted=len(amended) < len(tainted))
            if ORDER.index(found[0]) < ORDER.index(worst):
                reach, (worst, verdicts) = other, found
        off = [place for place, one in verdicts.items() if one.verdict in (WRONG, CARRIED)]
        before = self.found.get(id(entry))
        if before and ORDER.index(before.verdict) <= ORDER.index(worst):
            return worst, verdicts
        self.found[id(entry)] = Judged(
            entry, worst, right=right, follows=reach.candidates[0] if tainted else None,
            place=min(off, key=lambda place: verdicts[place].verdict == CARRIED) if off else (), wrong=len(off),
            remark=CUT_OFF if any(one.cut for one in verdicts.values()) else "",
        )
        return worst, verdicts

    def compare(self, entry: Entry, right: Any, reach: Reach, *, tainted: bool) -> tuple[str, Verdicts]:
        """The worst verdict on the elements that were written, and all of them."""
        verdicts = {
            where: judged(one, whole=entry.whole, tainted=tainted)
            for where, one in elements(entry.stated, entry.unit, right, reach, place_of(entry))
        }
        return max((one.verdict for one in verdicts.values()), key=ORDER.index), verdicts


def shape_of(entry: Entry) -> tuple[int, ...]:
    """The shape of what was written."""
    shape: tuple[int, ...] = getattr(entry.stated, "shape", ())
    return shape


def misfit(stated: tuple[int, ...], shape: tuple[int, ...]) -> tuple[str, dict[str, str]]:
    """What to say of an array of another shape, and what stands for its placeholders."""
    return MISFIT[bool(stated), bool(shape)], {"stated": shape_text(stated), "right": shape_text(shape)}


def choices_of(tainted: Sequence[Key]) -> list[tuple[Key, ...]]:
    """Which of the wrong numbers above were not gone on with, but the right ones: all of them, then every choice."""
    few = tainted[:MOST_TAINTED]
    some = [each for count in range(1, len(few)) for each in combinations(few, count)]
    return [tuple(tainted), *some] if tainted else []


def after(entry: Entry, verdict: str, verdicts: Verdicts, before: State) -> State:
    """How a number is gone on with when an entry has been written of it.

    before  its versions if it had not been written: held by the calculator, and right
    """
    tainted, place = verdict in (WRONG, CARRIED), place_of(entry)
    first = before.versions[0]
    if not hasattr(first, "shape") and not isinstance(first, Masked):
        stated, half = float(entry.stated), verdicts[()].half
        if tainted:
            return State((stated, stated - half, stated + half), tainted, exact=False)
        held = [flow for flow in before.versions if is_near(number(flow), stated, half)]
        used = None if first is None and stated == 0 else stated
        return State(tuple(distinct([used, *held])), tainted, verdict == EXACT)
    written = [element(flow, entry.stated, place) for flow in (before.versions if place else before.versions[:1])]
    if place:
        return State(tuple(written), tainted or before.tainted, verdict == EXACT and before.exact)
    if tainted:
        moved = [pathed(entry.stated + sign * entry.unit / 2, first) for sign in (-1, 1)]
        return State((written[0], *moved), tainted, exact=False)
    return State((written[0], *before.versions), tainted, verdict == EXACT)


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
    """A number with as many digits as were written: rounded down and up."""
    import numpy as np

    value, unit = np.asarray(number(flow)), np.asarray(unit)
    with np.errstate(all="ignore"):
        ends = [np.where(unit > 0, short(value / unit) * unit, value) for short in (np.floor, np.ceil)]
    return [pathed(end, flow) if end.shape else float(end) for end in ends]


def place_of(entry: Entry) -> tuple[int, ...]:
    """The element that an entry is of, () for the whole."""
    return entry.quantity.place if entry.quantity else ()
