"""Formulae in a page: outlines for the eye, and the same as text for screen readers, searching and copying.

Outlines need no font. A glyph is defined once in the page, and used in tables and drawings alike. Long tables are
written in text only.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .. import compose, number, typeset
from ..canvas import figure, inner, placed, rectangle
from ..compose import Block, Part
from ..formats import Options
from ..typeset import Piece
from .markup import Markup, element, joined

SIZE = 16.0
"""The font size in points at which blocks are typeset: one em of the page."""

DEPTHS = (("m", 0.3), ("m low", 0.7))
"""Classes of formulae by how far they reach below the baseline, in em; what reaches farther is centred."""

FULL = 8
"""Entries of an array that a text alternative lists."""


class Glyphs:
    """The outlines that a page uses, the pieces made of them, and the blocks of several pieces: each defined once."""

    def __init__(self) -> None:
        self.ids: dict[str, str] = {}
        self.pieces: dict[Piece, str] = {}
        self.blocks: dict[str, str] = {}

    def placed(self, part: Part) -> str:
        """A piece at its place."""
        for glyph in part.piece.glyphs:
            if glyph.name not in self.ids and typeset.outline(glyph.name):
                self.ids[glyph.name] = f"g{len(self.ids)}"
        if len(part.piece.glyphs) > 1:
            self.pieces.setdefault(part.piece, f"p{len(self.pieces)}")
        return placed(part, self.pieces, self.ids, "href")

    def block(self, block: Block) -> str:
        """A block's outlines."""
        parts = "".join(map(self.placed, block.parts))
        if len(block.parts) < 2 and not block.bars:
            return parts
        bars = "".join(rectangle(*bar) for bar in block.bars)
        drawn = f'{parts}<path d="{bars}" stroke="none"/>' if bars else parts
        return f'<use href="#{self.blocks.setdefault(drawn, f"b{len(self.blocks)}")}"/>'

    def defined(self) -> Markup:
        """The definitions."""
        found = [f'<path id="{short}" d="{typeset.outline(name)}"/>' for name, short in self.ids.items()]
        found += [f'<g id="{short}">{inner(piece, self.ids, "href")}</g>' for piece, short in self.pieces.items()]
        found += [f'<g id="{short}">{drawn}</g>' for drawn, short in self.blocks.items()]
        return Markup(f'<svg class="glyphs" aria-hidden="true"><defs>{"".join(found)}</defs></svg>' if found else "")


class Maths:
    """Typesets for one page; `outlined` says whether as outlines or as text only."""

    def __init__(self, reader: Options, *, outlined: bool = True) -> None:
        self.reader, self.digits, self.outlined = reader, reader.digits, outlined
        self.glyphs = Glyphs()

    def formula(self, latex: str, text: str, role: str = "") -> Markup:
        """A formula in a colour."""
        return self.block(lambda: compose.mathematics(latex, SIZE), text, role) if text else Markup()

    def number(self, content: Any, role: str = "", *, digits: int | None = None) -> Markup:
        """A number or an array in a colour; nothing in symbols."""
        if content is None:
            return Markup()
        shown = self.digits if digits is None else digits
        decimal = self.reader.decimal
        return self.block(lambda: compose.value(content, shown, SIZE, decimal), self.text(content, shown), role)

    def text(self, content: Any, digits: int) -> str:
        """A number or an array as text: small arrays as nested lists, larger ones by shape, range and norm."""
        decimal = self.reader.decimal

        def written(entry: float) -> str:
            return " ".join(number.lines(entry, digits, decimal=decimal))

        if not number.is_array(content):
            return written(content)
        if content.size > FULL or content.ndim > 2 or not content.size:
            return number.outline(content, digits, decimal=decimal, say=self.reader.say)
        return number.nested(content, written, ", " if decimal == number.POINT else "; ")

    def block(self, typeset_block: Callable[[], Block], text: str, role: str = "") -> Markup:
        """A block with its text alternative."""
        if not self.outlined:
            return element("span", text, class_=f"plain {role}".strip())
        block = typeset_block()
        depth = block.descent / SIZE
        kind, below = next(((name, most) for name, most in DEPTHS if depth <= most), ("m tall", depth))
        drawn = self.drawn(block, below * SIZE)
        return element("span", drawn, element("span", text, class_="text"), class_=f"{kind} {role}".strip())

    def drawn(self, block: Block, below: float) -> Markup:
        """The outlines; `below` is the room under the baseline."""
        height = block.ascent + below
        return Markup(
            f'<svg width="{figure(block.width / SIZE)}em" height="{figure(height / SIZE)}em" viewBox="0 '
            f'{figure(-block.ascent)} {figure(block.width)} {figure(height)}" aria-hidden="true">'
            f"{self.glyphs.block(block)}</svg>"
        )


def is_full(content: Any) -> bool:
    """Whether a number, or every entry of an array, is shown."""
    return not number.is_array(content) or compose.in_full(content)


def equation(*sides: Markup) -> Markup:
    """Sides with equals signs between them; empty ones, and one that repeats the side before it, are left out."""
    kept: list[Markup] = []
    for side in sides:
        if side and (not kept or side != kept[-1]):
            kept.append(side)
    sign = element("span", " = ", class_="eq")
    return joined(*(piece for place, side in enumerate(kept) for piece in ((sign,) if place else ()) + (side,)))
