"""The rows of a sweep as cells of a LaTeX document: formulas, numbers, matrices and words, and how wide they are."""

from __future__ import annotations

from collections.abc import Sequence

from ..named import Record
from ..records import Number
from .breadth import breadth
from .languages import Speaker
from .latex import bmatrix, figure, matrix
from .layout import Line
from .number import POINT, is_array, is_small, outline, rows_of
from .rows import Row, Use
from .tex import Tex

RESULTS = {"forward": "tangent", "reverse": "adjoint", "value": "value"}


class Cell(Record):
    """A cell: its LaTeX, of an aligned number with the ampersand at the decimal sign, and its width in em."""

    latex: str = ""
    width: float = 0.0


class Sheet(Record):
    """The rows of a sweep, and how they are to be written.

    room  em that a line of the page has
    left_out, before  how many steps are not among the rows, and in front of which row they would stand
    """

    mode: str
    rows: Sequence[Row]
    tex: Tex
    say: Speaker
    digits: int
    room: float
    left_out: int = 0
    before: int = 0
    decimal: str = POINT

    @property
    def result(self) -> str:
        """What the sweep computes: tangent, adjoint or value."""
        return RESULTS[self.mode]

    def formula(self, content: Line, before: str = "") -> Cell:
        """A formula in mathematics, its tangents and adjoints in their colours; `before` it an equals or plus sign."""
        latex = self.tex.math(before + "".join(self.painted(text, style) for text, style in content))
        return Cell(f"${latex}$", breadth(latex)) if latex else Cell()

    def painted(self, text: str, style: str) -> str:
        """A run of a formula in its colour."""
        role = next((role for role in ("tangent", "adjoint") if role in style.split()), "")
        return rf"{{\color{{adtrace-{role}}}{text}}}" if role else text

    def words(self, text: str) -> Cell:
        """Muted words."""
        text = text.strip()
        return Cell(rf"{{\color{{adtrace-muted}}{self.tex.words(text)}}}", 0.55 * len(text)) if text else Cell()

    def aside(self, latex: str) -> Cell:
        """A muted formula."""
        latex = self.tex.math(latex)
        return Cell(rf"{{\color{{adtrace-muted}}${latex}$}}", breadth(latex)) if latex else Cell()

    def number(self, value: Number) -> Cell:
        """A number, a small array as a matrix, or the outline of a larger one."""
        if value is None:
            return Cell()
        if not is_array(value):
            text = self.written(value)
            return Cell(f"${self.tex.math(text)}$", breadth(text))
        if not is_small(value):
            return self.words(outline(value, self.digits, decimal=self.decimal, say=self.say))
        if getattr(value, "numbers", None) is not None:
            latex = matrix(value, self.digits, self.decimal)
            return Cell(f"${self.tex.math(latex)}$", breadth(latex))
        texts = [[self.written(entry) for entry in row] for row in rows_of(value)]
        width = sum(max(map(breadth, column)) + 1.1 for column in zip(*texts, strict=True))
        return Cell(f"${self.tex.math(bmatrix(texts))}$", width + 0.6)

    def written(self, value: float) -> str:
        """A number in LaTeX."""
        return figure(value, self.digits, self.decimal)


def joined(*cells: Cell) -> Cell:
    """Cells one behind the other."""
    found = [cell for cell in cells if cell.latex]
    return Cell(" ".join(cell.latex for cell in found), sum(cell.width for cell in found) + 0.34 * (len(found) - 1))


def sign_of(row: Row, use: Use) -> str:
    """What stands in front of a term: equals, and plus from the second term of a sum on."""
    return "{}+" if use.sign == "+ " else "{}="
