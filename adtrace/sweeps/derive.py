"""Jacobians, Hessians and their products with vectors: unit sweeps, and sweeps over the appended gradient."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import AdtraceError
from ..graph.graph import Graph
from ..graph.shapes import size
from ..records import Derivative
from .evaluate import evaluate, quiet
from .forward import forward
from .reverse import reverse
from .run import Run
from .seeds import units
from .steps import number_of
from .symbolic import append_gradient


def jacobian(run: Run) -> Derivative:
    """The slope of every output in every input, by the mode that takes fewer sweeps.

    value[y][x] has the shape of y followed by that of x.
    """
    graph, values = run.graph, _values(run)
    outputs = [node for _, node in graph.outputs]
    n, m = (sum(size(graph.shapes[node]) for node in nodes) for nodes in (graph.inputs, outputs))
    mode = "forward" if n < m or run.side else "reverse"
    result = {name: {graph.names[x]: _empty(graph, node, x) for x in graph.inputs} for name, node in graph.outputs}
    with quiet(graph):
        for x in graph.inputs if mode == "forward" else ():
            for place, unit in units(graph, x):
                tangents = forward(run.toward({x: unit}).graph, values, {x: unit})
                for name, y in graph.outputs:
                    result[name][graph.names[x]][(..., *place)] = number_of(tangents[y], graph.shapes[y])
        for name, y in graph.outputs if mode == "reverse" else ():
            for place, unit in units(graph, y):
                adjoints = reverse(graph, values, {y: unit})
                for x in graph.inputs:
                    result[name][graph.names[x]][place] = number_of(adjoints[x], graph.shapes[x])
    return Derivative("jacobian", _plain(result), mode, n if mode == "forward" else m)


def hessian(run: Run) -> Derivative:
    """The second derivatives of a scalar output: reverse sweeps over its gradient, one for each input component.

    value[x][z] has the shape of x followed by that of z.
    """
    graph, gradient = _with_gradient(run.toward())
    result = {graph.names[x]: {graph.names[z]: _empty(graph, x, z) for z in graph.inputs} for x in graph.inputs}
    sweeps = 0
    with quiet(graph):
        values = evaluate(graph, run.built.values)
        for x, slope in gradient.items():
            for place, unit in units(graph, slope):
                adjoints = reverse(graph, values, {slope: unit})
                sweeps += 1
                for z in graph.inputs:
                    result[graph.names[x]][graph.names[z]][place] = number_of(adjoints[z], graph.shapes[z])
    return Derivative("hessian", _plain(result), "reverse over reverse", sweeps)


def hvp(run: Run, direction: Mapping[str, Any]) -> Derivative:
    """The Hessian of a scalar output times a direction: one forward sweep over its gradient. value[x] has x's shape."""
    seeds = {node: flow for seeding in run.directions([direction]) for node, flow in seeding.flows().items()}
    _values(run)
    graph, gradient = _with_gradient(run.toward(seeds))
    with quiet(graph):
        values = evaluate(graph, run.built.values)
        tangents = forward(graph, values, seeds)
    result = {graph.names[x]: _zero(graph, x) for x in graph.inputs}
    for x, slope in gradient.items():
        result[graph.names[x]] = number_of(tangents[slope], graph.shapes[x])
    return Derivative("hvp", result, "forward over reverse", 1)


def _with_gradient(run: Run) -> tuple[Graph, dict[int, int]]:
    """The run's graph with the gradient of its scalar output appended, and the node of every input's adjoint."""
    graph = run.graph
    _values(run)
    if run.turned and run.turned.frozen is not None:
        raise AdtraceError(
            f"{run.caution.step(run.turned.frozen)} is computed from what jumps: its second derivatives to one side "
            "are not known", graph.span(run.turned.frozen),
        )
    if len(graph.outputs) != 1 or graph.shapes[graph.outputs[0][1]]:
        raise AdtraceError("a Hessian needs one scalar output", hint="choose one with of=")
    adjoints = append_gradient(graph, graph.outputs[0][1])
    return graph, {x: adjoints[x] for x in graph.inputs if x in adjoints}


def _values(run: Run) -> list[Any]:
    if run.values is None:
        raise AdtraceError("derivatives in numbers need a point", hint="give every input a value")
    return run.values


def _empty(graph: Graph, y: int, x: int) -> Any:
    import numpy as np

    return np.zeros(graph.shapes[y] + graph.shapes[x])


def _zero(graph: Graph, x: int) -> Any:
    return number_of(None, graph.shapes[x])


def _plain(result: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Floats for shape ()."""
    return {
        y: {x: float(block) if block.shape == () else block for x, block in row.items()} for y, row in result.items()
    }
