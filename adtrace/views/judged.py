"""A worked table with the verdict on every entry, and the first line that is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..named import Record
from ..records import Number
from ..records.worked import CARRIED, UNREAD, VERDICTS, WRONG, Judged, WorkedReport
from .finding import Finding
from .formats import Options
from .frame import header
from .layout import (
    ASCII_RULES,
    RIGHT,
    UNICODE_RULES,
    Cell,
    Column,
    Line,
    cells,
    line,
    measure,
    plain,
    table,
    table_width,
    visible,
    wrapped,
)
from .notation import Notation, of_options
from .number import aligned, is_array
from .quantity import plainest, quantity_line
from .report import clipped
from .verdicts import entries_counted, verdict_run

SHOWN = 40
"""Entries up to which all are shown; of more, only those that are not right."""

SHORTEST, LONGEST = 16, 44
"""Cells of an entry as written: it is cut to the longest, and to the shortest where there is no room."""

NOT_RIGHT = (CARRIED, WRONG, UNREAD)


def judged_lines(report: WorkedReport, options: Options) -> list[Line]:
    """The whole screen: header, notes, the table, the first wrong line, the summary. Raises AdtraceError (notation)."""
    columns, say = max(1, options.width), options.say
    notation = of_options(report.trace, options)
    body = Judgement(report, notation, options).lines(columns)
    edge = max((cells(plain(part)) for part in body), default=0)
    found = header(report.trace, notation, columns, edge, say, say("Worked table"))
    for note in report.remarks(options.say):
        found += wrapped(line((visible(note, unicode=options.unicode), "dim")), columns, 2, anywhere=True)
    return [*found, *body, *closing(report, options, columns)]


def closing(report: WorkedReport, options: Options, columns: int) -> list[Line]:
    """The sentence on the first wrong line, and how many entries there are of each verdict."""
    found: list[Line] = []
    first = report.first_wrong
    if first is not None:
        sentence = Finding(first, options).sentence()
        found += wrapped(line((options.say("first wrong:"), "error"), " ", *sentence), columns, 2, anywhere=True)
    counts = {verdict: report.count(verdict) for verdict in VERDICTS}
    return [*found, *wrapped(line(entries_counted(counts, options.say)), columns, 2)]


class Row(Record):
    """An entry that is shown, and how many right ones were left out in front of it."""

    judged: Judged
    skipped: int = 0


class Judgement:
    """The table of a report."""

    def __init__(self, report: WorkedReport, notation: Notation, options: Options) -> None:
        self.options, self.notation, self.say = options, notation, options.say
        self.rows, self.left = chosen(report.judged, everything=options.all)
        self.findings = [Finding(row.judged, options) for row in self.rows]
        quantities = plainest(one.entry.quantity for one in report.judged)
        self.meanings = {id(one): quantity for one, quantity in zip(report.judged, quantities, strict=True)}

    def lines(self, columns: int) -> list[Line]:
        """The first layout that fits: with what follows from wrong lines in a column, or beneath; then less."""
        if not self.rows:
            return [self.skipped(self.left)]
        room = min(LONGEST, max(cells(self.written(row.judged)) for row in self.rows))
        for beside, meaning in ((True, True), (False, True), (False, False)):
            found = self.columns(room, beside=beside, meaning=meaning)
            spare = columns - table_width(found)
            if spare < 0 and room + spare >= SHORTEST:
                found = self.columns(room + spare, beside=beside, meaning=meaning)
            if table_width(found) <= columns:
                break
        else:
            found = self.columns(min(room, SHORTEST), beside=False, meaning=False, full=False)
        indent = measure(found[0]) + 4
        beneath = {
            place: self.notes(finding, indent, columns, beside=beside) for place, finding in enumerate(self.findings)
        }
        breaks = {place: self.skipped(row.skipped) for place, row in enumerate(self.rows) if row.skipped}
        if self.left:
            beneath[len(self.rows) - 1] = [*beneath[len(self.rows) - 1], self.skipped(self.left)]
        return table(found, UNICODE_RULES if self.options.unicode else ASCII_RULES, breaks, beneath)

    def columns(self, room: int, *, beside: bool, meaning: bool, full: bool = True) -> list[Column]:
        """Line, entry, what it is of, the right number, what follows from wrong lines, verdict."""
        say, judged = self.say, [row.judged for row in self.rows]
        numbers = [str(one.entry.line) for one in judged]
        found = [
            Column(say("line"), [(line((number, "dim")),) for number in numbers], RIGHT),
            Column(say("as written"), [(self.cut(one, room),) for one in judged]),
        ]
        if meaning:
            found.append(Column(say("is"), [self.meaning(one) for one in judged]))
        rights = [finding.right() for finding in self.findings]
        found.append(Column(say("right"), self.figures(rights, full=full)))
        follows = [finding.follows() for finding in self.findings]
        if beside and any(one is not None for one in follows):
            found.append(Column(say("from your lines"), self.figures(follows, full=full)))
        signs = [verdict_run(one.verdict, say, unicode=self.options.unicode) for one in judged]
        found.append(Column(say("verdict"), [(line(sign),) for sign in signs]))
        return found

    def written(self, judged: Judged) -> str:
        """The entry as written, safe to show, on one line."""
        return visible(" ".join(judged.entry.text.split()), unicode=self.options.unicode)

    def cut(self, judged: Judged, room: int) -> Line:
        """The entry as written, with dots where it is cut."""
        text, dots = self.written(judged), "…" if self.options.unicode else "..."
        kept = text if cells(text) <= room else clipped(text, room - len(dots)) + dots
        return line((kept, "bold" if judged.verdict == WRONG else ""))

    def meaning(self, judged: Judged) -> Cell:
        """What the entry is of, as adtrace calls it."""
        quantity = self.meanings[id(judged)]
        return (quantity_line(quantity, self.notation, self.say),) if quantity is not None else ()

    def figures(self, numbers: Sequence[Number], *, full: bool) -> list[Cell]:
        """Right numbers: scalars aligned, small arrays as blocks, larger ones by their outline."""
        blocks = [
            [] if number is None else finding.block(number, full=full)
            for number, finding in zip(numbers, self.findings, strict=True)
        ]
        scalars = [place for place, number in enumerate(numbers) if number is not None and not is_array(number)]
        for place, text in zip(scalars, aligned([blocks[place][0] for place in scalars]), strict=True):
            blocks[place] = [text]
        return [tuple(line(text) for text in block) for block in blocks]

    def notes(self, finding: Finding, indent: int, columns: int, *, beside: bool) -> list[Line]:
        """What stands beneath a row: the element that is wrong, the likely mistake, the remark."""
        found: list[Line] = []
        hook = "└ " if self.options.unicode else "- "
        for note in finding.notes(beside=beside):
            lines = wrapped(line((hook, "dim"), note), max(columns - indent, SHORTEST), 2, anywhere=True)
            found += [line(" " * indent, part) for part in lines]
        return found

    def skipped(self, count: int) -> Line:
        """The line that stands for right entries."""
        dots = "⋮" if self.options.unicode else ":"
        alone = self.say("{count} right entry: --all shows it")
        phrase = alone if count == 1 else self.say("{count} right entries: --all shows them")
        return line("  ", (f"{dots} {phrase.format(count=count)}", "dim"))


def chosen(judged: Sequence[Judged], *, everything: bool) -> tuple[list[Row], int]:
    """The entries that are shown, and how many right ones follow the last of them."""
    if everything or len(judged) <= SHOWN:
        return [Row(one) for one in judged], 0
    found: list[Row] = []
    skipped = 0
    for one in judged:
        if one.verdict in NOT_RIGHT:
            found.append(Row(one, skipped))
            skipped = 0
        else:
            skipped += 1
    return found, skipped


def judged_object(report: WorkedReport) -> dict[str, Any]:
    """The same for programs."""
    from .formats.json import SCHEMA, exact

    places = [place for place, one in enumerate(report.judged) if one.verdict == WRONG]
    found = {
        "adtrace": SCHEMA, "mode": "table", "expression": report.trace.expression, "inputs": dict(report.trace.inputs),
        "ok": report.ok, "counts": {verdict: report.count(verdict) for verdict in VERDICTS},
        "first_wrong": places[0] if places else None, "entries": [judged_entry(one) for one in report.judged],
        "notes": report.remarks(),
    }
    result: dict[str, Any] = exact(found)
    return result


def judged_entry(judged: Judged) -> Mapping[str, Any]:
    """One entry for programs; its numbers are still to be made exact."""
    entry = judged.entry
    quantity = entry.quantity._asdict() if entry.quantity is not None else None
    return {
        "line": entry.line, "text": entry.text, "name": entry.name, "quantity": quantity, "stated": entry.stated,
        "formula": entry.formula, "verdict": judged.verdict, "right": judged.right, "follows": judged.follows,
        "place": list(judged.place), "wrong": judged.wrong, "mistake": judged.mistake,
        "mistake_name": judged.mistake_name, "remark": judged.said(),
    }
