"""Two programs compared: a few lines for people, an object for programs."""

from __future__ import annotations

from typing import Any

from ..records.claims import DROWNED, UNDECIDED, Counterexample
from ..records.identities import Comparison
from .claims import counter_object
from .formats import Options
from .frame import point_text, program_lines
from .layout import (
    ASCII_RULES,
    RIGHT,
    UNICODE_RULES,
    Column,
    Line,
    cells,
    line,
    measure,
    table,
    wrapped,
)
from .number import aligned
from .wording import Words, broken

ALONE = (
    "at {count} points the first alone has a value and slopes, such as {point}",
    "at {count} points the second alone has a value and slopes, such as {point}",
)


def identity_lines(found: Comparison, options: Options) -> list[Line]:
    """The comparison for a screen. Raises AdtraceError (notation, language)."""
    return Screen(found, options).lines()


class Screen(Words):
    """One comparison on one screen."""

    def __init__(self, found: Comparison, options: Options) -> None:
        super().__init__(found.left, options)
        self.found = found

    def lines(self) -> list[Line]:
        """Both programs, the points, and the verdict."""
        found, say = self.found, self.say
        tried = found.points + found.failing if found.counter else found.points
        body = [*self.programs(), *self.tried(found.compared, found.seed, found.outside, found.held)]
        if found.counter is not None:
            body += self.difference(found.counter)
            what = say("values differ" if not found.what else "derivatives by {name} differ").format(
                name=self.notation.name(found.what or "")
            )
            phrase = self.counted("{what} at {count} of {all} points", found.failing, what=what, all=tried)
            body += wrapped(line((phrase, "error")), self.columns, 2)
        elif found.shapes is not None:
            shapes = [self.shape(shape) for shape in found.shapes]
            phrase = say("the first is {first}, the second {second}").format(first=shapes[0], second=shapes[1])
            body += wrapped(line((phrase, "error")), self.columns, 2)
        elif found.verdict == UNDECIDED:
            body += wrapped(line((say("undecided: no point tells them apart or agrees"), "warning")), self.columns, 2)
        else:
            phrase = self.counted("no difference found at {count} points, in values and derivatives", found.points)
            body += wrapped(line((phrase, "bold")), self.columns, 2)
        return [*body, *self.remarks()]

    def programs(self) -> list[Line]:
        """Both programs as typed, and the point."""
        say, sign = self.say, " = "
        traces = self.found.left, self.found.right
        left, right = (program_lines(trace, self.notation, self.columns) for trace in traces)
        title = (say("Identity"), "bold")
        shapes = {**traces[1].shapes, **traces[0].shapes}
        both = traces[0]._replace(inputs=self.found.inputs, shapes=shapes)
        point = point_text(both, self.notation, say)
        at = wrapped(line(say("at"), " ", point), self.columns, 3) if point else []
        if len(left) == len(right) == 1 and cells(left[0]) + cells(right[0]) + 16 <= self.columns:
            return [line(title, "  ", left[0], sign, right[0]), *at]
        listed = [line("  ", text) for text in (*left, "=", *right)]
        return [
            line(title), *[part for text in listed for part in wrapped(text, self.columns, 4, anywhere=True)], *at,
        ]

    def difference(self, counter: Counterexample) -> list[Line]:
        """Both numbers at the counter-example."""
        found, say = self.found, self.say
        where = say("at the given point" if counter.given else "at {point}").format(point=self.point(counter.point))
        element = ", " + say("element {place}").format(place=self.place(counter.place)) if counter.place else ""
        numbers = aligned(self.apart(*counter.numbers))
        own = self.notation.own
        heading = own.total(self.output(), own.name(found.what)) if found.what else say("value")
        column = Column(heading, [(line((number, "bold")),) for number in numbers], RIGHT)
        room = max(self.columns - measure(column) - 5, 20)
        names = [line(program_lines(trace, self.notation, self.columns)[-1]) for trace in (found.left, found.right)]
        first = Column("", [broken(name, room) for name in names])
        rules = UNICODE_RULES if self.options.unicode else ASCII_RULES
        shown = wrapped(line(where, element), self.columns, 2, anywhere=True)
        return [*shown, *table([first, column], rules)]

    def output(self) -> str:
        """What the output that differs is called on the left."""
        return self.notation.own.name(list(self.found.left.outputs)[self.found.output])

    def remarks(self) -> list[Line]:
        """What the verdict does not say."""
        texts = [
            self.say(ALONE[one.side]).format(count=one.points, point=self.point(one.point))
            for one in self.found.one_sided
        ]
        texts += [self.note(note) for note in self.found.notes if note.code != DROWNED]
        return [part for text in texts for part in wrapped(line((text, "dim")), self.columns, 2)]


def identity_object(found: Comparison) -> dict[str, Any]:
    """The same for programs."""
    from .formats.json import SCHEMA, exact

    result: dict[str, Any] = exact({
        "adtrace": SCHEMA, "mode": "same", "expressions": [found.left.expression, found.right.expression],
        "inputs": dict(found.inputs), "ok": found.ok, "verdict": found.verdict, "points": found.points,
        "failing": found.failing, "trials": found.trials, "seed": found.seed, "outside": found.outside,
        "held": list(found.held), "output": None if found.what is None else found.output,
        "derivative": found.what or None, "counterexample": None if found.counter is None else sides(found.counter),
        "shapes": found.shapes,
        "one_sided": [{"side": one.side, "points": one.points, "point": dict(one.point)} for one in found.one_sided],
        "notes": [{"code": note.code, **note.facts} for note in found.notes],
    })
    return result


def sides(counter: Counterexample) -> dict[str, Any]:
    """A counter-example with the numbers of the left and of the right program."""
    found = counter_object(counter)
    return {key.replace("claimed", "left").replace("true", "right"): value for key, value in found.items()}
