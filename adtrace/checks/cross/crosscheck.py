"""Every entry of a gradient by forward mode, reverse mode, complex step, differences and, on request, a framework."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import Any

from ...errors import AdtraceError
from ...graph.shapes import size
from ...records.crosscheck import (
    COMPLEX,
    DIFFERENCE,
    FIXED,
    FORWARD,
    JUMP,
    KINK,
    NOISE,
    ONE_SIDED,
    REVERSE,
    SMOOTH,
    UNCLEAR,
    WRONG,
    Compared,
    CrossCheck,
    Place,
    Remainder,
)
from ...sweeps.caution import Caution
from ...sweeps.evaluate import quiet
from ...sweeps.forward import forward
from ...sweeps.paths import masked
from ...sweeps.run import Run
from . import frameworks, taylor
from .chosen import chosen
from .complex_step import blind, complex_slopes
from .differences import differences
from .extrapolation import USEFUL
from .function import TINY, Function, has_fine_stairs, noise
from .slopes import apart, gradient, noisy_runs, spreads, tangents_of, widen
from .suspects import suspects
from .verdict import judge


def cross_check(
    run: Run, wrt: Sequence[str] = (), against: Sequence[str] = (), *, random_seed: int = 0,
    done: Callable[[int], None] = lambda more: None,
) -> CrossCheck:
    """Compare the ways to every entry of the gradient of every output at the run's point.

    wrt      the inputs, all of them if there are none; `against`, names of frameworks
    done     is called with 1 after each component of an input (see `chosen.input_count`)
    Raises AdtraceError: no point, unknown names, a framework that is not installed or lacks an operator.
    """
    if run.values is None:
        raise AdtraceError("a cross-check needs a point", hint="give every input a value: --at x=2,a=1")
    import numpy as np

    with quiet(run.graph), np.errstate(all="ignore"):
        return Checker(run, wrt, against, Random(random_seed)).report(done)


class Checker:
    """One cross-check: what is compared, what rounding may have done, and the slopes that are known at once."""

    def __init__(self, run: Run, wrt: Sequence[str], against: Sequence[str], random: Random) -> None:
        assert run.values is not None
        self.run, self.against, self.random = run, against, random
        self.inputs, self.outputs = chosen(run, wrt, random)
        self.wanted = run.wanted(wrt)
        self.function = Function(run, self.outputs)
        self.others = {name: frameworks.gradients(name, self.function, self.inputs) for name in against}
        self.noise = noise(self.function, noisy_runs(self.function))
        self.adjoints = [gradient(self.function, run.values, output, self.inputs) for output in self.outputs]
        self.spread = spreads(self.function, self.outputs, self.inputs)
        warnings = Caution(run.graph, run.values, run.names).warnings()
        self.at_kink = any(warning.code in ("kink", "jump") for warning in warnings)
        self.hidden = has_fine_stairs(self.function)
        self.lacking: dict[str, set[str]] = {}

    def report(self, done: Callable[[int], None]) -> CrossCheck:
        """The whole of it."""
        columns = []
        for column in range(len(self.inputs)):
            columns.append(list(self.compared(column)))
            done(1)
        entries = [entry for row in zip(*columns, strict=True) for entry in row]
        fixed = positions(entries)
        entries = [entry for entry in entries if entry.input.name not in fixed]
        lacking = {one for name, operators in self.lacking.items() if name not in fixed for one in operators}
        graph = self.run.graph
        free = sum(size(graph.shapes[node]) for node in self.wanted if graph.names[node] not in fixed)
        report = CrossCheck(
            trace=self.run.value(),
            ways=(REVERSE, FORWARD, COMPLEX, DIFFERENCE, *self.against),
            entries=tuple(entries),
            of=free*sum(size(graph.shapes[node]) for _, node in graph.outputs),
            taylor=self.taylor(entries, [place for _, place in self.inputs if place.name not in fixed]),
            fixed=fixed,
            missing={COMPLEX: tuple(sorted(lacking))} if lacking else {},
            at_kink=self.at_kink,
        )
        return report if report.ok else report._replace(suspects=suspects(self.run, self.random))

    def compared(self, column: int) -> Iterator[Compared]:
        """The entries of all outputs in one component of an input."""
        function, (node, place) = self.function, self.inputs[column]
        tangents = tangents_of(function, function.values, node, place)
        if any(map(apart, tangents, (row[column] for row in self.adjoints))):
            widen(self.spread, column, function, node, place)
        stepped = complex_slopes(function, place, self.lacking.setdefault(place.name, set()))
        found = differences(function, place, self.noise)
        if self.hidden:
            found = [one._replace(kind=NOISE) if one.kind in (SMOOTH, ONE_SIDED, KINK) else one for one in found]
        for row, (_, output) in enumerate(self.outputs):
            adjoint, step = self.adjoints[row][column], stepped[row]
            step = None if blind(function, place, step, adjoint) else step
            ways = {
                REVERSE: adjoint, FORWARD: tangents[row], COMPLEX: step,
                **{name: table[row][column] for name, table in self.others.items()},
            }
            yield judge(output, place, ways, found[row], self.spread[row][column], near_kink=self.at_kink)

    def taylor(self, entries: Sequence[Compared], places: Sequence[Place]) -> Remainder:
        """The Taylor remainder of all outputs, weighted at random, along a random direction of these components."""
        import numpy as np

        function, graph, random = self.function, self.run.graph, self.random
        kinds = {entry.difference.kind for entry in entries}
        along = taylor.direction(function, places, random)
        seeds: dict[int, Any] = {}
        for node in graph.inputs:
            if (move := along.get(graph.names[node])) is not None:
                seeds[node] = masked(move, move != 0) if hasattr(move, "shape") else move
        tangents = forward(graph, function.values, seeds)
        weights = np.array([random.choice((-1, 1))*random.uniform(0.5, 1.0) for _ in self.outputs])
        smooth = not (self.at_kink or kinds & {KINK, JUMP})
        found = taylor.remainder(function, along, tangents, weights, self.noise, smooth=smooth)
        if found.verdict == WRONG and (kinds - {SMOOTH, ONE_SIDED} or self.without_digits()):
            return found._replace(verdict=UNCLEAR)  # Where differences are hidden, so is the remainder.
        return found

    def without_digits(self) -> bool:
        """Whether rounding leaves a slope without its first digits."""
        pairs = ((abs(x), off) for row, wide in zip(self.adjoints, self.spread, strict=True)
                 for x, off in zip(row, wide, strict=True))
        return any(off > max(USEFUL*x, 2*TINY) for x, off in pairs)


def positions(entries: Sequence[Compared]) -> tuple[str, ...]:
    """The inputs that cannot be moved and that no slope is taken for: positions."""
    names = dict.fromkeys(entry.input.name for entry in entries)
    return tuple(
        name for name in names
        if all(
            entry.difference.kind == FIXED and entry.slope == 0 for entry in entries if entry.input.name == name
        )
    )
