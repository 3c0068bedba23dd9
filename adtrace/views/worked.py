"""A sweep as worked equations, one block per step: for what no table on the page has room for.

Every line may be broken before its operations, and no piece of it is wider than the line: a matrix or a root that
would be is made smaller.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..records import Number
from .breadth import breadth, pieces
from .layout import Line
from .rows import Row, Use, uses_of
from .sheet import Cell, Sheet, sign_of
from .tabular import left_out, mark_of, signed
from .tex import FIT

LEFT, WIDEST_LEFT = 3.0, 10.0
"""Em that the symbols on the left take: at least, and at most."""


def worked(sheet: Sheet, rows: Iterable[Row], left: float) -> Iterator[str]:
    """The blocks of these rows, broken over pages where they have to be. `left` em are for the symbols."""
    rest = rf">{{\raggedright\arraybackslash}}p{{\dimexpr\linewidth-{left:.1f}em\relax}}"
    spec = f"@{{}}p{{{left:.1f}em}}@{{}}{rest}@{{}}"
    yield f"\\begin{{longtable}}[l]{{{spec}}}\n\\toprule\n\\endhead\n\\bottomrule\n\\endfoot\n"
    room = sheet.room - left
    for place, row in enumerate(rows):
        if sheet.left_out and place == sheet.before:
            yield rf"\multicolumn{{2}}{{@{{}}l@{{}}}}{{{left_out(sheet).latex}}} \\ \addlinespace" + "\n"
        elif place:
            yield "\\addlinespace\n"
        lines = list(block(sheet, row, left, room))
        for symbol, content in lines[:-1]:
            yield f"{symbol} & {content} \\\\*{'[3pt]' * ('matrix' in content)}\n"
        yield "{} & {} \\\\\n".format(*lines[-1])
    yield "\\end{longtable}\n"


def left_of(sheet: Sheet, rows: Iterable[Row]) -> float:
    """The em that the symbols of these rows take on the left."""
    widths = (breadth("".join(text for text, _ in line)) + 0.5 for row in rows for line in (row.name, row.symbol))
    return min(max(LEFT, *widths), WIDEST_LEFT)


def block(sheet: Sheet, row: Row, left: float, room: float) -> Iterator[tuple[str, str]]:
    """The lines of one step: its symbol, and what that equals."""
    value = with_sign(sheet.number(row.value), row.mark)
    parts = []
    if row.formula:
        parts.append(fitted(sheet, row.formula, room, "{}="))
    if row.values:
        parts.append(aside(sheet, row.values, room))
    if value.latex:
        parts.append(equals(parts, row.value) + boxed(value, room))
    yield symbol(sheet, row.name, left), " ".join(parts)
    if row.symbol:
        for place, use in enumerate(uses_of(row)):
            yield (symbol(sheet, row.symbol, left) if place == 0 else ""), term(sheet, row, use, room)


def symbol(sheet: Sheet, content: Line, left: float) -> str:
    """What stands on the left; a name that is too long for it on a line of its own."""
    latex, width = sheet.formula(content)
    if width <= left:
        return latex
    return rf"\multicolumn{{2}}{{@{{}}l@{{}}}}{{{FIT}{{{latex}}}}} \\*" + "\n"


def term(sheet: Sheet, row: Row, use: Use, room: float) -> str:
    """One use: its rule, the same in numbers, and the result."""
    parts = []
    if use.rule and use.rule != row.symbol:
        parts.append(fitted(sheet, use.rule, room, sign_of(row, use)))
    if use.numbers:
        parts.append(aside(sheet, use.numbers, room))
    result = with_sign(sheet.number(use.result), use.mark)
    if result.latex:
        parts.append(rf"{equals(parts, use.result)}{{\color{{adtrace-{sheet.result}}}{boxed(result, room)}}}")
    if use.note:
        parts.append(sheet.words(use.note).latex)
    return " ".join(parts)


def with_sign(cell: Cell, mark: str) -> Cell:
    """A number with its sign, if it has one."""
    return signed(cell, mark_of(mark)) if mark else cell


def equals(before: list[str], number: Number = None) -> str:
    """An equals sign, with as much space before it at the beginning of a line as behind what stands before.

    Before a number that has been rounded in the midst of exact ones, a sign that says so.
    """
    sign = r"\approx" if getattr(number, "formula", 0) is None else "="
    return f"${sign}{{}}$" if before else f"${{}}{sign}{{}}$"


def fitted(sheet: Sheet, content: Line, room: float, before: str = "") -> str:
    """A formula that can be broken, its wide pieces made smaller."""
    latex = before + "".join(sheet.painted(text, style) for text, style in content)
    return f"${shrunk(sheet.tex.math(latex), room)}$"


def aside(sheet: Sheet, latex: str, room: float) -> str:
    """Numbers, muted."""
    return rf"{{\color{{adtrace-muted}}${shrunk(sheet.tex.math('=' + latex), room)}$}}"


def shrunk(latex: str, room: float) -> str:
    """The formula with its wide pieces in boxes that fit the line, and with places to break it behind commas."""
    found = [rf"{FIT}{{${piece}$}}" if breadth(piece) > 0.7 * room else piece for piece in pieces(latex)]
    return " ".join(piece + r"\allowbreak" if piece.endswith(",") else piece for piece in found)


def boxed(cell: Cell, room: float) -> str:
    """A number or a matrix, made smaller where it is wider than the line."""
    return f"{FIT}{{{cell.latex}}}" if cell.width > 0.7 * room else cell.latex
