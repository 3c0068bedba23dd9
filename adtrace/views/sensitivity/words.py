"""The words and tables that all parts of a look at sensitivity share."""

from __future__ import annotations

from collections.abc import Sequence

from ...records import Trace
from ...records.sensitivity import Condition, Cut, Response
from ..formats import Options
from ..layout import ASCII_RULES, GAP, UNICODE_RULES, Cell, Column, Line, line, measure, table, visible, widest, wrapped
from ..notation import Notation, of_options
from ..number import people, rounded
from ..wording import Words, broken

SHOWN = 16
"""Rows of a table of inputs or steps; more are counted."""

NARROWEST = 24
"""Cells that words take at least beside other columns."""


class SensitivityWords(Words):
    """Says how outputs react to inputs, on one screen."""

    def __init__(self, trace: Trace, options: Options) -> None:
        super().__init__(trace, options)
        self.trace = trace
        self.steps = of_options(trace, options, trace.sweeps[0]) if trace.sweeps else self.notation
        self.rules = UNICODE_RULES if self.notation.unicode else ASCII_RULES
        self.plus_minus, self.none = ("±", "–") if self.notation.unicode else ("+-", "-")

    def of_output(self, response: Response) -> str:
        """The name of an output, a component of it, or a weighted sum."""
        name, bracket, index = response.name.partition("[")
        if name in self.trace.outputs:
            return self.notation.own.name(name) + bracket + index
        return f"({self.safe(response.name)})"

    def element(self, one: Condition) -> str:
        """An input, or the element of it with the largest ratio."""
        return self.notation.own.name(one.name) + (self.place(one.place) if one.place else "")

    def step(self, name: str) -> str:
        """A step as the tables call it."""
        return step_name(name, self.trace, self.steps)

    def figure(self, value: float) -> str:
        """A number in a table."""
        return self.notation.literal(people(value, self.options.digits))

    def short(self, value: float) -> str:
        """A number in a sentence."""
        return self.notation.literal(rounded(value))

    def percent(self, part: float) -> str:
        """A part as a percentage."""
        return f"{self.short(100*part)} %"

    def more(self, count: int, shown: int) -> list[Line]:
        """How many rows are not shown."""
        rest = count - shown
        return [line("  ", (self.say("and {count} more").format(count=rest), "dim"))] if rest > 0 else []

    def remark(self, phrase: str, **words: object) -> list[Line]:
        """A dim line of words."""
        return wrapped(line((phrase.format(**words), "dim")), self.columns, 2)

    def part(self, count: int, size: int) -> str:
        """So many of so many."""
        return self.say("{count} of {size}").format(count=count, size=size)

    def cuts(self, cuts: Sequence[Cut]) -> str:
        """Inputs that are cut off: W (2 of 4), c."""
        texts = [
            self.notation.own.name(one.name) + ("" if one.lost == one.size else f" ({self.part(one.lost, one.size)})")
            for one in cuts[:SHOWN]
        ]
        rest = [self.say("and {count} more").format(count=len(cuts) - SHOWN)] if len(cuts) > SHOWN else []
        return self.notation.comma.join([*texts, *rest])

    def table(self, columns: Sequence[Column], heading: str, words: Sequence[Cell]) -> list[Line]:
        """A table with words in a last column; under every row, where the screen has no room for that."""
        room = self.columns - 2 - sum(measure(column) + GAP for column in columns)
        needed = max(map(widest, words), default=0)
        if room >= min(needed, NARROWEST):
            cells = [tuple(part for text in cell for part in broken(text, room)) for cell in words]
            return table([*columns, Column(heading, cells)], self.rules)
        beneath = {
            place: [part for text in cell for part in wrapped(line("   ", text), self.columns, 5)]
            for place, cell in enumerate(words)
        }
        return table(columns, self.rules, beneath=beneath)


def step_name(name: str, trace: Trace, notation: Notation) -> str:
    """A step's name as tables have it; what is no step, a formula, as it stands."""
    is_step = trace.sweeps[0].steps.find(name) is not None
    return notation.name(name) if is_step else visible(name, unicode=notation.unicode)
