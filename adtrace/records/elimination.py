"""A Jacobian by eliminating vertices of the linearized graph: every product of edges, in order, and what it took."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..named import Record
from .results import Trace
from .steps import Formula, Warning

FORWARD, REVERSE, MARKOWITZ = "forward", "reverse", "markowitz"
ORDERS = (FORWARD, REVERSE, MARKOWITZ)


class Component(Record):
    """A vertex: an input or a step, or one element of it."""

    name: str
    place: tuple[int, ...] = ()


class Edge(Record):
    """A local partial c[target, source]; its formula where both are scalars, and its number where there is a point.

    undefined  whether the target is nan at the point: what is undefined has no slope, whatever the formula gives
    """

    target: Component
    source: Component
    formula: Formula | None
    value: float | None
    undefined: bool = False


class Product(Record):
    """c[target, source] += c[target, vertex]*c[vertex, source].

    left, right  the two factors, `product` their product; None in symbols
    before       the edge's number before, `after` that afterwards
    fill         whether the edge is new
    """

    target: Component
    source: Component
    fill: bool
    left: float | None
    right: float | None
    product: float | None
    before: float | None
    after: float | None


class Step(Record):
    """One vertex eliminated.

    into, out       how many edges it had on either side: their product is its Markowitz degree
    products        in the order of targets, then sources
    multiplications  those so far
    """

    vertex: Component
    into: int
    out: int
    products: tuple[Product, ...]
    multiplications: int


class Count(Record):
    """What an order takes."""

    multiplications: int
    additions: int
    fill: int


class Elimination(Record):
    """The whole elimination.

    trace     of the program's values, with the warnings of its Jacobian
    order     the one that is shown; `counts`, what each order takes
    edges     those at the beginning
    steps     the vertices in the order of their elimination
    jacobian  what is left, by output and input: floats or ndarrays of both shapes; None where there is no point
    left      the edges that are left, by output and input component: their numbers
    rows      the components of the outputs, and `columns`, those of the inputs: of a pair without an edge the
              derivative is 0
    """

    trace: Trace
    order: str
    edges: tuple[Edge, ...]
    steps: tuple[Step, ...]
    counts: Mapping[str, Count]
    left: tuple[tuple[Component, Component, float | None], ...]
    rows: tuple[Component, ...]
    columns: tuple[Component, ...]
    jacobian: Mapping[str, Mapping[str, Any]] | None

    @property
    def warnings(self) -> tuple[Warning, ...]:
        """What the numbers do not say by themselves."""
        return self.trace.warnings
