"""An expression and a point for an exercise: the most pleasant of many seeded candidates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ...errors import AdtraceError
from ...lang.parser import parse
from ...lang.printer import Printer
from ...named import Record
from ...records import Formula, Shape
from ...records.exercise import Knobs
from ...rules.table import nearest
from ...sweeps.run import Run
from .chance import Chance
from .growth import SHAPES, Grown, grow
from .operations import MATRIX, Operation, function_names, suitable
from .pleasant import price
from .points import Candidate, point

EXPRESSIONS, POINTS = 100, 10
"""Expressions among which the most pleasant is chosen, and points that each is tried at."""

TRIES = 6_000
"""Expressions that are begun at the most."""

MOST_OPERATIONS, MOST_INPUTS, USUAL_INPUTS = 20, 9, 3


class Made(Record):
    """A made exercise: its text and its point."""

    text: str
    at: Mapping[str, Any]


def make(knobs: Knobs, mode: str) -> Made:
    """The most pleasant of many exercises of this kind; the same for the same knobs and mode.

    Raises AdtraceError for knobs that no exercise has, and where none was found.
    """
    check(knobs)
    chance = Chance(knobs.seed)
    best: tuple[int, Made] | None = None
    for cost, made in candidates(knobs, mode, chance):
        if (best is None or cost < best[0]) and is_sound(made, at_kink=knobs.at_kink):
            best = cost, made
    if best is None:
        hint = "try another --seed, more --ops, or other --functions"
        raise AdtraceError(f"no such exercise was found among {TRIES} expressions", hint=hint)
    return best[1]


def candidates(knobs: Knobs, mode: str, chance: Chance) -> Iterator[tuple[int, Made]]:
    """Exercises and what they cost."""
    rows = suitable(arrays=knobs.arrays, kinks=knobs.kinks, allowed=knobs.functions)
    kinked, functions = {row.op for row in rows if row.kink}, {row.op for row in rows if row.function}
    found: set[str] = set()
    for _ in range(TRIES):
        grown = grow(rows, knobs, wanted_inputs(knobs, chance), chance)
        if grown is None:
            continue
        text, shapes = Printer().text(grown.formula), {name: SHAPES[type] for name, type in grown.types.items()}
        uses = operations(grown.formula)
        fits = bool(kinked & uses.keys()) == knobs.kinks and any(shapes.values()) == knobs.arrays
        if text in found or not fits or (knobs.functions and not uses.keys() & functions):
            continue
        priced = list(priced_points(text, shapes, knobs, mode, chance))
        found |= {text} if priced else set()
        dull = dullness(grown, uses, knobs, rows)
        yield from ((cost + dull, made) for cost, made in priced)
        if len(found) == EXPRESSIONS:
            return


def priced_points(
    text: str, shapes: Mapping[str, Shape], knobs: Knobs, mode: str, chance: Chance
) -> Iterator[tuple[int, Made]]:
    """An expression at several points, with what its numbers cost there."""
    candidate = Candidate(text, shapes, mode)
    if len(candidate.steps) != knobs.ops or candidate.fan_out != knobs.fan_out:
        return
    points = [point(shapes, chance) for _ in range(POINTS)]
    if knobs.kinks and not has_turns(candidate, points):
        return
    for at in points:
        worked = candidate.worked(at, flat=knobs.kinks)
        cost = None if worked is None else price(worked)
        if cost is not None:
            yield cost, Made(text, at)


def has_turns(candidate: Candidate, points: Sequence[Mapping[str, Any]]) -> bool:
    """Whether every step with a kink is on different pieces at these points: relu(x^2 + 1) never turns."""
    return all(len(set(pieces)) > 1 for pieces in zip(*(candidate.branches(at) for at in points), strict=True))


def operations(formula: Formula) -> Counter[str]:
    """How often each operator is used."""
    found: Counter[str] = Counter()
    stack = [formula]
    while stack:
        tree = stack.pop()
        found[tree.op] += bool(tree.args)
        stack += tree.args
    return +found


def dullness(grown: Grown, uses: Counter[str], knobs: Knobs, rows: Sequence[Operation]) -> int:
    """What it costs that operations are repeated, and that there is no function to differentiate or no matrix."""
    functions = {row.op for row in rows if row.function}
    worth = MATRIX in grown.types.values() if knobs.arrays else bool(uses.keys() & functions)
    return 4 * sum(count - 1 for count in uses.values()) + 14 * (knobs.ops > 1 and not worth)


def is_sound(made: Made, *, at_kink: bool) -> bool:
    """Whether nothing is to be warned of at this point, but for the kink that was asked for."""
    trace = Run(parse(made.text), made.at).reverse((), ())
    return {warning.code for warning in trace.warnings} == ({"kink"} if at_kink else set())


def wanted_inputs(knobs: Knobs, chance: Chance) -> int:
    """How many inputs an expression gets: as many as asked, else a few that the uses allow."""
    if knobs.inputs:
        return knobs.inputs
    most = knobs.ops + 2 - knobs.fan_out
    return 1 + chance.below(max(1, min(most, USUAL_INPUTS + knobs.arrays)))


def check(knobs: Knobs) -> None:
    """Refuse knobs that no exercise has. Raises AdtraceError that says what is possible."""
    ops, uses, inputs = knobs.ops, knobs.fan_out, knobs.inputs
    for what, number, most in (("ops", ops, MOST_OPERATIONS), ("fan-out", uses, ops + 1)):
        if not 1 <= number <= most:
            of = f" with {ops} operations" if what == "fan-out" else ""
            raise AdtraceError(f"--{what} {number} is not possible{of}", hint=f"it is from 1 to {most}{of}")
    most = min(MOST_INPUTS, ops + 2 - uses)
    if inputs and not 1 <= inputs <= most:
        hint = f"with {ops} operations and {uses} uses of one node there are from 1 to {most}"
        raise AdtraceError(f"--inputs {inputs} is not possible", hint=hint)
    if knobs.seed < 0:
        raise AdtraceError(f"--seed {knobs.seed} is negative", hint="a seed is a whole number from 0 on")
    if knobs.at_kink and not knobs.kinks:
        raise AdtraceError("--at-kink needs an operation that has a kink", hint="add --kinks")
    names = function_names(arrays=knobs.arrays, kinks=knobs.kinks)
    for name in knobs.functions:
        if name not in names:
            alike = nearest(name, names)
            hint = f"the functions are {', '.join(names)}"
            raise AdtraceError(f"exercises have no {name}", hint=f"did you mean {alike}? {hint}" if alike else hint)
