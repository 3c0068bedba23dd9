"""What a trace prints, read back and computed again: formulas from values, rules from values, tangents and adjoints."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

import adtrace
from adtrace.lang.columns import NAME
from adtrace.lang.parser import parse
from adtrace.records import Trace

UNIT = 2.0**-53


class Replay(NamedTuple):
    """One printed text: where it stands, what it says it is, and what it comes to when it is computed again."""

    place: str
    text: str
    recorded: Any
    trace: Trace

    def agrees(self, tolerance: float = 1e-12) -> bool:
        """Whether both are one number, up to the rounding that computing the text costs.

        The printed form is the textbook's (1 - y^2), the number comes from a form that keeps its digits (sech(x)^2). The
        bound is the sum over the text's own operations of unit roundoff times abs(adjoint * value).
        """
        again = self.trace.value
        if np.shape(again) != np.shape(self.recorded):
            return False
        off = np.abs(np.asarray(again) - np.asarray(self.recorded))
        same = np.asarray(again) == np.asarray(self.recorded)
        near = off <= tolerance*np.max(np.abs(np.asarray(self.recorded)))
        both_nan = np.isnan(again) & np.isnan(self.recorded)
        if bool(np.all(same | near | both_nan)):
            return True
        return np.shape(again) == () and float(off) <= 16*self.rounding()

    def rounding(self) -> float:
        """The rounding bound of a scalar text; 0 where it is not finite."""
        trace = adtrace.reverse(self.trace.expression, dict(self.trace.inputs))
        bound = UNIT*sum(float(np.sum(np.abs(step.adjoint*step.value))) for step in trace.steps)
        return bound if math.isfinite(bound) else 0.0


def replays(trace: Trace, functions: str = "") -> Iterator[Replay]:
    """Every text of every sweep of a trace; functions are the program's own, which its texts may call."""
    def again(place: str, text: str, recorded: Any, names: dict[str, Any]) -> Replay:
        return read_again(place, text, recorded, names, functions)

    for number, sweep in enumerate(trace.sweeps):
        names: dict[str, Any] = {}
        for step in sweep.steps:
            names[step.name] = step.value
            if trace.mode == "forward":
                names[trace.tangent_name.format(step.name)] = step.tangent
            elif trace.mode == "reverse":
                names[trace.adjoint_name.format(step.name)] = step.adjoint
                names.setdefault("seed", sweep.seed.get(step.name))
        for step in sweep.steps:
            if step.formula and not number:
                yield again(f"{step.name}.formula", step.formula, step.value, names)
            if step.rule:
                yield again(f"{step.name}.rule", step.rule, step.tangent if trace.mode == "forward" else step.adjoint, names)
            for increment in step.increments:
                place = f"{step.name} from {increment.consumer}.{increment.operand}"
                yield again(place, increment.rule, increment.product, names)


def read_again(place: str, text: str, recorded: Any, names: dict[str, Any], functions: str) -> Replay:
    """A text evaluated on the numbers of its names."""
    columns = parse(text).columns
    used = {columns.data[position] for position, op in enumerate(columns.ops) if op == NAME}
    # Named, since a final [e1, e2] without a name is two outputs.
    at = {name: names[name] for name in used if name in names}
    return Replay(place, text, recorded, adtrace.evaluate(f"{functions}replayed = {text}", at))
