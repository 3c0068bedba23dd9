"""What a nan, an infinity or a 0 that should be none hides: warnings tell where it was born and what it poisoned."""

from __future__ import annotations

from collections.abc import Sequence

from ...named import Record
from ...records import OF_ADJOINT, OF_VALUE, Origin, Trace
from ..run import Run
from .norms import norm
from .targets import Target


class Hidden(Record):
    """What warnings tell about one output: whether its value is poisoned, and the inputs whose slopes are."""

    value: bool
    slopes: frozenset[str]


def hiding(run: Run, trace: Trace, found: Sequence[Target]) -> list[Hidden]:
    """Of every target, what warnings of this trace tell."""
    origins = [origin for warning in trace.warnings for origin in warning.origins]
    if not origins:
        return [Hidden(False, frozenset())]*len(found)
    spoilt = {name for origin in origins if origin.of == OF_VALUE for name in (*origin.poisoned, *origin.small)}
    sweeps = [sweep.label for sweep in trace.sweeps]
    hidden = []
    for place, target in enumerate(found):
        names = {name for node in target.weights for name in names_of(run, node)}
        slopes: set[str] = set()
        for origin in origins:
            if origin.of == OF_VALUE:
                continue
            if origin.of == OF_ADJOINT:
                slopes.update((*origin.poisoned, *origin.small) if origin.sweep == sweeps[place] else ())
            elif not names.isdisjoint((*origin.poisoned, *origin.small)):
                slopes.update(seeded(trace, origin))
        hidden.append(Hidden(not names.isdisjoint(spoilt), frozenset(slopes)))
    return hidden


def names_of(run: Run, node: int) -> list[str]:
    """What an output is called: by its step, and as an output."""
    return [run.names.get(node) or "", *[name for name, one in run.graph.outputs if one == node]]


def seeded(trace: Trace, origin: Origin) -> list[str]:
    """The inputs whose tangents the sweep began with that an origin is of."""
    return [
        name for sweep in trace.sweeps if sweep.label == origin.sweep for name, seed in sweep.seed.items() if norm(seed)
    ]
