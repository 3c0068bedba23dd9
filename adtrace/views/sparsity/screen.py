"""A pattern on a screen: small ones entry by entry with names, wide ones in blocks, the largest as shades."""

from __future__ import annotations

from ...graph.shapes import size
from ...records.sparsity import REVERSE, Pattern, Sparsity, places
from ..formats import Options
from ..frame import header
from ..layout import Line, cells, line, wrapped
from .words import Words, index

NAMED_ROWS, LISTED = 40, 16
"""Rows up to which names stand beside them, and groups that are listed."""
HALVES, SHADES, ASCII_SHADES = " ▀▄█", " ░▒▓█", " .:+#"
TALLEST = 32
"""Lines of a picture without names."""
ROLES = ("tangent", "adjoint", "bold", "warning", "input")
"""The colours of groups in turn; the number tells them apart."""


def sparsity_lines(report: Sparsity, options: Options) -> list[Line]:
    """The report for a screen. Raises AdtraceError (notation, language)."""
    words, columns = Words(report, options), max(1, options.width)
    found = header(report.trace, words.notation, columns, 0, options.say, words.title())
    found += wrapped(line("  ", words.extent() if options.unicode else words.extent().replace("×", "x")), columns, 4)
    found += [(), *pattern_lines(words), ()] if words.pattern.height and words.pattern.width else []
    for place, groups in enumerate(report.groups):
        found += wrapped(line(("  " + words.saving(groups), "" if place else "bold")), columns, 4)
    return [*found, *group_lines(words)]


def pattern_lines(words: Words) -> list[Line]:
    """The picture of the pattern alone, as large as the screen takes it."""
    if words.pattern.height <= NAMED_ROWS:
        found = named(words)
        if max(sum(cells(text) for text, _ in one) for one in found) <= words.options.width:
            return found
    return small(words.pattern, words.options) or shaded(words)


def named(words: Words) -> list[Line]:
    """Every entry with the number of its sweep, under the names of the columns."""
    pattern, unicode = words.pattern, words.options.unicode
    marks, saves = words.marks, words.saves()
    dot, full = ("·", "■") if unicode else (".", "x")
    labels = [index(place).strip("[]").replace(" ", "") for _, place in places(pattern.columns)]
    wide = max(1, *map(len, labels), *(len(str(mark)) for mark in marks.values() if saves), 1)
    gaps, heading = _columns(words, wide)
    rows = words.names(pattern.rows)
    side = max(map(cells, rows))
    numbers = "".join(" " * gap + f"{label:>{wide}}" for gap, label in zip(gaps, labels, strict=True))
    found = [line(" " * (side + 2), (heading, "bold"))]
    found += [line(" " * (side + 2), (numbers, "dim"))] if any(labels) else []
    for i in range(pattern.height):
        parts = [(f"  {rows[i]}" + " " * (side - cells(rows[i])), "bold")]
        for j, gap in enumerate(gaps):
            mark = marks.get((i, j), 0)
            text = (str(mark) if saves else full) if mark else dot
            parts.append((" " * gap + f"{text:>{wide}}", _role(mark, saves)))
        found.append(line(*parts))
    return found


def _role(mark: int, saves: bool) -> str:
    """The colour of an entry: that of its group."""
    if not mark:
        return "dim"
    return ROLES[(mark - 1) % len(ROLES)] if saves else ""


def _columns(words: Words, wide: int) -> tuple[list[int], str]:
    """Blanks in front of every column, so that names have room above them; and the line of the names."""
    gaps, heading, end = list[int](), "", 0
    for name, shape in words.pattern.columns.items():
        text, used = words.notation.name(name), cells(heading)
        if shape:
            gap = max(2, used + 2 - end)
            heading += " " * (end + gap - used) + text
        else:
            gap = max(2, used + 2 + cells(text) - wide - end)
            heading += " " * (end + gap + wide - cells(text) - used) + text
        count = size(shape)
        if not count:
            continue
        gaps += [gap] + [1] * (count - 1)
        end += gap + wide + (count - 1) * (wide + 1)
    return gaps, heading


def small(pattern: Pattern, options: Options) -> list[Line]:
    """A dot for every entry, two rows on a line; none where there is no room."""
    height, width, unicode = pattern.height, pattern.width, options.unicode
    if width > options.width - 6 or height > 2 * TALLEST:
        return []
    if not unicode:
        rows = ["".join("#" if row >> j & 1 else " " for j in range(width)) for row in pattern.entries]
        return framed(rows, unicode=False)
    rows = []
    for i in range(0, height, 2):
        upper, lower = pattern.entries[i], pattern.entries[i + 1] if i + 1 < height else 0
        rows.append("".join(HALVES[(upper >> j & 1) + 2 * (lower >> j & 1)] for j in range(width)))
    return framed(rows, unicode=True)


def shaded(words: Words) -> list[Line]:
    """A sign for many entries, the darker the more of them have a path."""
    pattern, options = words.pattern, words.options
    across = -(-pattern.width // max(8, min(2 * TALLEST, options.width - 6)))
    down = -(-pattern.height // TALLEST)
    blocks = range(0, pattern.width, across)
    mask = (1 << across) - 1
    counts = [[0] * len(blocks) for _ in range(-(-pattern.height // down))]
    for i, row in enumerate(pattern.entries):
        for place, first in enumerate(blocks if row else ()):
            counts[i // down][place] += (row >> first & mask).bit_count()
    most = max(map(max, counts)) or 1
    shades = SHADES if options.unicode else ASCII_SHADES
    rows = ["".join(shades[-(-4 * count // most)] for count in one) for one in counts]
    text = options.say("a sign stands for {columns} columns and {rows} rows; the darker, the more entries").format(
        columns=across, rows=down
    )
    return [*framed(rows, unicode=options.unicode), *wrapped(line(("  " + text, "dim")), max(1, options.width), 4)]


def framed(rows: list[str], *, unicode: bool) -> list[Line]:
    """A picture in a frame."""
    side, across, corners = ("│", "─", ("┌", "┐", "└", "┘")) if unicode else ("|", "-", ("+", "+", "+", "+"))
    middle = across * max(map(len, rows))
    top, foot = (line((f"  {corners[at]}{middle}{corners[at + 1]}", "dim")) for at in (0, 2))
    return [top, *[line(("  " + side, "dim"), row, (side, "dim")) for row in rows], foot]


def group_lines(words: Words) -> list[Line]:
    """Which columns or rows share a sweep, where two do and they can be listed."""
    groups, columns = words.groups, max(1, words.options.width)
    if not words.saves() or len(groups.members) > LISTED:
        return []
    names = words.names(words.pattern.rows if groups.mode == REVERSE else words.pattern.columns)
    found: list[Line] = []
    for number, group in enumerate(groups.members, 1):
        shown = [names[member] for member in group[:LISTED]]
        if len(group) > LISTED:
            shown.append(words.say("and {count} more").format(count=len(group) - LISTED))
        label = words.say("sweep {number}:").format(number=number)
        found += wrapped(line(("    " + label + " ", _role(number, True)), ", ".join(shown)), columns, 6)
    return found
