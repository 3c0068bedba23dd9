"""Lines with one operation each, as generated programs have them by the thousand: read at once, without a loop."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate, chain
from operator import ge
from typing import Any

from .brackets import NO_KEYWORDS
from .columns import CALL, MISSING, Columns
from .expressions import CALLED
from .grammar import BY_SIGN
from .tokens import NUMBER_PATTERN

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


def called(known: dict[str, Any], word: str) -> tuple[str, dict[str, int]]:
    """A call of this word without keywords, as it stands in columns: the same one every time."""
    meaning: tuple[int, int, Any] = known.setdefault(f"{word}(", (CALLED, 0, (word, NO_KEYWORDS)))
    call: tuple[str, dict[str, int]] = meaning[2]
    return call


def operations_at_once(
    columns: Columns,
    known: dict[str, Any],
    assigned: dict[str, int],
    declared: set[str],
    lines: Sequence[Line],
    number: int,
) -> int | None:
    """Append the operations of lines that use known names and literals only.

    number  that of the first line's first token, its line break
    Returns the number of the token behind the lines; None if something in them is new or wrong, and nothing is done.
    """
    names, words, lefts, signs, rights = zip(*lines, strict=True)
    positions = range(len(columns), len(columns) + len(lines))
    given = list(map(assigned.setdefault, names, positions))
    left, right = places(lefts, known, assigned), places(rights, known, assigned)
    are_known = MISSING not in right and left.count(MISSING) == lefts.count("")  # of a call there is no left one
    is_late = any(map(ge, left, positions)) or any(map(ge, right, positions))
    if given != list(positions) or not declared.isdisjoint(names) or is_late or not are_known:
        for name in names:
            if assigned.get(name, MISSING) >= positions.start:
                del assigned[name]
        return None
    calls = {word: called(known, word) if word else None for word in set(words)}
    starts = list(accumulate(chain((number,), [5 if word else 4 for word in words])))
    columns.ops.extend(map(BY_LINE.__getitem__, signs))
    columns.args.extend([(b,) if a == MISSING else (a, b) for a, b in zip(left, right, strict=True)])
    columns.data.extend(map(calls.__getitem__, words))
    columns.firsts.extend([start + 2 for start in starts[:-1]])
    columns.lasts.extend([start - 1 for start in starts[1:]])
    return starts[-1]


def places(atoms: Sequence[str], known: dict[str, Any], assigned: dict[str, int]) -> list[int]:
    """The position of the value of every name or literal, MISSING for what is not known."""
    found = list(map(assigned.get, atoms))
    return [known.get(atom, MISSING) if place is None else place for place, atom in zip(found, atoms, strict=True)]
