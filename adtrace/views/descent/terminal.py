"""The curve of the loss in a terminal: dots of Braille letters, or stars where there is ASCII only."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ...named import Record
from ..layout import Line, cells, line
from ..number import localised, mark
from .scale import Scale

HEIGHT, WIDEST = 9, 72
"""Lines of the curve, and the most letters that it is wide."""
LABELLED = 2
"""A label on every second line, at most."""

BRAILLE = 0x2800
DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""The bits of the dots of a Braille letter, by row and column."""

Points = Sequence[tuple[float, float]]
"""Steps and losses, by ascending step."""


class Pen(Record):
    """What a curve is drawn with: so many dots in a letter, and the letters of its axes."""

    across: int
    down: int
    tick: str
    edge: str
    corner: str
    foot: str


UNICODE_PEN, ASCII_PEN = Pen(2, 4, "┤", "│", "└", "─"), Pen(1, 1, "+", "|", "+", "-")


def curve_lines(
    points: Points, scale: Scale, columns: int, *, unicode: bool, decimal: str, heading: str, below: str
) -> list[Line]:
    """The curve between its axes.

    heading, below  what stands over the curve, and under its foot
    """
    pen = UNICODE_PEN if unicode else ASCII_PEN
    labels = rows_of_labels(scale, decimal)
    margin = max(map(cells, labels)) + 1
    width = max(min(columns - margin - 3, WIDEST), 8)
    letters = drawn(raster(points, scale, width * pen.across, HEIGHT * pen.down), pen, width)
    found = [line((" " * margin + " " + heading, "dim"))]
    for label, row in zip(labels, letters, strict=True):
        edge = pen.tick if label else pen.edge
        found.append(line((f"{label:>{margin}} {edge}", "dim"), (row.rstrip(), "adjoint")))
    first, last = (localised(mark(step), decimal) for step in (points[0][0], points[-1][0]))
    room = width - cells(first) - cells(last)
    found.append(line((" " * (margin + 1) + pen.corner + pen.foot * width, "dim")))
    found.append(line((" " * (margin + 2) + first + below.center(room)[:room] + last, "dim")))
    return found


def rows_of_labels(scale: Scale, decimal: str) -> list[str]:
    """The label of every line of the curve, "" for most."""
    labels = [""] * HEIGHT
    marks = scale.marks()
    rows = [HEIGHT - 1 - round(scale.share(value) * (HEIGHT - 1)) for value in marks]
    tight = (every for every in range(1, len(rows) + 1) if is_spread(rows[::every]))
    every = next(tight, 1)
    for row, value in zip(rows[::every], marks[::every], strict=True):
        labels[row] = localised(mark(value), decimal)
    return labels


def is_spread(rows: Sequence[int]) -> bool:
    """Whether no two labels stand on neighbouring lines."""
    return all(below - above >= LABELLED for below, above in pairwise(rows))


def raster(points: Points, scale: Scale, width: int, height: int) -> list[tuple[int, int]]:
    """The highest and the lowest dot of the curve in every column, counted from the head."""
    start, length = points[0][0], points[-1][0] - points[0][0] or 1.0
    across, down = (width - 1) / length, height - 1
    places = [(round((step - start) * across), (1 - scale.share(loss)) * down) for step, loss in points]
    dots: list[list[int]] = [[] for _ in range(width)]
    for (left, level), (right, after) in pairwise([places[0], *places]):
        slope = (after - level) / (right - left) if right > left else 0.0
        for column in range(left + 1, right):
            dots[column].append(round(level + slope * (column - left)))
        dots[right].append(round(after))
    known = [found or dots[places[-1][0]] for found in dots]  # Of one step alone, the same everywhere.
    return connected([(min(found), max(found)) for found in known])


def connected(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans, each as long as it takes to meet its neighbours halfway."""
    for column in range(1, len(spans)):
        (top, foot), (after_top, after_foot) = spans[column - 1 : column + 1]
        if after_top > foot + 1:
            middle = (foot + after_top) // 2
            foot, after_top = middle, middle + 1
        elif top > after_foot + 1:
            middle = (after_foot + top) // 2
            after_foot, top = middle, middle + 1
        spans[column - 1 : column + 1] = (top, foot), (after_top, after_foot)
    return spans


def drawn(spans: Sequence[tuple[int, int]], pen: Pen, width: int) -> list[str]:
    """The letters of every line."""
    bits = [[0] * width for _ in range(HEIGHT)]
    for column, (top, foot) in enumerate(spans):
        for dot in range(top, foot + 1):
            place = DOTS[dot % pen.down][column % pen.across] if pen.across > 1 else 1
            bits[dot // pen.down][column // pen.across] |= place
    if pen.across == 1:
        return ["".join("*" if bit else " " for bit in row) for row in bits]
    return ["".join(chr(BRAILLE + bit) if bit else " " for bit in row) for row in bits]
