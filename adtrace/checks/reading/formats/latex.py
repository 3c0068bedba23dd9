r"""LaTeX: tabular, longtable, array and align, lines of mathematics, and what adtrace itself writes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ....lang.tex import ALIGNED, MATRICES
from ....named import Record
from ..headings import NODE, heading
from ..pieces import Format, Piece, Row, Seeded, Table, Written
from ..plain import plain
from ..seeds import is_seed
from ..tex import matrices

TABLES = frozenset((
    "tabular", "tabular*", "tabularx", "longtable", "longtblr", "tblr", "array", "xltabular", "supertabular",
))
PAIRED = frozenset(("align", "align*", "aligned", "alignat", "alignat*", "flalign", "flalign*"))
ENVIRONMENT = re.compile(r"(\\begin\{[A-Za-z*]{1,20}\}|\\end\{[A-Za-z*]{1,20}\})")
COMMENT = re.compile(r"(?<!\\)%[^\n]*")
BREAK = re.compile(r"\\\\\*?(?:\s*\[[^\]\n]{0,20}\])?|\\tabularnewline(?![A-Za-z])|\\cr(?![A-Za-z])")
RULES = re.compile(
    r"\\(?:hline|toprule|midrule|bottomrule|endhead|endfirsthead|endfoot|endlastfoot|addlinespace(?:\[[^\]]*\])?|"
    r"c(?:mid)?rule(?:\([a-z]*\))?\{[^{}]*\}|cline\{[^{}]*\}|rule\{[^{}]*\}\{[^{}]*\})(?![A-Za-z])"
)
BORDER = re.compile(r"[@>!<]\{[^{}]*\}")
WORKED = 2
"""Columns of worked equations: a symbol, and what it equals."""

SPANNING = re.compile(r"\s*\\multicolumn\s*\{\s*(\d{1,3})\s*\}\s*\{[^{}]*\}")
DISPLAY = re.compile(r"\\[\[\]]|\$\$|\\par(?![A-Za-z])|\\item(?![A-Za-z])|\\quad(?=\s*\$)")
BREAK_LINES = re.compile(rf"\n|{BREAK.pattern}|{DISPLAY.pattern}")
OWN = re.compile(r"^% (?:Forward mode|Reverse mode|Evaluation): ", re.MULTILINE)
TEX_CELLS = re.compile(r"(?<!\\)&")


class Part(Record):
    """A stretch of the file outside or inside of an environment, and the line that it begins in."""

    line: int
    name: str
    text: str


def read(text: str) -> list[Piece]:
    """Tables and lines."""
    own = OWN.search(text) is not None
    text = COMMENT.sub("", text.removeprefix("\ufeff"))
    text = BORDER.sub("", BORDER.sub("", text))
    found: list[Piece] = []
    for part in parts_of(text):
        if part.name in TABLES:
            rows = list(rows_of(part))
            headed = not rows or any(head.role == NODE for cell in rows[0].cells if (head := heading(cell)))
            if own and not headed and all(len(row.cells) <= WORKED for row in rows):
                found += list(worked(rows))
            else:
                found.append(Table(rows))
        else:
            found += lines_of(part, own=own)
    return found


def parts_of(text: str) -> Iterator[Part]:
    """The file cut at its tables and displays, matrices left in them."""
    name, line, buffer, start, inside = "", 1, "", 1, 0
    for piece in ENVIRONMENT.split(text):
        found = ENVIRONMENT.fullmatch(piece)
        word = piece[piece.find("{") + 1 : -1] if found else ""
        opens = piece.startswith("\\begin")
        boundary = word in TABLES or word in ALIGNED
        if boundary and word in MATRICES and (inside or (name and opens)):
            inside += 1 if opens else -1
            boundary = False
        if not boundary:
            buffer += "" if found and word not in MATRICES else piece
        else:
            yield Part(start, name, buffer)
            name, buffer, start = (word if opens else ""), "", line
        line += piece.count("\n")
    yield Part(start, name, buffer)


def rows_of(part: Part) -> Iterator[Row]:
    """The rows of a table; columns that a heading spans are one."""
    line, spans = part.line, []
    text = matrices(part.text)
    start = end_of_specification(text)
    line += text[:start].count("\n")
    first = True
    for piece, above in with_lines(BREAK, text[start:]):
        row = RULES.sub(" ", piece)
        cells = TEX_CELLS.split(row)
        if not any(cell.strip() for cell in cells):
            continue
        widths = [int(found[1]) if (found := SPANNING.match(cell)) else 1 for cell in cells]
        cells = [SPANNING.sub("", cell) for cell in cells]
        if first and any(width > 1 for width in widths):
            spans = widths
        elif spans and len(cells) == sum(spans):
            cells = merged(cells, spans)
        elif len(cells) == 1 and widths[0] > 1 and spans:
            continue
        first = False
        yield Row(line + above, tuple(plain_cell(cell) for cell in cells))


def end_of_specification(text: str) -> int:
    """Where the arguments behind the beginning of a table end."""
    place = depth = 0
    while place < len(text) and (depth or text[place] in "{[ \n"):
        depth += (text[place] in "{[") - (text[place] in "}]")
        place += 1
    return place


def with_lines(sign: re.Pattern[str], text: str) -> Iterator[tuple[str, int]]:
    """The pieces between signs, each with the number of lines above it."""
    start, above = 0, 0
    for found in [*sign.finditer(text), None]:
        piece = text[start : found.start() if found else len(text)]
        blank = len(piece) - len(piece.lstrip())
        yield piece, above + piece[:blank].count("\n")
        above += piece.count("\n")
        start = found.end() if found else len(text)


def merged(cells: list[str], spans: list[int]) -> list[str]:
    """Cells under one heading joined."""
    rest = iter(cells)
    return [" ".join(next(rest) for _ in range(span)) for span in spans]


def plain_cell(text: str) -> str:
    """A cell in plain text; a number in two columns is one."""
    found = plain("$" + text.replace("$ $", "").replace("$", "") + "$")
    joined = re.sub(r"(?<=\d) (?=[.,]\d)", "", found)
    return joined.strip()


def worked(rows: list[Row]) -> Iterator[Piece]:
    """Worked equations: a symbol and what it equals; of several terms, each what one use gives, and their sum."""
    blocks: list[tuple[str, list[Row]]] = []
    held = ""
    for row in rows:
        symbol = row.cells[0].strip() if row.cells else ""
        right = row.cells[1].strip() if len(row.cells) > 1 else ""
        if not right:
            held = symbol
        elif symbol or held:
            blocks.append((symbol or held, [Row(row.line, (right,))]))
            held = ""
        elif blocks:
            blocks[-1][1].append(Row(row.line, (right,)))
    for symbol, lines in blocks:
        if len(lines) == 1:
            yield Written(lines[0].line, f"{symbol} {lines[0].cells[0]}")
            continue
        heads = Row(lines[0].line, ("node", "rule", "adjoint"))
        terms = [(line.line, *line.cells[0].rpartition("=")) for line in lines]
        cells = [Row(at, (symbol if not place else "", left.strip(" =+"), right.strip()))
                 for place, (at, left, _, right) in enumerate(terms)]
        yield Table([heads, *cells])


def lines_of(part: Part, *, own: bool) -> list[Piece]:
    """Lines of writing; of adtrace's own files the seeds only."""
    found: list[Piece] = []
    aligned = part.name in ALIGNED
    text = matrices(part.text)
    for piece, above in with_lines(BREAK if aligned else BREAK_LINES, text):
        line = part.line + above
        for equation in equations(piece) if part.name in PAIRED else [TEX_CELLS.sub(" ", piece) if aligned else piece]:
            spoken = plain_cell(equation)
            if is_seed(spoken):
                found.append(Seeded(line, spoken))
            elif spoken and not own:
                found.append(Written(line, spoken))
    return found


def equations(line: str) -> list[str]:
    """The equations of a line of align: a left and a right side each."""
    cells = TEX_CELLS.split(line)
    return [" ".join(cells[place : place + 2]) for place in range(0, len(cells), 2)]


FORMAT = Format((".tex", ".latex", ".ltx"), read)
