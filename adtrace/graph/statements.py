"""A graph written out as statements: what has a name, what is used more than once, and what is too deep to read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from ..records import NAME, Formula
from .formulas import GraphFormulas
from .graph import Graph
from .symbols import spelled_out
from .tidy import needed

DEEPEST = 8
"""Operations inside one another that still stand in one statement."""


class Written:
    """The statements that some nodes need.

    ends    these nodes
    named   names of nodes that are statements wherever they are needed
    called  gives a name to another node that needs one
    within  for a node, what some of its operands go by in its formula alone

    order   the nodes that are statements, `names` the name of each, and of the inputs
    """

    def __init__(
        self, graph: Graph, ends: Collection[int], named: Mapping[int, str], called: Callable[[int], str],
        within: Mapping[int, Mapping[int, str]],
    ) -> None:
        self.graph = graph
        self.names: dict[int, str] = {node: graph.names[node] for node in graph.inputs}
        self.order: list[int] = []
        self._choose(ends, named, called)
        self.formulas = Nested(graph, self.names, within)

    def _choose(self, ends: Collection[int], named: Mapping[int, str], called: Callable[[int], str]) -> None:
        """Decide which nodes are statements, and what they are called."""
        graph, needs = self.graph, needed(self.graph, ends)
        uses, levels = [0] * len(graph), [0] * len(graph)
        for node in range(len(graph)):
            for arg in graph.args[node] if needs[node] else ():
                uses[arg] += 1
        for node in range(len(graph)):
            if not needs[node] or graph.operators[node] is None:
                continue
            levels[node] = 1 + max([levels[arg] for arg in graph.args[node]], default=0)
            if node in named or uses[node] > 1 or levels[node] > DEEPEST:
                self.names[node] = named.get(node) or called(node)
                levels[node] = 0
                self.order.append(node)

    def formula(self, node: int) -> Formula:
        """What a node is computed from."""
        return self.formulas.value(node)

    def operand(self, node: int) -> Formula:
        """A node inside another statement: its name, or a constant."""
        if node in self.names:
            return Formula(NAME, text=self.names[node], shape=self.graph.shapes[node])
        return self.formulas.constant(node)


class Nested(GraphFormulas):
    """Formulas in which operations without a name stand inside those that use them."""

    def __init__(self, graph: Graph, names: Mapping[int, str], within: Mapping[int, Mapping[int, str]]) -> None:
        super().__init__(graph, names)
        self.within = within

    def value(self, node: int) -> Formula:
        """An operation on its operands."""
        found = super().value(node)
        within = self.within.get(node)
        if within is None:
            return found
        args = zip(self.graph.args[node], found.args, strict=True)
        return found._replace(args=tuple([
            arg._replace(text=within[operand]) if operand in within and arg.op == NAME else arg for operand, arg in args
        ]))

    def constant(self, node: int) -> Formula:
        """A constant as the user wrote it, or an operation without a name."""
        if self.graph.varies[node]:
            return self.value(node)
        if node in self.graph.literals and self.graph.shapes[node]:
            return spelled_out(self.graph.literals[node][0])
        return super().constant(node)
