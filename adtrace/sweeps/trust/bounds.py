"""The first-order rounding bound of a result: u times the sum of |adjoint * value| over all operations that round.

The adjoints are those of the result itself, in the graph that computes it; for a slope that graph is the derivative's.
Linear and general rows, which round on the way, count as if each operand had been rounded, log2(n) times for n terms
(backward stability: Higham, "Accuracy and Stability of Numerical Algorithms", 2nd edition, sections 3.1 and 4.2).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from typing import Any

from ...graph.graph import Graph
from ...graph.shapes import size
from ...named import Record
from ...records.bounds import DOUBTED, Bound, Lead, worst
from ..local import differentiable, pull
from ..masks import is_infinite, truth
from ..paths import masked, number
from ..reverse import reverse
from .extended import Extended, Result
from .rounding import NORMAL, RUNS, UNIT, moved, rounding_errors

BEYOND = 4.0
"""How many times a moved run has to exceed the bound before it says that first order is not enough."""
SWEPT = 8
"""Results, and elements of one array, that get a sweep of their own: those that moved most."""


def bounds(sweep: Extended, *, every: bool = False, brief: bool = False) -> list[Bound]:
    """How far rounding may have taken each result of a sweep.

    every  whether each result gets a sweep of its own; else those that moved most
    brief  whether only those of them that moved enough to be doubted
    """
    errors = rounding_errors(sweep.graph, sweep.values, sweep.base.errors)
    runs = list(moved_runs(sweep, errors))
    spreads = [spread(sweep.values[one.node], [values[one.node] for values in runs]) for one in sweep.results]
    order = sorted(range(len(spreads)), key=lambda place: -moved_by(sweep, place, spreads))
    if brief:
        order = [place for place in order if moved_by(sweep, place, spreads) > DOUBTED / BEYOND]
    swept = set(order if every else order[:SWEPT])
    return [
        bound(sweep, errors, one, spreads[place], sweeps=place in swept)
        for place, one in enumerate(sweep.results)
    ]


def moved_runs(sweep: Extended, errors: Sequence[Any]) -> Iterator[list[Any]]:
    """The values of all nodes in runs with moved last places; none of a run in which a position left its array."""
    for run in range(RUNS):
        begun = sweep.base.run(run)
        try:
            if begun is not None:
                yield moved(sweep.graph, sweep.inputs, errors, run, begun)
        except ValueError:
            continue


def moved_by(sweep: Extended, place: int, spreads: Sequence[Any]) -> float:
    """How far the moved runs took a result, relative to it; what became nan comes first."""
    relative = worst(sweep.values[sweep.results[place].node], spreads[place])
    return relative if relative == relative else math.inf


def spread(number: Any, others: Sequence[Any]) -> Any:
    """The largest distance of other runs' numbers; nan where the number itself is not finite.

    Of a run that left a domain nothing is known; where half of them did, the number is as good as undefined itself.
    """
    if not hasattr(number, "shape"):
        if not math.isfinite(number):
            return math.nan
        distances = [abs(other - number) for other in others if other == other]
        return math.inf if 2 * len(distances) <= len(others) != 0 else max(distances, default=0.0)
    import numpy as np

    distances = [np.abs(other - number) for other in others]
    widest = reduce(np.fmax, distances) if distances else np.zeros(number.shape)
    undefined = sum((np.isnan(distance) for distance in distances), np.zeros(number.shape))
    widest = np.where(2 * undefined >= max(len(distances), 1), np.inf, widest)
    return np.where(np.isfinite(number), widest, np.nan)


def bound(sweep: Extended, errors: Sequence[Any], one: Result, spread: Any, *, sweeps: bool) -> Bound:
    """The bound of one result, by a sweep of its own; without, as far as the moved runs took it."""
    value = sweep.values[one.node]
    if not hasattr(value, "shape"):
        found = contributions(sweep, errors, {one.node: 1.0}) if sweeps else None
        error = beyond(found.total, spread, value) if found else spread
        return Bound(one.of, one.name, value, error, (lead(sweep, (), worst(value, error), found),))
    import numpy as np

    error, leads = np.array(spread), []
    relative = np.nan_to_num(np.abs(spread / value), nan=0.0)
    for flat in np.argsort(-relative, axis=None)[:SWEPT] if sweeps else ():
        place = tuple(int(index) for index in np.unravel_index(flat, value.shape))
        unit = np.zeros(value.shape)
        unit[place] = 1.0
        found = contributions(sweep, errors, {one.node: masked(unit, unit != 0)})
        error[place] = beyond(found.total, float(spread[place]), float(value[place]))
        leads.append(lead(sweep, place, worst(float(value[place]), float(error[place])), found))
    return Bound(one.of, one.name, value, error, tuple(sorted(leads, key=lambda one: -one.relative)))


def beyond(total: float, spread: float, number: float) -> float:
    """The bound, unless the moved runs say that first order is not enough; nan where neither says anything."""
    if math.isnan(total) and spread <= DOUBTED * abs(number):
        return math.nan
    return total if spread <= BEYOND * total < math.inf else spread


class Contributions(Record):
    """What the nodes of a graph contribute to the bound of a number.

    total  nan where the number comes of one that was too large: no bound tells how far off it is
    small  how much of it lies below the normal numbers
    """

    parts: Mapping[int, float]
    total: float
    small: float


def contributions(sweep: Extended, errors: Sequence[Any], seed: Mapping[int, Any]) -> Contributions:
    """What each node contributes to the bound of the seeded number."""
    graph, values = sweep.graph, sweep.values
    found: dict[int, float] = {}
    small = 0.0
    for node, flow in enumerate(reverse(graph, values, seed)):
        if flow is not None and overflows(graph, values, node):
            return Contributions({}, math.nan, 0.0)
        if flow is None or errors[node] is None:
            continue
        reached = abs(number(flow) * errors[node])
        part = summed(reached)
        if truth(abs(values[node]) < NORMAL):
            below = summed(reached * (abs(values[node]) < NORMAL))
            small += below if below == below else 0.0
        operator = graph.operators[node]
        if operator is not None and operator.shaky:
            part += on_the_way(sweep, node, flow)
        if part == part and part:
            found[node] = part
    return Contributions(found, sum(found.values()), small)


def overflows(graph: Graph, values: Sequence[Any], node: int) -> bool:
    """Whether an operation on finite numbers came out infinite."""
    if graph.operators[node] is None or not truth(is_infinite(values[node])):
        return False
    return not any(truth(is_infinite(values[arg])) for arg in graph.args[node])


def on_the_way(sweep: Extended, node: int, flow: Any) -> float:
    """What a shaky operation contributes, as if its operands had been rounded."""
    graph, values, total = sweep.graph, sweep.values, 0.0
    for operand, arg in enumerate(graph.args[node]):
        if differentiable(graph, node, operand):
            share = number(pull(graph, values, node, operand, flow)[1])
            terms = max(2, size(graph.shapes[arg]) // max(1, size(graph.shapes[node])))
            reached = abs(share * values[arg])
            total += UNIT * math.log2(terms) * summed(reached)
    return total


def summed(value: Any) -> float:
    """The sum of an array's elements, or a number itself."""
    return float(value.sum()) if hasattr(value, "shape") else value


def lead(sweep: Extended, place: tuple[int, ...], relative: float, found: Contributions | None) -> Lead:
    """Where the error of one element comes from: contributions of nodes as parts of those of the program's nodes."""
    if found is None or not 0 < found.total < math.inf:
        return Lead(place, relative, {})
    parts: dict[int, float] = {}
    for node, part in found.parts.items():
        owner = sweep.owners[node]
        parts[owner] = parts.get(owner, 0.0) + part / found.total
    ordered = dict(sorted(parts.items(), key=lambda item: -item[1]))
    derived = max(found.parts, key=found.parts.__getitem__) >= sweep.size
    return Lead(place, relative, ordered, found.small > found.total / 2, derived)
