"""Columns written out as nodes: names resolved, functions inlined, shapes checked; one pass in their order."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from ..errors import AdtraceError, LimitError, ShapeError, Span
from ..lang.columns import CALL, INDEX, LITERAL, NAME, SLICE, STACK, Columns, Program
from ..lang.grammar import BY_OPERATOR, CONSTANTS, PASTED_NAMES
from ..lang.tokens import literal_value
from ..limits import LIMITS
from ..records import Shape
from ..rules import table
from ..rules.axes import shape_text
from ..rules.table import Operator
from .calls import Call, Inlined, bind_call, resolve_call
from .constants import Constants
from .graph import Graph
from .indexing import bind_index

BLOCK = 1 << 12
"""Entries that are looked at together."""

SAME = range(sys.maxsize)
"""What columns' entries become as long as every one has become one node: the node of the same number."""


class Writer:
    """Walks columns and appends to a graph."""

    def __init__(self, program: Program, columns: Columns, *, share: bool = False) -> None:
        self.program = program
        self.graph = Graph(columns)
        self.scope: dict[str, int] = {}
        self.constants = Constants(self.graph)
        self.plain = signs()
        self.calls: dict[tuple[str, int], Operator] = {}
        """What calls have meant so far, by word and number of values: of operators that work element by element."""
        self.seen: dict[Any, int] | None = {} if share else None
        self.shared = 0
        self.shapeless: list[str] = []
        """Inputs without a value, in a trace in symbols."""
        self.ids: Sequence[int | None] = SAME
        """The node of every entry of the program's columns; None for slices and lists that hold them."""
        self.pending: dict[str, tuple[Shape, Span | None]] = {}
        """Inputs that nothing has used so far."""
        self.written: list[Call] = []
        """Functions that were written out; those called by another come before it."""

    def value(self, ids: Sequence[int | None], columns: Columns, result: int, within: Inlined | None = None) -> int:
        """The node of a result. Raises AdtraceError for a slice."""
        node = ids[result]
        if node is None:
            span = within.span if within else columns.span(result)
            raise AdtraceError("a slice stands in an index only", span, "write x[1:3]")
        return node

    def nodes(self, columns: Columns, scope: Mapping[str, int], within: Inlined | None = None) -> Sequence[int | None]:
        """Append the columns; return each entry's node, None for slices and lists that hold them.

        within  the call that is being written out, if these are the columns of a function
        """
        graph, data = self.graph, columns.data
        plain, known = (self.plain, self.calls) if self.seen is None and within is None else ({}, {})
        operators, args, shapes, varies, places = graph.operators, graph.args, graph.shapes, graph.varies, graph.places
        ids: Any = self.at_once(columns, scope) if plain and not operators else []
        for position in range(len(ids), len(columns)) if ids is not SAME else ():
            op, items = columns.ops[position], columns.args[position]
            operator = plain.get(op)
            if operator is None and op == CALL and not data[position][1]:
                operator = known.get((data[position][0], len(items)))
            if operator is not None:
                nodes: Any = (ids[items[0]], ids[items[1]]) if len(items) == 2 else (ids[items[0]],)
                try:
                    if not (shapes[nodes[0]] or shapes[nodes[-1]]):
                        ids.append(len(operators))
                        operators.append(operator)
                        args.append(nodes)
                        shapes.append(())
                        varies.append(varies[nodes[0]] or varies[nodes[-1]])
                        places.append(position)
                        continue
                except TypeError:  # One of them is a slice: said by `entry`.
                    pass
            ids.append(self.entry(columns, position, ids, scope, within))
            if within is None:
                self.ids = ids
        if len(operators) > LIMITS.nodes:
            raise LimitError(f"the graph has more than {LIMITS.nodes} nodes", hint="this is the limit")
        return ids  # type: ignore[no-any-return]

    def at_once(self, columns: Columns, scope: Mapping[str, int]) -> Sequence[int | None]:
        """Append entries block by block, as long as each is a scalar and becomes one node.

        Returns SAME if all are, else the node of every entry up to the first that is not.
        """
        graph, plain, known = self.graph, self.plain, self.calls
        for start in range(0, len(columns), BLOCK):
            block = slice(start, start + BLOCK)
            args = columns.args[block]
            rows = list(map(plain.get, columns.ops[block]))
            done, others = 0, [place for place, row in enumerate(rows) if row is None]
            for place in others:
                if (data := columns.data[start + place]) is not None:
                    rows[place] = known.get((data[0], len(args[place])))
            for place in [place for place in others if rows[place] is None]:
                graph.extend(rows[done:place], args[done:place])
                node = self.entry(columns, start + place, SAME, scope, None)
                if node != start + place or graph.shapes[node]:
                    return [*range(start + place), node]
                done = place + 1
            graph.extend(rows[done:], args[done:])
        return SAME

    def entry(
        self,
        columns: Columns,
        position: int,
        ids: Sequence[int | None],
        scope: Mapping[str, int],
        within: Inlined | None,
    ) -> int | None:
        """Append one entry of columns."""
        op, place = columns.ops[position], within.place if within else position
        if op == LITERAL:
            text = columns.data[position]
            return self.graph.literal(self.number(text, columns, position), text, (), place)
        if op == NAME:
            return self.lookup(columns, position, scope, place)
        if op == SLICE:
            return None
        if op == CALL:
            return self.call(columns, position, ids, within)
        if op == INDEX:
            args, params = bind_index(self.graph, self.constants, columns, position, ids)
            return self.apply(table.operator("index"), args, params, place)
        items = [ids[item] for item in columns.args[position]]
        if op == STACK:
            return None if None in items else self.apply(table.operator("stack"), items, {"axis": 0}, place)
        if None in items:
            raise AdtraceError("a slice stands in an index only", self.span(place), "write x[1:3]")
        operator = table.operator(op)
        return self.apply(operator, items, operator.params, place)

    def number(self, text: str, columns: Columns, position: int) -> float:
        """The value of a literal. Raises AdtraceError where float64 cannot hold it."""
        try:
            return literal_value(text)
        except AdtraceError as error:
            error.span = columns.span(position)
            raise

    def span(self, place: int) -> Span:
        """Offsets of a place in the program's text."""
        assert self.graph.columns is not None
        return self.graph.columns.span(place)

    def lookup(self, columns: Columns, position: int, scope: Mapping[str, int], place: int) -> int:
        """The node that a name stands for."""
        name, assigned = columns.data[position], self.program.assigned
        if name in scope:
            return scope[name]
        if name in self.pending:
            self.scope[name] = self.graph.input(name, *self.pending.pop(name))
        if name in self.scope:
            return self.scope[name]
        if name in assigned:
            if assigned[name] < place and columns is not self.program.columns:
                return self.value(self.ids, self.program.columns, assigned[name])
            raise AdtraceError(f"{name} is used before it has a value", self.span(place), "move its statement up")
        word = PASTED_NAMES.get(name, name)
        if word in CONSTANTS:
            return self.graph.literal(CONSTANTS[word], word, (), place)
        raise AdtraceError(f"{name} is not a constant", self.span(place), "write numbers, pi, e, inf or nan")

    def call(self, columns: Columns, position: int, ids: Sequence[int | None], within: Inlined | None) -> int:
        """A call: an operator, or a function that is inlined."""
        call, items = columns.data[position], columns.args[position]
        word, keywords = call
        place = within.place if within else position
        try:
            function, rows = resolve_call(self.program, word, within)
        except AdtraceError as error:
            start = columns.span(position)[0]
            error.span = error.span or (start, start + len(word))
            raise
        if function is None:
            operator, args, params = bind_call(self.constants, rows, columns, position, ids)
            if len(args) == len(items) <= 2 and operator.kind == "elementwise" and not keywords:
                self.calls[word, len(items)] = operator
            return self.apply(operator, args, params, place)
        found = [ids[item] for item in items]
        expected = len(function.parameters)
        if len(found) != expected or keywords or None in found:
            called = f"{word}({', '.join(function.parameters)})"
            raise AdtraceError(
                f"{word} takes {expected} value{'s'[: expected != 1]}, not {len(found) + len(keywords)}",
                self.span(place),
                f"write {called}",
            )
        bound = dict(zip(function.parameters, found, strict=True))
        inner = Inlined(function, place, self.span(place), within.depth + 1 if within else 1)
        first = len(self.graph)
        inside = self.nodes(function.columns, bound, inner)  # type: ignore[arg-type]
        result = self.value(inside, function.columns, function.result, inner)
        self.written.append(Call(word, tuple(bound.values()), result, first, len(self.graph)))  # type: ignore[arg-type]
        return result

    def apply(self, operator: Operator, args: Iterable[int | None], params: Mapping[str, Any], place: int) -> int:
        """Append an operation, or find the equal one where subexpressions are shared."""
        nodes: tuple[int, ...] = tuple(args)  # type: ignore[arg-type]
        key = None
        if len(self.graph) > LIMITS.nodes:
            raise LimitError(f"the graph has more than {LIMITS.nodes} nodes", self.span(place), "this is the limit")
        if self.seen is not None:
            key = (operator.name, nodes, repr(sorted(params.items())))
            if key in self.seen:
                self.shared += 1
                return self.seen[key]
        try:
            node = self.graph.apply(operator, nodes, params, place)
        except ValueError as error:
            raise self.misfit(str(error), nodes, self.span(place)) from None
        if key is not None and self.seen is not None:
            self.seen[key] = node
        return node

    def misfit(self, message: str, nodes: Sequence[int], span: Span) -> ShapeError:
        """Shapes that do not fit: the operands by their text, each with its shape."""
        ids = self.ids
        named = {ids[place]: name for name, place in self.program.assigned.items() if ids is SAME or place < len(ids)}
        shapes = []
        for node in dict.fromkeys(nodes):
            place = self.graph.span(node)
            name = self.graph.names.get(node) or named.get(node) or (self.program.text[slice(*place)] if place else "")
            if name and len(name) <= 40:
                shape = self.graph.shapes[node]
                shapes.append(f"{name} has shape {shape_text(shape)}" if shape else f"{name} is a scalar")
        hint = "; ".join(shapes[:4])
        if self.shapeless and not any(self.graph.shapes[node] for node in nodes):
            names = ", ".join(self.shapeless)
            hint = f'without a value {names} counts as a scalar: give arrays with --at "{self.shapeless[0]}=[1, 2]"'
        return ShapeError(message, span, hint)


@cache
def signs() -> dict[str, Operator]:
    """The operators that are written as signs and work element by element, by name."""
    found = [table.operator(name) for name in ("neg", *BY_OPERATOR)]
    return {operator.name: operator for operator in found if operator.kind == "elementwise"}
