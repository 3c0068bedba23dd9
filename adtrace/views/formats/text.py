"""The worked steps as plain text for mail: ASCII, at most 72 columns, and nothing that has to stand in columns.

Such a text can be quoted, and read in any font; no line ends in a blank, or begins with what mail programs change.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import partial

from ...records import Number, Sweep, Trace
from ...records.notes import told
from .. import frame
from ..choice import choice
from ..layout import Line, line, plain, visible, width, wrapped
from ..notation import Notation, of_options
from ..number import is_array, is_small, lines, nested, outline
from ..report import left_out, said_of, warning_lines
from ..rows import Row, Rows, Use
from ..signs import signed, signs_of
from . import Format, Options
from .ascii import in_ascii

COLUMNS = 72
"""Leaves room for being quoted twice in a line of 78."""

NAME, RULE = 6, 8
"""Where the name of a step begins, and what makes its derivative."""


def render(trace: Trace, options: Options) -> Iterator[str]:
    """The letter in pieces. Raises AdtraceError (names, language)."""
    for sweep in trace.sweeps:
        choice(sweep.steps, options)
    letter = Letter(trace, in_ascii(options))
    return map(letter.ascii, letter.lines())


class Letter:
    """A trace as a letter; its options are those of a screen that takes ASCII only."""

    def __init__(self, trace: Trace, options: Options) -> None:
        self.trace, self.options, self.digits = trace, options, options.digits
        self.say = options.say
        self.notation = of_options(trace, options)

    @staticmethod
    def ascii(content: Line) -> str:
        """A line with its letters' accents taken off, and whatever else is not ASCII as escapes."""
        letters = unicodedata.normalize("NFKD", plain(content))
        bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
        return visible(bare, unicode=False) + "\n"

    def lines(self) -> Iterator[Line]:
        """Header, the steps of every sweep, results and remarks."""
        yield from self.header()
        for sweep in self.trace.sweeps:
            notation = of_options(self.trace, self.options, sweep)
            explained = frame.explanation(self.trace, sweep, notation, COLUMNS, self.say)
            yield from [()] * bool(explained)
            for found in explained:
                yield from folded(found, 2)
            yield from self.steps(sweep, notation)
        results = frame.summary(self.trace, self.notation, COLUMNS, self.digits, self.say)
        yield from [()] * bool(results)
        for item in results:
            yield from folded(item, 0)
        for sign, words in signs_of(self.trace).legend() if self.trace.sweeps else ():
            yield from folded(line(f"{sign} {self.say(words)}"), 2)
        shown, more = said_of(self.trace.warnings)
        for warning in shown:
            yield ()
            for found in warning_lines(warning, self.trace, COLUMNS, unicode=False, say=self.say):
                yield from folded(found, 2)
        for text in left_out(more, self.say):
            yield from [(), *folded(line(text), 2)]

    def header(self) -> Iterator[Line]:
        """The mode, the program and the point, then the notes."""
        yield line(self.say(frame.TITLES[self.trace.mode]))
        for typed in frame.program_lines(self.trace, self.notation, COLUMNS):
            yield from folded(line("  ", typed), 4)
        point = frame.point_text(self.trace, self.notation.own, self.say)
        if point:
            yield from folded(line(f"{self.say('at')} {point}" if self.trace.point else point), 2)
        for note in told(self.trace.notes, self.say):
            yield from folded(line(visible(note, unicode=False)), 2)

    def steps(self, sweep: Sweep, notation: Notation) -> Iterator[Line]:
        """The steps of a sweep, a paragraph each."""
        places, left_out, before = choice(sweep.steps, self.options)
        rows = Rows(self.trace, sweep, notation, self.digits, self.say)
        order = places[::-1] if self.trace.mode == "reverse" else places
        for count, place in enumerate(order):
            yield ()
            if left_out and count == before:
                words = self.say("{count} steps lie between").format(count=left_out)
                yield from folded(line(f"({words})"), 2)
                yield ()
            yield from self.step(rows, rows.row(sweep.steps[place]))

    def step(self, rows: Rows, row: Row) -> Iterator[Line]:
        """One step: its formula and value, then what makes its tangent or adjoint."""
        number = f"({row.label}) " if row.label else ""
        parts = [plain(row.name), plain(row.formula), row.values if self.trace.mode == "value" else ""]
        yield from equation(line(number.ljust(NAME)), [*parts, signed(self.number(rows, row.value), row.mark)])
        if not row.symbol:
            return
        symbol = plain(row.symbol)
        if row.total is None:
            yield from self.rule(rows, symbol, row.uses[0])
            return
        yield from folded(line(" " * RULE, f"{symbol}, {row.total.note.strip()}:"), RULE + 2)
        for use in row.uses:
            yield from self.contribution(rows, symbol, use)
        total = signed(self.number(rows, row.result), row.total.mark)
        yield from equation(line(" " * RULE), [symbol, total]) if total else ()

    def rule(self, rows: Rows, symbol: str, use: Use) -> Iterator[Line]:
        """A rule that is the whole of a tangent or adjoint."""
        right = plain(use.rule)
        result = signed(self.number(rows, use.result), use.mark)
        parts = [symbol, right if right != symbol else "", use.numbers, result]
        yield from equation(line(" " * RULE), parts, use.note)

    def contribution(self, rows: Rows, symbol: str, use: Use) -> Iterator[Line]:
        """What one use gives to a sum of several."""
        origin = self.say("from {consumer}").format(consumer=use.used_by) + ": " if use.used_by else ""
        start = line(" " * (RULE + 2), origin)
        result = signed(self.number(rows, use.result), use.mark)
        yield from equation(start, [plain(use.rule), use.numbers, result], use.note)

    def number(self, rows: Rows, value: Number) -> str:
        """A number, a small array as nested lists, a larger one in words; nothing in symbols."""
        if value is None:
            return ""
        if hasattr(value, "nearest"):
            from ..exact import standing

            return standing(value, self.digits, self.options.decimal, "ascii")
        if not is_array(value):
            return lines(value, self.digits, unicode=False, decimal=self.options.decimal)[0]
        if not is_small(value):
            return outline(value, self.digits, unicode=False, decimal=self.options.decimal, say=self.say)
        return nested(value, partial(self.number, rows), self.notation.comma)


def equation(start: Line, parts: list[str], note: str = "") -> Iterator[Line]:
    """Parts with equals signs between them, on one line where they fit, else each further one on its own line.

    A number that is rounded in the midst of exact ones has a sign of its own in front.
    """
    known = [part for place, part in enumerate(parts) if part and part not in parts[:place]]
    rest = [part if part.startswith("=") else f"= {part}" for part in known[1:]]
    whole = line(start, " ".join([*known[:1], *rest]), f" {note.strip()}" if note else "")
    if width(whole) <= COLUMNS:
        yield whole
        return
    size = width(start) + 2
    yield from folded(line(start, known[0], f" {note.strip()}" if note else ""), size)
    for part in rest:
        yield from folded(line(" " * size, part), size + 2)


def folded(content: Line, indent: int) -> list[Line]:
    """A line in lines of at most 72 columns."""
    return wrapped(content, COLUMNS, min(indent, COLUMNS // 2), anywhere=True)


FORMAT = Format("text", "the worked steps as plain text for mail", render)
"""Without a suffix of its own: .txt is the table's."""
