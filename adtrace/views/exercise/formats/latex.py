"""An exercise as LaTeX: a part to be read by \\input, or a whole document; sheet and key on pages of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ....lang.tokens import without_comments
from ....records.exercise import Exercise
from ....records.notes import REVERSE_JSON, told
from ...breadth import breadth
from ...formats import Options
from ...frame import program_lines, seed_runs
from ...latex import bmatrix, of_options
from ...manuscript import PAINTED, Manuscript, colours, preamble
from ...number import is_array, outline
from ...sheet import Cell as Text
from ...sheet import Sheet
from ...tabular import Column, figures, heading
from ...tex import FIT, MACRO, comment
from ..sheet import Cell, Grid, Grids
from ..task import TITLES, command, heading_trace, tasks
from . import BOTH, KEY, SHEET, ExerciseFormat

PACKAGES = ("amsmath", "array", "booktabs", "graphicx", "xcolor")
LINE = r"\rule{%.1fcm}{0.4pt}"
NUMBER, ENTRY, RULE, SHORT_RULE = LINE % 1.6, LINE % 0.9, LINE % 4.2, LINE % 3.0
"""Lines to write a number, an entry of an array, or a rule on."""

NAME_LINE = LINE % 6.0
FORMULA_ROOM = 24.0
"""Em that a formula may take before it is made smaller."""

LONGEST = 24
"""Rows of the longest table that is kept together."""

STRUT = r"\rule{0pt}{4.2ex}"
"""Makes a row high enough to be written in."""


def render(exercise: Exercise, part: str, options: Options) -> Iterator[str]:
    """The sheet, the key, or both. Raises AdtraceError (notation, language)."""
    first = comment(without_comments(exercise.text).split("\n")[0])[:70]
    yield f"% Exercise: {first}\n% In the preamble: \\usepackage{{{','.join(PACKAGES)}}}\n"
    if options.standalone:
        yield preamble(PACKAGES, "a4paper,margin=2cm")
    for each in (SHEET, KEY):
        if part in (each, BOTH):
            yield "\\clearpage\n" if each == KEY and part == BOTH else ""
            yield from Part(exercise, each, options).lines()
    if options.standalone:
        yield "\\end{document}\n"


class Part:
    """The sheet or the key."""

    def __init__(self, exercise: Exercise, part: str, options: Options) -> None:
        self.exercise, self.part, self.options, self.say = exercise, part, options, options.say
        self.manuscript = Manuscript(heading_trace(exercise, part), options)
        self.tex, self.notation = self.manuscript.tex, self.manuscript.notation
        self.sheet = Sheet("value", (), self.tex, self.say, options.digits, 0.0, decimal=options.decimal)

    def lines(self) -> Iterator[str]:
        """Title, program and point, what is to be done, and the tables."""
        yield "\\par\\begingroup\n" + colours(PAINTED)
        yield MACRO + "\\setlength{\\parindent}{0pt}\\raggedright\n"
        yield from self.header()
        grids = Grids(self.exercise, lambda trace, sweep: of_options(trace, self.options, sweep), self.say)
        for grid in grids.all():
            yield "\\bigskip\n" + self.seed(grid)
            yield from self.table(grid)
        if self.part == KEY:
            yield "\\medskip\n"
            yield from self.manuscript.warnings(REVERSE_JSON)
        for text in self.tex.legend():
            yield self.manuscript.remark(text)
        yield "\\endgroup\n"

    def header(self) -> Iterator[str]:
        """The title with a line for a name, the program at its point, and what is to be done."""
        words, typed = self.tex.words, program_lines(self.manuscript.trace, self.notation, 80)
        name = rf"\hfill {words(self.say('name'))}~{NAME_LINE}" if self.part == SHEET else ""
        yield rf"{{\large\textbf{{{words(self.say(TITLES[self.part]))}}}}}{name}\par\medskip" + "\n"
        program = (r" \\" + "\n").join(self.tex.typed(text) for text in typed)
        point = self.manuscript.point()
        yield program + (f"\\quad\n{point}" if point else "") + "\\par\n"
        for note in told(self.manuscript.trace.notes, self.say, REVERSE_JSON):
            yield self.manuscript.remark(note)
        if self.part == SHEET:
            yield f"\\smallskip {words(tasks(self.exercise, self.say))}\\par\n"
        elif self.exercise.made_by:
            made = self.tex.typed(command(self.exercise.made_by, self.exercise.mode))
            yield rf"\smallskip {{\footnotesize\color{{adtrace-muted}}{made}\par}}" + "\n"

    def seed(self, grid: Grid) -> str:
        """The seed of a sweep."""
        if grid.trace.mode == "value":
            return ""
        seeds = seed_runs(grid.trace, grid.sweep, of_options(grid.trace, self.options, grid.sweep), self.say)
        runs = "".join(self.manuscript.run(*run) for run in seeds)
        return f"{self.tex.words(self.say('seed'))} {runs}\\par\\nopagebreak\\smallskip\n"

    def table(self, grid: Grid) -> Iterator[str]:
        """One table, made smaller where it is wider than the page; a long one in parts, so that pages can break."""
        columns = [self.column(grid, place) for place in range(len(grid.headings))]
        first, *others = columns
        spec = "@{}" + "".join(column.spec for column in columns) + "@{}"
        heads = " & ".join((self.tex.words(first.heading), *(heading(self.sheet, one) for one in others))) + r" \\"
        for start in range(0, len(grid.rows), LONGEST):
            yield "\\medskip\n" * (start > 0)
            yield f"{FIT}[\\linewidth]{{\\begin{{tabular}}{{{spec}}}\n\\toprule\n{heads}\n\\midrule\n"
            yield from self.rows(grid, columns, range(start, min(start + LONGEST, len(grid.rows))))
            yield "\\addlinespace[4pt]\n" if self.part == SHEET else ""
            yield "\\bottomrule\n\\end{tabular}}\\par\n"

    def rows(self, grid: Grid, columns: Sequence[Column], places: range) -> Iterator[str]:
        """Some lines of a table: those with arrays apart from their neighbours, those with blanks high."""
        for place in places:
            row = grid.rows[place]
            apart = place > places.start and any(is_array(cell.number) for cell in (*row, *grid.rows[place - 1]))
            yield "\\addlinespace[3pt]\n" if apart else ""
            room = STRUT if any(cell.blank for cell in row) and self.part == SHEET else ""
            yield room + " & ".join(column.cells[place].latex for column in columns) + " \\\\\n"

    def column(self, grid: Grid, place: int) -> Column:
        """One column; the numbers of the key are aligned at the decimal sign."""
        title, cells = self.say(grid.headings[place]), [row[place] for row in grid.rows]
        if not all(cell.is_number for cell in cells):
            narrow = len(grid.headings) > 3
            return Column(title, "l", 1, [Text(self.cell(cell, narrow)) for cell in cells])
        if self.part == SHEET or any(is_array(cell.number) for cell in cells):
            return Column(title, "l", 1, [Text(self.cell(cell, narrow=True)) for cell in cells])
        role = grid.headings[place] if grid.headings[place] in PAINTED else ""
        found = figures(self.sheet, title, [cell.number for cell in cells], role)
        return found._replace(cells=[Text(text.latex or "&" * (found.span - 1)) for text in found.cells])

    def cell(self, cell: Cell, narrow: bool) -> str:
        """One cell."""
        blank = cell.blank and self.part == SHEET
        if cell.is_empty:
            return ""
        if cell.is_number:
            return self.room(cell) if blank else self.number(cell)
        lead = f"{cell.lead} = " if cell.lead else ""
        if blank:
            return f"{self.formula(lead)} {SHORT_RULE if narrow else RULE}".strip()
        number = f" = {self.notation.number(cell.number, self.options.digits)}" if cell.in_full else ""
        return " ".join(filter(None, (self.formula(f"{lead}{cell.formula}{number}"), self.muted(cell.words))))

    def formula(self, latex: str) -> str:
        """A formula, made smaller where it is wide; nothing for none."""
        latex = self.tex.math(latex.strip())
        if not latex:
            return ""
        return f"${latex}$" if breadth(latex) < FORMULA_ROOM else rf"{FIT}[0.5\linewidth]{{${latex}$}}"

    def muted(self, words: str) -> str:
        """Words for people."""
        return rf"{{\color{{adtrace-muted}}{self.tex.words(words)}}}" if words else ""

    def number(self, cell: Cell) -> str:
        """A number, a small array as a matrix, or the outline of a larger one."""
        if cell.in_full:
            return self.formula(self.notation.number(cell.number, self.options.digits))
        return self.muted(outline(cell.number, self.options.digits, decimal=self.options.decimal, say=self.say))

    def room(self, cell: Cell) -> str:
        """Room for a number, or for every entry of a small array."""
        entries = cell.entries(ENTRY)
        return f"${bmatrix(entries)}$" if entries else NUMBER


FORMAT = ExerciseFormat("latex", "for documents", render, suffixes=(".tex",), parts=True)
