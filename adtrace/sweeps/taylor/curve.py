"""The curve x(t) that a program is expanded along: a direction, or the coefficients of every input."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...errors import AdtraceError
from ...graph.graph import Graph
from ...named import Record
from ...records import NOTHING
from ...rules.axes import shape_text
from ..paths import Flow, masked
from ..run import Run


class Curve(Record):
    """A curve.

    coefficients  of every input that moves, from order 0 on: (2, 1) is 2 + t
    seed          the same of order 1, zeros included
    runs          of inputs whose curve is a program in t, that program at t = 0
    """

    coefficients: Mapping[str, tuple[Any, ...]]
    seed: Mapping[str, Any]
    runs: Mapping[str, Run] = NOTHING

    def tangents(self, run: Run) -> dict[int, Flow]:
        """The direction at t = 0; what it does not move has no path."""
        return self._flows(run.graph, [1])

    def moving(self, run: Run) -> dict[int, Flow]:
        """What moves at all, now or later."""
        longest = max((len(one) for one in self.coefficients.values()), default=1)
        return self._flows(run.graph, range(1, longest), ones=True)

    def _flows(self, graph: Graph, orders: Sequence[int], *, ones: bool = False) -> dict[int, Flow]:
        found: dict[int, Flow] = {}
        for node in graph.inputs:
            known = self.coefficients.get(graph.names[node], ())
            here = [known[order] for order in orders if order < len(known)]
            if graph.shapes[node] and here:
                path = sum((one != 0 for one in here), here[0] != 0) != 0
                flow = masked(path*1.0 if ones else here[0], path)
            else:
                flow = (1.0 if ones else here[0]) if any(here) else None
            if flow is not None:
                found[node] = flow
        return found

    def shown(self) -> dict[str, tuple[Any, ...]]:
        """The coefficients without zeros at the end."""
        found = {}
        for name, known in self.coefficients.items():
            while len(known) > 1 and is_zero(known[-1]):
                known = known[:-1]
            found[name] = known
        return found


def is_zero(value: Any) -> bool:
    """Whether a coefficient is 0, or zeros."""
    return not value.any() if hasattr(value, "shape") else value == 0


def along(run: Run, seeds: Sequence[Mapping[str, Any]], wrt: Sequence[str]) -> Curve:
    """The straight line x + t*direction. Raises AdtraceError where none, or more than one, is asked for.

    seeds  the direction, at most one; wrt, in its place the scalar input that moves
    """
    inputs = [run.graph.names[node] for node in run.graph.inputs]
    if len(seeds) > 1 or (seeds and wrt) or len(wrt) > 1:
        raise AdtraceError("a Taylor expansion goes along one direction", hint=hint(run, inputs))
    if not inputs:
        return Curve({}, {})
    if not seeds and not wrt and len(inputs) > 1:
        raise AdtraceError(
            f"a Taylor expansion needs a direction: the inputs are {', '.join(inputs)}", hint=hint(run, inputs)
        )
    for name in wrt or (() if seeds else inputs):
        shape = run.built.values[name].shape if hasattr(run.built.values.get(name), "shape") else ()
        if shape:
            raise AdtraceError(
                f"a Taylor expansion needs a direction in {name}, which has the shape {shape_text(shape)}",
                hint=f"such as --seed {name}=... of the same shape, or --path",
            )
    (seeding,) = run.directions(list(seeds), wrt)
    names = {node: run.graph.names[node] for node in run.graph.inputs}
    values = run.built.values
    moved = {names[node]: one for node, one in seeding.values.items()}
    return Curve({name: (values[name], one) for name, one in moved.items() if not is_zero(one)}, moved)


def hint(run: Run, inputs: Sequence[str]) -> str:
    """How to give a direction to this program."""
    scalars = [name for name in inputs if not hasattr(run.built.values.get(name), "shape")]
    if not scalars:
        return f"such as --seed {inputs[0]}=... of its shape"
    every = ",".join(f"{name}=1" for name in scalars[:2])
    return f"--wrt {scalars[0]} moves {scalars[0]} alone; --seed {every} moves {'both' if ',' in every else 'it'}"


def through(run: Run, coefficients: Mapping[str, Sequence[Any]], runs: Mapping[str, Run] = NOTHING) -> Curve:
    """The curve with these coefficients. Raises AdtraceError for names that are no inputs, and for wrong shapes."""
    known = {run.graph.names[node]: run.graph.shapes[node] for node in run.graph.inputs}
    for name, found in coefficients.items():
        if name not in known:
            raise AdtraceError(f"{name} is no input", hint=f"the inputs are {', '.join(known)}")
        shapes = {getattr(one, "shape", ()) for one in found}
        if shapes != {known[name]}:
            wanted = shape_text(known[name])
            raise AdtraceError(f"the coefficients of {name} have the shape of {name}: {wanted}")
    zeros = {
        name: 0.0 if not known[name] else 0.0*run.built.values[name] for name in known
    }
    seed = {name: coefficients[name][1] if len(coefficients.get(name, ())) > 1 else zeros[name] for name in known}
    return Curve({name: tuple(found) for name, found in coefficients.items()}, seed, runs)
