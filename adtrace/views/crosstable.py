"""The table of a cross-check: one row for each entry of the gradient, one column for each way to it."""

from __future__ import annotations

from collections.abc import Sequence

from ..records.crosscheck import (
    AGREES,
    DIFFERENCE,
    DIFFERS,
    FORWARD,
    JUMP,
    KINK,
    NOT_COMPARED,
    ONE_SIDED,
    REVERSE,
    SMOOTH,
    Compared,
    CrossCheck,
    Place,
)
from .formats import Options
from .frame import point_text, program_lines
from .layout import (
    ASCII_RULES,
    LEFT,
    UNICODE_RULES,
    Cell,
    Column,
    Line,
    cells,
    line,
    table,
    table_width,
    width,
    wrapped,
)
from .layout import RIGHT as FLUSH_RIGHT
from .notation import of_options
from .number import aligned, localised, people

SHOWN = 16
"""Entries up to which all are shown; of more, those that differ and then those with the largest gap."""

STYLES = {REVERSE: "adjoint", FORWARD: "tangent"}
VERDICTS = {AGREES: "agrees", DIFFERS: "differs", NOT_COMPARED: "not compared"}
REMARKS = {KINK: "kink", JUMP: "jump", ONE_SIDED: "one-sided"}


class CrossTable:
    """The table of one cross-check and what stands around it."""

    def __init__(self, report: CrossCheck, options: Options) -> None:
        self.report, self.options, self.say = report, options, options.say
        self.columns = max(1, options.width)
        self.notation = of_options(report.trace, options).own
        self.plus_minus, self.none = ("±", "–") if self.notation.unicode else ("+-", "-")

    def lines(self, shown: Sequence[Compared]) -> list[Line]:
        """Header and table, with these entries."""
        body = self.table(shown) if shown else []
        edge = max(map(width, body), default=0)
        return [*self.header(edge), *body]

    def header(self, edge: int) -> list[Line]:
        """What is checked, and the point."""
        trace, title = self.report.trace, (self.say("Cross-check"), "bold")
        programs = program_lines(trace, self.notation, self.columns)
        point = point_text(trace, self.notation, self.say)
        first = line(title, "  ", programs[0]) if len(programs) == 1 else line(title)
        rest = [line("  ", text) for text in programs if len(programs) > 1]
        needed = width(first) + 3 + cells(point)
        if needed <= self.columns:
            return [line(first, " "*(max(edge, needed) - width(first) - cells(point)), point), *rest]
        return [*wrapped(first, self.columns, 2), *rest, *wrapped(line(self.say("at"), " ", point), self.columns, 3)]

    def chosen(self) -> list[Compared]:
        """The entries that are shown, in their order."""
        entries = self.report.entries
        if len(entries) <= SHOWN:
            return list(entries)
        rank = (DIFFERS, NOT_COMPARED, AGREES).index
        order = sorted(range(len(entries)), key=lambda place: (rank(entries[place].verdict), -entries[place].gap))
        return [entries[place] for place in sorted(order[:SHOWN])]

    def table(self, entries: Sequence[Compared]) -> list[Line]:
        """The table; where it is wider than the screen, a block for every entry."""
        names: list[Cell] = [(line((self.name(entry), "bold")),) for entry in entries]
        columns = [Column(self.say("entry"), names, LEFT)]
        for way in self.report.ways:
            texts = aligned([self.cell(entry, way) for entry in entries])
            columns.append(Column(self.heading(way), [
                (line((text, self.style(entry, way))),) for entry, text in zip(entries, texts, strict=True)
            ], LEFT if way == DIFFERENCE else FLUSH_RIGHT))
        columns.append(Column(self.say("verdict"), [(self.verdict(entry),) for entry in entries], LEFT))
        rules = UNICODE_RULES if self.notation.unicode else ASCII_RULES
        if table_width(columns) <= self.columns:
            return table(columns, rules)
        return self.blocks(entries)

    def blocks(self, entries: Sequence[Compared]) -> list[Line]:
        """One block for each entry: a line for every way."""
        wide = max(cells(self.heading(way)) for way in self.report.ways)
        found: list[Line] = []
        for entry in entries:
            found += wrapped(line((self.name(entry), "bold"), "   ", self.verdict(entry)), self.columns, 2)
            for way in self.report.ways:
                label = self.heading(way)
                number = (self.cell(entry, way), self.style(entry, way))
                found.append(line("  ", (label, "dim"), " "*(wide - cells(label) + 2), number))
        return found

    # Cells

    def heading(self, way: str) -> str:
        """The name of a way; a framework has its own in every language."""
        return self.say(way)

    def name(self, entry: Compared) -> str:
        """The entry as a derivative: ∂y/∂W[0, 1]."""
        return self.notation.total(self.component(entry.output), self.component(entry.input))

    def component(self, place: Place) -> str:
        """A component by its name and its index."""
        index = f"[{', '.join(map(str, place.at))}]" if place.at else ""
        return self.notation.name(place.name) + index

    def figure(self, value: float, digits: int | None = None) -> str:
        """One number."""
        return localised(people(value, self.options.digits if digits is None else digits), self.options.decimal)

    def number(self, entry: Compared, way: str, digits: int | None = None) -> str:
        """What one way gives for an entry."""
        if way != DIFFERENCE:
            value = entry.ways[way]
            return self.none if value is None else self.figure(value, digits)
        found = entry.difference
        if found.kind == KINK and found.interval:
            comma = ", " if self.options.decimal == "point" else "; "
            return f"[{comma.join(self.figure(each, digits) for each in found.interval)}]"
        if found.kind in (SMOOTH, ONE_SIDED):
            return self.figure(0.0 if abs(found.value) <= found.error else found.value, digits)
        return self.none

    def cell(self, entry: Compared, way: str) -> str:
        """The same with the error of a difference."""
        text, found = self.number(entry, way), entry.difference
        if way != DIFFERENCE or found.kind not in (SMOOTH, ONE_SIDED):
            return text
        return f"{text} {self.plus_minus} {self.error(found.error)}"

    def error(self, error: float) -> str:
        """An error with one digit."""
        return "0" if error == 0 else localised(f"{error:.0e}", self.options.decimal)

    def style(self, entry: Compared, way: str) -> str:
        """Wrong numbers stand out; the others have the colour of their mode."""
        return "error" if way in entry.wrong else STYLES.get(way, "")

    def verdict(self, entry: Compared) -> Line:
        """The verdict, and what is special about the place."""
        words = self.say(VERDICTS[entry.verdict])
        remark = REMARKS.get(entry.difference.kind, "")
        look = "error" if entry.verdict == DIFFERS else "dim" if entry.verdict == NOT_COMPARED else ""
        return line((words, look), (f" ({self.say(remark)})" if remark else "", "dim"))
