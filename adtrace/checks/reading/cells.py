"""Cells as claims: a number, symbols, or both; and tables whose columns are nodes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...records.worked import VALUE
from . import headings
from .headings import Heading, heading
from .numbers import is_blank, numeral
from .pieces import Claim, Row
from .statements import ORDINAL, sides, without_note

USER = re.compile(r"(.*?)(?:\s*\(([^()]*)\))?")


def turned_claims(rows: Sequence[Row], roles: Sequence[Heading | None], sweep: str) -> Iterator[Claim]:
    """What a table says whose columns are nodes, and whose rows are values, tangents or adjoints."""
    for row, role in zip(rows[1:], roles, strict=True):
        for name, cell in zip(rows[0].cells[1:], row.cells[1:], strict=False):
            if role and name.strip() and not is_blank(cell):
                if role.role == headings.FORMULA:
                    yield cell_claim(row.line, name, "", VALUE, cell, sweep)
                else:
                    yield cell_claim(row.line, name, cell, role.role, sweep=role.sweep or sweep)


def is_counted(cells: Sequence[str]) -> bool:
    """Whether a heading counts the elements of arrays: name, 1, 2, 3."""
    found = heading(cells[0]) if cells[0].strip() else None
    counts = [cell.strip() for cell in cells[1:]]
    return bool(found and counts) and all(map(str.isdecimal, counts))


def node_of(cell: str) -> tuple[str, str]:
    """The name in a node's cell and the formula behind it: w3 = -w1*w2."""
    name, *rest = sides(cell)
    return name.strip().strip("`"), rest[0] if rest else ""


def user_of(cell: str) -> tuple[str, int]:
    """The step that uses a node, and which of its uses that is."""
    found = USER.fullmatch(cell.strip())
    if not found:
        return cell.strip(), -1
    which = ORDINAL.match(found[2] or "")
    return (found[1], int(which[1]) - 1) if which else (cell.strip() if found[2] else found[1], -1)


def cell_claim(line: int, name: str, cell: str, kind: str = "", formula: str = "", sweep: str = "") -> Claim:
    """What one cell says: a number, symbols, or both with an equals sign between them."""
    parts = [without_note(part) for part in sides(cell)]
    stated = parts[-1] if "=" not in cell or numeral(parts[-1]) or parts[-1][:1] in "[(" else ""
    text = f"{name}: {cell}" if cell else f"{name} = {formula}"
    return Claim(line, text, name, kind, stated, formula, sweep=sweep, blank=is_blank(cell))
