"""Two numbers above each other, with carets under the digits that differ."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ...checks.diff.gaps import is_same
from ...named import Record
from ...records import Number
from ...records.diff import ROUNDING, Gap
from ..layout import Cell, Line, line, widest
from ..number import aligned, is_array, is_small, lines, localised, people
from ..wording import Words, broken

MARGINS = 8
"""Cells of the widest table around a number beneath its formula: marks, a gap, an indent, and a blank at either end."""


class Entry(Record):
    """What stands in one cell: one number, or two that are compared."""

    number: Number = None
    gap: Gap | None = None


def figures(entries: Sequence[Entry], words: Words, style: str = "", room: int | None = None) -> list[Cell]:
    """A column of numbers. Scalars have their decimal points below each other.

    room  cells that an array may take: a wider one is shown by its outline
    """
    texts = [scalars(entry, words) for entry in entries]
    known = iter(aligned([text for some in texts for text in some]))
    return [
        cell(entry, [next(known) for _ in some], words, style) if some else block(entry, words, style, room)
        for entry, some in zip(entries, texts, strict=True)
    ]


def scalars(entry: Entry, words: Words) -> list[str]:
    """The numbers of an entry as text, none for an array: of two that differ, enough digits to tell them apart."""
    gap = entry.gap
    numbers = [entry.number] if gap is None else [gap.left, gap.right]
    if any(number is None or is_array(number) for number in numbers):
        return []
    if gap is not None and gap.differs:
        return list(words.apart(float(gap.left), float(gap.right)))
    return [localised(people(numbers[0], words.options.digits), words.options.decimal)]


def cell(entry: Entry, texts: Sequence[str], words: Words, style: str) -> Cell:
    """One number, or two with carets."""
    if len(texts) == 1:
        return (line((texts[0], style)), *rounding(entry.gap, words))
    assert entry.gap is not None
    return compared(texts[0], texts[1], entry.gap, words, style)


def beneath(columns: int) -> int:
    """Cells for a number beneath its formula, in a table that is as wide as the screen."""
    return columns - MARGINS


def stacked(steps: Sequence[Cell], numbers: Sequence[Cell], columns: int) -> list[Cell]:
    """Every number beneath its formula, for screens too narrow for both; an outline is broken where that takes it."""
    return [
        (*step, *(part for text in cell for part in broken(line("  ", text), beneath(columns) + 2)))
        for step, cell in zip(steps, numbers, strict=True)
    ]


def rounding(gap: Gap | None, words: Words) -> Cell:
    """The remark that two numbers are one but for rounding."""
    if gap is None or gap.verdict != ROUNDING:
        return ()
    return (line((words.say("rounding {amount}").format(amount=relative(gap, words)), "dim")),)


def relative(gap: Gap, words: Words) -> str:
    """The relative difference of two numbers, "" where there is none: one of them is nan or infinite."""
    return localised(people(gap.relative, 2), words.options.decimal) if gap.relative < math.inf else ""


def compared(left: str, right: str, gap: Gap, words: Words, style: str) -> Cell:
    """Two numbers above each other; beneath them carets, and the relative difference."""
    start, stop = differing(left, right)
    found = [line((text[:start], style), (text[start:stop], "error"), (text[stop:], style)) for text in (left, right)]
    return (*found, line(" " * start, ("^" * (stop - start), "error"), (amount(gap, words), "dim")))


def amount(gap: Gap, words: Words) -> str:
    """What stands behind the carets."""
    parts = relative(gap, words), words.say("rounding") if gap.verdict == ROUNDING else ""
    return "".join(f" {part}" for part in parts if part)


def differing(left: str, right: str) -> tuple[int, int]:
    """Where the first digit that differs stands, and where the last one ends; exponents only if they differ.

    >>> differing("0.12345", "0.12399"), differing("1.25e-05", "1.36e-05"), differing("2 ", "-2")
    ((5, 7), (2, 4), (0, 2))
    """
    end = max(len(left.rstrip()), len(right.rstrip()))
    start = next((at for at, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), 0)
    powers = [text.strip().partition("e")[2] for text in (left, right)]
    if powers[0] == powers[1] and powers[0] and "n" not in left + right:
        end -= len(powers[0]) + 1
    return start, max(end, start + 1)


def block(entry: Entry, words: Words, style: str, room: int | None) -> Cell:
    """An array, or two of them and where they differ."""
    gap = entry.gap
    if gap is None:
        return () if entry.number is None else array(entry.number, words, style, room)
    if not gap.differs:
        return (*array(gap.left, words, style, room), *rounding(gap, words))
    if gap.place and gap.left.ndim == 1 and is_small(gap.left):
        shown = vectors(gap, words, style)
        if room is None or widest(shown) <= room:
            return shown
    first, second = (array(number, words, style, room) for number in (gap.left, gap.right))
    found: list[Line] = [*first]
    if second != first:
        found += [(), *second] if len(first) > 1 < len(second) else second
    return (*found, *element(gap, words, style)) if gap.place else tuple(found)


def vectors(gap: Gap, words: Words, style: str) -> Cell:
    """Two small vectors above each other, with carets under the digits of every element that differ."""
    first, second, carets = [("[", style)], [("[", style)], " "
    for place, (a, b) in enumerate(zip(gap.left.tolist(), gap.right.tolist(), strict=True)):
        gutter = "  " if place else ""
        usual = localised(people(a, words.options.digits), words.options.decimal)
        left, right = aligned((usual, usual) if is_same(a, b) else words.apart(a, b))
        start, stop = (0, 0) if left == right else differing(left, right)
        for runs, text in ((first, left), (second, right)):
            runs += [(gutter + text[:start], style), (text[start:stop], "error"), (text[stop:], style)]
        carets += gutter + " " * start + "^" * (stop - start) + " " * (len(left) - stop)
    beneath = line((carets.rstrip(), "error"), (amount(gap, words), "dim"))
    return line(*first, ("]", style)), line(*second, ("]", style)), beneath


def element(gap: Gap, words: Words, style: str) -> list[Line]:
    """The element of two arrays that is furthest apart, and how many differ."""
    left, right = aligned(words.apart(float(gap.left[gap.place]), float(gap.right[gap.place])))
    where = f"{words.place(gap.place)}: "
    shown = [
        line((where if at == 0 else " " * len(where), "dim"), part)
        for at, part in enumerate(compared(left, right, gap, words, style))
    ]
    phrase = words.say("{count} of {all} elements differ").format(count=gap.differing, all=gap.of)
    return [*shown, line((phrase, "dim"))]


def array(number: Number, words: Words, style: str, room: int | None) -> Cell:
    """An array as lines; one that is wider than the room by its outline."""
    told = words.options
    whole, outlined = (
        lines(number, told.digits, unicode=told.unicode, full=full, decimal=told.decimal, say=words.say)
        for full in (True, False)
    )
    sizes = [max(map(len, shown)) for shown in (whole, outlined)]
    shown = whole if room is None or sizes[0] <= max(room, min(sizes[1], beneath(words.columns))) else outlined
    return tuple(line((text, style)) for text in shown)
