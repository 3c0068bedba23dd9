"""Writes SVG: shapes and typeset blocks in roles, each role a light and a dark colour.

Light colours stand as presentation attributes, which every converter reads; dark ones as classes in a media query.
Outlines of glyphs are defined once and used. Ids begin with a hash of the content, so that several drawings can stand
in one page.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

from . import typeset
from .compose import Block, Part
from .palette import COLOURS
from .shapes import LEFT, Disc, Polygon, Rounded, Shape
from .typeset import EM, Piece

AUTO, LIGHT, DARK = "auto", "light", "dark"
"""Schemes: follow the reader's page, or one of the two in any case."""

ID = "\x00"
"""Stands for the hash until the content is known; no text can contain it."""


LINK = "xlink:href"
"""How one part of an SVG refers to another, for every converter; browsers also take the shorter "href"."""


def xml(text: str) -> str:
    """Text as XML content; characters that XML cannot hold are replaced."""
    return escape(typeset.legible(text))


def attribute(text: str) -> str:
    """Text as a quoted XML attribute."""
    return quoteattr(typeset.legible(text))


def figure(value: float) -> str:
    """A coordinate: two decimals at most."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


class Canvas:
    """A drawing in progress."""

    def __init__(self, scheme: str = AUTO) -> None:
        self.scheme = scheme
        self.body: list[str | Part] = []
        self.classes: dict[str, str] = {}

    def paint(self, **roles: str) -> str:
        """The attributes that paint a shape: fill=role, stroke=role."""
        shade = self.scheme == DARK
        light = " ".join(f'{key}="{COLOURS[role][shade]}"' for key, role in roles.items())
        if self.scheme != AUTO:
            return light
        names = []
        for key, role in roles.items():
            name = f"adtrace-{role}" if key == "fill" else f"adtrace-{role}-{key}"
            self.classes[name] = f".{name}{{{key}:{COLOURS[role][1]}}}"
            names.append(name)
        return f'{light} class="{" ".join(names)}"'

    def open(self, title: str = "", **data: str) -> None:
        """Begin a group, with a text alternative and data attributes."""
        attributes = "".join(f" data-{key}={attribute(value)}" for key, value in data.items())
        self.body.append(f"<g{attributes}>" + (f"<title>{xml(title)}</title>" if title else ""))

    def close(self) -> None:
        """End the group."""
        self.body.append("</g>")

    def shape(self, shape: Shape, width: float = 0, *, dashed: bool = False, **roles: str) -> None:
        """A shape, painted by role; `width` is that of its stroke."""
        stroke = f' stroke-width="{figure(width)}"' if width else ""
        dash = ' stroke-dasharray="4 3"' if dashed else ""
        hollow = "" if "fill" in roles else ' fill="none"'
        self.body.append(f'<path d="{path_of(shape)}"{hollow}{stroke}{dash} {self.paint(**roles)}/>')

    def block(self, block: Block, x: float, y: float, role: str, hold: float = LEFT) -> None:
        """A block with its baseline's left end at (x, y); outlines are exactly as wide, wherever it is held."""
        parts, bars = block.moved(x, y)
        self.body.append(f"<g {self.paint(fill=role)}>")
        self.body.extend(parts)
        if bars:
            path = "".join(rectangle(*bar) for bar in bars)
            self.body.append(f'<path d="{path}"/>')
        self.body.append("</g>")

    def finish(self, width: float, height: float, title: str) -> str:
        """The SVG document."""
        parts = [item for item in self.body if isinstance(item, Part)]
        count = Counter(part.piece for part in parts)
        again = [piece for piece, uses in count.items() if worth(piece, uses)]
        repeated = {piece: f"{ID}p{place}" for place, piece in enumerate(again)}
        names = {glyph.name: "" for piece in count for glyph in piece.glyphs if typeset.outline(glyph.name)}
        names = {name: f"{ID}{place}" for place, name in enumerate(names)}
        outlines = [f'<path id="{short}" d="{typeset.outline(name)}"/>' for name, short in names.items()]
        pieces = [f'<g id="{short}">{inner(piece, names)}</g>' for piece, short in repeated.items()]
        body = [item if isinstance(item, str) else placed(item, repeated, names) for item in self.body]
        rules = "".join(sorted(self.classes.values()))
        style = f"<style>@media (prefers-color-scheme:dark){{{rules}}}</style>" if rules else ""
        box = f'width="{figure(width)}" height="{figure(height)}" viewBox="0 0 {figure(width)} {figure(height)}"'
        document = "\n".join((
            f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {box} role="img" '
            f"aria-label={attribute(title)}>",
            f"<title>{xml(title)}</title>{style}",
            f"<defs>{''.join(outlines)}{''.join(pieces)}</defs>",
            *body,
            "</svg>\n",
        ))
        return document.replace(ID, f"a{hashlib.sha256(document.encode()).hexdigest()[:6]}-")


def worth(piece: Piece, uses: int) -> bool:
    """Whether a piece is defined once and used, rather than written out each time."""
    return uses > 1 and len(piece.glyphs) > 1


def placed(part: Part, repeated: Mapping[Piece, str], names: Mapping[str, str], link: str = LINK) -> str:
    """A typeset piece at its place, scaled from font units."""
    scale = f"{part.size / EM:.4f}".strip("0")
    place = f'transform="translate({figure(part.x)} {figure(part.y)})scale({scale})"'
    if part.piece in repeated:
        return f'<use {link}="#{repeated[part.piece]}" {place}/>'
    return f"<g {place}>{inner(part.piece, names, link)}</g>"


def inner(piece: Piece, names: Mapping[str, str], link: str = LINK) -> str:
    """A piece in font units: its glyphs as uses, its bars, and letters that the font lacks as text."""
    found = []
    for glyph in piece.glyphs:
        at = f'x="{glyph.x}"' + (f' y="{glyph.y}"' if glyph.y else "")
        if glyph.scale != 1:
            at = f'transform="translate({glyph.x} {glyph.y})scale({glyph.scale:g})"'
        if glyph.name in names:
            found.append(f'<use {link}="#{names[glyph.name]}" {at}/>')
    found += [f'<path d="{rectangle(*bar)}"/>' for bar in piece.bars]
    found += [
        f'<text x="{run.x}" y="{run.y}" font-size="{run.scale * EM:g}" textLength="{run.width}" '
        f'lengthAdjust="spacingAndGlyphs" font-family="serif">{xml(run.text)}</text>'
        for run in piece.runs
    ]
    return "".join(found)


def rectangle(x: float, y: float, width: float, height: float) -> str:
    """A rectangle as a path."""
    return f"M{figure(x)} {figure(y)}h{figure(width)}v{figure(height)}h{figure(-width)}z"


def path_of(shape: Shape) -> str:
    """A shape as the data of a path."""
    if isinstance(shape, Rounded):
        return rounded(shape)
    if isinstance(shape, Disc):
        half = f"a{shape.radius:g} {shape.radius:g} 0 1 0"
        return f"M{shape.x - shape.radius:.1f} {shape.y:.1f}{half} {2 * shape.radius:g} 0{half}-{2 * shape.radius:g} 0z"
    points = [f"{figure(x)} {figure(y)}" for x, y in shape.points]
    if isinstance(shape, Polygon):
        return "M" + "L".join(points) + "z" * shape.closed
    return f"M{points[0]}C{' '.join(points[1:])}" if len(points) > 1 else f"M{points[0]}"


def rounded(shape: Rounded) -> str:
    """A rectangle with round corners as the data of a path."""
    x, y, width, height, radius, square_below = shape
    r = figure(radius)
    below = (
        f"v{figure(height - radius)}h{figure(-width)}v{figure(radius - height)}"
        if square_below
        else f"v{figure(height - 2 * radius)}a{r} {r} 0 0 1-{r} {r}h{figure(2 * radius - width)}"
        f"a{r} {r} 0 0 1-{r}-{r}v{figure(2 * radius - height)}"
    )
    above = f"a{r} {r} 0 0 1 {r}-{r}h{figure(width - 2 * radius)}a{r} {r} 0 0 1 {r} {r}"
    return f"M{figure(x)} {figure(y + radius)}{above}{below}z"
