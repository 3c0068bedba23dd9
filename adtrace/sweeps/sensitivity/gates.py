"""Activations that let no slope pass: dead units, saturated gates, and the inputs that they cut off.

An input's element is cut off where it would have a path to an output if every activation let slopes pass, and has none
when those do not that are stuck. What follows a saturated activation may make up for its slope, as in log(sigmoid(x)):
such a one is told, and cuts nothing off.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from ...limits import LIMITS
from ...named import Record
from ...records.sensitivity import DEAD, FLAT, SATURATED, Cut, Stuck
from ..local import differentiable, partial, pull
from ..paths import Flow, Masked, add, gathered, masked, number, spread
from ..run import Run
from ..steps import number_of
from .chains import called
from .norms import norm
from .targets import Target

Mask = Any
"""An ndarray of bools, of no axes for a scalar."""


class Gate(Record):
    """An activation some of whose elements are flat.

    flat    where its slopes are next to nothing; `slopes`, their sizes, and `largest`, what they can be
    """

    flat: Mask
    slopes: Any
    largest: float


class Gates(Record):
    """What was found about activations.

    stuck        those that let no slope pass, in order of evaluation
    cuts         the inputs that they cut off
    activations  how many steps are activations at all; `entries`, how many elements they have on a path to an output
    """

    stuck: tuple[Stuck, ...]
    cuts: tuple[Cut, ...]
    activations: int
    entries: int


def gates(run: Run, found: Sequence[Target], inputs: Sequence[int]) -> Gates:
    """The stuck activations of a run on a path to what is looked at."""
    graph = run.graph
    nodes = [node for node, row in enumerate(graph.operators) if row and row.gate is not None and graph.varies[node]]
    if not nodes:
        return Gates((), (), 0, 0)
    import numpy as np

    with np.errstate(all="ignore"):  # Rules are asked for NumPy's numbers here, also where all are scalars.
        return looked_at(run, found, inputs, nodes)


def looked_at(run: Run, found: Sequence[Target], inputs: Sequence[int], nodes: Sequence[int]) -> Gates:
    """What is found about these activations."""
    graph = run.graph
    flat = {node: gate for node in nodes if (gate := flat_gate(run, node)) is not None}
    opened = reached(run, found, dict.fromkeys(flat))
    paths = {node: path(opened[node], graph.shapes[node]) for node in nodes}
    used = [node for node in nodes if paths[node].any()]
    entries = sum(int(paths[node].sum()) for node in used)
    if not flat:
        return Gates((), (), len(used), entries)
    shut = reached(run, found, {node: gate.flat & ~made_up(run, node, gate, found) for node, gate in flat.items()})
    cuts = {}
    for node in inputs:
        lost = path(opened[node], graph.shapes[node]) & ~path(shut[node], graph.shapes[node])
        if lost.any():
            cuts[node] = Cut(graph.names[node], int(lost.sum()), lost.size)
    stuck: list[Stuck] = []
    for node, gate in flat.items():
        where = gate.flat & paths[node]
        if where.any():
            behind = sources(run, node, cuts) if cuts and len(stuck) < LIMITS.chained else ()
            counts = int(where.sum()), int(paths[node].sum())
            stuck.append(told(run, node, gate.slopes[where], counts, [cuts[one] for one in behind]))
    return Gates(tuple(stuck), tuple(cuts.values()), len(used), entries)


def told(run: Run, node: int, slopes: Any, counts: tuple[int, int], cuts: Sequence[Cut]) -> Stuck:
    """A stuck activation; `slopes` are those of its stuck elements, `counts`, how many these are, of how many."""
    operator = run.graph.operators[node]
    assert operator is not None
    kind = DEAD if operator.selects and not slopes.any() else SATURATED
    return Stuck(called(run, node), operator.spelled, kind, *counts, tuple(cuts))


def flat_gate(run: Run, node: int) -> Gate | None:
    """The activation at this node, if any of its elements is flat."""
    import numpy as np

    graph, values = run.graph, run.values
    operator, shape = graph.operators[node], graph.shapes[node]
    assert operator is not None and values is not None
    slopes, largest = np.zeros(shape), 1.0
    if callable(operator.gate):
        slopes = np.broadcast_to(operator.gate(np, values[node], **graph.params[node]), shape)
    else:
        largest = float(operator.gate or 0.0)
        for operand in range(len(graph.args[node])):
            if differentiable(graph, node, operand):
                slopes = np.fmax(slopes, np.abs(partial(graph, values, node, operand)))
    flat = np.asarray((slopes < FLAT*largest) & ~np.isnan(values[node]))
    return Gate(flat, np.asarray(slopes), largest) if flat.any() else None


def reached(run: Run, found: Sequence[Target], shut: Mapping[int, Mask | None]) -> list[Flow]:
    """A reverse sweep that tells where paths lead, and no numbers.

    shut  where some activations let nothing pass; None for one that lets everything pass, as if its slope were 1
    """
    graph, values = run.graph, run.values
    assert values is not None
    flows: list[Flow] = [None]*len(graph)
    for target in found:
        for node, weight in target.weights.items():
            flows[node] = add(flows[node], seed(weight))
    for node in range(len(graph) - 1, -1, -1):
        flow = flows[node]
        if flow is None:
            continue
        blocked = shut.get(node)
        if blocked is not None and (flow := masked(number(flow), ~blocked & path(flow, graph.shapes[node]))) is None:
            continue
        for operand, arg in enumerate(graph.args[node]):
            if differentiable(graph, node, operand):
                if node in shut and blocked is None:
                    given = gathered(spread(together(run, node, flow), graph.shapes[node]), graph.shapes[arg])
                else:
                    given = pull(graph, values, node, operand, flow)[1]
                    if node in shut and given is not None:
                        given = narrowed(given, together(run, node, flow), graph.shapes[arg])
                flows[arg] = add(flows[arg], given)
    return flows


def together(run: Run, node: int, flow: Flow) -> Flow:
    """The same flow, with a path for all of a group of elements where one has it.

    The elements of softmax are groups, along its axis: its row tells of each group how open it is.
    """
    import numpy as np

    operator = run.graph.operators[node]
    assert operator is not None and run.values is not None
    if not (callable(operator.gate) and isinstance(flow, Masked)):
        return flow
    shape = run.graph.shapes[node]
    kept = operator.gate(np, run.values[node], **run.graph.params[node]).shape
    axes = tuple([axis for axis, size in enumerate(kept) if size == 1])
    mask = np.broadcast_to(path(flow, shape).any(axis=axes, keepdims=True), shape)
    return masked(np.array(np.broadcast_to(flow.value, shape)), mask)


def narrowed(flow: Flow, group: Flow, shape: tuple[int, ...]) -> Flow:
    """A flow, with a path where the groups have one that it came from."""
    if not isinstance(group, Masked) or isinstance(flow, Masked) or group.path.shape != shape:
        return flow
    return masked(number(flow), group.path)


def seed(weight: Any) -> Flow:
    """1 where something is weighed, and no path elsewhere."""
    if not hasattr(weight, "shape"):
        return 1.0 if weight else None
    import numpy as np

    return masked(np.where(weight != 0, 1.0, 0.0), weight != 0)


def path(flow: Flow, shape: tuple[int, ...]) -> Mask:
    """Where a flow has a path."""
    import numpy as np

    if isinstance(flow, Masked):
        return np.broadcast_to(flow.path, shape)
    return np.full(shape, flow is not None)


def made_up(run: Run, node: int, gate: Gate, found: Sequence[Target]) -> Mask:
    """Where what follows an activation makes up for its slope: their product is not small beside the seed."""
    import numpy as np

    shape = run.graph.shapes[node]
    enough = np.zeros(shape, dtype=bool)
    for target in found:
        seeds = max(map(norm, target.weights.values()), default=0.0)
        upstream = np.abs(number_of(target.adjoints[node], shape))
        enough |= upstream*gate.slopes >= FLAT*gate.largest*seeds
    return enough


def sources(run: Run, node: int, wanted: Collection[int]) -> list[int]:
    """Which of these inputs a node depends on, in their order."""
    seen, pending = {node}, [node]
    while pending:
        for arg in run.graph.args[pending.pop()]:
            if arg not in seen and run.graph.varies[arg]:
                seen.add(arg)
                pending.append(arg)
    return [one for one in wanted if one in seen]
