"""Claims and what became of them: a table for people, an object for programs."""

from __future__ import annotations

from typing import Any

from ..records.claims import (
    AGREES,
    DEFINES,
    REFUTED,
    UNDECIDED,
    ClaimReport,
    Counterexample,
    Judgement,
)
from .formats import Options
from .frame import header
from .layout import (
    ASCII_RULES,
    GAP,
    UNICODE_RULES,
    Cell,
    Column,
    Line,
    line,
    measure,
    styled,
    table,
    table_width,
    wrapped,
)
from .wording import Words, broken

VERDICTS = {AGREES: "agrees", REFUTED: "refuted", UNDECIDED: "undecided", DEFINES: "defines"}
STYLES = {AGREES: "bold", REFUTED: "error", UNDECIDED: "warning", DEFINES: "dim"}
LEAST = 30
"""Cells that what was found always gets."""


def claims_lines(report: ClaimReport, options: Options) -> list[Line]:
    """The report for a screen. Raises AdtraceError (notation, language)."""
    return Screen(report, options).lines()


class Screen(Words):
    """One report on one screen."""

    def __init__(self, report: ClaimReport, options: Options) -> None:
        super().__init__(report.trace, options)
        self.report = report

    def lines(self) -> list[Line]:
        """Header, table and summary."""
        say, claims = self.say, self.report.claims
        verdicts = Column(say("verdict"), [(line((self.verdict(claim), STYLES[claim.verdict])),) for claim in claims])
        room = self.columns - 2 - 2 * GAP - measure(verdicts)
        texts = [line(self.safe(claim.text.strip())) for claim in claims]
        left = min(max(map(self.width, texts)), max(room - LEAST, room // 2))
        written = Column(say("claim"), [broken(text, left) for text in texts])
        found = Column("", [self.found(claim, room - measure(written)) for claim in claims])
        columns = [written, verdicts, found]
        rules = UNICODE_RULES if self.options.unicode else ASCII_RULES
        heights = [max(len(cell), len(text)) for cell, text in zip(found.cells, written.cells, strict=True)]
        apart: dict[int, Line] = {
            place: () for place in range(1, len(claims)) if max(heights[place - 1 : place + 1]) > 1
        }
        edge = min(table_width(columns), self.columns)
        report = self.report
        return [
            *header(report.trace, self.notation, self.columns, edge, say, say("Claims")),
            *self.tried(report.points, report.seed, report.outside, report.held),
            *table(columns, rules, apart), *wrapped(self.summary(), self.columns, 2),
        ]

    def width(self, text: Line) -> int:
        """How many cells a claim takes."""
        return measure(Column("", [(text,)]))

    def verdict(self, claim: Judgement) -> str:
        """The word for a verdict."""
        return self.say(VERDICTS[claim.verdict])

    def found(self, claim: Judgement, room: int) -> Cell:
        """What was found about a claim, and the notes."""
        say = self.say
        texts: list[Line] = []
        if claim.counter is not None:
            texts += self.counter(claim)
        elif claim.shapes is not None:
            mine, wanted = (self.shape(shape) for shape in claim.shapes)
            phrase = say("this is {claimed}, but {wanted} is wanted")
            texts.append(line(phrase.format(claimed=mine, wanted=wanted)))
        elif claim.verdict == AGREES:
            texts.append(line(self.counted("at {count} points", claim.points)))
        texts += [line((self.note(note), "dim")) for note in claim.notes]
        return tuple(part for text in texts for part in broken(text, max(room, 1)))

    def counter(self, claim: Judgement) -> list[Line]:
        """Where a claim is wrong, both numbers, and how often it is."""
        counter, say = claim.counter, self.say
        assert counter is not None
        where = say("at the given point" if counter.given else "at {point}").format(point=self.point(counter.point))
        element = ", " + say("element {place}").format(place=self.place(counter.place)) if counter.place else ""
        mine, true = self.apart(*counter.numbers)
        numbers = line(say("claimed"), " ", (mine, "error"), ", ", say("true"), " ", (true, "bold"))
        texts = [line(where, element), numbers]
        if counter.of > 1:
            phrase = say("{count} of {all} elements differ")
            texts.append(line((phrase.format(count=counter.differing, all=counter.of), "dim")))
        of = claim.failing + claim.points
        texts.append(line((self.counted("it fails at {count} of {all} points", claim.failing, all=of), "dim")))
        return texts

    def summary(self) -> Line:
        """How many claims there are of each verdict."""
        say = self.say
        judged = [claim for claim in self.report.claims if claim.verdict != DEFINES]
        wrong = sum(claim.verdict == REFUTED for claim in judged)
        open_ones = sum(claim.verdict == UNDECIDED for claim in judged)
        if wrong:
            return line((say("{count} of {all} claims refuted").format(count=wrong, all=len(judged)), "error"))
        if open_ones:
            return line((say("{count} of {all} claims undecided").format(count=open_ones, all=len(judged)), "warning"))
        return styled(line(say("no difference found; agreement at points is no proof")), "bold")


def claims_object(report: ClaimReport) -> dict[str, Any]:
    """The same for programs."""
    from .formats.json import SCHEMA, exact

    found: dict[str, Any] = exact({
        "adtrace": SCHEMA, "mode": "check", "expression": report.trace.expression, "inputs": dict(report.trace.inputs),
        "ok": report.ok, "trials": report.trials, "seed": report.seed, "points": report.points,
        "outside": report.outside, "held": list(report.held),
        "claims": [claim_object(claim) for claim in report.claims],
    })
    return found


def claim_object(claim: Judgement) -> dict[str, Any]:
    """One claim."""
    found: dict[str, Any] = {
        "claim": claim.text, "verdict": claim.verdict, "points": claim.points, "failing": claim.failing,
        "counterexample": None if claim.counter is None else counter_object(claim.counter),
    }
    if claim.shapes is not None:
        found["shapes"] = {"claimed": claim.shapes[0], "wanted": claim.shapes[1]}
    found["notes"] = [{"code": note.code, **note.facts} for note in claim.notes]
    return found


def counter_object(counter: Counterexample) -> dict[str, Any]:
    """One counter-example: the numbers of the element where the sides differ most, and the whole of both."""
    claimed, traced = counter.numbers
    return {
        "point": dict(counter.point), "given": counter.given, "place": counter.place, "claimed": claimed,
        "true": traced, "differing": counter.differing, "elements": counter.of, "claimed_whole": counter.claimed,
        "true_whole": counter.traced,
    }
