"""Arithmetic that is written in the place of a number: 1/3, pi/2, 2e^-2, √2, cos 2, 0.5*0.21, and how fine it is.

A product needs no sign here (2pi), nor a function of one number brackets (ln 2).
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from ...errors import AdtraceError
from ...graph.build import constant
from ...lang.grammar import CONSTANTS, PASTED_NAMES
from ...named import Record
from ...rules import table
from .tokens import NAME

LONGEST = 400
"""Characters of a constant expression that is read."""

MOST_DECIMALS = 16
"""Numbers with a decimal point of which it is worked out what their rounding changes."""

FUNCTION, FACTOR, SIGN = "function", "factor", "sign"
TOKEN = re.compile(rf"(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+(?![\w.]))?)|(?P<name>{NAME.pattern}|√)|\*\*|\S")
REFUSED = frozenset('[]"@=;_')


class Token(Record):
    """A number, a constant, a function, or a sign."""

    kind: str
    text: str


class Arithmetic(Record):
    """What the arithmetic gives: a number, and twice what it changes by where its decimals are half a unit off."""

    value: float
    unit: float


def arithmetic(text: str) -> Arithmetic | None:
    """The value of a constant expression over numbers; None for a text that is none.

    >>> arithmetic("2e^0"), round(arithmetic("3 - 0.25").unit, 6)
    (Arithmetic(value=2.0, unit=0.0), 0.01)
    """
    if len(text) > LONGEST or not REFUSED.isdisjoint(text):
        return None
    for written in dict.fromkeys((text, text.replace(",", "."))):
        tokens = tokens_of(written)
        value = value_of(tokens) if tokens else None
        if value is not None:
            return Arithmetic(value, 2 * blur(tokens, value))
    return None


def tokens_of(text: str) -> list[Token]:
    """The tokens of a text over numbers alone, with the signs that were left out; none for another text."""
    found: list[Token] = []
    opened = 0
    for match in TOKEN.finditer(text):
        word = PASTED_NAMES.get(match[0], match[0])
        if match["name"] and word not in CONSTANTS and not is_elementwise(word):
            return []
        kind = SIGN if match.lastgroup is None else FUNCTION if match["name"] and word not in CONSTANTS else FACTOR
        before = found[-1] if found else Token(SIGN, "")
        if before.kind == FUNCTION and word != "(":
            # The argument of a function without brackets is the one number behind it.
            if kind != FACTOR:
                return []
            found += [Token(SIGN, "("), Token(kind, word), Token(SIGN, ")")]
            continue
        if is_end(before) and (kind != SIGN or word == "("):
            if match["number"]:
                return []
            found.append(Token(SIGN, "*"))
        found.append(Token(kind, word))
        opened += (word == "(") - (word == ")")
    return found if not opened else []


def is_end(token: Token) -> bool:
    """Whether a factor ends with it."""
    return token.kind == FACTOR or token.text == ")"


def is_elementwise(name: str) -> bool:
    """Whether this is a function of numbers."""
    found = table.called(name)
    return bool(found) and all(row.kind == "elementwise" for row in found)


def value_of(tokens: Sequence[Token]) -> float | None:
    """The value, None where there is none or an array."""
    try:
        value = constant(" ".join(token.text for token in tokens), "table")
    except AdtraceError:
        return None
    return None if hasattr(value, "shape") else float(value)


def blur(tokens: Sequence[Token], value: float) -> float:
    """The sum of the changes where each number with a decimal point or an exponent is half of its last place off."""
    total, moved_so_far = 0.0, 0
    for place, token in enumerate(tokens):
        unit = last_place(token.text) if token.kind == FACTOR else 0.0
        if unit and moved_so_far < MOST_DECIMALS:
            moved_so_far += 1
            ends = (float(token.text) + sign * unit / 2 for sign in (-1, 1))
            moved = [value_of([*tokens[:place], Token(FACTOR, f"({end!r})"), *tokens[place + 1 :]]) for end in ends]
            changes = [abs(end - value) for end in moved if end is not None]
            total += max((change for change in changes if math.isfinite(change)), default=0.0)
    return total


def last_place(text: str) -> float:
    """1 in the last place of a number that has a decimal point or an exponent; 0 for a whole number or a name."""
    digits, _, exponent = text.lower().partition("e")
    if not digits or not ("." in text or exponent):
        return 0.0
    return float(f"1e{int(exponent or 0) - len(digits.partition('.')[2])}")
