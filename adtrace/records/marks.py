"""Answers to an exercise, marked."""

from __future__ import annotations

from collections.abc import Mapping

from ..named import Record
from .results import Trace
from .worked import CARRIED, EXACT, ROUNDING, UNREAD, WRONG, Judged, Quantity, WorkedReport

MISSING = "missing"
"""The verdict on a number that was asked for and not given."""

OUTCOMES = (EXACT, ROUNDING, CARRIED, WRONG, UNREAD, MISSING)
"""What can become of a number that is asked for."""

FORM, NAMES, ANSWERS = "form", "names", "answers"
"""Who says what is asked for: a form, names, or what at least half of the answers give."""


class Expected(Record):
    """A number that is asked for: its name as the tables have it, and the points that it is worth."""

    name: str
    quantity: Quantity
    points: float = 1.0


class Answer(Record):
    """What somebody handed in, judged; `failure`, why it could not be read."""

    name: str
    path: str
    report: WorkedReport | None
    failure: str = ""


class Mark(Record):
    """What an answer has got for one number.

    outcome  one of OUTCOMES; `judged`, the entries that it comes from, none where it is missing
    remark   what else there is to say: that it was given twice
    """

    expected: Expected
    outcome: str
    score: float
    judged: tuple[Judged, ...] = ()
    remark: str = ""


class Marked(Record):
    """An answer and its marks, one for each number that is asked for; none where it could not be read."""

    answer: Answer
    marks: tuple[Mark, ...]

    @property
    def is_read(self) -> bool:
        """Whether the answer could be read, and so was marked."""
        return self.answer.report is not None

    @property
    def score(self) -> float:
        """The points that it has got."""
        return sum(mark.score for mark in self.marks)

    @property
    def counts(self) -> Mapping[str, int]:
        """How many of the numbers have which outcome."""
        return {each: sum(mark.outcome == each for mark in self.marks) for each in OUTCOMES}

    @property
    def missing(self) -> tuple[str, ...]:
        """The names of the numbers that it does not give."""
        return tuple(mark.expected.name for mark in self.marks if mark.outcome == MISSING)


class Marking(Record):
    """All answers to one exercise, marked.

    trace      the values of the exercise at its point
    expected   what is asked for; `basis`, who said so: FORM, NAMES or ANSWERS
    carried    the share of its points that a number gets which is right but for a wrong line above
    uncounted  names of what answers give that is not asked for
    """

    trace: Trace
    expected: tuple[Expected, ...]
    basis: str
    answers: tuple[Marked, ...]
    carried: float = 1.0
    uncounted: tuple[str, ...] = ()

    @property
    def out_of(self) -> float:
        """The points that there are."""
        return sum(one.points for one in self.expected)

    @property
    def read(self) -> tuple[Marked, ...]:
        """The answers that could be read."""
        return tuple(one for one in self.answers if one.is_read)

    @property
    def mean(self) -> float:
        """The mean score of the answers that could be read; 0 where there are none."""
        return sum(one.score for one in self.read) / len(self.read) if self.read else 0.0

    def failing(self, expected: Expected) -> int:
        """How many of the answers that could be read have this number wrong, or not at all."""
        return sum(
            mark.expected == expected and mark.outcome in (WRONG, UNREAD, MISSING)
            for one in self.read for mark in one.marks
        )
