"""One expression in one pass: an explicit stack of operators and brackets, binding powers from the grammar."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..errors import AdtraceError
from . import complaints, tokens
from .columns import CALL, INDEX, LITERAL, MISSING, NAME, SLICE, STACK, Columns
from .grammar import BY_SIGN, COMPARISON, PASTED, PASTED_NAMES, SIGN

OPEN = 0
"""The binding of an opened bracket on the stack: nothing is reduced across it."""
GROUP = "group"

Stack = list[tuple[int, Any, int]]
"""(binding, operator, offset) of operators and (OPEN, Bracket, offset) of brackets that wait for their right side."""


class Bracket:
    """An opened bracket: what it opens, where, and what has been collected in it.

    base     how many operands were there before its first item
    keyword  the name before the current item's =, and `keywords`, the positions of finished ones
    parts    bounds of the current item's slice, and `height`, how many operands there were at its last colon
    """

    __slots__ = ("base", "height", "keyword", "keywords", "kind", "parts", "slice_start", "start", "word")

    def __init__(self, kind: str, start: int, base: int, word: str = "") -> None:
        self.kind, self.start, self.base, self.word = kind, start, base, word
        self.keyword = ""
        self.keywords: dict[str, int] = {}
        self.parts: list[int] = []
        self.height = self.slice_start = 0

    @property
    def opened(self) -> str:
        """The bracket as it was opened."""
        return {CALL: f"{self.word}(", GROUP: "("}.get(self.kind, "[")

    @property
    def closing(self) -> str:
        """The sign that closes it."""
        return ")" if self.kind in (CALL, GROUP) else "]"


class Expressions:
    """Reads expressions from a text into columns."""

    def __init__(self, text: str, columns: Columns) -> None:
        self.text, self.columns = text, columns
        self.next: Callable[[], Any] = tokens.scanner(text)
        self.at = 0

    def expression(self, token: Any) -> tuple[int, bool]:
        """Read up to the end of the statement, from this token or, if it is None, the next one.

        Returns the position of the expression's value and whether the text has ended.
        """
        columns, following = self.columns, self.next
        append = columns.append
        stack: Stack = []
        operands: list[int] = []
        wanted = True  # a value, rather than an operator, comes next
        token = token or following()
        while token is not None:
            kind, start, end = token.lastindex, token.start(), token.end()
            self.at = end
            if kind == tokens.SPACE:
                pass
            elif kind == tokens.SIGN:
                sign = token.group()
                sign = PASTED.get(sign, sign)
                infix = None if wanted else BY_SIGN.get(sign)
                if infix is not None:
                    compares = infix.binding == COMPARISON
                    self.reduce(stack, operands, infix.binding + (infix.from_right or compares))
                    if compares and stack and stack[-1][0] == COMPARISON:
                        raise AdtraceError("comparisons do not chain", (start, end), "multiply two: (a < b)*(b < c)")
                    stack.append((infix.binding, infix.operator, start))
                    wanted = True
                elif wanted:
                    wanted = self.prefix(sign, start, end, stack, operands)
                else:
                    wanted = self.postfix(sign, start, end, stack, operands)
            elif kind == tokens.BREAK:
                if token.group() == ";" or not any(entry[0] == OPEN for entry in stack):
                    return self.finished(stack, operands, wanted, start, end), False
            elif kind == tokens.TRANSPOSE and not wanted:
                operands[-1] = append("transpose", (operands[-1],), None, columns.starts[operands[-1]], end)
            elif not wanted:
                raise complaints.no_operator(token, self.text, columns, operands[-1])
            elif kind == tokens.NUMBER:
                operands.append(append(LITERAL, (), token.group(), start, end))
                wanted = False
            elif kind == tokens.NAME:
                operands.append(append(NAME, (), tokens.check_name(token.group(), (start, end)), start, end))
                wanted = False
            elif kind == tokens.CALL:
                word = token.group()[:-1].rstrip()
                if word not in PASTED_NAMES:
                    tokens.check_name(word, (start, start + len(word)))
                stack.append((OPEN, Bracket(CALL, start, len(operands), word), start))
            elif kind == tokens.BINDING:
                self.keyword(token, stack)
            else:
                raise tokens.unexpected(self.text, start)
            token = following()
        self.check_end()
        return self.finished(stack, operands, wanted, self.at, self.at), True

    def reduce(self, stack: Stack, operands: list[int], binding: int) -> None:
        """Apply the waiting operators that bind at least this tightly."""
        columns = self.columns
        starts, ends = columns.starts, columns.ends
        while stack and stack[-1][0] >= binding:
            tightness, operator, offset = stack.pop()
            right = operands.pop()
            if tightness == SIGN:
                operands.append(columns.append(operator, (right,), None, offset, ends[right]))
            else:
                left = operands.pop()
                operands.append(columns.append(operator, (left, right), None, starts[left], ends[right]))

    def prefix(self, sign: str, start: int, end: int, stack: Stack, operands: list[int]) -> bool:
        """A sign where a value is wanted; return whether one still is."""
        bracket: Bracket | None = stack[-1][1] if stack and stack[-1][0] == OPEN else None
        if sign == "-":
            stack.append((SIGN, "neg", start))
        elif sign in ("(", "["):
            stack.append((OPEN, Bracket(GROUP if sign == "(" else STACK, start, len(operands)), start))
        elif bracket and sign == ":":
            self.colon(bracket, MISSING, start, end, operands)
        elif bracket and sign in ("]", ",") and bracket.parts:
            return self.postfix(sign, start, end, stack, operands)
        elif bracket and sign == ")" and bracket.kind == CALL and len(operands) == bracket.base and not bracket.keyword:
            stack.pop()
            self.close(bracket, operands, end)
            return False
        elif sign != "+":
            raise complaints.no_value(sign, self.before(stack), (start, end))
        return True

    def postfix(self, sign: str, start: int, end: int, stack: Stack, operands: list[int]) -> bool:
        """A sign that is no operator after a value; return whether a value is wanted next."""
        columns = self.columns
        if sign == "(":
            raise complaints.no_operator_before_bracket(self.text, columns, operands[-1], end)
        if sign == "[":
            stack.append((OPEN, Bracket(INDEX, start, len(operands) - 1), start))
            return True
        if sign in "23":
            exponent = columns.append(LITERAL, (), sign, start, end)
            operands[-1] = columns.append("power", (operands[-1], exponent), None, columns.starts[operands[-1]], end)
            return False
        self.reduce(stack, operands, OPEN + 1)
        if not stack or sign == "=":
            raise complaints.stray(sign, (start, end))
        bracket: Bracket = stack[-1][1]
        if sign == ":":
            self.colon(bracket, operands.pop(), start, end, operands)
            return True
        if sign == ",":
            if bracket.kind == GROUP:
                raise AdtraceError("unexpected ,", (start, end), "a list is [a, b]; numbers take a decimal point")
            self.end_item(bracket, operands, start)
            return True
        if sign != bracket.closing:
            raise complaints.wrong_bracket(sign, bracket.opened, bracket.closing, (start, end))
        stack.pop()
        self.end_item(bracket, operands, start)
        self.close(bracket, operands, end)
        return False

    def end_item(self, bracket: Bracket, operands: list[int], end: int) -> None:
        """Finish an item of a bracket: a slice if it had colons, a keyword's value if it had a name."""
        if bracket.parts:
            last = operands.pop() if len(operands) > bracket.height else MISSING
            operands.append(self.columns.append(SLICE, (*bracket.parts, last), None, bracket.slice_start, end))
            bracket.parts = []
        if bracket.keyword:
            bracket.keywords[bracket.keyword] = operands.pop()
            bracket.keyword = ""

    def colon(self, bracket: Bracket, position: int, start: int, end: int, operands: list[int]) -> None:
        """A colon: what stood before it is one bound of a slice."""
        if bracket.kind not in (INDEX, STACK):
            raise complaints.stray(":", (start, end))
        if not bracket.parts:
            bracket.slice_start = start if position == MISSING else self.columns.starts[position]
        elif len(bracket.parts) == 2:
            raise AdtraceError("a slice has at most two colons", (start, end), "write start:stop:step")
        bracket.parts.append(position)
        bracket.height = len(operands)

    def close(self, bracket: Bracket, operands: list[int], end: int) -> None:
        """Replace a bracket's items by the value of the whole."""
        columns, kind = self.columns, bracket.kind
        items = tuple(operands[bracket.base :])
        del operands[bracket.base :]
        if kind == GROUP:
            columns.starts[items[0]], columns.ends[items[0]] = bracket.start, end
            operands.append(items[0])
            return
        start = columns.starts[items[0]] if kind == INDEX else bracket.start
        data = (bracket.word, bracket.keywords) if kind == CALL else None
        operands.append(columns.append(kind, items, data, start, end))

    def keyword(self, token: Any, stack: Stack) -> None:
        """`name =` inside an expression: a keyword of the call around it."""
        name = token.group()[:-1].rstrip()
        bracket: Bracket | None = stack[-1][1] if stack and stack[-1][0] == OPEN else None
        if bracket is None or bracket.kind != CALL or bracket.keyword:
            raise complaints.misplaced_assignment(token.end())
        if name in bracket.keywords:
            span = (token.start(), token.start() + len(name))
            raise AdtraceError(f"{name} is given twice", span, f"{bracket.word} takes it once")
        bracket.keyword = name

    def finished(self, stack: Stack, operands: list[int], wanted: bool, start: int, end: int) -> int:
        """The position of a finished expression's value."""
        if wanted:
            raise complaints.no_value("", self.before(stack), (start, max(end, start + 1)))
        self.reduce(stack, operands, OPEN + 1)
        if stack:
            bracket: Bracket = stack[-1][1]
            raise complaints.not_closed(bracket.opened, bracket.closing, bracket.start)
        return operands.pop()

    def before(self, stack: Stack) -> str:
        """The sign or bracket that still waits for a value."""
        if not stack:
            return ""
        binding, operator, offset = stack[-1]
        return operator.opened if binding == OPEN else self.text[offset : offset + 1]

    def check_end(self) -> None:
        """Raise if reading stopped at a character outside the alphabet."""
        if self.at < len(self.text):
            raise tokens.unexpected(self.text, self.at)
