"""An audit of a trace: the bound of every number in it, its true error by a shadow run, and where digits are lost."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from ...errors import LimitError
from ...limits import LIMITS
from ...records import Sweep, Trace
from ...records.bounds import SLOPE, VALUE, Bound
from ...records.trust import Audit, AuditedResult, AuditedStep, AuditedSweep, Exactness
from ..evaluate import quiet
from ..run import Run
from .bounds import bounds
from .extended import Extended, Result, extended
from .rounding import NORMAL
from .trusted import by_name


def audit(run: Run, trace: Trace, digits: int | None) -> Audit:
    """Every sweep of a trace of this run, audited.

    digits  of a shadow run in mpmath, None for none
    Raises LimitError for a program that is too long, and AdtraceError where mpmath is not installed.
    """
    if len(run.graph) > LIMITS.audited:
        raise LimitError(f"an audit takes at most {LIMITS.audited} operations", hint="audit a part of the program")
    with quiet(run.graph):
        return Audit(digits, tuple([audited(run, trace.mode, sweep, digits) for sweep in trace.sweeps]))


def audited(run: Run, mode: str, sweep: Sweep, digits: int | None) -> AuditedSweep:
    """One sweep."""
    graph = run.graph
    wanted = [node for node in graph.inputs if graph.names[node] in sweep.result]
    judged = extended(graph, run.built.values, mode, seeds_of(run, mode, sweep), wanted)
    precise = shadow_of(judged, digits)
    found = [by_name(run, bound) for bound in bounds(judged)]
    results = [
        AuditedResult(bound, called(bound, mode, sweep), exactness(judged, one.node, bound, precise))
        for one, bound in zip(judged.results, found, strict=True)
    ]
    nodes = [*graph.inputs, *run.names.steps]
    values = bounds_at(judged, nodes)
    slopes = bounds_at(judged, [node for node in (judged.flows.get(node) for node in nodes) if node is not None])
    steps = []
    for node in nodes:
        flow = judged.flows.get(node)
        steps.append(AuditedStep(
            run.names[node],
            exactness(judged, node, values[node], precise),
            Exactness() if flow is None else exactness(judged, flow, slopes[flow], precise),
            tuple([bound.shares.get(run.names[node], 0.0) for bound in found]),
        ))
    names = {step.name for step in steps}
    others = dict.fromkeys(name for bound in found for name in bound.shares if name not in names)
    constants = {name: tuple([bound.shares.get(name, 0.0) for bound in found]) for name in others}
    return AuditedSweep(sweep.label, tuple(results), tuple(steps), constants)


def called(bound: Bound, mode: str, sweep: Sweep) -> str:
    """The input that a slope is in, "" for a value; in forward mode the sweep says it."""
    return "" if bound.of == VALUE else sweep.label if mode == "forward" else bound.name


def seeds_of(run: Run, mode: str, sweep: Sweep) -> dict[int, Any]:
    """What a sweep started from, by node."""
    graph = run.graph
    ends = {graph.names[node]: node for node in graph.inputs} if mode == "forward" else dict(graph.outputs)
    found = {}
    for name, value in sweep.seed.items():
        node = ends[name] if name in ends else run.names.node(name)
        if node is not None and (hasattr(value, "shape") or value != 0):
            found[node] = value
    return found


def bounds_at(sweep: Extended, nodes: Sequence[int]) -> dict[int, Bound]:
    """The bound of the number at each of these nodes, by a sweep for each."""
    asked = sweep._replace(results=tuple([Result(SLOPE, "", node) for node in dict.fromkeys(nodes)]))
    return dict(zip((one.node for one in asked.results), bounds(asked, every=True), strict=True))


def shadow_of(sweep: Extended, digits: int | None) -> Sequence[Any] | None:
    """The number of every node in so many digits, or in as many more as it takes."""
    if digits is None:
        return None
    from ..shadow import settled_shadow

    return settled_shadow(sweep.graph, sweep.inputs, digits)


def exactness(sweep: Extended, node: int, bound: Bound, precise: Sequence[Any] | None) -> Exactness:
    """How right the number at a node is."""
    number = sweep.values[node]
    if precise is None:
        return Exactness(bound.relative)
    if not hasattr(number, "shape"):
        return Exactness(bound.relative, off(number, precise[node]), text_of(precise[node]))
    pairs = zip(number.ravel().tolist(), precise[node].ravel().tolist(), strict=True)
    errors = [error for error in (off(*pair) for pair in pairs) if not math.isnan(error)]
    return Exactness(bound.relative, max(errors, default=0.0))


def off(number: float, true: Any) -> float:
    """The relative error of a number; nan where the shadow has none, inf where it is finite and the number is not.

    Below the normal numbers it is relative to the smallest of these: there float64 cannot do better.
    """
    if true != true:
        return math.nan
    if number == true:
        return 0.0
    if number != number or math.isinf(number) or true == 0:
        return math.inf
    return float(abs(number - true) / max(abs(true), NORMAL))


def text_of(true: Any) -> str:
    """The shadow's number, to as many digits as tell it from its neighbours."""
    return str(true.context.nstr(true, 20))
