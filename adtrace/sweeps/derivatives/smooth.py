"""What the slopes of one operation do at a point where the rules that compute them have kinks of their own.

A rule may be made of pieces that meet smoothly: the slope of gelu has abs(x) in it, and that of max compares its
operands. So the slopes are computed in many digits a little to either side, and their differences held against the
derivative that the rules give at the point.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ...errors import AdtraceError
from ...graph.digits import many_digits
from ...graph.graph import Graph
from ..look import condition_on
from ..masks import truth
from ..shadow import shadow
from ..symbolic import append_adjoints, append_tangents, copied

DIGITS = 90
STEPS = (-15, -25)
"""Exponents of the steps to either side. Between them the differences of a smooth slope come much nearer to it."""
NEARER, EQUAL = 1e-3, 1e-9
"""How much nearer that is, at least; and a difference beside the largest number that is none."""
FIRST, MOST = 64, 1_000
"""Elements of an elementwise row that are looked at, and numbers that the operands of another may have."""
GOLDEN = (math.sqrt(5) - 1)/2
"""Multiples of this are spread evenly modulo 1: elements that move by them do not stay tied."""


SMOOTH, BENT, UNSURE = "smooth", "bent", "unsure"


def bend(graph: Graph, values: Sequence[Any], node: int, where: Any) -> str:
    """SMOOTH where the slopes of a node in its operands have a derivative here, and the rules give that.

    BENT where they have not, but are continuous; UNSURE where they jump, or it cannot be told.
    where  the elements in question: a mask of the node's shape, or one of another shape for all of them
    A side where a slope is undefined is none: the logarithm of 0 has one side.
    """
    operator, operands = graph.operators[node], [values[arg] for arg in graph.args[node]]
    assert operator is not None
    if operator.kind == "elementwise" and graph.shapes[node]:
        operands = asked(operands, graph.shapes[node], where)
    slopes = Slopes(graph, operands, node)
    if callable(operator.kink) and slopes.are_constant():
        return UNSURE if truth(condition_on(operator.kink, operands, graph.params[node])) else SMOOTH
    if sum(getattr(operand, "size", 1) for operand in operands) > MOST:
        return UNSURE
    try:
        return slopes.bend()
    except AdtraceError:
        return UNSURE


def asked(operands: Sequence[Any], shape: tuple[int, ...], where: Any) -> list[Any]:
    """The operands of an elementwise row at some elements, equal ones once, in a row."""
    import numpy as np

    mask = where if np.shape(where) == shape else np.ones(shape, dtype=bool)
    rows = np.unique([np.broadcast_to(operand, shape)[mask] for operand in operands], axis=1)
    return list(rows[:, :FIRST])


class Slopes:
    """The slopes of one operation as a program of its own.

    at         its inputs by name: the operands that vary
    gradient   the nodes of the slopes, of the sum of the results' elements with weights that differ
    """

    def __init__(self, graph: Graph, operands: Sequence[Any], node: int) -> None:
        operator, self.graph = graph.operators[node], Graph()
        assert operator is not None
        self.at: dict[str, Any] = {}
        own: dict[int, int] = {}
        for arg, value in zip(graph.args[node], operands, strict=True):
            name, shape = f"x{arg}", getattr(value, "shape", ())
            if arg in own:
                continue
            if graph.varies[arg]:
                own[arg], self.at[name] = self.graph.input(name, shape), value
            else:
                text = graph.literals[arg][1] if arg in graph.literals and not shape else ""
                own[arg] = self.graph.literal(value, text, shape)
        result = self.graph.apply(operator, tuple([own[arg] for arg in graph.args[node]]), graph.params[node])
        adjoints = append_adjoints(self.graph, {result: spread(self.graph.shapes[result])}).nodes
        self.gradient = [adjoints[one] for one in self.graph.inputs if one in adjoints]

    def are_constant(self) -> bool:
        """Whether slopes are what comparisons choose, as those of max: they change only where there is a kink."""
        seeds = {node: spread(self.graph.shapes[node]) for node in self.graph.inputs}
        tangents = append_tangents(copied(self.graph), seeds).nodes
        return not any(node in tangents for node in self.gradient)

    def bend(self) -> str:
        """What differences to either side say, held against the tangents, in all directions that are tried."""
        found = set(map(self.along, self.directions()))
        return next(one for one in (UNSURE, BENT, SMOOTH) if one in found)

    def directions(self) -> Iterator[Mapping[str, Any]]:
        """Every operand alone, then all of them; every element by an amount of its own."""
        smallest = self.smallest()
        each = {name: scale(value, smallest)*spread(getattr(value, "shape", ())) for name, value in self.at.items()}
        for name, move in each.items():
            yield {name: move}
        if len(each) > 1:
            yield each

    def smallest(self) -> float:
        """The smallest number among the operands that is not 0, of those below 1."""
        import numpy as np

        flat = np.abs(np.concatenate([np.ravel(value) for value in self.at.values()]))
        return float(np.min(flat[flat > 0], initial=1.0))

    def along(self, direction: Mapping[str, Any]) -> str:
        """Whether the slopes go on in this direction as the rules say."""
        graph, nodes = copied(self.graph), {self.graph.names[node]: node for node in self.graph.inputs}
        tangents = append_tangents(graph, {nodes[name]: move for name, move in direction.items()}).nodes
        here = shadow(graph, self.at, DIGITS)
        taken = [here[tangents[node]] if node in tangents else 0*here[node] for node in self.gradient]
        result = ""
        for side in (1, -1):
            apart = [self.differences(here, direction, side, step) for step in STEPS]
            for number, tangent, coarse, fine in zip(
                numbers([here[node] for node in self.gradient]), numbers(taken), *map(numbers, apart), strict=True
            ):
                if fine != fine or coarse != coarse:
                    continue
                result, error = result or SMOOTH, abs(fine - tangent)
                near = error <= EQUAL*max(abs(number), abs(tangent), abs(fine))
                if not (near or error <= NEARER*abs(coarse - tangent)):
                    # Where the slope jumps, the difference grows as the step shrinks.
                    result = BENT
                    if abs(fine) > abs(coarse)/NEARER:
                        return UNSURE
        return result or UNSURE

    def differences(self, here: Sequence[Any], direction: Mapping[str, Any], side: int, exponent: int) -> list[Any]:
        """The differences of the slopes to one side, by the step."""
        m = many_digits(DIGITS)
        step = side*m.number(10)**exponent
        moved = {
            name: m.number(value) + step*m.number(direction[name]) if name in direction else value
            for name, value in self.at.items()
        }
        there = shadow(self.graph, moved, DIGITS)
        return [(there[node] - here[node])/step for node in self.gradient]


def spread(shape: tuple[int, ...]) -> Any:
    """Numbers between 1 and 2, no two of them alike; 1 for a scalar."""
    if not shape:
        return 1.0
    import numpy as np

    return 1.0 + (np.arange(1, 1 + math.prod(shape))*GOLDEN % 1).reshape(shape)


def scale(value: Any, smallest: float) -> Any:
    """The size of a number, or of the elements of an array; for 0 the size of the smallest one beside it."""
    if not hasattr(value, "shape"):
        return abs(value) or smallest
    import numpy as np

    return np.where(value == 0, smallest, np.abs(value))


def numbers(found: Sequence[Any]) -> list[Any]:
    """All elements of scalars and arrays, in a row."""
    return [number for one in found for number in (one.ravel() if hasattr(one, "ravel") else [one])]
