"""An audit along a range: where the numbers fare alike, as a table and for programs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from ..records.audit import ALL, FEW, INFINITE, LOST, NAN, NONE, SOME, STATES, Fare, Over, Stretch
from .formats import Options
from .layout import ASCII_RULES, RIGHT, UNICODE_RULES, Column, Line, line, table, table_width, wrapped
from .notation import Notation
from .number import localised, mark

ALIKE = ({NAN}, {INFINITE}, {LOST, NONE}, {FEW, SOME, ALL})
"""States whose stretches are joined where there are too many."""

MOST_ROWS = 16
"""Stretches that are shown."""

WORDS = {
    NAN: "nan", INFINITE: "infinite", LOST: "0, lost", NONE: "no digit", FEW: "{count} digits", SOME: "{count} digits",
    ALL: "good",
}


def range_lines(over: Over, notation: Notation, options: Options) -> list[Line]:
    """How the numbers fare over the range."""
    say = options.say
    name = notation.own.name(over.name)
    rows = joined(over.stretches)

    def number(value: float) -> str:
        return localised(mark(value), options.decimal)

    def ends(stretch: Stretch) -> str:
        if stretch.size == 1:
            return number(stretch.start)
        return say("{low} to {high}").format(low=number(stretch.start), high=number(stretch.stop))

    def fares(heading: str, part: str, place: int) -> Column:
        found = [getattr(stretch, part)[place] for stretch in rows]
        return Column(heading, [(line((said(fare, options), "" if fare.state == ALL else "error")),) for fare in found])

    where = [
        Column(name, [(line(ends(stretch)),) for stretch in rows]),
        Column(say("points"), [(line(str(stretch.size)),) for stretch in rows], RIGHT),
    ]
    parts = [[fares(say("value"), "before", 0), fares(say("gradient"), "before", 1)]]
    if over.before != over.after:
        parts.append([fares(say("value after"), "after", 0), fares(say("gradient after"), "after", 1)])
    tables = [[*where, *(column for part in parts for column in part)]]
    if table_width(tables[0]) > options.width:
        tables = [[*where, *part] for part in parts]
    title = say("Over {name}: the fewest digits that are right").format(name=name)
    found = [*wrapped(line((title, "bold")), options.width, 2)]
    for columns in tables:
        found += table(columns, UNICODE_RULES if options.unicode else ASCII_RULES)
    if len(over.stretches) > len(rows):
        told = say("{count} stretches, joined to {rows}: each row tells the worst of it; JSON has them all")
        text = told.format(count=len(over.stretches), rows=len(rows))
        found += wrapped(line((text, "dim")), options.width, 2)
    return found


def joined(stretches: Sequence[Stretch]) -> list[Stretch]:
    """No more stretches than there are rows: small neighbours are joined, those first that lose as little; the worst
    counts."""
    found = list(stretches)
    while len(found) > MOST_ROWS:
        pairs = list(pairwise(found))
        first = min(range(len(pairs)), key=lambda place: apart(*pairs[place]))
        found[first : first + 2] = [both(*pairs[first])]
    return found


def apart(one: Stretch, other: Stretch) -> tuple[int, int]:
    """How much is lost when two neighbouring stretches are joined: what is no number stands alone as long as it can."""
    pairs = zip((*one.before, *one.after), (*other.before, *other.after), strict=True)
    unlike = sum(not any({a.state, b.state} <= alike for alike in ALIKE) for a, b in pairs)
    return unlike, one.size + other.size


def both(one: Stretch, other: Stretch) -> Stretch:
    """Two neighbouring stretches as one."""

    def worse(first: tuple[Fare, Fare], second: tuple[Fare, Fare]) -> tuple[Fare, Fare]:
        a, b = [min(pair, key=lambda fare: STATES.index(fare.state)) for pair in zip(first, second, strict=True)]
        return a, b

    size = one.size + other.size
    return Stretch(one.start, other.stop, size, worse(one.before, other.before), worse(one.after, other.after))


def said(fare: Fare, options: Options) -> str:
    """What became of some numbers, in words."""
    count = int(fare.digits) if fare.digits == fare.digits else 0
    phrase = "{count} digit" if fare.state in (FEW, SOME) and count == 1 else WORDS[fare.state]
    return options.say(phrase).format(count=count)


def range_object(over: Over) -> dict[str, Any]:
    """The same for programs, with the errors at every point."""
    from .formats.json import exact

    found: dict[str, Any] = exact({
        "input": over.name, "points": over.points,
        "stretches": [
            {
                "from": one.start, "to": one.stop, "points": one.size,
                **{f"{what}_{when}": fare._asdict() for when, pair in (("before", one.before), ("after", one.after))
                   for what, fare in zip(("value", "gradient"), pair, strict=True)},
            }
            for one in over.stretches
        ],
        "errors": {"before": over.before._asdict(), "after": over.after._asdict()},
    })
    return found
