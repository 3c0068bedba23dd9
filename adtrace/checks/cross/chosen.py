"""Which entries of a gradient are checked: all of them, or as many as can be afforded."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from ...graph.shapes import size
from ...limits import LIMITS
from ...records.crosscheck import Place
from ...sweeps.run import Run
from .differences import STEPS
from .function import components

LEAST = 4
"""Components that are checked, however large the program."""
LARGE = 256
"""Elements of an array that take as long as one operation more."""

Components = list[tuple[int, Place]]


def chosen(run: Run, wrt: Sequence[str], random: Random) -> tuple[Components, Components]:
    """The components of inputs and of outputs that are checked. Raises AdtraceError for names that are no inputs."""
    graph = run.graph
    inputs = list(components(run, [(graph.names[node], node) for node in run.wanted(wrt)]))
    outputs = list(components(run, graph.outputs))
    affordable = LIMITS.crosscheck_work//(2*STEPS*sum(1 + size(shape)//LARGE for shape in graph.shapes))
    inputs = sample(inputs, max(LEAST, min(LIMITS.crosschecked, affordable)), random)
    return inputs, sample(outputs, max(1, LIMITS.crosschecked//max(1, len(inputs))), random)


def input_count(run: Run, wrt: Sequence[str]) -> int:
    """How many components of inputs a cross-check goes through. Raises AdtraceError for names that are no inputs."""
    return len(chosen(run, wrt, Random(0))[0])


def sample(places: Components, most: int, random: Random) -> Components:
    """At most so many of the components, in their order: one of every name, if there is room, the others at random."""
    if len(places) <= most:
        return places
    by_name: dict[str, list[int]] = {}
    for number, (_, place) in enumerate(places):
        by_name.setdefault(place.name, []).append(number)
    kept = [random.choice(numbers) for numbers in by_name.values()][:most]
    rest = sorted(set(range(len(places))) - set(kept))
    return [places[number] for number in sorted([*kept, *random.sample(rest, most - len(kept))])]
