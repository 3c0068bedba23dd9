"""What a reader of LaTeX has of the text so far: tokens, open groups, and what the last command still takes."""

from __future__ import annotations

import re

from ...errors import AdtraceError
from ..mathematics import tokens as kinds
from ..mathematics.tokens import Token

SCIENTIFIC = re.compile(
    r"(\d+(?:(?:\.|\{,\})\d+)?)\s*\\(?:times|cdot)\s*10\s*\^\s*(?:\{\s*(-?\s*\d{1,4})\s*\}|(\d)(?!\d))(?![.\d])"
)
PROGRAMMERS = re.compile(r"[eE][+-]?\d")
SINGLE = frozenset((kinds.NUMBER, kinds.NAME, kinds.WORDS, kinds.TRANSPOSED, kinds.PRIME))
"""What a command takes without braces."""


class Pieces:
    """The tokens of a text, and what is open in it.

    owed     how many groups the last command still takes; `groups`, how many are owed behind each open group
    roots    how many groups are open around each index of a root
    environments  what is open: a matrix, cases, or "" for one that says nothing
    sized    the \\left or \\right before a bracket; `apart`, whether space that is meant stands before a token
    """

    def __init__(self, source: str) -> None:
        self.source, self.at = source, 0
        self.found: list[Token] = []
        self.owed = 0
        self.groups: list[int] = []
        self.roots: list[int] = []
        self.environments: list[str] = []
        self.sized = ""
        self.apart = False

    def add(self, kind: str, text: str, start: int, *, word: str = "", look: str = "") -> None:
        """Append a token; a single one that a command takes becomes a group."""
        span = (start, self.at)
        token = Token(kind, text, span, word, look, self.apart)
        self.apart = False
        if not self.owed:
            self.found.append(token)
            return
        if kind not in SINGLE:
            raise AdtraceError("a group { } is expected here", span, "put braces around what belongs together")
        self.owed -= 1
        self.found += [Token(kinds.GROUP, "{", span), token, Token(kinds.UNGROUP, "}", span)]

    def number(self, start: int, text: str) -> None:
        """A number; of several digits a command takes the first, where that can be meant."""
        if self.owed:
            if self.found[-1].kind in (kinds.RAISED, kinds.LOWERED) and len(text) > 1:
                mark = "^" if self.found[-1].kind == kinds.RAISED else "_"
                hint = f"write {mark}{{{text}}}"
                raise AdtraceError(f"{mark}{text} takes the first digit only", (start - 1, self.at), hint)
            self.at = start + 1
            self.add(kinds.NUMBER, text[0], start)
            return
        if found := SCIENTIFIC.match(self.source, start):
            self.at = found.end()
            exponent = re.sub(r"\s", "", found[2] or found[3])
            self.add(kinds.NUMBER, f"{found[1].replace('{,}', '.')}e{exponent}", start)
            return
        if found := PROGRAMMERS.match(self.source, self.at):
            end = found.end()
            hint = f"write {text} \\cdot 10^{{...}}, or {text} \\cdot e {self.source[self.at + 1 : end]}"
            raise AdtraceError(f"{self.source[start:end]} is no number in LaTeX", (start, end), hint)
        self.add(kinds.NUMBER, text.replace("{,}", "."), start)

    @property
    def wanted(self) -> bool:
        """Whether a value comes next."""
        return not kinds.is_value(self.found[-1] if self.found else None)

    def ungroup(self, start: int) -> None:
        """The end of a group."""
        if not self.groups or self.owed:
            what = "a group { } is expected here" if self.owed else "} closes nothing"
            raise AdtraceError(what, (start, self.at), "" if self.owed else "remove it")
        self.owed = self.groups.pop()
        self.found.append(Token(kinds.UNGROUP, "}", (start, self.at)))
