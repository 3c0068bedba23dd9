"""The ASCII screen: the language itself, for screens that take nothing else."""

from __future__ import annotations

from typing import ClassVar

from ..lang.grammar import PASTED_NAMES
from ..records import Shape
from .layout import visible
from .notation import Notation


class Ascii(Notation):
    """The language itself, on screens that take nothing else; letters beyond ASCII as their code points."""

    unicode: ClassVar[bool] = False

    def literal(self, text: str) -> str:
        """A literal; a pasted letter as the language spells it."""
        return visible(PASTED_NAMES.get(text) or super().literal(text), unicode=False)

    def below(self, sign: str, name: str) -> str:
        """The sign by its name."""
        return super().below({"δ": "delta"}.get(sign, sign), name)

    def fraction(self, of: str, by: str, *, ordinary: bool = False) -> str:
        """A derivative, partial or not."""
        return f"d{of}/d{by}"

    def shape(self, shape: Shape) -> str:
        """A shape: 2x3."""
        return "x".join(map(str, shape)) if shape else "scalar"
