"""The form to fill in, for spreadsheets: a row for every blank. The key has the same rows with the answers."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from ....errors import AdtraceError
from ....records.exercise import FORMULAS, VALUES, Blank, Exercise
from ...formats import Options
from ...formats.csv import Line, cell, text
from . import BOTH, KEY, SHEET, ExerciseFormat

COLUMNS = ("name", "answer")


def render(exercise: Exercise, part: str, options: Options) -> Iterator[str]:
    """The rows. A step that is asked for as a formula and as a number has one row, for the number.

    Raises AdtraceError for both parts at once.
    """
    if part == BOTH:
        raise AdtraceError("a form is either empty or filled in", hint="--part sheet or --part key")
    line = Line()
    writer = csv.writer(line, lineterminator="\n")
    writer.writerow(COLUMNS)
    yield line.text
    for blank in rows(exercise):
        writer.writerow((text(blank.name), answer(blank) if part == KEY else ""))
        yield line.text


def rows(exercise: Exercise) -> list[Blank]:
    """The blanks, but for formulas of steps whose value is asked for, too."""
    numbers = VALUES in exercise.hidden
    return [blank for blank in exercise.blanks if not (numbers and blank.kind == FORMULAS)]


def answer(blank: Blank) -> str:
    """The number of a blank, else its formula."""
    return cell(blank.answer) if blank.answer is not None else text(blank.formula)


FORMAT = ExerciseFormat("csv", "a form to fill in, name,answer", render, suffixes=(".csv",), usual=SHEET)
