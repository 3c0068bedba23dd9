"""The alphabet: one regular expression, a closed set of signs, and what a name may be."""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import Any

from ..errors import AdtraceError, LimitError, Span
from ..limits import LIMITS

NAME_PATTERN = r"[^\W0-9²³][^\W²³]*+'*+"

PARAMETERS = rf"[ \t]*+{NAME_PATTERN}(?:[ \t]*+,[ \t]*+{NAME_PATTERN})*+[ \t]*+\)[ \t]*+=(?!=)"
INPUT_PATTERN = r"(?:in|out)put[ \t]++(?=[^\W0-9²³])"
NUMBER_PATTERN = r"(?:[0-9]++\.?+[0-9]*+|\.[0-9]++)(?:[eE][+-]?[0-9]++)?+"
SIGN_PATTERN = r"\*\*|[-+*/@^()\[\],:·×−÷≤≥≠²³]|[<>=!]=|[<>=]"
TRANSPOSE_PATTERN = r"\.T(?![^\W²³]|')"
BLANKS = r"[ \t\r]*+(?:\#[^\n]*+)?+"

NEXT = re.compile(
    rf"({INPUT_PATTERN}|{NAME_PATTERN}(?:[ \t]*+(?:\((?:{PARAMETERS})?|=(?!=)))?|{SIGN_PATTERN}|{NUMBER_PATTERN}"
    rf"|[\n;]|{TRANSPOSE_PATTERN}|√[ \t]*+\(|[\s\S])(?:(?<=[\w'.])(?<![²³])[ \t\r]*+([-+*/^])(?!\*))?+{BLANKS}"
)
"""A token, and the operator behind it if it is a value; with the blanks and the comment behind them."""

DEFINITION, CALL, BINDING, INPUT, NAME, NUMBER, SIGN, BREAK, TRANSPOSE, FOREIGN = range(1, 11)
"""Kinds of token: `f(x, y) =`, `name(`, `name =`, the word `input` or `output` before a name, and so on."""
BEGINNING = (DEFINITION, BINDING, INPUT)
"""Those that begin a statement; `name =` may also be a keyword of a call."""

BLOCK = 1 << 16
"""Characters of a text that are read at once, and the rest of their last line."""

NO_TOKEN = re.compile(BLANKS)
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
    "±": "an uncertainty stands in the --at of forward and reverse: --at x=2±0.1",
    ".": "a number has digits on one side of its point; only .T follows a value",
}


def without_comments(text: str) -> str:
    """The statements of a program alone, without comments and blank lines.

    >>> without_comments("# Exercise A\\n\\ny = 2*x  # the double\\n")
    'y = 2*x'
    """
    lines = (line.partition("#")[0].rstrip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


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


def literal_value(text: str) -> float:
    """The nearest float64. Raises AdtraceError where the literal is too large, or too small to be told from 0."""
    value = float(text)
    if value == float("inf"):
        raise AdtraceError(
            "this number is larger than float64 can hold", hint="the largest is about 1.8e308; inf is infinity"
        )
    if value == 0 and text.lower().partition("e")[0].strip("0."):
        raise AdtraceError("this number is smaller than float64 can hold", hint="the smallest is about 4.9e-324")
    return value


def blocks(text: str) -> Iterator[tuple[int, int]]:
    """Offsets of pieces of the text that are read at once: whole lines, each from its line break on."""
    at = first_place(text)
    while at < len(text):
        end = text.find("\n", at + BLOCK)
        end = len(text) if end < 0 else end
        yield at, end
        at = end


def first_place(text: str, at: int = 0) -> int:
    """Where the first token from here on begins."""
    found = NO_TOKEN.match(text, at)
    return found.end() if found else at


@cache
def _kinds() -> Any:
    return re.compile(
        rf"({NAME_PATTERN}[ \t]*\({PARAMETERS})|((?:{NAME_PATTERN}|√)[ \t]*\()|({NAME_PATTERN}[ \t]*=)"
        rf"|((?:in|out)put[ \t]+)|({NAME_PATTERN})|({NUMBER_PATTERN})|({SIGN_PATTERN})|([\n;])"
        rf"|({TRANSPOSE_PATTERN})|([\s\S])"
    )


def kind_of(token: str) -> int:
    """The kind of a token."""
    kind: int = _kinds().fullmatch(token).lastindex
    return kind


class Places:
    """Where the tokens of a text stand: needed for messages only, and so looked for when they are asked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._rest: Iterator[re.Match[str]] | None = None
        self._starts, self._ends = array("I"), array("I")

    def span(self, first: int, last: int) -> Span:
        """Offsets of what stands from one token to another; behind the last token, the end of the text."""
        starts, ends = self._starts, self._ends
        if self._rest is None:
            self._rest = NEXT.finditer(self.text, first_place(self.text))
        for match in islice(self._rest, max(0, last + 1 - len(ends))):
            start, end = match.span(1)
            starts.append(start)
            ends.append(end)
        if first >= len(starts):
            return len(self.text), len(self.text) + 1
        return starts[first], ends[min(last, len(ends) - 1)]
