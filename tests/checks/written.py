"""Runs, what they print, and whether entries that were read are the numbers of their traces."""

from __future__ import annotations

import math
import random
from typing import Any

import numpy as np

from adtrace.checks.reading import read_entries
from adtrace.graph.build import constant
from adtrace.lang.parser import parse
from adtrace.records import Trace
from adtrace.records.worked import ADJOINT, INCREMENT, PARTIAL, TANGENT, VALUE, Entry, Quantity
from adtrace.sweeps.run import Run
from adtrace.views import profiles
from adtrace.views.formats import Options, by_name

SUFFIXES = {
    "csv": ".csv", "markdown": ".md", "latex": ".tex", "table": ".txt", "ascii": ".txt", "text": ".txt", "json": ".json",
}
"""The formats that are read back, and the suffix that each is written with."""

LAYOUTS = (30, 45, 60, 80, 120, 200)
MARGIN = 1e-12
"""Of a number, in which a written one may be off beyond half its last place: the rounding of float64."""

Key = tuple[Any, ...]


def run_of(text: str, **at: Any) -> Run:
    """A program at a point; arrays are given as texts."""
    point = {name: constant(value, "--at") if isinstance(value, str) else float(value) for name, value in at.items()}
    return Run(parse(text, "expression"), point)


def rendered(trace: Trace, name: str, options: Options) -> str:
    """A trace in a format, as one text."""
    found = by_name(name).render(trace, options)
    return found if isinstance(found, str) else "".join(found)  # type: ignore[arg-type]


def any_options(source: random.Random, name: str) -> Options:
    """Some options of a reader."""
    return Options(
        digits=source.choice((2, 3, 4, 4, 6)), width=source.choice(LAYOUTS),
        unicode=name != "ascii" and source.random() < 0.8, notation=source.choice(("", *profiles.names())),
        lang=source.choice(("en", "fr")), decimal=source.choice(("point", "comma")),
        standalone=source.random() < 0.3, all=True,
    )


def numbers_of(trace: Trace) -> dict[Key, Any]:
    """Every number of a trace by what it is."""
    found: dict[Key, Any] = {}
    for sweep in trace.sweeps:
        for step in sweep.steps:
            found[VALUE, step.name] = step.value
            if step.tangent is not None:
                found[TANGENT, sweep.label, step.name] = step.tangent
            if step.adjoint is not None:
                found[ADJOINT, sweep.label, step.name] = step.adjoint
            for one in step.increments:
                found[INCREMENT, sweep.label, step.name, one.consumer, one.operand] = one.product
                found[PARTIAL, step.name, one.consumer, one.operand] = one.partial
    return found


def key_of(quantity: Quantity) -> Key:
    """What an entry is of, as `numbers_of` has it."""
    if quantity.kind == VALUE:
        return VALUE, quantity.node
    if quantity.kind == PARTIAL:
        return PARTIAL, quantity.node, quantity.consumer, quantity.operand
    if quantity.kind == INCREMENT:
        return INCREMENT, quantity.sweep, quantity.node, quantity.consumer, quantity.operand
    return quantity.kind, quantity.sweep, quantity.node


def is_written(entry: Entry, number: Any) -> bool:
    """Whether a number, rounded to the places that were written, is what was written."""
    if number is None:
        return False
    stated, exact = np.asarray(entry.stated, float), np.asarray(number, float)
    if stated.shape != exact.shape or np.shape(entry.unit) != np.shape(entry.stated):
        return False
    finite = np.isfinite(exact)
    if not np.array_equal(stated[~finite], exact[~finite], equal_nan=True):
        return False
    room = 0.5*np.asarray(entry.unit) + MARGIN*np.abs(exact)
    return bool(np.all(np.abs(stated - exact)[finite] <= np.broadcast_to(room, exact.shape)[finite]))


def misread(trace: Trace, run: Run, text: str, suffix: str) -> tuple[list[Entry], list[Key]]:
    """The entries that are not the trace's number, or could not be told, and the numbers that no entry has.

    Where a file shows the seed of a sweep by its shapes only, an entry may be of any sweep.
    """
    numbers = numbers_of(trace)
    wrong: list[Entry] = []
    seen: set[Key] = set()
    for entry in read_entries(text, suffix, run):
        key = key_of(entry.quantity) if entry.quantity else ()
        keys = [key]
        if len(key) > 2 and not key[1]:
            keys = [other for other in numbers if (other[0], *other[2:]) == (key[0], *key[2:])]
        fitting = [key for key in keys if entry.stated is None or is_written(entry, numbers.get(key))]
        if not entry.quantity or entry.quantity.place or not fitting:
            wrong.append(entry)
        elif entry.stated is not None:
            seen.update(keys)
    wanted = [key for key in numbers if key[0] in (VALUE, TANGENT, ADJOINT)]
    return wrong, [key for key in wanted if key not in seen]


def has_outlines(trace: Trace) -> bool:
    """Whether there are arrays, which may be shown by their shape and range only."""
    return any(step.shape for sweep in trace.sweeps for step in sweep.steps)


def close(first: float, second: float) -> bool:
    """Equal but for rounding."""
    return math.isclose(first, second, rel_tol=1e-12, abs_tol=1e-300)
