"""Which nodes use a node, in the order in which a reverse sweep comes to them."""

from __future__ import annotations

from array import array
from collections.abc import Iterator

from ..graph.graph import Graph


class Uses:
    """The uses of every node, found in one pass: a list of uses, and in it a chain for each node.

    consumers, operands  the node that uses it, and in which of its operands
    nexts                the place of the same node's next use, NONE behind the last
    firsts               by node, the place of its first use
    """

    NONE = -1

    def __init__(self, graph: Graph) -> None:
        self.consumers, self.operands, self.nexts = array("i"), array("i"), array("i")
        self.firsts = firsts = array("i", [self.NONE]) * len(graph)
        consumers, operands, nexts = self.consumers, self.operands, self.nexts
        for node, args in enumerate(graph.args):
            # Each use comes before those found earlier: consumers in descending order, their operands in ascending.
            for operand in range(len(args) - 1, -1, -1):
                arg = args[operand]
                nexts.append(firsts[arg])
                firsts[arg] = len(consumers)
                consumers.append(node)
                operands.append(operand)

    def of(self, node: int) -> Iterator[tuple[int, int]]:
        """(consumer, operand) of every use of a node, in the order of a reverse sweep."""
        use = self.firsts[node]
        while use != self.NONE:
            yield self.consumers[use], self.operands[use]
            use = self.nexts[use]
