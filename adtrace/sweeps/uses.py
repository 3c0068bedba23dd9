"""Which nodes use a node, in the order in which a reverse sweep comes to them."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from itertools import chain, repeat

from ..graph.graph import Graph


class Uses:
    """The uses of every node, found in one pass: a list of uses, and in it a chain for each node.

    consumers, operands  the node that uses it, and in which of its operands
    nexts                the place of the same node's next use, NONE behind the last
    firsts               by node, the place of its first use
    """

    NONE = -1

    def __init__(self, graph: Graph) -> None:
        lengths = list(map(len, graph.args))
        descending = {length: range(length - 1, -1, -1) for length in set(lengths)}
        self.consumers = array("i", chain.from_iterable(map(repeat, range(len(graph)), lengths)))
        self.operands = array("i", chain.from_iterable(map(descending.__getitem__, lengths)))
        self.nexts = array("i")
        self.firsts = firsts = array("i", [self.NONE]) * len(graph)
        follow = self.nexts.append
        # Each use comes before those found earlier: consumers in descending order, their operands in ascending.
        for use, arg in enumerate(chain.from_iterable(map(reversed, graph.args))):
            follow(firsts[arg])
            firsts[arg] = use

    def of(self, node: int) -> Iterator[tuple[int, int]]:
        """(consumer, operand) of every use of a node, in the order of a reverse sweep."""
        use = self.firsts[node]
        while use != self.NONE:
            yield self.consumers[use], self.operands[use]
            use = self.nexts[use]

    def listed(self, nodes: Sequence[int], most: int) -> tuple[list[int], list[int], list[int]]:
        """The uses of many nodes, one node after the other, of each at most so many: consumers, operands, counts."""
        found, counts = list[int](), list[int]()
        nexts, none = self.nexts, self.NONE
        for use in map(self.firsts.__getitem__, nodes):
            count = 0
            while use != none:
                found.append(use)
                use = nexts[use]
                count += 1
                if count == most:
                    break
            counts.append(count)
        return list(map(self.consumers.__getitem__, found)), list(map(self.operands.__getitem__, found)), counts
