"""A program as a function of numbers: its outputs while one component of an input, or all of them, are moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any, Protocol

from ...records.crosscheck import Place
from ...sweeps.evaluate import evaluate
from ...sweeps.run import Run

WHOLE = 2.0**20
"""The height from which the stairs of a staircase are fine."""
UNIT = 2.0**-53
"""The unit of rounding of float64."""
TINY = 1e-307
"""What is lost where a product underflows: the smallest normal number, or a little more."""


class Moving(Protocol):
    """Numbers that depend on one that can be moved: what differences are taken of."""

    start: Any

    def number(self, place: Place) -> float:
        """Where the number is."""

    def moved(self, place: Place, to: float) -> Any:
        """What depends on it, with the number somewhere else."""


class Function:
    """The chosen components of the outputs of a run, as one vector.

    outputs  (node, place) of each component
    """

    def __init__(self, run: Run, outputs: Sequence[tuple[int, Place]]) -> None:
        self.graph, self.outputs = run.graph, outputs
        self.inputs: Mapping[str, Any] = run.built.values
        self.values: Sequence[Any] = run.values or ()
        self.start = self.read(self.values)

    def read(self, values: Sequence[Any]) -> Any:
        """The outputs among the values of all nodes."""
        import numpy as np

        return np.array([values[node][place.at] if place.at else values[node] for node, place in self.outputs])

    def at(self, inputs: Mapping[str, Any]) -> Any:
        """The outputs at these inputs. Raises AdtraceError where an input is a position that is not there."""
        return self.read(evaluate(self.graph, inputs))

    def number(self, place: Place) -> float:
        """One component of the inputs."""
        value = self.inputs[place.name]
        return float(value[place.at]) if place.at else float(value)

    def moved(self, place: Place, to: float) -> Any:
        """The outputs with one component of an input moved to another number. Raises AdtraceError as `at` does."""
        value: Any = to
        if place.at:
            value = self.inputs[place.name].copy()
            value[place.at] = to
        return self.at({**self.inputs, place.name: value})


def components(run: Run, nodes: Sequence[tuple[str, int]]) -> Iterator[tuple[int, Place]]:
    """Every component of these inputs or outputs, with its node."""
    for name, node in nodes:
        for index in product(*map(range, run.graph.shapes[node])):
            yield node, Place(name, index)


def has_fine_stairs(function: Function) -> bool:
    """Whether a staircase such as floor stands so high that differences step over its stairs."""
    graph, values = function.graph, function.values
    return any(
        operator is not None and operator.kind == "elementwise" and graph.varies[node] and not any(operator.rules)
        and any(greatest(values[arg]) > WHOLE for arg in graph.args[node])
        for node, operator in enumerate(graph.operators)
    )


def greatest(value: Any) -> float:
    """The largest absolute value."""
    return float(abs(value).max(initial=0.0)) if hasattr(value, "shape") else abs(value)


def noise(function: Function, runs: Sequence[Sequence[Any]]) -> Any:
    """How far rounding may have taken each output: the spread of noisy runs, at least half a unit in the last place."""
    import numpy as np

    spread = np.abs(function.start) * UNIT + TINY
    for values in runs:
        apart = np.abs(function.read(values) - function.start)
        spread = np.where(np.isnan(apart), spread, np.maximum(spread, apart))
    return spread
