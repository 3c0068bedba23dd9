"""The list of marks for spreadsheets: a row for each answer, its score, and the verdict on every number.

Numbers have a point whatever the language. A text that a spreadsheet would run as a formula begins with an apostrophe.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator

from ...records.marks import OUTCOMES, Marking
from ..feedback import NOT_MARKED, Feedback
from ..formats import Options
from ..formats.csv import Line, text
from ..number import machine
from ..verdicts import WORDS
from . import MarksFormat

COLUMNS = ("answer", "points", "of", *(WORDS[each] for each in OUTCOMES), "reason")
"""What stands in front of the verdicts, whose columns are called after the numbers: "verdict w3_bar"."""


def render(marking: Marking, options: Options) -> Iterator[str]:
    """The rows."""
    line = Line()
    writer = csv.writer(line, lineterminator="\n")
    writer.writerow([*COLUMNS, *(f"verdict {one.name}" for one in marking.expected)])
    yield line.text
    for marked in marking.answers:
        shown = Feedback(marking, marked, options)
        counts = [str(marked.counts[each]) if marked.is_read else "" for each in OUTCOMES]
        verdicts = [WORDS[mark.outcome] for mark in marked.marks] or [NOT_MARKED] * len(marking.expected)
        points = [machine(marked.score) if marked.is_read else NOT_MARKED, machine(marking.out_of)]
        writer.writerow([text(shown.name), *points, *counts, text(shown.reason()), *verdicts])
        yield line.text


FORMAT = MarksFormat("csv", "a row for each answer, for spreadsheets", render, suffixes=(".csv",))
