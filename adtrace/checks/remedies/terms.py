"""A graph as terms: what is equal up to the order of sums and products, and to the spelling of powers, is one term.

A node is a factor times a term, so that -x, 2*x and x have one term. A term is a leaf, a call, a sum of terms or a
product of their whole powers. Sums and products of sums and products are flat, up to MOST parts: a chain of a million
additions stays linear.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from ...graph.graph import Graph
from ...named import Record
from .powers import is_e

LEAF, CALL, SUM, PRODUCT = "leaf", "call", "sum", "product"
ONE = 0
"""The term of a plain number: the product of nothing."""

MOST = 8
"""Parts of a flat sum or product; what has more is a sum or product of such."""

UNIT = Fraction(1)
"""Factors are exact: a stable form is no stable form if its constants are rounded."""

LONGEST = 4096
"""Bits of the longest factor."""

HIGHEST = 16
"""The largest exponent of a power that is a product."""


class Scaled(Record):
    """A factor times a term."""

    factor: Fraction
    term: int


class Key(Record):
    """What a term is.

    parts  of a sum: (term, factor), of a product: (term, exponent), by rising terms; of a call its Scaled operands
    name   of a leaf, or of a call's operator
    params a call's keyword parameters
    """

    kind: str
    parts: tuple[Any, ...] = ()
    name: str = ""
    params: tuple[Any, ...] = ()


class Axes(Record):
    """The axes of a reduction, counted from the end, and whether they are all that there are."""

    counted: tuple[int, ...]
    all: bool


class Terms:
    """Terms by number; equal ones have one number. `indices` are the x[...] of the graph, by their text."""

    def __init__(self) -> None:
        self.keys: list[Key] = []
        self.numbers: dict[Key, int] = {}
        self.indices: dict[str, Any] = {}
        self.add(Key(PRODUCT))

    def add(self, key: Key) -> int:
        """The number of a term."""
        found = self.numbers.setdefault(key, len(self.keys))
        if found == len(self.keys):
            self.keys.append(key)
        return found

    def leaf(self, name: str) -> Scaled:
        """A term that is nothing but itself."""
        return Scaled(UNIT, self.add(Key(LEAF, name=name)))

    def call(self, name: str, operands: Iterable[Scaled], params: tuple[Any, ...] = ()) -> Scaled:
        """An operator applied to terms."""
        return Scaled(UNIT, self.add(Key(CALL, tuple(operands), name, params)))

    def addends(self, scaled: Scaled) -> tuple[tuple[int, Fraction], ...]:
        """The (term, factor) that add up to it."""
        key = self.keys[scaled.term]
        if key.kind != SUM:
            return ((scaled.term, scaled.factor),) if scaled.factor else ()
        return tuple([(term, factor * scaled.factor) for term, factor in key.parts])

    def factors(self, term: int) -> tuple[tuple[int, int], ...]:
        """The (term, exponent) that multiply to it."""
        key = self.keys[term]
        return key.parts if key.kind == PRODUCT else ((term, 1),)

    def total(self, parts: Sequence[Scaled]) -> Scaled:
        """The sum."""
        flat = [self.addends(part) for part in parts]
        if sum(map(len, flat)) > MOST:
            flat = [((part.term, part.factor),) for part in parts]
        gathered: dict[int, Fraction] = {}
        for pairs in flat:
            for term, factor in pairs:
                gathered[term] = gathered.get(term, 0) + factor
        return self.sum_of(sorted([(term, factor) for term, factor in gathered.items() if factor]))

    def sum_of(self, parts: Sequence[tuple[int, Fraction]]) -> Scaled:
        """The sum of different terms. Equal factors, and the sign of the first, stand before it."""
        if not parts:
            return Scaled(Fraction(0), ONE)
        if len(parts) == 1:
            return Scaled(parts[0][1], parts[0][0])
        size = abs(parts[0][1])
        common = size if all(abs(factor) == size for _, factor in parts) else UNIT
        common = common if parts[0][1] > 0 else -common
        return Scaled(common, self.add(Key(SUM, tuple([(term, factor / common) for term, factor in parts]))))

    def product(self, parts: Sequence[tuple[Scaled, int]]) -> Scaled:
        """The product of powers. Raises ArithmeticError for 0 and for factors that grow too long."""
        factor = math.prod([part.factor**exponent for part, exponent in parts], start=UNIT)
        flat = [[(term, power * exponent) for term, power in self.factors(part.term)] for part, exponent in parts]
        if sum(map(len, flat)) > MOST:
            flat = [[(part.term, exponent)] for part, exponent in parts]
        gathered: dict[int, int] = {}
        for pairs in flat:
            for term, exponent in pairs:
                gathered[term] = gathered.get(term, 0) + exponent
        return self.product_of(factor, sorted([pair for pair in gathered.items() if pair[1]]))

    def product_of(self, factor: Fraction, parts: Sequence[tuple[int, int]]) -> Scaled:
        """The product of powers of different terms. Raises ArithmeticError as `product` does."""
        if not factor or factor.numerator.bit_length() + factor.denominator.bit_length() > LONGEST:
            raise ArithmeticError
        if len(parts) == 1 and parts[0][1] == 1:
            return Scaled(factor, parts[0][0])
        return Scaled(factor, self.add(Key(PRODUCT, tuple(parts))))


def terms_of(graph: Graph, terms: Terms, named: Mapping[tuple[int, int], str] = {}) -> list[Scaled]:
    """Every node of a graph as a factor times a term.

    named  names that stay names though they are constants, by (node, place among its operands)
    """
    found: list[Scaled] = []
    for node, operator in enumerate(graph.operators):
        if operator is None:
            found.append(_leaf(graph, node, terms))
            continue
        operands = [
            terms.leaf(named[node, place]) if (node, place) in named else found[arg]
            for place, arg in enumerate(graph.args[node])
        ]
        try:
            scaled = _special(graph, node, operands, terms) or _arithmetic(operator.name, operands, terms)
        except ArithmeticError:
            scaled = None
        if scaled is None:
            params = graph.params[node]
            shape = graph.shapes[graph.args[node][0]]
            if "index" in params:
                terms.indices[repr(params["index"])] = params["index"]
            scaled = terms.call(operator.name, operands, params_key(params, len(shape)))
        found.append(scaled)
    return found


def _special(graph: Graph, node: int, operands: Sequence[Scaled], terms: Terms) -> Scaled | None:
    """A power of e, or a mean that is spelled as a sum divided by a number; None for all else."""
    operator, first = graph.operators[node], graph.args[node][0]
    if operator is not None and operator.name == "power" and is_e(graph, first) and operands[0].term == ONE:
        return terms.call("exp", operands[1:])
    return _mean(graph, node, operands, terms)


def _mean(graph: Graph, node: int, operands: Sequence[Scaled], terms: Terms) -> Scaled | None:
    """A sum divided by the number of its entries; None for all else."""
    operator, (first, *others) = graph.operators[node], graph.args[node]
    total = graph.operators[first]
    if operator is None or operator.name != "div" or total is None or total.name != "sum":
        return None
    inside, params = graph.args[first][0], graph.params[first]
    shape = graph.shapes[inside]
    count = math.prod([shape[axis] for axis in axes_of(params.get("axis"), len(shape)).counted])
    if operands[1] != Scaled(Fraction(count), ONE) or graph.shapes[others[0]] or operands[0].factor == 0:
        return None
    key = terms.keys[operands[0].term]
    if key.kind != CALL or key.name != "sum":
        return None
    return Scaled(operands[0].factor, terms.call("mean", key.parts, key.params).term)


def _leaf(graph: Graph, node: int, terms: Terms) -> Scaled:
    """An input, or a literal."""
    if node not in graph.literals:
        return terms.leaf(graph.names[node])
    value = graph.literals[node][0]
    if graph.shapes[node] or not math.isfinite(value):
        return terms.leaf(f"#{node}")
    return Scaled(Fraction(value), ONE)


def _arithmetic(name: str, operands: Sequence[Scaled], terms: Terms) -> Scaled | None:
    """A sum or a product, however it is spelled; None for what is neither."""
    first, last = operands[0], operands[-1]
    if name in ("add", "sub"):
        return terms.total([first, last if name == "add" else Scaled(-last.factor, last.term)])
    if name == "neg":
        return Scaled(-first.factor, first.term)
    if name in ("mul", "div"):
        return terms.product([(first, 1), (last, 1 if name == "mul" else -1)])
    if name in ("square", "reciprocal"):
        return terms.product([(first, 2 if name == "square" else -1)])
    if name == "power" and last.term == ONE:
        if abs(last.factor) == Fraction(1, 2):
            root = terms.call("sqrt", [first])
            return root if last.factor > 0 else terms.product([(root, -1)])
        if last.factor == int(last.factor) and 0 < abs(last.factor) <= HIGHEST:
            return terms.product([(first, int(last.factor))])
    return None


def params_key(params: Mapping[str, Any], rank: int) -> tuple[Any, ...]:
    """Parameters that can be compared: axes as Axes, all else as it is or as text."""
    found: list[Any] = []
    for name, value in sorted(params.items()):
        if name == "axis":
            found.append((name, axes_of(value, rank)))
        else:
            found.append((name, value if isinstance(value, (int, float, str)) else repr(value)))
    return tuple(found)


def axes_of(axis: Any, rank: int) -> Axes:
    """The axes of a reduction of an array of this rank."""
    given = range(rank) if axis is None else axis if isinstance(axis, tuple) else (axis,)
    counted = tuple(sorted(int(one) - rank if one >= 0 else int(one) for one in given))
    return Axes(counted, len(counted) == rank)
