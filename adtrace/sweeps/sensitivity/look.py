"""The whole look at a sweep: every output, and the activations between."""

from __future__ import annotations

from ...limits import LIMITS
from ...records import Trace
from ...records.sensitivity import Response, Sensitivity
from ..evaluate import quiet
from ..run import Run
from .chains import chains
from .conditions import conditions
from .effects import effects
from .gates import gates
from .hidden import Hidden, hiding
from .norms import norm
from .targets import Target, targets


def sensitivity(run: Run, trace: Trace) -> Sensitivity:
    """How what a trace is about reacts to the inputs that it is about.

    run  at a point; `trace`, one of its sweeps
    Raises AdtraceError for an array with more components than are swept one by one.
    """
    wanted = inputs(run, trace)
    with quiet(run.graph):
        found = targets(run, trace)
        hidden = hiding(run, trace, found)
        responses = tuple([
            response(run, target, wanted, names) for target, names in zip(found, hidden, strict=True)
        ])
        return Sensitivity(responses, *gates(run, found, wanted))


def response(run: Run, target: Target, wanted: list[int], hidden: Hidden) -> Response:
    """How one output reacts; an uncertainty of any input counts."""
    found = conditions(run, target, wanted, hidden)
    ids = {run.graph.names[node]: node for node in wanted}
    followed = [ids[one.name] for one in found[: LIMITS.chained]]
    return Response(
        target.name, target.value, found, *effects(run, target, run.graph.inputs), chains(run, target, followed)
    )


def inputs(run: Run, trace: Trace) -> list[int]:
    """The inputs that a trace is about: those of its gradient, or those that it seeds."""
    if trace.mode == "reverse":
        names = {name for sweep in trace.sweeps for name in sweep.result}
        return [node for node in run.graph.inputs if run.graph.names[node] in names]
    seeded = {run.names.node(name) for sweep in trace.sweeps for name, seed in sweep.seed.items() if norm(seed)}
    return [node for node in run.graph.inputs if node in seeded]
