"""Two traces put beside each other: of two programs at a point, or of one program at two points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...errors import AdtraceError
from ...graph.scope import names_used
from ...lang.columns import Program
from ...records import Number, Sweep, Trace
from ...records.diff import Diff, Gap, OutputPair, Pair, SweepPair
from ...sweeps.evaluate import quiet
from ...sweeps.run import Run
from .alignment import Alignment
from .ends import FORWARD, Ends, Seed, Seeds, paired_inputs, paired_outputs, seeds_of, zero_of
from .gaps import gap

VALUE, REVERSE = "value", "reverse"
MODES = (REVERSE, FORWARD, VALUE)
"""The sweeps that can be compared, and the values alone."""

Point = Mapping[str, Any]


def diff_programs(
    left: Program, right: Program, given: Point, *, mode: str = REVERSE, seeds: Sequence[Seed] = (),
    of: Sequence[str] = (),
) -> tuple[Diff, list[str]]:
    """Two programs at one point, and the names that are given for nothing.

    seeds  directions or cotangents, by the names of either program; unit ones by default
    of     names of the outputs, instead of the last statement of both
    Raises AdtraceError.
    """
    used = [{*names_used(program), *(line.name for line in program.inputs)} for program in (left, right)]
    # A value that neither has a use for may be that of a misspelt name: both are shown it, and can complain.
    idle = given.keys() - used[0] - used[1]
    first, second = (
        Run(program, {name: value for name, value in given.items() if name in own | idle}, of=of)
        for program, own in zip((left, right), used, strict=True)
    )
    found = Beside((first, second), paired_inputs(first, second)).diff(mode, seeds)
    return found, [name for name in given if not any(name in own for own in used)]


def diff_points(
    program: Program, given: Point, to: Point, *, mode: str = REVERSE, seeds: Sequence[Seed] = (),
    of: Sequence[str] = (),
) -> tuple[Diff, list[str]]:
    """One program at two points, and the names that are given for nothing.

    to  the values that are others at the second point
    Raises AdtraceError. The other parameters are those of `diff_programs`.
    """
    runs = Run(program, given, of=of), Run(program, {**given, **to}, of=of)
    names = [(name, name) for name in runs[0].built.values]
    found = Beside(runs, Ends(names, [], [])).diff(mode, seeds)
    return found._replace(points=True, predicted=predicted(runs)), list(runs[1].unused)


class Beside:
    """Two runs beside each other. Raises AdtraceError where one of them has no numbers."""

    def __init__(self, runs: tuple[Run, Run], inputs: Ends) -> None:
        if any(run.values is None for run in runs):
            raise AdtraceError("a diff compares numbers", hint="give every input a value with --at")
        self.runs, self.inputs = runs, inputs
        self.outputs = paired_outputs(*runs)
        with quiet(runs[0].graph), quiet(runs[1].graph):
            self.alignment = Alignment(*runs, self.inputs, self.outputs)
        self.rows = self.alignment.rows()

    def diff(self, mode: str, given: Sequence[Seed]) -> Diff:
        """The diff."""
        seeds = [] if mode == VALUE else seeds_of(self.runs, mode, self.inputs, self.outputs, given)
        sides = [swept(run, mode, seeds, side) for side, run in enumerate(self.runs)]
        pairs = tuple(map(self.pair, self.rows))
        outputs = [dict(run.graph.outputs) for run in self.runs]
        return Diff(
            left=sides[0], right=sides[1], pairs=pairs,
            sweeps=tuple(
                self.sweep(mode, pairs, *both) for both in zip(sides[0].sweeps, sides[1].sweeps, strict=True) if seeds
            ),
            outputs=tuple(
                OutputPair(a, b, gap(self.value(0, outputs[0][a]), self.value(1, outputs[1][b])))
                for a, b in self.outputs.both
            ),
            outputs_alone=(tuple(self.outputs.left), tuple(self.outputs.right)),
            renamed={b: a for a, b in self.inputs.both if a != b},
            inputs_alone=(tuple(self.inputs.left), tuple(self.inputs.right)),
        )

    def value(self, side: int, node: int) -> Number:
        """The value of a node."""
        values = self.runs[side].values
        assert values is not None
        return values[node]

    def pair(self, row: tuple[int | None, int | None]) -> Pair:
        """A row of nodes as a pair of steps."""
        left, right = row
        first, second = (
            None if node is None else place_of(run, node) for run, node in zip(self.runs, row, strict=True)
        )
        if left is None or right is None:
            return Pair(first, second)
        rewritten = left in self.alignment.steps[0] and self.alignment.is_rewritten(left, right)
        return Pair(first, second, gap(self.value(0, left), self.value(1, right)), rewritten)

    def sweep(self, mode: str, pairs: Sequence[Pair], left: Sweep, right: Sweep) -> SweepPair:
        """The same sweep over both."""
        slopes: list[Gap | None] = []
        for pair in pairs:
            if pair.left is None or pair.right is None:
                slopes.append(None)
            else:
                slopes.append(gap(left.steps.numbers(pair.left)[1], right.steps.numbers(pair.right)[1]))
        ends = self.outputs if mode == FORWARD else self.inputs
        results = {a: gap(left.result[a], right.result[b]) for a, b in ends.both}
        if mode != FORWARD:  # What a program does not depend on has the slope 0.
            for name in ends.left:
                results[name] = gap(left.result[name], zero_like(left.result[name]))
            for name in ends.right:
                results[name] = gap(zero_like(right.result[name]), right.result[name])
        return SweepPair(left.label, left, right, tuple(slopes), results)


def zero_like(number: Number) -> Number:
    """0, or an array of zeros, of the shape of a number."""
    return zero_of(getattr(number, "shape", ()))


def place_of(run: Run, node: int) -> int:
    """Where a node stands among the steps of a sweep."""
    number = run.names.numbers[node]
    return len(run.graph.inputs) + number - 1 if number else run.graph.inputs.index(node)


def swept(run: Run, mode: str, seeds: Sequence[Seeds], side: int) -> Trace:
    """The trace of one side; of its values alone where there is nothing to seed."""
    if not seeds:
        return run.value()
    own = [(one.left, one.right)[side] for one in seeds]
    trace = run.forward(own, ()) if mode == FORWARD else run.reverse(own, ())
    sweeps = zip(trace.sweeps, seeds, strict=True)
    return trace._replace(sweeps=tuple(sweep._replace(label=one.label or sweep.label) for sweep, one in sweeps))


def predicted(runs: tuple[Run, Run]) -> Mapping[str, Number] | None:
    """By how much the outputs change to first order, along the way from one point to the other."""
    first, second = (run.built.values for run in runs)
    if any(getattr(first[name], "shape", ()) != getattr(second[name], "shape", ()) for name in first):
        return None
    with quiet(runs[0].graph):
        way = {name: second[name] - first[name] for name in first}
    return runs[0].forward([way], ()).sweeps[0].result if way else {name: 0.0 for name, _ in runs[0].graph.outputs}
