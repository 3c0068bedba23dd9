"""An audit for people: numbers with their digits, what happened, and what to write instead."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ..records.audit import FULL, Audit, Offer, Reading
from ..records.bounds import DIGITS
from .formats import Options
from .frame import header
from .layout import (
    ASCII_RULES,
    RIGHT,
    UNICODE_RULES,
    Cell,
    Column,
    Line,
    Rules,
    line,
    table,
    table_width,
    visible,
    wrapped,
)
from .notation import of_options
from .number import aligned, is_array, localised, mark, outline, people
from .ranges import range_lines

MOST_WARNINGS = 6
MOST_LOSSES = 2
DOUBLE = 16
"""Digits with which programs are compared where mpmath is not installed."""


def audit_lines(report: Audit, options: Options) -> list[Line]:
    """The audit for a screen. Raises AdtraceError (notation, language)."""
    return Screen(report, options).lines()


class Screen:
    """One audit on one screen."""

    def __init__(self, report: Audit, options: Options) -> None:
        self.report, self.options, self.say = report, options, options.say
        self.notation = of_options(report.trace, options)
        self.columns = max(1, options.width)
        self.rules: Rules = UNICODE_RULES if options.unicode else ASCII_RULES

    def lines(self) -> list[Line]:
        """Header, numbers, what happened, remedies."""
        report, say = self.report, self.say
        tables = self.tables()
        edge = min(max(map(table_width, tables)), self.columns)
        body = [*header(report.trace, self.notation, self.columns, edge, say, say("Audit"))]
        body += self.text(line((self.measured(), "dim")), 2)
        body += self.text(line((self.where(), "dim")), 2) if report.over is not None else []
        body += [part for columns in tables for part in table(columns, self.rules)]
        body += [*self.happened(), *self.losses(), *self.offers()]
        if report.over is not None:
            body += [(), *range_lines(report.over, self.notation, self.options)]
        return body

    def measured(self) -> str:
        """How the digits were counted."""
        if self.report.digits == DOUBLE:
            return self.say("right digits by the bound on rounding; with the extra audit, by comparison")
        phrase = self.say("right digits by comparison with {digits} digits, or with as many as it takes")
        return phrase.format(digits=self.report.digits)

    def where(self) -> str:
        """Why this point of the range is shown."""
        over, trace = self.report.over, self.report.trace
        assert over is not None
        name, value = self.notation.own.name(over.name), self.given(float(trace.inputs[over.name]))
        phrase = self.say("at {name} = {value}, where the numbers are worst; the whole range stands below")
        if over.given:
            phrase = self.say("at {name} = {value}, as given; the whole range stands below")
        return phrase.format(name=name, value=value)

    def text(self, content: Line, indent: int = 4) -> list[Line]:
        """A line of text, wrapped."""
        return wrapped(content, self.columns, indent)

    def safe(self, text: str) -> str:
        """What a user typed, safe to show, on one line."""
        return visible(" ".join(text.split()), unicode=self.options.unicode)

    def title(self, text: str) -> list[Line]:
        """The heading of a part."""
        return [(), line((text, "bold"))]

    # Numbers

    def tables(self) -> list[list[Column]]:
        """Every number with its digits, and the same with the remedies that help: beside it, or below."""
        report, say = self.report, self.say
        first = [self.names(report.readings), *self.columns_of(report.readings, say("as written"))]
        if not report.applied:
            return [first]
        second = self.columns_of(report.result, say("with remedies"))
        if len(report.result) == len(report.readings) and table_width([*first, *second]) <= self.columns:
            return [[*first, *second]]
        known = {reading.key: reading for reading in report.readings}
        names = self.names([known.get(reading.key, reading) for reading in report.result])
        return [first, [names, *second]]

    def names(self, readings: Sequence[Reading]) -> Column:
        """What the numbers are."""
        return Column("", [(line(self.name(reading)),) for reading in readings])

    def columns_of(self, readings: Sequence[Reading], heading: str) -> list[Column]:
        """The numbers and their digits."""
        written = aligned([self.number(reading) for reading in readings])
        cells: list[Cell] = [
            (line((text, self.style(reading))),) for text, reading in zip(written, readings, strict=True)
        ]
        return [
            Column(heading, cells, RIGHT),
            Column(self.say("right digits"), [(self.digits(reading),) for reading in readings]),
        ]

    def name(self, reading: Reading) -> str:
        """What a number is: y, or ∂y/∂x."""
        own = self.notation.own
        output = own.name(reading.output)
        return output if reading.is_value else own.total(output, own.name(reading.name))

    def number(self, reading: Reading) -> str:
        """A number; of an array its outline."""
        options = self.options
        if is_array(reading.number):
            return outline(
                reading.number, options.digits, unicode=options.unicode, decimal=options.decimal, say=self.say
            )
        return localised(people(reading.number, options.digits), options.decimal)

    def style(self, reading: Reading) -> str:
        """How a number is shown."""
        return "" if self.counted(reading) is None or reading.digits >= FULL else "error"

    def counted(self, reading: Reading) -> int | None:
        """The digits that are right; None where that is not known."""
        digits = reading.digits
        return None if digits != digits else round(DIGITS) if digits > DIGITS - 0.5 else int(digits)

    def digits(self, reading: Reading) -> Line:
        """The digits that are right, in words."""
        count, say = self.counted(reading), self.say
        if count is None:
            return line((say("not known"), "dim"))
        if reading.lost and not is_array(reading.number):
            return line((say("none: it should not be 0"), "error"))
        if reading.tiny or (is_infinite(reading) and count == round(DIGITS)):
            return line((say("rightly 0" if reading.tiny else "rightly infinite" if reading.vast else "infinite"), ""))
        phrase = say("{count} of 16").format(count=count) if count else say("none")
        if reading.worst and self.style(reading):
            phrase = say("{digits}, at {place}").format(digits=phrase, place=list(reading.worst))
        return line((phrase, self.style(reading)))

    # What happened

    def happened(self) -> list[Line]:
        """The warnings, each step with its text in the program."""
        report, say = self.report, self.say
        warnings = report.trace.warnings
        found = self.title(say("What happened")) if warnings else []
        for warning in warnings[:MOST_WARNINGS]:
            text = self.safe(report.trace.expression[slice(*warning.span)] if warning.span else "")
            heading = say("{code} in {text}").format(code=warning.code, text=text) if text else warning.code
            message = visible(warning.message, unicode=self.options.unicode)
            found += self.text(line("  ", (f"{heading}: ", "warning"), message))
        if len(warnings) > MOST_WARNINGS:
            more = say("and {count} more").format(count=len(warnings) - MOST_WARNINGS)
            found.append(line("  ", (more, "dim")))
        if self.report.digits != DOUBLE and any(warning.code == "cancellation" for warning in warnings):
            told = say("warnings count the digits that a bound on rounding leaves; the table, those that are right")
            found += self.text(line("  ", (told, "dim")))
        return found

    def losses(self) -> list[Line]:
        """Where the digits die."""
        report, say = self.report, self.say
        found = self.title(say("Where the digits die")) if report.losses else []
        for loss in report.losses[:MOST_LOSSES]:
            phrase = "{name}, by underflow in" if loss.small else "{name}, by rounding in"
            found += self.text(line("  ", say(phrase).format(name=self.name(loss.reading))))
            for share in loss.shares:
                step = self.notation.own.name(share.step)
                percent = say("{percent} %").format(percent=f"{100 * share.part:3.0f}")
                named = f"{step} = " if step else ""
                found += self.text(line("    ", percent, "  ", named, self.safe(share.text)), 10)
        return found

    # Remedies

    def offers(self) -> list[Line]:
        """What to write instead, and what helps elsewhere only."""
        report, say = self.report, self.say
        better = [offer for offer in report.offers if offer.better]
        rest = [offer for offer in report.offers if not offer.better]
        found = self.title(say("What to write instead")) if better else []
        for offer in better:
            found += self.offer(offer)
        if len(report.applied) > 1 or (report.applied and not better):
            found += self.title(say("All of it"))
            found += [part for text in report.rewritten.split("\n") for part in self.text(line("  ", self.shown(text)))]
        if rest:
            found += self.title(say("No difference here"))
        for offer in rest:
            after, before = self.safe(offer.after), self.safe(offer.before)
            phrase = say("{after} instead of {before}").format(after=after, before=before)
            found += self.text(line("  ", (f"{phrase}  [{offer.name}]", "dim")))
        if not report.offers and not report.good:
            bad = any(not reading.digits >= FULL for reading in report.readings)
            told = "No remedy of the table fits." if bad else "Every number is as right as float64 can make it."
            found += [(), line((say(told), "dim"))]
        return found

    def shown(self, text: str) -> str:
        """A line of a program, safe to show."""
        return visible(text, unicode=self.options.unicode)

    def offer(self, offer: Offer) -> list[Line]:
        """One remedy: the form, the reason, what it does here, and how that was checked."""
        say = self.say
        found = self.text(line("  ", (self.safe(offer.after), "bold"), f"  [{offer.name}]"))
        found += self.text(line("    ", say("instead of {before}").format(before=self.safe(offer.before))), 6)
        found += self.text(line("    ", say(offer.reason)), 6)
        found += self.text(line("    ", (self.gains(offer), "bold")), 6)
        phrase = say("the same function at {count} points, compared in {digits} digits")
        checked = phrase.format(count=offer.points, digits=self.report.digits)
        if offer.when:
            checked += "; " + say("where {condition}").format(condition=self.safe(offer.when))
        found += self.text(line("    ", (checked, "dim")), 6)
        return found

    def gains(self, offer: Offer) -> str:
        """Digits before and after."""
        parts = []
        before = {reading.key: reading for reading in offer.without}
        for reading in offer.readings:
            old = before.get(reading.key)
            if old is None or old.digits >= FULL:
                continue
            counts = [self.counted(one) for one in (old, reading)]
            if counts[0] != counts[1]:
                texts = ["?" if count is None else str(count) for count in counts]
                parts.append(f"{self.name(old)} {texts[0]} {'→' if self.options.unicode else '->'} {texts[1]}")
        phrase = "digits, with the others: {parts}" if offer.together else "digits: {parts}"
        found = self.say(phrase).format(parts=self.notation.comma.join(parts))
        if offer.at is None or self.report.over is None:
            return found
        name = self.notation.own.name(self.report.over.name)
        return self.say("at {name} = {value}: {text}").format(name=name, value=self.given(offer.at), text=found)

    def given(self, value: float) -> str:
        """A value of the range."""
        return localised(mark(value), self.options.decimal)


def is_infinite(reading: Reading) -> bool:
    """Whether it is an infinity, alone."""
    return not is_array(reading.number) and abs(reading.number) == math.inf
