"""Derivatives as new graph nodes: the same rules, run on nodes instead of numbers.

What is appended can be evaluated in any arithmetic, swept again, or asked how far rounding reaches into it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ..graph.graph import Graph, Nodes
from ..graph.shapes import broadcast_axes
from ..rules.table import Operator
from .local import differentiable

NOTHING: Mapping[Any, Any] = {}


class Used(NamedTuple):
    """What one use of a node gives to its adjoint, as rules make it: operands of `Nodes`, or plain numbers.

    partial  the local partial, None where the rule is no product
    product  what it gives, and `total`, the adjoint after that
    """

    partial: Any
    product: Any
    total: Any


class Appended(NamedTuple):
    """The derivatives that were appended to a graph.

    nodes   the node of the tangent or adjoint of every node that a path leads to; seeds are literals
    owners  of every node of the graph, the node whose value or derivative it takes part in: of what was appended, the
            node whose rule it stands in; of a sum of increments, the node that they arrive at; else itself
    uses    of a reverse sweep, what every use (consumer, operand) of a node gave
    """

    nodes: Mapping[int, int]
    owners: list[int]
    uses: Mapping[tuple[int, int], Used] = NOTHING


def append_gradient(graph: Graph, output: int) -> Mapping[int, int]:
    """Append the reverse sweep of a scalar output to the graph, as operations of their own.

    Returns the node of the adjoint of every node that the output depends on. Calling it again on such an adjoint gives
    the next order.
    """
    return append_adjoints(graph, {output: 1.0}).nodes


def append_adjoints(graph: Graph, seeds: Mapping[int, Any]) -> Appended:
    """Append a reverse sweep to the graph.

    seeds  the cotangent of every seeded node: a float, or an ndarray of the node's shape
    """
    m, owners = Nodes(graph), list(range(len(graph)))
    uses: dict[tuple[int, int], Used] = {}
    adjoints: dict[int, Any] = {node: seed_of(m, value) for node, value in seeds.items()}
    given_to(owners, graph, max(seeds))
    for node in range(max(seeds), -1, -1):
        if node not in adjoints:
            continue
        for operand, arg in enumerate(graph.args[node]):
            if not differentiable(graph, node, operand):
                continue
            slope, product = _pull(m, node, operand, adjoints[node])
            given_to(owners, graph, node)
            adjoints[arg] = adjoints[arg] + product if arg in adjoints else product
            given_to(owners, graph, arg)
            uses[node, operand] = Used(slope, product, adjoints[arg])
    return Appended({node: m.id_of(adjoint) for node, adjoint in adjoints.items()}, owners, uses)


def append_tangents(graph: Graph, seeds: Mapping[int, Any]) -> Appended:
    """Append a forward sweep to the graph.

    seeds  the tangent of every seeded input: a float, or an ndarray of its shape
    """
    m, owners = Nodes(graph), list(range(len(graph)))
    tangents: dict[int, Any] = {node: seed_of(m, value) for node, value in seeds.items()}
    given_to(owners, graph, min(seeds))
    for node in range(len(owners)):
        total = None
        for operand, arg in enumerate(graph.args[node]):
            if arg in tangents and differentiable(graph, node, operand):
                product = _push(m, node, operand, tangents[arg])
                total = product if total is None else total + product
        if total is not None:
            tangents[node] = _spread(m, total, graph.shapes[node])
            given_to(owners, graph, node)
    return Appended({node: m.id_of(tangent) for node, tangent in tangents.items()}, owners)


def seed_of(m: Nodes, value: Any) -> Any:
    """A seed as a literal."""
    shape = getattr(value, "shape", ())
    return m.operand(m.graph.literal(value if shape else float(value), f"{value:g}" if not shape else "seed", shape))


def given_to(owners: list[int], graph: Graph, owner: int) -> None:
    """Give the nodes that were appended since to an owner."""
    owners.extend([owner] * (len(graph) - len(owners)))


def copied(graph: Graph) -> Graph:
    """A graph with the same nodes, to append to."""
    other = Graph(graph.columns)
    other.operators, other.args, other.shapes = graph.operators[:], graph.args[:], graph.shapes[:]
    other.params.update(graph.params)
    other.places, other.varies = graph.places[:], graph.varies[:]
    other.spans, other.names, other.literals = dict(graph.spans), dict(graph.names), dict(graph.literals)
    other.inputs, other.outputs = graph.inputs[:], graph.outputs[:]
    return other


def _pull(m: Nodes, node: int, operand: int, adjoint: Any) -> tuple[Any, Any]:
    """The local partial (None unless elementwise), and what the node's adjoint contributes to the operand's."""
    graph = m.graph
    operator = graph.operators[node]
    assert operator is not None
    rule = operator.rule(operand)
    assert rule is not None
    operands, which = _operands(m, node), _which(operator, operand)
    if operator.kind == "linear":
        return None, rule(m, adjoint, *operands, **graph.params[node], **which)
    if operator.kind == "general":
        return None, rule(m, m.operand(node), adjoint, *operands, **graph.params[node], **which)
    slope = rule(m, m.operand(node), *operands, **which)
    product = _scaled(m, operator, adjoint, slope)
    return slope, _gathered(m, product, graph.shapes[graph.args[node][operand]])


def _push(m: Nodes, node: int, operand: int, tangent: Any) -> Any:
    """What an operand's tangent contributes to the node's, in a shape that combines to the node's."""
    graph = m.graph
    operator = graph.operators[node]
    assert operator is not None
    operands, which = _operands(m, node), _which(operator, operand)
    if operator.kind == "elementwise":
        rule = operator.rule(operand)
        assert rule is not None
        return _scaled(m, operator, tangent, rule(m, m.operand(node), *operands, **which))
    if operator.kind == "general":
        jvp = operator.jvp(operand)
        assert jvp is not None
        return jvp(m, m.operand(node), tangent, *operands, **graph.params[node], **which)
    moved = [
        tangent if place == operand else given if operator.rule(place) is None else _zeros(m, given.shape)
        for place, given in enumerate(operands)
    ]
    return m.apply(operator, moved, graph.params[node])


def _operands(m: Nodes, node: int) -> list[Any]:
    return [m.operand(arg) for arg in m.graph.args[node]]


def _which(operator: Operator, operand: int) -> dict[str, int]:
    """What a rule that serves any number of operands is told."""
    return {"operand": operand} if operator.variadic else {}


def _scaled(m: Nodes, operator: Operator, flow: Any, slope: Any) -> Any:
    """flow * slope; where the operator selects, what it did not take gives 0, also where flow or slope is infinite."""
    if isinstance(slope, (int, float)):
        return flow if slope == 1 else flow * slope
    product = flow * slope
    return m.where(slope == 0, 0.0, product) if operator.selects else product


def _gathered(m: Nodes, product: Any, shape: tuple[int, ...]) -> Any:
    """The product summed over the axes along which the operand was repeated."""
    if product.shape == shape:
        return product
    added, stretched = broadcast_axes(shape, product.shape)
    total = m.sum(product, axis=added) if added else product
    if stretched:
        total = m.sum(total, axis=tuple(axis - len(added) for axis in stretched), keepdims=1)
    return total


def _spread(m: Nodes, tangent: Any, shape: tuple[int, ...]) -> Any:
    """The tangent repeated to the node's shape."""
    return tangent if tangent.shape == shape else m.broadcast(tangent, shape=shape)


def _zeros(m: Nodes, shape: tuple[int, ...]) -> Any:
    """Zeros of a shape, as a literal."""
    if not shape:
        return m.operand(m.graph.literal(0.0, "0"))
    import numpy as np

    return m.operand(m.graph.literal(np.zeros(shape), "0", shape))
