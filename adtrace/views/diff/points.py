"""One program at two points: what every number was, is, and how much of the change the slopes foretell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ...records import Number
from ...records.diff import Diff, SweepPair
from ..formats import Options
from ..frame import explanation, point_text, program_lines, style
from ..layout import (
    ASCII_RULES,
    GAP,
    UNICODE_RULES,
    Cell,
    Column,
    Line,
    line,
    measure,
    padded,
    table,
    table_width,
    wrapped,
)
from ..number import is_array, lines
from ..report import left_out, said_of, warning_lines
from ..wording import Words
from .numbers import Entry, beneath, figures, stacked
from .programs import LEAST
from .rows import MOST, Formulas, breaks_of
from .verdict import KINDS


class Points(Words):
    """One program at two points on one screen."""

    def __init__(self, found: Diff, options: Options, *, all: bool) -> None:
        super().__init__(found.left, options)
        self.found, self.all = found, all
        self.formulas = Formulas(found, options)

    def lines(self) -> list[Line]:
        """The program, both points, the tables, and the prediction."""
        body = [*self.header(), *self.table(self.say("value"), self.values, "")]
        for sweep in self.found.sweeps:
            body += [(), *explanation(self.found.left, sweep.left, self.notation, self.columns, self.say)]
            title, role = self.say(KINDS[self.found.left.mode]), style(self.found.left)
            body += self.table(title, self.slopes(sweep), role)
        for text in self.prediction():
            body += wrapped(text, self.columns, 2)
        return [*body, *self.warnings()]

    def header(self) -> list[Line]:
        """The program, and the points A and B."""
        found, say = self.found, self.say
        programs = program_lines(found.left, self.notation, self.columns)
        body: list[Line] = []
        first = line((say("Trace diff"), "bold"), "  ", programs[0] if len(programs) == 1 else "")
        body += wrapped(first, self.columns, 4, anywhere=True)
        body += [line("  ", text) for text in programs if len(programs) > 1]
        for letter, trace in zip("AB", (found.left, found.right), strict=True):
            point = point_text(trace, self.notation.own, say)
            body += wrapped(line((f"  {letter}  ", "bold"), point), self.columns, 7)
        return body

    def values(self, at: int) -> tuple[Number, Number]:
        """Both values of a row, None where one point alone has the step."""
        pair = self.found.pairs[at]
        sides = (pair.left, self.found.left), (pair.right, self.found.right)
        first, second = (None if p is None else trace.sweeps[0].steps.numbers(p)[0] for p, trace in sides)
        return first, second

    def slopes(self, sweep: SweepPair) -> Callable[[int], tuple[Number, Number]]:
        """What gives both derivatives of a row."""

        def numbers(at: int) -> tuple[Number, Number]:
            pair = self.found.pairs[at]
            sides = (pair.left, sweep.left), (pair.right, sweep.right)
            first, second = (None if p is None else own.steps.numbers(p)[1] for p, own in sides)
            return first, second

        return numbers

    def table(self, title: str, numbers: Callable[[int], tuple[Number, Number]], role: str) -> list[Line]:
        """One quantity of every step at both points, its change and its ratio: side by side, else below each other."""
        size = len(self.found.pairs)
        rows = self.rows(size)
        both = [numbers(row) for row in rows]
        room = max(self.columns // 5, 12)
        columns = [
            Column(heading, figures([Entry(number) for number in entries], self, look, room))
            for heading, entries, look in (
                (f"{title} A", [pair[0] for pair in both], role),
                (f"{title} B", [pair[1] for pair in both], role),
                ("B - A", [changed(*pair) for pair in both], ""),
                ("B / A", [ratio(*pair) for pair in both], ""),
            )
        ]
        if not any(columns[-1].cells) or self.left(columns) < LEAST:
            columns.pop()  # It can be told from the rest.
        if self.left(columns) < LEAST:
            columns = below_each_other(title, columns)
        steps = [self.formulas.cell(self.found.pairs[row], max(self.left(columns), LEAST)) for row in rows]
        shown = [Column(self.say("step"), steps), *columns]
        if table_width(shown) > self.columns:
            steps = [self.formulas.cell(self.found.pairs[row], beneath(self.columns) + 2) for row in rows]
            shown = [Column(title, stacked(steps, named(columns), self.columns))]
        rules = UNICODE_RULES if self.options.unicode else ASCII_RULES
        return table(shown, rules, breaks_of(rows, size, self.options))

    def left(self, columns: Sequence[Column]) -> int:
        """Cells that these columns leave for formulas."""
        return self.columns - sum(map(measure, columns)) - GAP * len(columns) - 2

    def rows(self, size: int) -> list[int]:
        """The rows that are shown: of many the first and the last."""
        if self.all or size <= MOST:
            return list(range(size))
        return [*range(MOST // 2), *range(size - MOST // 2, size)]

    def prediction(self) -> Iterator[Line]:
        """The change of every output to first order, beside the real one."""
        say = self.say
        if self.found.predicted is None:
            yield from self.misfits()
            return
        for output in self.found.outputs:
            change = changed(output.value.left, output.value.right)
            name = self.notation.own.name(output.left)
            foretold = self.found.predicted[output.left]
            numbers = [self.text(number) for number in (foretold, change)]
            phrase = say("{name} changes by {change}; to first order, from the slopes at A, by {foretold}")
            yield line((phrase.format(name=name, change=numbers[1], foretold=numbers[0]), "bold"))

    def misfits(self) -> Iterator[Line]:
        """The inputs and outputs whose shapes differ: between them there is no first order."""
        ends = {one.left: (one.value.left, one.value.right) for one in self.found.outputs}
        ends = {name: (one, self.found.right.inputs[name]) for name, one in self.found.left.inputs.items()} | ends
        for name, values in ends.items():
            shapes = [getattr(value, "shape", ()) for value in values]
            if shapes[0] != shapes[1]:
                phrase = self.say("{name} is {first} at A, {second} at B: their shapes differ")
                first, second = map(self.shape, shapes)
                yield line((phrase.format(name=self.notation.own.name(name), first=first, second=second), "bold"))

    def text(self, number: Number) -> str:
        """A number in a sentence; of a matrix its outline."""
        told = self.options
        full = not is_array(number) or number.ndim == 1
        return lines(
            number, told.digits, unicode=told.unicode, full=full, decimal=told.decimal, say=self.say
        )[0]

    def warnings(self) -> list[Line]:
        """What the numbers at either point do not say by themselves."""
        body: list[Line] = []
        for letter, trace in zip("AB", (self.found.left, self.found.right), strict=True):
            first, more = said_of(trace.warnings)
            for warning in first:
                shown = warning_lines(warning, trace, self.columns, unicode=self.options.unicode)
                body += [line((f"{letter}: ", "dim"), shown[0]), *shown[1:]]
            body += [line((f"{letter}: {text}", "dim")) for text in left_out(more, self.say)]
        return body


def below_each_other(title: str, columns: Sequence[Column]) -> list[Column]:
    """Several columns as one, with a column in front that says which line is which."""
    names: list[Cell] = []
    numbers: list[Cell] = []
    for row in zip(*(column.cells for column in columns), strict=True):
        listed = [
            (word if place == 0 else "", text)
            for word, cell in zip(("A", "B", "B - A"), row, strict=True)
            for place, text in enumerate(cell)
        ]
        names.append(tuple(line((word, "dim")) for word, _ in listed))
        numbers.append(tuple(text for _, text in listed))
    return [Column("", names), Column(title, numbers)]


def named(columns: Sequence[Column]) -> list[Cell]:
    """The numbers of such columns as one cell per row, each with its name in front; of one column, as they are."""
    if len(columns) == 1:
        return list(columns[0].cells)
    names, numbers = (column.cells for column in columns)
    size = measure(columns[0]) + 2
    return [
        tuple(line(padded(name, size), text) for name, text in zip(*pair, strict=True))
        for pair in zip(names, numbers, strict=True)
    ]


def changed(first: Number, second: Number) -> Number:
    """By how much a number has changed, None where the shapes differ."""
    if not alike(first, second):
        return None
    if not is_array(first):
        return second - first
    import numpy as np

    with np.errstate(all="ignore"):
        return second - first


def ratio(first: Number, second: Number) -> Number:
    """By what a number was multiplied; None for 0 and for arrays."""
    return second / first if alike(first, second) and not is_array(first) and first else None


def alike(first: Number, second: Number) -> bool:
    """Whether there are two numbers of one shape."""
    return first is not None and second is not None and getattr(first, "shape", ()) == getattr(second, "shape", ())
