"""An audit along a range: where the numbers fare alike, as a table and for programs."""

from __future__ import annotations

from typing import Any

from ..records.audit import ALL, FEW, INFINITE, LOST, NAN, NONE, SOME, Fare, Over, Stretch
from .formats import Options
from .layout import ASCII_RULES, RIGHT, UNICODE_RULES, Column, Line, line, table, table_width, wrapped
from .notation import Notation
from .number import given, localised

MOST_ROWS = 24

WORDS = {
    NAN: "nan", INFINITE: "infinite", LOST: "0, lost", NONE: "no digit", FEW: "{count} digits", SOME: "{count} digits",
    ALL: "good",
}


def range_lines(over: Over, notation: Notation, options: Options) -> list[Line]:
    """How the numbers fare over the range."""
    say = options.say
    name = notation.own.name(over.name)
    rows = over.stretches[:MOST_ROWS]

    def number(value: float) -> str:
        return localised(given(value), options.decimal)

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
        found.append(line((say("and {count} more").format(count=len(over.stretches) - len(rows)), "dim")))
    return found


def said(fare: Fare, options: Options) -> str:
    """What became of some numbers, in words."""
    return options.say(WORDS[fare.state]).format(count=int(fare.digits) if fare.digits == fare.digits else 0)


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
