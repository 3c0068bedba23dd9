"""Which steps of two programs belong together. Every pass is linear, but for the sorting of numbers; none recurses.

In this order: inputs and outputs as they are paired; steps that both programs name alike; steps with the same operation
on operands that belong together; steps that are the same function of the inputs; and, from the outputs down, operands
in the same place of steps that belong together, so that a step whose operation was changed meets the changed one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from ...graph.graph import Graph
from ...sweeps.run import Run
from .ends import Ends, number_key
from .likeness import alike

Row = tuple[int | None, int | None]
"""A node of the left and its partner, None where a side has none."""


class Alignment:
    """The nodes of two runs in pairs.

    partners  of the left's nodes by id, the right's ones; and the other way round
    guessed   nodes of the left whose partner is known by nothing but its place
    """

    def __init__(self, left: Run, right: Run, inputs: Ends, outputs: Ends) -> None:
        self.runs = left, right
        self.graphs = left.graph, right.graph
        self.partners: tuple[dict[int, int], dict[int, int]] = {}, {}
        self.guessed: list[int] = []
        self.steps = [set(run.names.steps) for run in self.runs]
        ids = [{graph.names[node]: node for node in graph.inputs} for graph in self.graphs]
        for a, b in inputs.both:
            self.partners[0][ids[0][a]] = ids[1][b]
            self.partners[1][ids[1][b]] = ids[0][a]
        ends = [dict(graph.outputs) for graph in self.graphs]
        self.meet_all((ends[0][a], ends[1][b]) for a, b in outputs.both)
        self.by_name()
        self.by_formula()
        if all(self.left_over(side) for side in (0, 1)):
            self.meet_all(alike(self.runs, inputs, self.left_over(0), self.left_over(1)))
        known = set(self.partners[0])
        self.by_place()
        self.guessed += [node for node in self.partners[0] if node not in known]

    def meet(self, left: int, right: int) -> None:
        """Pair two steps, unless one of them is no step or has a partner."""
        if self.is_free(0, left) and self.is_free(1, right):
            self.partners[0][left] = right
            self.partners[1][right] = left

    def meet_all(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Pair many."""
        for left, right in pairs:
            self.meet(left, right)

    def is_free(self, side: int, node: int) -> bool:
        """Whether this is a step without a partner."""
        return node in self.steps[side] and node not in self.partners[side]

    def left_over(self, side: int) -> list[int]:
        """The steps without a partner."""
        return [node for node in self.runs[side].names.steps if node not in self.partners[side]]

    def by_name(self) -> None:
        """Steps that both programs give one name."""
        named = {name: node for node, name in self.graphs[1].names.items() if node in self.steps[1]}
        names = sorted((node, name) for node, name in self.graphs[0].names.items() if name in named)
        self.meet_all((node, named[name]) for node, name in names)

    def by_formula(self) -> None:
        """The same operation on operands that belong together, or are the same formula themselves.

        A formula that occurs several times is told apart by what it is an operand of: first comes what hangs on pairs,
        then what hangs on the way down to a change, where steps are the same operation and have no other partner.
        """
        known: dict[Any, int] = {}
        kinds = self.formulas(0, known), self.formulas(1, known)
        free = [Counter(kinds[side][node] for node in self.left_over(side)) for side in (0, 1)]
        from_above = range(len(self.graphs[0]) - 1, -1, -1)
        for changed in (False, True):
            for node in from_above:
                pairs = self.operands(node)
                for a, b in pairs:
                    if kinds[0][a] == kinds[1][b]:
                        self.meet_whole(a, b, kinds, free)
                for a, b in pairs if changed else ():
                    if self.is_alike(a, b) and not (free[1][kinds[0][a]] or free[0][kinds[1][b]]):
                        self.guessed += [a] if self.is_free(0, a) and self.is_free(1, b) else []
                        self.meet_whole(a, b, kinds, free)
        waiting: dict[int, list[int]] = {}
        for node in self.left_over(1):
            waiting.setdefault(kinds[1][node], []).append(node)
        for node in from_above:
            while self.is_free(0, node) and (found := waiting.get(kinds[0][node])):
                self.meet_whole(node, found.pop(), kinds, free)

    def meet_whole(
        self, left: int, right: int, kinds: tuple[Sequence[int], Sequence[int]], free: Sequence[Counter[int]]
    ) -> None:
        """Pair two steps, and all that is the same formula behind them.

        free  how many steps without a partner each side has of every formula
        """
        waiting = [(left, right)]
        while waiting:
            a, b = waiting.pop()
            if self.is_free(0, a) and self.is_free(1, b):
                self.meet(a, b)
                free[0][kinds[0][a]] -= 1
                free[1][kinds[1][b]] -= 1
                waiting += [pair for pair in self.operands(a) if kinds[0][pair[0]] == kinds[1][pair[1]]]

    def operands(self, node: int) -> list[tuple[int, int]]:
        """The operands of a step of the left and of its partner, place by place; none for a node without a partner."""
        partner = self.partners[0].get(node) if node in self.steps[0] else None
        if partner is None:
            return []
        return list(zip(self.graphs[0].args[node], self.graphs[1].args[partner], strict=False))

    def is_alike(self, left: int, right: int) -> bool:
        """Whether two nodes are the same operation."""
        return self.graphs[0].operators[left] is self.graphs[1].operators[right]

    def formulas(self, side: int, known: dict[Any, int]) -> list[int]:
        """A number for what every node computes, the same for the same formula; pairs have one number."""
        graph, values = self.graphs[side], self.runs[side].values
        assert values is not None
        partners = self.partners[side]
        kinds: list[int] = []
        for node, (operator, args) in enumerate(zip(graph.operators, graph.args, strict=True)):
            if node in partners:
                key: Any = ("pair", partners[node] if side == 0 else node)
            elif not graph.varies[node]:
                key = ("constant", number_key(values[node]))
            elif operator is None:
                key = ("alone", side, node)
            else:
                key = (operator.name, written(graph, node), *[kinds[arg] for arg in args])
            kinds.append(known.setdefault(key, len(known)))
        return kinds

    def by_place(self) -> None:
        """From the outputs down: the operands of pairs."""
        for left in range(len(self.graphs[0]) - 1, -1, -1):
            pairs = self.operands(left)
            right = self.partners[0].get(left)
            if right is None or not pairs:
                continue
            sizes = len(self.graphs[0].args[left]), len(self.graphs[1].args[right])
            changed = self.is_alike(left, right) and sizes[0] == sizes[1]
            for a, b in pairs:
                self.meet_operands(a, b, changed=changed)

    def meet_operands(self, left: int, right: int, *, changed: bool) -> None:
        """Pair two operands, or one with what is right behind the other: there a step was put in between.

        changed  whether they may be different operations, since those that they are operands of are the same
        """
        if not (self.is_free(0, left) or self.is_free(1, right)):
            return None
        if not self.is_alike(left, right):
            for b in self.graphs[1].args[right] if self.is_free(0, left) else ():
                if self.is_free(1, b) and self.is_alike(left, b):
                    return self.meet(left, b)
            for a in self.graphs[0].args[left] if self.is_free(1, right) else ():
                if self.is_free(0, a) and self.is_alike(a, right):
                    return self.meet(a, right)
        if changed or self.is_alike(left, right):
            self.meet(left, right)
        return None

    def part(self, left: int) -> None:
        """Take a pair apart."""
        del self.partners[1][self.partners[0].pop(left)]

    def is_rewritten(self, left: int, right: int) -> bool:
        """Whether two nodes are different operations, or have different operands."""
        graphs, values = self.graphs, [run.values for run in self.runs]
        if not self.is_alike(left, right):
            return True
        lefts, rights = graphs[0].args[left], graphs[1].args[right]
        if len(lefts) != len(rights) or written(graphs[0], left) != written(graphs[1], right):
            return True
        assert values[0] is not None and values[1] is not None
        for a, b in zip(lefts, rights, strict=True):
            if graphs[0].varies[a] or graphs[1].varies[b]:
                if self.partners[0].get(a) != b:
                    return True
            elif number_key(values[0][a]) != number_key(values[1][b]):
                return True
        return False

    def rows(self) -> list[Row]:
        """All inputs and steps in order: those of the right alone stand where the right has them."""
        nodes = [[*run.graph.inputs, *run.names.steps] for run in self.runs]
        found: list[Row] = []
        inputs = len(self.graphs[0].inputs)
        found += [(node, self.partners[0].get(node)) for node in nodes[0][:inputs]]
        found += [(None, node) for node in self.graphs[1].inputs if node not in self.partners[1]]
        queue = [node for node in self.runs[1].names.steps if node not in self.partners[1]]
        queue.reverse()
        for node in nodes[0][inputs:]:
            partner = self.partners[0].get(node)
            while partner is not None and queue and queue[-1] < partner:
                found.append((None, queue.pop()))
            found.append((node, partner))
        return [*found, *((None, node) for node in reversed(queue))]


def written(graph: Graph, node: int) -> str:
    """The parameters of an operation."""
    params = graph.params[node]
    return repr(sorted(params.items())) if params else ""
