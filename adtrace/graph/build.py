"""Columns to graph: names resolved, functions inlined, shapes checked; one pass in the order of the columns."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from ..errors import AdtraceError, Span
from ..lang.columns import STACK, Columns, Program, Statement
from ..lang.parser import parse
from ..named import Record
from ..rules.table import nearest
from .calls import Call
from .graph import Graph
from .scope import Names, sort_names
from .shapes import shape_called
from .write import SAME, Writer


class Built(Record):
    """A program as a graph, with the values of its inputs (None where the trace is symbolic).

    shared  how many equal subexpressions were merged; `ids`, the node of every entry of the program's columns
    calls   the functions that were written out; those called by another come before it
    """

    program: Program
    graph: Graph
    names: Names
    values: dict[str, Any]
    shared: int
    ids: Sequence[int | None]
    calls: Sequence[Call] = ()


def build(
    program: Program,
    given: Mapping[str, Any],
    of: Sequence[str] = (),
    *,
    share: bool = False,
    varying: Collection[str] = (),
) -> Built:
    """The graph of a program.

    given  values of inputs, floats or float64 ndarrays; none at all makes a trace in symbols
    of     names of the outputs, instead of the last statement
    share  whether equal subexpressions become one node
    varying  those of the given names that vary from row to row of a sweep
    Raises AdtraceError with the place in the program's text.
    """
    if program.reading is not None and given:
        program = program.reading.again(given, shape_called)
    try:
        names = sort_names(program, given, varying)
        if program.reading is not None:
            program.reading.check()
        builder = Builder(program, program.columns, share=share)
        values = builder.inputs(names, given)
        builder.statements(names)
        if of or program.outputs:
            builder.choose_outputs(of or list(program.outputs), program.outputs if not of else {})
    except AdtraceError as error:
        raise program.located(error) from None
    return Built(program, builder.graph, names, values, builder.shared, builder.ids, builder.written)


def constant(text: str, where: str) -> Any:
    """The value of a constant expression: a float or a float64 ndarray. Raises AdtraceError."""
    builder, node = _written(text, where)
    try:
        return builder.constants.value(node)
    except AdtraceError as error:
        raise error.located(text, where) from None


def written_constant(text: str, where: str) -> tuple[Graph, int]:
    """A constant expression as a graph, and the node of its value. Raises AdtraceError."""
    builder, node = _written(text, where)
    return builder.graph, node


def written_default(program: Program, name: str) -> tuple[Graph, int]:
    """The default of an `input` line as a graph, and the node of its value."""
    line = next(line for line in program.inputs if line.name == name)
    assert line.result is not None
    builder = Builder(program, line.columns)
    return builder.graph, _node(builder, line.columns, line.result)


def _written(text: str, where: str) -> tuple[Builder, int]:
    program = parse(text, where)
    try:
        if program.inputs or program.assigned or program.last is None:
            raise AdtraceError("a value is one constant expression", hint="such as 2.5, pi/2 or [[1, 2], [3, 4]]")
        builder = Builder(program, program.columns)
        return builder, _node(builder, program.columns, program.last.result)
    except AdtraceError as error:
        raise error.located(text, where) from None


def _constant(program: Program, columns: Columns, result: int) -> Any:
    """The value of an expression whose names are all constants."""
    builder = Builder(program, columns)
    return builder.constants.value(_node(builder, columns, result))


def _node(builder: Builder, columns: Columns, result: int) -> int:
    """The node of an expression whose names are all constants."""
    return builder.value(builder.nodes(columns, {}), columns, result)


class Builder(Writer):
    """Makes the graph of a program: inputs, statements, outputs."""

    def inputs(self, names: Names, given: Mapping[str, Any]) -> dict[str, Any]:
        """Announce the inputs; return their values, None for each where the trace is symbolic."""
        lines = {line.name: line for line in self.program.inputs}
        values: dict[str, Any] = {}
        for name in names.inputs:
            line = lines.get(name)
            value = given.get(name)
            if value is None and line is not None and line.result is not None:
                value = _constant(self.program, line.columns, line.result)
            if value is None:
                self.shapeless.append(name)
            self.pending[name] = getattr(value, "shape", ()), line.span if line else None
            values[name] = None if names.symbolic else value
        return values

    def statements(self, names: Names) -> None:
        """Append every statement's operations; the last one's value is the output."""
        program = self.program
        assert program.last is not None
        self.ids = self.nodes(program.columns, self.scope)
        for name, facts in self.pending.items():
            self.scope[name] = self.graph.input(name, *facts)
        self.graph.inputs[:] = [self.scope[name] for name in names.inputs]
        given, ids = self.graph.names, self.ids
        assigned = program.assigned
        if ids is SAME:
            deque(
                map(given.setdefault, assigned.values(), assigned), maxlen=0
            )  # A loop without one: there may be many.
        else:
            for name, result in assigned.items():
                given.setdefault(self.value(ids, program.columns, result), name)
        self.output(program.last, names)

    def output(self, statement: Statement, names: Names) -> None:
        """The last statement: one output, or one for each scalar of a final [e1, e2] without a name."""
        columns, graph, result = self.program.columns, self.graph, statement.result
        is_list = columns.ops[result] == STACK and len(columns.args[result]) > 1
        if statement.name is None and is_list and result not in self.program.assigned.values():
            items = [self.ids[position] for position in columns.args[result]]
            if all(item is not None and not graph.shapes[item] for item in items):
                if self.ids[result] == len(graph) - 1:
                    graph.drop_last()  # The brackets hold the outputs: they are no step.
                words = _free([f"{stem}{{}}" for stem in ("y", "out", "out_")], len(items), names.taken)
                for word, item in zip(words, items, strict=True):
                    assert item is not None
                    graph.outputs.append((word, item))
                    graph.names.setdefault(item, word)
                return
        node = self.value(self.ids, columns, result)
        if statement.name is not None:
            graph.outputs.append((statement.name, node))
        else:
            graph.names.setdefault(node, _free(["y", "out", "out_"], 1, names.taken)[0])
            graph.outputs.append((graph.names[node], node))

    def choose_outputs(self, of: Sequence[str], written: Mapping[str, Span]) -> None:
        """Make the named statements the outputs; `written` is where the program's own `output` line names them."""
        assigned, last = self.program.assigned, dict(self.graph.outputs)
        chosen = []
        for name in dict.fromkeys(of):
            node = last.get(name, self.ids[assigned[name]] if name in assigned else self.scope.get(name))
            if node is None:
                alike = nearest(name, [*self.scope, *assigned, *last])
                asked = f"the program has no {name}" if written else f"--of {name}: the program has no {name}"
                hint = f"did you mean {alike}?" if alike else "name a statement"
                raise AdtraceError(asked, written.get(name), hint)
            chosen.append((name, node))
        self.graph.outputs[:] = chosen


def _free(patterns: Sequence[str], count: int, taken: Collection[str]) -> list[str]:
    """Names after the first pattern whose names are all free."""
    for pattern in patterns:
        names = [pattern.format(number) for number in range(1, count + 1)]
        if not any(name in taken for name in names):
            return names
    return [f"{names[0]}_{number}" for number in range(1, count + 1)]
