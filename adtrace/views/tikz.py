"""Writes a drawing as TikZ: the same shapes and places as the SVG, its formulas set by LaTeX itself.

Coordinates are points of the page, y pointing down. Formulas are nodes, held where the drawing holds them; one that
LaTeX sets wider than its place is made smaller.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import LimitError
from .canvas import DARK, figure
from .compose import MATHEMATICS, Block
from .placer import NARROWER
from .shapes import LEFT, Curve, Disc, Point, Polygon, Rounded, Shape
from .tex import FIT, Tex, comment

SCALE = 0.62
"""Of the drawing's points: its numbers come out at 9 points, as beside a text in 10 or 11 points."""

FONT = 10.0
"""The size in which nodes are set before they are scaled: every font has it."""

LARGEST = 16_000.0
"""Points of the widest picture that TeX can measure."""

NARROW = 40.0
"""The width in the drawing's points below which a formula in ASCII is never made smaller."""

ANCHORS = {0.0: "base west", 0.5: "base", 1.0: "base east"}
REMARK, REMARK_HEIGHT = 11.5, 18.0


class Tikz:
    """A drawing in progress."""

    def __init__(self, tex: Tex, scheme: str = "") -> None:
        self.tex, self.shade = tex, int(scheme == DARK)
        self.lines: list[str] = []
        self.roles: dict[str, None] = {}
        self.size = (0.0, 0.0)

    def open(self, title: str = "", **data: str) -> None:
        """Say in a comment what follows."""
        self.lines.append(f"% {comment(title or ' to '.join(data.values()))}")

    def close(self) -> None:
        """End a group: there is nothing to write."""

    def colour(self, role: str) -> str:
        """The name of a role's colour, which is defined at the top."""
        self.roles[role] = None
        return f"adtrace-{role}"

    def shape(self, shape: Shape, width: float = 0, *, dashed: bool = False, **roles: str) -> None:
        """A shape, painted by role; `width` is that of its stroke."""
        keys = {"fill": "fill", "stroke": "draw"}
        options = [f"{keys[key]}={self.colour(role)}" for key, role in roles.items()]
        options += [f"line width={figure(width * SCALE)}pt"] if width else []
        options += ["dashed"] if dashed else []
        if isinstance(shape, Rounded):
            options.append(f"rounded corners={figure(shape.radius * SCALE)}pt")
        self.lines.append(rf"\path[{', '.join(options)}] {path_of(shape)};")

    def block(self, block: Block, x: float, y: float, role: str, hold: float = LEFT) -> None:
        """A block, held at its left end, its middle or its right end."""
        if not block.source or not block.parts:
            return
        content = "".join(
            f"${self.tex.math(text)}$" if kind == MATHEMATICS else self.tex.words(text) if text.strip() else r"\ "
            for kind, text in block.source
        )
        size = block.parts[0].size
        if block.width > NARROW or not all(text.isascii() for _, text in block.source):
            content = f"{FIT}[{figure(block.width * FONT / size)}pt]{{{content}}}"
        options = f"anchor={ANCHORS[hold]}, text={self.colour(role)}, scale={figure(size * SCALE / FONT)}"
        self.lines.append(rf"\node[{options}] at {at((x + hold * block.width, y))} {{{content}}};")

    def finish(self, width: float, height: float, title: str) -> str:
        """The picture, below it which letters its code points stand for. Raises LimitError where it is too large."""
        for place, line in enumerate(self.tex.legend()):
            options = f"anchor=base west, text={self.colour('muted')}, scale={figure(REMARK * SCALE / FONT)}"
            y = height + REMARK_HEIGHT * (place + 0.5)
            self.lines.append(rf"\node[{options}] at {at((20, y))} {{{self.tex.words(line)}}};")
        height += REMARK_HEIGHT * len(self.tex.strange)
        self.size = (width * SCALE, height * SCALE)
        if max(self.size) > LARGEST:
            wide = f"the picture is {max(self.size):.0f} points wide"
            raise LimitError(f"{wide}, more than TeX can measure", hint=NARROWER)
        return "\n".join((
            r"\begin{tikzpicture}[x=1pt, y=-1pt, every node/.style={inner sep=0pt, outer sep=0pt, "
            r"font=\fontsize{10}{12}\selectfont}]",
            rf"\useasboundingbox (0,0) rectangle {at((width, height))};",
            *self.lines,
            "\\end{tikzpicture}",
        ))


def at(point: Point) -> str:
    """A point of the page."""
    return f"({figure(point[0] * SCALE)},{figure(point[1] * SCALE)})"


def path_of(shape: Shape) -> str:
    """A shape as a path of TikZ."""
    if isinstance(shape, Rounded):
        return rounded(shape)
    if isinstance(shape, Disc):
        return f"{at((shape.x, shape.y))} circle[radius={figure(shape.radius * SCALE)}pt]"
    if isinstance(shape, Polygon):
        return " -- ".join(map(at, shape.points)) + " -- cycle" * shape.closed
    return curved(shape.points) if isinstance(shape, Curve) else ""


def curved(points: Sequence[Point]) -> str:
    """Bezier curves one after the other."""
    parts = [at(points[0])]
    for place in range(1, len(points) - 2, 3):
        first, second, end = map(at, points[place : place + 3])
        parts.append(f".. controls {first} and {second} .. {end}")
    return " ".join(parts)


def rounded(shape: Rounded) -> str:
    """A rectangle with round corners."""
    left, top, right, bottom = shape.x, shape.y, shape.x + shape.width, shape.y + shape.height
    if not shape.square_below:
        return f"{at((left, top))} rectangle {at((right, bottom))}"
    above = f"{at((left, bottom))} -- {at((left, top))} -- {at((right, top))}"
    return f"{above} [sharp corners] -- {at((right, bottom))} -- cycle"
