"""One-sided slopes: what every kink takes on the side of a direction, found by carrying the tangent up to it.

The derivative of a composite to the right of a point along d is the limit of (f(x + h d) - f(x))/h for h -> 0+. A kink
met on the way has the slope of the piece that its operands' tangents lead into; to the left, that of -d.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from ..errors import AdtraceError
from ..graph.graph import Graph
from ..graph.shapes import size
from ..limits import LIMITS
from .forward import carry
from .kinks import Kink, Numbers, kinks, replaced, row_of
from .paths import Flow, Masked
from .seeds import units
from .steps import number_of

if TYPE_CHECKING:
    from .run import Run

WORDS = {1: "right", -1: "left"}


class Taken(NamedTuple):
    """What a kink takes on the side of a direction.

    slopes   one for each operand; of a general row its weights
    matters  where the operand's tangent is not 0: elsewhere any slope gives the same
    """

    kink: Kink
    slopes: list[Any]
    matters: list[Any]


def toward(run: Run, seeds: Mapping[int, Flow], side: int) -> Graph:
    """The run's graph with the slopes on this side of a direction."""
    found = taken(run, seeds, side)
    return settled(run, found, side) if found else run.graph


def toward_inputs(run: Run, inputs: Sequence[int], side: int) -> Graph:
    """The run's graph with the slopes on this side of every component of these inputs.

    Raises AdtraceError where a kink would have to take one slope for one component and another for the next.
    """
    assert run.values is not None
    graph = run.graph
    if next(kinks(graph, run.values), None) is None:
        return graph
    count = sum(size(graph.shapes[node]) for node in inputs)
    if count > LIMITS.sweeps:
        raise AdtraceError(
            f"slopes to the {WORDS[side]} of {count} components would take a sweep for each",
            hint=f"choose some inputs with --wrt, or a direction: adtrace forward --seed; the limit is {LIMITS.sweeps}",
        )
    merged: list[Taken] = []
    for node in inputs:
        for _, unit in units(graph, node):
            found = taken(run, {node: unit}, side)
            merged = [agreed(run, *pair, side) for pair in zip(merged, found, strict=True)] if merged else found
    return settled(run, merged, side)


def taken(run: Run, seeds: Mapping[int, Flow], side: int) -> list[Taken]:
    """What every kink takes on this side of a direction, in order."""
    assert run.values is not None
    graph, values = replaced(run.graph, {}), run.values
    tangents: list[Flow] = [None]*len(graph)
    for node, seed in seeds.items():
        tangents[node] = seed if side > 0 else opposite(seed)
    found, start = [], 0
    for kink in kinks(run.graph, values):
        carry(graph, values, tangents, range(start, kink.node))
        start = kink.node
        numbers = Numbers(graph, values, kink.node)
        along = [number_of(tangents[arg], graph.shapes[arg]) for arg in graph.args[kink.node]]
        slopes = numbers.toward(along)
        graph.operators[kink.node] = row_of(numbers, slopes, kink.where, "")
        found.append(Taken(kink, slopes, [matters(numbers, slope, d) for slope, d in zip(slopes, along, strict=True)]))
    return found


def opposite(flow: Flow) -> Flow:
    """The flow with the other sign."""
    return Masked(-flow.value, flow.path) if isinstance(flow, Masked) else -flow


def matters(numbers: Numbers, slope: Any, tangent: Any) -> Any:
    """Where the slope of an operand makes a difference, in the shape of the slopes."""
    if numbers.is_scalar:
        return tangent != 0
    import numpy as np

    shape = numbers.shape if numbers.operator.kind == "elementwise" else np.shape(slope)
    fits = numbers.operator.kind == "elementwise" or np.shape(tangent) == shape
    return np.broadcast_to(tangent != 0, shape) if fits else np.ones(shape, dtype=bool)


def agreed(run: Run, first: Taken, second: Taken, side: int) -> Taken:
    """What serves both directions. Raises AdtraceError where one slope cannot."""
    import numpy as np

    slopes, where = [], []
    for a, b, here, there in zip(first.slopes, second.slopes, first.matters, second.matters, strict=True):
        if np.any(here & there & (np.asarray(a) != b)):
            raise disagreement(run, first.kink.node, side)
        slopes.append(np.where(there, b, a) if np.ndim(here) else b if there else a)
        where.append(here | there)
    return Taken(first.kink, slopes, where)


def disagreement(run: Run, node: int, side: int) -> AdtraceError:
    """The error where a kink has no one slope for all inputs."""
    assert run.values is not None
    return AdtraceError(
        f"to the {WORDS[side]}, {run.caution.step(node)} has one slope for some inputs and another for "
        "others", run.graph.span(node), "take one input with --wrt x, or a sweep for each: adtrace forward",
    )


def settled(run: Run, found: Sequence[Taken], side: int) -> Graph:
    """The run's graph with these slopes."""
    assert run.values is not None
    title, rows = f"to the {WORDS[side]}", {}
    for kink, slopes, _ in found:
        rows[kink.node] = row_of(Numbers(run.graph, run.values, kink.node), slopes, kink.where, title)
    return replaced(run.graph, rows)
