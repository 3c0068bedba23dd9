"""What an export is written from: the straight-line program of a run, and the trace of the same run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..errors import AdtraceError
from ..graph.trees import value_of
from ..records import Trace
from ..records.export import Export
from ..records.straight import Straight
from .derived import derived
from .evaluate import quiet
from .run import Run

MODES = ("reverse", "forward", "value")


def exported(
    run: Run, mode: str = "reverse", wrt: Sequence[str] = (), seeds: Sequence[Mapping[str, Any]] = (),
    function: str = "f", *, ieee: bool = False, test: bool = True,
) -> Export:
    """A run as statements, with the numbers for a self-test.

    mode      how derivatives are taken, or "value" for none
    wrt       inputs whose derivatives are taken, all by default
    seeds     directions (forward) or cotangents (reverse), where these are no unit seeds
    function  what the function is called
    ieee      whether the code has the trace's numbers at every point, infinite and undefined ones included. It has them
              at this one in any case
    Raises AdtraceError for a mode that there is not, and a name that is no input.
    """
    if mode not in MODES:
        raise AdtraceError(f"unknown mode {mode}", hint=f"the modes are {', '.join(MODES)}", where="--mode")
    run.wanted(wrt)
    straight = derived(run, mode=mode, wrt=wrt, seeds=seeds, ieee=ieee)
    sweeps = {"forward": run.forward, "reverse": run.reverse}
    trace = sweeps[mode](seeds, wrt) if mode in sweeps else run.value()
    if trace.point and not ieee:
        with quiet(run.graph):
            agrees = all(same(found, other) for found, other in pairs(straight, trace))
        if not agrees:
            straight = derived(run, mode=mode, wrt=wrt, seeds=seeds, ieee=True)
    return Export(straight, trace, slopes(straight, trace), function, test)


def pairs(straight: Straight, trace: Trace) -> Iterator[tuple[Any, Any]]:
    """Every result of the statements, with the trace's."""
    values = dict(straight.inputs)
    for statement in straight.statements:
        values[statement.name] = value_of(statement.formula, values)
    for name, other in trace.outputs.items():
        yield values[straight.outputs[name]], other
    for (y, x), other in slopes(straight, trace).items():
        yield values[straight.derivatives[y][x]], other


def slopes(straight: Straight, trace: Trace) -> dict[tuple[str, str], Any]:
    """The derivatives in a trace by what they are of, as `straight` has them: output and input."""
    found = {}
    for sweep in trace.sweeps:
        for name, value in sweep.result.items():
            pair = (sweep.label, name) if trace.mode == "reverse" else (name, sweep.label)
            if pair[1] in straight.derivatives.get(pair[0], {}):
                found[pair] = value
    return found


def same(a: Any, b: Any) -> bool:
    """Whether two numbers or arrays are equal, nan where the other is nan."""
    if not hasattr(a, "shape") and not hasattr(b, "shape"):
        return bool(a == b or (a != a and b != b))
    import numpy as np

    return np.shape(a) == np.shape(b) and bool(np.array_equal(a, b, equal_nan=True))
