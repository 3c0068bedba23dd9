"""Derivatives as new graph nodes: the same rules, run on nodes instead of numbers.

What is appended can be evaluated in any arithmetic, swept again, or asked how far rounding reaches into it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from typing import Any

from ..graph.graph import Graph, Nodes
from ..graph.shapes import broadcast_axes
from ..named import Record
from ..rules.table import Operator
from .local import differentiable
from .paths import leaves_out

NOTHING: Mapping[Any, Any] = {}


class Used(Record):
    """What one use of a node gives to its adjoint, as rules make it: operands of `Nodes`, or plain numbers.

    partial  the local partial, None where the rule is no product
    product  what it gives, and `total`, the adjoint after that
    """

    partial: Any
    product: Any
    total: Any


class Appended(Record):
    """The derivatives that were appended to a graph.

    nodes   the node of the tangent or adjoint of every node that a path leads to; seeds are literals
    owners  of every node of the graph, the node whose value or derivative it takes part in: of what was appended, the
            node whose rule it stands in; of a sum of increments, the node that they arrive at; else itself
    uses    of a reverse sweep, what every use (consumer, operand) of a node gave
    paths   nodes that only say where a path leads
    """

    nodes: Mapping[int, int]
    owners: list[int]
    uses: Mapping[tuple[int, int], Used] = NOTHING
    paths: Collection[int] = ()


def append_gradient(graph: Graph, output: int) -> Mapping[int, int]:
    """Append the reverse sweep of a scalar output to the graph, as operations of their own.

    Returns the node of the adjoint of every node that the output depends on. Calling it again on such an adjoint gives
    the next order.
    """
    return append_adjoints(graph, {output: 1.0}).nodes


def append_adjoints(
    graph: Graph, seeds: Mapping[int, Any], undefined: Collection[int] = (), *, masks: bool = True
) -> Appended:
    """Append a reverse sweep to the graph.

    seeds      the cotangent of every seeded node: a float, or an ndarray of the node's shape
    undefined  nodes whose value is nan, or has one: no slope goes through a nan
    masks      whether what has no path stays 0 whatever it is multiplied by, as in the sweeps; without, sign(x) is a
               factor, and so are the matrices of products, as in textbooks
    """
    m, owners = Flows(graph, masks=masks), list(range(len(graph)))
    uses: dict[tuple[int, int], Used] = {}
    adjoints = {node: Carried(seed_of(m, value)) for node, value in seeds.items()}
    given_to(owners, graph, max(seeds))
    for node in range(max(seeds), -1, -1):
        if node not in adjoints:
            continue
        for operand, arg in enumerate(graph.args[node]):
            if not differentiable(graph, node, operand):
                continue
            slope, product = _pull(m, node, operand, adjoints[node], undefined=node in undefined)
            given_to(owners, graph, node)
            adjoints[arg] = added(m, adjoints[arg], product) if arg in adjoints else product
            given_to(owners, graph, arg)
            uses[node, operand] = Used(slope, product.value, adjoints[arg].value)
    return Appended({node: m.id_of(adjoint.value) for node, adjoint in adjoints.items()}, owners, uses, m.paths)


def append_tangents(
    graph: Graph, seeds: Mapping[int, Any], undefined: Collection[int] = (), *, masks: bool = True
) -> Appended:
    """Append a forward sweep to the graph.

    seeds      the tangent of every seeded input: a float, or an ndarray of its shape
    undefined  nodes whose value is nan, or has one: no slope comes out of a nan
    masks      see `append_adjoints`
    """
    m, owners = Flows(graph, masks=masks), list(range(len(graph)))
    tangents = {node: Carried(seed_of(m, value)) for node, value in seeds.items()}
    given_to(owners, graph, min(seeds))
    for node in range(len(owners)):
        total = None
        for operand, arg in enumerate(graph.args[node]):
            if arg in tangents and differentiable(graph, node, operand):
                product = _push(m, node, operand, tangents[arg], undefined=node in undefined)
                total = product if total is None else added(m, total, product)
        if total is not None:
            path = None if total.path is None else _spread(m, total.path, graph.shapes[node])
            tangent = Carried(_spread(m, total.value, graph.shapes[node]), path)
            tangents[node] = _but_nan(m, node, tangent) if node in undefined else tangent
            given_to(owners, graph, node)
    return Appended({node: m.id_of(tangent.value) for node, tangent in tangents.items()}, owners, paths=m.paths)


class Carried(Record):
    """A tangent or an adjoint as a node, 0 where it has no path; path is a node that is 1 where it has one, else 0.

    Without such a node it has a path everywhere. See paths: what has none must stay 0, also times infinity.
    """

    value: Any
    path: Any = None


class Flows(Nodes):
    """Graph nodes, and whether flows keep masks of their paths.

    paths  the nodes that only say where a path leads
    """

    def __init__(self, graph: Graph, *, masks: bool) -> None:
        super().__init__(graph)
        self.masks, self.paths = masks, set[int]()

    def path(self, operand: Any) -> Any:
        """The same; it says where a path leads."""
        self.paths.add(operand.handle)
        return operand


def added(m: Flows, a: Carried, b: Carried) -> Carried:
    """The sum; a path where either has one."""
    path = None if a.path is None or b.path is None else m.path(m.maximum(a.path, b.path))
    return Carried(a.value + b.value, path)


def seed_of(m: Flows, value: Any) -> Any:
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


def _pull(m: Flows, node: int, operand: int, adjoint: Carried, *, undefined: bool) -> tuple[Any, Carried]:
    """The local partial (None unless elementwise), and what the node's adjoint contributes to the operand's."""
    graph = m.graph
    operator = graph.operators[node]
    assert operator is not None
    rule = operator.rule(operand)
    assert rule is not None
    operands, which = _operands(m, node), _which(operator, operand)
    if operator.kind == "elementwise":
        slope = rule(m, m.operand(node), *operands, **which)
        factor = _but_nan(m, node, Carried(slope)).value if undefined else slope
        product = _scaled(m, operator, operand, adjoint, factor)
        shape = graph.shapes[graph.args[node][operand]]
        path = None if product.path is None else _truth(m, _gathered(m, product.path, shape))
        return slope, Carried(_gathered(m, product.value, shape), path)
    given = {**graph.params[node], **which}
    adjoint = _but_nan(m, node, adjoint) if undefined else adjoint
    if operator.kind == "linear":
        return None, _through(m, operator, lambda flow, y, operands: rule(m, flow, *operands, **given), adjoint, node)
    return None, _through(m, operator, lambda flow, y, operands: rule(m, y, flow, *operands, **given), adjoint, node)


def _push(m: Flows, node: int, operand: int, tangent: Carried, *, undefined: bool) -> Carried:
    """What an operand's tangent contributes to the node's, in a shape that combines to the node's."""
    graph = m.graph
    operator = graph.operators[node]
    assert operator is not None
    which = _which(operator, operand)
    if operator.kind == "elementwise":
        rule = operator.rule(operand)
        assert rule is not None
        slope = rule(m, m.operand(node), *_operands(m, node), **which)
        return _scaled(m, operator, operand, tangent, _but_nan(m, node, Carried(slope)).value if undefined else slope)
    if operator.kind == "general":
        jvp, given = operator.jvp(operand), {**graph.params[node], **which}
        assert jvp is not None
        return _through(m, operator, lambda flow, y, operands: jvp(m, y, flow, *operands, **given), tangent, node)

    def moved(flow: Any, y: Any, operands: list[Any]) -> Any:
        args = [
            flow if place == operand else given if operator.rule(place) is None else _zeros(m, given.shape)
            for place, given in enumerate(operands)
        ]
        return m.apply(operator, args, graph.params[node])

    return _through(m, operator, moved, tangent, node)


def _through(
    m: Flows, operator: Operator, rule: Callable[[Any, Any, list[Any]], Any], flow: Carried, node: int
) -> Carried:
    """A linear or general rule on a flow, with the paths that `local.through` and `local.pull` give it."""
    operands, y = _operands(m, node), m.operand(node)
    value = rule(flow.value, y, operands)
    if operator.selects or (operator.kind == "linear" and flow.path is not None):
        start = _ones(m, flow.value.shape) if flow.path is None else flow.path
        return Carried(value, _truth(m, rule(start, y, operands)))
    if operator.product and flow.path is not None and m.masks:
        path = _truth(m, rule(flow.path, _ones(m, y.shape), [_ones(m, operand.shape) for operand in operands]))
        return Carried(m.where(path, value, 0.0), path)
    return Carried(value)


def _operands(m: Flows, node: int) -> list[Any]:
    return [m.operand(arg) for arg in m.graph.args[node]]


def _which(operator: Operator, operand: int) -> dict[str, int]:
    """What a rule that serves any number of operands is told."""
    return {"operand": operand} if operator.variadic else {}


def _scaled(m: Flows, operator: Operator, operand: int, flow: Carried, slope: Any) -> Carried:
    """flow * slope; no path where the flow has none, nor, if the operator selects, where the slope is 0."""
    if isinstance(slope, (int, float)):
        return flow if slope == 1 else Carried(flow.value * slope, flow.path)
    product, path = flow.value * slope, flow.path
    if leaves_out(operator, operand) and (m.masks or is_mask(m, slope)):
        path = _truth(m, slope) if path is None else path * _truth(m, slope)
    elif operator.selects:  # 0 times infinity is 0 as in the sweeps; 0 times a number keeps the slope of the 0.
        finite = m.path(m.lt(m.path(abs(flow.value)), math.inf))
        product = m.where(m.path(m.maximum(_truth(m, slope), finite)), product, 0.0)
    if path is None:
        return Carried(product)
    return Carried(m.where(path, product, 0.0), _spread(m, path, product.shape))


def is_mask(m: Flows, slope: Any) -> bool:
    """Whether a slope is a condition: of rules that are written as in textbooks only these choose a path."""
    from ..graph.conditions import is_condition

    return is_condition(m.graph, m.id_of(slope))


def _but_nan(m: Flows, node: int, flow: Carried) -> Carried:
    """The flow, nan where the node's value is, as far as it has a path."""
    y = m.operand(node)
    value = m.where(m.path(m.eq(y, y)), flow.value, math.nan)
    return Carried(value if flow.path is None else m.where(flow.path, value, 0.0), flow.path)


def _truth(m: Flows, value: Any) -> Any:
    """1 where it is not 0."""
    return m.path(m.ne(value, 0.0))


def _ones(m: Flows, shape: tuple[int, ...]) -> Any:
    """Ones of a shape."""
    return m.broadcast(1, shape=shape) if shape else m.operand(m.graph.literal(1.0, "1"))


def _gathered(m: Flows, product: Any, shape: tuple[int, ...]) -> Any:
    """The product summed over the axes along which the operand was repeated."""
    if product.shape == shape:
        return product
    added, stretched = broadcast_axes(shape, product.shape)
    total = m.sum(product, axis=added) if added else product
    if stretched:
        total = m.sum(total, axis=tuple(axis - len(added) for axis in stretched), keepdims=1)
    return total


def _spread(m: Flows, tangent: Any, shape: tuple[int, ...]) -> Any:
    """The tangent repeated to the node's shape."""
    return tangent if tangent.shape == shape else m.broadcast(tangent, shape=shape)


def _zeros(m: Flows, shape: tuple[int, ...]) -> Any:
    """Zeros of a shape, as a literal."""
    if not shape:
        return m.operand(m.graph.literal(0.0, "0"))
    import numpy as np

    return m.operand(m.graph.literal(np.zeros(shape), "0", shape))
