"""Zeros that are as right as float64 can have them: of numbers below its range.

What underflowed is smaller than the smallest number. The run is done once more with that number in its place: what is
below the normal numbers even then is too small itself, and of what is not, something may have been lost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..graph.graph import Graph
from ..records import OF_ADJOINT
from .births import Birth, Swept
from .local import differentiable, pull, push
from .masks import Mask, both, but, is_zero, truth
from .paths import Flow, Masked, number
from .worlds import SPREAD, STAND_INS, World, replaced

NORMAL, SMALLEST = 2.0**-1022, 2.0**-1074
"""The smallest number that has all digits, and the smallest of all: what underflowed is less than half of it."""
FEWEST = 1000
"""It stands in so many times or up to twice as many, by Fibonacci hashing: in two places it does not cancel."""


class Small:
    """A run with stand-ins for what was born in it: the smallest number where that is an underflow.

    changed  the values that are others then, by node
    """

    def __init__(self, graph: Graph, values: Sequence[Any], births: Sequence[Birth]) -> None:
        self.values, self.changed = values, dict[int, Any]()
        born = {birth.node: birth for birth in births if birth.mask is not False}
        for node in range(min(born), len(graph)) if born else ():
            if node in born or any(arg in self.changed for arg in graph.args[node]):
                value = World(graph, values, self.changed, {}).computed(node)
                self.changed[node] = stood_in(value, born[node]) if node in born else value

    def flows(self, one: Swept) -> Mapping[int, Any]:
        """The tangents or adjoints of a sweep that are others then, by node."""
        graph, backward = one.graph, one.of == OF_ADJOINT
        world = World(graph, self.values, self.changed, {})
        born = {(birth.node, birth.operand): birth for birth in one.births}
        found: dict[int, Any] = {}
        nodes = range(len(graph))
        for node in reversed(nodes) if backward else nodes:
            touched = world.is_changed(node) or any(map(world.is_changed, graph.args[node]))
            for operand, arg in enumerate(graph.args[node]):
                source, holder = (node, arg) if backward else (arg, node)
                if one.flows[source] is None or not differentiable(graph, node, operand):
                    continue
                if touched or source in found or (node, operand) in born:
                    before = passed(graph, self.values, node, operand, one.flows[source], backward=backward)
                    flow = like(one.flows[source], found.get(source, number(one.flows[source])))
                    after = passed(graph, world.around(node), node, operand, flow, backward=backward)
                    if (node, operand) in born:
                        # If it is the slope that underflowed, the other factor counts.
                        after = stood_in(after, born[node, operand], max(1.0, largest(number(flow))))
                    found[holder] = found.get(holder, number(one.flows[holder])) + (after - before)
        return found


def passed(graph: Graph, values: Any, node: int, operand: int, flow: Flow, *, backward: bool) -> Any:
    """The number that an operand passes on."""
    return number(pull(graph, values, node, operand, flow)[1] if backward else push(graph, values, node, operand, flow))


def like(flow: Flow, value: Any) -> Flow:
    """A flow with another number."""
    return Masked(value * flow.path, flow.path) if isinstance(flow, Masked) else value


def largest(value: Any) -> float:
    """The size of a number, or of the largest element."""
    return float(abs(value).max(initial=0.0)) if hasattr(value, "shape") else abs(value)


def stood_in(value: Any, birth: Birth, factor: float = 1.0) -> Any:
    """A number with a stand-in for what was born in it."""
    tiny = SMALLEST * (FEWEST + (birth.node * SPREAD >> 13) % FEWEST) * factor
    return replaced(value, birth.mask, tiny if birth.warning.code == "underflow" else STAND_INS[0])


def is_too_small(actual: Any, otherwise: Any, spoilt: Mask) -> bool:
    """Whether all that is spoilt in a number is 0, and below the normal numbers with stand-ins for what underflowed."""
    return not truth(but(spoilt, both(is_zero(actual), abs(otherwise) < NORMAL)))
