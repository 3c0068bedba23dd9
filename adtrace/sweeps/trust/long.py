"""The results of a long sweep, judged by moved runs of the program alone: cheaper, and without naming a step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...graph.graph import Graph
from ...records.bounds import SLOPE, VALUE, Bound, Lead, worst
from ..forward import forward
from ..reverse import reverse
from ..steps import number_of
from .bounds import spread
from .rounding import RUNS, moved, rounding_errors


def long_bounds(
    graph: Graph, values: Sequence[Any], inputs: Mapping[str, Any], mode: str, seeds: Mapping[int, Any],
    wanted: Sequence[int],
) -> list[Bound]:
    """How far moved last places take the outputs and slopes; the derivatives' own rounding is left out.

    The parameters are those of `extended`, and the values of all nodes.
    """
    errors = rounding_errors(graph, values)
    # Of four runs two that move every number to either side.
    runs = [values, *(moved(graph, inputs, errors, run) for run in range(0, RUNS, 2))]
    found = [bound(VALUE, name, [run[node] for run in runs]) for name, node in graph.outputs]
    sweep = reverse if mode == "reverse" else forward
    flows = [sweep(graph, run, seeds) for run in runs] if seeds else []
    ends = [(graph.names[node], node) for node in wanted] if mode == "reverse" else graph.outputs
    found += [
        bound(SLOPE, name, [number_of(one[node], graph.shapes[node]) for one in flows])
        for name, node in (ends if flows else ())
    ]
    return found


def bound(of: str, name: str, numbers: Sequence[Any]) -> Bound:
    """The bound of a number that came out so in several runs, the first of which is the sweep itself."""
    number, *others = numbers
    error = spread(number, others)
    relative = worst(number, error)
    if not hasattr(number, "shape"):
        return Bound(of, name, number, error, (Lead((), relative, {}),))
    import numpy as np

    share = np.nan_to_num(np.abs(error / number), nan=0.0)
    place = tuple(int(i) for i in np.unravel_index(int(np.argmax(share)), share.shape)) if share.size else ()
    return Bound(of, name, number, error, (Lead(place, relative, {}),) if place else ())
