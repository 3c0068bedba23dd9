"""The drawing step by step: the same placement in every frame, the current edge and card marked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..records import Trace
from . import compose
from .canvas import AUTO, Canvas, curve, rounded
from .drawing import MARGIN, RADIUS, Sheet, Size, laid_out
from .labels import Label
from .languages import speaker
from .moving import Moving, Still, canvas
from .picture import Arc, Card, Picture, Row
from .place import Placement, Point, Route
from .source import Source
from .timeline import SIZE, Timeline

MARKED = 3.2
"""Width of the line around the current card and along the current edge."""

GAP = 8.0
PHASES = {"tangent": "forward", "ink": "value", "adjoint": "reverse"}


@dataclass(frozen=True, slots=True)
class Stepped(Sheet):
    """A placed picture whose parts know when they appear."""

    source: Source
    picture: Picture
    sizes: list[Size]
    placed: Placement
    canvas: Canvas
    timeline: Timeline
    moving: Still | Moving
    lang: str

    def card(self, card: Card, size: Size, corner: Point) -> None:
        """Faint until it is computed; marked while it is current."""
        self.moving.faint(self.timeline.computed[card.step.name])
        Sheet.card(self, card, size, corner)
        self.canvas.close()
        for frame, moment in enumerate(self.timeline.moments):
            if card.step.name in moment.cards:
                self.moving.begin(frame, frame + 1)
                self.canvas.shape(rounded(*corner, size.width, size.height, RADIUS), MARKED, stroke=moment.role)
                self.moving.end()

    def row(self, card: Card, row: Row, x: float, middle: float, width: float) -> None:
        """A number appears when it is computed; an adjoint grows as its increments arrive."""
        name = card.step.name
        if row.role != "adjoint":
            self.moving.begin(self.timeline.computed[name])
            Sheet.row(self, card, row, x, middle, width)
            self.moving.end()
            return
        states = self.timeline.adjoints[name]
        for place, (frame, total) in enumerate(states):
            after = states[place + 1][0] if place + 1 < len(states) else None
            self.moving.begin(frame, after)
            block = row.value if after is None else compose.value(total, self.source.digits, 14.0)
            Sheet.row(self, card, Row(row.name, block, row.role), x, middle, width)
            self.moving.end()

    def arc(self, number: int, arc: Arc, route: Route, origin: Point) -> None:
        """Faint until its head is computed; marked while it is current."""
        head = self.picture.cards[arc.head].step.name
        self.moving.faint(self.timeline.computed[head])
        Sheet.arc(self, number, arc, route, origin)
        self.canvas.close()
        points = [(x + origin[0], y + origin[1]) for x, y in route.curve]
        for frame, moment in enumerate(self.timeline.moments):
            if number in moment.arcs:
                self.moving.begin(frame, frame + 1)
                self.canvas.shape(curve(points), MARKED, stroke=moment.role)
                self.moving.end()

    def label(self, number: int, arc: Arc, label: Label, centre: Point) -> None:
        """Appears with the step that uses it: forwards with the head, backwards with the increment."""
        frame = self.timeline.computed[self.picture.cards[arc.head].step.name]
        backwards = label.arrow == "adjoint" or any(role == "adjoint" for _, role in label.above)
        if self.source.mode == "reverse" or backwards:
            frame = self.timeline.passed.get(number, self.timeline.last)
        self.moving.begin(frame)
        Sheet.label(self, number, arc, label, centre)
        self.moving.end()

    def legend(self, y: float) -> tuple[float, float]:
        """The lines that say the step, and the legend below them."""
        say, count = speaker(self.lang), len(self.timeline.moments)
        reach, height = 0.0, 0.0
        for frame, moment in enumerate(self.timeline.moments):
            self.moving.begin(frame, frame + 1 if frame < self.timeline.last else None)
            text = f"{frame + 1}/{count}" + (f"  {say(PHASES[moment.role])}" if moment.cards else "")
            counter = compose.words(text, SIZE)
            self.canvas.block(counter, MARGIN, y, moment.role)
            left, below = MARGIN + counter.width + 2 * GAP, y
            for line in moment.lines:
                self.canvas.block(line, left, below, "ink")
                reach = max(reach, left + line.width - MARGIN)
                below += line.height + GAP
            height = max(height, below - y)
            self.moving.end()
        bottom, right = Sheet.legend(self, y + max(height, 2 * SIZE) + GAP)
        return bottom, max(right, reach)


def sheets(
    mode: str, forward: Trace | None, reverse: Trace | None, *, digits: int, scheme: str, lang: str, still: bool
) -> Iterator[str]:
    """Every frame, or the one SVG that moves. Raises LimitError, and AdtraceError where it cannot be placed."""
    source = Source(mode, forward, reverse, digits)
    shown, sizes, placed = laid_out(source)
    timeline = Timeline(source, shown)
    count = len(timeline.moments)
    for now in range(count) if still else (None,):
        page = canvas(scheme, count=count, now=now)
        yield Stepped(source, shown, sizes, placed, page, timeline, page, lang).drawn()


def frames(
    mode: str, forward: Trace | None, reverse: Trace | None, *, digits: int = 4, scheme: str = AUTO, lang: str = "en"
) -> Iterator[str]:
    """One SVG for every step, in order; all of one size."""
    return sheets(mode, forward, reverse, digits=digits, scheme=scheme, lang=lang, still=True)


def animated(
    mode: str, forward: Trace | None, reverse: Trace | None, *, digits: int = 4, scheme: str = AUTO, lang: str = "en"
) -> str:
    """One SVG that shows step after step, again and again."""
    return next(sheets(mode, forward, reverse, digits=digits, scheme=scheme, lang=lang, still=False))
