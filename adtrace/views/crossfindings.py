"""What stands below the table of a cross-check: remarks, the Taylor remainder, the summary, who is to blame."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ..records.crosscheck import (
    AGREES,
    DIFFERS,
    EXACT,
    JUMP,
    KINK,
    NOISE,
    NOT_COMPARED,
    NOT_SMOOTH,
    REVERSE,
    RIGHT,
    UNCLEAR,
    WRONG,
    Compared,
)
from .crosstable import CrossTable
from .layout import Line, line, wrapped
from .number import localised

TOLD = 4
"""Entries that differ of which the summary says who differs from whom."""
MOST_DIGITS = 17

TAYLOR = {
    RIGHT: "slope {slope}, fitted to {count} steps: 2 or more is right, 1 is wrong",
    WRONG: "slope {slope}, fitted to {count} steps: 2 or more is right, 1 is wrong",
    EXACT: "nothing is left that rounding does not explain",
    NOT_SMOOTH: "not judged at a kink or a jump",
    UNCLEAR: "not clear here",
}


class Findings:
    """The findings of one cross-check, in the words and numbers of its table."""

    def __init__(self, table: CrossTable) -> None:
        self.table, self.report, self.options = table, table.report, table.options
        self.say, self.columns, self.notation = table.say, table.columns, table.notation

    def lines(self, shown: Sequence[Compared]) -> list[Line]:
        """Everything, `shown` being the entries that the table has."""
        found: list[Line] = []
        for remark in self.remarks(shown):
            found += wrapped(line((remark, "dim")), self.columns, 2)
        return [*found, *self.taylor(), *self.summary()]

    def remarks(self, shown: Sequence[Compared]) -> list[str]:
        """What the table does not say by itself."""
        report, say, comma = self.report, self.say, self.notation.comma
        entries, found = report.entries, []
        if len(entries) > len(shown):
            more = say("and {count} more entries").format(count=len(entries) - len(shown))
            agree = sum(entry.verdict == AGREES for entry in entries) - sum(one.verdict == AGREES for one in shown)
            all_agree = agree == len(entries) - len(shown)
            found.append(f"{more}{say(': ')}{say('all agree')}" if all_agree else more)
        if report.of > len(entries):
            phrase = say("{count} of {all} entries were chosen at random")
            found.append(phrase.format(count=len(entries), all=report.of))
        if report.fixed:
            names = comma.join(map(self.notation.name, report.fixed))
            found.append(say("left out, since a position has no slope: {names}").format(names=names))
        for way, operators in report.missing.items():
            phrase = say("no {way} through {operators}")
            found.append(phrase.format(way=say(way), operators=comma.join(operators)))
        kinds = {entry.difference.kind for entry in entries}
        if KINK in kinds:
            found.append(say("at a kink the slopes of both sides are given, and any slope between them agrees"))
        if JUMP in kinds:
            found.append(say("where the function jumps there is nothing to compare"))
        if NOISE in kinds:
            found.append(say("where no difference is given, rounding hides it or the slope is infinite"))
        if any(entry.verdict == NOT_COMPARED and not math.isfinite(entry.slope) for entry in entries):
            found.append(say("what is nan or infinite in both modes is not compared"))
        for way in report.ways:
            apart = [self.table.name(entry) for entry in entries if way in entry.apart]
            if apart:
                phrase = say("{way} has a convention of its own here: {entries}")
                found.append(phrase.format(way=say(way), entries=comma.join(apart[:4])))
        return found

    def taylor(self) -> list[Line]:
        """The Taylor remainder: its slope, or why there is none."""
        found = self.report.taylor
        slope = "" if found.slope is None else localised(f"{found.slope:.2f}", self.options.decimal)
        count = found.used[1] - found.used[0] + 1 if found.used else 0
        words = self.say(TAYLOR[found.verdict]).format(slope=slope, count=count)
        style = "error" if found.verdict == WRONG else ""
        return wrapped(line(self.say("Taylor remainder"), "  ", (words, style)), self.columns, 2)

    def summary(self) -> list[Line]:
        """One line: how many entries, how many ways, and what came of it; then every entry that differs."""
        entries, say = self.report.entries, self.say
        counts = say("1 entry" if len(entries) == 1 else "{count} entries").format(count=len(entries))
        used = {way for entry in entries for way in entry.compared}
        ways = say("{count} ways").format(count=len(used))
        wrong = [entry for entry in entries if entry.verdict == DIFFERS]
        compared = [entry for entry in entries if entry.verdict != NOT_COMPARED]
        if wrong:
            outcome = say("1 differs" if len(wrong) == 1 else "{count} differ").format(count=len(wrong))
        elif entries and len(compared) == len(entries):
            outcome = say("all agree")
        else:
            outcome = say("{count} compared, all of them agree").format(count=len(compared))
            outcome = outcome if compared else say("none can be compared")
        found = [line(f"{counts}, {ways}{say(': ')}", (outcome, "error" if wrong else "bold"))]
        for entry in wrong[:TOLD]:
            found += wrapped(self.sides(entry), self.columns, 4)
        if len(wrong) > TOLD:
            found.append(line(("  " + say("and {count} more").format(count=len(wrong) - TOLD), "dim")))
        return [*found, *self.blame()]

    def blame(self) -> list[Line]:
        """Which rule is wrong, or why none need be."""
        report, say = self.report, self.say
        if report.ok:
            return []
        if report.suspects:
            names = [
                f"{one.operator} ({self.notation.name(one.step)})" if one.step else one.operator
                for one in report.suspects
            ]
            words = say("wrong by its own differences: {operators}")
            listed = self.notation.comma.join(names[:TOLD])
            return wrapped(line((words.format(operators=listed), "bold")), self.columns, 2)
        if report.at_kink:
            words = say("the slopes chosen at kinks of single operations do not make a slope of the whole")
            return wrapped(line((words, "dim")), self.columns, 2)
        return []

    def sides(self, entry: Compared) -> Line:
        """Which ways give which number for an entry that differs."""
        for digits in range(self.options.digits, MOST_DIGITS):
            groups: dict[str, list[str]] = {}
            for way in entry.compared:
                groups.setdefault(self.table.number(entry, way, digits), []).append(way)
            told = next(ways for ways in groups.values() if REVERSE in ways)
            if not set(told) & set(entry.wrong):
                break
        parts = [f"{', '.join(map(self.say, ways))} {number}" for number, ways in groups.items()]
        return line("  ", (self.table.name(entry), "bold"), f"{self.say(': ')}{'; '.join(parts)}")
