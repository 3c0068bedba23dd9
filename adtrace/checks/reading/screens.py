"""The tables that adtrace prints on a screen: between heavy rules, in columns or in one block per step.

Columns are told apart by gutters, blank in every line. An array stands over several lines of its cell.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from . import headings
from .headings import heading
from .pieces import Row, Table
from .plain import SIGNED, plain
from .tokens import NEXT

HEAVY = re.compile(r"\s*(?:━{6,}|={6,})\s*")
LIGHT = re.compile(r"\s*(?:─{6,}|-{6,})\s*")
GUTTER = 3
CORNERS = "⎡⎢⎣"
BENEATH = "="
"""What the numbers of a rule begin with where they stand beneath it."""

FROM = re.compile(r"(?:from|de) (.+)")
WIDE, NO_WIDTH = frozenset("WF"), frozenset(("Mn", "Me", "Cf"))


def screen_table(lines: Sequence[str], first: int) -> Table:
    """A table between two heavy rules; `first` is the number of its first line in the file."""
    light = next((place for place, line in enumerate(lines) if LIGHT.fullmatch(line)), None)
    if light is None:
        return Table(list(block_rows(lines, first)))
    return Table(list(column_rows(lines[:light], lines[light + 1 :], first, first + light + 1)))


def grid(line: str) -> list[str]:
    """A line as the cells of the screen, each with its marks."""
    found: list[str] = []
    for letter in line.rstrip("\n"):
        if unicodedata.category(letter) in NO_WIDTH and found:
            found[-1] += letter
        else:
            found.append(letter)
            if unicodedata.east_asian_width(letter) in WIDE:
                found.append("")
    return found


def gutters(grids: Sequence[list[str]]) -> list[tuple[int, int]]:
    """Where the columns begin and end."""
    size = max(map(len, grids), default=0)
    filled = bytearray(size)
    for cells in grids:
        for place, letter in enumerate(cells):
            filled[place] |= letter != " "
    found: list[tuple[int, int]] = []
    start, blank = -1, GUTTER
    for place in range(size):
        if filled[place]:
            if blank >= GUTTER:
                start = place
                found.append((start, place + 1))
            found[-1] = found[-1][0], place + 1
            blank = 0
        else:
            blank += 1
    return found


def column_rows(heads: Sequence[str], body: Sequence[str], first: int, start: int) -> Iterator[Row]:
    """The rows of a table in columns: a heading, then one row for each use of a node."""
    lines = [grid(line) for line in body if line.strip() and line.strip()[0] not in "⋮:"]
    numbers = [start + place for place, line in enumerate(body) if line.strip() and line.strip()[0] not in "⋮:"]
    head = [grid(line) for line in heads]
    spans = gutters([*head, *lines])
    texts = ["".join("".join(cells[a:b]) for cells in head).strip() for a, b in spans]
    spans, texts = joined(spans, texts)
    yield Row(first, tuple(map(plain, texts)))
    roles = [found.role if text and (found := heading(plain(text))) else "" for text in texts]
    cut = [["".join(cells[a:b]).strip() for a, b in spans] for cells in lines]
    yield from cells_joined(cut, numbers, roles)


def joined(spans: list[tuple[int, int]], texts: list[str]) -> tuple[list[tuple[int, int]], list[str]]:
    """Columns that no heading stands over belong to the one before; the first has the steps' numbers."""
    found: list[tuple[int, int]] = []
    words: list[str] = []
    for place, (span, text) in enumerate(zip(spans, texts, strict=True)):
        if found and not text and place and words[-1]:
            found[-1] = found[-1][0], span[1]
        else:
            found.append(span)
            words.append(text)
    return found, words


def cells_joined(cut: Sequence[list[str]], numbers: Sequence[int], roles: Sequence[str]) -> Iterator[Row]:
    """Rows of cells, the lines of an array's cell put together."""
    node = roles.index(headings.NODE) if headings.NODE in roles else 0
    values = [place for place, role in enumerate(roles) if role == "value"]
    results = [place for place, role in enumerate(roles) if role in ("tangent", "adjoint")]
    keys = [place for place, role in enumerate(roles) if role in (headings.USED_BY, headings.RULE)]
    rows: list[tuple[int, list[str]]] = []
    last: dict[int, int] = {}
    for number, cells in zip(numbers, cut, strict=True):
        starts_node = bool(cells[node])
        starts_use = any(cells[place] and not cells[place].startswith(BENEATH + " ") for place in keys) or (any(
            cells[place].startswith(BENEATH) for place in keys
        ) and any(cells[place] for place in results))
        for place in (*values, *results):
            text = cells[place]
            fresh = starts_node if place in values else (starts_node or starts_use)
            more = text[:1] in ("⎢", "⎣") or (text[:1] == "[" and not fresh)
            if text and more and place in last:
                rows[last[place]][1][place] += NEXT + text
                cells[place] = ""
            elif text:
                last[place] = len(rows)
        if cells[node] or any(cells[place] for place in results):
            rows.append((number, cells))
    for number, cells in rows:
        yield Row(number, tuple(plain(matrix(cell)) for cell in cells))


def matrix(cell: str) -> str:
    """The lines of an array as nested lists; any other text as it is."""
    if NEXT not in cell and not cell.startswith(tuple(CORNERS)):
        return cell
    rows = [SIGNED.sub("", line).strip("⎡⎢⎣⎤⎥⎦[] ") for line in cell.split(NEXT)]
    return f"[{NEXT.join('[' + NEXT.join(row.split()) + ']' for row in rows)}]"


def block_rows(lines: Sequence[str], first: int) -> Iterator[Row]:
    """The facts of every block as rows of a table."""
    result = "tangent" if any(is_label(line, ("tangent", "tangente")) for line in lines) else "adjoint"
    yield Row(first, ("node", "used by", "value", result))
    name, fresh, place = "", True, -1
    rows: list[list[str]] = []
    numbers: list[int] = []
    for number, line in enumerate(lines, first):
        if not line.strip():
            fresh = True
            continue
        if fresh:
            name, fresh, place = block_name(line), False, -1
        label, text = fact(line)
        if not label:
            more = MATRIX_LINE.search(line)
            if more and rows and place >= 0:
                rows[-1][place] += NEXT + more[0].strip()
            continue
        use = FROM.fullmatch(label)
        place = 2 if label in ("value", "valeur") else 3
        user = use[1] if use else ""
        if place == 3 and not name and rows and not (rows[-1][1] or rows[-1][3]):
            rows[-1][1], rows[-1][3] = user, text
            continue
        rows.append([name, user, *(text if place == column else "" for column in (2, 3))])
        numbers.append(number)
        name = ""
    for number, cells in zip(numbers, rows, strict=True):
        yield Row(number, tuple(plain(matrix(cell)) for cell in cells))


MATRIX_LINE = re.compile(r"(?:⎢|⎣|(?<=\s\s)\[)[^⎢⎣\[]*$")
LABELS = frozenset(("value", "valeur", "tangent", "tangente", "adjoint", "adjointe", "seed", "graine"))


def is_label(line: str, labels: Sequence[str]) -> bool:
    """Whether a line of a block has a number with one of these labels."""
    return fact(line)[0] in labels


def fact(line: str) -> tuple[str, str]:
    """The label of a number at the end of a line, and the number; nothing for other lines."""
    parts = re.split(r"\s{3,}", line.rstrip())
    for place in range(1, len(parts)):
        label = parts[place - 1].strip()
        label = label if label in LABELS or FROM.fullmatch(label) else label.rpartition("  ")[2].strip()
        if label in LABELS or FROM.fullmatch(label):
            return label, "   ".join(parts[place:]).strip()
    return "", ""


def block_name(line: str) -> str:
    """What stands at the beginning of a block: a step's number, then its name and formula."""
    text = re.sub(r"^\s*\d*!?\s+", "", line) if not line[:1].strip() or line.lstrip()[:1].isdigit() else line
    return re.split(r"\s{2,}", text.strip(), maxsplit=1)[0].split(" = ")[0].strip()
