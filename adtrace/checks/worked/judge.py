"""The judge: goes through a derivation as it was written, number by number, and gives each entry its verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

from ...records.worked import CARRIED, WRONG, Entry, Judged
from ...sweeps.paths import number
from ...sweeps.steps import number_of
from .derivation import Derivation, Key
from .ranges import Ranges, State
from .verdicts import ORDER, Verdict, elements, judged

MOST_TAINTED = 4
"""Wrong numbers that a line needs, of which every choice of the written and the right ones is tried."""

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
        """The verdicts by the identity of their entries."""
        for key in self.order(list(self.written)):
            self.states[key] = self.take(key)

    def take(self, key: Key) -> State:
        """Judge what was written of a number; return how it is gone on with."""
        follows = self.reach(key)
        tainted = self.tainted(key)
        entries = self.written.get(key)
        if not entries:
            return follows._replace(tainted=bool(tainted))
        right = number_of(self.derivation.true(key), self.derivation.shape(key))
        start = gone_on = follows._replace(tainted=bool(tainted))
        results = [self.judge(key, entry, right, follows, tainted) for entry in entries]
        # Of several entries for one number, the best is what the next lines go on with.
        for entry, (verdict, verdicts) in sorted(
            zip(entries, results, strict=True), key=lambda pair: -ORDER.index(pair[1][0])
        ):
            gone_on = self.after(entry, verdict, verdicts, right, gone_on if place_of(entry) else start)
        return gone_on

    def judge(self, key: Key, entry: Entry, right: Any, follows: State, tainted: Sequence[Key]) -> tuple[str, Verdicts]:
        """Judge one entry and keep what was found; return the worst verdict and those of its elements."""
        worst, verdicts, state = self.compare(entry, right, follows, bool(tainted))
        if worst == WRONG and tainted:
            for state in self.choices(key, tainted):
                worst, verdicts, _ = self.compare(entry, right, state, True)
                if worst != WRONG:
                    break
            else:
                state = follows
                worst, verdicts, _ = self.compare(entry, right, follows, True)
        off = [place for place, one in verdicts.items() if one.verdict in (WRONG, CARRIED)]
        base = number_of(state.used, self.derivation.shape(key))
        self.found[id(entry)] = Judged(
            entry,
            worst,
            right=right,
            follows=base if tainted else None,
            place=min(off, key=lambda place: verdicts[place].verdict == CARRIED) if off else (),
            wrong=len(off),
            remark="cut off, not rounded" if any(one.cut for one in verdicts.values()) else "",
        )
        return worst, verdicts

    def compare(self, entry: Entry, right: Any, state: State, tainted: bool) -> tuple[str, Verdicts, State]:
        """The verdicts on every element that was written, and the worst of them."""
        verdicts = {
            where: judged(one, whole=entry.whole, tainted=tainted)
            for where, one in elements(entry.stated, entry.unit, right, state, place_of(entry))
        }
        return max((one.verdict for one in verdicts.values()), key=ORDER.index), verdicts, state

    def choices(self, key: Key, tainted: Sequence[Key]) -> list[State]:
        """What follows if some of the wrong numbers above were not gone on with, but the right ones."""
        few = tainted[:MOST_TAINTED]
        chosen = [some for count in range(1, len(few)) for some in combinations(few, count)]
        return [self.reach(key, {need: self.derivation.true(need) for need in some}) for some in chosen]

    def after(self, entry: Entry, verdict: str, verdicts: Verdicts, right: Any, before: State) -> State:
        """How a number is gone on with when an entry has been written of it."""
        tainted = verdict in (WRONG, CARRIED)
        if not getattr(right, "shape", ()):
            return after_one(float(entry.stated), verdicts[()], float(right), before)
        import numpy as np

        used, low, high = (
            np.array(np.broadcast_to(number(one), right.shape), dtype=np.float64)
            for one in (before.used, before.low, before.high)
        )
        for place, one in verdicts.items():
            stated = float(entry.stated if place_of(entry) else entry.stated[place])
            state = after_one(stated, one, float(right[place]), State(used[place], low[place], high[place]))
            used[place], low[place], high[place] = state.used, state.low, state.high
        return State(used, low, high, tainted or (before.tainted and bool(place_of(entry))))


def after_one(stated: float, verdict: Verdict, right: float, before: State) -> State:
    """How one number is gone on with: it may still be held in full, within its last written place."""
    lowest, highest = stated - verdict.half, stated + verdict.half
    if verdict.verdict in (WRONG, CARRIED):
        return State(stated, lowest, highest, tainted=True)
    low, high = max(before.low, lowest), min(before.high, highest)
    ends = [stated, *([low, high] if low <= high else []), *([right] if lowest <= right <= highest else [])]
    ends = [end for end in ends if end == end]
    return State(stated, min(ends, default=stated), max(ends, default=stated))


def place_of(entry: Entry) -> tuple[int, ...]:
    """The element that an entry is of, () for the whole."""
    return entry.quantity.place if entry.quantity else ()
