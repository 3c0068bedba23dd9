"""Comma-separated values, or with semicolons, tabs or bars between them, as spreadsheets and adtrace write them."""

from __future__ import annotations

import csv

from ....errors import AdtraceError
from ....limits import LIMITS
from ..pieces import Format, Piece, Row, Table
from ..plain import plain

DELIMITERS = ";\t,|"
OWN = ("sweep", "mode", "number")
"""How adtrace's own file begins: its names and labels are exact."""

ACTIVE = "=+-@"
"""What adtrace puts an apostrophe in front of, so that no spreadsheet runs it."""


def read(text: str) -> list[Piece]:
    """One table, or one for each block between blank lines."""
    text = text.removeprefix("\ufeff")
    lines = text.splitlines(keepends=True)
    delimiter = delimiter_of(lines)
    csv.field_size_limit(max(csv.field_size_limit(), LIMITS.table))
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True)
    found: list[Piece] = []
    rows: list[Row] = []
    start, cell = 1, cell_of
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells) and not cells[0].startswith("#"):
                cell = raw_cell if tuple(cells[:3]) == OWN else cell
                rows.append(Row(start, tuple(map(cell, cells))))
            elif rows and not cells:
                found.append(Table(rows))
                rows = []
            start = reader.line_num + 1
    except csv.Error as error:
        raise AdtraceError(f"line {reader.line_num} is no CSV: {error}", where="table") from None
    return [*found, *([Table(rows)] if rows else [])]


def delimiter_of(lines: list[str]) -> str:
    """The sign between cells: the one that stands in most lines, semicolons before commas.

    >>> delimiter_of(["w3;-0,105", "w4;1,135"]), delimiter_of(["name,value", "w3,-2"])
    (';', ',')
    """
    some = [line for line in lines[:200] if line.strip()]
    counts = {sign: sum(sign in outside(line) for line in some) for sign in DELIMITERS}
    first = outside(some[0]) if some else ""
    return max(DELIMITERS, key=lambda sign: (counts[sign] > len(some) // 2, sign in first, counts[sign], sign != ","))


def outside(line: str) -> str:
    """A line without what stands in quotes."""
    return "".join(line.split('"')[::2])


def cell_of(text: str) -> str:
    """A cell in plain text."""
    return plain(raw_cell(text))


def raw_cell(text: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from running it."""
    text = text.strip()
    guarded = text[:1] == "'" and text[1:2] in ACTIVE and len(text) > 1
    return text[1:] if guarded else text


FORMAT = Format((".csv", ".tsv"), read)
