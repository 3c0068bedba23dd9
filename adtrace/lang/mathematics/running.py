"""An index that runs: which arrays have it, how long they are, and whether they can stand for their elements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...errors import AdtraceError
from ...named import Record
from ...records import Shape
from ...rules import table
from .setting import Setting
from .tokens import (
    BEGIN,
    CELL,
    CLOSE,
    COMMA,
    EQUALS,
    FACTORIAL,
    FINISH,
    FRACTION,
    FUNCTION,
    GROUP,
    LOWERED,
    NAME,
    NUMBER,
    OPEN,
    PRIME,
    RAISED,
    ROOT,
    ROW,
    RUNNING,
    SIGN,
    UNGROUP,
    WORDS,
    Token,
    closing,
)

PLAIN = frozenset((
    NUMBER, CLOSE, GROUP, UNGROUP, RAISED, SIGN, FRACTION, ROOT, WORDS, FACTORIAL, COMMA, CELL, ROW, FINISH, EQUALS,
))
"""What means the same of elements as of whole arrays."""

ROUND = frozenset(("(", "[", "{", "|", "⌊", "⌈"))
"""Brackets that do, too, other than those of a norm."""


class Use(Record):
    """An array with the index: where in the text, its name and shape, which axis the index is on, and how far from it.

    place, end  the tokens: its name, and what stands behind its indices
    alone       whether the index is all that stands below it
    """

    place: int
    end: int
    token: Token
    shape: Shape
    axis: int
    offset: int | None
    alone: bool

    @property
    def length(self) -> int:
        """How many elements there are along that axis. Raises AdtraceError where it has none."""
        if self.axis < len(self.shape):
            return self.shape[self.axis]
        hint = f"{self.token.text} has {len(self.shape)} indices"
        raise AdtraceError(f"{self.token.text} has wrong indices", self.token.span, hint)


def whole(tokens: Sequence[Token]) -> int | None:
    """The whole number that tokens are a sum of; None for anything else.

    >>> whole([Token(NUMBER, "3", (0, 1)), Token(SIGN, "sub", (1, 2)), Token(NUMBER, "1", (2, 3))])
    2
    """
    total, sign, wanted = 0, 1, True
    for token in tokens:
        if token.kind == NUMBER and token.text.isdigit() and wanted:
            total, wanted = total + sign * int(token.text[:9]), False
        elif token.kind == SIGN and token.text in ("add", "sub"):
            sign, wanted = (1 if token.text == "add" else -1), True
        elif token.kind not in (GROUP, UNGROUP):
            return None
    return None if wanted else total


def indices(tokens: Sequence[Token]) -> list[list[Token]]:
    """What stands below a name, index by index: ij is two, as i,j is, and i+1 is one."""
    parts: list[list[Token]] = [[]]
    for token in tokens:
        if token.kind == COMMA:
            parts.append([])
        elif token.kind in (NAME, WORDS) or (token.kind == NUMBER and parts[-1] and parts[-1][-1].kind == NUMBER):
            parts.append([token])
        elif token.kind not in (GROUP, UNGROUP):
            parts[-1].append(token)
    return [part for part in parts if part]


def below(tokens: list[Token], place: int) -> tuple[list[list[Token]], int]:
    """The indices of the name at this place, that of a sample, ^{(i)}, first; and where they end."""
    lowered: list[list[Token]] = []
    samples: list[list[Token]] = []
    place += 1
    while place < len(tokens):
        token = tokens[place]
        kinds = [each.kind for each in tokens[place : place + 6]]
        if token.kind == LOWERED and place + 1 < len(tokens):
            end = closing(tokens, place + 1)
            lowered += indices(tokens[place + 2 : end])
            place = end + 1
        elif kinds[:3] == [RAISED, GROUP, OPEN] and kinds[3:] in ([NAME, CLOSE, UNGROUP], [NUMBER, CLOSE, UNGROUP]):
            samples.append([tokens[place + 3]])
            place += 6
        elif token.kind == PRIME:
            place += 1
        else:
            break
    return samples + lowered, place


def uses(tokens: list[Token], letter: Token, setting: Setting) -> Iterator[Use]:
    """Every name that has the index."""
    for place, token in enumerate(tokens):
        if token.kind != NAME:
            continue
        parts, end = below(tokens, place)
        for axis, part in enumerate(parts):
            if any(is_index(one, letter) for one in part):
                zero = [one._replace(kind=NUMBER, text="0") if is_index(one, letter) else one for one in part]
                shape = setting.shapes.get(setting.spelled(token.text), ())
                yield Use(place, end, token, shape, axis, whole(zero), len(parts) == len(part) == 1)


def is_index(token: Token, letter: Token) -> bool:
    """Whether a token is the index."""
    return token.kind == NAME and token.text == letter.text


def stands_in(letter: Token, tokens: Sequence[Token]) -> bool:
    """Whether the index is among them."""
    return any(is_index(token, letter) for token in tokens)


def is_elementwise(tokens: list[Token], letter: Token, setting: Setting) -> bool:
    """Whether whole arrays can stand for their elements: nothing looks at more than one element at a time.

    An array without a value is taken for a vector, and a name without an index for a number.
    """
    found = {use.place: use for use in uses(tokens, letter, setting)}
    place = 0
    while place < len(tokens):
        token = tokens[place]
        if token.kind == NAME:
            if not (is_one(token, found[place]) if place in found else is_number(tokens, place, letter, setting)):
                return False
            place = below(tokens, place)[1]
            continue
        opens = token.kind == OPEN and token.text in ROUND and not (token.text == "[" and has_comma(tokens, place))
        applies = token.kind == FUNCTION and keeps_elements(token.text, tokens, place)
        if not (token.kind in PLAIN or opens or applies or (token.kind == BEGIN and token.text == "cases")):
            return False
        place += 1
    return True


def is_one(token: Token, use: Use) -> bool:
    """Whether a name with the index is one element of a vector."""
    return use.alone and use.offset == 0 and len(use.shape) <= 1


def is_number(tokens: list[Token], place: int, letter: Token, setting: Setting) -> bool:
    """Whether a name without the index is a number, or a function that makes a number of one."""
    token = tokens[place]
    called = place + 1 < len(tokens) and tokens[place + 1].kind == OPEN
    if is_index(token, letter) or (called and token.text in setting.functions):
        return False
    if called and token.word and not keeps_elements(token.word, tokens, place):
        return False
    shape = setting.shapes.get(setting.spelled(token.text), ())
    parts = below(tokens, place)[0]
    return not shape or (len(parts) == len(shape) and all(whole(part) is not None for part in parts))


def keeps_elements(word: str, tokens: list[Token], place: int) -> bool:
    """Whether the function at this place gives one element for one: max does where it has several operands."""
    rows = table.called(word)
    several = any(row.variadic for row in rows) and place + 1 < len(tokens) and has_comma(tokens, place + 1)
    return bool(rows) and (several or all(row.kind == "elementwise" for row in rows))


def has_comma(tokens: list[Token], place: int) -> bool:
    """Whether a comma stands in the bracket that is opened at this place, and in no other."""
    if tokens[place].kind != OPEN:
        return False
    depth = 0
    for token in tokens[place : closing(tokens, place)]:
        depth += (token.kind in (GROUP, OPEN, BEGIN)) - (token.kind in (UNGROUP, CLOSE, FINISH))
        if token.kind == COMMA and depth == 1:
            return True
    return False


def with_number(index: Token, number: int, body: list[Token]) -> list[Token]:
    """What is summed, for one number of the index."""
    found: list[Token] = []
    for token in body:
        if not is_index(token, index):
            found.append(token)
        elif number >= 0:
            found.append(Token(NUMBER, str(number), token.span, look=RUNNING))
        else:
            minus, value = Token(SIGN, "sub", token.span), Token(NUMBER, str(-number), token.span, look=RUNNING)
            found += [Token(GROUP, "", token.span), minus, value, Token(UNGROUP, "", token.span)]
    return found
