"""Frameworks that a gradient is compared with: one file each, exposing one FRAMEWORK. Adding a file adds one.

A framework's file has a table from rows to its own functions. The program is evaluated on its arrays, in float64, and
the gradient is taken by the framework itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any

from ....errors import AdtraceError
from ....graph.graph import Graph
from ....named import Record
from ....records.crosscheck import Place
from ....registry import entries
from ..function import Function


class Framework(Record):
    """One framework.

    name       what --against calls it; the name of its file
    package    what to install
    functions  gives the table: a row's name to function(*operands, **params); raises ImportError
    pull       (function of arrays, values of leaves, cotangents) to the leaves' adjoints for each cotangent; the
               function takes the leaves and gives the outputs as one vector
    """

    name: str
    package: str
    functions: Callable[[], Mapping[str, Callable[..., Any]]]
    pull: Callable[[Callable[..., Any], Sequence[Any], Sequence[int]], list[list[Any]]]


def names() -> tuple[str, ...]:
    """Every framework, without importing any."""
    return entries(__path__[0])


def by_name(name: str) -> Framework:
    """The framework of this name. Raises AdtraceError."""
    if name not in names():
        raise AdtraceError(f"there is no framework {name} here", hint=f"the frameworks are {', '.join(names())}")
    found: Framework = import_module(f"{__name__}.{name}").FRAMEWORK
    return found


def gradients(name: str, function: Function, inputs: Sequence[tuple[int, Place]]) -> list[list[float | None]]:
    """The slope of every output (rows) in every component (columns), as the framework takes it.

    Raises AdtraceError where it is not installed or lacks an operator of the program.
    """
    framework = by_name(name)
    try:
        functions = framework.functions()
    except ImportError:
        hint = f"install it with: pip install {framework.package}"
        raise AdtraceError(f"{name} is not installed here", hint=hint) from None
    graph, values = function.graph, function.values
    used = used_by(graph, [node for node, _ in function.outputs])
    for node in used:
        operator = graph.operators[node]
        if operator is not None and operator.name not in functions:
            hint = f"checks/frameworks/{name}.py has no function for it"
            raise AdtraceError(f"{operator.spelled} cannot be compared with {name}", graph.span(node), hint)
    leaves = [node for node in graph.inputs if node in used]
    places = [(leaves.index(node) if node in leaves else None, place.at) for node, place in inputs]

    def vector(stack: Callable[[Sequence[Any]], Any], *arrays: Any) -> Any:
        """The outputs as one vector of the framework."""
        found: dict[int, Any] = dict(zip(leaves, arrays, strict=True))
        for node in used:
            operator = graph.operators[node]
            if operator is None:
                continue
            operands = [
                found[arg] if arg in found and operator.rule(position) is not None else values[arg]
                for position, arg in enumerate(graph.args[node])
            ]
            found[node] = functions[operator.name](*operands, **graph.params[node])
        return stack([found[node][place.at] if place.at else found[node] for node, place in function.outputs])

    wanted = [row for row, (node, _) in enumerate(function.outputs) if graph.varies[node]]
    try:
        pulled = framework.pull(vector, [values[node] for node in leaves], wanted) if leaves and wanted else []
    except (RuntimeError, TypeError, ValueError) as error:
        reason, hint = str(error).partition("\n")[0], f"leave out --against {name}"
        raise AdtraceError(f"{name} cannot evaluate this program: {reason}", hint=hint) from None
    table: list[list[float | None]] = [[0.0]*len(inputs) for _ in function.outputs]
    for row, adjoints in zip(wanted, pulled, strict=True):
        table[row] = [
            0.0 if leaf is None else float(adjoints[leaf][index]) if index else float(adjoints[leaf])
            for leaf, index in places
        ]
    return table


def used_by(graph: Graph, outputs: Sequence[int]) -> list[int]:
    """The nodes that vary and that the outputs are computed from, in order."""
    needed = bytearray(len(graph))
    for node in outputs:
        needed[node] = 1
    for node in range(len(graph) - 1, -1, -1):
        if needed[node]:
            for arg in graph.args[node]:
                needed[arg] = 1
    return [node for node in range(len(graph)) if needed[node] and graph.varies[node]]
