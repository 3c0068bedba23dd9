"""Sums and products over an index, written out where both bounds are numbers, else taken over whole arrays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ...errors import AdtraceError, LimitError
from ...limits import LIMITS
from .setting import Setting
from .tokens import (
    BEGIN,
    CELL,
    CLOSE,
    COMMA,
    COMPARISONS,
    END,
    EQUALS,
    FINISH,
    FUNCTION,
    GROUP,
    INDEX,
    LOWERED,
    NAME,
    NUMBER,
    OPEN,
    OVER,
    RAISED,
    ROW,
    SIGN,
    TRANSPOSED,
    UNGROUP,
    WORDS,
    Token,
    closing,
)

BETWEEN = {"sum": "add", "prod": "mul"}
EMPTY = {"sum": "0", "prod": "1"}
LARGEST = frozenset(("max", "min"))
ENDS = frozenset((CLOSE, UNGROUP, FINISH, COMMA, END, EQUALS, CELL, ROW, WORDS))
HOW = r"an index runs from one number to another, \sum_{i=1}^{3}, or over whole arrays, \sum_{i} x_i"


class Bounds(NamedTuple):
    """What an index runs over.

    letter  the index; `upper`, the name of its last number, if that is one
    first   its first number and its `last`, both None for whole arrays
    end     where all this ends
    """

    letter: Token | None
    upper: Token | None
    first: int | None
    last: int | None
    end: int


def written_out(tokens: list[Token], setting: Setting) -> list[Token]:
    """The tokens without indices that run. Raises AdtraceError for one whose range cannot be told.

    The n of a sum from 1 to n over arrays is their length, wherever it stands.
    """
    place, lengths = 0, dict[str, int]()
    while place < len(tokens):
        token = tokens[place]
        following = tokens[place + 1].kind if place + 1 < len(tokens) else ""
        if token.kind != OVER and not (token.kind == FUNCTION and token.text in LARGEST and following == LOWERED):
            place += 1
            continue
        bounds = bounds_of(tokens, place)
        if bounds.end == place + 1 and following == OPEN and tokens[place + 1].text == "(":
            tokens[place] = called(tokens, place)
            place += 1
            continue
        end = end_of_body(tokens, bounds.end)
        body = tokens[bounds.end : end]
        if not body:
            raise AdtraceError(f"what the {token.text} is taken of is missing", token.span)
        if bounds.upper is not None and bounds.last is None:
            lengths |= length(bounds.upper, body, bounds.letter, setting)
        tokens[place:end] = terms(token, bounds, body)
        if len(tokens) > LIMITS.written:
            raise LimitError("this is too long when it is written out", token.span, f"the limit is {LIMITS.written}")
    return [
        token._replace(kind=NUMBER, text=str(lengths[token.text])) if token.kind == NAME and token.text in lengths
        else token for token in tokens
    ]


def length(count: Token, body: list[Token], letter: Token | None, setting: Setting) -> dict[str, int]:
    """The length of the arrays that a sum runs over, by the name of its last number; nothing where none is known.

    Raises AdtraceError where the name has another value.
    """
    for place, token in enumerate(body):
        shape = setting.shapes.get(token.text)
        if token.kind != NAME or not shape or letter is None or not element(body[place + 1 : place + 6], letter):
            continue
        value = setting.values.get(count.text, shape[0])
        if getattr(value, "shape", ()) or value != shape[0]:
            message = f"{count.text} is not {shape[0]}, the length of {token.text}"
            raise AdtraceError(message, count.span, f"give {count.text} no value, or this one")
        return {} if setting.means_value(count.text) else {count.text: shape[0]}
    return {}


def called(tokens: list[Token], place: int) -> Token:
    """A sum without an index before a bracket: it is of what stands in there. Raises AdtraceError if more follows."""
    end = closing(tokens, place + 1) + 1
    if end < len(tokens) and tokens[end].kind not in ENDS and tokens[end].kind not in (SIGN, TRANSPOSED):
        span = (tokens[place].span[0], tokens[end].span[1])
        hint = r"write \left(\sum x\right)^2, or \sum_{i} x_i^2"
        raise AdtraceError("what this is the sum of can be read in two ways", span, hint)
    return tokens[place]._replace(kind=FUNCTION)


def bounds_of(tokens: list[Token], place: int) -> Bounds:
    """The bounds of the sum at this place, above and below in any order."""
    groups: dict[str, list[Token]] = {}
    at = place + 1
    while at < len(tokens) and tokens[at].kind in (LOWERED, RAISED) and tokens[at].kind not in groups:
        end = closing(tokens, at + 1)
        groups[tokens[at].kind] = tokens[at + 2 : end]
        at = end + 1
    below, above = groups.get(LOWERED, []), groups.get(RAISED, [])
    if not below:
        if above:
            raise AdtraceError("an index is missing below", tokens[place].span, HOW)
        return Bounds(None, None, None, None, at)
    if below[0].kind != NAME or (len(below) > 1 and below[1].kind != EQUALS):
        raise AdtraceError("this is no index", below[0].span, HOW)
    first, last = whole(below[2:]), whole(above)
    if first is None and len(below) > 1:
        raise AdtraceError("an index begins with a number", below[-1].span, HOW)
    if last is None:
        if first not in (None, 1):
            raise AdtraceError("over whole arrays an index begins with 1", below[-1].span, HOW)
        first = None
    upper = above[0] if len(above) == 1 and above[0].kind == NAME else None
    return Bounds(below[0], upper, first, last, at)


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


def end_of_body(tokens: list[Token], start: int) -> int:
    """Where what is summed ends: before the next +, - or comparison, or with what it stands in."""
    depth, place = 0, start
    while place < len(tokens):
        token = tokens[place]
        if not depth and (token.kind in ENDS or is_end(token, first=place == start)):
            break
        depth += (token.kind in (GROUP, OPEN, BEGIN)) - (token.kind in (UNGROUP, CLOSE, FINISH))
        place += 1
    return place


def is_end(token: Token, *, first: bool) -> bool:
    """Whether a sign ends a product."""
    return token.kind == SIGN and ((token.text in ("add", "sub") and not first) or token.text in COMPARISONS)


def terms(over: Token, bounds: Bounds, body: list[Token]) -> list[Token]:
    """The whole sum as tokens."""
    opened, closed = Token(OPEN, "(", over.span), Token(CLOSE, "(", over.span)
    if bounds.letter is None or bounds.first is None or bounds.last is None:
        inner = body if bounds.letter is None else over_arrays(bounds.letter, body)
        return [Token(FUNCTION, over.text, over.span), opened, *inner, closed]
    sign = BETWEEN.get(over.text)
    separator = Token(SIGN, sign, over.span) if sign else Token(COMMA, ",", over.span)
    group, ungroup = Token(GROUP, "", over.span), Token(UNGROUP, "", over.span)
    count = bounds.last - bounds.first + 1
    if count * len(body) > LIMITS.written:
        raise LimitError(f"a {over.text} of {count} terms", over.span, r"sum over a whole array: \sum_{i} x_i")
    if count <= 0:
        if not sign:
            raise AdtraceError(f"the {over.text} of nothing", over.span)
        return [Token(NUMBER, EMPTY[over.text], over.span)]
    found: list[Token] = []
    for number in range(bounds.first, bounds.last + 1):
        found += [separator] if found else []
        found += [group, *with_number(bounds.letter, number, body), ungroup]
    if sign:
        return [group, *found, ungroup]
    return [Token(FUNCTION, over.text, over.span), opened, *found, closed]


def with_number(index: Token, number: int, body: list[Token]) -> list[Token]:
    """What is summed, for one number of the index."""
    found: list[Token] = []
    for token in body:
        if token.kind != NAME or token.text != index.text:
            found.append(token)
        elif number >= 0:
            found.append(Token(NUMBER, str(number), token.span))
        else:
            minus, value = Token(SIGN, "sub", token.span), Token(NUMBER, str(-number), token.span)
            found += [Token(GROUP, "", token.span), minus, value, Token(UNGROUP, "", token.span)]
    return found


def over_arrays(index: Token, body: list[Token]) -> list[Token]:
    """What is summed with arrays for their elements: x for x_i. Raises AdtraceError where the index stands alone."""
    found: list[Token] = []
    place, used = 0, False
    while place < len(body):
        token = body[place]
        inner = body[place + 1 : place + 6]
        if (end := element(inner, index)) and token.kind == NAME:
            found += [token, Token(INDEX, "", token.span)]
            used, place = True, place + 1 + end
            continue
        if token.kind == NAME and token.text == index.text:
            hint = r"give it two numbers, \sum_{i=1}^{3}; over whole arrays it only says which element: x_i"
            raise AdtraceError(f"the index {index.text} needs numbers for its bounds here", token.span, hint)
        found.append(token)
        place += 1
    if not used:
        raise AdtraceError(f"nothing here has the index {index.text}", index.span, HOW)
    return found


def element(tokens: list[Token], index: Token) -> int:
    """How many tokens behind a name say that it is the element of this index: _i or ^{(i)}; 0 where they do not."""
    kinds = [token.kind for token in tokens]
    texts = [token.text for token in tokens]
    if kinds[:4] == [LOWERED, GROUP, NAME, UNGROUP] and texts[2] == index.text:
        return 4
    if kinds == [RAISED, GROUP, OPEN, NAME, CLOSE] and texts[3] == index.text:
        return 6
    return 0
