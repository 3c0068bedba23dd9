"""The worked table as Markdown: GitHub's tables, with mathematics between dollar signs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...records import Number, Sweep, Trace
from ...records.notes import JSON, told
from .. import frame, mathematics
from ..choice import SHOWN, choice
from ..github import code, math, plain, program
from ..headings import HEADINGS, NUMBERS, filled
from ..latex import of_options
from ..layout import visible
from ..number import SUMMARY_DIGITS, is_array, is_small
from ..report import left_out, said_of
from ..rows import Row, Rows, Use, uses_of
from ..signs import signed, signs_of
from ..spreading import spread_lines
from . import Format, Options

WIDEST = 1_000
"""Characters of a line of the program beyond which it is cut."""


def render(trace: Trace, options: Options) -> Iterator[str]:
    """The page in pieces. Raises AdtraceError (names, notation, language)."""
    for sweep in trace.sweeps:
        choice(sweep.steps, options)
    page = Page(trace, options)
    return page.lines()


class Page:
    """A trace as a page."""

    def __init__(self, trace: Trace, options: Options) -> None:
        self.trace, self.options, self.digits = trace, options, options.digits
        self.notation, self.say = of_options(trace, options), options.say

    def lines(self) -> Iterator[str]:
        """Header, a table per sweep, results and remarks."""
        yield from self.header()
        for sweep in self.trace.sweeps:
            if sweep.steps:
                yield from self.explanation(sweep)
                yield from self.table(sweep)
        yield from self.results()
        yield from self.warnings()

    def header(self) -> Iterator[str]:
        """The mode, the program and the point, then the notes."""
        yield f"### {self.say(frame.TITLES[self.trace.mode])}\n\n"
        typed = frame.program_lines(self.trace, self.notation, WIDEST)
        point = self.point()
        if len(typed) == 1:
            yield f"{code(typed[0])} {point}\n"
        else:
            yield f"{program(typed)}\n{point}\n"
        for note in told(self.trace.notes, self.say):
            yield f"\n{plain(note)}\n"

    def point(self) -> str:
        """At which values."""
        known = [self.given(name, value) for name, value in self.trace.inputs.items() if value is not None]
        if not self.trace.point:
            return self.say("in symbols")
        listed = known[: frame.ITEMS_SHOWN] + ["…"] * (len(known) > frame.ITEMS_SHOWN)
        return f"{self.say('at')} {self.notation.comma.join(listed)}" if listed else ""

    def given(self, name: str, value: Number) -> str:
        """A name and its value: a number as it was given, a small array as a matrix, a larger one by its space."""
        spelled = self.notation.own.name(name)
        if not is_array(value):
            return math(f"{spelled} = {self.notation.given(value)}")
        matrix = mathematics.array(value, self.notation, self.digits)
        space = rf"\mathbb{{R}}^{{{self.notation.shape(value.shape)}}}"
        return math(f"{spelled} = {matrix}" if matrix else rf"{spelled} \in {space}")

    def explanation(self, sweep: Sweep) -> Iterator[str]:
        """The seed of a sweep, and what its numbers mean."""
        runs = frame.explained(self.trace, sweep, of_options(self.trace, self.options, sweep), self.say)
        if runs:
            found = "".join(plain(text) if style == "dim" else math(text) for text, style in runs)
            yield f"\n{found[0].upper()}{found[1:]}\n"

    def table(self, sweep: Sweep) -> Iterator[str]:
        """The table of one sweep: without its empty columns, unless it is too long to look through before."""
        places, left_out, before = choice(sweep.steps, self.options)
        rows = Rows(self.trace, sweep, of_options(self.trace, self.options, sweep), self.digits, self.say)
        order = places[::-1] if self.trace.mode == "reverse" else places
        headings: Sequence[str] = HEADINGS[self.trace.mode]
        every = list(range(len(headings)))
        entries: Sequence[Row] = [rows.row(sweep.steps[place]) for place in order] if len(order) <= SHOWN else ()
        kept = filled(self.trace.mode, (line for row in entries for line in self.row(row))) if entries else every
        yield "\n" + line_of([self.say(headings[place]) if headings[place] else "" for place in kept])
        yield line_of(["---:" if headings[place] in NUMBERS else "---" for place in kept])
        for count, place in enumerate(order):
            if left_out and count == before:
                words = self.say("{count} steps lie between").format(count=left_out)
                yield line_of([f"*{plain(words)}*" if headings[column] == "node" else "" for column in kept])
            for line in self.row(entries[count] if entries else rows.row(sweep.steps[place])):
                yield line_of([line[column] for column in kept])

    def row(self, row: Row) -> Iterator[list[str]]:
        """The lines of one step: one for each use, and the sum where there are several."""
        left = [row.label, math(mathematics.node(row))]
        value = signed(self.number(row.value), plain(row.mark))
        if self.trace.mode == "value":
            yield [*left, math(row.values), value]
            return
        for place, use in enumerate(uses_of(row)):
            last = row.total is None or use is row.total
            start = [*left, value] if not place else ["", "", ""]
            found = self.number(use.result)
            rule = " ".join(filter(None, (math(mathematics.rule(row, use)), plain(use.note.strip()))))
            result = f"**{found}**" if last and found and not found.startswith("$") else found
            yield [*start, *self.origin(use), rule, math(use.numbers), signed(result, plain(use.mark))]

    def origin(self, use: Use) -> list[str]:
        """In reverse mode, the step that a contribution comes from, and its local partial."""
        if self.trace.mode != "reverse":
            return []
        return [f"{math(use.user)}{plain(use.which)}", math(mathematics.written(use.partial))]

    def number(self, value: Number) -> str:
        """A number as text, so that it can be copied; a small array as a matrix, a larger one in words."""
        if value is None:
            return ""
        if hasattr(value, "nearest"):
            from ..exact import standing

            shown = standing(value, self.digits, self.options.decimal, "latex")
            return math(shown) if value.formula or " " in shown else plain(shown)
        whole = is_array(value) and is_small(value)
        if whole:
            return math(self.notation.number(value, self.digits))
        return plain(mathematics.summary(value, self.options, self.digits))

    def results(self) -> Iterator[str]:
        """The outputs and the derivatives, with two digits more."""
        if not self.trace.point:
            return
        digits = self.digits + SUMMARY_DIGITS - 4
        own = self.notation.own
        items = [self.equation((own.name(name), ""), value, digits) for name, value in self.trace.outputs.items()]
        for sweep in self.trace.sweeps if self.trace.mode != "value" else ():
            for name, value in sweep.result.items():
                items.append(self.equation(frame.derivative(self.trace, sweep, name, own), value, digits))
        shown = items[: frame.ITEMS_SHOWN] + ["…"] * (len(items) > frame.ITEMS_SHOWN)
        yield f"\n{own.comma.join(shown)}\n"

    def equation(self, named: tuple[str, str], value: Number, digits: int) -> str:
        """A result: its symbol, the label of its sweep if it needs one, and its value."""
        symbol, label = named
        left = math(symbol) + (plain(f" ({visible(label)})") if label else "")
        if is_array(value) and not mathematics.array(value, self.notation, digits):
            return f"{left}: {plain(mathematics.summary(value, self.options, self.digits))}"
        right = self.notation.number(value, digits)
        return f"{left} {math(f'= {right}')}" if label else math(f"{symbol} = {right}")

    def warnings(self, command: str = JSON) -> Iterator[str]:
        """What the signs mean, then every warning as a note."""
        signs = signs_of(self.trace).legend() if self.trace.sweeps else ()
        legend = [f"{plain(sign)} {plain(self.say(words))}" for sign, words in signs]
        if legend:
            yield f"\n{plain(self.say('; ')).join(legend)}\n"
        shown, more = said_of(self.trace.warnings)
        for warning in shown:
            hint = f"; {plain(warning.hint)}" if warning.hint else ""
            yield f"\n> [!WARNING]\n> **{plain(warning.code)}** {plain(warning.message)}{hint}\n"
            for text in spread_lines(warning, self.trace, self.say):
                yield f">\n> {plain(text)}\n"
        for text in left_out(more, self.say, command):
            yield f"\n> {plain(text)}\n"


def line_of(cells: Sequence[str]) -> str:
    """One line of a table."""
    return f"| {' | '.join(cells)} |\n"


FORMAT = Format("markdown", "the same table for GitHub and other pages", render, suffixes=(".md", ".markdown"))
"""With $...$, and $`...`$ where a name has an underscore, as GitHub asks for."""
