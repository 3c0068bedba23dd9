"""The drawing step by step: the same placement in every frame, the current edge and card marked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..records import Trace
from . import compose
from .drawing import MARGIN, RADIUS, Sheet, Size, laid_out
from .formats import USUAL, Options
from .labels import Label
from .moving import Moving, Still
from .narration import SIZE
from .picture import BODY, Arc, Card, Row
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
class Stepped(Sheet):
    """A placed picture whose parts know when they appear."""

    canvas: Still | Moving
    timeline: Timeline

    def card(self, card: Card, size: Size, corner: Point) -> None:
        """Faint until it is computed; marked while it is current."""
        self.canvas.faint(self.timeline.computed[card.step.name])
        Sheet.card(self, card, size, corner)
        self.canvas.close()
        for frame, moment in enumerate(self.timeline.moments):
            if card.step.name in moment.cards:
                self.canvas.begin(frame, frame + 1)
                self.canvas.shape(Rounded(*corner, size.width, size.height, RADIUS), MARKED, stroke=moment.role)
                self.canvas.end()

    def row(self, card: Card, row: Row, x: float, middle: float, width: float) -> None:
        """A number appears when it is computed; an adjoint grows as its increments arrive."""
        name = card.step.name
        if row.role != "adjoint":
            self.canvas.begin(self.timeline.computed[name])
            Sheet.row(self, card, row, x, middle, width)
            self.canvas.end()
            return
        states = self.timeline.adjoints[name]
        for place, (frame, total) in enumerate(states):
            after = states[place + 1][0] if place + 1 < len(states) else None
            self.canvas.begin(frame, after)
            block = row.value if after is None else compose.value(total, self.source.digits, BODY, self.source.decimal)
            Sheet.row(self, card, Row(row.name, block, row.role), x, middle, width)
            self.canvas.end()

    def arc(self, number: int, arc: Arc, route: Route, origin: Point) -> None:
        """Faint until its head is computed; marked while it is current."""
        head = self.picture.cards[arc.head].step.name
        self.canvas.faint(self.timeline.computed[head])
        Sheet.arc(self, number, arc, route, origin)
        self.canvas.close()
        points = [(x + origin[0], y + origin[1]) for x, y in route.curve]
        for frame, moment in enumerate(self.timeline.moments):
            if number in moment.arcs:
                self.canvas.begin(frame, frame + 1)
                self.canvas.shape(Curve(points), MARKED, stroke=moment.role)
                self.canvas.end()

    def label(self, number: int, arc: Arc, label: Label, centre: Point) -> None:
        """Appears with the step that uses it: forwards with the head, backwards with the increment."""
        frame = self.timeline.computed[self.picture.cards[arc.head].step.name]
        backwards = label.arrow == "adjoint" or any(role == "adjoint" for _, role in label.above)
        if self.source.mode == "reverse" or backwards:
            frame = self.timeline.passed.get(number, self.timeline.last)
        self.canvas.begin(frame)
        Sheet.label(self, number, arc, label, centre)
        self.canvas.end()

    def legend(self, y: float) -> tuple[float, float]:
        """The lines that say the step, and the legend below them, at one place in every frame."""
        moments = self.timeline.moments
        tallest = max((moment.lines[0][0].ascent for moment in moments if moment.lines), default=0)
        y += max(0, tallest - SIZE)
        places = [self.said(frame, y) for frame in range(len(moments))]
        reach, bottom = (max(found) for found in zip(*places, strict=True))
        below, right = Sheet.legend(self, max(bottom, y + 2 * SIZE) + LEGEND_GAP)
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


def frames(
    mode: str, forward: Trace | None = None, reverse: Trace | None = None, reader: Options = USUAL
) -> Iterator[str]:
    """One SVG for every step, in order; all of one size. See `drawing.draw`.

    Raises LimitError where there are too many steps, AdtraceError where they cannot be placed.
    """
    source = Source(mode, forward, reverse, reader.digits, reader)
    timeline = Timeline(source)
    placed = laid_out(source)
    for now in range(timeline.last + 1):
        yield Stepped(source, *placed, Still(reader.scheme, now), timeline).drawn()


def animated(mode: str, forward: Trace | None = None, reverse: Trace | None = None, reader: Options = USUAL) -> str:
    """One SVG that shows step after step, again and again. Raises what `frames` raises."""
    source = Source(mode, forward, reverse, reader.digits, reader)
    timeline = Timeline(source)
    placed = laid_out(source)
    return Stepped(source, *placed, Moving(reader.scheme, timeline.last + 1), timeline).drawn()
