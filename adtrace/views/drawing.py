"""The drawn computational graph: Graphviz places, adtrace draws. SVG unless another canvas is given."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ..records import Trace
from . import caption, compose
from .canvas import AUTO, Canvas
from .compose import Block
from .formats import USUAL, Options
from .labels import Label
from .picture import BODY, Arc, Card, Picture, Row, picture
from .place import Box, Link, Placement, Point, Route, place
from .shapes import CENTRE, RIGHT, Curve, Disc, Polygon, Rounded, Surface
from .signs import BORN, SIGNS, SPREAD, WARNED
from .source import Source

MARGIN, PADDING, RADIUS = 20.0, 14.0, 9.0
ROW, BAND, NARROWEST = 21.0, 30.0, 84.0
"""Distance of a card's rows, height of its band, and its least width."""

RIM, LINE = 1.4, 1.3
MARKED = 2.8
"""Width of an edge that a nan, an infinity or a 0 took, and of the rim of the card where it was born."""

BADGE, BADGE_GAP, SIGN_GAP, SIGN_WIDTH = 7.0, 6.0, 4.0, 7.0
BADGES = frozenset((BORN, WARNED))
"""Marks of the cards that have a badge."""

EDGES = {BORN: (MARKED, False, "error"), SPREAD: (RIM, True, "error"), WARNED: (RIM, False, "")}
"""The rim of a marked card: its width, whether it is dashed, and its colour if not its own."""

SHORTEST = 24.0
"""The shortest straight line in an edge's middle."""

COLUMN_GAP, SHAPE_GAP = 18.0, 8.0
LEAD, CLEAR = 3.0, 4.0
"""Between the lines of a label; between a label and its edge."""

ARROW, WING = 5.0, 2.6
"""Length and half the width of a small arrow's head."""

RULES = {"input": ("input-rim", "input-band"), "output": ("output-rim", "output-band"), "step": ("rim", "band")}
LEAST_TITLE = 420.0
"""Width that a title may take beside a narrow picture."""


def draw(
    mode: str, forward: Trace | None = None, reverse: Trace | None = None, *, digits: int = 4, scheme: str = AUTO,
    reader: Options = USUAL, canvas: Surface | None = None,
) -> str:
    """A drawn computational graph: SVG, or what another canvas writes.

    mode     "value", "forward", "reverse" or "both": the derivatives on the cards and edges
    forward  the trace that tangents come from (of mode "value" or "forward"), `reverse` the one that adjoints and local
             partials come from; at least one. The first sweep of each is drawn; without a point, formulas only
    scheme   "auto" follows the reader's page, "light" and "dark" do not
    reader   whose notation, language and decimal sign it is drawn in

    Raises LimitError where the graph is too large, AdtraceError where it cannot be placed.
    """
    source = Source(mode, forward, reverse, digits, reader)
    shown = picture(source)
    return Sheet(source, shown, *laid_out(shown), canvas or Canvas(scheme)).drawn()


def laid_out(shown: Picture) -> tuple[list[Size], Placement]:
    """The sizes of a picture's cards, and where everything stands."""
    sizes = [Size.of(card) for card in shown.cards]
    boxes = [
        Box(size.width, size.height, card.step.role == "input" and card.step.name not in shown.repeated)
        for card, size in zip(shown.cards, sizes, strict=True)
    ]
    return sizes, place(boxes, [_link(arc) for arc in shown.arcs])


@dataclass(frozen=True, slots=True)
class Size:
    """How large a card is: its rows' names and values each form a column."""

    width: float
    height: float
    band: float
    rows: tuple[float, ...]

    @classmethod
    def of(cls, card: Card) -> Size:
        """Measure a card."""
        band = max(BAND, card.heading.height + 12)
        top = card.heading.width + (SHAPE_GAP + card.shape.width if card.shape else 0)
        top += 4 * BADGE - PADDING + 2 * BADGE_GAP if card.mark in BADGES else 0
        inner = max((row.name.width + COLUMN_GAP + row.value.width for row in card.rows), default=0)
        inner += SIGN_GAP + SIGN_WIDTH if any(row.mark for row in card.rows) else 0
        rows = tuple(max(ROW, row.name.height + 4, row.value.height + 5) for row in card.rows)
        width = max(NARROWEST, top + 2 * PADDING, inner + 2 * PADDING)
        return cls(even(width), 2 * even((band + sum(rows) + (10 if rows else 0)) / 2), band, rows)


def _link(arc: Arc) -> Link:
    """The space that an arc's label takes."""
    label = arc.label
    if label is None:
        return Link(arc.tail, arc.head)
    width = max((block.width + 8 for block, _ in (*label.above, *label.below)), default=0)
    above, below = (CLEAR + sum(block.height + LEAD for block, _ in lines) for lines in (label.above, label.below))
    below += 2 * (WING + LEAD) if label.arrow else 0
    return Link(arc.tail, arc.head, even(max(width, SHORTEST)), even(above), even(below))


def even(size: float) -> int:
    """The next even number: Graphviz works in whole points, and halves would bend straight lines."""
    return 2 * math.ceil(size / 2)


@dataclass(frozen=True)
class Sheet:
    """A placed picture, ready to be written."""

    source: Source
    picture: Picture
    sizes: list[Size]
    placed: Placement
    canvas: Surface

    def drawn(self) -> str:
        """Title, edges, cards and legend from top to bottom."""
        width = max(self.placed.width, LEAST_TITLE)
        lines = self.heading_lines(width)
        y = self.title(lines)
        blank = 2 * caption.GAP * caption.TITLE
        right = max((sum(block.width + blank for block, _ in line) - blank for line in lines), default=0)
        origin = (MARGIN, y)
        for arc, route in zip(self.picture.arcs, self.placed.links, strict=True):
            self.arc(arc, route, origin)
        for card, size, centre in zip(self.picture.cards, self.sizes, self.placed.boxes, strict=True):
            self.card(card, size, (centre[0] - size.width / 2 + MARGIN, centre[1] - size.height / 2 + y))
        bottom, reach = self.legend(y + self.placed.height + 34)
        bottom, told = self.warnings(bottom, max(width, reach))
        total = max(self.placed.width, min(right, width), reach, told) + 2 * MARGIN
        return self.canvas.finish(math.ceil(total), math.ceil(bottom), caption.alternative(self.source))

    def warnings(self, y: float, width: float) -> tuple[float, float]:
        """What notes and warnings say, below everything; the picture's bottom, and how far to the right they reach."""
        lines = [(content, indent, "muted") for content, indent in caption.notes(self.source, width)]
        for content, indent in caption.warnings(self.source, width):
            lines.append((content, indent, "muted" if indent else "error"))
        reach = 0.0
        for content, indent, colour in lines:
            y += content.ascent
            self.canvas.block(content, MARGIN + indent, y, colour)
            y += content.descent + LEAD
            reach = max(reach, indent + content.width)
        return y + (MARGIN - LEAD if lines else 0), reach

    def heading_lines(self, width: float) -> list[list[tuple[Block, str]]]:
        """The title, broken to this width."""
        return caption.title(self.source, width)

    def title(self, lines: list[list[tuple[Block, str]]]) -> float:
        """The title's lines; where the picture begins."""
        y = MARGIN
        for line in lines:
            y += max((block.ascent for block, _ in line), default=0)
            x = MARGIN
            for block, role in line:
                self.canvas.block(block, x, y, role)
                x += block.width + 2 * caption.GAP * caption.TITLE
            y += max((block.descent for block, _ in line), default=0) + 6
        return y + 12

    def card(self, card: Card, size: Size, corner: Point) -> None:
        """One card: rim, band with heading, rows."""
        x, y = corner
        rim, band = RULES[card.step.role]
        self.canvas.open(card.title, step=card.step.name)
        self.canvas.shape(Rounded(x, y, size.width, size.height, RADIUS), fill="card")
        below = bool(card.rows)
        head = size.band if below else size.height
        self.canvas.shape(Rounded(x, y, size.width, head, RADIUS, square_below=below), fill=band)
        width, dashed, colour = EDGES.get(card.mark, (RIM, False, rim))
        self.canvas.shape(Rounded(x, y, size.width, size.height, RADIUS), width, dashed=dashed, stroke=colour or rim)
        self.heading(card, size, corner)
        if card.mark in BADGES:
            self.badge((x + size.width - BADGE - BADGE_GAP, y + size.band / 2), filled=card.mark == BORN)
        top = y + size.band + 5
        signed = SIGN_GAP + SIGN_WIDTH if any(row.mark for row in card.rows) else 0
        for row, height in zip(card.rows, size.rows, strict=True):
            self.row(row, x, top + height / 2, size.width - signed)
            top += height
        self.canvas.close()

    def heading(self, card: Card, size: Size, corner: Point) -> None:
        """The heading, centred in the band, and the shape of an array after it."""
        heading, shape = card.heading, card.shape
        full = heading.width + (SHAPE_GAP + shape.width if shape else 0)
        left = corner[0] + (size.width - full) / 2
        band = size.band if card.rows else size.height
        baseline = corner[1] + band / 2 + (heading.ascent - heading.descent) / 2
        self.canvas.block(heading, left, baseline, "ink", RIGHT if shape else CENTRE)
        if shape:
            self.canvas.block(shape, left + heading.width + SHAPE_GAP, baseline, "muted")

    def row(self, row: Row, x: float, middle: float, width: float) -> None:
        """Name at the left, number at the right, on one axis."""
        baseline = middle + compose.AXIS * BODY
        self.canvas.block(row.name, x + PADDING, baseline, row.role)
        self.canvas.block(row.value, x + width - PADDING - row.value.width, baseline, row.role, RIGHT)
        if row.mark:
            sign = caption.sign(row.mark, BODY)
            self.canvas.block(sign, x + width - PADDING + SIGN_GAP, baseline, "error")

    def badge(self, centre: Point, *, filled: bool) -> None:
        """A triangle with an exclamation mark: filled where something was born, hollow where a warning names a step."""
        x, y = centre
        corners = [(x, y - BADGE), (x + BADGE, y + 0.75 * BADGE), (x - BADGE, y + 0.75 * BADGE)]
        if filled:
            self.canvas.shape(Polygon(corners), LINE, fill="error", stroke="error")
        else:
            self.canvas.shape(Polygon(corners), LINE, fill="card", stroke="error")
        sign = compose.words(SIGNS[BORN], 1.5 * BADGE)
        self.canvas.block(sign, x - sign.width / 2, y + 0.55 * BADGE, "card" if filled else "error", CENTRE)

    def arc(self, arc: Arc, route: Route, origin: Point) -> None:
        """One edge with its arrow's head and its label."""
        left, top = origin
        points = [(x + left, y + top) for x, y in route.curve]
        tip = (route.tip[0] + left, route.tip[1] + top)
        names = [self.picture.cards[end].step.name for end in (arc.tail, arc.head)]
        self.canvas.open(tail=names[0], head=names[1])
        width, colour = (MARKED, "error") if arc.marked else (LINE, "line")
        self.canvas.shape(Curve(points), width, dashed=not arc.path, stroke=colour)
        self.canvas.shape(Polygon(_head(points[-1], tip, 1.3 * WING + (width - LINE) / 2)), fill=colour)
        if route.label is not None and arc.label is not None:
            self.label(arc.label, (route.label[0] + left, route.label[1] + top))
        self.canvas.close()

    def label(self, label: Label, centre: Point) -> None:
        """The partial above the line; the product and its own arrow below."""
        x, y = centre
        top = y - CLEAR
        for block, role in reversed(label.above):
            self.canvas.block(block, x - block.width / 2, top - block.descent, role, CENTRE)
            top -= block.height + LEAD
        bottom = y + CLEAR
        for block, role in label.below:
            self.canvas.block(block, x - block.width / 2, bottom + block.ascent, role, CENTRE)
            bottom += block.height + LEAD
        if label.arrow:
            self.arrow(label, x, bottom + WING)

    def arrow(self, label: Label, x: float, y: float) -> None:
        """The small arrow under what travels: with the edge or against it."""
        half = max(22.0, *(block.width for block, _ in label.below)) / 2
        ahead = 1 if label.arrow == "tangent" else -1
        neck = (x + ahead * (half - ARROW), y)
        self.canvas.shape(Polygon([(x - ahead * half, y), neck], closed=False), LINE, stroke=label.arrow)
        self.canvas.shape(Polygon(_head(neck, (x + ahead * half, y), WING)), fill=label.arrow)

    def legend(self, y: float) -> tuple[float, float]:
        """The legend; the picture's bottom, and how far to the right the legend reaches."""
        entries = caption.legend(self.source, self.picture)
        x = MARGIN
        for role, symbol, word in entries:
            if role and role != "error":
                self.canvas.shape(Disc(x + 4, y - 4.2, 4), fill=role)
                x += 15
            self.canvas.block(symbol, x, y, role or "muted")
            x += symbol.width + 8
            if word:
                text = compose.words(word, caption.LEGEND)
                self.canvas.block(text, x, y, "muted")
                x += text.width + 28
        return (y if entries else y - 34) + MARGIN, x - 28 - MARGIN if entries else 0


def _head(neck: Point, tip: Point, half: float) -> list[Point]:
    """An arrow's head between its neck and its tip; `half` is half its width."""
    (x, y), (tip_x, tip_y) = neck, tip
    length = math.hypot(tip_x - x, tip_y - y) or 1.0
    wing = half / length
    across = ((tip_y - y) * wing, (x - tip_x) * wing)
    return [tip, (x + across[0], y + across[1]), (x - across[0], y - across[1])]
