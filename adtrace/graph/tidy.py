"""A graph with appended derivatives, tidied up: what nothing needs is left out, what is equal is shared.

Only what IEEE arithmetic does not notice is rewritten: 1*x is x, x*(-1) is -x, x + (-y) is x - y, a comparison that is
compared with 0 is itself. The program's own operations stay as they are written.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import Any

from ..named import Record
from ..records import Shape
from ..rules import table
from ..rules.table import Operator
from .conditions import is_condition
from .constants import Constants
from .graph import Graph
from .shapes import broadcast, result_shape

SHORT = 8
"""Characters of a number that is written in place of the constants it is computed from."""


class Extension(Record):
    """A program's graph with one sweep appended.

    wanted  its nodes that are asked for; `owners`, of every node the one whose rule it stands in
    """

    graph: Graph
    wanted: Collection[int]
    owners: Sequence[int]


class Tidied:
    """A tidy copy of what some nodes need.

    graph   the copy; `own`, how many of its nodes are the program's own: they come first
    ids     for every source, the node of the copy for each of its nodes that was copied
    owners  for every derivative, of the nodes that it was the first to need, the node whose rule each stands in
    """

    def __init__(self, program: Graph, derivatives: Sequence[Extension], ends: Collection[int]) -> None:
        """ends are nodes of the program that are needed besides."""
        self.source, self.graph = program, Graph(program.columns)
        self.constants = Constants(self.graph)
        self.seen: dict[Any, int] = {}
        self.owners: list[dict[int, int]] = [{} for _ in derivatives]
        seen = set[int]()
        size, self.common = len(program), dict[int, int]()
        needs = [needed(derivative.graph, derivative.wanted) for derivative in derivatives]
        own = needed(program, ends)
        for node in range(size):
            if own[node] or any(need[node] for need in needs):
                self.common[node] = self._copied(node)
        self.own = len(self.graph)
        self.ids = [dict(self.common) for _ in derivatives]
        for derivative, need, ids, owners in zip(derivatives, needs, self.ids, self.owners, strict=True):
            for node in range(size, len(derivative.graph)):
                if need[node]:
                    ids[node] = self._rewritten(derivative.graph, ids, node)
                    if ids[node] not in seen:
                        seen.add(ids[node])
                        owners[ids[node]] = derivative.owners[node]

    def _copied(self, node: int) -> int:
        """One of the program's own nodes, as it is."""
        source, graph = self.source, self.graph
        operator, shape, place = source.operators[node], source.shapes[node], source.places[node]
        if node in source.literals:
            value, text = source.literals[node]
            made = graph.literal(value, text, shape, place)
            self.seen.setdefault(_literal_key(value), made)
        elif operator is None:
            made = graph.input(source.names[node], shape, source.spans.get(node))
        else:
            args, params = tuple([self.common[arg] for arg in source.args[node]]), source.params[node]
            made = graph.apply(operator, args, params, place)
            self.seen.setdefault(_key(operator, args, params), made)
        if node in source.names:
            graph.names[made] = source.names[node]
        return made

    def _rewritten(self, source: Graph, ids: Mapping[int, int], node: int) -> int:
        """A node of a derivative, in its simplest form."""
        operator = source.operators[node]
        if operator is None:
            value, shape = source.literals[node][0], source.shapes[node]
            return self._array(value, shape) if shape else self.number(value)
        return self.made(operator, [ids[arg] for arg in source.args[node]], source.params[node])

    def number(self, value: float) -> int:
        """A literal; each number once."""
        key = _literal_key(value)
        if key not in self.seen:
            self.seen[key] = self.graph.literal(value, "")
        return self.seen[key]

    def _array(self, value: Any, shape: Shape) -> int:
        """An array as a literal; one number throughout as a broadcast of it."""
        first = float(value.flat[0]) if value.size else 0.0
        if value.size and (value == first).all():
            return self.made(table.operator("broadcast"), [self.number(first)], {"shape": shape})
        return self.graph.literal(value, "", shape)

    def zeros(self, shape: Shape) -> int:
        """Zeros of a shape."""
        zero = self.number(0.0)
        return self.made(table.operator("broadcast"), [zero], {"shape": shape}) if shape else zero

    def made(self, operator: Operator, args: list[int], params: Mapping[str, Any]) -> int:
        """The node of an operation: a simpler one that is the same, an equal one, or a new one."""
        rewrite = REWRITES.get(operator.name)
        while rewrite is not None:
            found = rewrite(self, args)
            if found is None:
                break
            if isinstance(found, int):
                if self.graph.shapes[found] != self._shape(operator, args, params):
                    break
                return found
            operator, args = table.operator(found[0]), found[1]
            rewrite, params = REWRITES.get(operator.name), operator.params
        key = _key(operator, args, params)
        if key not in self.seen:
            self.seen[key] = self._folded(self.graph.apply(operator, tuple(args), params))
        return self.seen[key]

    def _shape(self, operator: Operator, args: list[int], params: Mapping[str, Any]) -> Shape:
        return result_shape(operator, [self.graph.shapes[arg] for arg in args], params)

    def _folded(self, node: int) -> int:
        """The node, or where it is a number that is shorter to write, that number."""
        graph = self.graph
        if graph.varies[node] or graph.shapes[node]:
            return node
        value = self.constants.value(node)
        if not math.isfinite(value) or (value == 0 and math.copysign(1, value) < 0) or len(f"{value!r}") > SHORT:
            return node
        graph.drop_last()
        self.constants.values.pop(node)
        return self.number(float(value))

    @cached_property
    def originals(self) -> dict[int, int]:
        """The program's node that each of its copies is a copy of."""
        return {made: node for node, made in self.common.items()}

    # What a node is

    def is_number(self, node: int, number: float) -> bool:
        """Whether a node is this number, or an array of nothing else."""
        graph = self.graph
        operator = graph.operators[node]
        if operator is not None and operator.name == "broadcast":
            node = graph.args[node][0]
        return node in graph.literals and not graph.shapes[node] and bool(graph.literals[node][0] == number)

    def everywhere(self, condition: int) -> bool | None:
        """Whether a condition that depends on no input holds, or fails, in all its elements; None for any other."""
        if self.graph.varies[condition]:
            return None
        value = self.constants.value(condition)
        found = {bool(value)} if not hasattr(value, "flat") else {bool(entry) for entry in value.flat}
        return found.pop() if len(found) == 1 else None

    def operands(self, node: int, name: str) -> tuple[int, ...] | None:
        """The operands of an operation of this name; None for another node."""
        operator = self.graph.operators[node]
        return self.graph.args[node] if operator is not None and operator.name == name else None


Found = int | tuple[str, list[int]] | None
"""A node that is the same; or another operation that is, by name and operands; or nothing."""


def _product(t: Tidied, args: list[int]) -> Found:
    a, b = args
    for one, other in ((a, b), (b, a)):
        if t.is_number(one, 1) and _spans(t, other, one):
            return other
        if t.is_number(one, -1) and _spans(t, other, one):
            return "neg", [other]
    return a if a == b and is_condition(t.graph, a) else None


def _spans(t: Tidied, node: int, factor: int) -> bool:
    """Whether a product with this factor has the node's own shape."""
    shapes = t.graph.shapes
    return broadcast((shapes[node], shapes[factor])) == shapes[node]


def _quotient(t: Tidied, args: list[int]) -> Found:
    a, b = args
    if t.is_number(b, 1) and _spans(t, a, b):
        return a
    return ("neg", [a]) if t.is_number(b, -1) and _spans(t, a, b) else None


def _power(t: Tidied, args: list[int]) -> Found:
    return args[0] if t.is_number(args[1], 1) and not t.graph.shapes[args[1]] else None


def _negative(t: Tidied, args: list[int]) -> Found:
    inner = t.operands(args[0], "neg")
    return inner[0] if inner else None


def _sum(t: Tidied, args: list[int]) -> Found:
    for one, other in (args, args[::-1]):
        if inner := t.operands(other, "neg"):
            return "sub", [one, inner[0]]
        if not t.graph.shapes[other] and t.graph.literals.get(other, (0.0,))[0] < 0:
            return "sub", [one, t.number(-t.graph.literals[other][0])]
    return None


def _difference(t: Tidied, args: list[int]) -> Found:
    inner = t.operands(args[1], "neg")
    return ("add", [args[0], inner[0]]) if inner else None


def _unequal(t: Tidied, args: list[int]) -> Found:
    return args[0] if t.is_number(args[1], 0) and is_condition(t.graph, args[0]) else None


def _choice(t: Tidied, args: list[int]) -> Found:
    condition, a, b = args
    if a == b:
        return a
    known = t.everywhere(condition)
    if known is not None:
        return a if known else b
    if is_condition(t.graph, condition) and t.is_number(b, 0):
        if a == condition or t.is_number(a, 1):
            return condition
        factors = t.operands(a, "mul") or ()
        if condition in factors:
            return "where", [condition, factors[factors[0] == condition], b]
    return None


def _larger(t: Tidied, args: list[int]) -> Found:
    return args[0] if len(set(args)) == 1 else None


REWRITES = {
    "mul": _product, "div": _quotient, "power": _power, "neg": _negative, "add": _sum, "sub": _difference,
    "ne": _unequal, "where": _choice, "maximum": _larger,
}
"""By the operator's name, what looks for a simpler operation that gives the same numbers, to the last bit."""


def needed(graph: Graph, wanted: Collection[int]) -> bytearray:
    """Which nodes these are computed from, themselves included."""
    found = bytearray(len(graph))
    for node in wanted:
        found[node] = True
    for node in range(len(graph) - 1, -1, -1):
        if found[node]:
            for arg in graph.args[node]:
                found[arg] = True
    return found


def _literal_key(value: Any) -> Any:
    return ("literal", repr(float(value))) if not getattr(value, "shape", ()) else ("array", id(value))


def _key(operator: Operator, args: Collection[int], params: Mapping[str, Any]) -> Any:
    return operator.name, tuple(args), repr(sorted(params.items()))
