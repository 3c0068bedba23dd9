"""Step records of a graph of which some operations are folded: from the columns of the same sweeps."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import Any

from ...graph.graph import Graph
from ...lang.printer import Printer
from ...records import Formula, Step
from ..contributions import Contribution
from ..local import differentiable, pull
from ..paths import Flow, add
from ..steps import Recorder
from ..texts import Texts
from ..uses import Uses
from .folding import Fold, Folding, differentiable_operands
from .formulas import FoldedFormulas
from .names import FoldedNames
from .texts import FoldedTexts

STATEMENT = "statement"
"""What the operation of a step is called that is no call."""


class FoldedRecorder(Recorder):
    """Makes the steps."""

    is_plain = False

    def __init__(
        self, graph: Graph, names: FoldedNames, values: Sequence[Any] | None, printer: Printer, folding: Folding
    ) -> None:
        super().__init__(graph, names, values, printer)
        self.names: FoldedNames = names
        self.folding, self.folds = folding, folding.folds
        self.formulas: FoldedFormulas = FoldedFormulas(graph, names, folding)
        self.paths: dict[int, list[int]] = {}
        self.last: tuple[int, Flow, dict[int, Flow]] = (-1, None, {})

    @cached_property
    def texts(self) -> Texts:
        """The texts of steps by the million."""
        return FoldedTexts(self.graph, self.names, self.printer, self.folding)

    @cached_property
    def uses(self) -> Uses:
        """The uses of every node by steps."""
        return FoldedUses(self.graph, self.folding)

    def differentiable(self, node: int) -> list[int]:
        """The operands of a step that a derivative is taken with respect to."""
        fold, graph = self.folds.get(node), self.graph
        if fold is None:
            return [place for place in range(len(graph.args[node])) if differentiable(graph, node, place)]
        if node not in self.paths:
            self.paths[node] = differentiable_operands(graph, fold)
        return self.paths[node]

    def pulled(self, fold: Fold, adjoint: Flow) -> dict[int, Flow]:
        """What a step's adjoint gives to each of its operands, by way of the operations inside: as the sweep pulls."""
        if self.last[0] == fold.head and self.last[1] is adjoint:
            return self.last[2]
        assert self.values is not None
        graph, values, flows = self.graph, self.values, {fold.head: adjoint}
        for node in reversed(fold.nodes):
            flow = flows.pop(node, None)
            if flow is None:
                continue
            for place, arg in enumerate(graph.args[node]):
                if differentiable(graph, node, place):
                    flows[arg] = add(flows.get(arg), pull(graph, values, node, place, flow)[1])
        self.last = fold.head, adjoint, flows
        return flows

    def slope(self, fold: Fold, operand: int) -> float:
        """The local partial of a step of scalars; 0 where there is no path."""
        flow = self.pulled(fold, 1.0).get(fold.operands[operand])
        return 0.0 if flow is None else float(flow)

    def passes(self, consumer: int, operand: int, node: int, adjoint: Flow) -> bool:
        """Whether anything flows through a use."""
        if consumer not in self.folds:
            return super().passes(consumer, operand, node, adjoint)
        return self.given(consumer, operand, node, adjoint)[1] is not None

    # What a step is made of

    def _contributing(self, node: int, tangents: Sequence[Flow] | None) -> list[int]:
        if node not in self.folds:
            return super()._contributing(node, tangents)
        fold, places = self.folds[node], self.differentiable(node)
        if tangents is None or not self.formulas.is_scalar(node):
            return places
        return [
            place for place in places
            if tangents[fold.operands[place]] is not None or math.isfinite(self.slope(fold, place))
        ]

    def contributions(self, node: int, adjoints: Sequence[Flow] | None, seed: Flow) -> list[Contribution]:
        """What every use gave to a node's adjoint."""
        uses = self.uses_of(node)
        if adjoints is None:
            return [Contribution(*use) for use in uses if self.reached.nodes[use[0]]]
        found, total = [], seed
        for consumer, operand in uses:
            adjoint = adjoints[consumer]
            if adjoint is None:
                continue
            slope, given = self.given(consumer, operand, node, adjoint)
            total = add(total, given)
            found.append(Contribution(consumer, operand, slope, given, total))
        return found

    def uses_of(self, node: int) -> list[tuple[int, int]]:
        """(consumer, operand) of the uses of a node, by steps, that a derivative may pass."""
        return [use for use in self.uses.of(node) if use[1] in self.differentiable(use[0])]

    def given(self, consumer: int, operand: int, node: int, adjoint: Flow) -> tuple[Any, Flow]:
        """The local partial, None where the rule is no product, and what a use gives to the node's adjoint."""
        fold = self.folds.get(consumer)
        if fold is None:
            return super().given(consumer, operand, node, adjoint)
        given = self.pulled(fold, adjoint).get(node)
        return (self.slope(fold, operand) if self.formulas.is_scalar(consumer) else None), given

    def has_partial(self, node: int) -> bool:
        """Whether a step's rule is a product with its local partial."""
        return self.formulas.is_scalar(node) if node in self.folds else super().has_partial(node)

    def _step(self, node: int, number: int, rule: Formula | None = None, **derivative: Any) -> Step:
        step = super()._step(node, number, rule, **derivative)
        if node in self.names.aliases:
            return step._replace(tree=step.tree._replace(text=self.graph.names[node]))
        fold = self.folds.get(node)
        if fold is None:
            return step
        return step._replace(op=fold.call or STATEMENT, args=tuple([self.names[operand] for operand in fold.operands]))

    def argument(self, node: int) -> Any:
        """An operand for programs; None for what is inside a step."""
        return None if self.folding.is_inner(node) else super().argument(node)


class FoldedUses(Uses):
    """The uses of every node by steps."""

    def __init__(self, graph: Graph, folding: Folding) -> None:
        super().__init__(graph)
        self.folding = folding

    def of(self, node: int) -> Iterator[tuple[int, int]]:
        """(consumer, operand) of every step that uses a node, the last step first; a fold counts once."""
        folding, found = self.folding, dict[tuple[int, int], None]()
        for consumer, operand in super().of(node):
            head = folding.owners[consumer]
            fold = folding.folds.get(head)
            if fold is not None and node not in fold.operands:
                continue  # It is inside.
            found[head, operand if fold is None else fold.operands.index(node)] = None
        return iter(sorted(found, key=lambda use: (-use[0], use[1])))

    def listed(self, nodes: Sequence[int], most: int) -> tuple[list[int], list[int], list[int]]:
        """The uses of many nodes, one node after the other, of each at most so many: consumers, operands, counts."""
        each = [list(islice(self.of(node), most)) for node in nodes]
        uses = [use for found in each for use in found]
        return [consumer for consumer, _ in uses], [operand for _, operand in uses], list(map(len, each))
