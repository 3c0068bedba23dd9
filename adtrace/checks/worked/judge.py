"""The judge: goes through a derivation as it was written, number by number, and gives each entry its verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from typing import Any

from ...records.worked import CARRIED, EXACT, ROUNDING, VALUE, WRONG, Entry, Judged
from ...rules.axes import shape_text
from ...sweeps.steps import number_of
from .derivation import Derivation, Key
from .going_on import Verdicts, after, place_of, shape_of, shortened, whole_array
from .verdicts import ORDER, SAME, elements, judged
from .versions import Reach, State, Versions, distinct

MOST_TAINTED = 4
"""Wrong numbers that a line needs, of which every choice of the written and the right ones is tried."""

CUT_OFF = "cut off, not rounded"
AT_KINK = "at a kink, where another slope may be chosen"
MISFIT = {
    (True, True): "this is an array of shape {stated}, where one of shape {right} is right",
    (True, False): "this is an array of shape {stated}, where one number is right",
    (False, True): "this is one number, where an array of shape {right} is right",
}
"""What is said of the shapes of what was written and of what is right; each: whether it is an array."""

MOST_AMENDED = 64
"""Versions of a number without the mistakes above it."""


class Judge(Versions):
    """Judges the entries of one table.

    entries  with the number that each is of, as it is known to the derivation
    """

    def __init__(self, derivation: Derivation, entries: Sequence[tuple[Key, Entry]]) -> None:
        super().__init__(derivation)
        self.written: dict[Key, list[Entry]] = {}
        for key, entry in entries:
            self.written.setdefault(key, []).append(entry)
        units = Counter(entry.unit for _, entry in entries if not shape_of(entry) and not entry.whole and entry.unit)
        self.usual = units.most_common(1)[0][0] if units else 0.0
        """1 in the last place of most of the numbers."""
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
        state = start = State(held, bool(tainted), follows.exact, follows.noise)
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
        units = [entry.unit for entry in whole] + [self.usual] * any(entry.whole for entry in whole)
        digits = [short for unit in units for short in shortened(state.versions[0], unit)]
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
        cut = any(one.cut for one in verdicts.values())
        chosen = worst in (EXACT, ROUNDING) and self.is_choice(key, entry, right)
        self.found[id(entry)] = Judged(
            entry, worst, right=right, follows=reach.candidates[0] if tainted else None,
            place=min(off, key=lambda place: verdicts[place].verdict == CARRIED) if off else (), wrong=len(off),
            remark=CUT_OFF if cut else AT_KINK if chosen else "",
        )
        return worst, verdicts

    def is_choice(self, key: Key, entry: Entry, right: Any) -> bool:
        """Whether a right number is not the one that adtrace has, since another slope was chosen at a kink."""
        if not self.derivation.kinks or key.kind == VALUE or shape_of(entry) or self.derivation.shape(key):
            return False
        return bool(abs(entry.stated - right) > max(entry.unit / 2, SAME * abs(right)))

    def compare(self, entry: Entry, right: Any, reach: Reach, *, tainted: bool) -> tuple[str, Verdicts]:
        """The worst verdict on the elements that were written, and all of them."""
        verdicts = {
            where: judged(one, whole=entry.whole, tainted=tainted)
            for where, one in elements(entry.stated, entry.unit, right, reach, place_of(entry))
        }
        return max((one.verdict for one in verdicts.values()), key=ORDER.index), verdicts


def misfit(stated: tuple[int, ...], shape: tuple[int, ...]) -> tuple[str, dict[str, str]]:
    """What to say of an array of another shape, and what stands for its placeholders."""
    return MISFIT[bool(stated), bool(shape)], {"stated": shape_text(stated), "right": shape_text(shape)}


def choices_of(tainted: Sequence[Key]) -> list[tuple[Key, ...]]:
    """Which of the wrong numbers above were not gone on with, but the right ones: all of them, then every choice."""
    few = tainted[:MOST_TAINTED]
    some = [each for count in range(1, len(few)) for each in combinations(few, count)]
    return [tuple(tainted), *some] if tainted else []
