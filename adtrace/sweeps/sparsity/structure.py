"""The sparsity pattern of derivatives: which inputs a path leads from to each output, component by component.

It is found from the graph alone, without numbers, by one pass that carries sets of components instead of tangents
(Griewank and Walther, Evaluating Derivatives, section 7.1). An entry that can be other than 0 at some point is in it;
one that is 0 at every point may be, too, if a path leads there: a constant factor 0 is a factor like any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...errors import AdtraceError, LimitError
from ...graph.graph import Graph
from ...graph.shapes import size
from ...limits import LIMITS
from ...records import Shape
from ...records.sparsity import HESSIAN, JACOBIAN, Pattern, turned
from ..cost import components
from ..local import differentiable
from ..run import Run
from ..symbolic import append_gradient, copied
from .sets import Flow, Reach, Sets


def jacobian_pattern(run: Run, wrt: Sequence[str] = ()) -> Pattern:
    """The pattern of the Jacobian of all outputs by all inputs, or those in wrt. Raises AdtraceError, LimitError."""
    graph, inputs = run.graph, run.wanted(wrt)
    rows = paths(graph, inputs, [node for _, node in graph.outputs])
    outputs = {name: graph.shapes[node] for name, node in graph.outputs}
    return Pattern(JACOBIAN, outputs, blocks(graph, inputs), tuple(rows))


def hessian_pattern(run: Run, wrt: Sequence[str] = ()) -> Pattern:
    """The pattern of the Hessian of a scalar output: that of its appended gradient. Raises AdtraceError, LimitError."""
    graph, inputs = copied(run.graph), run.wanted(wrt)
    if len(graph.outputs) != 1 or graph.shapes[graph.outputs[0][1]]:
        raise AdtraceError("a Hessian needs one scalar output", hint="choose one with --of")
    adjoints = append_gradient(graph, graph.outputs[0][1])
    rows: list[int] = []
    found = iter(paths(graph, inputs, [adjoints[node] for node in inputs if node in adjoints]))
    for node in inputs:
        rows += [next(found) if node in adjoints else 0 for _ in range(size(graph.shapes[node]))]
    return Pattern(HESSIAN, blocks(graph, inputs), blocks(graph, inputs), symmetric(rows))


def symmetric(rows: Sequence[int]) -> tuple[int, ...]:
    """Only entries that the transposed matrix has as well: a Hessian has no others."""
    return tuple([row & other for row, other in zip(rows, turned(rows, len(rows)), strict=True)])


def blocks(graph: Graph, inputs: Sequence[int]) -> dict[str, Shape]:
    """The shapes of inputs by name."""
    return {graph.names[node]: graph.shapes[node] for node in inputs}


def paths(graph: Graph, sources: Sequence[int], targets: Sequence[int]) -> list[int]:
    """For every component of the targets, the components of the sources that a path leads from, as bits."""
    needed = _behind(graph, targets)
    count = components(graph, sources)
    widest = max((size(graph.shapes[node]) for node in range(len(graph)) if needed[node]), default=1)
    if count * widest > LIMITS.pattern:
        raise LimitError(
            f"the sparsity pattern has {count} columns, and an array on the way {widest} elements",
            hint=f"the limit is {LIMITS.pattern} for their product",
        )
    flows: list[Flow] = [None] * len(graph)
    _start(graph, sources, flows)
    wanted, last = set(targets), _last_uses(graph, needed)
    algebra = Sets()
    for node in range(len(graph)):
        if needed[node] and graph.operators[node] is not None:
            flows[node] = _carried(graph, algebra, node, flows)
            for arg in graph.args[node]:
                if last[arg] == node and arg not in wanted:
                    flows[arg] = None
    return [bits for node in targets for bits in _flat(flows[node], graph.shapes[node])]


def _behind(graph: Graph, targets: Sequence[int]) -> bytearray:
    """Which nodes the targets are computed from."""
    needed = bytearray(len(graph))
    for node in targets:
        needed[node] = 1
    for node in range(max(targets, default=-1), -1, -1):
        if needed[node]:
            for arg in graph.args[node]:
                needed[arg] = 1
    return needed


def _last_uses(graph: Graph, needed: bytearray) -> list[int]:
    """The last node that uses each: behind it, its set is not kept."""
    last = [-1] * len(graph)
    for node, args in enumerate(graph.args):
        if needed[node]:
            for arg in args:
                last[arg] = node
    return last


def _start(graph: Graph, sources: Sequence[int], flows: list[Flow]) -> None:
    """Every component of the sources reaches itself."""
    first = 0
    for node in sources:
        flows[node] = identity(graph.shapes[node], first)
        first += size(graph.shapes[node])


def identity(shape: Shape, first: int = 0) -> Flow:
    """An array in which every element is a component of its own, numbered from `first`."""
    if not shape:
        return Reach(1 << first)
    import numpy as np

    array = np.empty(size(shape), dtype=object)
    array[:] = [Reach(1 << (first + place)) for place in range(len(array))]
    return array.reshape(shape)


def _carried(graph: Graph, algebra: Sets, node: int, flows: Sequence[Flow]) -> Flow:
    """What a node depends on, from what its operands do."""
    args, operator = graph.args[node], graph.operators[node]
    assert operator is not None
    own = [flows[arg] if differentiable(graph, node, place) else None for place, arg in enumerate(args)]
    if not any(flow is not None for flow in own):
        return None
    if not graph.shapes[node] and operator.kind == "elementwise":
        total = 0
        for flow in own:
            total |= flow.bits if flow is not None else 0
        return Reach(total)
    return algebra.flow(operator, own, [graph.shapes[arg] for arg in args], graph.params[node], graph.shapes[node])


def local_paths(graph: Graph, node: int, operand: int) -> list[int]:
    """For every element of a node, the elements of this operand that it depends on directly, as bits."""
    args, operator = graph.args[node], graph.operators[node]
    assert operator is not None
    flows = [identity(graph.shapes[arg]) if place == operand else None for place, arg in enumerate(args)]
    shapes = [graph.shapes[arg] for arg in args]
    found = Sets().flow(operator, flows, shapes, graph.params[node], graph.shapes[node])
    return _flat(found, graph.shapes[node])


def _flat(flow: Flow, shape: Shape) -> list[int]:
    """The bits of every element."""
    if flow is None:
        return [0] * size(shape)
    elements: Any = flow.ravel() if shape else (flow,)
    return [one.bits if isinstance(one, Reach) else 0 for one in elements]
