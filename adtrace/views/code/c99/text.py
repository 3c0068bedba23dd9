"""Numbers as C writes them, and texts of the user inside comments, where no text can end the comment."""

from __future__ import annotations

import math
from collections.abc import Iterator
from textwrap import wrap

from ....lang.grammar import CONSTANTS

WIDTH = 100
"""Columns of a line."""


def number(value: float) -> str:
    """A double that a compiler reads back exactly: the shortest digits that do."""
    if value != value:
        return "NAN"
    if math.isinf(value):
        return "INFINITY" if value > 0 else "-INFINITY"
    return repr(float(value))


def literal(text: str) -> str:
    """A literal of a formula."""
    return number(CONSTANTS[text] if text in CONSTANTS else float(text))


def comment(text: str) -> str:
    """A text that can stand inside a comment: nothing in it ends or opens one, joins lines or turns them around."""
    shown = "".join(char if char.isprintable() else f"<U+{ord(char):04X}>" for char in text)
    for before, after in (("\\", "(backslash)"), ("??", "? ?"), ("*/", "* /"), ("/*", "/ *")):
        while before in shown:
            shown = shown.replace(before, after)
    return shown


def commented(paragraphs: list[str]) -> Iterator[str]:
    """A block comment, one entry per line or wrapped; leading blanks are kept."""
    for place, paragraph in enumerate(paragraphs):
        for line in wrapped(comment(paragraph)) or [""]:
            yield f"{' *' if place else '/*'} {line}".rstrip()
    yield " */"


def wrapped(text: str) -> list[str]:
    """A line in several where it is long, those that follow further in."""
    before = text[: len(text) - len(text.lstrip(" "))]
    return wrap(text, WIDTH - 3, initial_indent="", subsequent_indent=f"{before}  ", drop_whitespace=True,
                break_on_hyphens=False) if len(text) > WIDTH - 3 else [text]
