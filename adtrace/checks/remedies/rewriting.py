"""A program with stable forms in place of others: its text, all else kept as it was typed."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from ...errors import AdtraceError
from ...graph.build import Built, build
from ...lang.columns import Program
from ...lang.parser import parse
from ...named import Record
from .constants import named_constants
from .found import places_in
from .pieces import Unwritten, unbracketed
from .writing import Scribe

MOST_ROUNDS = 64
"""Rewrites that are made one after the other."""


class Rewrite(Record):
    """One rewrite of a program.

    name       of the row; `reason` is the row's
    before     what stands in the program, as typed; `after`, the stable form
    when       where both are the same function, in the program's words; "" where that is everywhere
    places     where it stands in the program's text
    program    the program with it, at every place where the same stands
    condition  a program of which the last statement is `when`; None without one
    """

    name: str
    reason: str
    before: str
    after: str
    when: str
    places: tuple[tuple[int, int], ...]
    program: Program
    condition: Program | None


def rewrites(program: Program, given: Mapping[str, Any], of: Sequence[str] = ()) -> list[Rewrite]:
    """Every rewrite that a program allows, outer ones first; at one place in the order of the table.

    given  values of the inputs: their shapes are what counts
    of     names of the outputs
    """
    built = build(program, given, of)
    found = places_in(built.graph, named_constants(built))
    scribe = Scribe(built, found)
    grouped: dict[tuple[str, ...], list[tuple[int, int]]] = {}
    for place in found.places:
        position = scribe.entries.get(place.node)
        if position is None:
            continue
        remedy = place.match.pattern.remedy
        try:
            after, when = scribe.text_of(place), scribe.condition_of(place)
        except Unwritten:
            continue
        span = program.columns.span(position)
        before = unbracketed(program.text[slice(*span)])
        grouped.setdefault((remedy.name, remedy.reason, before, after, when), []).append(span)
    made = []
    for (name, reason, before, after, when), spans in grouped.items():
        rewritten = replaced(program, spans, after, of)
        if rewritten is not None and is_built(rewritten, built, of):
            condition = asking(program, when) if when else None
            made.append(Rewrite(name, reason, before, after, when, tuple(spans), rewritten, condition))
    return made


def is_built(program: Program, before: Built, of: Sequence[str]) -> bool:
    """Whether a rewritten program can be built with the values that the program before had, and needs no others."""
    try:
        return build(program, before.values, of).values.keys() <= before.values.keys()
    except AdtraceError:
        return False


def asking(program: Program, question: str) -> Program:
    """A program whose last statement is this expression in place of its own."""
    last, text = program.last, before_outputs(program)
    assert last is not None
    if last.name is not None:
        return parse(f"{text}\n{question}", program.where)
    start, end = program.columns.span(last.result)
    return parse(f"{text[:start]}{question}{text[end:]}", program.where)


def before_outputs(program: Program) -> str:
    """The text of a program without its last line, where that names the outputs."""
    if not program.outputs:
        return program.text
    first = min(start for start, _ in program.outputs.values())
    return re.sub(r"\boutput\s+$", "", program.text[:first])


def replaced(
    program: Program, spans: Sequence[tuple[int, int]], after: str, of: Collection[str] = ()
) -> Program | None:
    """A program with another text at some places, in brackets where it needs them; None where that is no program.

    Statements that nothing uses any more are left out.
    """
    text = program.text
    apart: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if not apart or start >= apart[-1][1]:
            apart.append((start, end))
    try:
        for start, end in reversed(apart):
            safe = f"{text[:start]}({after}){text[end:]}"
            plain = f"{text[:start]}{after}{text[end:]}"
            text = plain if same(plain, safe, program.where) else safe
        return without_unused(parse(text, program.where), used_names(program), of)
    except AdtraceError:
        return None


def same(text: str, other: str, where: str) -> bool:
    """Whether two texts are one program."""
    try:
        first, second = parse(text, where), parse(other, where)
    except AdtraceError:
        return False
    mine, theirs = first.columns, second.columns
    return (mine.ops, mine.args, mine.data, first.assigned) == (theirs.ops, theirs.args, theirs.data, second.assigned)


def used_names(program: Program) -> set[str]:
    """The statements whose values are used."""
    used = {arg for args in program.columns.args for arg in args}
    used |= {position for call in program.columns.data if isinstance(call, tuple) for position in call[1].values()}
    if program.last is not None:
        used.add(program.last.result)
    return {name for name, position in program.assigned.items() if position in used}


def without_unused(program: Program, before: Collection[str], of: Collection[str]) -> Program:
    """A program without the statements that nothing uses any more, though something did."""
    while unused := [name for name in program.assigned if name in before and name not in {*used_names(program), *of}]:
        shorter = without(program, unused[0])
        if shorter is None:
            break
        program = shorter
    return program


def without(program: Program, name: str) -> Program | None:
    """A program without one statement; None where it cannot be cut out."""
    start, end = program.columns.span(program.assigned[name])
    head = re.search(rf"(?<![^\s;]){re.escape(name)}\s*=\s*$", program.text[:start])
    tail = re.match(r"[ \t]*(?:#[^\n]*)?(?:\n|;[ \t]*\n?|$)", program.text[end:])
    if head is None or tail is None:
        return None
    try:
        shorter = parse(program.text[: head.start()] + program.text[end + tail.end() :], program.where)
    except AdtraceError:
        return None
    return shorter if list(shorter.assigned) == [one for one in program.assigned if one != name] else None
