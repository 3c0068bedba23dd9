"""Powers of e: e^x means exp(x), though the float64 that e is makes it another function in many digits."""

from __future__ import annotations

import re
from collections.abc import Collection

from ...errors import AdtraceError
from ...graph.graph import Graph
from ...lang import columns as entries
from ...lang.columns import Program
from ...lang.parser import parse
from .pieces import unbracketed

E = "e"
MOST_POWERS = 64
"""Powers of e that are written as exp, one after the other."""


def is_e(graph: Graph, node: int) -> bool:
    """Whether a node is the constant e, by this name."""
    return node in graph.literals and graph.literals[node][1] == E and not graph.shapes[node]


def with_exp(program: Program, given: Collection[str]) -> Program:
    """The program with exp(x) for every e^x, as far as they stand in its text: what its writer means.

    given  names that have values: e is the constant if it is none of them
    """
    for _ in range(0 if E in given else MOST_POWERS):
        written = _first_as_exp(program)
        if written is None:
            break
        program = written
    return program


def _first_as_exp(program: Program) -> Program | None:
    """The program with exp for its first power of e; None where there is none."""
    columns = program.columns
    for position, (op, args) in enumerate(zip(columns.ops, columns.args, strict=True)):
        if op == "power" and columns.ops[args[0]] == entries.NAME and columns.data[args[0]] == E:
            start, end = columns.span(position)
            power = re.match(rf"\(*{E}\)*\s*(?:\^|\*\*)\s*(.*)", unbracketed(program.text[start:end]), re.DOTALL)
            if power is not None:
                text = f"{program.text[:start]}exp({unbracketed(power[1])}){program.text[end:]}"
                try:
                    return parse(text, program.where)
                except AdtraceError:
                    return None
    return None
