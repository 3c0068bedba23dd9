"""The drawing of a page: the same cards and edges at the same places, every part of it marked with when it appears."""

from __future__ import annotations

from dataclasses import dataclass, replace

from .. import compose, labels
from ..canvas import Canvas, attribute, figure
from ..compose import Block, Part
from ..drawing import Sheet, laid_out
from ..labels import Label
from ..picture import BODY, Arc, Card, Picture, Row, picture
from ..place import Point, Route
from ..source import Source
from .frames import Moments, When
from .markup import Markup
from .maths import Glyphs


def staged(source: Source, moments: Moments, glyphs: Glyphs) -> Markup:
    """The drawing as an SVG element. Raises LimitError and AdtraceError as a drawing does."""
    shown = picture(source)
    cards = tuple(
        replace(card, rows=tuple(timed(source, moments, card, row) for row in card.rows)) for card in shown.cards
    )
    backward = source
    if source.mode == "both":
        backward = Source("reverse", None, source.reverse, source.digits, source.reader)
    arcs = tuple(
        replace(arc, label=lettered(moments, arc, edge[0].name, labels.label(backward, *edge))) if arc.label else arc
        for arc, edge in zip(shown.arcs, source.edges(), strict=True)
    )
    shown = Picture(cards, arcs, shown.repeated)
    return Markup(Stage(source, shown, *laid_out(shown), Ink(glyphs), moments).drawn())


@dataclass(frozen=True, slots=True)
class Timed(Row):
    """A card's row whose value changes: every value that it takes, and when. `value` is the widest of them."""

    values: tuple[tuple[Block, When], ...] = ()


@dataclass(frozen=True, slots=True)
class Lettered(Label):
    """An edge's label, and from when its upper and its lower part are shown."""

    known: tuple[tuple[str, str], ...] = ()
    arrived: tuple[tuple[str, str], ...] = ()


def timed(source: Source, moments: Moments, card: Card, row: Row) -> Timed:
    """A row with its times; an adjoint with its running totals."""
    totals = moments.totals(card.step.name) if row.role == "adjoint" else []
    values = tuple(
        (compose.value(total, source.digits, BODY, source.decimal), when) for total, when in totals if total is not None
    )
    values = values or ((row.value, moments.evaluated(card.step.name)),)
    widest = max((block for block, _ in values), key=lambda block: block.width)
    return Timed(row.name, widest, row.role, row.mark, values)


def lettered(moments: Moments, arc: Arc, consumer: str, label: Label) -> Lettered:
    """A label with its times."""
    known, arrived = moments.evaluated(consumer), moments.arrived(consumer, arc.operand)
    return Lettered(label.above, label.below, label.arrow, tuple(known.items()), tuple((arrived or known).items()))


@dataclass(frozen=True)
class Stage(Sheet):
    """A placed picture whose parts are marked with their times."""

    moments: Moments

    def heading_lines(self, width: float) -> list[list[tuple[Block, str]]]:
        """None: the page has a heading of its own."""
        return []

    def warnings(self, y: float, width: float) -> tuple[float, float]:
        """None: the page lists them."""
        return y, 0.0

    def card(self, card: Card, size: object, corner: Point) -> None:
        """A card that is lit and becomes current."""
        self.canvas.open(part="card", **self.moments.card(card.step.name))
        super().card(card, size, corner)  # type: ignore[arg-type]
        self.canvas.close()

    def row(self, row: Row, x: float, middle: float, width: float) -> None:
        """Every value of a row, of which one is shown at a time."""
        for value, when in row.values if isinstance(row, Timed) else ():
            self.canvas.open(**when)
            super().row(Row(row.name, value, row.role, "" if "until" in when else row.mark), x, middle, width)
            self.canvas.close()

    def arc(self, arc: Arc, route: Route, origin: Point) -> None:
        """An edge that becomes current."""
        consumer = self.picture.cards[arc.head].step.name
        self.canvas.open(part="edge", **self.moments.edge(consumer, arc.operand))
        super().arc(arc, route, origin)
        self.canvas.close()

    def label(self, label: Label, centre: Point) -> None:
        """The local partial, once it is known; what the reverse sweep carries, once it has."""
        if not isinstance(label, Lettered):
            return
        for half, when in (
            (Label(above=label.above), label.known), (Label(below=label.below, arrow=label.arrow), label.arrived)
        ):
            if half.above or half.below:
                self.canvas.open(**dict(when))
                super().label(half, centre)
                self.canvas.close()


class Ink(Canvas):
    """A canvas that takes its colours from the page's style and its glyphs from the page."""

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__()
        self.glyphs = glyphs

    def paint(self, **roles: str) -> str:
        """The classes that paint a shape."""
        return f'class="{" ".join(f"{key}-{role}" for key, role in roles.items())}"'

    def finish(self, width: float, height: float, title: str) -> str:
        """The SVG element."""
        body = "".join(self.glyphs.placed(item) if isinstance(item, Part) else item for item in self.body)
        size = f'width="{figure(width)}" height="{figure(height)}" viewBox="0 0 {figure(width)} {figure(height)}"'
        return f'<svg class="drawing" {size} role="group" aria-label={attribute(title)}>{body}</svg>'


