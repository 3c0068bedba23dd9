"""What a derivative took and why so: mode, sweeps and multiply-adds, with those of the other way."""

from __future__ import annotations

from ...graph.shapes import size
from ...records import Derivative
from ...records.derivative import HESSIAN, HVP, REVERSE
from ..frame import cost_line
from ..layout import Line
from .words import DerivativeWords


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
    counts = say("{n} inputs, {m} outputs").format(n=components(found), m=outputs)
    why = "asked for"
    if cost.sweeps <= cost.other_sweeps:
        why = "fewer sweeps" if cost.sweeps < cost.other_sweeps else "as many sweeps either way"
    return f"{counts}{say('; ')}{say(found.mode)}{say(', ')}{say(why)}"


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
    phrase = "by colouring, {count} sweeps instead of {all}: rows without a common column share one"
    if found.mode != REVERSE:
        phrase = "by colouring, {count} sweeps instead of {all}: columns without a common row share one"
    return words.wrapped(words.say(phrase).format(count=found.cost.sweeps, all=alone))


def second_lines(words: DerivativeWords) -> list[Line]:
    """A reverse sweep, and forward sweeps over it."""
    cost = words.found.cost
    phrase = words.counted(
        "1 reverse sweep and {count} forward sweep over it", "1 reverse sweep and {count} forward sweeps over it",
        cost.sweeps,
    )
    return words.wrapped(f"{words.say('cost:')} {phrase}, {words.multiplications(cost.operations)}")
