"""Marking: which numbers an exercise asks for, and what each answer gets for them, errors carried forward."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence

from ..errors import AdtraceError
from ..graph.shapes import size
from ..records.marks import MISSING, Answer, Expected, Mark, Marked, Marking
from ..records.worked import (
    CARRIED,
    EXACT,
    ROUNDING,
    UNREAD,
    WRONG,
    Judged,
    Quantity,
)
from .register import Register

HEADING, FORM_ROWS = "name", "a form has one row for each name: name,answer"
"""The heading of a form's first column, and what a form is."""

WORST = (EXACT, ROUNDING, CARRIED, UNREAD, WRONG)
"""From the best verdict to the worst."""

TWICE = "given more than once: the worst counts"
FORMULA = "formula"
"""What is said of a number that is given twice; the place of a formula that has no number."""


def expected_of(
    register: Register, quantities: Sequence[Quantity | None], points: Mapping[str, float]
) -> tuple[Expected, ...]:
    """What is asked for, with its points. Raises AdtraceError for points of what is not asked for."""
    keys = dict.fromkeys(key for one in quantities if (key := register.key(one)) is not None)
    worth: dict[Quantity, float] = {}
    for name, value in points.items():
        meant = [key for key in register.named(name) if key in keys]
        if not meant:
            raise AdtraceError(f"{name} is not asked for", hint=f"asked for: {', '.join(map(register.name, keys))}")
        worth |= dict.fromkeys(meant, value)
    return tuple(Expected(register.name(key), key, worth.get(key, 1.0)) for key in keys)


def by_form(register: Register, text: str, where: str) -> list[Quantity]:
    """What a form asks for: the first cell of every row, but for the heading. Raises AdtraceError."""
    import csv

    try:
        cells = [row[0].strip().removeprefix("'") for row in csv.reader(text.splitlines()) if row and row[0].strip()]
    except csv.Error as error:
        raise AdtraceError(f"{where} is no form: {error}", hint=FORM_ROWS) from None
    found: list[Quantity] = []
    for place, name in enumerate(cells):
        key = register.written(name)
        if key is not None:
            found.append(key)
        elif place or name.lower() != HEADING:
            raise AdtraceError(f"{where} asks for {name[:60]}, which the exercise does not have", hint="check the form")
    if not found:
        raise AdtraceError(f"{where} asks for nothing", hint=FORM_ROWS)
    return found


def usual(register: Register, answers: Sequence[Answer]) -> list[Quantity]:
    """What at least half of the answers give; an array as a whole if any of them gives it so."""
    given = [keys for answer in answers if (keys := list(by_key(register, answer)))]
    order = dict.fromkeys(key for keys in given for key in keys)
    wholes = {key._replace(place=()) for key in order if not key.place}

    def part(key: Quantity) -> Quantity:
        whole = key._replace(place=())
        return whole if whole in wholes else key

    parts = [{part(key) for key in keys} for keys in given]
    found = dict.fromkeys(part(key) for key in order)
    return [key for key in found if 2 * sum(key in one for one in parts) >= len(parts)]


def by_key(register: Register, answer: Answer) -> dict[Quantity, list[Judged]]:
    """The entries of an answer by what they are of."""
    found: dict[Quantity, list[Judged]] = {}
    for one in answer.report.judged if answer.report else ():
        key = register.key(one.entry.quantity)
        if key is not None:
            found.setdefault(key, []).append(one)
    return found


def mark_all(
    register: Register, answers: Sequence[Answer], expected: tuple[Expected, ...], basis: str, carried: float = 1.0
) -> Marking:
    """The marks of every answer; `carried` is the share of its points for a number carried over from a wrong line."""
    marked: list[Marked] = []
    others: dict[Quantity, None] = {}
    wanted = {one.quantity._replace(place=(), sweep="") for one in expected}
    for answer in answers:
        given = by_key(register, answer)
        marks = tuple(mark(register, one, given, carried) for one in expected) if answer.report else ()
        marked.append(Marked(answer, marks))
        others |= dict.fromkeys(key for key in given if key._replace(place=(), sweep="") not in wanted)
    trace = register.run.value()
    return Marking(trace, expected, basis, tuple(marked), carried, tuple(map(register.name, others)))


def mark(
    register: Register, expected: Expected, given: Mapping[Quantity, list[Judged]], carried: float
) -> Mark:
    """What an answer gets for one number: of different numbers that are given for it the worst counts."""
    found = matching(expected.quantity, given)
    remark = TWICE if are_different(found) else ""
    if register.shape(expected.quantity) and not expected.quantity.place:
        parts, lacking = elements(register, expected.quantity, given)
        remark = TWICE if are_different([*found, *parts]) else "" if found else lacking
        found = [*found, *parts] if found or not lacking else []
    outcome = max((one.verdict for one in found), key=WORST.index, default=MISSING)
    share = {EXACT: 1.0, ROUNDING: 1.0, CARRIED: carried}.get(outcome, 0.0)
    return Mark(expected, outcome, share * expected.points, tuple(found), remark)


def matching(wanted: Quantity, given: Mapping[Quantity, list[Judged]]) -> list[Judged]:
    """The entries of a number; where an element has none of its own, those of the whole array."""
    for meant in dict.fromkeys((wanted, wanted._replace(place=()))):
        found = answered(given.get(meant, ()))
        found = found or answered([one for key, some in given.items() if is_of(key, meant) for one in some])
        if found:
            return found
    return []


def elements(
    register: Register, whole: Quantity, given: Mapping[Quantity, list[Judged]]
) -> tuple[list[Judged], str]:
    """The entries of an array that was given element by element; how much of it, if some are missing."""
    found: dict[tuple[int, ...], list[Judged]] = {}
    for key, some in given.items():
        if key.place and is_of(key._replace(place=()), whole) and (entries := answered(some)):
            found.setdefault(key.place, []).extend(entries)
    count = size(register.shape(whole))
    every = [one for entries in found.values() for one in entries]
    return every, f"{len(found)} of {count} elements" if 0 < len(found) < count else ""


def are_different(judged: Sequence[Judged]) -> bool:
    """Whether they give two numbers for one place, or a right formula and a wrong one."""
    told: dict[object, object] = {}
    return any(told.setdefault(place, said) != said for one in judged for place, said in numbers(one))


def numbers(judged: Judged) -> Iterator[tuple[object, object]]:
    """Every number that an entry gives, with its place in the array; of a formula alone, its verdict."""
    entry = judged.entry
    if entry.stated is None:
        yield FORMULA, judged.verdict
    elif hasattr(entry.stated, "shape"):
        import numpy as np

        yield from ((place, repr(float(number))) for place, number in np.ndenumerate(entry.stated))
    else:
        yield entry.quantity.place if entry.quantity else (), repr(float(entry.stated))


def is_of(key: Quantity, wanted: Quantity) -> bool:
    """Whether two keys are of one number; an entry that says no sweep may be of any."""
    same_sweep = key.sweep == wanted.sweep or not (key.sweep and wanted.sweep)
    return same_sweep and key._replace(sweep=wanted.sweep) == wanted


def answered(judged: Sequence[Judged]) -> list[Judged]:
    """Entries in which something was written: a form that was left blank has none. Those that are read come first."""
    found = [one for one in judged if one.entry.stated is not None or one.entry.formula]
    return [one for one in found if one.verdict != UNREAD] or found


def names_of(paths: Sequence[str]) -> list[str]:
    """What answers are called: their files' names without the suffix, with the folder where two are the same.

    Raises AdtraceError for a file that is given twice.
    """
    twice = next((path for path in paths if paths.count(path) > 1), None)
    if twice is not None:
        raise AdtraceError(f"{twice} is given twice", hint="one file for each answer")
    stems = [os.path.splitext(os.path.basename(path))[0] for path in paths]
    return [stem if stems.count(stem) == 1 else path for stem, path in zip(stems, paths, strict=True)]
