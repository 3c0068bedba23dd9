"""The alphabet: one regular expression, a closed set of signs, and what a name may be."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from ..errors import AdtraceError, LimitError, Span
from ..limits import LIMITS

NAME_PATTERN = r"[^\W0-9²³][^\W²³]*'*"

NUMBER, CALL, BINDING, NAME, SIGN, BREAK, SPACE, TRANSPOSE = range(1, 9)
"""Kinds of token, in the order of the groups below: CALL is `name(`, BINDING is `name =`, BREAK ends a statement."""

TOKEN = re.compile(
    r"((?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    rf"|((?:{NAME_PATTERN}|√)[ \t]*\()"
    rf"|({NAME_PATTERN}[ \t]*=(?!=))"
    rf"|({NAME_PATTERN})"
    r"|(\*\*|<=|>=|==|!=|[-+*/@^()\[\],:=<>·×−÷≤≥≠²³])"
    r"|([\n;])"
    r"|([ \t\r]+|\#[^\n]*)"
    r"|(\.T(?![^\W²³]|'))"
)
DEFINITION = re.compile(
    rf"({NAME_PATTERN})[ \t]*\([ \t]*({NAME_PATTERN}(?:[ \t]*,[ \t]*{NAME_PATTERN})*)[ \t]*\)[ \t]*=(?!=)"
)
"""A function's left-hand side: f(x, y) =."""

HINTS = {
    "!": "gamma(x + 1) is the factorial",
    "%": "mod(a, b) is the remainder",
    "|": "abs(x) is the absolute value; comparisons multiply as conditions",
    "&": "conditions multiply: (x > 0)*(x < 1)",
    "~": "1 - c negates a condition c",
    "{": "use ( ) or [ ]",
    "}": "use ( ) or [ ]",
    "\\": "\\ has no meaning here",
    "'": "a prime stands at the end of a name",
    '"': "there is no text in the language, only numbers and names",
    "√": "write √(x) or sqrt(x)",
    "\u00a0": "replace it by a space",
    ".": "a number has digits on one side of its point; only .T follows a value",
}


def check_name(name: str, span: Span) -> str:
    """The name, if it is one that cannot be taken for another. Raises AdtraceError with its code points."""
    if len(name) > LIMITS.name:
        raise LimitError(f"a name of {len(name)} characters", span, f"names have at most {LIMITS.name}")
    if name.isascii():
        return name
    for offset, letter in enumerate(name):
        if not (letter.isascii() or unicodedata.category(letter).startswith("L")):
            at = span[0] + offset
            raise AdtraceError(
                f"{described(letter)} cannot stand in a name", (at, at + 1), "names have letters, digits 0-9, _ and '"
            )
    if (folded := unicodedata.normalize("NFKC", name)) != name:
        raise AdtraceError(
            f"the name {name} ({code_points(name)}) has a look-alike", span, f"write {folded} ({code_points(folded)})"
        )
    scripts = {unicodedata.name(letter, "?").split()[0] for letter in name if unicodedata.category(letter)[0] == "L"}
    if len(scripts) > 1:
        mixed = " and ".join(sorted(script.capitalize() for script in scripts))
        raise AdtraceError(
            f"the name {name} ({code_points(name)}) mixes {mixed} letters",
            span,
            "use one script, or * between two names",
        )
    return name


def unexpected(text: str, at: int) -> AdtraceError:
    """The error for a character outside the alphabet."""
    letter = text[at]
    return AdtraceError(f"unexpected {described(letter)}", (at, at + 1), HINTS.get(letter, ""))


def described(letter: str) -> str:
    """A character for people: as it is, and by code point and name where it could be mistaken or not be seen."""
    if letter.isascii() and letter.isprintable():
        return letter
    known = f"{code_points(letter)} {unicodedata.name(letter, 'control character')}"
    return (
        f"{letter} ({known})" if letter.isprintable() and not unicodedata.combining(letter) else f"character ({known})"
    )


def code_points(text: str) -> str:
    """U+0078 U+0301."""
    return " ".join(f"U+{ord(letter):04X}" for letter in text)


def literal_value(text: str, span: Span) -> float:
    """The nearest float64. Raises AdtraceError where the literal is too large, or too small to be told from 0."""
    value = float(text)
    if value == float("inf"):
        raise AdtraceError(
            "this number is larger than float64 can hold", span, "the largest is about 1.8e308; inf is infinity"
        )
    if value == 0 and text.lower().partition("e")[0].strip("0."):
        raise AdtraceError("this number is smaller than float64 can hold", span, "the smallest is about 4.9e-324")
    return value


def scanner(text: str, at: int = 0) -> Any:
    """A function that returns the next token's match at each call, None at the end or at a foreign character."""
    return TOKEN.scanner(text, at).match  # type: ignore[attr-defined]
