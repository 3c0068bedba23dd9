"""A program with the shapes of one row: which inputs vary, what is asked for, and what the results are called."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from ...errors import AdtraceError
from ...graph.build import Built, build
from ...graph.graph import Graph
from ...graph.shapes import size
from ...lang.columns import Program
from ...limits import LIMITS
from ...records import Shape
from ...rules.axes import shape_text
from ...rules.table import nearest, operator
from ...tables.flat import entry_names


@dataclass(frozen=True, slots=True)
class Setting:
    """One row's graph and what is wanted of it.

    graph    the program with the shapes of one row
    over     names that vary from row to row, with the shape of one row's value; only those that the program uses
    fixed    the other inputs by node: a scalar's value, and of an array the default in the text, or zeros
    batched  for every node, whether it varies from row to row
    wrt      nodes of the inputs that the gradient is taken for
    unused   names that were given and are not used
    built    what the graph was built as, with samples for what varies
    """

    program: Program
    graph: Graph
    over: Mapping[str, Shape]
    fixed: Mapping[int, Any]
    batched: Sequence[bool]
    wrt: tuple[int, ...]
    unused: tuple[str, ...]
    built: Built

    @property
    def results(self) -> dict[str, Shape]:
        """The result columns in order, with the shape of one row: every output, then its gradient."""
        graph = self.graph
        shapes: dict[str, Shape] = {}
        for name, output in graph.outputs:
            shapes[name] = graph.shapes[output]
            for node in self.wrt:
                shapes[slope_name(name, graph.names[node])] = graph.shapes[node]
        return shapes


def slope_name(output: str, name: str) -> str:
    """The column of an output's slope in an input: dy/dx."""
    return f"d{output}/d{name}"


def prepared(
    program: Program, over: Mapping[str, Shape], at: Mapping[str, Any], wrt: Sequence[str], of: Sequence[str]
) -> Setting:
    """The setting of a sweep. Raises AdtraceError, located in the program's text where it is to blame.

    at  the other inputs: a scalar's value, as float.hex has it, or an array's shape
    """
    if both := [name for name in over if name in at]:
        names = ", ".join(both)
        raise AdtraceError(f"{names} given twice", hint="a name has one value, or varies over the rows, not both")
    if not over:
        raise AdtraceError("there is nothing to sweep over", hint="name the inputs that vary from row to row")
    varying = {name: _sample(shape) for name, shape in over.items()}
    given = {name: _sample(value) if isinstance(value, tuple) else float.fromhex(value) for name, value in at.items()}
    built = build(program, varying | given, of, varying=varying)
    graph = built.graph
    used = {graph.names[node]: node for node in graph.inputs}
    for name in wrt:
        if name not in used:
            alike = nearest(name, list(used))
            label = f"did you mean {alike}?" if alike else ""
            raise AdtraceError(f"{name} is no input", hint=f"the inputs are {', '.join(used)}", label=label)
    try:
        graph.outputs[:] = [one for name, node in graph.outputs for one in _components(graph, name, node)]
    except AdtraceError as error:
        raise program.located(error) from None
    return Setting(
        program=built.program,
        graph=graph,
        over={name: tuple(shape) for name, shape in over.items() if name in used},
        fixed={node: built.values[name] for name, node in used.items() if name not in over},
        batched=_batched(graph, over),
        wrt=tuple([node for name, node in used.items() if not wrt or name in wrt]),
        unused=built.names.unused,
        built=built,
    )


def _components(graph: Graph, name: str, node: int) -> list[tuple[str, int]]:
    """A scalar output itself; of an array every element as an output of its own, y[0], y[1] ... Raises AdtraceError."""
    shape = graph.shapes[node]
    if not shape:
        return [(name, node)]
    if not 0 < size(shape) <= LIMITS.component_sweeps:
        message = f"{name} has shape {shape_text(shape)}, and a sweep takes {LIMITS.component_sweeps} elements at most"
        raise AdtraceError(message, graph.span(node), "take its sum, or single elements")
    if node in graph.inputs:
        name = "y"  # The input has columns of its own.
    graph.names.setdefault(node, name)
    pick, place = operator("index"), graph.places[node]
    positions = product(*map(range, shape))
    entries = zip(entry_names(name, shape), positions, strict=True)
    return [(entry, graph.apply(pick, (node,), {"index": index}, place)) for entry, index in entries]


def _sample(shape: Shape) -> Any:
    """A value of this shape: all that the graph needs of an input that varies. A number is none that is known."""
    if not shape:
        return math.nan
    import numpy as np

    return np.zeros(shape)


def _batched(graph: Graph, over: Mapping[str, Shape]) -> list[bool]:
    """Whether each node varies from row to row."""
    batched = [False] * len(graph)
    for node, args in enumerate(graph.args):
        batched[node] = (
            graph.names.get(node) in over
            if node in graph.literals or graph.operators[node] is None
            else any(batched[arg] for arg in args)
        )
    return batched
