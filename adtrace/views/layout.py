"""Lines of styled text, and columns of them, measured in the cells of a terminal.

A line is a tuple of runs (text, style); a style is a word or several: "tangent", "bold adjoint". Nothing here knows how
a style looks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

from ..named import Record

Run = tuple[str, str]
Line = tuple[Run, ...]
Cell = tuple[Line, ...]
"""What stands in one column of one row: any number of lines."""

LEFT, RIGHT = "left", "right"
GAP = 3
"""Blank cells between columns."""

ZERO_WIDTH = frozenset(("Mn", "Me", "Cf"))
BLANKS = re.compile(r"[^ ]* +|[^ ]+")
UNSAFE = frozenset(("Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"))
"""Categories that are never sent to a terminal as they are: control, bidirectional, private, unassigned, separators."""


def cells(text: str) -> int:
    """How many cells of a terminal the text takes: combining marks none, East Asian wide letters two.

    >>> cells("w̄₃"), cells("重")
    (2, 2)
    """
    if text.isascii():
        return len(text)
    return sum(map(_cells_of, text))


@lru_cache(1 << 12)
def _cells_of(letter: str) -> int:
    if unicodedata.category(letter) in ZERO_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def visible(text: str, *, unicode: bool = True) -> str:
    r"""Text that is safe to show: control and bidirectional characters as escapes; all but ASCII too, if not unicode.

    >>> visible("a\x1b[31m")
    'a\\x1b[31m'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_escaped(letter) if _is_unsafe(letter, unicode) else letter for letter in text)


def _is_unsafe(letter: str, unicode: bool) -> bool:
    return unicodedata.category(letter) in UNSAFE or not (unicode or letter.isascii())


def _escaped(letter: str) -> str:
    code = ord(letter)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def line(*parts: str | Run | Line) -> Line:
    """A line from pieces: plain text, runs and lines; empty text is dropped."""
    runs: list[Run] = []
    for part in parts:
        if isinstance(part, str):
            runs.append((part, ""))
        else:
            runs.extend([part] if part and isinstance(part[0], str) else part)
    return tuple(run for run in runs if run[0])


def styled(content: Line, style: str) -> Line:
    """The line with one more style on every run."""
    return tuple((text, f"{own} {style}".strip()) for text, own in content)


def width(content: Line) -> int:
    """How many cells a line takes."""
    return sum(cells(text) for text, _ in content)


def widest(block: Iterable[Line]) -> int:
    """How many cells the widest line takes."""
    return max(map(width, block), default=0)


def padded(content: Line, to: int, align: str = LEFT) -> Line:
    """A line filled with blanks to this width."""
    blank = " " * (to - width(content))
    return line(blank, content) if align == RIGHT else line(content, blank)


def plain(content: Line) -> str:
    """A line's text, without styles and without blanks at its end."""
    return "".join(text for text, _ in content).rstrip()


class Column(Record):
    """A column: its heading, where cells and heading stand in it, and its cells."""

    heading: str
    cells: Sequence[Cell]
    align: str = LEFT


class Rules(Record):
    """The horizontal rules of a table."""

    heavy: str
    light: str


UNICODE_RULES, ASCII_RULES = Rules("━", "─"), Rules("=", "-")


def table(
    columns: Sequence[Column], rules: Rules, breaks: Mapping[int, Line] = MappingProxyType({}),
    beneath: Mapping[int, Sequence[Line]] = MappingProxyType({}),
) -> list[Line]:
    """Columns side by side between horizontal rules; every row as high as its highest cell.

    breaks  lines that stand in front of a row, by its place; `beneath`, those that stand under one, across the columns
    """
    widths = [measure(column) for column in columns]
    full = table_width(columns)
    heavy, light = line(rules.heavy * full), line(rules.light * full)
    heading = [
        padded(line((column.heading, "bold")), size, column.align)
        for column, size in zip(columns, widths, strict=True)
    ]
    body: list[Line] = []
    for place, row in enumerate(zip(*(column.cells for column in columns), strict=True)):
        body += [breaks[place]] if place in breaks else []
        body += [joined(parts) for parts in _levelled(row, columns, widths)]
        body += beneath.get(place, ())
    return [heavy, joined(heading), light, *body, heavy]


def _levelled(row: tuple[Cell, ...], columns: Sequence[Column], widths: Sequence[int]) -> list[list[Line]]:
    """One row of the table as the lines of the screen, every cell padded."""
    height = max(map(len, row), default=0)
    return [
        [
            padded(cell[level] if level < len(cell) else (), size, column.align)
            for cell, column, size in zip(row, columns, widths, strict=True)
        ]
        for level in range(height)
    ]


def joined(parts: Sequence[Line]) -> Line:
    """Padded cells side by side."""
    gap = " " * GAP
    return line(" ", *[run for place, part in enumerate(parts) for run in (((gap, ""),) if place else ()) + part], " ")


def measure(column: Column) -> int:
    """How many cells a column takes."""
    return max(cells(column.heading), *(widest(cell) for cell in column.cells), 0)


def table_width(columns: Sequence[Column]) -> int:
    """How many cells a table takes, with a blank at either end."""
    return sum(map(measure, columns)) + GAP * (len(columns) - 1) + 2


def wrapped(content: Line, to: int, indent: int = 0, *, anywhere: bool = False) -> list[Line]:
    """A line broken at blanks into lines of at most this width, where it has blanks; all but the first indented.

    anywhere  break words, too, that are wider than a line
    """
    if width(content) <= to:
        return [content]
    found: list[Line] = []
    current: Line = ()
    words = _words(content)
    if anywhere:
        words = [part for word in words for part in (_letters(word) if width(word) > to - indent else [word])]
    for word in words:
        if current and width(current) + cells(plain(word)) > to:
            found.append(current)
            current = ((" " * indent, ""),) if indent else ()
        current += word
    return [*found, current]


def _letters(content: Line) -> list[Line]:
    """The line cut behind every letter."""
    return [((letter, style),) for text, style in content for letter in text]


def _words(content: Line) -> list[Line]:
    """The line cut behind its blanks."""
    words: list[Line] = []
    current: list[Run] = []
    for text, style in content:
        for piece in BLANKS.findall(text):
            current.append((piece, style))
            if piece.endswith(" "):
                words.append(tuple(current))
                current = []
    return [*words, tuple(current)] if current else words
