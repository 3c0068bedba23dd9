"""The LaTeX notation: what typesets formulas in drawings, and what goes into documents."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ..lang.grammar import ATOM
from ..lang.printer import Printer
from ..lang.tex import LETTERS, greek_letter, greek_name
from ..records import CALLED, LEAVES, LITERAL, Formula, Number, Shape, Sweep, Trace
from ..rules import table
from .formats import Options
from .notation import Notation, Unicode, chosen, in_medium, name_parts
from .number import POINT, is_array, localised, people, rows_of
from .profiles import ANY, BAR, DOT

GREEK = frozenset(LETTERS)
CONSTANTS = {"pi": r"\pi", "π": r"\pi", "inf": r"\infty", "nan": r"\mathrm{nan}"}
SPECIAL = re.compile(r"[\\{}$&#%_^~]")
UNLIKE = {"\\": r"\backslash ", "^": r"\wedge ", "~": r"\sim "}
"""Signs that a backslash in front does not make plain in mathematics."""

GREEDY = frozenset(("exp", "sum", "prod"))
"""Calls behind which an exponent would belong to what they are taken of."""

EXPONENT = re.compile(r"^(-?\(?-?[0-9.]+)e([+-]?)0*([0-9]+)", re.IGNORECASE)


class Latex(Unicode):
    r"""\dot{w}_{1}, \bar{w}_{3}, e^{w_{2}}, a/b in one line, \cdot between scalars, \odot between arrays."""

    signs: Mapping[str, str] = {
        **Printer.signs,
        "le": r" \le ", "ge": r" \ge ", "eq": " = ", "ne": r" \ne ", "and": r" \wedge ", "or": r" \vee ",
        "mul": r" \cdot ", "elementwise": r" \odot ", "beside": r"\,",
    }

    def plain(self, name: str) -> str:
        """A name: a single letter in italics, a Greek letter as its command, longer names upright; digits below."""
        return self.spelled(name, "")

    def accented(self, name: str, accent: str) -> str:
        """The name under a dot or a bar; a bar spans a longer name."""
        return self.spelled(name, accent)

    def spelled(self, name: str, accent: str) -> str:
        """A name with an accent, or "" for none, over all but its digits and primes."""
        stem, digits, primes = name_parts(name)
        if not stem or stem[-1] == "_":
            stem, digits = stem + digits, ""
        text, single = letters(stem)
        if stem in GREEK and greek_letter(stem) + digits + primes in self.taken:
            text, single = rf"\mathrm{{{stem}}}", False
        if accent:
            text = accented(text, accent, single=single)
        index = f"_{{{digits.replace(ANY, 'i')}}}" if digits else ""
        return f"{text}{index}{primes}"

    def numbered(self, letter: str, index: str, accent: str = "") -> str:
        """A letter with its number below it, under a dot, a bar or nothing."""
        return f"{accented(letter, accent, single=True) if accent else letter}_{{{index.replace(ANY, 'i')}}}"

    def below(self, sign: str, name: str) -> str:
        """A name as the index of a sign."""
        return f"{letters(sign)[0]}_{{{self.plain(name)}}}"

    def code(self, name: str) -> str:
        """A name in a typewriter's letters."""
        return rf"\mathtt{{{escaped(name.replace(ANY, 'i'))}}}"

    def literal(self, text: str) -> str:
        """A literal: constants by their sign, exponents as powers of ten; no blank behind a decimal comma."""
        written = CONSTANTS.get(text) or EXPONENT.sub(power_of_ten, text).replace("-inf", r"-\infty")
        return super().literal(written).replace(",", "{,}")

    def fraction(self, of: str, by: str, *, ordinary: bool = False) -> str:
        """A partial or an ordinary derivative."""
        sign = r"\mathrm{d}" if ordinary else r"\partial "
        return f"{sign}{of}/{sign}{by}"

    def differential(self, name: str) -> str:
        """The differential of a node."""
        return rf"\mathrm{{d}}{self.plain(name)}"

    def word(self, text: str) -> str:
        """A word in a name's place, upright."""
        return rf"\text{{{escaped(text)}}}"

    def number(self, value: Number, digits: int = 4) -> str:
        """A number, or a small array as a matrix."""
        return matrix(value, digits, self.decimal) if is_array(value) else figure(value, digits, self.decimal)

    def shape(self, shape: Shape) -> str:
        """A shape."""
        return r" \times ".join(map(str, shape)) if shape else r"\mathrm{scalar}"

    def infix(self, formula: Formula) -> str:
        """A binary operation; exponents are raised, whatever they are."""
        if formula.op != "power":
            return super().infix(formula)
        left, right = formula.args
        base, binding = self.write(left)
        bare = binding == ATOM and left.op not in GREEDY and not (left.op == LITERAL and EXPONENT.match(left.text))
        return f"{base if bare else self.brackets(base)}^{{{self.text(right)}}}"

    def side_by_side(self, formula: Formula) -> bool:
        """Matrix products everywhere, outer products in rules."""
        return formula.op == "matmul" or super().side_by_side(formula)

    def transposed(self, text: str) -> str:
        """The transpose of a written operand."""
        return rf"{text}^{{\top}}"

    def call(self, formula: Formula) -> str:
        """A call; roots, absolute values and, in rules, e to the power of a name in forms of their own."""
        if self.side_by_side(formula):
            return self.product(formula)
        inner = self.text(formula.args[0])
        if formula.op == "sqrt":
            return rf"\sqrt{{{inner}}}"
        if formula.op == "abs":
            return rf"\left|{inner}\right|"
        if formula.op == "exp" and self.in_rules and is_plain(formula.args[0]):
            return f"e^{{{inner}}}"
        words = [inner, *(self.text(arg) for arg in formula.args[1:])]
        words += [rf"\mathrm{{{escaped(key)}}} = {self.parameter(value)}" for key, value in formula.params.items()]
        return f"{self.function(formula.op)}({self.comma.join(words)})"

    def function(self, op: str) -> str:
        """The operator's own LaTeX, else its name upright."""
        if op.endswith(CALLED):
            return rf"\operatorname{{{escaped(op.removesuffix(CALLED))}}}"
        row = table.operator(op)
        return row.latex or rf"\operatorname{{{escaped(row.spelled)}}}"


def of_trace(
    trace: Trace, name: str = "", *, decimal: str = POINT, sweep: Sweep | None = None, beside: Trace | None = None
) -> Notation:
    """A notation in LaTeX, as `notation.of_trace` gives it for a screen. Raises AdtraceError for an unknown name."""
    chosen(name)
    return in_medium(Latex, trace, name, decimal=decimal, sweep=sweep, beside=beside)


def of_options(trace: Trace, options: Options, sweep: Sweep | None = None) -> Notation:
    """The LaTeX of the notation that a reader asked for. Raises AdtraceError for an unknown name."""
    return of_trace(trace, options.notation, decimal=options.decimal, sweep=sweep, beside=options.beside)


def letters(stem: str) -> tuple[str, bool]:
    """The letters of a name, and whether they are one sign.

    >>> letters("α"), letters("beta"), letters("w"), letters("loss_in")
    (('\\\\alpha', True), ('\\\\beta', True), ('w', True), ('\\\\mathrm{loss\\\\_in}', False))
    """
    greek = stem if stem in GREEK else greek_name(stem)
    if greek:
        return f"\\{greek}", True
    if len(stem) == 1 and stem.isalpha():
        return stem, True
    return rf"\mathrm{{{escaped(stem)}}}", False


def accented(text: str, accent: str, *, single: bool) -> str:
    """Written letters under a dot or a bar. A dotted i or j loses its own dot, so that the accent can be seen."""
    dotless = {"i": r"\imath", "j": r"\jmath"}.get(text, text)
    if accent == BAR + DOT:
        return rf"\dot{{\bar{{{dotless}}}}}"
    if accent == DOT:
        return rf"\dot{{{dotless}}}"
    return rf"\bar{{{dotless}}}" if single else rf"\overline{{{text}}}"


def escaped(text: str) -> str:
    """Text with LaTeX's own signs escaped."""
    return SPECIAL.sub(lambda found: UNLIKE.get(found[0]) or "\\" + found[0], text)


def power_of_ten(found: re.Match[str]) -> str:
    """1.2e-05 as a product with a power of ten."""
    sign = "-" if found[2] == "-" else ""
    return rf"{found[1]} \times 10^{{{sign}{found[3]}}}"


def number_latex(text: str, decimal: str = POINT) -> str:
    r"""A written number as LaTeX.

    >>> [number_latex(text) for text in ("-0.5", "1.234e-05", "-inf", "nan")]
    ['-0.5', '1.234 \\times 10^{-5}', '-\\infty', '\\mathrm{nan}']
    """
    if text == "nan":
        return r"\mathrm{nan}"
    mantissa, mark, exponent = text.replace("inf", r"\infty").partition("e")
    mantissa = localised(mantissa, decimal).replace(",", "{,}")
    return rf"{mantissa} \times 10^{{{int(exponent)}}}" if mark else mantissa


def figure(value: float, digits: int, decimal: str = POINT) -> str:
    """A number for people as LaTeX, behind an equals sign what it is exactly, where that is known."""
    if hasattr(value, "nearest"):
        from .exact import joined

        return joined(value, digits, decimal, "latex")
    return number_latex(people(value, digits), decimal)


def bmatrix(rows: Sequence[Sequence[str]]) -> str:
    """Written entries in square brackets."""
    body = r" \\ ".join(" & ".join(row) for row in rows)
    return rf"\begin{{bmatrix}} {body} \end{{bmatrix}}"


def matrix(value: Number, digits: int, decimal: str = POINT) -> str:
    """A vector or a matrix in full."""
    if getattr(value, "numbers", None) is not None:
        from .exact import latex_matrix

        return latex_matrix(value, digits, decimal, bmatrix)
    return bmatrix([[number_latex(people(entry, digits), decimal) for entry in row] for row in rows_of(value)])


def is_plain(formula: Formula) -> bool:
    """Whether this is a name or a number, or the negative of one: short enough to be an exponent."""
    return formula.op in LEAVES or (formula.op == "neg" and formula.args[0].op in LEAVES)
