"""Which operations may be one step together: those of one statement, or of one call."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from ...errors import AdtraceError
from ...graph.build import Built
from ...graph.calls import Call, composites
from ...records.grain import OPERATION, STATEMENT, Grain
from ...rules.table import called, nearest

SINGLE, STATEMENTS = -1, 0
"""Regions of operations that are steps of their own, and of those that belong to their statement. Region n is the
call number n, from 1."""


def regions(built: Built, grain: Grain) -> array[int]:
    """The region of every node. Raises AdtraceError for functions that the program does not call."""
    check(built, grain)
    found = array("i", [STATEMENTS if grain.by == STATEMENT else SINGLE]) * len(built.graph)
    # Calls inside others come before them: backwards, the outermost is the first.
    for number in range(len(built.calls), 0, -1):
        call = built.calls[number - 1]
        if call.first == call.end or not (call.name in grain.fold or call.name in grain.expand):
            continue
        if call.name in grain.expand:
            paint(found, call, SINGLE)
        elif found[call.first] <= STATEMENTS:
            paint(found, call, number)
    return found


def paint(found: array[int], call: Call, region: int) -> None:
    """Give everything that a call has appended this region."""
    found[call.first : call.end] = array("i", [region]) * (call.end - call.first)


def check(built: Built, grain: Grain) -> None:
    """Raise AdtraceError for a way of cutting that there is not, and for names that the program calls nothing by."""
    if grain.by not in (OPERATION, STATEMENT):
        raise AdtraceError(f"steps go by {OPERATION} or by {STATEMENT}, not by {grain.by}")
    if both := [name for name in grain.fold if name in grain.expand]:
        raise AdtraceError(f"{both[0]} cannot be folded and expanded at once", hint="name it in one of them")
    used = list(dict.fromkeys(call.name for call in built.calls))
    for option, names in (("--fold", grain.fold), ("--expand", grain.expand)):
        for name in names:
            if name not in used:
                raise AdtraceError(f"{option} {name}: the program calls no function {name}", hint=remedy(name, used))


def remedy(name: str, used: Sequence[str]) -> str:
    """What may have been meant by a function that is not called."""
    if alike := nearest(name, list(used)):
        return f"did you mean {alike}?"
    if called(name):
        return f"{name} is an operator: it is one step as it is"
    if used:
        return f"the functions that it calls are {', '.join(used[:8])}"
    return f"functions are f(x) = ..., {', '.join(list(composites())[:3])} ...; `adtrace ops` lists them"
