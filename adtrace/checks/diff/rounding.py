"""How far rounding may have moved every number of a sweep: the sweep is run again with last places moved at random."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from ...records import Number
from ...records.diff import APART, Gap
from ...sweeps.evaluate import quiet
from ...sweeps.run import Run
from ...sweeps.seeds import seedings
from ...sweeps.trust.bounds import moved_runs, spread
from ...sweeps.trust.extended import extended
from ...sweeps.trust.rounding import rounding_errors
from .ends import FORWARD, VALUE, Seeds
from .gaps import gap

MARGIN = 6.0
"""How many times the spread of the moved runs counts as rounding: they are few."""


class Moved:
    """The numbers of one sweep, moved.

    seed  what the sweep starts from, by name; nothing for values alone
    """

    def __init__(self, run: Run, mode: str, seed: Mapping[str, Any]) -> None:
        self.run = run
        with quiet(run.graph):
            seeds = self._flows(mode, seed) if seed else {}
            self.sweep = extended(run.graph, run.built.values, mode, seeds, ())
            errors = rounding_errors(self.sweep.graph, self.sweep.values)
            self.runs = list(moved_runs(self.sweep, errors))

    def _flows(self, mode: str, seed: Mapping[str, Any]) -> Mapping[int, Any]:
        """The seed by node."""
        graph = self.run.graph
        if mode == FORWARD:
            return self.run.directions([seed])[0].flows()
        return seedings(graph.outputs, graph, [seed], (), "output")[0].flows()

    def value(self, node: int | None) -> Number:
        """By how much rounding may have moved a node's value."""
        if node is None:
            return 0.0
        with quiet(self.run.graph):
            return MARGIN * spread(self.sweep.values[node], [values[node] for values in self.runs])

    def slope(self, node: int | None) -> Number:
        """By how much it may have moved its tangent or adjoint."""
        return self.value(None if node is None else self.sweep.flows.get(node))


class Rounding:
    """Compares the numbers of a sweep over both sides, and excuses what rounding alone may have done.

    seeds   of the sweep, None for values alone
    follow  whether rounding is followed: of long programs, and of one program at two points, it is not
    """

    def __init__(self, runs: tuple[Run, Run], mode: str, seeds: Seeds | None, *, follow: bool) -> None:
        self.runs, self.mode, self.seeds, self.follow = runs, mode, seeds, follow

    @cached_property
    def moved(self) -> tuple[Moved, Moved]:
        """Both sides with last places moved."""
        first, second = self.runs
        if self.seeds is None:
            return Moved(first, VALUE, {}), Moved(second, VALUE, {})
        return Moved(first, self.mode, self.seeds.left), Moved(second, self.mode, self.seeds.right)

    def gap(self, left: Number, right: Number, nodes: tuple[int | None, int | None], *, slope: bool) -> Gap:
        """How the values or slopes of two nodes stand; None for a node that a side lacks, whose number is 0."""
        found = gap(left, right)
        if found.verdict != APART or not self.follow or getattr(left, "shape", ()) != getattr(right, "shape", ()):
            return found
        first, second = (
            one.slope(node) if slope else one.value(node) for one, node in zip(self.moved, nodes, strict=True)
        )
        return gap(left, right, first + second)
