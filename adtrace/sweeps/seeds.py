"""What the sweeps are seeded with: unit seeds, directions and cotangents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product
from typing import Any

from ..errors import AdtraceError
from ..graph.graph import Graph
from ..graph.shapes import size
from ..limits import LIMITS
from ..named import Record
from ..rules.axes import shape_text
from ..rules.table import nearest
from .paths import Flow, masked


class Seeding(Record):
    """The seed of one sweep.

    label   what tells it from the others
    values  by node: the numbers as given, zeros included
    """

    label: str
    values: Mapping[int, Any]

    def flows(self) -> dict[int, Flow]:
        """What the sweep starts from: a seed of 0 is no path."""
        flows = {node: _flow(value) for node, value in self.values.items()}
        return {node: flow for node, flow in flows.items() if flow is not None}


def _flow(value: Any) -> Flow:
    if hasattr(value, "shape"):
        return masked(value, value != 0)
    return value if value else None


def seedings(
    nodes: Sequence[tuple[str, int]],
    graph: Graph,
    given: Sequence[Mapping[str, Any]],
    wrt: Sequence[str],
    kind: str,
    *,
    first: bool = False,
) -> list[Seeding]:
    """One seeding for each sweep of a run; only the first on request.

    nodes  (name, id) of what can be seeded: the inputs (forward) or the outputs (reverse)
    given  directions or cotangents, one sweep each; otherwise unit seeds for the names in wrt, or for all
    kind   "input" or "output", for messages
    Raises AdtraceError for unknown names, seeds of the wrong shape, and more sweeps than the limits allow.
    """
    ids = dict(nodes)
    given = [{_known(name, ids, graph): value for name, value in seed.items()} for seed in given]
    for name in [*wrt, *(name for seed in given for name in seed)]:
        if name not in ids:
            alike = nearest(name, list(ids))
            hint = f"the {kind}s are {', '.join(ids)}" if ids else f"there is no {kind}"
            raise AdtraceError(f"{name} is no {kind}", hint=hint, label=f"did you mean {alike}?" if alike else "")
    if given:
        return [_direction(seed, ids, graph, alone=len(ids) == 1) for seed in given[: 1 if first else None]]
    chosen = [(name, node) for name, node in nodes if not wrt or name in wrt]
    if first:
        return list(islice(_units(*chosen[0], chosen, graph, kind), 1)) if chosen else []
    for name, node in chosen:
        _check_components(name, graph.shapes[node], kind)
    units = [unit for name, node in chosen for unit in _units(name, node, chosen, graph, kind)]
    if len(units) > LIMITS.sweeps:
        raise AdtraceError(
            f"one sweep for each {kind} would be {len(units)}",
            hint=f"choose some with {_option(kind)}; the limit is {LIMITS.sweeps}",
        )
    return units


def _known(name: str, ids: Mapping[str, int], graph: Graph) -> str:
    """The name that is seeded: an output y1 may also go by the name of the step that it is."""
    if name in ids:
        return name
    return next((known for known, node in ids.items() if graph.names.get(node) == name), name)


def _option(kind: str) -> str:
    return "--wrt or --seed" if kind == "input" else "--of or --seed"


def _direction(seed: Mapping[str, Any], ids: Mapping[str, int], graph: Graph, *, alone: bool) -> Seeding:
    """A seed as given; what it does not name is 0."""
    values: dict[int, Any] = {}
    for name, node in ids.items():
        shape = graph.shapes[node]
        value = seed.get(name, _zero(shape))
        if getattr(value, "shape", ()) != shape:
            found, wanted = shape_text(getattr(value, "shape", ())), shape_text(shape)
            raise AdtraceError(
                f"the seed of {name} is {found}, but {name} is {wanted}", hint="a seed has the shape of what it seeds"
            )
        # Two outputs may be one node: their cotangents add up.
        values[node] = values[node] + value if node in values else value
    label = ", ".join(f"{name}={_short(value)}" for name, value in seed.items())
    return Seeding(next(iter(seed)) if alone and not hasattr(next(iter(seed.values())), "shape") else label, values)


def _short(value: Any) -> str:
    return shape_text(value.shape) if hasattr(value, "shape") else f"{value:g}"


def _check_components(name: str, shape: tuple[int, ...], kind: str) -> None:
    if size(shape) > LIMITS.component_sweeps:
        raise AdtraceError(
            f"{name} has {size(shape)} components, and each would take a sweep",
            hint=f"give a direction with --seed {name}=[...] or choose others with {_option(kind)}; "
            f"the limit is {LIMITS.component_sweeps}",
        )


def _units(name: str, node: int, chosen: Sequence[tuple[str, int]], graph: Graph, kind: str) -> Iterator[Seeding]:
    """A unit seed for a scalar, or one for each component of an array; everything else is seeded with 0."""
    others = graph.inputs if kind == "input" else [other for _, other in chosen]
    zeros = {other: _zero(graph.shapes[other]) for other in others}
    shape = graph.shapes[node]
    if not shape:
        yield Seeding(name, {**zeros, node: 1.0})
        return
    for place in product(*map(range, shape)):
        unit = _zero(shape)
        unit[place] = 1.0
        yield Seeding(f"{name}[{', '.join(map(str, place))}]", {**zeros, node: unit})


def _zero(shape: tuple[int, ...]) -> Any:
    if not shape:
        return 0.0
    import numpy as np

    return np.zeros(shape)


def units(graph: Graph, node: int) -> list[tuple[tuple[int, ...], Any]]:
    """A unit seed for each component of a node, with its place; nothing flows through the other components."""
    shape = graph.shapes[node]
    if not shape:
        return [((), 1.0)]
    import numpy as np

    seeds = []
    for place in product(*map(range, shape)):
        unit = np.zeros(shape)
        unit[place] = 1.0
        seeds.append((place, masked(unit, unit != 0)))
    return seeds
