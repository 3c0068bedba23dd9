"""Long sums and products of names and literals, as generated programs have them: read at once, without a loop."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import chain, islice, repeat
from typing import TYPE_CHECKING, Any

from . import tokens
from .columns import MISSING

if TYPE_CHECKING:
    from .expressions import Expressions

Token = tuple[str, str]
"""A token, and the operator behind it if it is a value."""

LONG = 32
"""Signs in a row that bind alike, from which on it pays to look for what is between them."""
CHAIN = re.compile(rf"[-+]{{{LONG},}}|[*/]{{{LONG},}}")


def numbered(reader: Expressions, found: Sequence[Token], number: int) -> Iterator[tuple[int, Token]]:
    """The tokens, numbered from this number on, but for the values of chains, which the reader is given at once."""
    done, rest = 0, iter(found)
    for match in CHAIN.finditer("".join([sign or " " for _, sign in found])):
        first, end = match.start() + 1, match.end() - 1  # The reader sees the last one, too: a text may end there.
        yield from enumerate(islice(rest, first - done), number + done)
        done = first
        if at_once(reader, found[first - 1 : end], number + first):
            done = end
            deque(islice(rest, end - first), maxlen=0)
    yield from enumerate(rest, number + done)


def at_once(reader: Expressions, found: Sequence[Token], number: int) -> bool:
    """Append the operations of a chain: what the reader makes of its tokens, of which it has seen the first.

    number  that of the second token
    Returns False, and does nothing, where the operator behind the first does not wait for the second.
    """
    values, signs = zip(*found, strict=True)
    columns, operands, stack = reader.columns, reader.operands, reader.stack
    waiting = {sign: reader.known[sign][2] for sign in set(signs)}
    if not stack or stack[-1] is not waiting[signs[0]] or not are_atoms(reader, values[1:]):
        return False
    places = learned(reader, values[1:], number)
    results = range(len(columns), len(columns) + len(places))
    lefts = chain(operands[-1:], results[:-1])
    columns.ops.extend([waiting[sign][1] for sign in signs[:-1]])
    columns.args.extend(zip(lefts, places, strict=True))
    columns.data.extend([None] * len(places))
    columns.firsts.extend(reader.begins[-1:] * len(places))
    columns.lasts.extend(range(number, number + len(places)))
    operands[-1], stack[-1] = results[-1], waiting[signs[-1]]
    return True


def are_atoms(reader: Expressions, values: Sequence[str]) -> bool:
    """Whether all of these tokens are names and literals: a .T may have an operator behind it, too."""
    new = set(values).difference(reader.known, reader.assigned)
    return all(tokens.kind_of(token) in (tokens.NAME, tokens.NUMBER) for token in new)


def learned(reader: Expressions, values: Sequence[str], number: int) -> list[Any]:
    """The positions of the values of names and literals, those that have not been met included."""
    places: list[Any] = list(map(reader.assigned.get, values, map(reader.known.get, values, repeat(MISSING))))
    new = [offset for offset, place in enumerate(places) if place == MISSING]
    for offset in new:
        if values[offset] not in reader.known:
            reader.learn(number + offset, values[offset], wanted=True)
        places[offset] = reader.known[values[offset]]
    return places
