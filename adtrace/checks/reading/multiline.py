"""Arrays over several lines of writing, as NumPy prints them or as rows below "W_bar =", on one line each."""

from __future__ import annotations

import re
from collections.abc import Sequence

MOST_LINES, MOST_LETTERS = 200, 20_000
"""Of one array."""

MOST_FAILURES = 1_000
"""Brackets that are never closed, after which no more are looked for."""

GAP = 5
"""Lines that may stand between a name and the rows below it, and these."""
EMPTY = re.compile(r"\s*(?:```\w*|~~~\w*)?\s*")

OPENS = re.compile(r"(?:=|:|≈|->|→)\s*(?:[\w.]+\()?[\[({]|^\s*[\[{]")
HEAD = re.compile(r"[^=\n]*[^\s=:<>!]\s*(?::?=|:)\s*")
ROW = re.compile(r"(?:[|\[(]\s*)?[-+−]?\.?\d[-+−\d.,;eE\s/]*(?:[|\])][\s,;]*)?")


def joined(lines: Sequence[str]) -> list[str]:
    """The lines with every array on the line that it begins in, and empty lines in the place of its others."""
    found = list(lines)
    place = failed = 0
    while place < len(found) and failed < MOST_FAILURES:
        stop, text = place + 1, ""
        if HEAD.fullmatch(found[place]) and place + 1 < len(found):
            stop, text = rows_below(found, place)
        elif OPENS.search(found[place]):
            stop, text = bracketed(found, place)
        if stop > place + 1:
            found[place:stop] = [text, *[""] * (stop - place - 1)]
        elif text and not text.rstrip().endswith(("]", ")", "}")):
            failed += 1
        place = stop
    return found


def bracketed(lines: Sequence[str], place: int) -> tuple[int, str]:
    """Where the brackets that a line opens are closed, and all of it on one line."""
    depth, length = 0, 0
    for stop in range(place, min(len(lines), place + MOST_LINES)):
        line = lines[stop]
        depth += sum(line.count(sign) for sign in "[({") - sum(line.count(sign) for sign in "])}")
        length += len(line)
        if length > MOST_LETTERS or not line.strip():
            break
        if depth <= 0:
            return stop + 1, " ".join(each.strip() for each in lines[place : stop + 1])
    return place + 1, lines[place]


def is_row(line: str) -> bool:
    """Whether there are only numbers in a line."""
    return len(line) < MOST_LETTERS and ROW.fullmatch(line.strip()) is not None


def rows_below(lines: Sequence[str], place: int) -> tuple[int, str]:
    """Where the rows of numbers below a name end, and the name with all of them."""
    first = next((at for at in range(place + 1, min(len(lines), place + GAP)) if not EMPTY.fullmatch(lines[at])), -1)
    if first < 0:
        return place + 1, lines[place]
    if OPENS.match(lines[first]):
        stop, text = bracketed(lines, first)
        if not is_row(lines[first]) or stop > first + 1:
            return stop, f"{lines[place].rstrip()} {text}"
    stop = first
    while stop < min(len(lines), place + MOST_LINES) and is_row(lines[stop]):
        stop += 1
    rows = [line.strip().strip("|[](),;").strip() for line in lines[first:stop]]
    if not rows:
        return place + 1, lines[place]
    listed = rows[0] if len(rows) == 1 else f"[{' '.join(f'[{row}]' for row in rows)}]"
    return stop, f"{lines[place].rstrip()} {listed}"
