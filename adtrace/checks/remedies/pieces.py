"""Formulas that are made of numbers and of pieces of a program's text."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ...lang import columns as entries
from ...lang.grammar import ATOM, BY_OPERATOR, POSTFIX, SIGN
from ...lang.printer import number_text
from ...records import LITERAL, Formula

LARGEST = 10**300
"""Beyond, numbers are not written."""


class Unwritten(Exception):
    """The form cannot be written: it would take too long a text, or a number that float64 has not."""


def binding_of(op: str) -> int:
    """How tightly an entry of the columns binds."""
    if op in BY_OPERATOR:
        return BY_OPERATOR[op].binding
    return {"neg": SIGN, entries.INDEX: POSTFIX, "transpose": POSTFIX}.get(op, ATOM)


def encloses(piece: str) -> bool:
    """Whether the bracket that a text begins with ends with it."""
    depth = 0
    for place, letter in enumerate(piece):
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            return place == len(piece) - 1
    return False


def unbracketed(text: str) -> str:
    """A piece of text without the brackets around it."""
    while text.startswith("(") and encloses(text):
        text = text[1:-1].strip()
    return text


def number(value: Fraction) -> Formula:
    """A number as a literal, or as a quotient of two. Raises Unwritten where float64 cannot hold them."""
    if is_written(value):
        return Formula(LITERAL, text=number_text(float(value)))
    parts = Fraction(value.numerator), Fraction(value.denominator)
    if value.denominator == 1 or not all(map(is_written, parts)):
        raise Unwritten
    return Formula("div", (number(parts[0]), number(parts[1])))


def is_written(value: Fraction) -> bool:
    """Whether float64 can hold a number."""
    return abs(value) < LARGEST and Fraction(float(value)) == value


def negative(formula: Formula) -> Formula:
    """A formula with the other sign, which stands as far in front as it can: -a*b, not -(a*b)."""
    if formula.op == "neg":
        return formula.args[0]
    if formula.op == "sub":
        return Formula("sub", formula.args[::-1])
    if formula.op in ("mul", "div"):
        return Formula(formula.op, (negative(formula.args[0]), *formula.args[1:]), formula.params)
    return Formula("neg", (formula,))


def is_negative(formula: Formula) -> bool:
    """Whether a formula has a sign in front: -x, -4*a*c."""
    while formula.op in ("mul", "div"):
        formula = formula.args[0]
    return formula.op == "neg" or formula.text.startswith("-")


def product_of(formulas: Sequence[Formula]) -> Formula:
    """Formulas multiplied, from left to right."""
    product = formulas[0]
    for formula in formulas[1:]:
        product = Formula("mul", (product, formula))
    return product
