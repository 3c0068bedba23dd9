"""A pattern as SVG: a square for every entry, the sweep it is read from by colour and number; rows and columns by name.

A pattern that is too large for names and numbers is drawn as dots; several entries share a dot where it is larger yet.
"""

from __future__ import annotations

from functools import reduce
from operator import or_

from ...graph.shapes import size
from ...records.sparsity import Sparsity, bits, places
from .. import compose
from ..canvas import Canvas
from ..compose import Block
from ..formats import Options
from ..shapes import CENTRE, RIGHT, Rounded
from .words import Words, index

MARGIN, HEAD, LINE = 24.0, 70.0, 20.0
TITLE, TEXT, SMALL = 16.0, 13.0, 11.0
NAMED = 32
"""Rows and columns up to which each has its name and every entry its number."""
CELL, FIELD = 24.0, 640.0
"""The side of an entry with a number; the most that a pattern without names takes."""
DOTS = 320
"""Dots across or down; of more entries, several share one."""
WIDEST = 72.0
"""The widest column."""
GROUPS = ("tangent", "adjoint", "input-rim", "output-rim", "muted")
"""Colours of groups in turn; the number tells them apart."""


def sparsity_picture(report: Sparsity, options: Options) -> str:
    """The SVG."""
    return Picture(report, options).svg()


class Picture(Words):
    """One picture in progress.

    left, top    where the field of entries begins; `cell`, how wide an entry is, and `across`, how many share one
    """

    def __init__(self, report: Sparsity, options: Options) -> None:
        super().__init__(report, options._replace(unicode=True))
        self.canvas = Canvas(options.scheme)
        pattern = self.pattern
        self.is_named = max(pattern.height, pattern.width) <= NAMED
        self.left, self.top, self.across = MARGIN, HEAD, 1
        self.cell = self.tall = CELL
        if self.is_named:
            widest = max((one.width for one in map(self.label, self.columns())), default=0.0)
            self.cell = min(max(CELL, widest + 10), WIDEST)
            self.left += 10 + max((compose.words(name, TEXT).width for name in self.names(pattern.rows)), default=0.0)
            self.top += 36 if any(pattern.columns.values()) else 20
        else:
            side = max(pattern.height, pattern.width)
            self.across = -(-side // DOTS)
            self.cell = self.tall = min(FIELD / -(-side // self.across), 12.0)

    def columns(self) -> list[str]:
        """What stands above every column: the name of a number, the place of an array's element."""
        return [index(place).strip("[]") or self.notation.name(name) for name, place in places(self.pattern.columns)]

    def label(self, text: str) -> Block:
        """A label, cut where it is wider than the widest cell."""
        block = compose.words(text, SMALL)
        while block.width > WIDEST - 8 and len(text) > 2:
            text = text[:-2] + "…"
            block = compose.words(text, SMALL)
        return block

    def svg(self) -> str:
        """The whole picture."""
        pattern, across, canvas = self.pattern, self.across, self.canvas
        wide, tall = -(-pattern.width // across) * self.cell, -(-pattern.height // across) * self.tall
        title, texts = compose.words(self.title(), TITLE), [self.program(), *self.sentences()]
        program, *sentences = [compose.words(text, TEXT) for text in texts]
        width = max(self.left + wide, *(MARGIN + text.width for text in (title, program, *sentences))) + MARGIN
        height = self.top + tall + 16 + LINE * len(sentences) + MARGIN / 2
        canvas.shape(Rounded(0.5, 0.5, width - 1, height - 1, 8), 1, fill="card", stroke="rim")
        canvas.block(title, MARGIN, 32, "ink")
        canvas.block(program, MARGIN, 54, "muted")
        canvas.shape(Rounded(self.left, self.top, wide, tall, 0), 1, fill="band", stroke="line")
        if self.is_named:
            self.headings()
            self.entries()
        else:
            self.dots()
        for place, text in enumerate(sentences):
            canvas.block(text, MARGIN, self.top + tall + 26 + LINE * place, "ink" if place == 1 else "muted")
        return canvas.finish(width, height, f"{self.title()}: {texts[0]}")

    def program(self) -> str:
        """The program on one line, cut where it is long."""
        flat = "; ".join(part.strip() for part in self.report.trace.expression.split("\n") if part.strip())
        return flat if len(flat) <= 72 else flat[:71] + "…"

    def sentences(self) -> list[str]:
        """What stands beneath the picture."""
        found = [self.extent(), *map(self.saving, self.report.groups)]
        if self.is_named and self.saves():
            found.append(self.say("the number of an entry is that of the sweep it is read from"))
        if self.across > 1:
            phrase = self.say("a dot stands for {columns} columns and {rows} rows")
            found.append(phrase.format(columns=self.across, rows=self.across))
        return found

    def headings(self) -> None:
        """The names of rows and columns."""
        canvas = self.canvas
        for i, name in enumerate(self.names(self.pattern.rows)):
            label = compose.words(name, TEXT)
            canvas.block(label, self.left - 8 - label.width, self.top + (i + 0.5) * self.tall + 4.5, "ink", RIGHT)
        for j, text in enumerate(self.columns()):
            label = self.label(text)
            x = self.left + (j + 0.5) * self.cell - label.width / 2
            canvas.block(label, x, self.top - 8, "ink", CENTRE)
        first = 0
        for name, shape in self.pattern.columns.items():
            count = size(shape)
            if shape and count:
                label = compose.words(self.notation.name(name), TEXT)
                x = self.left + (first + count / 2) * self.cell - label.width / 2
                canvas.block(label, x, self.top - 26, "ink", CENTRE)
            first += count

    def entries(self) -> None:
        """A square for every entry, with the number of its sweep."""
        canvas, saves = self.canvas, self.saves()
        rows, columns = self.names(self.pattern.rows), self.names(self.pattern.columns)
        for i, row in enumerate(self.pattern.entries):
            for j in bits(row):
                mark = self.marks[i, j]
                role = GROUPS[(mark - 1) % len(GROUPS)] if saves else "muted"
                x, y = self.left + j * self.cell, self.top + i * self.tall
                canvas.open(self.notation.total(rows[i], columns[j]))
                canvas.shape(Rounded(x + 2, y + 2, self.cell - 4, self.tall - 4, 3), fill=role)
                if saves:
                    label = compose.words(str(mark), TEXT)
                    canvas.block(label, x + (self.cell - label.width) / 2, y + self.tall / 2 + 4.5, "card", CENTRE)
                canvas.close()

    def dots(self) -> None:
        """A dot where there is an entry; neighbours in a row are one shape. There is no room for numbers."""
        pattern, across = self.pattern, self.across
        mask = (1 << across) - 1
        for top in range(0, pattern.height, across):
            row = reduce(or_, pattern.entries[top : top + across])
            dots = [first // across for first in range(0, pattern.width, across) if row >> first & mask]
            for start, count in runs(dots):
                x, y = self.left + start * self.cell, self.top + top // across * self.cell
                self.canvas.shape(Rounded(x, y, count * self.cell, self.cell, 0), fill="ink")


def runs(places: list[int]) -> list[tuple[int, int]]:
    """Where a run of neighbours begins, and how many they are."""
    found: list[tuple[int, int]] = []
    for place in places:
        if found and sum(found[-1]) == place:
            found[-1] = found[-1][0], found[-1][1] + 1
        else:
            found.append((place, 1))
    return found
