"""What every use of a node gave to its adjoint: the products of a reverse sweep, reckoned again for what is shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ..graph.graph import Graph
from ..named import Record
from .local import pull, slope_on_floats
from .paths import Flow, add


class Contribution(Record):
    """One use of a node, as a reverse sweep met it: what it added (None: no path), and the sum after that."""

    consumer: int
    operand: int
    partial: Any = None
    product: Flow = None
    total: Flow = None


def reckoned(
    graph: Graph, values: Sequence[Any], uses: Iterable[tuple[int, int]], adjoints: Sequence[Flow], seed: Flow
) -> Iterator[Contribution]:
    """What these uses of a node, (consumer, operand), gave to its adjoint."""
    total = seed
    for consumer, operand in uses:
        adjoint = adjoints[consumer]
        if adjoint is None:
            continue
        operator = graph.operators[consumer]
        if operator is not None and operator.plain and not graph.shapes[consumer]:
            operands = [values[arg] for arg in graph.args[consumer]]
            slope = slope_on_floats(operator, operand, values[consumer], operands)
            product = adjoint * slope
            total = product if total is None else total + product
        else:
            slope, product = pull(graph, values, consumer, operand, adjoint)
            total = add(total, product)
        yield Contribution(consumer, operand, slope, product, total)
