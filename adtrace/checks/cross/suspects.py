"""Which rule is wrong, once a gradient is: every operation on its own, its tangent against differences of its value."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

from ...graph.numbers import compute
from ...records.crosscheck import KINK, ONE_SIDED, SMOOTH, Place, Suspect
from ...sweeps.local import differentiable, pull, push
from ...sweeps.paths import add
from ...sweeps.run import Run
from ...sweeps.steps import number_of
from .differences import differences
from .function import TINY, UNIT
from .verdict import close, within

ALONG = Place("t")
"""What an operation is moved by: its operands, all of them, along one direction."""


class Operation:
    """One operation as a function of how far its operands have moved along a direction (see `Function`).

    along  the direction, by operand; None for one that no slope is taken for
    """

    def __init__(self, run: Run, node: int, along: Sequence[Any]) -> None:
        values = run.values
        assert values is not None
        self.graph, self.node, self.along = run.graph, node, along
        self.operands = [values[arg] for arg in run.graph.args[node]]
        self.start = self.moved(ALONG, 0.0)

    def number(self, place: Place) -> float:
        """Where the operands are."""
        return 0.0

    def moved(self, place: Place, to: float) -> Any:
        """The operation's value, flat, with its operands so far along."""
        import numpy as np

        graph, node, operator = self.graph, self.node, self.graph.operators[self.node]
        assert operator is not None
        operands = [x if d is None else x + to*d for x, d in zip(self.operands, self.along, strict=True)]
        return np.ravel(compute(operator, operands, graph.params[node], graph.shapes[node]))


def suspects(run: Run, random: Random) -> tuple[Suspect, ...]:
    """The operations whose rules do not pass, in their order."""
    graph, found = run.graph, []
    for node, operator in enumerate(graph.operators):
        wanted = [place for place in range(len(graph.args[node])) if differentiable(graph, node, place)]
        if operator is not None and wanted and not passes(run, node, wanted, random):
            found.append(Suspect(run.names.get(node, ""), operator.spelled))
    return tuple(found)


def passes(run: Run, node: int, wanted: Sequence[int], random: Random) -> bool:
    """Whether the tangent of one operation is that of differences, and its adjoint rule the transpose of that."""
    import numpy as np

    graph, values = run.graph, run.values
    assert values is not None
    along = [
        direction(values[arg], random) if place in wanted else None for place, arg in enumerate(graph.args[node])
    ]
    operation = Operation(run, node, along)
    total: Any = None
    for place in wanted:
        total = add(total, push(graph, values, node, place, along[place]))
    tangent = np.ravel(number_of(total, graph.shapes[node]))
    lost = TINY*max(1.0, *(float(np.max(np.abs(np.asarray(along[place])), initial=0.0)) for place in wanted))
    for slope, found in zip(tangent, differences(operation, ALONG, 4*UNIT*np.abs(operation.start) + TINY), strict=True):
        if found.kind in (SMOOTH, ONE_SIDED, KINK) and np.isfinite(slope) and not within(float(slope), found, lost):
            return False
    weights = direction(np.ones(graph.shapes[node]) if graph.shapes[node] else 1.0, random)
    forward, backward, size = float(np.sum(weights*tangent.reshape(graph.shapes[node]))), 0.0, 0.0
    for place in wanted:
        shape = graph.shapes[graph.args[node][place]]
        terms = number_of(pull(graph, values, node, place, weights)[1], shape)*along[place]
        backward, size = backward + float(np.sum(terms)), size + float(np.sum(np.abs(terms)))
    return not np.isfinite(forward + backward) or close(backward, forward, UNIT*len(tangent)*size)


def direction(value: Any, random: Random) -> Any:
    """A random direction: each number moved by up to its own size."""
    if not hasattr(value, "shape"):
        return random.choice((-1, 1))*random.uniform(0.5, 1.0)*(abs(value) or 1.0)
    import numpy as np

    moves = [random.choice((-1, 1))*random.uniform(0.5, 1.0) for _ in range(value.size)]
    return np.array(moves).reshape(value.shape)*np.where(value == 0, 1.0, np.abs(value))
