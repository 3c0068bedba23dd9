"""Every entry of a gradient by forward mode, reverse mode, complex step, differences and, on request, a framework."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any, NamedTuple

from ..errors import AdtraceError
from ..graph.shapes import size
from ..limits import LIMITS
from ..records.crosscheck import (
    COMPLEX,
    DIFFERENCE,
    FIXED,
    FORWARD,
    JUMP,
    KINK,
    ONE_SIDED,
    REVERSE,
    SMOOTH,
    UNCLEAR,
    WRONG,
    Compared,
    CrossCheck,
    Difference,
    Place,
    Remainder,
)
from ..sweeps.caution import Caution
from ..sweeps.evaluate import quiet
from ..sweeps.forward import forward
from ..sweeps.paths import masked
from ..sweeps.reverse import reverse
from ..sweeps.run import Run
from ..sweeps.steps import number_of
from . import differences as finite
from . import frameworks, taylor
from .complex_step import NoComplexStep, blind, complex_slopes
from .differences import differences
from .function import TINY, Function, components, noise, noisy_values
from .suspects import suspects
from .verdict import MODES, judge

NOISY = 6
"""Runs with random rounding."""
LEAST = 8
"""Components that are checked, however large the program."""
LARGE = 256
"""Elements of an array that take as long as one operation more."""

Done = Callable[[int], None]


class Slopes(NamedTuple):
    """What was found for one component of an input: the slopes of all outputs, by way."""

    ways: Mapping[str, Sequence[float | None]]
    differences: Sequence[Difference]


def cross_check(
    run: Run, wrt: Sequence[str] = (), against: Sequence[str] = (), *, random_seed: int = 0,
    done: Done = lambda more: None,
) -> CrossCheck:
    """Compare the ways to every entry of the gradient of every output at the run's point.

    wrt      the inputs, all of them if there are none; `against`, names of frameworks
    done     is called with 1 after each component of an input (see `input_count`)
    Raises AdtraceError: no point, unknown names, a framework that is not installed or lacks an operator.
    """
    if run.values is None:
        raise AdtraceError("a cross-check needs a point", hint="give every input a value: --at x=2,a=1")
    import numpy as np

    random = Random(random_seed)
    inputs, outputs, of = chosen(run, wrt, random)
    with quiet(run.graph), np.errstate(all="ignore"):
        function = Function(run, outputs)
        rounding = noisy_runs(function, random)
        off = noise(function, rounding)
        adjoints = [gradient(function, run.values, output, inputs) for output in outputs]
        spread = spreads(function, rounding, outputs, inputs, adjoints)
        others = {name: frameworks.gradients(name, function, inputs) for name in against}
        at_kink = {warning.code for warning in Caution(run.graph, run.values, run.names).warnings()} & {"kink", "jump"}
        missing: dict[str, set[str]] = {}
        entries: list[list[Compared]] = [[] for _ in outputs]
        for column, (node, place) in enumerate(inputs):
            found = slopes_in(function, node, place, off, missing)
            done(1)
            if any(map(apart, found.ways[FORWARD], (row[column] for row in adjoints))):
                widen(spread, column, function, rounding, node, place)
            for row, (_, output) in enumerate(outputs):
                ways = {REVERSE: adjoints[row][column], **{way: every[row] for way, every in found.ways.items()}}
                if blind(function, place, ways[COMPLEX], adjoints[row][column]):
                    ways[COMPLEX] = None
                ways |= {name: table[row][column] for name, table in others.items()}
                entries[row].append(judge(
                    output, place, ways, found.differences[row], spread[row][column], near_kink=bool(at_kink)
                ))
        flat = [entry for row in entries for entry in row]
        fixed = positions(flat)
        flat = [entry for entry in flat if entry.input.name not in fixed]
        smooth = not at_kink and not any(entry.difference.kind in (KINK, JUMP) for entry in flat)
        places = [place for _, place in inputs if place.name not in fixed]
        remainder = taylor_of(function, places, off, random, smooth=smooth)
        if remainder.verdict == WRONG and any(entry.difference.kind not in (SMOOTH, ONE_SIDED) for entry in flat):
            remainder = remainder._replace(verdict=UNCLEAR)  # Neither are its steps small enough to tell.
        lacking = {operator for name, operators in missing.items() if name not in fixed for operator in operators}
        report = CrossCheck(
            trace=run.value(),
            ways=(REVERSE, FORWARD, COMPLEX, DIFFERENCE, *against),
            entries=tuple(flat),
            of=of - len(outputs)*(len(inputs) - len(places)),
            taylor=remainder,
            fixed=fixed,
            missing={COMPLEX: tuple(sorted(lacking))} if lacking else {},
            at_kink=bool(at_kink),
        )
        return report if report.ok else report._replace(suspects=suspects(run, random))


def chosen(
    run: Run, wrt: Sequence[str], random: Random
) -> tuple[list[tuple[int, Place]], list[tuple[int, Place]], int]:
    """The components of inputs and outputs that are checked, and how many entries the gradient has in all."""
    graph = run.graph
    inputs = list(components(run, [(graph.names[node], node) for node in run.wanted(wrt)]))
    outputs = list(components(run, graph.outputs))
    of = len(inputs)*len(outputs)
    affordable = LIMITS.crosscheck_work//(2*finite.STEPS*sum(1 + size(shape)//LARGE for shape in graph.shapes))
    inputs = sample(inputs, max(LEAST, min(LIMITS.crosschecked, affordable)), random)
    outputs = sample(outputs, max(1, LIMITS.crosschecked//max(1, len(inputs))), random)
    return inputs, outputs, of


def input_count(run: Run, wrt: Sequence[str]) -> int:
    """How many components of inputs a cross-check goes through. Raises AdtraceError for names that are no inputs."""
    return len(chosen(run, wrt, Random(0))[0])


def sample(places: list[tuple[int, Place]], most: int, random: Random) -> list[tuple[int, Place]]:
    """At most so many of the components, in their order: one of every name, if there is room, the others at random."""
    if len(places) <= most:
        return places
    by_name: dict[str, list[int]] = {}
    for number, (_, place) in enumerate(places):
        by_name.setdefault(place.name, []).append(number)
    kept = [random.choice(numbers) for numbers in by_name.values()][:most]
    rest = sorted(set(range(len(places))) - set(kept))
    return [places[number] for number in sorted([*kept, *random.sample(rest, most - len(kept))])]


def noisy_runs(function: Function, random: Random) -> list[list[Any]]:
    """Values of all nodes with random rounding, several times."""
    found = []
    for _ in range(NOISY):
        try:
            found.append(noisy_values(function, random))
        except (AdtraceError, ValueError):  # A position that is computed has left its array.
            continue
    return found


def unit(function: Function, node: int, place: Place) -> Any:
    """A seed of 1 for one component of a node."""
    if not place.at:
        return 1.0
    import numpy as np

    seed = np.zeros(function.graph.shapes[node])
    seed[place.at] = 1.0
    return masked(seed, seed != 0)


def gradient(
    function: Function, values: Sequence[Any], output: tuple[int, Place], inputs: Sequence[tuple[int, Place]]
) -> list[float]:
    """One output's slope in every component, by one reverse sweep."""
    node, place = output
    graph = function.graph
    flows = reverse(graph, values, {node: unit(function, node, place)})
    whole = {each: number_of(flows[each], graph.shapes[each]) for each in {each for each, _ in inputs}}
    return [float(whole[each][one.at]) if one.at else float(whole[each]) for each, one in inputs]


def spreads(
    function: Function, runs: Sequence[Sequence[Any]], outputs: Sequence[tuple[int, Place]],
    inputs: Sequence[tuple[int, Place]], adjoints: Sequence[Sequence[float]],
) -> list[list[float]]:
    """How far rounding may have taken every entry of the gradient."""
    found = []
    for row, output in enumerate(outputs):
        widest = [TINY]*len(inputs)
        for values in runs:
            for column, slope in enumerate(gradient(function, values, output, inputs)):
                apart = abs(slope - adjoints[row][column])
                if math.isfinite(apart):
                    widest[column] = max(widest[column], apart)
        found.append(widest)
    return found


def apart(forward: float | None, adjoint: float) -> bool:
    """Whether the two modes differ by more than they usually do."""
    return forward is None or not abs(forward - adjoint) <= MODES*abs(adjoint)


def widen(
    spread: list[list[float]], column: int, function: Function, runs: Sequence[Sequence[Any]], node: int, place: Place
) -> None:
    """Add to the spread of one component what rounding does to its tangents."""
    exact = tangents_of(function, function.values, node, place)
    for values in runs:
        for row, (one, other) in enumerate(zip(tangents_of(function, values, node, place), exact, strict=True)):
            if math.isfinite(one - other):
                spread[row][column] = max(spread[row][column], abs(one - other))


def tangents_of(function: Function, values: Sequence[Any], node: int, place: Place) -> list[float]:
    """The slope of every output in one component, by one forward sweep."""
    graph = function.graph
    flows = forward(graph, values, {node: unit(function, node, place)})
    found = []
    for output, one in function.outputs:
        tangent = number_of(flows[output], graph.shapes[output])
        found.append(float(tangent[one.at]) if one.at else float(tangent))
    return found


def slopes_in(function: Function, node: int, place: Place, off: Any, missing: dict[str, set[str]]) -> Slopes:
    """The slopes of every output in one component, by all ways but the reverse sweep.

    missing  gets the operators without a complex step, by input
    """
    onward = tangents_of(function, function.values, node, place)
    stepped: Sequence[float | None] | None = None
    try:
        stepped = complex_slopes(function, place)
    except NoComplexStep as reason:
        missing.setdefault(place.name, set()).update(filter(None, [reason.name]))
    return Slopes({FORWARD: onward, COMPLEX: stepped or [None]*len(onward)}, differences(function, place, off))


def positions(entries: Sequence[Compared]) -> tuple[str, ...]:
    """The inputs that cannot be moved and that no slope is taken for: positions."""
    names = dict.fromkeys(entry.input.name for entry in entries)
    return tuple(
        name for name in names
        if all(
            entry.difference.kind == FIXED and entry.slope == 0 for entry in entries if entry.input.name == name
        )
    )


def taylor_of(function: Function, places: Sequence[Place], off: Any, random: Random, *, smooth: bool) -> Remainder:
    """The Taylor remainder of all outputs, weighted at random, along a random direction of these components."""
    import numpy as np

    graph = function.graph
    along = taylor.direction(function, places, random)
    seeds = {}
    for node in graph.inputs:
        if (move := along.get(graph.names[node])) is not None:
            seeds[node] = masked(move, move != 0) if hasattr(move, "shape") else move
    tangents = forward(graph, function.values, seeds)
    weights = np.array([random.choice((-1, 1))*random.uniform(0.5, 1.0) for _ in function.outputs])
    return taylor.remainder(function, along, tangents, weights, off, smooth=smooth)
