"""LaTeX: value and derivatives as typeset lines of mathematics, in the program's names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ....lang.grammar import ATOM, COMPARISON, POWER, SIGN
from ....records import LITERAL, Formula
from ....records.export import Export
from ....records.notes import noted
from ....records.straight import DERIVATIVE, Straight
from ...equations import Equation, column
from ...formats import Options
from ...latex import Latex, bmatrix
from ...manuscript import ROOM, WIDE_ROOM, Manuscript, first_lines, preamble
from ...tex import MACRO, Tex
from .. import Target

PACKAGES = ("amsmath", "graphicx")
DIGITS = 4

PI = Formula("mul", (Formula(LITERAL, text="4"), Formula("atan", (Formula(LITERAL, text="1"),))))
"""What rules compute pi by, in whatever arithmetic."""


class Typeset(Latex):
    """Formulas of a straight-line program: fractions, cases and matrices as they are printed in books.

    symbols  how the names of tangents and adjoints are spelled
    """

    symbols: Mapping[str, str] = {}

    def name(self, name: str) -> str:
        """A name; that of a tangent or an adjoint as its node's, under a dot or a bar."""
        return self.symbols.get(name) or super().name(name)

    def brackets(self, text: str) -> str:
        """A text in parentheses, as high as the fractions and the cases in it."""
        high = r"\frac" in text or r"\begin" in text
        return rf"\left({text}\right)" if high else super().brackets(text)

    def right(self, formula: Formula) -> str:
        """The right side of an equation: a condition in brackets, which are 1 where it holds."""
        text, binding = self.write(formula)
        return rf"\left[{text}\right]" if binding <= COMPARISON else text

    def write(self, formula: Formula) -> tuple[str, int]:
        """The text and how tightly it binds; a fraction needs brackets below an exponent only."""
        if formula == PI:
            return r"\pi", ATOM
        if formula.op == "div" and len(formula.args) == 2:
            above, below = formula.args
            negative = above.op == "neg"
            written = rf"\frac{{{self.text(above.args[0] if negative else above)}}}{{{self.text(below)}}}"
            return (f"-{written}", SIGN) if negative else (written, POWER)
        if formula.op == "where":
            taken, first, other = formula.args[0], formula.args[1], formula.args[2]
            rows = rf"{self.text(first)} & {self.text(taken)} \\ {self.text(other)} & \text{{otherwise}}"
            return rf"\begin{{cases}} {rows} \end{{cases}}", POWER
        rows_of = [arg.args for arg in formula.args]
        if formula.op == "stack" and rows_of[0] and all(arg.op == "stack" for arg in formula.args):
            return bmatrix([[self.text(entry) for entry in row] for row in rows_of]), ATOM
        return super().write(formula)


def symbols_of(straight: Straight) -> dict[str, str]:
    """How tangents and adjoints are spelled: of several outputs, with the output below."""
    plain = Latex()
    accent = plain.tangent if straight.mode == "forward" else plain.adjoint
    several = {
        name: (y if straight.mode == "reverse" else x)
        for y, row in straight.derivatives.items() for x, name in row.items() if name
    }
    found: dict[str, str] = {}
    for statement in straight.statements:
        if statement.part == DERIVATIVE and statement.of:
            found[statement.name] = accent(statement.of)
    clashing = {text for text in found.values() if list(found.values()).count(text) > 1}
    for name, text in found.items():
        if text in clashing:
            known = several.get(name) or name.rpartition("_")[2]
            found[name] = rf"{text}^{{({plain.name(known)})}}"
    return found


def render(export: Export) -> str:
    """The equations, and the numbers at the point."""
    straight, tex = export.straight, Tex()
    printer = Typeset(in_rules=True)
    printer.symbols = symbols_of(straight)
    room = WIDE_ROOM if export.standalone else ROOM
    return "".join(written(export, tex, printer, room))


def written(export: Export, tex: Tex, printer: Typeset, room: float) -> Iterator[str]:
    """The whole text in pieces."""
    straight = export.straight
    what = {"reverse": "Reverse mode", "forward": "Forward mode", "value": "Evaluation"}[straight.mode]
    yield first_lines(export.trace, what, PACKAGES)
    if export.standalone:
        yield preamble(PACKAGES, "a4paper,margin=2cm")
    yield "\\begingroup\\allowdisplaybreaks\n" + MACRO
    results = {name: (y, x) for y, row in straight.derivatives.items() for x, name in row.items() if name}
    for part, words in ((False, ""), (True, "")):
        equations = []
        for statement in straight.statements:
            if (statement.part == DERIVATIVE) is part:
                aside = derivative(printer, *results[statement.name]) if statement.name in results else ""
                right = tex.math(printer.right(statement.formula))
                equations.append(Equation(tex.math(printer.name(statement.name)), (right,), tex.math(aside), words))
        yield from column(equations, room)
    missing = [(y, x) for y, row in straight.derivatives.items() for x, name in row.items() if not name]
    yield from column([Equation(tex.math(derivative(printer, y, x)[2:]), ("0",)) for y, x in missing], room)
    if export.tested:
        manuscript = Manuscript(export.trace, Options(digits=DIGITS, all=True, standalone=export.standalone))
        at, colon = tex.words(manuscript.say("at")), tex.words(":")
        yield f"{{\\raggedright\\noindent {at} {manuscript.point()}{colon}\\quad\n"
        yield " \\quad\n".join(manuscript.results()) + "\\par}\n"
    for note in [*(noted(note, str) for note in straight.notes), *tex.legend()]:
        yield rf"{{\footnotesize {tex.words(note)}\par}}" + "\n"
    yield "\\endgroup\n" + ("\\end{document}\n" if export.standalone else "")


def derivative(printer: Latex, y: str, x: str) -> str:
    """= dy/dx, where an equation gives that."""
    return rf"= \frac{{\partial {printer.plain(y)}}}{{\partial {printer.plain(x)}}}"


TARGET = Target(
    "latex", "LaTeX: value and gradient as lines of mathematics", render, suffixes=(".tex",), usual=True, parts=True
)
