"""Formulas exactly as rules compute them: nothing is simplified, so that every operation rounds where the row's does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...graph.algebra import Operand
from ...graph.shapes import result_shape
from ...graph.symbols import Formulas, tree_of
from ...records import Formula
from ...rules.table import Operator


class Plain(Formulas):
    """The algebra of formulas, each operation kept."""

    def apply(self, operator: Operator, operands: Sequence[Any], params: Mapping[str, Any]) -> Operand:
        """The formula of the operator applied to formulas and numbers."""
        trees = tuple(tree_of(operand) for operand in operands)
        shape = result_shape(operator, [tree.shape for tree in trees], params)
        given = {key: value for key, value in params.items() if value != operator.params.get(key)}
        return Operand(self, Formula(operator.name, trees, given, shape=shape), shape)


PLAIN = Plain()
