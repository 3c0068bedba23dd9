"""Columns to graph: names resolved, functions inlined, shapes checked; one pass in the order of the columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from ..errors import AdtraceError, LimitError, Span
from ..lang.columns import CALL, INDEX, LITERAL, NAME, SLICE, STACK, Columns, InputLine, Program, Statement
from ..lang.grammar import CONSTANTS, PASTED_NAMES
from ..lang.parser import parse
from ..lang.tokens import literal_value
from ..limits import LIMITS
from ..rules import table
from ..rules.axes import shape_text
from ..rules.table import Operator, nearest
from .calls import Inlined, bind_call, resolve_call
from .constants import Constants
from .graph import NO_PARAMS, Graph
from .indexing import bind_index
from .scope import Names, sort_names


class Built(NamedTuple):
    """A program as a graph, with the values of its inputs (None where the trace is symbolic)."""

    program: Program
    graph: Graph
    names: Names
    values: dict[str, Any]
    shared: int


def build(program: Program, given: Mapping[str, Any], of: Sequence[str] = (), *, share: bool = False) -> Built:
    """The graph of a program.

    given  values of inputs, floats or float64 ndarrays; none at all makes a trace in symbols
    of     names of the outputs, instead of the last statement
    share  whether equal subexpressions become one node
    Raises AdtraceError with the place in the program's text.
    """
    try:
        names = sort_names(program, given)
        builder = Builder(program, share=share)
        values = builder.inputs(names, given)
        builder.statements(names)
        if of:
            builder.choose_outputs(of)
    except AdtraceError as error:
        raise error.located(program.text, program.where) from None
    return Built(program, builder.graph, names, values, builder.shared)


def constant(text: str, where: str) -> Any:
    """The value of a constant expression: a float or a float64 ndarray. Raises AdtraceError."""
    program = parse(text, where)
    try:
        if len(program.statements) > 1 or program.statements[0].name:
            raise AdtraceError("a value is one constant expression", hint="such as 2.5, pi/2 or [[1, 2], [3, 4]]")
        return _constant(program, program.statements[0])
    except AdtraceError as error:
        raise error.located(text, where) from None


def _constant(program: Program, statement: Statement | InputLine) -> Any:
    """The value of a statement whose names are all constants."""
    builder = Builder(program)
    assert statement.result is not None
    node = builder.range(program.columns, statement.start, statement.result, {})
    return builder.constants.value(node)


class Builder:
    """Walks columns and appends to a graph."""

    def __init__(self, program: Program, *, share: bool = False) -> None:
        self.program = program
        self.graph = Graph()
        self.scope: dict[str, int] = {}
        self.assigned = {statement.name for statement in program.statements if statement.name}
        self.constants = Constants(self.graph)
        self.seen: dict[Any, int] | None = {} if share else None
        self.shared = 0
        self.shapeless: list[str] = []
        """Inputs without a value, in a trace in symbols."""

    def inputs(self, names: Names, given: Mapping[str, Any]) -> dict[str, Any]:
        """Append the inputs; return their values, None for each where the trace is symbolic."""
        lines = {line.name: line for line in self.program.statements if isinstance(line, InputLine)}
        values: dict[str, Any] = {}
        for name in names.inputs:
            line = lines.get(name)
            value = given.get(name)
            if value is None and line is not None and line.result is not None:
                value = _constant(self.program, line)
            if value is None:
                self.shapeless.append(name)
            self.scope[name] = self.graph.input(name, getattr(value, "shape", ()), line.span if line else None)
            values[name] = None if names.symbolic else value
        return values

    def statements(self, names: Names) -> None:
        """Append every statement's operations; the last one's value is the output."""
        columns = self.program.columns
        statements = [line for line in self.program.statements if isinstance(line, Statement)]
        for statement in statements[:-1]:
            node = self.range(columns, statement.start, statement.result, self.scope)
            assert statement.name is not None
            self.name(node, statement.name)
        self.output(statements[-1], names)

    def name(self, node: int, name: str) -> None:
        """Let a statement's name stand for a node, and be its name if it has none."""
        self.scope[name] = node
        self.graph.names.setdefault(node, name)

    def output(self, statement: Statement, names: Names) -> None:
        """The last statement: one output, or one for each scalar of a final [e1, e2] without a name."""
        columns, graph, result = self.program.columns, self.graph, statement.result
        if statement.name is None and columns.ops[result] == STACK and len(columns.args[result]) > 1:
            ids = self.ids(columns, statement.start, result - 1, self.scope)
            items = [ids[position - statement.start] for position in columns.args[result]]
            if all(item is not None and not graph.shapes[item] for item in items):
                words = _free([f"{stem}{{}}" for stem in ("y", "out", "out_")], len(items), names.taken)
                for word, item in zip(words, items, strict=True):
                    assert item is not None
                    graph.outputs.append((word, item))
                    graph.names.setdefault(item, word)
                return
        node = self.range(columns, statement.start, result, self.scope)
        if statement.name is not None:
            self.name(node, statement.name)
            graph.outputs.append((statement.name, node))
        else:
            graph.names.setdefault(node, _free(["y", "out", "out_"], 1, names.taken)[0])
            graph.outputs.append((graph.names[node], node))

    def choose_outputs(self, of: Sequence[str]) -> None:
        """Make the named statements the outputs."""
        chosen = []
        for name in dict.fromkeys(of):
            last = dict(self.graph.outputs)
            node = last.get(name, self.scope.get(name))
            if node is None:
                alike = nearest(name, [*self.scope, *last])
                raise AdtraceError(
                    f"--of {name}: the program has no {name}",
                    hint=f"did you mean {alike}?" if alike else "name a statement",
                )
            chosen.append((name, node))
        self.graph.outputs[:] = chosen

    # Columns

    def range(
        self, columns: Columns, start: int, result: int, scope: Mapping[str, int], within: Inlined | None = None
    ) -> int:
        """Append the columns from start to result; return the node of the result."""
        node = self.ids(columns, start, result, scope, within)[-1]
        if node is None:
            raise AdtraceError(
                "a slice stands in an index only", within.span if within else columns.span(result), "write x[1:3]"
            )
        return node

    def ids(
        self, columns: Columns, start: int, result: int, scope: Mapping[str, int], within: Inlined | None = None
    ) -> list[int | None]:
        """Append the columns from start to result; return each one's node, None for slices and lists that hold them.

        within  the call that is being written out, if these are the columns of a function
        """
        ids: list[int | None] = []
        for position in range(start, result + 1):
            op, span = columns.ops[position], within.span if within else columns.span(position)
            if op == LITERAL:
                text = columns.data[position]
                node: int | None = self.graph.literal(literal_value(text, span), text, (), span)
            elif op == NAME:
                node = self.lookup(columns.data[position], scope, span)
            elif op == SLICE:
                node = None
            else:
                node = self.operation(op, columns, position, start, ids, scope, within)
            ids.append(node)
        return ids

    def operation(
        self,
        op: str,
        columns: Columns,
        position: int,
        start: int,
        ids: list[int | None],
        scope: Mapping[str, int],
        within: Inlined | None,
    ) -> int | None:
        """Append one operation."""
        span = within.span if within else columns.span(position)
        items = [ids[item - start] for item in columns.args[position]]
        if op == CALL:
            return self.call(columns, position, start, ids, within)
        if op == INDEX:
            args, params = bind_index(self.graph, self.constants, columns, position, start, ids)
            return self.apply(table.operator("index"), args, params, span)
        if op == STACK:
            if None in items:
                return None
            return self.apply(table.operator("stack"), items, {"axis": 0}, span)
        if None in items:
            raise AdtraceError("a slice stands in an index only", span, "write x[1:3]")
        operator = table.operator(op)
        return self.apply(operator, items, operator.params or NO_PARAMS, span)

    def lookup(self, name: str, scope: Mapping[str, int], span: Span) -> int:
        """The node that a name stands for."""
        if name in scope:
            return scope[name]
        if name in self.scope:
            return self.scope[name]
        word = PASTED_NAMES.get(name, name)
        if name in self.assigned:
            raise AdtraceError(f"{name} is used before it has a value", span, "move its statement up")
        if word in CONSTANTS:
            return self.graph.literal(CONSTANTS[word], word, (), span)
        raise AdtraceError(f"{name} is not a constant", span, "write numbers, pi, e, inf or nan")

    def call(self, columns: Columns, position: int, start: int, ids: list[int | None], within: Inlined | None) -> int:
        """A call: an operator, or a function that is inlined."""
        word, keywords = columns.data[position]
        span = within.span if within else columns.span(position)
        head = (columns.starts[position], columns.starts[position] + len(word))
        function, rows = resolve_call(self.program, word, head, within)
        if function is None:
            operator, args, params = bind_call(self.constants, rows, columns, position, start, ids)
            return self.apply(operator, args, params, span)
        items = [ids[item - start] for item in columns.args[position]]
        expected = len(function.parameters)
        if len(items) != expected or keywords or None in items:
            called = f"{word}({', '.join(function.parameters)})"
            raise AdtraceError(
                f"{word} takes {expected} value{'s'[: expected != 1]}, not {len(items) + len(keywords)}",
                span,
                f"write {called}",
            )
        bound = dict(zip(function.parameters, items, strict=True))
        inner = Inlined(function, span, within.depth + 1 if within else 1)
        return self.range(function.columns, 0, function.result, bound, inner)  # type: ignore[arg-type]

    def apply(self, operator: Operator, args: Iterable[int | None], params: Mapping[str, Any], span: Span) -> int:
        """Append an operation, or find the equal one where subexpressions are shared."""
        nodes: tuple[int, ...] = tuple(args)  # type: ignore[arg-type]
        key = None
        if len(self.graph) > LIMITS.nodes:
            raise LimitError(f"the graph has more than {LIMITS.nodes} nodes", span, "this is the limit")
        if self.seen is not None:
            key = (operator.name, nodes, repr(sorted(params.items())))
            if key in self.seen:
                self.shared += 1
                return self.seen[key]
        try:
            node = self.graph.apply(operator, nodes, params, span)
        except ValueError as error:
            raise self.misfit(str(error), nodes, span) from None
        if key is not None and self.seen is not None:
            self.seen[key] = node
        return node

    def misfit(self, message: str, nodes: Sequence[int], span: Span) -> AdtraceError:
        """Shapes that do not fit: the operands by their text, each with its shape."""
        shapes = []
        for node in dict.fromkeys(nodes):
            place = self.graph.spans[node]
            name = self.graph.names.get(node) or (self.program.text[slice(*place)] if place else "")
            if name and len(name) <= 40:
                shape = self.graph.shapes[node]
                shapes.append(f"{name} has shape {shape_text(shape)}" if shape else f"{name} is a scalar")
        hint = "; ".join(shapes[:4])
        if self.shapeless and not any(self.graph.shapes[node] for node in nodes):
            names = ", ".join(self.shapeless)
            hint = f'without a value {names} counts as a scalar: give arrays with --at "{self.shapeless[0]}=[1, 2]"'
        return AdtraceError(message, span, hint)


def _free(patterns: Sequence[str], count: int, taken: frozenset[str]) -> list[str]:
    """Names after the first pattern whose names are all free."""
    for pattern in patterns:
        names = [pattern.format(number) for number in range(1, count + 1)]
        if not taken.intersection(names):
            return names
    return [f"{names[0]}_{number}" for number in range(1, count + 1)]
