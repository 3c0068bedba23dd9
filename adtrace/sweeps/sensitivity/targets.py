"""What is looked at: outputs, components of them, or what a cotangent weighs; each with its reverse sweep."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from ...errors import AdtraceError
from ...graph.graph import Graph
from ...named import Record
from ...records import Trace
from ...records.exact import is_exact, nearest
from ..paths import Flow
from ..reverse import reverse
from ..run import Run
from ..seeds import Seeding, seedings
from ..steps import number_of
from .norms import norm

Key = TypeVar("Key", int, str)


class Target(Record):
    """One scalar that depends on the inputs.

    weights   of every node that enters it: numbers, or ndarrays of its shape
    adjoints  of every node
    nearest   of inputs, the slopes next to the exact ones, where these are known
    """

    name: str
    weights: Mapping[int, Any]
    value: float
    adjoints: Sequence[Flow]
    nearest: Mapping[str, Any]

    def slope(self, graph: Graph, node: int) -> Any:
        """The slope in an input, of its shape."""
        found = self.nearest.get(graph.names[node])
        return number_of(self.adjoints[node], graph.shapes[node]) if found is None else found


def targets(run: Run, trace: Trace) -> list[Target]:
    """What a trace is about. Raises AdtraceError for an array with more components than are swept one by one."""
    assert run.values is not None
    found, values = [], list(run.values)
    for name, node in run.graph.outputs:
        values[node] = nearest(trace.outputs[name])
    for place, seeding in enumerate(weighings(run, trace)):
        adjoints = reverse(run.graph, run.values, seeding.flows())
        results = trace.sweeps[place].result if trace.mode == "reverse" else tangents(run, trace, seeding)
        slopes = {name: nearest(slope) for name, slope in results.items() if is_exact(slope)}
        found.append(Target(label(run, seeding), seeding.values, weighed(seeding.values, values), adjoints, slopes))
    return found


def tangents(run: Run, trace: Trace, seeding: Seeding) -> dict[str, Any]:
    """The slopes of one scalar output that sweeps forward have found, each seeded with 1 in one input."""
    node = sole(seeding.values)
    if node is None:
        return {}
    output = next(name for name, one in run.graph.outputs if one == node)
    return {name: sweep.result[output] for sweep in trace.sweeps if (name := sole(sweep.seed)) is not None}


def sole(seeds: Mapping[Key, Any]) -> Key | None:
    """What alone is seeded, with the number 1; None where it is otherwise."""
    found = [(key, seed) for key, seed in seeds.items() if norm(seed)]
    if len(found) != 1 or hasattr(found[0][1], "shape") or found[0][1] != 1:
        return None
    return found[0][0]


def weighings(run: Run, trace: Trace) -> list[Seeding]:
    """The cotangents of a reverse trace; for a forward trace, one for every component of the outputs."""
    if trace.mode == "reverse":
        return [
            Seeding(sweep.label, {node_of(run, name): seed for name, seed in sweep.seed.items()})
            for sweep in trace.sweeps
        ]
    try:
        return seedings(run.graph.outputs, run.graph, (), (), "output")
    except AdtraceError as error:
        hint = "choose others with --of, or weigh them: adtrace reverse --seed NAME=[...]"
        raise AdtraceError(f"sensitivity: {error.message}", hint=hint) from None


def node_of(run: Run, name: str) -> int:
    """The output of this name, or of the name of its step."""
    node = run.names.node(name)
    return dict(run.graph.outputs)[name] if node is None else node


def label(run: Run, seeding: Seeding) -> str:
    """What the scalar is called: an output's name, a component of it, or the sum that a cotangent makes of outputs."""
    if "=" not in seeding.label and all(norm(weight) in (0.0, 1.0) for weight in seeding.values.values()):
        return seeding.label
    names = {node: name for name, node in reversed(run.graph.outputs)}
    terms = [
        f"sum(seed*{names[node]})" if hasattr(weight, "shape") else factor(weight) + names[node]
        for node, weight in seeding.values.items() if norm(weight)
    ]
    return " + ".join(terms).replace(" + -", " - ") if terms else seeding.label


def factor(weight: float) -> str:
    """A weight in front of a name."""
    return "" if weight == 1 else "-" if weight == -1 else f"{weight:g}*"


def weighed(weights: Mapping[int, Any], values: Sequence[Any]) -> float:
    """The weighted sum; what has the weight 0 is not counted, also where it is nan."""
    total = 0.0
    for node, weight in weights.items():
        if not hasattr(weight, "shape"):
            total += weight*values[node] if weight else 0.0
            continue
        import numpy as np

        total += float(np.sum(np.where(weight != 0, weight*values[node], 0.0)))
    return total
