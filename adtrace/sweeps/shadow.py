"""The shadow of a run: the same graph, the same rows, in as many digits as one likes.

Derivatives that were appended to a graph (see symbolic) are nodes like others: no rule is written twice.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from ..errors import LimitError
from ..graph.digits import many_digits
from ..graph.graph import Graph
from ..graph.irrational import IRRATIONAL
from ..graph.shapes import size
from ..limits import LIMITS
from .evaluate import quiet


def shadow(graph: Graph, inputs: Mapping[str, Any], digits: int) -> list[Any]:
    """The value of every node in mpmath: mpf for shape (), object ndarrays of mpf otherwise.

    inputs  a value for every input; these, and the literals of the graph but pi and e, are taken as the float64 that
            they are
    digits  decimal digits; a few more are calculated with, but a cancellation can use them up
    Infinities and nan are where float64 has them; nan is also what would take too long. Raises AdtraceError where
    mpmath is not installed, and LimitError for what is too much.
    """
    check_work(graph)
    m = many_digits(digits)
    values: list[Any] = [None] * len(graph)
    with quiet(graph):
        for node in graph.inputs:
            values[node] = m.number(inputs[graph.names[node]])
        for node, (value, text) in graph.literals.items():
            values[node] = IRRATIONAL[text](m) if text in IRRATIONAL else m.number(value)
        for node, (operator, args) in enumerate(zip(graph.operators, graph.args, strict=True)):
            if operator is not None:
                values[node] = m.apply(operator, [values[arg] for arg in args], graph.params[node])
    return values


CLIMB, HIGHEST = 3, 1_200
"""How many times as many digits the next run has, and the most."""

SURE = 25
"""Digits that two runs have to agree in."""


NOTHING = 10.0**-300
"""What is left of sin(pi) is below this, in as many digits as it gets."""


def settled_shadow(graph: Graph, inputs: Mapping[str, Any], digits: int) -> list[Any]:
    """The same in as many more digits as it takes for every number to stay what it is; nan for those that do not.

    Cancellation can use up any number of digits. A 0 is looked at with the most: it may be what is left of one.
    """
    previous, values = None, shadow(graph, inputs, digits)
    while digits < HIGHEST and (previous is None or not all(map(is_settled, values, previous))):
        digits = min(CLIMB * digits, HIGHEST)
        previous, values = values, shadow(graph, inputs, digits)
    if previous is None:
        return values
    pairs = zip(values, previous, strict=True)
    return [value if is_settled(value, other, at_last=True) else left(value, other) for value, other in pairs]


def is_settled(value: Any, other: Any, *, at_last: bool = False) -> bool:
    """Whether all of a number is the same with fewer digits; a 0 only where there will be no more."""
    pairs = zip(elements(value), elements(other), strict=True)
    return all(
        (one != one and two != two) or (one == two and (at_last or one != 0)) or abs(one - two) < abs(one) * 10**-SURE
        for one, two in pairs
    )


def elements(value: Any) -> list[Any]:
    """A number alone, or the elements of an array; nothing of what has no value."""
    return [] if value is None else list(value.ravel()) if hasattr(value, "ravel") else [value]


def left(value: Any, other: Any) -> Any:
    """What is known of a number that does not settle: 0 where all that is left of it is far below float64, else nan."""
    is_zero = all(abs(one) < NOTHING for number in (value, other) for one in elements(number))
    return value * (0 if is_zero else math.nan)


def check_work(graph: Graph) -> None:
    """Refuse what would take many minutes. Raises LimitError."""
    work = 0
    for operator, args, shape, params in zip(
        graph.operators, graph.args, graph.shapes, map(graph.params.__getitem__, range(len(graph))), strict=True
    ):
        if operator is not None:
            shapes = [graph.shapes[arg] for arg in args]
            work += operator.cost(*shapes, **params) if operator.cost else max(map(size, [shape, *shapes]))
    if work > LIMITS.many_digits:
        raise LimitError(
            f"{work} operations are too many for numbers of many digits", hint=f"the limit is {LIMITS.many_digits}"
        )
