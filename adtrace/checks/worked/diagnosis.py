"""The likely mistake behind each wrong entry of a worked table.

Every row of the library is tried on the wrong entry's own line, and on the lines before it that were left out. What the
mistake makes of that line is gone on with through everything that was left out; all that was written stays as written.
A mistake is told only where that comes to the number that was written, in every element and in all its digits.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ...limits import LIMITS
from ...named import Record
from ...records.worked import INCREMENT, WRONG, Entry, Judged
from ...sweeps.paths import Flow
from ...sweeps.steps import number_of
from .around import OWN, Around
from .derivation import Key, Known
from .going_on import place_of
from .guess import Guess
from .judge import Judge
from .line import Line
from .matching import STRONG, WEAK, is_nothing, is_written, tells
from .mistakes import MISTAKES
from .numbers import as_flow, shape_of
from .penalties import penalties
from .telling import words_of
from .verdicts import SAME


class Match(Record):
    """A mistake in a line that explains some wrong entries.

    explained     the entries, by identity
    contradicted  how many entries are right, and would not be
    """

    row: int
    site: Key
    line: Line
    guess: Guess
    explained: frozenset[int]
    contradicted: int

    def rank(self, distance: int) -> tuple[int, bool, bool, int, int]:
        """The less, the likelier: what explains most, says most, is common, is near, and then the table's first."""
        # What is worked within a line may be right in another one, and wrong here.
        against = 0 if distance == 0 and self.site.kind in OWN else self.contradicted
        row = MISTAKES[self.row]
        return against - len(self.explained), row.general, not row.often, distance, self.row


def diagnosed(judge: Judge) -> dict[int, Judged]:
    """What the judge found, by the identity of the entries, with the likely mistakes."""
    if all(one.verdict != WRONG for one in judge.found.values()):
        return judge.found
    return {**judge.found, **Search(judge).told()}


class Search:
    """Looks for the mistakes of one table."""

    def __init__(self, judge: Judge) -> None:
        self.judge, self.derivation, self.around = judge, judge.derivation, Around(judge)
        self.wrong: dict[int, Entry] = {}
        """The wrong entries by identity; `keys`, the numbers that each may be of."""
        self.keys: dict[int, list[Key]] = {}
        for key, entries in judge.written.items():
            for entry in entries:
                if judge.found[id(entry)].verdict == WRONG:
                    self.wrong[id(entry)] = entry
                    self.keys.setdefault(id(entry), []).append(key)
        self.nothing = frozenset(which for which, entry in self.wrong.items() if is_nothing(entry))
        self.misfits = self.with_misfits()
        self.distances = {key: self.around.behind(key) for keys in self.keys.values() for key in keys}
        self.penalties = penalties(self.derivation.graph)
        self.trials = LIMITS.mistake_trials
        self.full: dict[Key, Flow] = {}

    def told(self) -> dict[int, Judged]:
        """The wrong entries for which a mistake was found."""
        found: dict[int, Judged] = {}
        # First with the written numbers; then as if the full ones had been kept, or the right ones gone on with.
        for known in (self.gone_on_with, self.in_full):
            matches = list(self.matches(known, set(self.wrong) - set(found)))
            for which in self.wrong:
                best = self.likeliest(which, [match for match in matches if which in match.explained])
                if which not in found and best:
                    found[which] = tell(self.judge.found[which], best)
        return found

    def likeliest(self, which: int, matches: Sequence[Match]) -> Match | None:
        """The mistake that is the likeliest behind an entry."""
        return min(matches, key=lambda match: match.rank(self.away(which, match.site)), default=None)

    def gone_on_with(self, key: Key) -> Flow:
        """A number as the table goes on with it."""
        return self.judge.states[key].used if key in self.judge.states else self.in_full(key)

    def in_full(self, key: Key) -> Flow:
        """The right number."""
        if key not in self.full:
            self.full[key] = self.derivation.true(key)
        return self.full[key]

    def with_misfits(self) -> dict[Key, tuple[Key, tuple[int, ...]]]:
        """Lines that may have led to a number of another shape, with that number and its shape."""
        found: dict[Key, tuple[Key, tuple[int, ...]]] = {}
        for which, entry in self.wrong.items():
            shape = shape_of(entry.stated)
            for key in self.keys[which] if not place_of(entry) else ():
                needs = self.derivation.needs(key)
                if shape != self.derivation.shape(key):
                    lines = (key, *needs) if len(needs) == 1 and needs[0].kind == INCREMENT else (key,)
                    found.update(dict.fromkeys(lines, (key, shape)))
        return found

    # Where to look

    def away(self, which: int, site: Key) -> int:
        """How many lines a line is away from a wrong entry."""
        return min(self.distances[key].get(site, LIMITS.mistake_sites) for key in self.keys[which])

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
            if self.trials <= 0:
                return
            reached = self.around.reached(site)
            for row, line, guess in self.guesses(site, known):
                numbers = self.gone_through(site, guess.number, known, reached)
                explained = self.explained(site, numbers)
                if not MISTAKES[row].zero:
                    explained -= self.nothing
                contradicted = self.contradicted(numbers) if explained & open_ones else 0
                if contradicted and site.kind not in OWN:
                    # What is right on the way cannot be mixed with a mistake before it: all has to come of the mistake.
                    explained &= self.explained(site, self.gone_through(site, guess.number, known, reached, whole=True))
                if explained & open_ones:
                    yield Match(row, site, line, guess, explained, contradicted)

    def guesses(self, site: Key, known: Known) -> Iterator[tuple[int, Line, Guess]]:
        """What every mistake makes of a line, with its row."""
        import numpy as np

        line = Line(site, self.derivation, known, self.slip(site), self.penalties)
        for row, mistake in enumerate(MISTAKES):
            if line.kind not in mistake.kinds or self.trials <= 0:
                continue
            with np.errstate(all="ignore"):
                for guess in mistake.predict(line):
                    self.trials -= self.around.cost(site)
                    if guess.number is not None and self.is_another(site, guess.number, line.right):
                        yield row, line, guess

    def is_another(self, site: Key, number: Any, right: Any) -> bool:
        """Whether a guess is a number that may have been meant for the right one, and is another."""
        import numpy as np

        if not np.all(np.isfinite(number)):
            return False
        if np.shape(number) != np.shape(right):
            return site in self.misfits and np.shape(number) == self.misfits[site][1]
        return not np.allclose(number, right, rtol=SAME, atol=0.0, equal_nan=True)

    def slip(self, site: Key) -> tuple[tuple[int, ...], float] | None:
        """The one element that was written wrong, and 1 in its last place."""
        wrong = [which for which, keys in self.keys.items() if site in keys]
        if len(wrong) != 1 or self.judge.found[wrong[0]].wrong != 1:
            return None
        entry, place = self.wrong[wrong[0]], self.judge.found[wrong[0]].place
        unit = entry.unit[place] if shape_of(entry.unit) else entry.unit
        return place, float(unit)

    def gone_through(
        self, site: Key, number: Any, known: Known, reached: Sequence[Key], *, whole: bool = False
    ) -> dict[Key, Any]:
        """What comes of a line's other number in the entries that were written.

        whole  through the written ones, too, as if they had been worked out from it
        """
        if site in self.misfits and shape_of(number) == self.misfits[site][1]:
            return {self.misfits[site][0]: number}
        changed: dict[Key, Flow] = {site: as_flow(number)}

        def looked_up(key: Key) -> Flow:
            return changed[key] if key in changed and (whole or key not in self.judge.written) else known(key)

        for key in self.around.reached(site, whole=True) if whole else reached:
            self.trials -= self.around.cost(key)
            changed[key] = self.derivation.work(key, looked_up)
        return {
            key: number_of(flow, self.derivation.shape(key))
            for key, flow in changed.items()
            if key in self.judge.written
        }

    # What is explained by it

    def explained(self, site: Key, numbers: Mapping[Key, Any]) -> frozenset[int]:
        """The wrong entries that are what was to be written of these numbers, by identity."""
        return frozenset(
            id(entry)
            for key, number in numbers.items()
            for entry in self.judge.written[key]
            if id(entry) in self.wrong and self.explains(entry, key, site, number)
        )

    def explains(self, entry: Entry, key: Key, site: Key, number: Any) -> bool:
        """Whether a wrong entry is what was to be written of a number, and not of the right one."""
        if shape_of(entry.stated) != (() if place_of(entry) else shape_of(number)):
            return False
        if shape_of(number) != self.derivation.shape(key):
            return is_written(self.judge, entry, number)
        judged = self.judge.found[id(entry)]
        rights = [judged.right, *([] if judged.follows is None else [judged.follows])]
        least = WEAK if self.away(id(entry), site) == 0 else STRONG
        return is_written(self.judge, entry, number) and tells(self.judge, entry, number, rights, least)

    def contradicted(self, numbers: Mapping[Key, Any]) -> int:
        """How many entries are not wrong, but would be if these numbers were right."""
        return sum(
            id(entry) not in self.wrong and not is_written(self.judge, entry, number)
            for key, number in numbers.items()
            for entry in self.judge.written[key]
            if shape_of(number) == self.derivation.shape(key)
        )


def tell(judged: Judged, match: Match) -> Judged:
    """A verdict with its mistake."""
    mistake = MISTAKES[match.row]
    words = words_of(mistake.message, match.line, match.guess)
    return judged._replace(mistake=mistake.message.format(**words), mistake_name=mistake.name, mistake_words=words)
