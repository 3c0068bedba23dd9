"""Constants that a program has a name for: t = 1. A rewrite keeps the name, so that it holds when t is edited."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ...graph.build import Built
from ...graph.graph import NO_PLACE
from ...lang.grammar import BY_OPERATOR


def named_constants(built: Built) -> Mapping[tuple[int, int], str]:
    """The names that stand for constants, by (node, place among its operands)."""
    graph, columns, program = built.graph, built.program.columns, built.program
    names = {
        position: name
        for name, position in program.assigned.items()
        if (node := built.ids[position]) is not None and not graph.varies[node]
    }
    found: dict[tuple[int, int], str] = {}
    for node, position in enumerate(graph.places) if names else ():
        if position == NO_PLACE or graph.operators[node] is None:
            continue
        for place, (arg, entry) in enumerate(zip(graph.args[node], columns.args[position], strict=False)):
            if entry in names and built.ids[entry] == arg:
                start, end = columns.span(position)
                if stands_in(program.text[start:end], columns.ops[position], place, names[entry]):
                    found[node, place] = names[entry]
    return found


def stands_in(piece: str, op: str, place: int, name: str) -> bool:
    """Whether an operand is written as this name. A number of the same value has the same entry in the columns."""
    word = re.escape(name)
    if op in BY_OPERATOR and place == 0:
        return re.match(rf"[(\s]*{word}(?![\w'])", piece) is not None
    if op in BY_OPERATOR or op == "neg":
        return re.search(rf"(?<![\w'.]){word}[)\s]*$", piece) is not None
    return re.search(rf"(?<![\w'.]){word}(?![\w'(])", piece) is not None
