"""The likely mistake behind each wrong entry of a worked table.

Every row of the library is tried on the wrong entry's own line, and on the lines before it that were left out. What the
mistake makes of that line is gone on with through everything that was left out; all that was written stays as written.
A mistake is told only where that comes to the number that was written, in every element and in all its digits.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ...limits import LIMITS
from ...records.worked import INCREMENT, PARTIAL, WRONG, Entry, Judged
from ...sweeps.paths import Flow
from ...sweeps.steps import number_of
from .derivation import Key, Known
from .judge import Judge
from .line import Guess, Line, as_flow, shape_of
from .mistakes import MISTAKES
from .penalties import penalties
from .ranges import Reach
from .telling import words_of
from .verdicts import SAME

OWN = (PARTIAL, INCREMENT)
"""Kinds of numbers that are worked within the line that they belong to: they are no further away than that."""


class Match(NamedTuple):
    """A mistake in a line that explains some wrong entries.

    misses     entries that are right and would not be, less those that it explains
    explained  the entries, by identity
    """

    misses: int
    row: int
    site: Key
    line: Line
    guess: Guess
    explained: frozenset[int]

    def rank(self, distance: int) -> tuple[int, bool, int, int]:
        """The less, the likelier: what explains most, then what says most, then the nearest, then the table's first."""
        return self.misses, MISTAKES[self.row].general, distance, self.row


def diagnosed(judge: Judge) -> dict[int, Judged]:
    """What the judge found, by the identity of the entries, with the likely mistakes."""
    return {**judge.found, **Search(judge).told()}


class Search:
    """Looks for the mistakes of one table."""

    def __init__(self, judge: Judge) -> None:
        self.judge, self.derivation = judge, judge.derivation
        self.places = {key: place for place, key in enumerate(judge.states)}
        self.wrong = {
            id(entry): (key, entry)
            for key, entries in judge.written.items()
            for entry in entries
            if judge.found[id(entry)].verdict == WRONG and self.fits(key, entry)
        }
        self.distances = {key: self.behind(key) for key in dict.fromkeys(key for key, _ in self.wrong.values())}
        self.penalties = penalties(self.derivation.graph) if self.wrong else {}
        self.trials = LIMITS.mistake_trials
        self.full: dict[Key, Flow] = {}
        self.users: dict[Key, list[Key]] = {}
        for key in self.places if self.wrong else ():
            for need in self.derivation.needs(key):
                self.users.setdefault(need, []).append(key)

    def fits(self, key: Key, entry: Entry) -> bool:
        """Whether an entry has the shape of what it is of; of another one no mistake is looked for."""
        place = entry.quantity.place if entry.quantity else ()
        return shape_of(entry.stated) == (() if place else self.derivation.shape(key))

    def told(self) -> dict[int, Judged]:
        """The wrong entries for which a mistake was found."""
        found: dict[int, Judged] = {}
        # First with the written numbers; then as if the full ones had been kept, or the right ones gone on with.
        for known in (self.gone_on_with, self.in_full):
            matches = list(self.matches(known, set(self.wrong) - set(found)))
            for which, (key, _) in self.wrong.items():
                mine = [match for match in matches if which in match.explained]
                if which not in found and mine:
                    away = self.distances[key]
                    best = min(mine, key=lambda match: match.rank(away.get(match.site, len(away))))
                    found[which] = tell(self.judge.found[which], best)
        return found

    def gone_on_with(self, key: Key) -> Flow:
        """A number as the table goes on with it."""
        return self.judge.states[key].used if key in self.judge.states else self.in_full(key)

    def in_full(self, key: Key) -> Flow:
        """The right number."""
        if key not in self.full:
            self.full[key] = self.derivation.true(key)
        return self.full[key]

    # Where to look

    def behind(self, key: Key) -> dict[Key, int]:
        """A number and those left out that it is worked out from: how many lines away, the nearest first."""
        distances: dict[Key, int] = {}
        queue = deque([(key, 0)])
        while queue and len(distances) < LIMITS.mistake_sites:
            site, distance = queue.popleft()
            if site in distances:
                continue
            distances[site] = distance
            for need in self.derivation.needs(site):
                if need in distances or need in self.judge.written:
                    continue
                if need.kind in OWN:
                    queue.appendleft((need, distance))
                else:
                    queue.append((need, distance + 1))
        return distances

    def sites(self) -> list[Key]:
        """Every line in which a mistake may be, the nearest first."""
        nearest: dict[Key, int] = {}
        for distances in self.distances.values():
            for site, distance in distances.items():
                nearest[site] = min(distance, nearest.get(site, distance))
        return sorted(nearest, key=lambda site: nearest[site])

    # What a mistake there leads to

    def matches(self, known: Known, open_ones: set[int]) -> Iterator[Match]:
        """Every mistake in every line that explains an entry which is still to be explained."""
        for site in self.sites() if open_ones else ():
            reached = self.reached(site)
            for row, line, guess in self.guesses(site, known):
                if self.trials <= 0:
                    return
                numbers = self.gone_through(site, guess.number, known, reached)
                explained = {which for which in self.wrong if self.explains(which, numbers)}
                if explained & open_ones:
                    against = 0 if site.kind in OWN else len(self.contradicted(numbers))
                    yield Match(against - len(explained), row, site, line, guess, frozenset(explained))

    def guesses(self, site: Key, known: Known) -> Iterator[tuple[int, Line, Guess]]:
        """What every mistake makes of a line, with its row."""
        import numpy as np

        line = Line(site, self.derivation, known, self.slip(site), self.penalties)
        for row, mistake in enumerate(MISTAKES):
            if site.kind not in mistake.kinds:
                continue
            with np.errstate(all="ignore"):
                for guess in mistake.predict(line):
                    self.trials -= 1
                    if guess.number is not None and is_another(guess.number, line.right):
                        yield row, line, guess

    def slip(self, site: Key) -> tuple[tuple[int, ...], float] | None:
        """The one element that was written wrong, and 1 in its last place."""
        wrong = [entry for key, entry in self.wrong.values() if key == site]
        if len(wrong) != 1 or self.judge.found[id(wrong[0])].wrong != 1:
            return None
        entry = wrong[0]
        place = self.judge.found[id(entry)].place
        unit = entry.unit[place] if shape_of(entry.unit) else entry.unit
        return place, float(unit)

    def reached(self, site: Key) -> list[Key]:
        """The numbers that a line has to do with through lines that were left out, in the order of working."""
        found = {site}
        stack = [] if site in self.judge.written else [site]
        while stack:
            for user in self.users.get(stack.pop(), ()):
                if user not in found:
                    found.add(user)
                    if user not in self.judge.written:
                        stack.append(user)
        return sorted(found - {site}, key=self.places.__getitem__)

    def gone_through(self, site: Key, number: Any, known: Known, reached: list[Key]) -> dict[Key, Any]:
        """What comes of a line's other number in the entries that were written."""
        changed: dict[Key, Flow] = {site: as_flow(number)}

        def looked_up(key: Key) -> Flow:
            return changed[key] if key in changed and key not in self.judge.written else known(key)

        for key in reached:
            self.trials -= 1
            changed[key] = self.derivation.work(key, looked_up)
        return {
            key: number_of(flow, self.derivation.shape(key))
            for key, flow in changed.items()
            if key in self.judge.written
        }

    # What is explained by it

    def explains(self, which: int, numbers: Mapping[Key, Any]) -> bool:
        """Whether a wrong entry is what was to be written of these numbers, and not of the right ones."""
        key, entry = self.wrong[which]
        if key not in numbers:
            return False
        judged = self.judge.found[which]
        _, predicted = self.against(entry, numbers[key])
        if any(one.verdict == WRONG for one in predicted.values()):
            return False
        rights = [judged.right, *([] if judged.follows is None else [judged.follows])]
        for right in rights:
            _, verdicts = self.against(entry, right)
            for place, one in verdicts.items():
                gap = abs(at(numbers[key], place) - at(right, place))
                if one.verdict == WRONG and not gap > predicted[place].half:
                    return False
        return True

    def contradicted(self, numbers: Mapping[Key, Any]) -> list[Entry]:
        """The entries that are not wrong, but would be if these numbers were right."""
        return [
            entry
            for key, number in numbers.items()
            for entry in self.judge.written[key]
            if self.judge.found[id(entry)].verdict != WRONG and self.against(entry, number)[0] == WRONG
        ]

    def against(self, entry: Entry, number: Any) -> tuple[str, Any]:
        """The worst verdict on an entry, and those on its elements, if this number were the right one."""
        return self.judge.compare(entry, number, Reach([number], 0.0, exact=False), tainted=False)


def at(number: Any, place: tuple[int, ...]) -> float:
    """An element of an array, or the scalar."""
    return float(number[place] if place else number)


def is_another(number: Any, right: Any) -> bool:
    """Whether a guess is a number of the right shape, and not the right one."""
    import numpy as np

    if np.shape(number) != np.shape(right) or not np.all(np.isfinite(number)):
        return False
    return not np.allclose(number, right, rtol=SAME, atol=0.0, equal_nan=True)


def tell(judged: Judged, match: Match) -> Judged:
    """A verdict with its mistake."""
    mistake = MISTAKES[match.row]
    words = words_of(mistake.message, match.line, match.guess)
    return judged._replace(mistake=mistake.message.format(**words), mistake_name=mistake.name, mistake_words=words)
