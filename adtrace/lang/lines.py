"""Lines with one operation each, as generated programs have them by the thousand: read at once, without a loop."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import compress, islice
from operator import ge
from typing import TYPE_CHECKING, Any

from ..errors import Span
from .brackets import NO_KEYWORDS
from .columns import CALL, MISSING
from .expressions import CALLED
from .grammar import BY_SIGN
from .tokens import NUMBER_PATTERN

if TYPE_CHECKING:
    from .parser import Statements

WORD = r"[A-Za-z_][A-Za-z0-9_]{0,99}+"
ATOM = rf"{WORD}|{NUMBER_PATTERN}"
LINE = re.compile(
    rf"^({WORD})[ \t]*+=[ \t]*+(?:({WORD})[ \t]*+\(|({ATOM})[ \t]*+([-+*/^]))[ \t]*+({ATOM})[ \t]*+(?(2)\))[ \t\r]*+$",
    re.MULTILINE,
)
"""name = word(right), or name = left sign right."""

Line = tuple[str, str, str, str, str]
"""What LINE finds: name, word, left, sign, right."""

OPERATORS = {sign: infix.operator for sign, infix in BY_SIGN.items()}
BY_LINE = {**OPERATORS, "": CALL}


def operations(reader: Statements, lines: Sequence[Line], number: int, start: int) -> int:
    """Append lines with one operation each: what the reader makes of their tokens, at once.

    number  that of the first line's first token, its line break
    start   where the first line begins in the text
    Returns the number of the token behind the lines. Raises AdtraceError as the reader does.
    """
    if (behind := at_once(reader, lines, number, start)) is not None:
        return behind
    columns, assigned = reader.columns, reader.assigned
    for name, word, left, sign, right in lines:
        first = number + 2
        last = first + (2 if word else 1)
        if name in assigned or name in reader.declared:
            reader.bound(number + 1, name)
        if word:
            items: tuple[int, ...] = (position(reader, first + 1, right),)
            assigned[name] = columns.append(CALL, items, called(reader, word), first, last)
        else:
            items = position(reader, first, left), position(reader, last, right)
            assigned[name] = columns.append(OPERATORS[sign], items, None, first, last)
        number = last + 1
    return number


def called(reader: Statements, word: str) -> tuple[str, dict[str, int]]:
    """A call of this word without keywords, as it stands in columns: the same one every time."""
    meaning: tuple[int, int, Any] = reader.known.setdefault(f"{word}(", (CALLED, 0, (word, NO_KEYWORDS)))
    call: tuple[str, dict[str, int]] = meaning[2]
    return call


def position(reader: Statements, number: int, atom: str) -> int:
    """The position of a name's or a literal's value."""
    for known in (reader.assigned, reader.known):
        if (found := known.get(atom)) is not None:
            return int(found)
    return int(reader.learn(number, atom, wanted=True))


def at_once(reader: Statements, lines: Sequence[Line], number: int, start: int) -> int | None:
    """The same without a loop; None if something in the lines is new or wrong, and nothing is done."""
    columns = reader.columns
    names, words, lefts, signs, rights = zip(*lines, strict=True)
    positions = range(len(columns), len(columns) + len(lines))
    recent = dict(zip(names, positions, strict=True))
    left, right = places(reader, recent, lefts), places(reader, recent, rights)
    if MISSING in right or MISSING in left or any(map(ge, left, positions)) or any(map(ge, right, positions)):
        return None
    if not assign(reader, recent, len(lines)):
        return None
    args: list[tuple[int, ...]] = list(zip(left, right, strict=True))
    data: list[Any] = [None] * len(lines)
    calls = list(compress(range(len(lines)), words))
    for place in calls:
        args[place] = (right[place],)
        data[place] = called(reader, words[place])
    columns.extend(list(map(BY_LINE.__getitem__, signs)), args, data, start)
    return number + 4 * len(lines) + len(calls)


def places(reader: Statements, recent: Mapping[str, int], atoms: Sequence[str]) -> list[Any]:
    """The position of the value of every name or literal, MISSING for what is not known; 0 where there is none.

    recent  the names of these lines: most are used soon, and found sooner here than among a million
    """
    found = list(map(recent.get, atoms, map({**reader.known, "": 0}.get, atoms)))
    place = MISSING
    for _ in range(found.count(None)):
        place = found.index(None, place + 1)
        found[place] = reader.assigned.get(atoms[place], MISSING)
    return found


def assign(reader: Statements, recent: Mapping[str, int], count: int) -> bool:
    """Assign so many names; none if there are fewer, since a name is given twice: the reader will say where."""
    assigned = reader.assigned
    before = len(assigned)
    if len(recent) < count or not reader.declared.isdisjoint(recent):
        return False
    assigned.update(recent)
    if len(assigned) == before + count:
        return True
    for name in list(islice(reversed(assigned), len(assigned) - before)):
        del assigned[name]
    return False


def span(text: str, start: int, line: int) -> Span:
    """Offsets of the operation in a line, counted from 0 in those that begin at an offset of the text."""
    found = next(islice(LINE.finditer(text, start), line, None))
    end = found.end(5) if found[4] else text.index(")", found.end(5)) + 1
    return found.start(3 if found[4] else 2), end
