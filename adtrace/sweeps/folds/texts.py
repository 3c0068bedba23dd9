"""Formulas and rules of folds of scalars as text, by the million: folds of one structure differ in names only."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from ...graph.graph import Graph
from ...lang.printer import Printer
from ..texts import Texts
from .folding import Fold, Folding, differentiable_operands
from .formulas import FoldedFormulas
from .names import FoldedNames

INNER, OPERAND = "inner", "operand"


class FoldedTexts(Texts):
    """The texts of the steps of one graph."""

    def __init__(self, graph: Graph, names: FoldedNames, printer: Printer, folding: Folding) -> None:
        super().__init__(graph, names, printer)
        self.folding, self.folds, self.aliases = folding, folding.folds, names.aliases

    @cached_property
    def names(self) -> list[str]:
        """The names of all nodes."""
        found = super().names
        for node, alias in self.aliases.items():
            found[node] = alias
        return found

    @cached_property
    def kinds(self) -> array[int]:
        """By node, the place of its template."""
        kinds = super().kinds
        for head in self.folds:
            kinds[head] = self.kind(head)
        return kinds

    def operands(self, node: int) -> Sequence[int]:
        """What a step takes from outside."""
        fold = self.folds.get(node)
        return super().operands(node) if fold is None else fold.operands

    def passing(self, node: int) -> tuple[bool, ...]:
        """For each operand, whether a derivative is taken with respect to it."""
        fold = self.folds.get(node)
        if fold is None:
            return super().passing(node)
        found = differentiable_operands(self.graph, fold)
        return tuple([place in found for place in range(len(fold.operands))])

    def formulas_of(self, names: Mapping[int, str]) -> FoldedFormulas:
        """The formulas that templates are printed from."""
        return FoldedFormulas(self.graph, names, self.folding)

    def key(self, node: int) -> tuple[Any, ...] | None:
        """What steps have in common whose texts differ in names only; None where there is more to them than that."""
        if node in self.folds:
            return self.structure(self.folds[node])
        return None if self.folding.is_inner(node) else super().key(node)

    def structure(self, fold: Fold) -> tuple[Any, ...] | None:
        """What folds have in common whose texts differ in names only; None where there is more to them than that."""
        graph, folding = self.graph, self.folding
        shapes, literals = graph.shapes, graph.literals
        places = {node: (INNER, place) for place, node in enumerate(fold.nodes)}
        places |= {node: (OPERAND, place) for place, node in enumerate(fold.operands)}
        key: list[Any] = []
        for node in fold.nodes:
            operator, call = graph.operators[node], folding.call_at(node)
            if operator is None or not operator.plain or shapes[node] or graph.params[node] or call is not None:
                return None
            key.append(operator)
            for arg in graph.args[node]:
                if arg in places:
                    key.append(places[arg])
                elif arg in literals and arg not in graph.names and literals[arg][1] and not shapes[arg]:
                    key.append(literals[arg][1])
                else:
                    return None
        return None if any(shapes[operand] for operand in fold.operands) else tuple(key)
