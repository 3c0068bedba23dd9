"""An answer with its marks, in words and numbers, for whatever shows it: its lines, its score, what it lacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ..lang.tokens import without_comments
from ..named import Record
from ..records.marks import ANSWERS, FORM, MISSING, NAMES, Mark, Marked, Marking
from ..records.worked import UNREAD, Judged, Quantity
from .finding import Finding
from .formats import Options
from .frame import program_lines
from .layout import Line, plain, visible
from .notation import Notation, of_options
from .number import aligned, given, localised
from .quantity import plainest, quantity_line
from .verdicts import counted

BASES = {
    FORM: "asked for, by the form: {names}",
    NAMES: "asked for: {names}",
    ANSWERS: "asked for is what at least half of the answers give: {names}",
}
NOT_MARKED = "not marked"
NAMED, MISSED = 40, 4
"""Names that are listed: of what is asked for, and of what was missed most often; the latter also of lines."""

WIDEST, MOST_LINES = 1_000, 200
"""Characters of a line of the program beyond which it is cut, and lines of it."""

LONGEST = 40
"""Characters that are shown of a line that was not read."""


class Shown(Record):
    """One line of an answer.

    line, written  where it stands, and what was written there
    symbol  what it is of; `right`, the right number as the lines of a cell; `follows`, what follows from wrong lines
    verdict  the word of the record; `points`, "1/1", or "" for what was not asked for
    notes   what is said beneath it
    """

    line: str
    written: str
    symbol: Line
    right: Sequence[str]
    follows: Sequence[str]
    verdict: str
    points: str
    notes: Sequence[str]


class Feedback:
    """One answer for a reader."""

    def __init__(self, marking: Marking, marked: Marked, options: Options) -> None:
        self.marking, self.marked, self.options, self.say = marking, marked, options, options.say
        self.notation: Notation = of_options(marking.trace, options)

    @property
    def name(self) -> str:
        """Whose answer it is, safe to show."""
        return visible(self.marked.answer.name, unicode=self.options.unicode)

    @property
    def score(self) -> str:
        """The points of all that there are: 9/11; or that there are none, where the answer could not be read."""
        if not self.marked.is_read:
            return self.say(NOT_MARKED)
        return f"{self.number(self.marked.score)}/{self.number(self.marking.out_of)}"

    def number(self, points: float) -> str:
        """Points, with two decimals at most."""
        return localised(given(round(points, 2)), self.options.decimal)

    @property
    def failure(self) -> str:
        """Why the answer could not be read, or ""."""
        return visible(self.marked.answer.failure, unicode=self.options.unicode)

    def first_wrong(self) -> str:
        """The sentence on the first wrong line, or ""."""
        report = self.marked.answer.report
        first = report.first_wrong if report else None
        return plain(Finding(first, self.options).sentence()) if first else ""

    def reason(self) -> str:
        """One line: why it was not read, the first wrong line, what is missing and which lines mean nothing, if any."""
        if self.failure:
            return self.failure
        missing = self.say("not answered: {names}").format(names=self.listed(self.marked.missing))
        return "; ".join(filter(None, (self.first_wrong(), missing if self.marked.missing else "", self.unread())))

    def unread(self) -> str:
        """The lines that were not read, the first of many, or ""."""
        report = self.marked.answer.report
        found = [one.entry for one in report.judged if one.verdict == UNREAD] if report else []
        if not found:
            return ""
        lines = [
            self.say("line {line} ({text})").format(line=entry.line, text=shortened(" ".join(entry.text.split())))
            for entry in found[:MISSED]
        ]
        more = [self.say("and {count} more").format(count=len(found) - MISSED)] if len(found) > MISSED else []
        listed = visible(", ".join(lines + more), unicode=self.options.unicode)
        return self.say("not read: {lines}").format(lines=listed)

    def listed(self, names: Sequence[str]) -> str:
        """Names, the first of many."""
        shown = [visible(name, unicode=self.options.unicode) for name in names[:NAMED]]
        more = [self.say("and {count} more").format(count=len(names) - NAMED)] if len(names) > NAMED else []
        return ", ".join(shown + more)

    def counts(self) -> str:
        """How many of the numbers that are asked for have which verdict: 9 exact, 1 wrong, 1 missing."""
        return counted(self.marked.counts, self.say)

    def lines(self) -> list[Shown]:
        """The lines of the answer in their order, then what it lacks."""
        marks = {id(one): mark for mark in self.marked.marks for one in mark.judged}
        uses = Counter(id(mark) for mark in marks.values())
        report = self.marked.answer.report
        judged = report.judged if report else ()
        meant = plainest(one.entry.quantity for one in judged)
        found = [
            self.shown(one, quantity, marks.get(id(one)), uses)
            for one, quantity in zip(judged, meant, strict=True)
        ]
        found += [self.lacking(mark) for mark in self.marked.marks if mark.outcome == MISSING and report]
        columns = levelled([one.right for one in found]), levelled([one.follows for one in found])
        return [
            one._replace(right=right, follows=follows) for one, right, follows in zip(found, *columns, strict=True)
        ]

    def shown(self, judged: Judged, quantity: Quantity | None, mark: Mark | None, uses: Counter[int]) -> Shown:
        """A line of the answer; an element of an array has its share of the points."""
        finding = Finding(judged, self.options)
        points = ""
        if mark is not None and (uses[id(mark)] == 1 or (mark.remark and judged is mark.judged[-1])):
            points = f"{self.number(mark.score)}/{self.number(mark.expected.points)}"
        right, follows = finding.right(), finding.follows()
        notes = [plain(note) for note in finding.notes()] + ([self.say(mark.remark)] if mark and mark.remark else [])
        return Shown(
            line=str(judged.entry.line),
            written=visible(" ".join(judged.entry.text.split()), unicode=self.options.unicode),
            symbol=quantity_line(quantity, self.notation, self.say) if quantity else (),
            right=finding.block(right) if right is not None else (),
            follows=finding.block(follows) if follows is not None else (),
            verdict=judged.verdict,
            points=points,
            notes=notes,
        )

    def lacking(self, mark: Mark) -> Shown:
        """A number that the answer does not give."""
        symbol = quantity_line(mark.expected.quantity, self.notation, self.say)
        points = f"0/{self.number(mark.expected.points)}"
        return Shown("", "", symbol, (), (), MISSING, points, [mark.remark] if mark.remark else [])


def shortened(text: str) -> str:
    """A line as written, cut where it is long."""
    return text if len(text) <= LONGEST else text[: LONGEST - 3] + "..."


def levelled(cells: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """A column of numbers with the decimal points of its scalars, which are cells of one line, beneath one another."""
    scalars = iter(aligned([cell[0] for cell in cells if len(cell) == 1 and cell[0][:1] != "["]))
    return [[next(scalars)] if len(cell) == 1 and cell[0][:1] != "[" else cell for cell in cells]


def program_text(marking: Marking, options: Options) -> list[str]:
    """The lines of the program without its comments, which may hold the answers; also of one that is in a file."""
    text = without_comments(marking.trace.expression)
    bare = marking.trace._replace(expression=text, where="expression")
    return program_lines(bare, of_options(marking.trace, options), WIDEST, MOST_LINES)


def asked_for(marking: Marking, options: Options) -> str:
    """The sentence on what is asked for."""
    names = [one.name for one in marking.expected]
    if not names:
        return options.say("no answer could be read")
    shown = [visible(name, unicode=options.unicode) for name in names[:NAMED]]
    if len(names) > NAMED:
        shown.append(options.say("and {count} more").format(count=len(names) - NAMED))
    return options.say(BASES[marking.basis]).format(names=", ".join(shown))


def averages(marking: Marking, options: Options) -> list[str]:
    """How the answers did as a whole: the mean, and what was missed most."""
    count, every, say = len(marking.read), len(marking.answers), options.say
    number = Feedback(marking, marking.answers[0], options).number
    alone = say("{count} answer, {mean} of {points}")
    phrase = alone if count == 1 else say("{count} answers, on average {mean} of {points}")
    found = [phrase.format(count=count, mean=number(marking.mean), points=number(marking.out_of))] if count else []
    if count < every:
        found.append(say("not marked: {count} of {all}").format(count=every - count, all=every))
    failing = {one.name: marking.failing(one) for one in marking.expected}
    most = max(failing.values(), default=0)
    if most and count > 1:
        names = [visible(name, unicode=options.unicode) for name, times in failing.items() if times == most]
        if len(names) > MISSED:
            names[MISSED:] = [say("and {count} more").format(count=len(names) - MISSED)]
        sentence = say("missed most often: {names}, by {count} of {all}")
        found.append(sentence.format(names=", ".join(names), count=most, all=count))
    return found
