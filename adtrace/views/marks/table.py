"""The marks for the screen: a row for each answer, with the first line of it that is wrong."""

from __future__ import annotations

from collections.abc import Iterator

from ...records.marks import MISSING, Marking
from ...records.worked import CARRIED, EXACT, ROUNDING, UNREAD, WRONG
from ..console import painted
from ..feedback import Feedback, asked_for, averages
from ..formats import Options
from ..frame import header
from ..layout import (
    ASCII_RULES,
    GAP,
    RIGHT,
    UNICODE_RULES,
    Cell,
    Column,
    Line,
    cells,
    line,
    plain,
    table,
    table_width,
    wrapped,
)
from ..notation import of_options
from ..report import clipped
from ..verdicts import STYLES, sign
from . import MarksFormat

COUNTED = {"right": (EXACT, ROUNDING), "carried": (CARRIED,), "wrong": (WRONG, UNREAD), "missing": (MISSING,)}
"""Columns of counts, and the verdicts that each counts."""

NARROWEST, LONGEST_NAME = 24, 28
"""Cells that a reason has beside its row at least; with fewer it stands beneath. Cells of the longest name."""


def render(marking: Marking, options: Options) -> Iterator[str]:
    """The screen. Raises AdtraceError (notation, language)."""
    found = lines(marking, options)
    return painted(found) if options.colour else (plain(content) + "\n" for content in found)


def lines(marking: Marking, options: Options) -> list[Line]:
    """Header, what is asked for, the answers, and how they did as a whole."""
    columns, say = max(1, options.width), options.say
    body = answers(marking, options, columns)
    notation = of_options(marking.trace, options)
    edge = max((cells(plain(part)) for part in body), default=0)
    found = header(marking.trace, notation, columns, edge, say, say("Marks"))
    found += wrapped(line((asked_for(marking, options), "dim")), columns, 2, anywhere=True)
    if marking.uncounted:
        names = Feedback(marking, marking.answers[0], options).listed(marking.uncounted)
        found += wrapped(line((say("not counted: {names}").format(names=names), "dim")), columns, 2, anywhere=True)
    found += body
    for sentence in averages(marking, options):
        found += wrapped(line(sentence), columns, 2, anywhere=True)
    return found


def answers(marking: Marking, options: Options, columns: int) -> list[Line]:
    """The table; reasons stand at its right, or beneath their rows where the screen is narrow."""
    say, shown = options.say, [Feedback(marking, one, options) for one in marking.answers]
    dots = "…" if options.unicode else "..."
    whole = [one.name for one in shown]
    names = [name if cells(name) <= LONGEST_NAME else clipped(name, LONGEST_NAME - 1) + dots for name in whole]
    found: list[Column] = [
        Column(say("answer"), [(line((name, "bold")),) for name in names]),
        Column(say("points"), [(line(one.score),) for one in shown], RIGHT),
        *(Column(say(COUNTS[name]), [counts(one, name, options) for one in shown], RIGHT) for name in COUNTED),
    ]
    reasons = [one.reason() for one in shown]
    room = columns - table_width(found) - GAP
    rules = UNICODE_RULES if options.unicode else ASCII_RULES
    if room >= NARROWEST:
        blocks = [
            tuple(line(plain(part)) for part in wrapped(line(reason), room, 2, anywhere=True)) for reason in reasons
        ]
        return table([*found, Column(say("what is wrong"), blocks)], rules)
    beneath = {
        place: [line("   ", part) for part in wrapped(line((reason, "dim")), max(columns - 3, 1), 2, anywhere=True)]
        for place, reason in enumerate(reasons) if reason
    }
    return table(found, rules, beneath=beneath)


COUNTS = {"right": "right", "carried": "carried", "wrong": "wrong", "missing": "missing"}
"""Headings of the columns of counts."""


def counts(shown: Feedback, name: str, options: Options) -> Cell:
    """How many numbers of an answer have one of these verdicts; nothing for none, and for what could not be read."""
    outcomes = COUNTED[name]
    count = 0 if shown.failure else sum(shown.marked.counts[each] for each in outcomes)
    return (line((f"{count} {sign(outcomes[0], unicode=options.unicode)}", STYLES[outcomes[0]])),) if count else ()


FORMAT = MarksFormat("table", "a row for each answer, for the screen", render, suffixes=(".txt",))
