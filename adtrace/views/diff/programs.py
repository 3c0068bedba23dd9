"""Two programs beside each other: one table of the steps of both, and what they come to."""

from __future__ import annotations

from collections.abc import Sequence

from ...records.diff import Diff, Gap, SweepPair
from ..formats import Options
from ..frame import explanation, point_text, program_lines, style
from ..layout import ASCII_RULES, GAP, UNICODE_RULES, Column, Line, cells, line, measure, table, table_width, wrapped
from ..report import left_out, said_of, warning_lines
from .numbers import Entry, beneath, figures, stacked
from .rows import LEFT_ONLY, OTHER, RIGHT_ONLY, breaks_of, marks_of, shown_rows
from .verdict import KINDS, Verdict

LEAST = 16
"""Cells that a formula always gets."""


class Programs(Verdict):
    """One diff of two programs on one screen."""

    def __init__(self, found: Diff, options: Options, *, all: bool) -> None:
        super().__init__(found, options)
        self.all = all
        self.rules = UNICODE_RULES if options.unicode else ASCII_RULES

    def lines(self) -> list[Line]:
        """Both programs, the tables, and the verdict."""
        body = self.header()
        sweeps = [one for one in self.found.sweeps if any(gap.differs for gap in one.results.values())]
        for place, sweep in enumerate(sweeps or self.found.sweeps[:1] or [None]):
            body += [()] if place else []
            body += self.sweep(sweep)
        body += [part for text in self.verdict() for part in wrapped(text, self.columns, 2)]
        for note in self.notes():
            body += wrapped(line((note, "dim")), self.columns, 2)
        return [*body, *self.warnings()]

    def header(self) -> list[Line]:
        """Both programs, each with the mark of the steps that it alone has."""
        found, say = self.found, self.say
        both = found.left._replace(
            inputs={**found.right.inputs, **found.left.inputs}, shapes={**found.right.shapes, **found.left.shapes}
        )
        point = point_text(both, self.notation, say)
        body = [*wrapped(line((say("Trace diff"), "bold"), f" {say('at')} {point}" if point else ""), self.columns, 4)]
        words = say("first"), say("second")
        size = max(map(cells, words))
        sides = zip((LEFT_ONLY, RIGHT_ONLY), words, (found.left, found.right), strict=True)
        for mark, word, trace in sides:
            head = f"  {mark} {word}" + " " * (size - cells(word) + 2)
            for text in program_lines(trace, self.notation, self.columns):
                body += wrapped(line((head, "dim"), text), self.columns, cells(head) + 2, anywhere=True)
                head = " " * cells(head)
        return body

    def sweep(self, sweep: SweepPair | None) -> list[Line]:
        """The table of one sweep, or of the values alone."""
        marks = marks_of(self.found, sweep)
        rows = shown_rows(self.found, marks, all=self.all)
        body = explanation(self.found.left, sweep.left, self.notation, self.columns, self.say) if sweep else []
        if any(gap is not None and gap.differs for row in rows for gap in self.gaps(row, sweep)):
            phrase = "{mark} the first above, the second below, and their relative difference"
            body += wrapped(line((self.say(phrase).format(mark=OTHER), "dim")), self.columns, 2)
        breaks = breaks_of(rows, len(marks), self.options)
        numbers = [Column(self.say("value"), figures([self.value(row) for row in rows], self, "", self.room))]
        if sweep:
            kind, role = KINDS[self.found.left.mode], style(self.found.left)
            slopes = figures([self.slope(row, sweep) for row in rows], self, role, self.room)
            numbers.append(Column(self.say(kind), slopes))
        listed = Column("", [(line((marks[row], "error" if marks[row] == OTHER else "dim")),) for row in rows])
        taken = sum(map(measure, numbers)) + GAP * len(numbers)
        if self.columns - taken - GAP - 3 >= LEAST or len(numbers) == 1:
            return [*body, *self.table(listed, rows, numbers, breaks)]
        # Too narrow for both: one table for the values, one for the derivatives.
        apart = [self.table(listed, rows, [one], breaks) for one in numbers]
        return [*body, *apart[0], (), *apart[1]]

    @property
    def room(self) -> int:
        """Cells that an array may take."""
        return max(2 * self.columns // 5, 12)

    def table(
        self, marks: Column, rows: Sequence[int], numbers: Sequence[Column], breaks: dict[int, Line]
    ) -> list[Line]:
        """The rows with some columns of numbers."""
        taken = sum(map(measure, numbers)) + GAP * (len(numbers) + 1) + 3
        room = max(self.columns - taken, LEAST)
        steps = [self.formulas.cell(self.found.pairs[row], room) for row in rows]
        columns = [marks, Column(self.say("step"), steps), *numbers]
        if len(numbers) == 1 and table_width(columns) > self.columns:
            steps = [self.formulas.cell(self.found.pairs[row], beneath(self.columns) + 2) for row in rows]
            columns = [marks, Column(numbers[0].heading, stacked(steps, numbers[0].cells, self.columns))]
        shown = table(columns, self.rules, breaks)
        if len(rows) in breaks:
            shown.insert(-1, breaks[len(rows)])
        return shown

    def gaps(self, row: int, sweep: SweepPair | None) -> tuple[Gap | None, Gap | None]:
        """Both values and both derivatives of a row."""
        return self.found.pairs[row].value, sweep.slopes[row] if sweep else None

    def value(self, row: int) -> Entry:
        """The value of a row, or both."""
        pair = self.found.pairs[row]
        if pair.value is not None:
            return Entry(gap=pair.value)
        trace, place = (self.found.left, pair.left) if pair.left is not None else (self.found.right, pair.right)
        return Entry(trace.sweeps[0].steps.numbers(place)[0])  # type: ignore[arg-type]

    def slope(self, row: int, sweep: SweepPair) -> Entry:
        """The derivative of a row, or both."""
        pair, gap = self.found.pairs[row], sweep.slopes[row]
        if gap is not None:
            return Entry(gap=gap)
        own, place = (sweep.left, pair.left) if pair.left is not None else (sweep.right, pair.right)
        return Entry(own.steps.numbers(place)[1])  # type: ignore[arg-type]

    def warnings(self) -> list[Line]:
        """What the numbers of either side do not say by themselves."""
        body: list[Line] = []
        for word, trace in zip(("first", "second"), (self.found.left, self.found.right), strict=True):
            first, more = said_of(trace.warnings)
            for warning in first:
                shown = warning_lines(warning, trace, self.columns, unicode=self.options.unicode)
                body += [line((f"{self.say(word)}: ", "dim"), shown[0]), *shown[1:]]
            body += [line((f"{self.say(word)}: {text}", "dim")) for text in left_out(more, self.say)]
        return body
