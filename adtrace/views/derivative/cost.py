"""What a derivative took and why so: mode, sweeps and multiply-adds, with those of the other way."""

from __future__ import annotations

from ...graph.shapes import size
from ...records.derivative import FORWARD, HESSIAN, HVP, JACOBIAN, REVERSE
from ..layout import Line
from .words import DerivativeWords


def cost_lines(words: DerivativeWords) -> list[Line]:
    """The lines of one report."""
    kind = words.found.kind
    if kind == JACOBIAN:
        return jacobian_lines(words)
    if kind in (HESSIAN, HVP):
        return second_lines(words)
    from ..frame import cost_line

    return cost_line(words.found.trace, words.found.cost, words.columns, words.say)


def jacobian_lines(words: DerivativeWords) -> list[Line]:
    """The mode with its reason, and both costs."""
    found, cost, say = words.found, words.found.cost, words.say
    n = sum(size(found.trace.shapes[name]) for name in found.wrt)
    m = sum(size(getattr(value, "shape", ())) for value in found.outputs.values())
    counts = say("{n} input components, {m} output components").format(n=n, m=m)
    alone = n if found.mode == FORWARD else m
    took = words.sweeps(found.mode, cost.sweeps)
    if cost.sweeps < alone:
        noun = "columns" if found.mode == FORWARD else "rows"
        took += say(f" instead of {{count}}, as {noun} that share no entry share a sweep").format(count=alone)
    other = words.sweeps(cost.other_mode, cost.other_sweeps)
    first = f"{counts}{say('; ')}{say('cost:')} {took}, {words.multiplications(cost.operations)}"
    second = f"{other}, {words.multiplications(cost.other_operations)}"
    verb = "would take" if cost.other_mode in (FORWARD, REVERSE) else ""
    return words.wrapped(f"{first}{say('; ')}{say('the other way ' + verb + ' {cost}').format(cost=second)}")


def second_lines(words: DerivativeWords) -> list[Line]:
    """A reverse sweep, and forward sweeps over it."""
    found, cost, say = words.found, words.found.cost, words.say
    alone = sum(size(found.trace.shapes[name]) for name in found.wrt)
    phrase = words.counted(
        "1 reverse sweep and {count} forward sweep over it", "1 reverse sweep and {count} forward sweeps over it",
        cost.sweeps,
    )
    if found.kind == HESSIAN and cost.sweeps < alone:
        phrase += say(" instead of {count}, as columns that share no entry share a sweep").format(count=alone)
    return words.wrapped(f"{say('cost:')} {phrase}, {words.multiplications(cost.operations)}")
