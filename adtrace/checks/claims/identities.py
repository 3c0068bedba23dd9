"""Identities, `sigmoid(x)` and `0.5*(1 + tanh(x/2))`: values and all derivatives compared at many points."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property
from random import Random
from typing import Any

from ...errors import FIRST, SECOND, AdtraceError, in_expression
from ...graph.build import written_default
from ...graph.constants import Constants
from ...graph.scope import names_used
from ...lang.columns import Program
from ...records import Warning
from ...records.claims import AGREES, REFUTED, UNDECIDED, Judgement
from ...records.identities import Comparison, OneSided
from ...sweeps.run import Run
from .kinds import HELD, Kind, kinds_of
from .points import Point, Sampler
from .targets import Target, check_sweeps
from .trial import Trial, visit
from .trials import Trials, bare, check_held, given_values, literals, settled
from .verdict import judge, length


class Twin:
    """Two programs at one point."""

    def __init__(self, first: Trial, second: Trial, point: Point) -> None:
        self.first, self.second, self.point, self.given = first, second, point, first.given

    def _pairs(self, many: Callable[[Trial], Sequence[Trial]]) -> list[Twin]:
        return [Twin(a, b, self.point) for a, b in zip(many(self.first), many(self.second), strict=False)]

    @cached_property
    def shakes(self) -> list[Twin]:
        """The same with rounding errors moved."""
        return self._pairs(lambda trial: trial.shakes)

    @cached_property
    def neighbours(self) -> list[Twin]:
        """Points so close that only kinks tell them apart."""
        return self._pairs(lambda trial: trial.neighbours)

    @property
    def extreme(self) -> bool:
        """Whether a number on either side is very large or very small."""
        return self.first.extreme or self.second.extreme

    @property
    def kinks(self) -> list[Warning]:
        """The kinks and jumps that either stands at."""
        return [*self.first.kinks, *self.second.kinks]


class Pair:
    """Two programs on the inputs of both.

    Raises AdtraceError for programs that cannot be built, and where no point is found at which both have a value.
    """

    def __init__(
        self, programs: tuple[Program, Program], given: Mapping[str, Any], hold: Sequence[str], trials: int, seed: int
    ) -> None:
        used = [{*names_used(program), *(line.name for line in program.inputs)} for program in programs]
        # A value that neither has a use for may be that of a misspelt name: both are shown it, and can complain.
        idle = given.keys() - used[0] - used[1]
        built = []
        for which, program, other, own in zip((FIRST, SECOND), programs, programs[::-1], used, strict=True):
            with in_expression(which):
                known_here = {**defaults(other, own - {line.name for line in program.inputs}), **given}
                built.append(settled(program, {name: known_here[name] for name in known_here if name in own | idle}))
        self.runs: tuple[Run, Run] = (built[0][0], built[1][0])
        self.complete = all(complete for _, complete in built)
        self.unused = [name for name in given if not any(name in own for own in used)]
        self.alone: dict[int, list[Point]] = {0: [], 1: []}
        values: dict[str, Any] = {}
        shapes: dict[str, tuple[int, ...]] = {}
        known: dict[str, Any] = {}
        kinds: dict[str, Kind] = {}
        for run in self.runs:
            for name, kind in self._inputs(run, given, hold):
                values.setdefault(name, run.built.values[name])
                shapes.setdefault(name, getattr(run.built.values[name], "shape", ()))
                known.update(given_values(run, given))
                kinds[name] = kind if kind.name == HELD else kinds.get(name, kind)
        check_held(hold, known, shapes)
        special = [number for run in self.runs for number in literals(run)]
        self.sampler = Sampler(shapes, known, kinds, special, Random(seed))
        self.trials = Trials(self._visit, values if self.complete else None, self.sampler, trials)

    def _inputs(self, run: Run, given: Mapping[str, Any], hold: Sequence[str]) -> Iterator[tuple[str, Kind]]:
        yield from kinds_of(run.graph, given_values(run, given), hold, ()).items()

    def _visit(self, point: Point, given: bool) -> Twin | None:
        """Both programs at a point; points where one alone has a value are remembered."""
        sides = []
        for run in self.runs:
            own = {run.graph.names[node]: point[run.graph.names[node]] for node in run.graph.inputs}
            sides.append(visit(run, own, self.sampler.held, given=given))
        first, second = sides
        if first is not None and second is not None:
            return Twin(first, second, point)
        if (first is None) != (second is None):
            self.alone[first is None].append(point)
        return None


def defaults(program: Program, names: Collection[str]) -> dict[str, Any]:
    """The values that a program's `input` lines give to these names."""
    found = {}
    for line in program.inputs:
        if line.name in names and line.result is not None:
            graph, node = written_default(program, line.name)
            found[line.name] = Constants(graph).value(node)
    return found


def compare_programs(
    left: Program, right: Program, given: Mapping[str, Any], *, hold: Sequence[str] = (), trials: int = 100,
    seed: int = 0,
) -> tuple[Comparison, list[str]]:
    """Compare two programs at many points. Also the names that are given for nothing.

    Raises AdtraceError for what cannot be read, and where no point is found at which both have a value.
    """
    pair = Pair((left, right), given, hold, trials, seed)
    first, second = (bare(run, given) for run in pair.runs)
    inputs = {**first.inputs, **second.inputs}
    alone = tuple(OneSided(side, len(points), min(points, key=length)) for side, points in pair.alone.items() if points)
    outside = pair.trials.outside - sum(one.points for one in alone)
    found = Comparison(
        first, second, inputs, UNDECIDED, 0, trials, seed, outside, len(pair.trials.found), one_sided=alone,
        held=tuple(hold),
    )
    return _compared(pair, found), pair.unused


def _compared(pair: Pair, found: Comparison) -> Comparison:
    """The comparison, ended by the first difference."""
    outputs = [[node for _, node in run.graph.outputs] for run in pair.runs]
    if len(outputs[0]) != len(outputs[1]):
        counts = f"{len(outputs[0])} and {len(outputs[1])}"
        raise AdtraceError(f"the two have {counts} outputs", hint="compare programs with as many outputs")
    for place, nodes in enumerate(zip(*outputs, strict=True)):
        shapes = tuple(run.graph.shapes[node] for run, node in zip(pair.runs, nodes, strict=True))
        if shapes[0] != shapes[1]:
            return found._replace(verdict=REFUTED, output=place, what="", shapes=(shapes[0], shapes[1]))
        for wrt in pair.sampler.shapes.values():
            check_sweeps(shapes[0], wrt)
    if not pair.trials.found:
        raise AdtraceError("no point was found where both have a value", hint="give one with --at")
    judged: list[Judgement] = []
    for place, nodes in enumerate(zip(*outputs, strict=True)):
        for what in ("", *pair.sampler.kinds):
            sides = [side(pair, number, node, what) for number, node in enumerate(nodes)]
            one = judge("", pair.trials, *sides, mutual=True)
            if one.verdict == REFUTED:
                return found._replace(
                    verdict=REFUTED, output=place, what=what, counter=one.counter, failing=one.failing,
                    points=one.points, notes=one.notes,
                )
            judged.append(one)
    notes = tuple({note.code: note for one in judged for note in one.notes}.values())
    agrees = all(one.verdict == AGREES for one in judged)
    return found._replace(
        verdict=AGREES if agrees else UNDECIDED, points=min(one.points for one in judged), notes=notes
    )


def side(pair: Pair, number: int, output: int, what: str) -> Callable[[Twin], Any]:
    """One program's value, or its derivative by an input: 0 by one that it does not have."""
    run = pair.runs[number]
    ids = {run.graph.names[node]: node for node in run.graph.inputs}
    shape = run.graph.shapes[output] + pair.sampler.shapes[what] if what else ()
    target = Target(output) if not what else Target(ids[what], output) if what in ids else None

    def found(twin: Twin) -> Any:
        if target is not None:
            return target.number(twin.second if number else twin.first)
        import numpy as np

        return np.zeros(shape)

    return found
