"""Whole sweeps appended to copies of a run's graph, and what their tangents or adjoints are called."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..errors import AdtraceError
from ..graph.tidy import Extension
from ..named import Record
from .run import Run
from .seeds import Seeding, seedings
from .symbolic import Appended, append_adjoints, append_tangents, copied

FORWARD, REVERSE = "forward", "reverse"


class Sweep(Record):
    """One appended sweep.

    derivative  the graph that it is appended to
    carried     the node of the tangent or adjoint of each of the program's nodes that a path leads to
    pattern     how these are spelled: "{}_bar"
    ends        by output and input, the program's node whose tangent or adjoint is the derivative
    """

    derivative: Extension
    carried: Mapping[int, int]
    pattern: str
    ends: Mapping[tuple[str, str], int]


def sweeps_of(
    run: Run, mode: str, wrt: Sequence[str], seeds: Sequence[Mapping[str, Any]], *, masks: bool, guards: bool
) -> list[Sweep]:
    """One reverse sweep for each output or cotangent, or one forward sweep for each input or direction.

    wrt, seeds  see `derived`
    masks   whether what has no path stays 0 whatever it is multiplied by
    guards  whether slopes are nan where values are
    Raises AdtraceError for names that are no inputs, and for outputs or inputs that are arrays and have no seed.
    """
    graph, inputs = run.graph, run.wanted(wrt)
    if mode == REVERSE:
        _no_arrays(run, graph.outputs, seeds, "choose a scalar with --of, or give a cotangent with --seed")
        found, spelled, append = seedings(graph.outputs, graph, seeds, (), "output"), run.adjoint_name, append_adjoints
    else:
        named = [(graph.names[node], node) for node in inputs]
        _no_arrays(run, named, seeds, "take --mode reverse, or give a direction with --seed")
        found, spelled, append = run.directions(seeds, () if seeds else wrt), run.tangent_name, append_tangents
    sweeps = []
    for number, seeding in enumerate(found, 1):
        if mode == REVERSE:
            ends = {(seeding.label, graph.names[node]): node for node in inputs}
        else:
            ends = {(name, seeding.label): node for name, node in graph.outputs}
        suffix = "" if len(found) == 1 else f"_{_told(seeding, spelled, mode) or number}"
        sweeps.append(_sweep(run, seeding, append, ends, spelled + suffix, masks=masks, guards=guards))
    return sweeps


def _sweep(
    run: Run, seeding: Seeding, append: Callable[..., Appended], ends: Mapping[tuple[str, str], int], pattern: str, *,
    masks: bool, guards: bool,
) -> Sweep:
    graph = copied(run.graph)
    seeds = {node: value for node, value in seeding.values.items() if _is_given(value)}
    undefined = range(len(graph)) if guards else ()
    appended = append(graph, seeds, undefined, masks=masks) if seeds else Appended({}, list(range(len(graph))))
    wanted = [appended.nodes[node] for node in ends.values() if node in appended.nodes]
    own = {node: made for node, made in appended.nodes.items() if node < len(run.graph)}
    return Sweep(Extension(graph, wanted, appended.owners), own, pattern, ends)


def _told(seeding: Seeding, spelled: str, mode: str) -> str:
    """What tells the names of this sweep from those of others: y1 in x_bar_y1, dx in dw1_dx; "" if it is no name."""
    if not seeding.label.isidentifier():
        return ""
    return seeding.label if mode == REVERSE else spelled.format(seeding.label)


def _is_given(value: Any) -> bool:
    return bool(value.any()) if hasattr(value, "any") else bool(value)


def _no_arrays(run: Run, nodes: Sequence[tuple[str, int]], seeds: Sequence[Any], hint: str) -> None:
    """Raise AdtraceError for an array that would take a sweep for each component."""
    for name, node in nodes:
        if run.graph.shapes[node] and not seeds:
            raise AdtraceError(f"{name} is an array, and each of its components would take a sweep", hint=hint)
