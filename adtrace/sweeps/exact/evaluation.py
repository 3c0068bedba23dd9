"""The value of every node of a graph in exact numbers: one pass in the order of the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from ...graph.graph import Graph
from ...graph.shapes import size
from ...lang.grammar import CONSTANTS
from ...limits import LIMITS
from ...rules.table import Operator
from ..evaluate import quiet
from .algebra import applied, left
from .closed import POLE, UNDEFINED
from .library import library
from .numbers import Exact, fraction, given, lifted, rounded, whole

LONGEST = 60
"""Characters of a literal that is read exactly."""

IRRATIONAL_WORK = 10
"""What an operation on irrational numbers counts."""


def evaluated(graph: Graph, known: Mapping[int, Any], written: int) -> list[Any]:
    """The exact value of every node: an exact number, or an object array of them.

    known    values of nodes that are given: of all inputs, and of any others
    written  how many nodes the program has: their literals are read from their texts, those that follow from rules
    """
    values: list[Any] = [None] * len(graph)
    for node, (value, text) in graph.literals.items():
        values[node] = literal(text, value) if node < written else lifted_all(value)
    for node, value in known.items():
        values[node] = value
    with quiet(graph):
        _go_on(graph, known, values)
    return values


def _go_on(graph: Graph, known: Mapping[int, Any], values: list[Any]) -> None:
    """Put in the values of all operations."""
    work = 0
    for node, operator in enumerate(graph.operators):
        if operator is None or node in known:
            continue
        operands, params, shape = [values[arg] for arg in graph.args[node]], graph.params[node], graph.shapes[node]
        shapes = [graph.shapes[arg] for arg in graph.args[node]]
        if work > LIMITS.exact_work or (cost := work_of(operator, shapes, params, size(shape))) > LIMITS.exact_work:
            values[node] = left(operator, operands, params, shape, "work")
            continue
        values[node] = applied(operator, operands, params, shape)
        work += cost * (1 if is_rational(values[node]) else IRRATIONAL_WORK)


def work_of(operator: Operator, shapes: Sequence[Any], params: Mapping[str, Any], entries: int) -> int:
    """Operations on numbers that a node takes, about."""
    cost = operator.cost(*shapes, **params) if operator.cost is not None else 0
    return max(1, entries, cost, *map(size, shapes))


def is_rational(value: Any) -> bool:
    """Whether a number is rational or a float, or every element of an array."""
    numbers = [value] if isinstance(value, Exact) else value.ravel()
    return all(number.closed is None or number.closed.is_Rational for number in numbers)


def literal(text: str, value: float) -> Exact:
    """A literal of a program or a point, as it is written."""
    if text in ("pi", "e"):
        sp = library()
        return Exact(sp.pi if text == "pi" else sp.E, CONSTANTS[text])
    if text in CONSTANTS:
        return rounded(value, UNDEFINED if value != value else POLE)
    if value == 0:
        return whole(0)
    return fraction(Fraction(text)) if len(text) <= LONGEST else rounded(value, "size")


def lifted_all(value: Any) -> Any:
    """A float of a rule, or every element of an array."""
    if not getattr(value, "shape", ()):
        return lifted(float(value))
    import numpy as np

    return np.frompyfunc(lambda number: lifted(float(number)), 1, 1)(value)


def given_all(value: Any) -> Any:
    """A number that somebody gave, from its text or as a float; or every element of an array."""
    if not getattr(value, "shape", ()):
        return given_one(value)
    import numpy as np

    entries = getattr(value, "numbers", None)
    return np.frompyfunc(given_one, 1, 1)(value if entries is None else entries)


def given_one(value: Any) -> Exact:
    """A number that somebody gave."""
    source = getattr(value, "source", None)
    return source if isinstance(source, Exact) else given(float(value))


