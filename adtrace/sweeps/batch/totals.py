"""Sums over the rows, taken where they cost least: inside signs, fixed factors and what only moves numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ...graph.algebra import Operand
from ...graph.shapes import broadcast
from ...rules.table import Operator
from .lowering import (
    BATCHED,
    CONSTANT,
    COUNTED,
    FIXED,
    TOTAL,
    TOTAL_MATMUL,
    TOTAL_OUTER,
    TOTAL_PRODUCT,
    Lowering,
    Node,
    needed,
)

REDUCTIONS = frozenset(("sum", "mean", "cumsum", "trace"))
"""Linear rows that make less, or nothing new, of what they are given: these are better taken before the sum."""


def total(low: Lowering, operand: Operand) -> Operand:
    """The sum of an operand over the rows, as a node of its own level."""
    node: int = operand.handle
    outside: list[int] = []
    while (inner := _inner(low, low.nodes[node])) is not None:
        outside.append(node)
        node = inner
    result = _sum(low, low.as_float(node))
    for around in reversed(outside):
        result = _around(low, low.nodes[around], result)
    return result


def _inner(low: Lowering, node: Node) -> int | None:
    """The operand whose sum gives the node's, if the node is linear in it and nothing else varies."""
    varying = [arg for arg in node.args if low.nodes[arg].level == BATCHED]
    if len(varying) != 1 or node.level != BATCHED:
        return None
    function = node.function
    if isinstance(function, Operator):
        moves = function.kind == "linear" and function.name not in REDUCTIONS and node.args[0] == varying[0]
        return varying[0] if (moves and len(node.args) == 1) or function.product else None
    divided = function == "divide" and node.args[0] == varying[0]
    return varying[0] if function in ("negative", "multiply") or divided else None


def _around(low: Lowering, node: Node, result: Operand) -> Operand:
    """The node's operation on the sum of the operand that varies."""
    operands: list[Any] = [result if low.nodes[arg].level == BATCHED else low.operand(arg) for arg in node.args]
    if isinstance(node.function, Operator):
        return low.apply(node.function, operands, node.params)
    assert node.function is not None
    return low.operand(low.emit(node.function, tuple(map(low.id_of, operands))))


def _sum(low: Lowering, node: int) -> Operand:
    """The sum over the rows: of a product, made and added up in one go."""
    found = low.nodes[node]
    function, args, shape = found.function, found.args, found.shape
    if found.level in (CONSTANT, FIXED):
        return low.summed(COUNTED, (node,), shape)
    shapes = [low.nodes[arg].shape for arg in args]
    if function == "multiply" and shapes[0] == shapes[1]:
        return low.summed(TOTAL_PRODUCT, args, broadcast(shapes))
    if isinstance(function, Operator) and function.name == "outer":
        return low.summed(TOTAL_OUTER, args, shape)
    if isinstance(function, Operator) and function.name == "matmul" and [len(one) for one in shapes] == [2, 2]:
        return low.summed(TOTAL_MATMUL, args, shape)
    return low.summed(TOTAL, (node,), shape)


def with_products_shared(low: Lowering, wanted: Sequence[int]) -> Sequence[Node]:
    """The nodes, with a sum of products taken from the products where they are needed anyway."""
    nodes = low.nodes.copy()
    others = set(needed(nodes, wanted))
    for node in others:
        if nodes[node].function == TOTAL_PRODUCT and (product := low.find("multiply", nodes[node].args)) in others:
            nodes[node] = replace(nodes[node], function=TOTAL, args=(product,))
    return nodes
