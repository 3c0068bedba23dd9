"""The numbers of a program at a point, and how many of their digits are right."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from ...limits import LIMITS
from ...named import Record
from ...records.audit import FULL, Loss, Reading, Share, is_nan
from ...records.bounds import SLOPE, VALUE, Bound
from ...sweeps.evaluate import quiet
from ...sweeps.reverse import reverse
from ...sweeps.run import Run
from ...sweeps.steps import number_of
from ...sweeps.trust.bounds import bounds
from ...sweeps.trust.extended import Extended, Result, extended
from .truth import (
    elements,
    is_beyond,
    is_lost,
    is_there,
    is_tiny,
    is_vast,
    right_digits,
    true_numbers,
    truth,
    worst_entry,
)

MOST_OUTPUTS = 8
"""Outputs whose gradients are looked at."""

SHOWN = 4
"""Steps that are named where digits die."""

Truths = Mapping[tuple[str, int, str], Any]
"""The true numbers, by what they are."""


class Measured(Record):
    """The numbers of a program at a point, where their digits die, and what they should be."""

    readings: tuple[Reading, ...]
    losses: tuple[Loss, ...]
    truths: Truths


def measured(run: Run, known: Truths | None = None, *, trust: bool = True, many: bool = True) -> Measured:
    """The numbers of a run: its outputs, and the gradient of each (of an array, that of the sum of its elements).

    known  the true numbers, where they have been found already
    trust  whether the rounding bounds are wanted; `many`, whether the true numbers are
    """
    readings: list[Reading] = []
    losses: list[Loss] = []
    truths: dict[tuple[str, int, str], Any] = {}
    with quiet(run.graph):
        for place, (name, node) in enumerate(run.graph.outputs[:MOST_OUTPUTS]):
            seed = unit(run, node)
            sweep = extended(run.graph, run.built.values, "reverse", {node: seed}, run.graph.inputs)
            swept = slopes(run, {node: seed})
            results = [one for one in sweep.results if one.of == SLOPE or (one.name == name)]
            limits = bounds(sweep) if trust and len(sweep.graph) <= LIMITS.trusted else []
            by_key = {(one.of, one.name): one for one in limits}
            keys = [key_of(one, place) for one in results]
            missing = [one for one, key in zip(results, keys, strict=True) if known is None or known.get(key) is None]
            found = dict(zip([key_of(one, place) for one in missing], numbers(sweep, missing, many=many), strict=True))
            for one, key in zip(results, keys, strict=True):
                true = found[key] if key in found else (known or {}).get(key)
                truths[key] = true
                bound = by_key.get((one.of, one.name))
                number = swept[one.name] if one.of == SLOPE else sweep.values[one.node]
                if true is not None and truth(true != true) and not is_nan(number):
                    true = None  # In the derivative's graph 0 * inf is nan; a sweep takes no path there.
                if true is not None and lost_beyond(sweep, number, true):
                    true = None
                trusted = bound.digits if bound else math.nan
                told = right_digits(number, true), is_lost(number, true), is_tiny(number, true), is_vast(number, true)
                reading = Reading(one.of, name, place, key[2], number, trusted, *told, worst_entry(number, true))
                readings.append(reading)
                if bound is not None and reading.digits < FULL:
                    losses += loss(run, reading, bound)
    return Measured(tuple(readings), tuple(sorted(losses, key=lambda one: one.reading.digits)), truths)


def lost_beyond(sweep: Extended, number: Any, true: Any) -> bool:
    """Whether a 0 that the number is not is no true one: the most digits may be too few for it."""
    pairs = zip(elements(number), elements(true), strict=True)
    return any(b == 0 and a != 0 for a, b in pairs) and is_beyond(sweep.graph, sweep.inputs)


def slopes(run: Run, seeds: Mapping[int, Any]) -> dict[str, Any]:
    """The adjoints of the inputs, as a reverse sweep gives them."""
    graph = run.graph
    assert run.values is not None
    adjoints = reverse(graph, run.values, seeds)
    return {graph.names[node]: number_of(adjoints[node], graph.shapes[node]) for node in graph.inputs}


def unit(run: Run, node: int) -> Any:
    """The cotangent 1, of an array in every element."""
    shape = run.graph.shapes[node]
    if not shape:
        return 1.0
    import numpy as np

    return np.ones(shape)


def key_of(one: Result, place: int) -> tuple[str, int, str]:
    """What a result of the output at this place is."""
    return (VALUE, place, "") if one.of == VALUE else (SLOPE, place, one.name)


def numbers(sweep: Extended, results: Sequence[Result], *, many: bool) -> list[Any]:
    """The true numbers, None for each that is not known."""
    if not (results and many and is_there()):
        return [None] * len(results)
    return true_numbers(sweep.graph, sweep.inputs, [one.node for one in results])


def loss(run: Run, reading: Reading, bound: Bound) -> list[Loss]:
    """Where the digits of a number die, if its rounding error says so."""
    shares = [
        Share(run.names.get(node, ""), text_of(run, node), part)
        for node, part in list(bound.shares.items())[:SHOWN]
        if part >= 0.01
    ]
    return [Loss(reading, tuple(shares), bool(bound.leads and bound.leads[0].small))] if shares else []


def text_of(run: Run, node: int) -> str:
    """A node's text in the program."""
    span = run.graph.span(node)
    return run.program.text[slice(*span)] if span else run.graph.names.get(node, "")
