"""An exercise on the screen."""

from __future__ import annotations

from collections.abc import Iterator

from ....records import Number
from ....records.exercise import Exercise
from ....records.notes import REVERSE_JSON, told
from ...console import painted
from ...formats import Options
from ...frame import header, seed_runs
from ...layout import (
    ASCII_RULES,
    LEFT,
    RIGHT,
    UNICODE_RULES,
    Column,
    Line,
    line,
    plain,
    table,
    table_width,
    wrapped,
)
from ...layout import Cell as Block
from ...notation import of_options
from ...number import aligned, is_array, lines, matrix
from ..sheet import Cell, Grid, Grids
from ..task import TITLES, command, heading_trace, tasks
from . import BOTH, KEY, SHEET, ExerciseFormat

NUMBER, ENTRY, RULE = "_" * 8, "_" * 5, "_" * 14
"""Room for a number, for an entry of an array, and for a rule."""

ASCII = {"adjoint × local partial": "adjoint * local partial"}
"""Headings that have another spelling on a screen that takes no more than ASCII."""


def render(exercise: Exercise, part: str, options: Options) -> Iterator[str]:
    """The sheet, the key, or one behind the other. Raises AdtraceError (notation, language)."""
    found: list[Line] = []
    for each in (SHEET, KEY):
        if part in (each, BOTH):
            found += [(), *part_lines(exercise, each, options)] if found else part_lines(exercise, each, options)
    return painted(found) if options.colour else (plain(content) + "\n" for content in found)


def part_lines(exercise: Exercise, part: str, options: Options) -> list[Line]:
    """The sheet or the key."""
    trace, say, columns = heading_trace(exercise, part), options.say, max(1, options.width)
    notation = of_options(trace, options)
    title = say(TITLES[part])
    shown = trace._replace(notes=tuple(told(trace.notes, say, REVERSE_JSON)))
    found = header(shown, notation, columns, 0, lambda phrase: title if phrase == "Evaluation" else say(phrase))
    if part == SHEET:
        found += wrapped(line((tasks(exercise, say), "dim")), columns, 2)
    elif exercise.made_by:
        found += wrapped(line((command(exercise.made_by, exercise.mode), "dim")), columns, 2)
    for grid in Grids(exercise, lambda trace, sweep: of_options(trace, options, sweep), say).all():
        found.append(())
        if grid.trace.mode != "value":
            seeds = seed_runs(grid.trace, grid.sweep, of_options(grid.trace, options, grid.sweep), say)
            found += wrapped(line((f"{say('seed')} ", "dim"), seeds), columns, 2)
        found += grid_lines(grid, part, options)
    if part == KEY and trace.warnings:
        from ...report import all_warning_lines

        found += all_warning_lines(
            trace.warnings, trace, columns, unicode=options.unicode, say=say, command=REVERSE_JSON
        )
    return found


def grid_lines(grid: Grid, part: str, options: Options) -> list[Line]:
    """One table; where it is wider than the screen, one block for each of its rows."""
    say, writer = options.say, Writer(part, options)
    shown: list[Column] = []
    for heading, *cells in zip(grid.headings, *grid.rows, strict=True):
        title = heading if options.unicode else ASCII.get(heading, heading)
        side = RIGHT if all(cell.is_number for cell in cells) else LEFT
        shown.append(Column(say(title), writer.column(cells), side))
    rules = UNICODE_RULES if options.unicode else ASCII_RULES
    if table_width(shown) <= max(1, options.width):
        return table(shown, rules)
    return blocks(grid, shown, options)


def blocks(grid: Grid, columns: list[Column], options: Options) -> list[Line]:
    """The rows one below the other, a line for each cell."""
    found: list[Line] = []
    for place, row in enumerate(grid.rows):
        found += [()] if not row[0].is_empty else []
        for column, cell in zip(columns, row, strict=True):
            if cell.is_empty:
                continue
            bare = cell is not row[0] and not cell.lead and not (cell.words and not cell.formula)
            heading = line((f"{column.heading}: ", "dim")) if bare else line()
            first, *rest = [tuple((text.strip() if cell.is_number else text, style) for text, style in content)
                            for content in column.cells[place]]
            indent = "" if cell is row[0] else "  "
            found += wrapped(line(indent, heading, first), max(1, options.width), 4, anywhere=True)
            found += [line(indent, " " * (len(column.heading) + 2), content) for content in rest]
    return found


class Writer:
    """Writes the cells of one part."""

    def __init__(self, part: str, options: Options) -> None:
        self.answers, self.options = part == KEY, options

    def column(self, cells: list[Cell]) -> list[Block]:
        """The cells of a column, numbers aligned at the decimal sign."""
        found = [self.cell(cell) for cell in cells]
        scalars = [
            place for place, cell in enumerate(cells)
            if cell.is_number and not cell.is_empty and not is_array(cell.number) and (self.answers or not cell.blank)
        ]
        texts = aligned([found[place][0][0][0] for place in scalars])
        for place, text in zip(scalars, texts, strict=True):
            found[place] = (line((text, found[place][0][0][1])),)
        return found

    def cell(self, cell: Cell) -> Block:
        """One cell as lines."""
        if cell.is_empty:
            return ((),)
        if cell.words and not cell.formula:
            return (line((cell.words, "dim")),)
        blank = cell.blank and not self.answers
        style = "bold" if cell.blank else ""
        if cell.is_number:
            texts = self.spaces(cell) if blank else self.number(cell.number)
            return tuple(line((text, "" if blank else style)) for text in texts)
        lead = f"{cell.lead} = " if cell.lead else ""
        if blank:
            return (line(lead, RULE),)
        first = line(lead, (cell.formula, style), f" {cell.words}" if cell.words else "")
        if cell.number is None:
            return (first,)
        number, *rest = self.number(cell.number)
        if rest:  # A matrix stands below its formula.
            return (line(first, " ="), *(line((text, style)) for text in (number, *rest)))
        return (line(first, (f" = {number}", style)),)

    def number(self, value: Number) -> list[str]:
        """A number or an array."""
        options = self.options
        return lines(value, options.digits, unicode=options.unicode, decimal=options.decimal, say=options.say)

    def spaces(self, cell: Cell) -> list[str]:
        """Room for a number, or for every entry of a small array."""
        entries = cell.entries(ENTRY)
        if len(cell.shape) == 2 and entries:
            return matrix(entries, unicode=self.options.unicode)
        return [f"[{'  '.join(entries[0])}]"] if entries else [NUMBER]


FORMAT = ExerciseFormat("table", "for the screen", render, suffixes=(".txt",))
