"""Formulas exactly as rules compute them, to build others from."""

from __future__ import annotations

from ....graph.algebra import Operand
from ....records import Formula
from ..functions import Plain


class PlainFormulas(Plain):
    """Formulas in which nothing is simplified, so that every operation rounds where the row's does."""

    def operand(self, tree: Formula) -> Operand:
        """A formula that rules can calculate with."""
        return Operand(self, tree, tree.shape)


PLAIN = PlainFormulas()
