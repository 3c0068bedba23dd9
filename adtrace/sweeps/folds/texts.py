"""Formulas and rules of folds of scalars as text, by the million: folds of one structure differ in names only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...graph.graph import Graph
from ...lang.printer import Printer
from ..paths import Flow
from ..texts import OWN, SHAPES, SLOTS, Template, Texts
from .folding import Fold, Folding, differentiable_operands
from .formulas import FoldedFormulas
from .names import FoldedNames

INNER, OPERAND = "inner", "operand"


class FoldedTexts(Texts):
    """The texts of the steps of one graph."""

    def __init__(self, graph: Graph, names: FoldedNames, printer: Printer, folding: Folding) -> None:
        super().__init__(graph, names, printer)
        self.folding, self.folds = folding, folding.folds

    def operands(self, node: int) -> Sequence[int]:
        """What a step takes from outside."""
        fold = self.folds.get(node)
        return self.graph.args[node] if fold is None else fold.operands

    def template_of(self, node: int) -> Template | None:
        """The template of a step; None for arrays, and for operators and constants that need more than one."""
        fold = self.folds.get(node)
        if fold is None:
            return super().template_of(node)
        key = self.structure(fold)
        if key is None:
            return None
        found = self.templates.get(key)
        if found is None and len(self.templates) < SHAPES:
            found = self.templates[key] = self.folded(fold)
        return found

    def structure(self, fold: Fold) -> Any:
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

    def folded(self, fold: Fold) -> Template:
        """Print the texts of this fold's kind."""
        count = len(fold.operands)
        slots = {operand: chr(SLOTS + place) for place, operand in enumerate(fold.operands)} | {fold.head: chr(OWN)}
        formulas = FoldedFormulas(self.graph, slots, self.folding)
        varying = differentiable_operands(self.graph, fold)
        pulls: list[tuple[str, str, str] | None] = [None] * count
        for operand in varying:
            pulls[operand] = self.in_sums(formulas.adjoint_rule(fold.head, operand), count)
        return Template(
            self.slotted(self.printer.text(formulas.value(fold.head)), count),
            self.slotted(self.printer.text(formulas.tangent_rule(fold.head, varying)), count) if varying else "",
            tuple(pulls),
        )

    def filled(self, text: str, node: int) -> str:
        """A template's text for this step."""
        return text.format(*map(self.name, self.operands(node)), self.name(node))

    def tangent(self, node: int, tangents: Sequence[Flow]) -> str | None:
        """A step's tangent rule; None where there is no template, or an operand has no path from the seed."""
        fold = self.folds.get(node)
        if fold is None:
            return super().tangent(node, tangents)
        template = self.template(node)
        if template is None or any(tangents[operand] is None for operand in fold.operands):
            return None
        return self.filled(template.tangent, node)
