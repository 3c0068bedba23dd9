"""The inputs and outputs of two programs, paired, and what sweeps over both are seeded with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

from ...named import Record
from ...sweeps.run import Run
from ...sweeps.seeds import seedings

Seed = dict[str, Any]
VALUE, REVERSE, FORWARD = "value", "reverse", "forward"
MODES = (REVERSE, FORWARD, VALUE)
"""The sweeps that can be compared, and the values alone."""


class Ends(Record):
    """Inputs or outputs that belong together: names on the left and on the right, and those without a partner."""

    both: list[tuple[str, str]]
    left: list[str]
    right: list[str]


def paired_inputs(left: Run, right: Run) -> Ends:
    """Inputs by name; of those that are left over, the ones of equal values, in order: those are renamed."""
    names = [list(run.built.values) for run in (left, right)]
    both = [(name, name) for name in names[0] if name in right.built.values]
    lefts = [name for name in names[0] if name not in right.built.values]
    rights = [name for name in names[1] if name not in left.built.values]
    waiting: dict[Any, list[str]] = {}
    for name in reversed(rights):
        waiting.setdefault(number_key(right.built.values[name]), []).append(name)
    renamed: dict[str, str] = {}
    for name in lefts:
        if partners := waiting.get(number_key(left.built.values[name])):
            renamed[name] = partners.pop()
    taken = set(renamed.values())
    lefts, rights = [name for name in lefts if name not in renamed], [name for name in rights if name not in taken]
    return Ends([*both, *renamed.items()], lefts, rights)


def number_key(value: Any) -> Any:
    """What equal numbers, and arrays of equal numbers, have in common."""
    return (value.shape, value.tobytes()) if hasattr(value, "shape") else repr(value)


def paired_outputs(left: Run, right: Run) -> Ends:
    """Outputs by name, the rest in order."""
    names = [dict(run.graph.outputs) for run in (left, right)]
    both = [(name, name) for name in names[0] if name in names[1]]
    lefts = [name for name in names[0] if name not in names[1]]
    rights = [name for name in names[1] if name not in names[0]]
    count = min(len(lefts), len(rights))
    both += zip(lefts[:count], rights[:count], strict=True)
    order = {name: place for place, name in enumerate(names[0])}
    return Ends(sorted(both, key=lambda pair: order[pair[0]]), lefts[count:], rights[count:])


class Seeds(Record):
    """The seeds of one sweep over both, and what it is called, "" for what the sweep itself says."""

    label: str
    left: Seed
    right: Seed


def seeds_of(runs: tuple[Run, Run], mode: str, inputs: Ends, outputs: Ends, given: Sequence[Seed]) -> list[Seeds]:
    """The seeds of all sweeps: those that are given, else unit seeds for everything that both can be seeded at.

    given  by the names of either side
    Raises AdtraceError for too many components.
    """
    if mode == FORWARD:
        ends = [*inputs.both, *((name, "") for name in inputs.left), *(("", name) for name in inputs.right)]
        nodes = [{run.graph.names[node]: node for node in run.graph.inputs} for run in runs]
    else:
        nodes = [dict(run.graph.outputs) for run in runs]
        shapes = [{name: run.graph.shapes[node] for name, node in run.graph.outputs} for run in runs]
        ends = [(a, b) for a, b in outputs.both if shapes[0][a] == shapes[1][b]]
    if given:
        return [_given(seed, ends, runs, mode) for seed in given]
    return list(_units(runs, mode, ends, nodes))


def _units(
    runs: tuple[Run, Run], mode: str, ends: Sequence[tuple[str, str]], nodes: Sequence[Mapping[str, int]]
) -> Iterator[Seeds]:
    """A unit seed for every component of everything."""
    kind = "input" if mode == FORWARD else "output"
    for a, b in ends:
        side = 0 if a else 1
        name = a or b
        node = nodes[side][name]
        found = seedings([(name, node)], runs[side].graph, (), (), kind)  # Raises for too many.
        for one, place in zip(found, product(*map(range, runs[side].graph.shapes[node])), strict=True):
            unit = unit_at(runs[side].graph.shapes[node], place)
            yield Seeds(one.label, _filled({a: unit}, runs[0], mode), _filled({b: unit}, runs[1], mode))


def unit_at(shape: tuple[int, ...], place: tuple[int, ...]) -> Any:
    """1, or an array with a 1 at this place."""
    unit = zero_of(shape)
    if not shape:
        return 1.0
    unit[place] = 1.0
    return unit


def _given(seed: Seed, ends: Sequence[tuple[str, str]], runs: tuple[Run, Run], mode: str) -> Seeds:
    """A seed for both sides; a name that neither knows is left for the sweep to complain about."""
    sides: tuple[Seed, Seed] = {}, {}
    for name, value in seed.items():
        found = next((pair for pair in ends if name in pair), (name, name))
        for side, own in zip(sides, found, strict=True):
            side[own] = value
    left, right = (_filled(side, run, mode) for side, run in zip(sides, runs, strict=True))
    return Seeds("", left, right)


def _filled(seed: Seed, run: Run, mode: str) -> Seed:
    """The seed without what this side lacks; a program that has none of it is seeded with 0."""
    kept = {name: value for name, value in seed.items() if name}
    if kept or mode != FORWARD or not run.graph.inputs:
        return kept
    first = run.graph.inputs[0]
    return {run.graph.names[first]: zero_of(run.graph.shapes[first])}


def zero_of(shape: tuple[int, ...]) -> Any:
    """0, or an array of zeros."""
    if not shape:
        return 0.0
    import numpy as np

    return np.zeros(shape)
