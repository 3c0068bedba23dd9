"""Typeset pieces put together: lines, stacks, matrices and numbers, with their sizes, in points.

A block lies on a baseline at (0, 0), y pointing down, and knows how far it reaches; where it is drawn, and in which
colour, is not its business.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from . import number, typeset
from .latex import bmatrix, number_latex
from .typeset import EM, Piece

AXIS = 0.26
"""Height of the mathematical axis, on which brackets are centred, in em."""

FULL_VECTOR, FULL_SIDE = 6, 4
"""The largest vector, and the largest matrix, whose entries are drawn."""

CAPITAL, TAIL = 0.72, 0.22
"""What a line of text reaches above and below its baseline, in em: lines of one size are set at one distance."""

MATHEMATICS, WORDS = "mathematics", "words"
Written = tuple[str, str]
"""A kind and a text: LaTeX mathematics, or words."""

Bar = tuple[float, float, float, float]
"""A filled rectangle: x, y, width, height."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece, where it stands, and its font size."""

    piece: Piece
    x: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Block:
    """Parts and bars, and the box that they take; `source` is what they were typeset from, as LaTeX or as words."""

    width: float
    ascent: float
    descent: float
    parts: tuple[Part, ...] = ()
    bars: tuple[Bar, ...] = ()
    source: tuple[Written, ...] = ()

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.ascent + self.descent

    def moved(self, x: float, y: float) -> tuple[tuple[Part, ...], tuple[Bar, ...]]:
        """Its parts and bars, moved."""
        parts = tuple(Part(part.piece, part.x + x, part.y + y, part.size) for part in self.parts)
        return parts, tuple((left + x, top + y, width, height) for left, top, width, height in self.bars)


def mathematics(latex: str, size: float) -> Block:
    """A formula on one line."""
    return _line(typeset.formula(latex), size, (MATHEMATICS, latex))


def words(text: str, size: float) -> Block:
    """Words on one line."""
    return _line(typeset.words(text), size, (WORDS, text))


def _line(piece: Piece, size: float, written: Written) -> Block:
    scale = size / EM
    ascent, descent = max(piece.ascent * scale, CAPITAL * size), max(piece.descent * scale, TAIL * size)
    return Block(piece.width * scale, ascent, descent, (Part(piece, 0, 0, size),), (), (written,))


def beside(blocks: Sequence[Block], gap: float) -> Block:
    """Blocks on one baseline, from left to right."""
    parts: list[Part] = []
    bars: list[Bar] = []
    x = 0.0
    for block in blocks:
        more, lines = block.moved(x, 0)
        parts.extend(more)
        bars.extend(lines)
        x += block.width + gap
    ascent = max((block.ascent for block in blocks), default=0)
    descent = max((block.descent for block in blocks), default=0)
    between: tuple[Written, ...] = ((WORDS, " "),) if gap else ()
    source = tuple(each for block in blocks for each in (*between, *block.source))[len(between) :]
    return Block(max(0.0, x - gap), ascent, descent, tuple(parts), tuple(bars), source)


def scalar(value: float, digits: int, size: float, decimal: str = number.POINT) -> Block:
    """A number."""
    if hasattr(value, "nearest"):
        from .exact import standing

        return mathematics(standing(value, digits, decimal, "latex"), size)
    text = number.people(value, digits)
    plain = text.lstrip("-").replace(".", "").isdecimal()
    written = MATHEMATICS, number_latex(text, decimal)
    shown = typeset.plain_number(number.localised(text, decimal)) if plain else typeset.formula(written[1])
    return _line(shown, size, written)


def value(content: Any, digits: int, size: float, decimal: str = number.POINT) -> Block:
    """A number or an array: small arrays entry by entry, larger ones by their Euclidean norm."""
    if not number.is_array(content):
        return scalar(content, digits, size, decimal)
    if not in_full(content):
        import numpy as np

        length = scalar(float(np.linalg.norm(np.ravel(content))), digits, size, decimal)
        return beside([mathematics(r"\Vert\cdot\Vert =", size), length], size / 4)
    rows = number.rows_of(content)
    decimals = matrix([[scalar(float(entry), digits, size, decimal) for entry in row] for row in rows], size)
    if getattr(content, "numbers", None) is None:
        return decimals
    from .exact import entry, has_forms

    exact = matrix([[mathematics(entry(one, digits, decimal, "latex"), size) for one in row] for row in rows], size)
    return beside([exact, mathematics("=", size), decimals], size / 2) if has_forms(content, digits) else exact


def in_full(array: Any) -> bool:
    """Whether an array is drawn entry by entry."""
    if array.ndim == 1:
        return bool(0 < array.size <= FULL_VECTOR)
    return bool(array.ndim == 2 and array.size and max(array.shape) <= FULL_SIDE)


def matrix(rows: Sequence[Sequence[Block]], size: float) -> Block:
    """Rows of blocks in square brackets, every column flush right, centred on the mathematical axis."""
    gap, pitch, foot, line = 0.6 * size, 1.3 * size, 0.22 * size, 0.07 * size
    widths = [max(block.width for block in column) for column in zip(*rows, strict=True)]
    inner = foot + line
    width = 2 * inner + sum(widths) + gap * (len(widths) - 1)
    half = pitch * len(rows) / 2
    axis = -AXIS * size
    parts: list[Part] = []
    for level, row in enumerate(rows):
        right = inner
        for block, column in zip(row, widths, strict=True):
            right += column
            parts.extend(block.moved(right - block.width, axis - half + pitch * (level + 0.5) + 0.33 * size)[0])
            right += gap
    top, high = axis - half, 2 * half
    bars = tuple(
        bar
        for x, feet in ((0.0, 0.0), (width - line, width - foot))
        for bar in ((x, top, line, high), (feet, top, foot, line), (feet, top + high - line, foot, line))
    )
    written = bmatrix([["".join(text for _, text in block.source) for block in row] for row in rows])
    return Block(width, half - axis, half + axis, tuple(parts), bars, ((MATHEMATICS, written),))
