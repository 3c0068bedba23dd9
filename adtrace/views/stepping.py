"""The drawing step by step: the same placement in every frame, the current edge and card marked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ..records import Trace
from . import compose
from .compose import Block
from .drawing import MARGIN, RADIUS, Sheet, Size, laid_out
from .formats import USUAL, Options
from .labels import Label
from .moving import Moving, Still
from .narration import SIZE
from .picture import BODY, Arc, Card, Picture, Row, picture
from .place import Point, Route
from .shapes import Curve, Rounded
from .source import Source
from .timeline import Timeline

MARKED = 3.2
"""Width of the line around the current card and along the current edge."""

GAP, LEGEND_GAP = 8.0, 24.0
"""Between the lines of a step; between them and the legend."""

PHASES = {"tangent": "forward", "ink": "value", "adjoint": "reverse"}


@dataclass(frozen=True, slots=True)
class Timed(Row):
    """A card's row and what it shows: every value, the frame it begins with and the one it is gone in (None: stays).

    `value` is the widest of them, for which the card has room.
    """

    values: tuple[tuple[Block, int, int | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Arriving(Label):
    """An edge's label and the frame it begins with."""

    first: int = 0


def timed(source: Source, timeline: Timeline, shown: Picture) -> Picture:
    """The same picture, its rows and labels with their frames."""
    cards = tuple(
        replace(card, rows=tuple(timed_row(source, timeline, card, row) for row in card.rows)) for card in shown.cards
    )
    arcs = tuple(
        replace(arc, label=arriving(source, timeline, shown, arc, arc.label)) if arc.label else arc
        for arc in shown.arcs
    )
    return Picture(cards, arcs, shown.repeated)


def timed_row(source: Source, timeline: Timeline, card: Card, row: Row) -> Timed:
    """A number appears when it is computed; an adjoint grows as its increments arrive."""
    name = card.step.name
    states = timeline.adjoints[name] if row.role == "adjoint" else [(timeline.computed[name], None)]
    ends = [frame for frame, _ in states[1:]]
    values: list[tuple[Block, int, int | None]] = [
        (compose.value(total, source.digits, BODY, source.decimal), frame, end)
        for (frame, total), end in zip(states, ends, strict=False)
    ]
    values.append((row.value, states[-1][0], None))
    widest = max((value for value, _, _ in values), key=lambda value: value.width)
    return Timed(row.name, widest, row.role, row.mark, tuple(values))


def arriving(source: Source, timeline: Timeline, shown: Picture, arc: Arc, label: Label) -> Arriving:
    """A label appears with the step that uses it: forwards with the head, backwards with the increment."""
    head = shown.cards[arc.head].step.name
    backwards = label.arrow == "adjoint" or any(role == "adjoint" for _, role in label.above)
    first = timeline.computed[head]
    if source.mode == "reverse" or backwards:
        first = timeline.passed.get((head, arc.operand), timeline.last)
    return Arriving(label.above, label.below, label.arrow, first)


@dataclass(frozen=True)
class Stepped(Sheet):
    """A placed picture whose parts know when they appear."""

    canvas: Still | Moving
    timeline: Timeline

    def card(self, card: Card, size: Size, corner: Point) -> None:
        """Faint until it is computed; marked while it is current."""
        self.canvas.faint(self.timeline.computed[card.step.name])
        super().card(card, size, corner)
        self.canvas.close()
        for frame, moment in enumerate(self.timeline.moments):
            if card.step.name in moment.cards:
                self.canvas.begin(frame, frame + 1)
                self.canvas.shape(Rounded(*corner, size.width, size.height, RADIUS), MARKED, stroke=moment.role)
                self.canvas.end()

    def row(self, row: Row, x: float, middle: float, width: float) -> None:
        """Every value of a row, each in its frames."""
        for value, first, until in row.values if isinstance(row, Timed) else ():
            self.canvas.begin(first, until)
            super().row(Row(row.name, value, row.role, row.mark if until is None else ""), x, middle, width)
            self.canvas.end()

    def arc(self, arc: Arc, route: Route, origin: Point) -> None:
        """Faint until its head is computed; marked while it is current."""
        head = self.picture.cards[arc.head].step.name
        self.canvas.faint(self.timeline.computed[head])
        super().arc(arc, route, origin)
        self.canvas.close()
        points = [(x + origin[0], y + origin[1]) for x, y in route.curve]
        for frame, moment in enumerate(self.timeline.moments):
            if (head, arc.operand) in moment.edges:
                self.canvas.begin(frame, frame + 1)
                self.canvas.shape(Curve(points), MARKED, stroke=moment.role)
                self.canvas.end()

    def label(self, label: Label, centre: Point) -> None:
        """A label from its frame on."""
        self.canvas.begin(label.first if isinstance(label, Arriving) else 0)
        super().label(label, centre)
        self.canvas.end()

    def legend(self, y: float) -> tuple[float, float]:
        """The lines that say the step, and the legend below them, at one place in every frame."""
        moments = self.timeline.moments
        tallest = max((moment.lines[0][0].ascent for moment in moments if moment.lines), default=0)
        y += max(0, tallest - SIZE)
        places = [self.said(frame, y) for frame in range(len(moments))]
        reach, bottom = (max(found) for found in zip(*places, strict=True))
        below, right = super().legend(max(bottom, y + 2 * SIZE) + LEGEND_GAP)
        return below, max(right, reach)

    def said(self, frame: int, y: float) -> Point:
        """The lines of one frame behind its number; how far they reach to the right and down."""
        moment, say, count = self.timeline.moments[frame], self.source.say, self.timeline.last + 1
        self.canvas.begin(frame, frame + 1 if frame < self.timeline.last else None)
        text = f"{frame + 1}/{count}" + (f"  {say(PHASES[moment.role])}" if moment.cards else "")
        counter = compose.words(text, SIZE)
        self.canvas.block(counter, MARGIN, y, "muted")
        left, reach, bottom = MARGIN + counter.width + 2 * GAP, 0.0, 0.0
        for place, (line, role) in enumerate(moment.lines):
            y += line.ascent + GAP if place else 0
            self.canvas.block(line, left, y, role)
            y += line.descent
            reach, bottom = max(reach, left + line.width - MARGIN), y
        self.canvas.end()
        return reach, bottom


def scenes(
    mode: str, forward: Trace | None, reverse: Trace | None, reader: Options
) -> tuple[Timeline, Source, Picture]:
    """What is drawn, and when. Raises LimitError where there are too many steps."""
    source = Source(mode, forward, reverse, reader.digits, reader)
    timeline = Timeline(source)
    return timeline, source, timed(source, timeline, picture(source))


def frames(
    mode: str, forward: Trace | None = None, reverse: Trace | None = None, reader: Options = USUAL
) -> Iterator[str]:
    """One SVG for every step, in order; all of one size. See `drawing.draw`.

    Raises LimitError where there are too many steps, AdtraceError where they cannot be placed.
    """
    timeline, source, shown = scenes(mode, forward, reverse, reader)
    placed = laid_out(shown)
    for now in range(timeline.last + 1):
        yield Stepped(source, shown, *placed, Still(reader.scheme, now), timeline).drawn()


def animated(mode: str, forward: Trace | None = None, reverse: Trace | None = None, reader: Options = USUAL) -> str:
    """One SVG that shows step after step, again and again. Raises what `frames` raises."""
    timeline, source, shown = scenes(mode, forward, reverse, reader)
    placed = laid_out(shown)
    return Stepped(source, shown, *placed, Moving(reader.scheme, timeline.last + 1), timeline).drawn()
