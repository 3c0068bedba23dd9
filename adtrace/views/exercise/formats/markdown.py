"""An exercise as Markdown: GitHub's tables, with mathematics between dollar signs."""

from __future__ import annotations

from collections.abc import Iterator

from ....records import Number
from ....records.exercise import Exercise
from ....records.notes import REVERSE_JSON, told
from ...formats import Options
from ...formats.markdown import WIDEST, Page, line_of
from ...frame import program_lines, seed_runs
from ...github import code, math, plain, program
from ...latex import bmatrix, of_options
from ..sheet import Cell, Grid, Grids
from ..task import TITLES, command, heading_trace, tasks
from . import BOTH, KEY, SHEET, ExerciseFormat

NUMBER, RULE = r"\_" * 8, r"\_" * 14
"""Lines to write a number or a rule on."""

ENTRY = r"\square"
"""What stands in the place of an array's entry."""


def render(exercise: Exercise, part: str, options: Options) -> Iterator[str]:
    """The sheet, the key, or one behind the other. Raises AdtraceError (notation, language)."""
    for each in (SHEET, KEY):
        if part in (each, BOTH):
            yield "\n" if each == KEY and part == BOTH else ""
            yield from Part(exercise, each, options).lines()


class Part:
    """The sheet or the key as a page."""

    def __init__(self, exercise: Exercise, part: str, options: Options) -> None:
        self.exercise, self.part, self.options = exercise, part, options
        self.page = Page(heading_trace(exercise, part), options)

    def lines(self) -> Iterator[str]:
        """Title, program and point, what is to be done, and the tables."""
        exercise, options, say = self.exercise, self.options, self.options.say
        yield f"### {say(TITLES[self.part])}\n\n"
        typed = program_lines(self.page.trace, self.page.notation, WIDEST)
        point = self.page.point()
        yield f"{code(typed[0])} {point}\n" if len(typed) == 1 else f"{program(typed)}\n{point}\n"
        for note in told(self.page.trace.notes, say, REVERSE_JSON):
            yield f"\n{plain(note)}\n"
        if self.part == SHEET:
            yield f"\n{plain(tasks(exercise, say))}\n"
        elif exercise.made_by:
            yield f"\n{code(command(exercise.made_by, exercise.mode))}\n"
        for grid in Grids(exercise, lambda trace, sweep: of_options(trace, options, sweep), say).all():
            if grid.trace.mode != "value":
                seeds = seed_runs(grid.trace, grid.sweep, of_options(grid.trace, options, grid.sweep), say)
                shown = "".join(plain(text) if style == "dim" else math(text) for text, style in seeds)
                yield f"\n{say('seed')} {shown}\n"
            yield from self.table(grid)
        if self.part == KEY:
            yield from self.page.warnings(REVERSE_JSON)

    def table(self, grid: Grid) -> Iterator[str]:
        """One table."""
        say = self.options.say
        yield "\n" + line_of([plain(say(heading)) for heading in grid.headings])
        yield line_of(["---:" if heading in ("value", "tangent", "adjoint") else "---" for heading in grid.headings])
        for row in grid.rows:
            yield line_of([self.cell(cell) for cell in row])

    def cell(self, cell: Cell) -> str:
        """One cell."""
        blank = cell.blank and self.part == SHEET
        if cell.is_empty:
            return ""
        if cell.is_number:
            return self.room(cell) if blank else self.bold(cell, self.number(cell.number))
        lead = f"{cell.lead} =" if cell.lead else ""
        if blank:
            return f"{math(lead)} {RULE}".strip()
        number = f" = {self.page.notation.number(cell.number, self.options.digits)}" if cell.in_full else ""
        return " ".join(filter(None, (math(f"{lead} {cell.formula}{number}"), plain(cell.words))))

    def number(self, value: Number) -> str:
        """A number as text; a small array as a matrix."""
        return self.page.number(value)

    def bold(self, cell: Cell, text: str) -> str:
        """An answer in bold, where it is no mathematics."""
        return f"**{text}**" if cell.blank and not text.startswith("$") else text

    def room(self, cell: Cell) -> str:
        """Room for a number, or for every entry of a small array."""
        entries = cell.entries(ENTRY)
        return math(bmatrix(entries)) if entries else NUMBER


FORMAT = ExerciseFormat("markdown", "for GitHub and other pages", render, suffixes=(".md", ".markdown"))
