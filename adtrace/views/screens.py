"""The three layouts of a sweep: wide, compact (a rule with its numbers beneath), and one block per step.

The first that fits the width is taken. A cell with an array is never wrapped: where not even a block fits, arrays are
shown by their outline.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from ..named import Record
from ..records import Number
from ..records.exact import in_floats
from .layout import (
    ASCII_RULES,
    LEFT,
    RIGHT,
    UNICODE_RULES,
    Cell,
    Column,
    Line,
    cells,
    line,
    padded,
    styled,
    table,
    table_width,
    widest,
    width,
)
from .notation import Notation
from .number import aligned, is_array, lines, localised, people
from .rows import Row, Use, uses_of

RESULTS = {"forward": "tangent", "reverse": "adjoint", "value": "value"}
RULES = {"forward": "tangent rule", "reverse": "adjoint rule"}


class Sheet(Record):
    """The rows of one sweep and how they are to be printed.

    left_out, before  how many steps are not among the rows, and in front of which row they would stand
    say  puts headings into the reader's language
    """

    mode: str
    rows: Sequence[Row]
    notation: Notation
    digits: int
    left_out: int = 0
    before: int = 0
    say: Callable[[str], str] = str

    @property
    def result(self) -> str:
        """What the sweep computes: tangent, adjoint or value; also the style of its numbers."""
        return RESULTS[self.mode]

    @property
    def breaks(self) -> dict[int, Line]:
        """The line that stands for the steps left out."""
        dots = "⋮" if self.notation.unicode else ":"
        words = self.say("{count} steps lie between: --all shows them, --only and --last choose")
        text = f"{dots} {words.format(count=self.left_out)}"
        return {self.before: line("  ", (text, "dim"))} if self.left_out else {}

    def figures(
        self, numbers: Sequence[Number], style: str = "", room: int | None = None, marks: Sequence[str] = ()
    ) -> list[Cell]:
        """A column of numbers: aligned scalars, or arrays as blocks; those wider than the room are outlined.

        marks  the signs that stand behind them, where any does
        """
        if any(map(is_array, numbers)):
            blocks = [[] if number is None else self.block(number, room) for number in numbers]
        else:
            known = self.aligned([number for number in numbers if number is not None], room)
            texts = iter(known)
            blocks = [[] if number is None else [next(texts)] for number in numbers]
        signs = marks if any(marks) else [""] * len(blocks)
        return [figure(block, style, sign, spaced=any(marks)) for block, sign in zip(blocks, signs, strict=True)]

    def aligned(self, numbers: Sequence[Number], room: int | None = None) -> list[str]:
        """Scalars below one another, those that are known exactly with their exact forms, where these fit the room."""
        if not any(hasattr(number, "nearest") for number in numbers):
            return aligned([self.number(number) for number in numbers])
        from .exact import aligned as aligned_exact
        from .exact import medium_of

        return aligned_exact(numbers, self.digits, self.notation.decimal, medium_of(self.notation), room)

    def number(self, number: float) -> str:
        """A scalar."""
        return localised(people(number, self.digits), self.notation.decimal)

    def alone(self, number: float) -> str:
        """A scalar as it stands in a formula."""
        return self.number(number) if getattr(number, "formula", None) is None else self.notation.given(number)

    def block(self, number: Number, room: int | None) -> list[str]:
        """One number or array as lines: in full where it is small and fits the room, else without its exact form."""
        written = partial(
            lines, digits=self.digits, unicode=self.notation.unicode, decimal=self.notation.decimal, say=self.say
        )
        found = self.aligned([number]) if hasattr(number, "nearest") else written(number)
        if room is None or max(map(cells, found)) <= room:
            return found
        found = written(in_floats(number))
        return found if max(map(cells, found)) <= room else written(in_floats(number), full=False)


def figure(block: Sequence[str], style: str, sign: str, *, spaced: bool) -> Cell:
    """A number's lines, and its sign behind the first; blanks there, where other numbers of the column have one."""
    signs = [sign, *[""] * (len(block) - 1)]
    return tuple(signed(text, style, sign, spaced=spaced) for text, sign in zip(block, signs, strict=False))


def signed(text: str, style: str, sign: str, *, spaced: bool) -> Line:
    """One line of a number, its sign close behind it: the blanks that align the number come after that."""
    if not sign:
        return line((text, style), " " * (2 * spaced))
    bare = text.rstrip()
    return line((bare, style), " ", (sign, "warning"), " " * (cells(text) - cells(bare)))


def rendered(sheet: Sheet, columns: int) -> list[Line]:
    """The rows in the first layout that fits this many columns of the screen."""
    rules = UNICODE_RULES if sheet.notation.unicode else ASCII_RULES
    for compact, partials in ((False, True), (True, True), (True, False)):
        found = columns_of(sheet, compact=compact, partials=partials)
        spare = columns - table_width(found)
        if spare >= 0:
            if compact and spare:
                found = columns_of(sheet, compact=compact, partials=partials, spare=spare)
            return table(found, rules, sheet.breaks)
    from .blocks import blocks

    return blocks(sheet, columns, rules)


def columns_of(sheet: Sheet, *, compact: bool, partials: bool, spare: int = 0) -> list[Column]:
    """The columns of the wide layout, or of the compact one, with or without local partials; empty ones are dropped.

    spare  cells by which the column of rules may grow so that numbers stand behind their rule and not beneath it
    """
    rows, say = sheet.rows, sheet.say
    result_style = "" if sheet.mode == "value" else f"bold {sheet.result}"
    if sheet.mode == "value":
        numbers = [(line((row.values, "dim")),) for row in rows]
        extra = [] if compact else [Column(say("with numbers"), numbers)]
        last = [Column(say("value"), values_of(sheet), number_side(rows))]
        return [*node_columns(sheet), *filled(extra), *filled(last)]
    rules = rule_column(sheet, compact=compact, spare=spare)
    uses = [use for row in rows for use in uses_of(row)]
    results = sheet.figures([use.result for use in uses], result_style, None, [use.mark for use in uses])
    has_partials = partials and any(use.partial for row in rows for use in row.uses)
    heading, result = say(RULES[sheet.mode]), say(RESULTS[sheet.mode])
    if any(use.partial for row in rows for use in row.uses):
        heading = say("adjoint × local partial" if sheet.notation.unicode else "adjoint * local partial")
    parts = {
        say("used by"): [one(line(use.used_by)) for row in rows for use in uses_of(row)],
        say("local partial"): [one(use.partial if has_partials else ()) for row in rows for use in uses_of(row)],
        heading: rules,
        say("with numbers"): [
            one(line(("" if compact else use.numbers, "dim"))) for row in rows for use in uses_of(row)
        ],
        result: results,
    }
    sides = {result: RIGHT if not any(is_array(row.result) for row in rows) else LEFT}
    stacked = stack(rows, list(parts.values()))
    values = Column(say("value"), values_of(sheet), number_side(rows))
    derived = [Column(name, column, sides.get(name, LEFT)) for name, column in zip(parts, stacked, strict=True)]
    return [*node_columns(sheet), *filled([values]), *filled(derived)]


def values_of(sheet: Sheet) -> list[Cell]:
    """The values of all rows, each with its sign."""
    return sheet.figures([row.value for row in sheet.rows], "", None, [row.mark for row in sheet.rows])


def number_side(rows: Sequence[Row]) -> str:
    """Where a heading stands over values: at the right over scalars, at the left over arrays."""
    return LEFT if any(is_array(row.value) for row in rows) else RIGHT


def one(content: Line) -> Cell:
    """A cell of one line, or of none."""
    return (content,) if content else ()


def filled(columns: Sequence[Column]) -> list[Column]:
    """The columns that have anything in them."""
    return [column for column in columns if any(any(cell) for cell in column.cells)]


def stack(rows: Sequence[Row], parts: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    """Cells per use to cells per row: the parts of one use begin on one line, in every column."""
    heights = [max(1, *(len(cell) for cell in use)) for use in zip(*parts, strict=True)]
    levelled = [
        [cell + ((),) * (height - len(cell)) for cell, height in zip(part, heights, strict=True)] for part in parts
    ]
    counts = [len(uses_of(row)) for row in rows]
    found: list[list[Cell]] = []
    for part in levelled:
        following = iter(part)
        found.append([tuple(content for _ in range(count) for content in next(following)) for count in counts])
    return found


def node_columns(sheet: Sheet) -> list[Column]:
    """The number of every step, and its name and formula with the equals signs in one column."""
    size = widest(row.name for row in sheet.rows if row.formula)
    spaced = any(row.sign for row in sheet.rows)
    labels = [line((row.number, "dim"), (row.sign.ljust(spaced), "warning" if row.sign else "")) for row in sheet.rows]
    numbers = Column("", [one(label) for label in labels], RIGHT)
    nodes = Column(sheet.say("node"), [one(equation(row.name, row.formula, size)) for row in sheet.rows])
    sources = Column(sheet.say("line"), [one(line((row.source, "dim"))) if row.source else () for row in sheet.rows])
    return [numbers, *filled([sources]), nodes]


def equation(left: Line, right: Line, size: int) -> Line:
    """A name padded to this many cells, and what it equals, if anything."""
    if not right:
        return left
    sign = styled(line(" = "), left[-1][1]) if left[-1][1] else line(" = ")
    return line(padded(left, size), sign, right)


def rule_column(sheet: Sheet, *, compact: bool, spare: int) -> list[Cell]:
    """The rule of every use, in the compact layout with its numbers behind it where there is room, else beneath."""
    size = widest(row.symbol for row in sheet.rows if row.symbol)
    written = [(rule_line(sheet, row, use, size), use) for row in sheet.rows for use in uses_of(row)]
    if not compact:
        return [one(rule) for rule, _ in written]
    beneath = [numbers_line(sheet, use, size) for _, use in written]
    room = max(widest(rule for rule, _ in written), widest(beneath)) + spare
    found: list[Cell] = []
    for (rule, _), numbers in zip(written, beneath, strict=True):
        behind = line(rule, (" " + "".join(text for text, _ in numbers).lstrip(), "dim"))
        if not numbers:
            found.append(one(rule))
        else:
            found.append((behind,) if width(behind) <= room else (rule, numbers))
    return found


def rule_line(sheet: Sheet, row: Row, use: Use, size: int) -> Line:
    """The rule of one use: an equation in forward mode, a term of the sum in reverse mode."""
    note = (f" {use.note}" if use.note else "", "dim")
    if sheet.mode == "forward":
        return line(equation(row.symbol, use.rule, size), note)
    return line(use.sign, use.rule, note) if use.rule else line((use.note, "dim"))


def numbers_line(sheet: Sheet, use: Use, size: int) -> Line:
    """The numbers of one use as they stand beneath its rule; nothing where they only repeat the result."""
    if not use.numbers or (not is_array(use.result) and use.numbers == sheet.alone(use.result)):
        return ()
    indent = size + 1 if sheet.mode == "forward" else len(use.sign)
    return line((f"{' ' * indent}= {use.numbers}", "dim"))
