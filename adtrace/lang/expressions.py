"""Expressions in one pass: an explicit stack of operators and brackets, binding powers from the grammar."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ..errors import AdtraceError
from ..limits import LIMITS
from . import tokens
from .brackets import NO_KEYWORDS, OPEN, PARENTHESIS, Bracket, Brackets
from .columns import CALL, LITERAL, MISSING, NAME, STACK, Columns
from .grammar import COMPARISON, INFIX, PASTED, PASTED_NAMES, SIGN

OPERATOR, CLOSING, END, CALLED, OTHER = range(5)
"""What a token means behind a value: an operator, the end of an item or a bracket, of a statement; or nothing."""

MANY = 250
"""Tokens among which long sums and products are looked for."""

Meaning = tuple[int, int, Any]
"""(one of these, how tightly what waits must bind to be reduced before it, what an operator puts on the stack)."""


def _meanings() -> dict[str, Meaning]:
    """What every sign means behind a value."""
    found: dict[str, Meaning] = dict.fromkeys(")],:=", (CLOSING, OPEN + 1, None))
    found |= dict.fromkeys("\n;", (END, OPEN + 1, None)) | dict.fromkeys("([", (OTHER, 0, None))
    for sign, operator, binding, from_right in INFIX:
        limit = binding + (from_right or binding == COMPARISON)
        found[sign] = (OPERATOR, limit, (binding, operator))
    return found | {pasted: found[sign] for pasted, sign in PASTED.items() if sign in found}


MEANINGS = _meanings()


class Expressions(Brackets):
    """Reads expressions into columns.

    stream    the tokens, numbered
    known     what a token stands for: the position of a name or a literal, or the meaning of a sign
    assigned  the positions of the values of assigned names
    apart     whether what is read has columns of its own, and so is no statement
    """

    def __init__(self, text: str, columns: Columns) -> None:
        super().__init__(text, columns)
        self.stream: Iterator[tuple[int, tuple[str, str]]] = iter(())
        self.known: dict[str, Any] = dict(MEANINGS)
        self.assigned: dict[str, int] = {}
        self.apart = False

    def numbered(self, found: Sequence[tuple[str, str]], number: int) -> Iterator[tuple[int, tuple[str, str]]]:
        """Tokens with their numbers, from this one on."""
        if len(found) < MANY:
            return enumerate(found, number)
        from . import chains

        return chains.numbered(self, found, number)

    def set_apart(self) -> tuple[Columns, int]:
        """Read an expression into columns of its own, as those of a function and of a default are."""
        outer = self.columns, self.stack, self.operands, self.begins, self.opened, self.known, self.assigned
        self.columns = columns = Columns(self.columns.places)
        self.stack, self.operands, self.begins, self.opened, self.known = [], [], [], [], dict(MEANINGS)
        self.assigned = {}
        self.apart = True
        number, result, _ = self.read()
        if result is None:
            result = self.finished(number, wanted=True)
        self.columns, self.stack, self.operands, self.begins, self.opened, self.known, self.assigned = outer
        self.apart = False
        return columns, result

    def read(self) -> tuple[int, int | None, str]:
        """Read up to the end of the last statement that `goes_on` takes.

        Returns the number of the token that ends it, the position of its value, None where nothing stood before the
        end, and the token, "" for the end of the text.
        """
        columns, known, assigned = self.columns, self.known, self.assigned
        stack, operands, begins, opened = self.stack, self.operands, self.begins, self.opened
        ops, args, data, firsts, lasts = columns.ops, columns.args, columns.data, columns.firsts, columns.lasts
        wanted = True  # a value, rather than an operator, comes next
        positive = False  # a plus sign, of which nothing is kept, comes before it
        last = number = -1
        for number, (token, sign) in self.stream:
            found: Any = known.get(token)
            if found is None:
                found = assigned.get(token)
            if found is None:
                if token[-1] == "=" and not (operands or stack) and self.assigns(number, token):
                    continue
                found = self.learn(number, token, wanted)
            if found.__class__ is int:
                if not wanted:
                    raise self.no_operator(number, token)
                operands.append(found)
                begins.append(number)
                last = number
                wanted = False
                if not sign:
                    continue
                kind, limit, waiting = known[sign]
            else:
                kind, limit, waiting = found
            if wanted or kind >= END:
                if kind == END:
                    if opened and token == "\n":
                        continue
                    if wanted and not (operands or stack or positive) and self.goes_on(None, number):
                        continue
                elif wanted and (token == "(" or kind == CALLED):
                    stack.append(PARENTHESIS if token == "(" else (OPEN, Bracket(CALL, len(operands), waiting)))
                    opened.append(number)
                    continue
                if wanted or kind != END:
                    positive = wanted and token == "+"
                    wanted = self.prefix(number, token) if wanted else self.postfix(number, token)
                    last = number
                    if not sign:
                        continue
                    kind, limit, waiting = known[sign]
            while stack and stack[-1][0] >= limit:
                top = stack.pop()
                right = operands.pop()
                if top[0] == SIGN:
                    args.append((right,))
                    begins[-1] = top[2]
                else:
                    args.append((operands.pop(), right))
                    begins.pop()
                operands.append(len(ops))
                ops.append(top[1])
                data.append(None)
                firsts.append(begins[-1])
                lasts.append(last)
            if kind == OPERATOR:
                if waiting[0] == COMPARISON and stack and stack[-1][0] == COMPARISON:
                    raise AdtraceError("comparisons do not chain", self.span(number), "multiply two: (a < b)*(b < c)")
                stack.append(waiting)
                wanted = True
            elif kind == CLOSING:
                if token == ")" and stack and stack[-1] is PARENTHESIS:
                    stack.pop()
                    begins[-1] = opening = opened.pop()
                    if firsts[operands[-1]] > opening:  # What was made between the brackets is written with them.
                        firsts[operands[-1]], lasts[operands[-1]] = opening, number
                elif token == ")" and stack and stack[-1][1].is_plain(len(operands)):
                    begins[-1] = opening = opened.pop()
                    args.append((operands[-1],))
                    operands[-1] = len(ops)
                    ops.append(CALL)
                    data.append(stack.pop()[1].call)
                    firsts.append(opening)
                    lasts.append(number)
                else:
                    wanted = self.close(number, token)
                last = number
            else:
                result = self.finished(number, wanted)
                if not self.goes_on(result, number):
                    return number, result, token
                wanted = True
        if wanted and not (operands or stack or positive):
            self.goes_on(None, number + 1)
            return number + 1, None, ""
        if not wanted:
            self.reduce(last)
        result = self.finished(number + 1, wanted)
        self.goes_on(result, number)
        return number + 1, result, ""

    def assigns(self, number: int, token: str) -> bool:
        """Whether a token that ends with = begins a statement: `name =`."""
        return False

    def goes_on(self, result: int | None, number: int) -> bool:
        """Take the value of a finished statement, None for an empty one; return whether to read another."""
        return False

    def reduce(self, last: int) -> None:
        """Apply every operator that waits since the last opened bracket."""
        columns, stack, operands, begins = self.columns, self.stack, self.operands, self.begins
        while stack and stack[-1][0] > OPEN:
            top = stack.pop()
            right = operands.pop()
            if top[0] == SIGN:
                begins[-1] = top[2]
                operands.append(columns.append(top[1], (right,), None, top[2], last))
            else:
                begins.pop()
                operands.append(columns.append(top[1], (operands.pop(), right), None, begins[-1], last))

    def learn(self, number: int, token: str, wanted: bool) -> Any:
        """What a token that has not been met stands for. Raises AdtraceError for one that stands for nothing."""
        kind = tokens.kind_of(token)
        if kind == tokens.FOREIGN:
            raise tokens.unexpected(self.text, self.span(number)[0])
        if kind in (tokens.NAME, tokens.NUMBER):
            if not wanted:
                raise self.no_operator(number, token)
            entry = LITERAL if kind == tokens.NUMBER else NAME
            if kind == tokens.NAME and (not token.isascii() or len(token) > LIMITS.name):
                tokens.check_name(token, self.span(number))
            self.known[token] = found = self.columns.append(entry, (), token, number, number)
            return found
        if not wanted and kind not in (tokens.SIGN, tokens.TRANSPOSE):
            raise self.no_operator(number, token)
        return OTHER, 0, None

    def prefix(self, number: int, token: str) -> bool:
        """A token where a value is wanted that is no name and no number; return whether one still is."""
        stack, operands, opened = self.stack, self.operands, self.opened
        bracket: Bracket | None = stack[-1][1] if stack and stack[-1][0] == OPEN else None
        sign = PASTED.get(token, token)
        if sign == "-":
            stack.append((SIGN, "neg", number))
        elif sign == "[":
            stack.append((OPEN, Bracket(STACK, len(operands))))
            opened.append(number)
        elif bracket and sign == ":":
            self.colon(bracket, MISSING, number, number)
        elif bracket and sign in ("]", ",") and bracket.parts:
            return self.close(number, sign)
        elif bracket and sign == ")" and bracket.kind == CALL and len(operands) == bracket.base and not bracket.keyword:
            self.close_bracket(bracket, number)
            return False
        elif token not in self.known and token[-1] in "(= \t":
            self.word(number, token, bracket)
        elif sign != "+":
            from . import complaints

            span = self.span(number)
            if tokens.kind_of(token) == tokens.TRANSPOSE or token == ".":
                raise tokens.unexpected(self.text, span[0])
            raise complaints.no_value("" if token in "\n;" else sign, self.before(), span)
        return True

    def word(self, number: int, token: str, bracket: Bracket | None) -> None:
        """`name(` opens a call, and `name =` is a keyword of the call around it. Raises AdtraceError for f(x) =."""
        kind = tokens.kind_of(token)
        word = token[:-1].rstrip()
        if kind == tokens.CALL:
            if word not in PASTED_NAMES and (not word.isascii() or len(word) > LIMITS.name):
                start = self.span(number)[0]
                tokens.check_name(word, (start, start + len(word)))
            self.known[token] = (CALLED, 0, call := (word, NO_KEYWORDS))
            self.stack.append((OPEN, Bracket(CALL, len(self.operands), call)))
            self.opened.append(number)
            return
        from . import complaints

        start, end = self.span(number)
        if kind != tokens.BINDING or bracket is None or bracket.kind != CALL or bracket.keyword:
            self.check_closed(number)
        if kind == tokens.INPUT:
            hint = "such as: input x = 2" if token.startswith("input") else "such as: output a, b"
            what = f"{token.rstrip()} stands in front of names, at the start of a statement"
            raise AdtraceError(what, (start, end), hint)
        if kind == tokens.DEFINITION:
            raise complaints.stray("=", (end - 1, end))
        if bracket is None or bracket.kind != CALL or bracket.keyword:
            raise complaints.misplaced_assignment(end)
        if word in (bracket.keywords or ()):
            raise AdtraceError(f"{word} is given twice", (start, start + len(word)), f"{bracket.word} takes it once")
        bracket.keyword = word
