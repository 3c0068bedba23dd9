"""Warnings about operations inside a step: found as ever, and told of the step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ...graph.graph import Graph
from ...lang.printer import Printer
from ..caution import Caution
from ..look import Place
from ..masks import aligned
from .folding import Folding
from .formulas import FoldedFormulas
from .names import FoldedNames


class FoldedCaution(Caution):
    """Looks through the values of a finished run of which some operations are folded."""

    def __init__(self, graph: Graph, values: Sequence[Any], names: FoldedNames, folding: Folding) -> None:
        super().__init__(graph, values, names)
        self.folding = folding
        self.formulas: FoldedFormulas = FoldedFormulas(graph, names, folding)

    def owner(self, node: int) -> str:
        """The name of the step that a node is, or is inside."""
        return self.names[self.folding.owners[node]] if self.folding.is_inner(node) else super().owner(node)

    def step(self, node: int) -> str:
        """A step with its name; what is inside one with the step's: log(x - 3) in y."""
        if not self.folding.is_inner(node):
            return super().step(node)
        return f"{self.named(node)} in {self.names[self.folding.owners[node]]}"

    def named(self, node: int) -> str:
        """The operation with its operands; where that is long, by its operator."""
        if not self.folding.is_inner(node):
            return super().named(node)
        text = Printer().text(self.formulas.operand(node))
        operator = self.graph.operators[node]
        return text if len(text) <= 60 or operator is None else operator.spelled

    def operands(self, node: int, place: Place, *, every: bool = False) -> Iterator[tuple[str, float]]:
        """Operands' values at a place; those inside the step by their formulas."""
        if not (self.folding.is_inner(node) or node in self.folding.folds):
            yield from super().operands(node, place, every=every)
            return
        for arg in dict.fromkeys(self.graph.args[node]):
            if not (every or self.graph.varies[arg]):
                continue
            value, text = self.values[arg], self.names.get(arg) or self.named(arg)
            if not hasattr(value, "shape"):
                yield text, float(value)
            elif place:
                index = aligned(place, value.shape)
                text = text if arg in self.names else f"({text})"
                yield f"{text}[{', '.join(map(str, index))}]", float(value[index])
