"""The folds of a graph: which operations are one step, found in two passes over the list."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence

from ...graph.build import Built
from ...graph.calls import Call
from ...graph.graph import Graph
from ...limits import LIMITS
from ...named import Record
from ...records.grain import Grain
from ..local import differentiable
from .regions import SINGLE, STATEMENTS, regions

NONE, SEVERAL = -1, -2
"""In place of the step that a node's consumers belong to: it has no consumer, or they belong to several steps."""


class Fold(Record):
    """Several operations that are one step.

    head      the operation that gives the step's value
    nodes     its operations in order of evaluation, the head last
    operands  what varies and comes from outside, in the order in which the formula names it
    call      the function's name, where the step is one call; else ""
    """

    head: int
    nodes: tuple[int, ...]
    operands: tuple[int, ...]
    call: str = ""


class Folding:
    """How the operations of a graph are put together.

    folds   by head, of the steps that hold more than one operation
    owners  by node, the head of the step that it belongs to; other nodes belong to themselves
    large   heads of what has too many operations for one formula: they stay steps of their own
    """

    def __init__(self, built: Built, grain: Grain) -> None:
        self.graph, self.calls = built.graph, built.calls
        self.regions = regions(built, grain)
        self.results: dict[int, list[int]] = {}
        """Numbers of the calls that have a node as their value, the innermost first."""
        for number, call in enumerate(self.calls, 1):
            self.results.setdefault(call.result, []).append(number)
        self.owners = self._owners()
        members: dict[int, list[int]] = {}
        for node, owner in enumerate(self.owners):
            if owner != node:
                members.setdefault(owner, []).append(node)
        self.folds: dict[int, Fold] = {}
        self.large: list[int] = []
        for head, nodes in members.items():
            self._add(head, [*nodes, head])

    def _owners(self) -> array[int]:
        """One pass back: an operation belongs to the step of its consumers, where they are one step of its region."""
        graph, region = self.graph, self.regions
        heads = {node for _, node in graph.outputs}.union(graph.names)
        heads.update(call.result for number, call in enumerate(self.calls, 1) if region[call.result] == number)
        owners = array("i", [NONE]) * len(graph)
        operators, varies = graph.operators, graph.varies
        for node in range(len(graph) - 1, -1, -1):
            owner = owners[node]
            is_step = node in heads or owner < 0 or region[node] == SINGLE or region[node] != region[owner]
            if is_step or operators[node] is None or not varies[node]:
                owner = owners[node] = node
            for arg in graph.args[node]:
                if owners[arg] != owner:
                    owners[arg] = owner if owners[arg] == NONE else SEVERAL
        return owners

    def _add(self, head: int, nodes: Sequence[int]) -> None:
        """Fold these operations, unless they are too many."""
        if is_large(self.graph, nodes):
            self.large.append(head)
            for node in nodes:
                self.owners[node] = node
            return
        number = self.regions[head]
        call = self.calls[number - 1] if number > STATEMENTS else None
        self.folds[head] = Fold(head, tuple(nodes), operands(self.graph, nodes, call), call.name if call else "")

    def call_at(self, node: int) -> Call | None:
        """The call that is written where this node stands in a formula: the outermost in the node's region."""
        region = self.regions[node]
        numbers = [one for one in self.results.get(node, ()) if region == STATEMENTS or one <= region]
        return self.calls[numbers[-1] - 1] if numbers else None

    def is_inner(self, node: int) -> bool:
        """Whether a node is inside a step and is not its value."""
        return self.owners[node] != node


def is_large(graph: Graph, nodes: Sequence[int]) -> bool:
    """Whether the formula of these operations, the last of which is the head, would be too long or nested too deep."""
    sizes: dict[int, tuple[int, int]] = {}
    for node in nodes:
        inside = [sizes[arg] for arg in graph.args[node] if arg in sizes]
        # A node that is used twice is written twice.
        size = 1 + sum(size for size, _ in inside)
        depth = 1 + max((depth for _, depth in inside), default=0)
        if size > LIMITS.folded or depth > LIMITS.folded_depth:
            return True
        sizes[node] = size, depth
    return False


def operands(graph: Graph, nodes: Sequence[int], call: Call | None) -> tuple[int, ...]:
    """What varies and comes from outside: the arguments of a call in their order, then what stands first, first."""
    inside, found = set(nodes), dict[int, None]()
    stack = [nodes[-1]]
    while stack:
        node = stack.pop()
        if node in inside:
            stack.extend(reversed(graph.args[node]))
        elif graph.varies[node]:
            found.setdefault(node)
    first: Mapping[int, None] = dict.fromkeys(call.args) if call else {}
    return (*(node for node in first if node in found), *(node for node in found if node not in first))


def differentiable_operands(graph: Graph, fold: Fold) -> list[int]:
    """The operands of a fold that a derivative is taken with respect to: those that some way through it allows."""
    reached = {fold.head}
    for node in reversed(fold.nodes):
        if node in reached:
            args = enumerate(graph.args[node])
            reached.update(arg for place, arg in args if differentiable(graph, node, place))
    return [place for place, operand in enumerate(fold.operands) if operand in reached]
