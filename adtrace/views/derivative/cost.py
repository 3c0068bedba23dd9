"""What a derivative took and why so: mode, sweeps and multiply-adds, with those of the other way."""

from __future__ import annotations

from ...graph.shapes import size
from ...records.derivative import FORWARD, HESSIAN, HVP, REVERSE, Derivative
from ..frame import cost_line
from ..layout import Line
from .words import DerivativeWords

MODES = {FORWARD: "forward mode", REVERSE: "reverse mode"}


def cost_lines(words: DerivativeWords) -> list[Line]:
    """The lines of one report."""
    found = words.found
    lines = second_lines(words) if found.kind in (HESSIAN, HVP) else []
    lines = lines or cost_line(found.trace, found.cost, words.columns, words.say)
    return [*lines, *shared_lines(words)]


def reason(words: DerivativeWords) -> str:
    """How many inputs and outputs there are, and the mode that was chosen for it."""
    found, cost, say = words.found, words.found.cost, words.say
    outputs = sum(size(getattr(value, "shape", ())) for value in found.outputs.values())
    why = "n = {n} in, m = {m} out: {mode}, though the other would take fewer sweeps"
    if cost.sweeps <= cost.other_sweeps:
        why = "n = {n} in, m = {m} out: {mode}, which takes fewer sweeps"
    if cost.sweeps == cost.other_sweeps:
        why = "n = {n} in, m = {m} out: {mode}, as either takes as many sweeps"
    return say(why).format(n=components(found), m=outputs, mode=say(MODES[found.mode]))


def components(found: Derivative) -> int:
    """How many components the inputs have."""
    return sum(size(found.trace.shapes[name]) for name in found.wrt)


def shared_lines(words: DerivativeWords) -> list[Line]:
    """What sharing sweeps has saved."""
    found = words.found
    outputs = sum(size(getattr(value, "shape", ())) for value in found.outputs.values())
    alone = outputs if found.mode == REVERSE else components(found)
    if found.shared is None or found.cost.sweeps >= alone:
        return []
    if not found.cost.sweeps:
        return words.wrapped(words.say("no sweep: every entry is 0"))
    phrase = "by colouring, {took} instead of {all}: rows without a common column share one"
    if found.mode != REVERSE:
        phrase = "by colouring, {took} instead of {all}: columns without a common row share one"
    took = words.counted("{count} sweep", "{count} sweeps", found.cost.sweeps)
    return words.wrapped(words.say(phrase).format(took=took, all=alone))


def second_lines(words: DerivativeWords) -> list[Line]:
    """A reverse sweep, and forward sweeps over it."""
    cost = words.found.cost
    phrase = words.counted(
        "1 reverse sweep and {count} forward sweep over it", "1 reverse sweep and {count} forward sweeps over it",
        cost.sweeps,
    )
    return words.wrapped(f"{words.say('cost:')} {phrase}, {words.multiplications(cost.operations)}")
