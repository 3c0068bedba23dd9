"""The derivative as new graph nodes: the same rules, run on nodes instead of numbers."""

from __future__ import annotations

from typing import Any

from ..graph.graph import Graph, Nodes
from ..graph.shapes import broadcast_axes
from .local import differentiable


def append_gradient(graph: Graph, output: int) -> dict[int, int]:
    """Append the reverse sweep of a scalar output to the graph, as operations of their own.

    Returns the node of the adjoint of every node that the output depends on. Calling it again on such an adjoint gives
    the next order.
    """
    m = Nodes(graph)
    adjoints: dict[int, Any] = {output: m.operand(graph.literal(1.0, "1"))}
    for node in range(output, -1, -1):
        if node not in adjoints:
            continue
        for operand, arg in enumerate(graph.args[node]):
            if differentiable(graph, node, operand):
                product = _pull(m, node, operand, adjoints[node])
                adjoints[arg] = adjoints[arg] + product if arg in adjoints else product
    return {node: m.id_of(adjoint) for node, adjoint in adjoints.items()}


def _pull(m: Nodes, node: int, operand: int, adjoint: Any) -> Any:
    """What the node's adjoint contributes to the operand's, in the operand's shape."""
    graph = m.graph
    operator = graph.operators[node]
    assert operator is not None
    rule = operator.rule(operand)
    assert rule is not None
    operands = [m.operand(arg) for arg in graph.args[node]]
    which = {"operand": operand} if operator.variadic else {}
    if operator.kind == "linear":
        return rule(m, adjoint, *operands, **graph.params[node], **which)
    if operator.kind == "general":
        return rule(m, m.operand(node), adjoint, *operands, **graph.params[node], **which)
    slope = rule(m, m.operand(node), *operands, **which)
    product = adjoint if isinstance(slope, (int, float)) and slope == 1 else adjoint * slope
    if operator.selects and not isinstance(slope, (int, float)):
        product = m.where(slope == 0, 0.0, product)
    return _gathered(m, product, graph.shapes[graph.args[node][operand]])


def _gathered(m: Nodes, product: Any, shape: tuple[int, ...]) -> Any:
    """The product summed over the axes along which the operand was repeated."""
    if product.shape == shape:
        return product
    added, stretched = broadcast_axes(shape, product.shape)
    total = m.sum(product, axis=added) if added else product
    if stretched:
        total = m.sum(total, axis=tuple(axis - len(added) for axis in stretched), keepdims=1)
    return total
