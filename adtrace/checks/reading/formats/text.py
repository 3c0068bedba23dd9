"""Plain text: lines such as w3 = -2, tables in columns, and the screens that adtrace prints."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .. import headings
from ..headings import heading, simple
from ..multiline import joined
from ..numbers import numeral
from ..pieces import Format, Piece, Row, Seeded, Table, Written
from ..plain import plain
from ..screens import HEAVY, screen_table
from ..seeds import is_seed
from ..statements import begins_anew, spaced

TITLE = re.compile(
    r"\s*(?:Forward mode|Reverse mode|Evaluation|Mode direct|Mode inverse|Évaluation|\\xc9valuation)(?:\s|$)"
)
ESCAPE = re.compile(r"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8}))")
PIPES = re.compile(r"[|: -]*-\|[|: -]*|\|[|: -]*--[|: -]*|:?-+:? *\|[|: -]*")
BETWEEN = re.compile(r"\s{2,}|\t")
CONTINUED = 10
"""Columns from the left from which a line of adtrace's plain text belongs to the line above."""

NUMBER_WIDTH, FIGURE_WIDTH, LONGEST_SEED = 8, 12, 1_000
UNSIGNED = str.maketrans("!~", "  ")
WARNING = "warning["
"""What begins the first warning below adtrace's tables: nothing behind it is of them."""
STEP = re.compile(r"\(\d+!?\) {1,5}\S")
SEED_LINE = re.compile(r"(?:seed|graine) .*  (?:so|donc)\b")
SHAPES = re.compile(r"(?:at|en) (?:.*  )?[^\W\d]\w*'*: \d+(?:x\d+)*(?:  |$)")
"""The point in a letter of adtrace's, where arrays are told by their shapes: what stands there is no number."""
SEED_MORE = re.compile(r"  \S")
FROM = re.compile(r"(?:from|de)\s")
CONTINUES = re.compile(r"(?:=|≈|≃)\s*[^=]")


def read(text: str) -> list[Piece]:
    """Tables, seeds and lines."""
    text = text.removeprefix("\ufeff")
    lines = text.splitlines()
    if any("|" in line and PIPES.fullmatch(line.strip()) for line in lines):
        from .markdown import read as read_markdown

        return read_markdown(text)
    if any(TITLE.match(line) for line in lines[:50]) and any(is_own(line) for line in lines):
        return list(own(lines))
    return list(written(joined(["" if SHAPES.match(line) else line for line in lines])))


def is_own(line: str) -> bool:
    """Whether only adtrace writes such a line."""
    return bool(HEAVY.fullmatch(line) or STEP.match(line) or SEED_LINE.match(line)) or is_long(line)


def own(lines: Sequence[str]) -> Iterator[Piece]:
    """What adtrace prints: seeds and tables; of its plain text the steps, which are indented or numbered."""
    lines = [ESCAPE.sub(unescaped, line) for line in lines]
    screens = any(HEAVY.fullmatch(line) or is_long(line) for line in lines)
    ended = next((place for place, line in enumerate(lines) if line.startswith(WARNING)), len(lines))
    place, header = 0, not screens
    while place < ended:
        line = lines[place]
        if TITLE.match(line):
            header = True
        elif header and not line.strip():
            header = False
        elif HEAVY.fullmatch(line):
            stop = next((end for end in range(place + 1, ended) if HEAVY.fullmatch(lines[end])), ended)
            yield screen_table(lines[place + 1 : stop], place + 2)
            place, header = stop, False
        elif is_seed(plain(line)) and (screens or not header):
            stop = next((end for end in range(place + 1, ended) if not SEED_MORE.match(lines[end])), ended)
            yield Seeded(place + 1, plain(" ".join(lines[place:stop])))
            place = stop - 1
        elif is_long(line):
            stop = next((end for end in range(place + 1, ended) if not lines[end].strip()), ended)
            yield long_table(lines[place:stop], place + 1)
            place = stop
        elif not screens and not header and (line.startswith(" ") or STEP.match(line)):
            stop = place + 1
            while stop < ended and continues(lines[stop]):
                stop += 1
            yield Written(place + 1, plain(" ".join(lines[place:stop])))
            place = stop - 1
        place += 1


def unescaped(found: re.Match[str]) -> str:
    """The letter that an escape stands for."""
    return chr(min(int(found[1] or found[2] or found[3], 16), 0x10FFFF))


def continues(line: str) -> bool:
    """Whether a line of adtrace's plain text belongs to the one above."""
    bare = line.strip()
    indent = len(line) - len(line.lstrip())
    return bool(bare) and (bare[0] == "=" or (indent >= CONTINUED and not FROM.match(bare)))


def is_long(line: str) -> bool:
    """Whether this is the heading of a table of very many steps."""
    found = [heading(plain(part)) for part in BETWEEN.split(line.strip())]
    roles = [each.role for each in found if each]
    return line.startswith(" " * NUMBER_WIDTH) and roles[:1] == ["value"] and headings.NODE in roles


def long_table(lines: Sequence[str], first: int) -> Table:
    """A table of very many steps: numbers in columns, then the step and its rule."""
    words = [plain(part) for part in BETWEEN.split(lines[0].strip())]
    kinds = [word for word in words if (found := heading(word)) and found.role in ("value", "tangent", "adjoint")]
    rows = [Row(first, ("node", *kinds))]
    for number, line in enumerate(lines[1:], first + 1):
        signs = NUMBER_WIDTH + FIGURE_WIDTH * len(kinds) + 1
        figures = line[NUMBER_WIDTH:signs].translate(UNSIGNED)
        cells = (figures + line[signs:]).split(maxsplit=len(kinds))
        if len(cells) > len(kinds) and all(numeral(cell) or "x" in cell for cell in cells[:-1]):
            name = BETWEEN.split(cells[-1], maxsplit=1)[0]
            known = [cell if numeral(cell) else "" for cell in cells[:-1]]
            rows.append(Row(number, (plain(name), *known)))
    return Table(rows)


def written(lines: Sequence[str]) -> Iterator[Piece]:
    """A person's lines; a paragraph that begins with headings of columns is a table."""
    place = 0
    while place < len(lines):
        line = lines[place]
        words = [part for part in BETWEEN.split(line.strip()) if part] if len(line) < LONGEST_SEED else []
        stop = place + 1
        if len(words) > 1 and sum(simple(plain(word)) in headings.KINDS for word in words) > 1:
            while stop < len(lines) and lines[stop].strip():
                stop += 1
            heads = Row(place + 1, tuple(map(plain, words)))
            yield Table([heads, *columns(lines[place + 1 : stop], len(words), place + 2)])
        elif len(line) < LONGEST_SEED and is_seed(plain(line)):
            yield Seeded(place + 1, plain(line))
            yield Written(place + 1, re.sub(r"^\s*\w+\s*:?\s*", "", plain(line)))
        elif line.strip():
            while stop < len(lines) and CONTINUES.match(bare := lines[stop].strip()) and not begins_anew(bare):
                stop += 1
            whole = " ".join(lines[place:stop])
            yield from (Written(place + 1, plain(part)) for part in spaced(whole))
        place = stop


def columns(lines: Sequence[str], count: int, first: int) -> Iterator[Row]:
    """The rows of a table with blanks between its columns."""
    for number, line in enumerate(lines, first):
        if re.fullmatch(r"[\s─━=+-]*", line):
            continue
        cells = BETWEEN.split(line.strip())
        if len(cells) != count and len(line.split()) == count:
            cells = line.split()
        yield Row(number, tuple(map(plain, cells)))


FORMAT = Format((".txt", ".text"), read)
