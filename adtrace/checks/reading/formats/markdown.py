"""Markdown: GitHub's tables with mathematics between dollar signs, and lines outside of them."""

from __future__ import annotations

import re

from ..multiline import joined
from ..pieces import Format, Piece, Row, Seeded, Table, Written
from ..plain import plain
from ..seeds import is_seed
from ..statements import spaced

RULE = re.compile(r"[\s|:+-]*-[\s|:+-]*")
TITLES = ("forward mode", "reverse mode", "evaluation", "mode direct", "mode inverse", "évaluation")
"""The headings under which adtrace writes its own tables: there, lines outside of tables repeat the program."""

ESCAPED = re.compile(r"\\([\\`*_\[\]<>#|~$&])")


def read(text: str) -> list[Piece]:
    """Tables and lines."""
    found: list[Piece] = []
    rows: list[Row] = []
    fenced = own = False
    for number, line in enumerate(joined(text.removeprefix("\ufeff").splitlines()), 1):
        line = line.strip()
        if line.startswith(("```", "~~~")):
            fenced = not fenced
            continue
        own = own or (line.startswith("#") and line.lstrip("# ").lower() in TITLES)
        if line.startswith("|") or (rows and "|" in line) or (line.count("|") > 1 and "\\" not in line):
            if not RULE.fullmatch(line):
                rows.append(Row(number, tuple(map(cell_of, cells_of(line)))))
            continue
        if rows:
            found.append(Table(rows))
            rows = []
        if line and not (own and fenced):
            found += lines_of(number, line, own=own)
    return [*found, *([Table(rows)] if rows else [])]


def lines_of(number: int, line: str, *, own: bool) -> list[Piece]:
    """A line outside of tables; of adtrace's own pages the seeds only."""
    bare = line.lstrip("#> ")
    if is_seed(cell_of(bare)):
        return [Seeded(number, cell_of(bare))]
    return [] if own else [Written(number, text) for part in spaced(bare) if (text := cell_of(part))]


def cells_of(line: str) -> list[str]:
    r"""The cells of a row: a bar behind a backslash, or in a formula, ends none."""
    cells, piece, behind = [], "", False
    for letter in line.strip().removeprefix("|"):
        if letter == "|" and not behind:
            cells.append(piece)
            piece = ""
        else:
            piece = piece[:-1] + "|" if letter == "|" else piece + letter
        behind = letter == "\\" and not behind
    return [*cells, *([piece] if piece.strip() else [])]


def cell_of(text: str) -> str:
    """A cell without emphasis."""
    text = text.strip()
    while len(text) > 4 and text.startswith("**") and text.endswith("**"):
        text = text[2:-2].strip()
    text = text.replace("$`", "$").replace("`$", "$").strip("`")
    return plain(text.replace("**", "") if "$" in text else ESCAPED.sub(r"\1", text))


FORMAT = Format((".md", ".markdown", ".mdown"), read)
