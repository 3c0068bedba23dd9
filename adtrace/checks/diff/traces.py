"""Two traces put beside each other: of two programs at a point, or of one program at two points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...errors import FIRST, SECOND, AdtraceError, in_expression
from ...graph.scope import names_used
from ...lang.columns import Program
from ...limits import LIMITS
from ...records import Number, Sweep, Trace
from ...records.diff import APART, Diff, Gap, OutputPair, Pair, SweepPair
from ...sweeps.evaluate import quiet
from ...sweeps.run import Run
from ..remedies.hints import hinting
from .alignment import Alignment, Row
from .ends import FORWARD, REVERSE, VALUE, Ends, Seed, Seeds, paired_inputs, paired_outputs, seeds_of, zero_of
from .rounding import Rounding

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
    runs = []
    for which, program, own in zip((FIRST, SECOND), (left, right), used, strict=True):
        with in_expression(which):
            runs.append(Run(program, {name: value for name, value in given.items() if name in own | idle}, of=of))
    first, second = runs
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
    first = Run(program, given, of=of)
    idle = to.keys() - names_used(program) - {line.name for line in program.inputs}
    if idle:
        what = f"the second point has a value for {', '.join(sorted(idle))}, which the program does not use"
        raise AdtraceError(what, hint=f"the inputs are {', '.join(first.built.values)}")
    runs = first, Run(program, {**given, **to}, of=of)
    names = [(name, name) for name in runs[0].built.values]
    found = Beside(runs, Ends(names, [], []), points=True).diff(mode, seeds)
    return found._replace(predicted=predicted(runs)), list(runs[1].unused)


class Beside:
    """Two runs beside each other. Raises AdtraceError where one of them has no numbers.

    points  whether they are one program at two points
    """

    def __init__(self, runs: tuple[Run, Run], inputs: Ends, *, points: bool = False) -> None:
        if any(run.values is None for run in runs):
            raise AdtraceError("a diff compares numbers", hint="give every input a value with --at")
        self.runs, self.inputs, self.points = runs, inputs, points
        self.outputs = paired_outputs(*runs)
        with quiet(runs[0].graph), quiet(runs[1].graph):
            self.alignment = Alignment(*runs, self.inputs, self.outputs)

    def diff(self, mode: str, given: Sequence[Seed]) -> Diff:
        """The diff."""
        seeds = [] if mode == VALUE else seeds_of(self.runs, mode, self.inputs, self.outputs, given)
        sides = [swept(run, mode, seeds, side) for side, run in enumerate(self.runs)]
        sizes = [len(run.graph) for run in self.runs]
        follow = not self.points and max(sizes) <= LIMITS.trusted and sum(sizes) * len(seeds) <= LIMITS.compared
        judges = [Rounding(self.runs, mode, one, follow=follow) for one in seeds or (None,)]
        ends = [dict(run.graph.outputs) for run in self.runs]
        outputs = [self.output((a, b), (ends[0][a], ends[1][b]), judges[0]) for a, b in self.outputs.both]
        if not any(one.value.verdict == APART for one in outputs):
            self.part_guesses(judges[0])
        self.rows = self.alignment.rows()
        return Diff(
            left=sides[0],
            right=sides[1],
            pairs=tuple(self.pair(row, judges[0]) for row in self.rows),
            sweeps=tuple(
                self.sweep(mode, judge, *both)
                for judge, *both in zip(judges, sides[0].sweeps, sides[1].sweeps, strict=True)
                if seeds
            ),
            outputs=tuple(outputs),
            outputs_alone=(tuple(self.outputs.left), tuple(self.outputs.right)),
            renamed={b: a for a, b in self.inputs.both if a != b},
            inputs_alone=(tuple(self.inputs.left), tuple(self.inputs.right)),
            points=self.points,
        )

    def part_guesses(self, judge: Rounding) -> None:
        """Take apart what only its place has paired and has different values: both ways lead to the same result."""
        for left in self.alignment.guessed:
            if self.values((left, self.alignment.partners[0][left]), judge).verdict == APART:
                self.alignment.part(left)

    def output(self, names: tuple[str, str], nodes: tuple[int, int], judge: Rounding) -> OutputPair:
        """An output that both have."""
        left, right = (run.names.get(node, name) for run, node, name in zip(self.runs, nodes, names, strict=True))
        return OutputPair(*names, self.values(nodes, judge), (left, right))

    def values(self, nodes: tuple[int, int], judge: Rounding) -> Gap:
        """The values of two nodes."""
        first, second = (run.values for run in self.runs)
        assert first is not None and second is not None
        return judge.gap(first[nodes[0]], second[nodes[1]], nodes, slope=False)

    def pair(self, row: Row, judge: Rounding) -> Pair:
        """A row of nodes as a pair of steps."""
        left, right = row
        first, second = (
            None if node is None else place_of(run, node) for run, node in zip(self.runs, row, strict=True)
        )
        if left is None or right is None:
            return Pair(first, second)
        rewritten = left in self.alignment.steps[0] and self.alignment.is_rewritten(left, right)
        return Pair(first, second, self.values((left, right), judge), rewritten)

    def sweep(self, mode: str, judge: Rounding, left: Sweep, right: Sweep) -> SweepPair:
        """The same sweep over both."""
        slopes: list[Gap | None] = []
        for row in self.rows:
            if row[0] is None or row[1] is None:
                slopes.append(None)
                continue
            places = place_of(self.runs[0], row[0]), place_of(self.runs[1], row[1])
            numbers = left.steps.numbers(places[0])[1], right.steps.numbers(places[1])[1]
            slopes.append(judge.gap(*numbers, row, slope=True))
        return SweepPair(left.label, left, right, tuple(slopes), self.results(mode, judge, left.result, right.result))

    def results(
        self, mode: str, judge: Rounding, left: Mapping[str, Number], right: Mapping[str, Number]
    ) -> Mapping[str, Gap]:
        """The tangents of the outputs, or the adjoints of the inputs: 0 of an input that a side lacks."""
        forward = mode == FORWARD
        nodes = [
            dict(run.graph.outputs) if forward else {run.graph.names[node]: node for node in run.graph.inputs}
            for run in self.runs
        ]
        ends = self.outputs if forward else self.inputs
        found = {
            a: judge.gap(left[a], right[b], (nodes[0][a], nodes[1][b]), slope=True) for a, b in ends.both
        }
        if not forward:
            for name in ends.left:
                found[name] = judge.gap(left[name], zero_like(left[name]), (nodes[0][name], None), slope=True)
            for name in ends.right:
                found[name] = judge.gap(zero_like(right[name]), right[name], (None, nodes[1][name]), slope=True)
        return found


def zero_like(number: Number) -> Number:
    """0, or an array of zeros, of the shape of a number."""
    return zero_of(getattr(number, "shape", ()))


def place_of(run: Run, node: int) -> int:
    """Where a node stands among the steps of a sweep."""
    number = run.names.numbers[node]
    return len(run.graph.inputs) + number - 1 if number else run.graph.inputs.index(node)


def swept(run: Run, mode: str, seeds: Sequence[Seeds], side: int) -> Trace:
    """The trace of one side; of its values alone where there is nothing to seed."""
    hinting(run)
    if not seeds:
        return run.value()
    own = [(one.left, one.right)[side] for one in seeds]
    trace = run.forward(own, ()) if mode == FORWARD else run.reverse(own, ())
    sweeps = zip(trace.sweeps, seeds, strict=True)
    labelled = tuple(sweep._replace(label=one.label or sweep.label) for sweep, one in sweeps)
    return trace._replace(sweeps=labelled)


def predicted(runs: tuple[Run, Run]) -> Mapping[str, Number] | None:
    """By how much the outputs change to first order, along the way from one point to the other."""
    first, second = (run.built.values for run in runs)
    if any(getattr(first[name], "shape", ()) != getattr(second[name], "shape", ()) for name in first):
        return None
    with quiet(runs[0].graph):
        way = {name: second[name] - first[name] for name in first}
    return runs[0].forward([way], ()).sweeps[0].result if way else {name: 0.0 for name, _ in runs[0].graph.outputs}
