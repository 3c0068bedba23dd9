"""The shapes of a drawing as data: a canvas writes them in its own language. In points, y pointing down."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from ..named import Record
from .compose import Block

Point = tuple[float, float]


LEFT, CENTRE, RIGHT = 0.0, 0.5, 1.0
"""Where a block is held: the point that stays where it is, should a canvas set the block wider or narrower."""


class Rounded(Record):
    """A rectangle with round corners; the lower two square if asked for."""

    x: float
    y: float
    width: float
    height: float
    radius: float
    square_below: bool = False


class Curve(Record):
    """An open path: 1 + 3n Bezier control points."""

    points: Sequence[Point]


class Polygon(Record):
    """Straight lines through points, closed or open."""

    points: Sequence[Point]
    closed: bool = True


class Disc(Record):
    """A disc about a point."""

    x: float
    y: float
    radius: float


Shape = Rounded | Curve | Polygon | Disc


class Surface(Protocol):
    """What a drawing is written on. Colours are roles of the palette."""

    def open(self, title: str = "", **data: str) -> None:
        """Begin a group, with a text alternative and data about it."""

    def close(self) -> None:
        """End the group."""

    def shape(self, shape: Shape, width: float = 0, *, dashed: bool = False, **roles: str) -> None:
        """A shape, painted by role; `width` is that of its stroke."""

    def block(self, block: Block, x: float, y: float, role: str, hold: float = LEFT) -> None:
        """A block with its baseline's left end at (x, y)."""

    def finish(self, width: float, height: float, title: str) -> str:
        """The whole text."""
