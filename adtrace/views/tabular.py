"""A sweep as a LaTeX table with booktabs rules: its columns, how wide they are, and how they are written.

One line per use of a node. The numbers of a rule stand in a column of their own where there is room, else behind the
rule or beneath it, its equals sign in one column. Numbers are aligned at the decimal sign by two columns without a gap.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from ..named import Record
from ..records import Number
from .breadth import breadth
from .number import POINT, is_array
from .rows import Row, Use, uses_of
from .sheet import Cell, Sheet, joined, sign_of
from .tex import SIGN_TEXT

RIGHT = re.compile(r"(^|\})r")
"""How the specification of a column begins whose cells stand at the right."""

SIGN = 0.8
"""Em that a sign takes."""

GAP = 1.25
"""Between two columns, in em."""

LONGEST = 36
"""Lines of the longest table that is not broken over pages."""


class Column(Record):
    """A column: heading, specification, how many columns of LaTeX it is, and its cells, one per line."""

    heading: str
    spec: str
    span: int
    cells: Sequence[Cell]

    @property
    def width(self) -> float:
        """That of its widest cell, in em."""
        return max(0.55 * len(self.heading), *(cell.width for cell in self.cells))


class Entry(Record):
    """One line of the table: a use of a step, or the numbers beneath it. `first` and `last` lines of a step."""

    row: Row
    use: Use | None
    first: bool = True
    last: bool = True
    beneath: bool = False


def rule_cell(sheet: Sheet, row: Row, use: Use) -> Cell:
    """The rule of one use and its note."""
    if not use.rule or use.rule == row.symbol:
        head = Cell("${}={}$", 1.4) if use is row.total else Cell(r"\quad", 1.0)
        return joined(head, sheet.words(use.note))
    return joined(sheet.formula(use.rule, sign_of(row, use)), sheet.words(use.note))


def numbers_cell(sheet: Sheet, use: Use, equals: str = "{}=") -> Cell:
    """The rule in numbers after an equals sign; nothing where they only repeat the result."""
    repeats = not is_array(use.result) and use.result is not None and (
        use.numbers == sheet.written(use.result)
    )
    return Cell() if repeats or not use.numbers else sheet.aside(equals + use.numbers)


class Table(Record):
    """Columns and the lines that they stand in."""

    columns: Sequence[Column]
    entries: Sequence[Entry]

    @property
    def width(self) -> float:
        """In em, with the gaps between columns."""
        return sum(column.width for column in self.columns) + GAP * (len(self.columns) - 1)

    def lines(self, sheet: Sheet) -> Iterator[str]:
        """The LaTeX of the table; over several pages where it is long."""
        spec = "@{}" + "".join(column.spec for column in self.columns) + "@{}"
        span = sum(column.span for column in self.columns)
        heads = " & ".join(heading(sheet, column) for column in self.columns) + r" \\"
        long = self.height() > LONGEST
        if long:
            more = rf"\multicolumn{{{span}}}{{r@{{}}}}{{{sheet.words(sheet.say('continued')).latex}}}"
            yield rf"\begin{{longtable}}[l]{{{spec}}}" + "\n"
            yield f"\\toprule\n{heads}\n\\midrule\n\\endhead\n\\midrule\n{more} \\\\\n\\endfoot\n"
            yield "\\bottomrule\n\\endlastfoot\n"
        else:
            yield f"\\begin{{tabular}}{{{spec}}}\n\\toprule\n{heads}\n\\midrule\n"
        yield from self.body(sheet, span)
        yield "\\end{longtable}\n" if long else "\\bottomrule\n\\end{tabular}\n\n"

    def body(self, sheet: Sheet, span: int) -> Iterator[str]:
        """The lines between the rules; a step of several lines is kept together, and apart from its neighbours."""
        apart = any(not entry.last for entry in self.entries) or self.has_arrays()
        steps = 0
        for place, entry in enumerate(self.entries):
            if entry.first and sheet.left_out and steps == sheet.before:
                yield rf"\multicolumn{{{span}}}{{@{{}}l@{{}}}}{{{left_out(sheet).latex}}} \\" + "\n"
            steps += entry.first
            cells = " & ".join(column.cells[place].latex or "&" * (column.span - 1) for column in self.columns)
            end = r" \\" if entry.last else r" \\*"
            yield cells + end + "\n"
            if apart and entry.last and place < len(self.entries) - 1:
                yield "\\addlinespace[3pt]\n"

    def height(self) -> int:
        """Lines of the page that the table takes, about."""
        tall = sum(cell.latex.count(r"\\") for column in self.columns for cell in column.cells)
        return len(self.entries) + tall + (len(self.entries) // 2 if self.has_arrays() else 0)

    def has_arrays(self) -> bool:
        """Whether there is a matrix in it."""
        return any("bmatrix" in cell.latex for column in self.columns for cell in column.cells)


def left_out(sheet: Sheet) -> Cell:
    """The words that stand for the steps that are not shown."""
    return sheet.words(sheet.say("{count} steps lie between").format(count=sheet.left_out))


def heading(sheet: Sheet, column: Column) -> str:
    """A column's heading over all its columns of LaTeX, at the side where its cells stand."""
    text = sheet.tex.words(column.heading)
    side = "r" if RIGHT.search(column.spec) else "l"
    return rf"\multicolumn{{{column.span}}}{{{side}}}{{{text}}}" if text else ""


def tabled(sheet: Sheet) -> Table | None:
    """The rows as a table: the first layout that fits the page, or None where none does."""
    for compact, partials in ((False, True), (True, True), (True, False)):
        found = laid_out(sheet, compact=compact, partials=partials)
        if found.width <= sheet.room:
            return laid_out(sheet, compact=compact, partials=partials, spare=sheet.room - found.width)
    return None


def laid_out(sheet: Sheet, *, compact: bool, partials: bool, spare: float = 0.0) -> Table:
    """One of the layouts. `spare` em are for numbers that stand behind their rule and not beneath it."""
    rules, widest = {}, 0.0
    if compact and sheet.mode != "value":
        widest = rule_room(sheet) + spare
    entries: list[Entry] = []
    for row in sheet.rows:
        uses: list[Use | None] = [*uses_of(row)] or [None]
        for place, use in enumerate(uses):
            last = place == len(uses) - 1
            rule = rule_cell(sheet, row, use) if use else Cell()
            numbers = numbers_cell(sheet, use) if use and compact else Cell()
            behind = joined(rule, numbers_cell(sheet, use, "=")) if use and compact else rule
            beneath = bool(numbers.latex) and behind.width > widest
            rules[len(entries)] = rule if beneath else behind
            entries.append(Entry(row, use, place == 0, last and not beneath))
            if beneath:
                rules[len(entries)] = numbers
                entries.append(Entry(row, None, False, last, True))
    columns = [*node_columns(sheet, entries), *([] if compact else value_numbers(sheet, entries))]
    values = [entry.row.value if entry.first else None for entry in entries]
    marks = [entry.row.mark if entry.first else "" for entry in entries]
    columns.append(figures(sheet, sheet.say("value"), values, marks=marks))
    if sheet.mode != "value":
        columns += sweep_columns(sheet, entries, rules, compact=compact, partials=partials)
    return Table([column for column in columns if any(cell.latex.strip("&") for cell in column.cells)], entries)


def rule_room(sheet: Sheet) -> float:
    """The width of the widest rule, and of the widest numbers of one."""
    pairs = ((row, use) for row in sheet.rows for use in uses_of(row))
    return max(max(rule_cell(sheet, row, use).width, numbers_cell(sheet, use).width) for row, use in pairs)


def node_columns(sheet: Sheet, entries: Sequence[Entry]) -> list[Column]:
    """The number of every step, and its name and formula with the equals signs in one column."""
    numbers = each(entries, numbered)
    names = each(entries, lambda row: sheet.formula(row.name))
    formulas = each(entries, lambda row: sheet.formula(row.formula, "{}=" if row.formula else ""))
    return [Column("", "r", 1, numbers), paired(sheet.say("node"), names, formulas)]


def numbered(row: Row) -> Cell:
    """A step's number and its sign."""
    return Cell(row.number + mark_of(row.sign), 0.5 * len(row.number) + SIGN * bool(row.sign))


def each(entries: Sequence[Entry], cell: Callable[[Row], Cell]) -> list[Cell]:
    """A cell for the first line of every step, and nothing for the others."""
    return [cell(entry.row) if entry.first else Cell() for entry in entries]


def value_numbers(sheet: Sheet, entries: Sequence[Entry]) -> list[Column]:
    """In an evaluation, the formula in numbers."""
    if sheet.mode != "value":
        return []
    return [Column(sheet.say("with numbers"), "l", 1, each(entries, lambda row: sheet.aside(row.values)))]


def paired(title: str, lefts: Sequence[Cell], rights: Sequence[Cell]) -> Column:
    """Two columns without a gap between them, as one."""
    width = max((left.width for left in lefts), default=0)
    cells = [
        Cell(f"{left.latex} & {right.latex}".rstrip() if left.latex or right.latex else "", width + right.width)
        for left, right in zip(lefts, rights, strict=True)
    ]
    return Column(title, "l@{}l", 2, cells)


def sweep_columns(
    sheet: Sheet, entries: Sequence[Entry], rules: dict[int, Cell], *, compact: bool, partials: bool
) -> list[Column]:
    """Used by, local partial, rule, the rule in numbers, and the tangent or adjoint."""
    uses = [entry.use for entry in entries]
    symbols = each(entries, lambda row: sheet.formula(row.symbol))
    found = []
    if partials:
        found.append(Column(sheet.say("used by"), "l", 1, [used_by(sheet, use) for use in uses]))
        cells = [sheet.formula(use.partial) if use else Cell() for use in uses]
        found.append(Column(sheet.say("local partial"), "l", 1, cells))
    rule = "tangent rule" if sheet.mode == "forward" else "adjoint rule"
    found.append(paired(sheet.say(rule), symbols, [rules[place] for place in range(len(entries))]))
    if not compact:
        cells = [sheet.aside(use.numbers) if use else Cell() for use in uses]
        found.append(Column(sheet.say("with numbers"), "l", 1, cells))
    results = [use.result if use else None for use in uses]
    marks = [use.mark if use else "" for use in uses]
    return [*found, figures(sheet, sheet.say(sheet.result), results, sheet.result, marks)]


def used_by(sheet: Sheet, use: Use | None) -> Cell:
    """The consumer of one use, and which of its operands that is."""
    return joined(sheet.formula(((use.user, ""),)), sheet.words(use.which)) if use else Cell()


def figures(
    sheet: Sheet, title: str, numbers: Sequence[Number], role: str = "", marks: Sequence[str] = ()
) -> Column:
    """A column of numbers, aligned at the decimal sign; with arrays, at the left. Behind them the signs in `marks`."""
    signs = [mark_of(mark) for mark in marks or [""] * len(numbers)]
    paint = rf">{{\color{{adtrace-{role}}}}}" if role else ""
    if any(map(is_array, numbers)):
        cells = [sheet.number(number) for number in numbers]
        return Column(title, f"{paint}l", 1, [signed(cell, sign) for cell, sign in zip(cells, signs, strict=True)])
    if any(hasattr(number, "nearest") for number in numbers):
        return exact_figures(sheet, title, numbers, paint, signs)
    texts = ["" if number is None else sheet.written(number) for number in numbers]
    sign = "." if sheet.decimal == POINT else "{,}"
    if not any(sign in text for text in texts):
        cells = [math_cell(sheet, text) for text in texts]
        return Column(title, f"{paint}r", 1, [signed(cell, sign) for cell, sign in zip(cells, signs, strict=True)])
    halves = [(text.partition(sign)[0], "".join(text.partition(sign)[1:])) for text in texts]
    whole = max(breadth(before) for before, _ in halves)
    cells = [
        Cell(f"${before}$&" + (f"${after}$" if after else "") + sign, whole + breadth(after) + SIGN * bool(sign))
        if before else Cell() for (before, after), sign in zip(halves, signs, strict=True)
    ]
    return Column(title, f"{paint}r@{{}}{paint}l", 2, cells)


def mark_of(mark: str) -> str:
    """A sign as LaTeX, which takes no room of its own: numbers stay aligned."""
    return rf"\rlap{{\,{SIGN_TEXT.get(mark, mark)}}}" if mark else ""


def signed(cell: Cell, sign: str) -> Cell:
    """A number with its sign."""
    return Cell(cell.latex + sign, cell.width + SIGN * bool(sign)) if cell.latex else cell


def exact_figures(
    sheet: Sheet, title: str, numbers: Sequence[Number], paint: str, signs: Sequence[str]
) -> Column:
    """The same with what every number is exactly: exact forms, signs and decimals below one another."""
    from .exact import parts

    look = sheet.digits, sheet.decimal, "latex"
    found = [("", "", "") if number is None else parts(number, *look) for number in numbers]
    point = "." if sheet.decimal == POINT else "{,}"
    cells = []
    for (exact, equals, shown), sign in zip(found, signs, strict=True):
        before, point_there, after = shown.partition(point)
        whole = f"{{}}{equals}{{}}{before}" if equals else before
        latex = " & ".join(f"${part}$" if part else "" for part in (exact, whole, point_there + after))
        cell = Cell(latex if shown else "", breadth(exact) + breadth(whole) + breadth(after))
        cells.append(signed(cell, sign))
    return Column(title, f"{paint}r@{{}}{paint}r@{{}}{paint}l", 3, cells)


def math_cell(sheet: Sheet, latex: str) -> Cell:
    """A formula."""
    return Cell(f"${sheet.tex.math(latex)}$", breadth(latex)) if latex else Cell()
