"""What a claim may name at one point: values of steps, their adjoints and their tangents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ..sweeps.paths import Flow
from ..sweeps.run import Run
from ..sweeps.steps import number_of
from .expression import BAR


def known_values(
    run: Run, values: Sequence[Any], adjoints: Sequence[Flow] | None = None, tangents: Sequence[Flow] | None = None
) -> dict[str, Any]:
    """Numbers by name, of inputs, statements and steps; those of the user come before spellings of derivatives.

    values              of every node of the run's graph at this point
    adjoints, tangents  of every node in one sweep: bar(z) and z_bar are an adjoint, as the run's tables spell it; dz is
                        a tangent, and an adjoint where there are no tangents
    """
    found: dict[str, Any] = {}
    shapes = run.graph.shapes
    for name, node in named_nodes(run):
        if adjoints is not None:
            adjoint = number_of(adjoints[node], shapes[node])
            found[f"{BAR}({name})"] = found[run.adjoint_name.format(name)] = adjoint
            if tangents is None:
                found[f"d{name}"] = adjoint
        if tangents is not None:
            found[run.tangent_name.format(name)] = number_of(tangents[node], shapes[node])
    found.update((name, values[node]) for name, node in named_nodes(run))
    return found


def named_nodes(run: Run) -> Iterator[tuple[str, int]]:
    """Every name of an input, a statement or a step, with its node; a node may have several."""
    graph, built = run.graph, run.built
    for node in [*graph.inputs, *run.names.steps]:
        yield run.names[node], node
    for name, entry in built.program.assigned.items():
        if (found := built.ids[entry]) is not None:
            yield name, found
    yield from graph.outputs
