"""Sums and products over an index, written out where both bounds are numbers, else taken over whole arrays."""

from __future__ import annotations

from ...errors import AdtraceError, LimitError
from ...limits import LIMITS
from ...named import Record
from .names import Names
from .running import below, is_elementwise, is_index, stands_in, uses, whole, with_number
from .setting import Learned, Setting
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


class Bounds(Record):
    """What an index runs over.

    letter  the index; None where there is none
    first   its first number; `last`, its last one, where that is a number
    upto    the name that its last number is given by, and `shift`, what is added to that
    end     where all this ends
    """

    letter: Token | None
    first: int
    last: int | None
    upto: Token | None
    shift: int
    end: int


def written_out(tokens: list[Token], setting: Setting, learned: Learned) -> list[Token]:
    """The tokens without indices that run. Raises AdtraceError for one whose range cannot be told.

    The n of a sum from 1 to n over arrays is their length, wherever it stands: `learned` is told of it.
    """
    place = 0
    while place < len(tokens):
        token = tokens[place]
        following = tokens[place + 1].kind if place + 1 < len(tokens) else ""
        if token.kind != OVER and not (token.kind == FUNCTION and token.text in LARGEST and following == LOWERED):
            place += 1
            continue
        separate(tokens, place)
        bounds = bounds_of(tokens, place, setting)
        if bounds.end == place + 1 and following == OPEN and tokens[place + 1].text == "(":
            tokens[place] = called(tokens, place)
            place += 1
            continue
        end = end_of_body(tokens, bounds.end)
        body = tokens[bounds.end : end]
        if not body:
            raise AdtraceError(f"what the {token.text} is taken of is missing", token.span)
        tokens[place:end] = terms(token, bounds, body, setting, learned)
        if len(tokens) > LIMITS.written:
            raise LimitError("this is too long when it is written out", token.span, f"the limit is {LIMITS.written}")
    return tokens


def called(tokens: list[Token], place: int) -> Token:
    """A sum without an index before a bracket: it is of what stands in there. Raises AdtraceError if more follows."""
    end = closing(tokens, place + 1) + 1
    if end < len(tokens) and tokens[end].kind not in ENDS and tokens[end].kind not in (SIGN, TRANSPOSED):
        span = (tokens[place].span[0], tokens[end].span[1])
        hint = r"write \left(\sum x\right)^2, or \sum_{i} x_i^2"
        raise AdtraceError("what this is the sum of can be read in two ways", span, hint)
    return tokens[place]._replace(kind=FUNCTION)


def separate(tokens: list[Token], place: int) -> None:
    """Two indices below one sum, i,j, as two sums, one in the other."""
    if place + 2 >= len(tokens) or tokens[place + 1].kind != LOWERED:
        return
    end = closing(tokens, place + 2)
    below_it = tokens[place + 3 : end]
    equals = next((at for at, token in enumerate(below_it) if token.kind == EQUALS), len(below_it))
    letters = [token for token in below_it[:equals] if token.kind != COMMA]
    if len(letters) < 2 or any(token.kind != NAME for token in letters):
        return
    behind = end + 1
    if behind < len(tokens) and tokens[behind].kind == RAISED:
        behind = closing(tokens, behind + 1) + 1
    above = tokens[end + 1 : behind]
    tokens[place:behind] = [
        token for letter in letters
        for token in (*tokens[place : place + 3], letter, *below_it[equals:], tokens[end], *above)
    ]


def bounds_of(tokens: list[Token], place: int, setting: Setting) -> Bounds:
    """The bounds of the sum at this place, above and below in any order."""
    groups: dict[str, list[Token]] = {}
    at = place + 1
    while at < len(tokens) and tokens[at].kind in (LOWERED, RAISED) and tokens[at].kind not in groups:
        end = closing(tokens, at + 1)
        groups[tokens[at].kind] = tokens[at + 2 : end]
        at = end + 1
    lower, above = groups.get(LOWERED, []), groups.get(RAISED, [])
    if not lower:
        if above:
            raise AdtraceError("an index is missing below", tokens[place].span, HOW)
        return Bounds(None, 1, None, None, 0, at)
    if lower[0].kind != NAME or (len(lower) > 1 and lower[1].kind != EQUALS):
        raise AdtraceError("this is no index", lower[0].span, HOW)
    first = whole(lower[2:]) if len(lower) > 1 else 1
    if first is None:
        raise AdtraceError("an index begins with a number", lower[-1].span, HOW)
    last = whole(above)
    if not above or last is not None:
        return Bounds(lower[0], first, last, None, 0, at)
    joined = Names(above, setting).all()
    shift = whole([Token(NUMBER, "0", above[0].span), *joined[1:]])
    if joined[0].kind != NAME or shift is None:
        span = (above[0].span[0], above[-1].span[1])
        raise AdtraceError("an index ends with a number, or with a name", span, "such as n, n - 1 or 3")
    return Bounds(lower[0], first, None, joined[0], shift, at)


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


def terms(over: Token, bounds: Bounds, body: list[Token], setting: Setting, learned: Learned) -> list[Token]:
    """The whole sum as tokens: of whole arrays where they can stand for their elements, else written out."""
    letter = bounds.letter
    if letter is None:
        return wrapped(over, body)
    last = bounds.last if bounds.last is not None else last_of(bounds, letter, body, setting, learned)
    if last is None:
        if not is_elementwise(body, letter, setting):
            learned.pending = learned.pending or AdtraceError(
                f"how far {letter.text} runs is not known", letter.span, "give its arrays values: --at \"x=[1, 2]\""
            )
        return wrapped(over, over_arrays(letter, body))
    if bounds.last is None:
        of_all = bounds.first == 1 and all(use.shape == (last,) for use in uses(body, letter, setting))
        if of_all and stands_in(letter, body) and is_elementwise(body, letter, setting):
            return wrapped(over, over_arrays(letter, body))
        if last - bounds.first >= LIMITS.terms:
            hint = "write it with products of whole arrays, such as \\lVert X w - y \\rVert^2"
            raise LimitError(f"this {over.text} is one of {last - bounds.first + 1} terms", over.span, hint)
    return one_by_one(over, bounds._replace(last=last), body)


def wrapped(over: Token, inner: list[Token]) -> list[Token]:
    """A sum as a call."""
    return [Token(FUNCTION, over.text, over.span), Token(OPEN, "(", over.span), *inner, Token(CLOSE, "(", over.span)]


def one_by_one(over: Token, bounds: Bounds, body: list[Token]) -> list[Token]:
    """The sum term by term."""
    assert bounds.letter is not None and bounds.last is not None
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
    return [group, *found, ungroup] if sign else wrapped(over, found)


def last_of(bounds: Bounds, letter: Token, body: list[Token], setting: Setting, learned: Learned) -> int | None:
    """The last number of an index that runs up to n; None where nothing with a value says it. Raises AdtraceError."""
    found = list(uses(body, letter, setting))
    count, lengths = bounds.upto, dict[str, int]()
    for use in found:
        farthest = max(other.offset or 0 for other in found if other.token.text == use.token.text)
        if use.shape and use.offset == farthest == -bounds.shift:
            lengths[use.token.text] = use.length
        elif setting.spelled(use.token.text) in setting.values and not use.shape:
            raise AdtraceError(f"{use.token.text} is one number, and has no elements", use.token.span)
    name, length = next(iter(lengths.items()), ("", 0))
    for other, size in lengths.items():
        if size != length:
            message = f"{name} has {length} elements along {letter.text}, {other} has {size}"
            raise AdtraceError(message, letter.span, "an index runs over arrays of one length")
    if count is None or count.text in setting.assigned - set(setting.values):
        if count is not None:
            hint = f"leave its line out, or give {count.text} a value"
            raise AdtraceError(f"the value of {count.text} is not known here", count.span, hint)
        return length if lengths else nothing_known(bounds, letter, body, setting, learned)
    value = setting.values.get(count.text, learned.lengths.get(count.text))
    if value is None:
        if not lengths:
            return nothing_known(bounds, letter, body, setting, learned)
        value = learned.lengths[count.text] = length
    if getattr(value, "shape", ()) or value % 1 != 0 or (lengths and value != length):
        what = f"{length}, the length of {name}" if lengths else "a whole number"
        raise AdtraceError(f"{count.text} is not {what}", count.span, f"give {count.text} no value, or this one")
    return int(value) + bounds.shift


def nothing_known(bounds: Bounds, letter: Token, body: list[Token], setting: Setting, learned: Learned) -> int | None:
    """None where values may say later how far the index runs. Raises AdtraceError where they never will."""
    if not stands_in(letter, body):
        raise AdtraceError(f"nothing here has the index {letter.text}", letter.span, HOW)
    found = list(uses(body, letter, setting))
    if found and not any(use.shape for use in found):
        return None
    token = next(token for token in body if is_index(token, letter))
    hint = r"give it two numbers, \sum_{i=1}^{3}; over whole arrays it only says which element: x_i"
    if bounds.upto is not None:
        hint = f"give {bounds.upto.text} a value, or write a number: \\sum_{{i=1}}^{{3}}"
    error = AdtraceError(f"the index {letter.text} needs numbers for its bounds here", token.span, hint)
    if bounds.upto is None or setting.values:
        raise error
    learned.pending = learned.pending or error
    return None


def over_arrays(index: Token, body: list[Token]) -> list[Token]:
    """What is summed with arrays for their elements: x for x_i."""
    found: list[Token] = []
    place = 0
    while place < len(body):
        token = body[place]
        end = below(body, place)[1] if token.kind == NAME else place + 1
        if token.kind == NAME and stands_in(index, body[place + 1 : end]):
            found += [token, Token(INDEX, "", token.span)]
            place = end
            continue
        found.append(token._replace(kind=NUMBER, text="1") if is_index(token, index) else token)
        place += 1
    return found
