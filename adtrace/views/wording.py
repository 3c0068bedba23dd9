"""Words that reports of claims and of identities share: points, numbers that differ, notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..records import Number, Trace
from ..records.claims import (
    ALONG,
    COINCIDENCE,
    DROWNED,
    GIVEN_OUTSIDE,
    KINK,
    MISTAKE,
    NAMED,
    NO_VALUE,
    ONLY,
    TRACED,
    Note,
)
from .formats import Options
from .layout import Cell, Line, line, visible, wrapped
from .mistake import mistake_words
from .notation import of_options
from .number import given, is_array, localised, nested, people, shape_text

KINDS = {"one-hot": "one-hot", "probabilities": "probabilities", "0 and 1": "0 and 1"}

NOTES = {
    COINCIDENCE: "at the given point it agrees: a coincidence",
    KINK: "at the kink {point} it takes {claimed}, between the slopes [{low}, {high}]; here {traced} is taken",
    NO_VALUE: "it has no value at {point}, where the program and its slopes have one",
    DROWNED: "at {count} points rounding is larger than the difference",
    ONLY: "only for inputs of the kind that is given: {kinds}",
    TRACED: "{names} was refuted above: here its true value is used",
    ALONG: "element by element: the derivative of each element with respect to its own",
    NAMED: "a new name for this formula",
    MISTAKE: "likely mistake: {mistake}",
    GIVEN_OUTSIDE: "the given point lies outside of the domain",
}
"""What a note says."""

SMALL = 12
"""Elements up to which an array of a counter-example is written out."""


class Words:
    """Says what was found at points of a program, on one screen."""

    def __init__(self, trace: Trace, options: Options) -> None:
        self.options, self.say = options, options.say
        self.notation = of_options(trace, options)
        self.columns = max(1, options.width)

    def tried(self, points: int, seed: int, outside: int, held: Sequence[str]) -> list[Line]:
        """How many points were tried."""
        say = self.say
        parts = [say("{count} points tried, seed {seed}").format(count=points, seed=seed)]
        if outside:
            parts.append(say("{count} more lie outside of the domain").format(count=outside))
        if held:
            parts.append(say("{names} as given").format(names=self.safe(", ".join(held))))
        return wrapped(line((say("; ").join(parts), "dim")), self.columns, 2)

    def safe(self, text: str) -> str:
        """What a user typed, safe to show."""
        return visible(text, unicode=self.options.unicode)

    def shape(self, shape: tuple[int, ...]) -> str:
        """A shape in words."""
        if not shape:
            return self.say("a number")
        return self.say("an array of {shape}").format(shape=shape_text(shape, unicode=self.options.unicode))

    def place(self, place: tuple[int, ...]) -> str:
        """An element's index."""
        return f"[{', '.join(map(str, place))}]"

    def apart(self, claimed: float, traced: float) -> tuple[str, str]:
        """Two numbers with as many digits as it takes to tell them apart."""
        for digits in range(self.options.digits, 18):
            texts = people(claimed, digits), people(traced, digits)
            if float(texts[0]) != float(texts[1]):
                break
        return localised(texts[0], self.options.decimal), localised(texts[1], self.options.decimal)

    def point(self, point: Mapping[str, Number]) -> str:
        """A point as its inputs' values; large arrays by their shapes."""
        decimal = self.options.decimal
        comma = ", " if decimal == "point" else "; "

        def text(value: Number) -> str:
            if not is_array(value):
                return localised(given(value), decimal)
            if value.size > SMALL or value.ndim > 2:
                return f"[{shape_text(value.shape, unicode=self.options.unicode)}]"
            return nested(value, lambda one: localised(given(one), decimal), comma)

        return comma.join(f"{self.notation.name(name)} = {text(value)}" for name, value in point.items())

    def note(self, note: Note) -> str:
        """A remark in words."""
        facts = dict(note.facts)
        if note.code == MISTAKE:
            facts = {"mistake": mistake_words(facts["mistake"], facts["words"], self.say)}
        if "point" in facts:
            facts["point"] = self.point(facts["point"])
        for key in ("claimed", "traced", "low", "high"):
            if key in facts:
                facts[key] = localised(given(facts[key]), self.options.decimal)
        if "names" in facts:
            facts["names"] = self.safe(", ".join(facts["names"]))
        if "kinds" in facts:
            facts["kinds"] = ", ".join(
                f"{self.notation.name(name)} ({self.say(KINDS[kind])})" for name, kind in facts["kinds"].items()
            )
        return self.say(NOTES[note.code]).format(**facts)


def broken(content: Line, to: int) -> Cell:
    """A line in lines of at most this width, without blanks at their ends."""
    parts = wrapped(content, to, 2, anywhere=True)
    return tuple((*part[:-1], (part[-1][0].rstrip(), part[-1][1])) if part else part for part in parts)
