"""The digits that can be trusted in a run's value and gradient."""

from __future__ import annotations

from collections.abc import Mapping

from ...records.bounds import Bound, Lead
from ..evaluate import quiet
from ..run import Run
from .bounds import bounds
from .extended import extended


def trusted(run: Run) -> tuple[Bound, ...]:
    """The rounding bounds of the outputs, then of the gradient entries, by reverse sweeps; their shares by step name.

    The run needs a point. Of several outputs, or of an array, the gradient is that of the sum of their elements.
    """
    graph = run.graph
    with quiet(graph):
        sweep = extended(graph, run.built.values, "reverse", ones(run), graph.inputs)
        return tuple([by_name(run, bound) for bound in bounds(sweep)])


def ones(run: Run) -> Mapping[int, object]:
    """A cotangent of ones."""
    seeds: dict[int, object] = {}
    for _, node in run.graph.outputs:
        if run.graph.shapes[node]:
            import numpy as np

            seeds[node] = np.ones(run.graph.shapes[node])
        else:
            seeds[node] = 1.0
    return seeds


def by_name(run: Run, bound: Bound) -> Bound:
    """The bound with its shares by the names of steps; constants by their formulas."""
    return bound._replace(leads=tuple([lead._replace(shares=named(run, lead)) for lead in bound.leads]))


def named(run: Run, lead: Lead) -> dict[str, float]:
    """Shares by name."""
    found: dict[str, float] = {}
    for node, part in lead.shares.items():
        name = run.caution.owner(node)
        found[name] = found.get(name, 0.0) + part
    return found
