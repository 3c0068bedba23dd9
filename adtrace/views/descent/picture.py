"""The curve of a descent as SVG: the loss of all rows, that of every mini-batch behind it, and where it ended."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from ...errors import AdtraceError
from ...records.descent import Descent, is_finite
from .. import compose
from ..canvas import Canvas
from ..formats import Options
from ..frame import program_lines
from ..notation import of_options
from ..number import localised, mark
from ..shapes import CENTRE, LEFT, RIGHT, Disc, Point, Polygon, Rounded
from ..ticks import ticks
from .scale import Scale, scale_of
from .words import Words

WIDTH, PLOT = 720.0, 260.0
LEFT_EDGE, RIGHT_EDGE, TOP, FOOT = 74.0, 28.0, 92.0, 62.0
HEAD = 22.0
"""Room over the largest loss, for its label."""
TITLE, TEXT, SMALL = 15.0, 13.0, 11.0
MOST_POINTS = 1_500
"""Points of a line; of more, the lowest and the highest of every stretch."""
DISCS = 40
"""Epochs up to which each has a disc."""
PROGRAM = 64
"""Letters of a program in the title."""


def descent_picture(found: Descent, options: Options) -> str:
    """The SVG. Raises AdtraceError where there is no curve."""
    if sum(is_finite(loss) for _, loss in found.curve) < 2:
        raise AdtraceError("a curve needs two losses that are finite", hint="--steps says how many steps there are")
    return Picture(found, options).svg()


class Picture:
    """One picture in progress."""

    def __init__(self, found: Descent, options: Options) -> None:
        self.found, self.options, self.say = found, options, options.say
        self.notation = of_options(found.trace, options._replace(unicode=True))
        self.words = Words(found, self.notation, options)
        self.canvas = Canvas(options.scheme)
        self.curve = [(step, loss) for step, loss in found.curve if is_finite(loss)]
        self.parts: list[tuple[int, float]] = []
        if found.settings.batch:
            self.parts = [(one.step, one.loss) for one in found.iterates if one.rows and is_finite(one.loss)]
        self.scale: Scale = scale_of([loss for _, loss in (*self.curve, *self.parts)])
        self.last = max(found.iterates[-1].step, 1)
        self.loss = self.words.loss

    def x(self, step: float) -> float:
        """Where a step stands."""
        return LEFT_EDGE + step / self.last * (WIDTH - LEFT_EDGE - RIGHT_EDGE)

    def y(self, loss: float) -> float:
        """Where a loss stands."""
        return TOP + HEAD + (1 - self.scale.share(loss)) * (PLOT - HEAD)

    def svg(self) -> str:
        """The whole picture."""
        canvas, height = self.canvas, TOP + PLOT + FOOT
        canvas.shape(Rounded(0.5, 0.5, WIDTH - 1, height - 1, 8), 1, fill="card", stroke="rim")
        self.heading()
        self.axes()
        if self.parts:
            canvas.open(self.say("{loss}, batch").format(loss=self.loss))
            canvas.shape(Polygon(self.points(self.parts), closed=False), 1, stroke="line")
            canvas.close()
        canvas.open(self.say("{loss}, of all rows").format(loss=self.loss) if self.parts else self.loss)
        canvas.shape(Polygon(self.points(self.curve), closed=False), 2, stroke="adjoint")
        for step, loss in self.curve if len(self.curve) <= DISCS else ():
            canvas.shape(Disc(self.x(step), self.y(loss), 3), fill="adjoint")
        canvas.close()
        self.ends()
        return canvas.finish(WIDTH, height, self.title())

    def title(self) -> str:
        """The picture in words."""
        return f"{self.say('Gradient descent')}: {self.program()}; {self.words.result()}"

    def program(self) -> str:
        """The program on one line, cut where it is long."""
        flat = "; ".join(program_lines(self.found.trace, self.notation, int(WIDTH)))
        return flat if len(flat) <= PROGRAM else flat[: PROGRAM - 1] + "…"

    def heading(self) -> None:
        """The program, the step, and which line is which."""
        canvas = self.canvas
        canvas.block(compose.words(self.program(), TITLE), 24, 32, "ink")
        rule = compose.words(self.words.rule(), TEXT)
        canvas.block(rule, WIDTH - RIGHT_EDGE - rule.width, 32, "muted", RIGHT)
        canvas.block(compose.words(self.words.result(), TEXT), 24, 54, "muted")
        x = LEFT_EDGE
        heading = self.say("{loss}, of all rows").format(loss=self.loss) if self.parts else self.loss
        for role, text in [("adjoint", heading), *([("line", self.batch())] if self.parts else [])]:
            y = TOP - 14
            if self.parts:
                canvas.shape(Polygon([(x, y - 4), (x + 26, y - 4)], closed=False), 2, stroke=role)
                x += 34
            label = compose.words(text, TEXT)
            canvas.block(label, x, y, "ink")
            x += label.width + 28

    def batch(self) -> str:
        """What the line of the mini-batches is called."""
        size = min(self.found.settings.batch, self.found.rows)
        return self.say("{loss} of a batch of {size}").format(loss=self.loss, size=size)

    def axes(self) -> None:
        """Both axes with their round numbers."""
        canvas, left, right, bottom = self.canvas, LEFT_EDGE, WIDTH - RIGHT_EDGE, TOP + PLOT
        scaled = self.say("{loss}, on a scale of powers of ten").format(loss=self.loss)
        canvas.open(scaled if self.scale.decades else self.loss)
        for value in self.scale.marks():
            y = self.y(value)
            canvas.shape(Polygon([(left, y), (right, y)], closed=False), 0.6, stroke="rim")
            label = self.marked(value)
            canvas.block(label, left - 8 - label.width, y + 4, "muted", RIGHT)
        canvas.shape(Polygon([(left, TOP), (left, bottom)], closed=False), 1, stroke="line")
        canvas.close()
        canvas.open(self.say("step"))
        for value in (one for one in ticks(0, self.last) if one == int(one)):
            x = self.x(value)
            canvas.shape(Polygon([(x, bottom), (x, bottom + 5)], closed=False), 1, stroke="line")
            label = compose.words(localised(mark(value), self.options.decimal), SMALL)
            canvas.block(label, x - label.width / 2, bottom + 18, "muted", CENTRE)
        canvas.shape(Polygon([(left, bottom), (right, bottom)], closed=False), 1, stroke="line")
        name = compose.words(self.say("step"), TEXT)
        canvas.block(name, (left + right - name.width) / 2, bottom + 40, "ink", CENTRE)
        canvas.close()

    def marked(self, value: float) -> compose.Block:
        """A number beside its line: a power of ten as such."""
        text = localised(mark(value), self.options.decimal)
        if self.scale.decades and not 1e-3 <= value <= 1e4:
            base, _, power = f"{value:.0e}".partition("e")
            return compose.mathematics(f"10^{{{int(power)}}}" if base == "1" else text, SMALL)
        return compose.words(text, SMALL)

    def points(self, pairs: Sequence[tuple[int, float]]) -> list[Point]:
        """A line through losses; of very many, through the extremes of every stretch."""
        stride = max(1, 2 * len(pairs) // MOST_POINTS)
        kept: list[tuple[int, float]] = []
        for start in range(0, len(pairs), stride):
            part = pairs[start : start + stride]
            ends = {min(part, key=lambda pair: pair[1]), max(part, key=lambda pair: pair[1])}
            kept += sorted(ends)
        return [(self.x(step), self.y(loss)) for step, loss in kept]

    def height(self, x: float) -> float:
        """Where the curve is, above or below this place; beyond its ends, where those are."""
        places = [self.x(step) for step, _ in self.curve]
        after = min(max(bisect_left(places, x), 1), len(places) - 1)
        (_, before), (_, behind) = self.curve[after - 1 : after + 1]
        left, right = places[after - 1 : after + 1]
        share = min(max((x - left) / (right - left), 0.0), 1.0)
        return self.y(before) + share * (self.y(behind) - self.y(before))

    def ends(self) -> None:
        """The first and the last loss as numbers, and where the run could not go on."""
        (first, start), (last, end) = self.curve[0], self.curve[-1]
        for step, loss, hold in ((first, start, LEFT), (last, end, RIGHT)):
            text = self.words.number(loss, self.options.digits)
            self.canvas.open(self.say("step {step}: {text}").format(step=step, text=text))
            self.canvas.shape(Disc(self.x(step), self.y(loss), 4), fill="adjoint")
            label = compose.words(text, TEXT)
            x = self.x(step) + 8 if hold == LEFT else self.x(step) - label.width
            top = min(self.y(loss), *(self.height(x + share * label.width) for share in (0, 0.25, 0.5, 0.75, 1)))
            # A line between two batches may cross the label from outside of it.
            room = max(self.x(1) - self.x(0), 4.0)
            beside = [pair for pair in self.parts if x - room <= self.x(pair[0]) <= x + label.width + room]
            top = min([top, *(self.y(part) for _, part in beside)])
            self.canvas.block(label, x, top - 9, "adjoint", hold)
            self.canvas.close()
        if failure := self.found.failure:
            x = self.x(failure.step)
            value = localised(mark(failure.value), self.options.decimal)
            text = value if failure.what == "loss" else self.say("the gradient is not finite")
            self.canvas.open(self.say("step {step}: {text}").format(step=failure.step, text=text))
            self.canvas.shape(Polygon([(x, TOP), (x, TOP + PLOT)], closed=False), 1.4, dashed=True, stroke="error")
            label = compose.words(text, TEXT)
            self.canvas.block(label, x - 8 - label.width, TOP + 14, "error", RIGHT)
            self.canvas.close()
