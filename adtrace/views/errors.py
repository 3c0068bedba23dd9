"""The picture of an audit along a range: the relative error of value and gradient, before and after.

Two panels, one over the other, on one axis. Before is a dashed line with discs, after a full line; where a number is
nan or infinite, or 0 though it should not be, it stands on a line of its own above the scale.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import groupby

from ..errors import AdtraceError
from ..named import Record
from ..records.audit import INFINITE, LOST, NAN, Audit, Over
from . import compose
from .canvas import Canvas
from .formats import Options
from .notation import of_options
from .number import localised, mark
from .ranges import WORDS
from .shapes import CENTRE, RIGHT, Disc, Polygon, Rounded
from .ticks import ticks

WIDTH, PANEL, GAP = 720.0, 190.0, 46.0
LEFT_EDGE, RIGHT_EDGE, TOP, FOOT = 78.0, 24.0, 92.0, 58.0
TITLE, TEXT, SMALL = 16.0, 13.0, 11.0
LOWEST, HIGHEST = -17.0, 0.0
"""Powers of ten at the foot and at the head of the scale."""
BEYOND = 1.6
"""Where numbers that are none stand, in powers of ten above the scale."""
DISCS = 24
"""Discs on a line, about."""


class Frame(Record):
    """A panel: where it stands, and what its axes show."""

    top: float
    low: float
    high: float

    def x(self, value: float) -> float:
        """Where a point of the range stands."""
        span = self.high - self.low
        share = (value - self.low) / span if span else 0.5
        return LEFT_EDGE + share * (WIDTH - LEFT_EDGE - RIGHT_EDGE)

    def y(self, power: float) -> float:
        """Where a power of ten stands."""
        share = (HIGHEST + 2 * BEYOND - power) / (HIGHEST + 2 * BEYOND - LOWEST)
        return self.top + share * PANEL


def errors_picture(report: Audit, options: Options) -> str:
    """The SVG. Raises AdtraceError where there is no range."""
    if report.over is None:
        raise AdtraceError("a picture needs a range", hint="give one with --over x=-5:5:101")
    return Picture(report, report.over, options).svg()


class Picture:
    """One picture in progress."""

    def __init__(self, report: Audit, over: Over, options: Options) -> None:
        self.report, self.over, self.options, self.say = report, over, options, options.say
        self.notation = of_options(report.trace, options._replace(unicode=True)).own
        self.canvas = Canvas(options.scheme)
        self.changed = report.rewritten != report.trace.expression

    def svg(self) -> str:
        """The whole picture."""
        over = self.over
        height = TOP + 2 * PANEL + GAP + FOOT
        self.canvas.shape(Rounded(0.5, 0.5, WIDTH - 1, height - 1, 8), 1, fill="card", stroke="rim")
        self.heading()
        headings = self.say("relative error of the value"), self.say("relative error of the gradient")
        pairs = (over.before.value, over.after.value), (over.before.slope, over.after.slope)
        for place, (heading, (before, after)) in enumerate(zip(headings, pairs, strict=True)):
            frame = Frame(TOP + place * (PANEL + GAP), over.points[0], over.points[-1])
            self.canvas.open(heading)
            self.axes(frame, heading, last=place == 1)
            self.canvas.open(self.say("before"))
            self.curve(frame, before, "adjoint", dashed=True)
            self.labels(frame, place)
            self.canvas.close()
            if self.changed:
                self.canvas.open(self.say("after"))
                self.curve(frame, after, "tangent", dashed=False)
                self.canvas.close()
            self.canvas.close()
        return self.canvas.finish(WIDTH, height, self.title())

    def title(self) -> str:
        """The picture in words."""
        phrase = self.say("Errors of {program} over {name}")
        return phrase.format(program=self.program(self.report.trace.expression), name=self.over.name)

    def program(self, text: str) -> str:
        """A program on one line, cut where it is long."""
        flat = "; ".join(part.strip() for part in text.split("\n") if part.strip())
        return flat if len(flat) <= 60 else flat[:59] + "…"

    def heading(self) -> None:
        """Which line is which, in the words of the program."""
        rows = [(self.report.trace.expression, "adjoint", self.say("before"), True)]
        if self.changed:
            rows.append((self.report.rewritten, "tangent", self.say("after"), False))
        for place, (text, role, word, dashed) in enumerate(rows):
            y = 28.0 + 22 * place
            self.canvas.shape(Polygon([(24, y - 4), (60, y - 4)], closed=False), 2, dashed=dashed, stroke=role)
            if dashed:
                self.canvas.shape(Disc(42, y - 4, 3), fill=role)
            label = compose.words(self.say("{word}:").format(word=word) + " " if self.changed else "", TEXT)
            self.canvas.block(label, 70, y, "muted")
            self.canvas.block(compose.words(self.program(text), TEXT), 70 + label.width + 4, y, "ink")

    def axes(self, frame: Frame, heading: str, *, last: bool) -> None:
        """The frame of a panel with its ticks and its heading."""
        canvas, left, right = self.canvas, LEFT_EDGE, WIDTH - RIGHT_EDGE
        canvas.block(compose.words(heading, TEXT), left, frame.top - 8, "ink")
        for power in (*range(int(LOWEST) + 1, 1, 4), HIGHEST + BEYOND):
            y = frame.y(power)
            canvas.shape(Polygon([(left, y), (right, y)], closed=False), 0.6, stroke="rim")
            if power > HIGHEST:
                label = compose.words("nan, inf", SMALL)
            else:
                label = compose.mathematics(f"10^{{{int(power)}}}" if power else "1", SMALL)
            canvas.block(label, left - 8 - label.width, y + 4, "muted", RIGHT)
        bottom = frame.y(LOWEST)
        for value in ticks(frame.low, frame.high):
            x = frame.x(value)
            canvas.shape(Polygon([(x, bottom), (x, bottom + 5)], closed=False), 1, stroke="line")
            if last:
                label = compose.words(localised(mark(value), self.options.decimal), SMALL)
                canvas.block(label, x - label.width / 2, bottom + 18, "muted", CENTRE)
        canvas.shape(Polygon([(left, bottom), (right, bottom)], closed=False), 1, stroke="line")
        canvas.shape(Polygon([(left, frame.top), (left, bottom)], closed=False), 1, stroke="line")
        if last:
            name = compose.words(self.over.name, TEXT)
            canvas.block(name, (left + right - name.width) / 2, bottom + 38, "ink", CENTRE)

    def curve(self, frame: Frame, errors: Sequence[float], role: str, *, dashed: bool) -> None:
        """One line of errors; where they are not known it is broken."""
        pairs = zip(self.over.points, errors, strict=True)
        points = [(frame.x(point), self.height(frame, error)) for point, error in pairs]
        for known, group in groupby(points, key=lambda point: point[1] == point[1]):
            part = list(group)
            if known and len(part) > 1:
                self.canvas.shape(Polygon(part, closed=False), 1.6, dashed=dashed, stroke=role)
            elif known:
                self.canvas.shape(Disc(*part[0], 2), fill=role)
        step = max(1, len(points) // DISCS)
        for x, y in points[::step] if dashed else ():
            if y == y:
                self.canvas.shape(Disc(x, y, 2.4), fill=role)

    def labels(self, frame: Frame, place: int) -> None:
        """What became of the numbers before, below the line, where there is room to say it."""
        fares = [(stretch, stretch.before[place].state) for stretch in self.over.stretches]
        for state, group in groupby(fares, key=lambda one: one[1]):
            part = [stretch for stretch, _ in group]
            left, right = frame.x(part[0].start), frame.x(part[-1].stop)
            label = compose.words(self.say(WORDS[state]), SMALL)
            if state in (NAN, INFINITE, LOST) and right - left > label.width:
                power = HIGHEST if state == LOST else HIGHEST + BEYOND
                x = (left + right - label.width) / 2
                self.canvas.block(label, x, frame.y(power) + 17, "adjoint", CENTRE)

    def height(self, frame: Frame, error: float) -> float:
        """Where an error stands."""
        if error != error:
            return math.nan
        if error == math.inf:
            return frame.y(HIGHEST + BEYOND)
        return frame.y(min(max(math.log10(error), LOWEST), HIGHEST) if error > 0 else LOWEST)
