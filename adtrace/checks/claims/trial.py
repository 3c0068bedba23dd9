"""A program at one point of trial: its values, its derivatives, and what is close by."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from random import Random
from typing import Any, Protocol

from ...errors import AdtraceError
from ...graph.graph import Graph
from ...graph.shapes import size
from ...records import Warning
from ...sweeps.caution import Caution
from ...sweeps.evaluate import evaluate, quiet
from ...sweeps.forward import forward
from ...sweeps.reverse import reverse
from ...sweeps.run import Run
from ...sweeps.seeds import units
from ...sweeps.steps import number_of
from ..known import known_values
from .points import Point
from .rounding import shaken

SHAKES = 8
"""How often rounding errors are moved to see how far they reach."""
NEIGHBOURS = 16
"""Points close to a kink that show what slopes meet there."""
CLOSE = 1e-9
LARGEST = 1e100
"""Beyond this a number, and below its reciprocal, is extreme."""

KINKS = frozenset(("kink", "jump"))


class Visited(Protocol):
    """What a check compares two numbers at.

    point, given     the inputs, and whether they are those that the user gave
    shakes           the same with rounding errors moved
    neighbours       points so close that only kinks tell them apart
    kinks            the kinks and jumps that it stands at
    extreme          whether a number is so large or so small that a product of a few of its kind is none
    """

    point: Point
    given: bool

    @property
    def extreme(self) -> bool: ...  # noqa: D102

    @property
    def shakes(self) -> Sequence[Any]: ...  # noqa: D102
    @property
    def neighbours(self) -> Sequence[Any]: ...  # noqa: D102
    @property
    def kinks(self) -> Sequence[Warning]: ...  # noqa: D102


class Trial:
    """A program at one point.

    run     of the program, at any point with these shapes
    point   the inputs by name; `kept`, those that are never moved
    given   whether it is the point that the user gave
    shake   which of the runs with moved rounding errors it is, those of formulas too; None for none
    """

    def __init__(
        self, run: Run, point: Mapping[str, Any], *, kept: Collection[str] = (), given: bool = False,
        shake: int | None = None,
    ) -> None:
        self.run, self.graph, self.point, self.kept = run, run.graph, dict(point), kept
        self.given, self.shake = given, shake
        self.defined: dict[str, Any] = {}
        """Values of names that claims have defined."""
        with quiet(self.graph):
            self.values = self.evaluate(self.graph, self.point)
        self._sweeps: dict[tuple[str, int, tuple[int, ...]], list[Any]] = {}
        self._known: dict[Any, Mapping[str, Any]] = {}

    def evaluate(self, graph: Graph, inputs: Mapping[str, Any]) -> list[Any]:
        """The values of a graph, with rounding errors as they are here."""
        return evaluate(graph, inputs) if self.shake is None else shaken(graph, inputs, self.shake)

    @property
    def usable(self) -> bool:
        """Whether every output has a value, and a slope by some input."""
        outputs = [node for _, node in self.graph.outputs]
        if not all(is_finite(self.values[node]) for node in outputs):
            return False
        if any(self.graph.shapes[node] for node in outputs) or not self.graph.inputs:
            return True
        return any(not has_nan(self.flow(output, node)) for output in outputs for node in self.graph.inputs)

    @property
    def extreme(self) -> bool:
        """Whether a number is so large or so small that a product of a few of its kind is none."""
        return any(map(is_extreme, self.values))

    def flow(self, of: int, wrt: int) -> Any:
        """The adjoint of a node for the unit seed of a scalar one."""
        return number_of(self._reverse(of, (), 1.0)[wrt], self.graph.shapes[wrt])

    def derivative(self, of: int, wrt: int) -> Any:
        """The derivative of a node with respect to another, in the shape of the one followed by that of the other."""
        shapes = self.graph.shapes
        if not shapes[of]:
            return self.flow(of, wrt)
        import numpy as np

        found: Any = np.zeros(shapes[of] + shapes[wrt])
        if size(shapes[wrt]) < size(shapes[of]):
            for place, unit in units(self.graph, wrt):
                found[(..., *place)] = number_of(self._forward(wrt, place, unit)[of], shapes[of])
        else:
            for place, unit in units(self.graph, of):
                found[place] = number_of(self._reverse(of, place, unit)[wrt], shapes[wrt])
        return found

    def _reverse(self, of: int, place: tuple[int, ...], unit: Any) -> list[Any]:
        key = ("reverse", of, place)
        if key not in self._sweeps:
            with quiet(self.graph):
                self._sweeps[key] = reverse(self.graph, self.values, {of: unit})
        return self._sweeps[key]

    def _forward(self, wrt: int, place: tuple[int, ...], unit: Any) -> list[Any]:
        key = ("forward", wrt, place)
        if key not in self._sweeps:
            with quiet(self.graph):
                self._sweeps[key] = forward(self.graph, self.values, {wrt: unit})
        return self._sweeps[key]

    def known(self, of: int | None = None, seed: tuple[int, tuple[int, ...]] | None = None) -> Mapping[str, Any]:
        """What formulas may name: values; adjoints of a scalar output; tangents for a unit seed of an input's entry."""
        if (of, seed) in self._known:
            return self._known[of, seed]
        adjoints = None if of is None else self._reverse(of, (), 1.0)
        tangents = None
        if seed is not None:
            unit = next(unit for place, unit in units(self.graph, seed[0]) if place == seed[1])
            tangents = self._forward(*seed, unit)
        return self._known.setdefault((of, seed), known_values(self.run, self.values, adjoints, tangents))

    @cached_property
    def shakes(self) -> list[Trial]:
        """The same with rounding errors moved."""
        found = []
        for shake in range(SHAKES):
            try:
                found.append(Trial(self.run, self.point, kept=self.kept, shake=shake))
            except (AdtraceError, ValueError):  # An index that was moved off its whole number.
                continue
        return found

    @cached_property
    def neighbours(self) -> list[Trial]:
        """Points so close that only kinks tell them apart."""
        random = Random(0)
        sides = [lambda: 1.0, lambda: -1.0, *[lambda: random.uniform(-1, 1)] * NEIGHBOURS]
        return [Trial(self.run, {name: self._moved(name, side) for name in self.point}) for side in sides]

    def _moved(self, name: str, side: Any) -> Any:
        value = self.point[name]
        if name in self.kept:
            return value
        if not hasattr(value, "shape"):
            return value + CLOSE * max(1.0, abs(value)) * side()
        import numpy as np

        moves = np.array([side() for _ in range(value.size)]).reshape(value.shape)
        return value + CLOSE * np.maximum(1.0, np.abs(value)) * moves

    @cached_property
    def kinks(self) -> list[Warning]:
        """The kinks and jumps that it stands at."""
        caution = Caution(self.graph, self.values, self.run.names)
        with quiet(self.graph):
            return [warning for warning in caution.warnings() if warning.code in KINKS]


def is_finite(value: Any) -> bool:
    """Whether a number, or every one of an array, is finite."""
    if not hasattr(value, "shape"):
        return math.isfinite(value)
    import numpy as np

    return bool(np.isfinite(value).all())


def has_infinite(value: Any) -> bool:
    """Whether a number, or one of an array, is infinite."""
    infinite = abs(value) == math.inf
    return bool(infinite.any()) if hasattr(infinite, "any") else bool(infinite)


def is_extreme(value: Any) -> bool:
    """Whether a number, or one of an array, is very large, or very small but not 0."""
    size = abs(value)
    found = (size > LARGEST) | ((size < 1 / LARGEST) & (size > 0))
    return bool(found.any()) if hasattr(found, "any") else bool(found)


def has_nan(value: Any) -> bool:
    """Whether a number, or one of an array, is nan."""
    return bool((value != value).any()) if hasattr(value, "shape") else value != value


def visit(run: Run, point: Mapping[str, Any], kept: Collection[str], *, given: bool = False) -> Trial | None:
    """A program at a point; None where it or a slope has no value."""
    try:
        trial = Trial(run, point, kept=kept, given=given)
    except (AdtraceError, ValueError):  # An index that is no position.
        return None
    return trial if trial.usable else None
