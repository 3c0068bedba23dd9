"""Brackets of an expression: what they open, what is collected in them, and what they become when they close."""

from __future__ import annotations

from typing import Any

from ..errors import AdtraceError, Span
from . import tokens
from .columns import CALL, INDEX, LITERAL, MISSING, SLICE, Columns
from .grammar import BY_OPERATOR, PASTED, SIGN

OPEN = 0
"""The binding of an opened bracket on the stack: nothing is reduced across it."""
PARENTHESIS = (OPEN, None)
"""An opened ( on the stack; other brackets stand there as (OPEN, Bracket)."""

NO_KEYWORDS: dict[str, int] = {}
NO_CALL = ("", NO_KEYWORDS)


class Bracket:
    """An opened bracket: what it opens, and what has been collected in it.

    call     of a call, the function's name and no keywords, as it stands in columns
    base     how many operands were there before its first item
    keyword  the name before the current item's =, and `keywords`, the positions of finished ones
    parts    bounds of the current item's slice, and `height`, how many operands there were at its last colon
    """

    keyword = ""
    keywords: dict[str, int] | None = None
    parts: tuple[int, ...] = ()
    height = slice_start = 0

    def __init__(self, kind: str, base: int, call: tuple[str, dict[str, int]] = NO_CALL) -> None:
        self.kind, self.base, self.call = kind, base, call

    def is_plain(self, height: int) -> bool:
        """Whether it is a call of one value, with this many operands at its end."""
        return self.kind == CALL and self.base == height - 1 and not self.keyword and not self.keywords

    @property
    def word(self) -> str:
        """Of a call, the function's name."""
        return self.call[0]

    @property
    def opened(self) -> str:
        """The bracket as it was opened."""
        return f"{self.word}(" if self.kind == CALL else "["

    @property
    def closing(self) -> str:
        """The sign that closes it."""
        return ")" if self.kind == CALL else "]"


class Brackets:
    """What waits while an expression is read into columns.

    stack     (binding, operator) of operators, with the token of a sign, and (OPEN, Bracket) of brackets, that wait
    operands  positions of the values that wait; `begins`, the token with which each begins
    opened    the tokens of the brackets on the stack
    """

    def __init__(self, text: str, columns: Columns) -> None:
        self.text = text
        self.columns = columns
        self.stack: list[Any] = []
        self.operands: list[int] = []
        self.begins: list[int] = []
        self.opened: list[int] = []

    def span(self, first: int, last: int | None = None) -> Span:
        """Offsets of a token, or from one to another."""
        return self.columns.places.span(first, first if last is None else last)

    def postfix(self, number: int, token: str) -> bool:
        """A token behind a value that is no operator and ends nothing; return whether a value is wanted next."""
        columns, operands, begins = self.columns, self.operands, self.begins
        sign = PASTED.get(token, token)
        if sign == "[":
            self.stack.append((OPEN, Bracket(INDEX, len(operands) - 1)))
            self.opened.append(number)
            return True
        if sign in ("2", "3"):
            exponent = columns.append(LITERAL, (), sign, number, number)
            operands[-1] = columns.append("power", (operands[-1], exponent), None, begins[-1], number)
            return False
        if sign == ".T":
            operands[-1] = columns.append("transpose", (operands[-1],), None, begins[-1], number)
            return False
        raise self.no_operator(number, token)

    def close(self, number: int, sign: str) -> bool:
        """The end of an item or of a bracket; return whether a value is wanted next."""
        if not self.stack or sign == "=":
            from . import complaints

            raise complaints.stray(sign, self.span(number))
        bracket: Bracket | None = self.stack[-1][1]
        if sign == ":":
            self.colon(bracket, self.operands.pop(), number, self.begins.pop())
            return True
        if sign == ",":
            if bracket is None:
                raise AdtraceError("unexpected ,", self.span(number), "a list is [a, b]; numbers take a decimal point")
            self.end_item(bracket, number)
            return True
        if bracket is None or sign != bracket.closing:
            from . import complaints

            opened, closing = ("(", ")") if bracket is None else (bracket.opened, bracket.closing)
            raise complaints.wrong_bracket(sign, opened, closing, self.span(number))
        self.end_item(bracket, number)
        self.close_bracket(bracket, number)
        return False

    def end_item(self, bracket: Bracket, number: int) -> None:
        """Finish an item of a bracket: a slice if it had colons, a keyword's value if it had a name."""
        operands, begins = self.operands, self.begins
        if bracket.parts:
            last = MISSING
            if len(operands) > bracket.height:
                last = operands.pop()
                begins.pop()
            parts = (*bracket.parts, last)
            operands.append(self.columns.append(SLICE, parts, None, bracket.slice_start, number - 1))
            begins.append(bracket.slice_start)
            bracket.parts = ()
        if bracket.keyword:
            bracket.keywords = {**(bracket.keywords or {}), bracket.keyword: operands.pop()}
            begins.pop()
            bracket.keyword = ""

    def colon(self, bracket: Bracket | None, position: int, number: int, begin: int) -> None:
        """A colon: what stood before it, from the token `begin` on, is one bound of a slice."""
        if bracket is None or bracket.kind == CALL:
            from . import complaints

            raise complaints.stray(":", self.span(number))
        if not bracket.parts:
            bracket.slice_start = begin
        elif len(bracket.parts) == 2:
            raise AdtraceError("a slice has at most two colons", self.span(number), "write start:stop:step")
        bracket.parts = (*bracket.parts, position)
        bracket.height = len(self.operands)

    def close_bracket(self, bracket: Bracket, number: int) -> None:
        """Replace a bracket's items by the value of the whole."""
        operands, begins, base, kind = self.operands, self.begins, bracket.base, bracket.kind
        self.stack.pop()
        first = self.opened.pop()
        if kind == INDEX:
            first = begins[base]
        items = tuple(operands[base:])
        del operands[base:], begins[base:]
        data = ((bracket.word, bracket.keywords) if bracket.keywords else bracket.call) if kind == CALL else None
        operands.append(self.columns.append(kind, items, data, first, number))
        begins.append(first)

    def finished(self, number: int, wanted: bool) -> int:
        """The position of a finished expression's value. Raises AdtraceError where it is not complete."""
        if wanted:
            from . import complaints

            raise complaints.no_value("", self.before(), self.span(number))
        if self.stack:
            from . import complaints

            bracket: Bracket | None = next(entry[1] for entry in reversed(self.stack) if entry[0] == OPEN)
            start = self.span(self.opened[-1])[0]
            opened, closing = ("(", ")") if bracket is None else (bracket.opened, bracket.closing)
            raise complaints.not_closed(opened, closing, start)
        self.begins.pop()
        return self.operands.pop()

    def check_closed(self, number: int) -> None:
        """Of a token that begins a statement where it begins a line: no bracket is open. Raises AdtraceError."""
        if self.opened and self.text[slice(*self.span(number - 1))] == "\n":
            self.finished(number, wanted=False)

    def before(self) -> str:
        """The sign or bracket that still waits for a value."""
        if not self.stack:
            return ""
        binding, waiting = self.stack[-1][:2]
        if binding == OPEN:
            return str(waiting.opened) if waiting else "("
        return "-" if binding == SIGN else BY_OPERATOR[waiting].sign

    def no_operator(self, number: int, token: str) -> AdtraceError:
        """The error for a value behind a value."""
        from . import complaints

        kind = tokens.kind_of(token)
        if kind in tokens.BEGINNING:
            self.check_closed(number)
        begin, last, span = self.begins[-1], number - 1, self.span(number)
        while self.text[slice(*self.span(last))] == "\n":
            last -= 1
        left = self.span(begin, last)
        operation = self.columns.ops[self.operands[-1]] if begin == last else ""
        return complaints.no_operator(self.text, left, operation, kind, span)
