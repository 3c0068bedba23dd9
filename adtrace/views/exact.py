"""Exact numbers as people write them: √3/2 = 0.8660, and ≈ 0.5205 where exactness has been left.

Where the float of a sweep is not the number that it stands for, the sign is ≠: sin(π) is 0, its float 1.225e-16.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from ..lang.grammar import ATOM
from ..records import LITERAL, Formula
from .ascii import Ascii
from .latex import Latex, number_latex
from .notation import Notation, Unicode, raised
from .number import POINT, localised, matrix, people, rows_of

ROOT, CUBE_ROOT, POWER_OF_E = "√()", "∛()", "e^()"
"""Operations that stand inside a number, where the program's own would be spelled out."""

INSIDE = {"sqrt": ROOT, "cbrt": CUBE_ROOT, "exp": POWER_OF_E}

NOISE = 1e-9
"""How far off, relative to it, a float is said not to be the number that it stands for."""

APPROXIMATELY = "=~"
"""In ASCII; a tilde alone marks where a nan has spread to."""

SIGNS = {"unicode": ("=", "≈", "≠"), "ascii": ("=", APPROXIMATELY, "!="), "latex": ("=", r"\approx", r"\neq")}
"""In every medium: exact, rounded, and not equal."""


class ExactUnicode(Unicode):
    """√3, e², e^(-1/4)."""

    def call(self, formula: Formula) -> str:
        """A root under its sign, a power of e; any other call."""
        if formula.op not in INSIDE.values():
            return super().call(formula)
        inner = formula.args[0]
        text = self.text(inner)
        if formula.op == POWER_OF_E:
            return "e" if text == "1" else f"e{raised(inner) or '^' + (text if inner.op == LITERAL else f'({text})')}"
        return formula.op[0] + (text if inner.op == LITERAL else f"({text})")


class ExactLatex(Latex):
    """The same in LaTeX."""

    def call(self, formula: Formula) -> str:
        """A root under its sign, a power of e; any other call."""
        if formula.op not in INSIDE.values():
            return super().call(formula)
        text = self.text(formula.args[0])
        if formula.op == POWER_OF_E:
            return "e" if text == "1" else f"e^{{{text}}}"
        return rf"\sqrt{'[3]' if formula.op == CUBE_ROOT else ''}{{{text}}}"

    def write(self, formula: Formula) -> tuple[str, int]:
        """A power of e stands in brackets where it is raised again."""
        text, binding = super().write(formula)
        return text, binding - 1 if formula.op == POWER_OF_E and binding == ATOM else binding


PRINTERS: dict[str, type[Notation]] = {"unicode": ExactUnicode, "ascii": Ascii, "latex": ExactLatex}


def medium_of(notation: Any) -> str:
    """The medium of a notation."""
    return "latex" if isinstance(notation, Latex) else "unicode" if notation.unicode else "ascii"


def numerals(notation: Notation) -> Notation:
    """The notation for formulas with exact numbers in the places of names."""
    spelled = (notation.tangent_name, notation.adjoint_name, notation.taken)
    return PRINTERS[medium_of(notation)](*spelled, profile=notation.profile, decimal=notation.decimal)


def embedded(formula: Formula, medium: str) -> Formula:
    """An exact number's formula, to stand in another: its own roots and powers of e are told from the program's."""
    if medium == "ascii":
        return formula
    if formula.op == LITERAL:
        return formula._replace(text="π") if formula.text == "pi" else formula
    return formula._replace(
        op=INSIDE.get(formula.op, formula.op), args=tuple(embedded(arg, medium) for arg in formula.args)
    )


def spelled(number: Any, medium: str) -> str:
    """What a number is exactly, or "" where that is not known."""
    formula = getattr(number, "formula", None)
    return "" if formula is None else PRINTERS[medium]().text(embedded(formula, medium))


def parts(number: Any, digits: int, decimal: str = POINT, medium: str = "unicode") -> tuple[str, str, str]:
    """A number as its exact form, a sign and its decimals; the first two may be empty."""
    text = people(number, digits)
    shown = number_latex(text, decimal) if medium == "latex" else localised(text, decimal)
    if not hasattr(number, "nearest"):
        return "", "", shown
    equal, rounded, unequal = SIGNS[medium]
    exact = spelled(number, medium)
    if not exact:
        if math.isfinite(number.nearest):
            return "", rounded if math.isfinite(number) else "", shown
        if number == number.nearest or number != number:
            return "", "", shown
        limit = people(number.nearest, digits)
        return number_latex(limit, decimal) if medium == "latex" else limit, unequal, shown
    if abs(float(number) - number.nearest) > NOISE*abs(number.nearest):
        return exact, unequal, shown
    return ("", "", shown) if exact == text else (exact, equal, shown)


def joined(number: Any, digits: int, decimal: str = POINT, medium: str = "unicode") -> str:
    """A number behind an equals sign: √3/2 = 0.8660; of what is rounded the decimals alone."""
    exact, sign, shown = parts(number, digits, decimal, medium)
    return f"{exact} {sign} {shown}" if exact else shown


def standing(number: Any, digits: int, decimal: str = POINT, medium: str = "unicode") -> str:
    """A number behind no equals sign, or with one of its own: √3/2 = 0.8660, ≈ 0.5205."""
    exact, sign, shown = parts(number, digits, decimal, medium)
    return f"{exact} {sign} {shown}".strip()


def entry(number: Any, digits: int, decimal: str = POINT, medium: str = "unicode") -> str:
    """An element of an array: its exact form, else its decimals with the sign for what is rounded."""
    exact, sign, shown = parts(number, digits, decimal, medium)
    return exact or (f"{sign} {shown}" if sign.startswith("\\") else sign + shown)


def aligned(
    numbers: Sequence[Any], digits: int, decimal: str, medium: str, room: int | None = None
) -> list[str]:
    """A column of scalars: exact forms at the right, signs and decimal points below one another.

    room  cells that it has: exact forms that do not fit are left out
    """
    from .layout import cells
    from .number import aligned as by_points

    found = [parts(number, digits, decimal, medium) for number in numbers]
    shown = by_points([text for _, _, text in found])
    if room is not None:
        left = room - max(map(cells, shown), default=0) - max(cells(sign) for _, sign, _ in found) - 2
        found = [part if cells(part[0]) <= left else ("", "", part[2]) for part in found]
    exacts = _right([exact for exact, _, _ in found])
    signs = _right([sign for _, sign, _ in found])
    blank = " " if any(sign for _, sign, _ in found) else ""
    before = " " if any(exact for exact, _, _ in found) else ""
    return [f"{a}{before}{b}{blank}{c}" for a, b, c in zip(exacts, signs, shown, strict=True)]


def _right(texts: Sequence[str]) -> list[str]:
    from .layout import cells

    width = max(map(cells, texts), default=0)
    return [" " * (width - cells(text)) + text for text in texts]


def array_lines(value: Any, digits: int, decimal: str, plain: list[str], *, unicode: bool) -> list[str]:
    """A small array: its exact entries, and below an equals sign the decimals, which are `plain`."""
    write = partial(entry, digits=digits, decimal=decimal, medium="unicode" if unicode else "ascii")
    rows = [[write(number) for number in row] for row in rows_of(value)]
    found = [f"[{'  '.join(rows[0])}]"] if value.ndim == 1 else matrix(rows, unicode=unicode)
    if not has_forms(value, digits):
        return found
    return [*found, f"= {plain[0]}", *[f"  {line}" for line in plain[1:]]]


def has_forms(value: Any, digits: int) -> bool:
    """Whether some element of an array has an exact form that its decimals do not show."""
    return any(parts(number, digits)[0] for row in rows_of(value) for number in row)


def latex_matrix(value: Any, digits: int, decimal: str, bracket: Callable[[Any], str]) -> str:
    """A small array in LaTeX: exact entries, and the decimals."""
    exact = bracket([[entry(number, digits, decimal, "latex") for number in row] for row in rows_of(value)])
    if not has_forms(value, digits):
        return exact
    decimals = bracket([[number_latex(people(number, digits), decimal) for number in row] for row in rows_of(value)])
    return f"{exact} = {decimals}"

