"""x[i, 1:3]: which positions are fixed, which are slices, and which are given by an input."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..errors import AdtraceError
from ..lang.columns import SLICE, STACK, Columns
from ..lang.grammar import INDEX_OPERAND
from .constants import Constants, static_entry, whole
from .graph import Graph


def bind_index(
    graph: Graph, constants: Constants, columns: Columns, position: int, ids: Sequence[int | None]
) -> tuple[list[int], dict[str, Any]]:
    """Operands and parameters of an index: the array, then one operand for each position that is not constant."""
    array, *items = columns.args[position]
    node = ids[array]
    if node is None:
        raise AdtraceError("a slice stands in an index only", columns.span(array), "write x[1:3]")
    operands: list[int] = [node]
    index: list[Any] = []
    for item in items:
        place = ids[item]
        if columns.ops[item] == STACK or (place is not None and graph.shapes[place]):
            raise AdtraceError(
                "an index is a whole number or a slice",
                columns.span(item),
                "pick several with a slice 1:3, or stack single ones",
            )
        if columns.ops[item] == SLICE or not graph.varies[place]:  # type: ignore[index]
            entry = static_entry(constants, columns, item, ids)
            index.append(entry if isinstance(entry, slice) else whole(entry, columns.span(item)))
        else:
            operands.append(place)  # type: ignore[arg-type]
            index.append(INDEX_OPERAND)
    return operands, {"index": tuple(index)}
