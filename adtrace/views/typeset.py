"""Typesets formulae as outlines, so that no font has to be present. ziamath is used here and nowhere else.

Everything is typeset once, at 1000 units to the em, and scaled where it is drawn: a piece serves every size, and its
coordinates are whole numbers. The outlines of its glyphs are looked up by `outline`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any
from xml.etree import ElementTree
from zlib import crc32

from .mathml import tidied

EM = 1000
"""Units to the em: those of the font."""

SYMBOL_POINTS = 12
"""The size at which ziamath writes a glyph's outline."""

MISSING = "_0"
"""How the id of the glyph for a letter that the font lacks ends."""

ASSEMBLED = "-"
"""How the number of a stretched sign begins that is put together from several glyphs, each a path of its own. The
typesetter may give one number to two of them, so what they look like is part of their name."""

TEXT_EM = 1.333
"""ziamath's em, in units of the font size."""

RUN, RUN_HEIGHT = "text ", 0.8
"""How the background of a space begins that stands for letters which the font lacks; their height in em."""

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML cannot hold."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """One glyph: its name for `outline`, its place, and its size as a fraction of the piece's."""

    name: str
    x: int
    y: int
    scale: float


@dataclass(frozen=True, slots=True)
class Run:
    """Letters that the font lacks, for a viewer's own font: their left end on the baseline, their width and size."""

    text: str
    x: int
    y: int
    width: int
    scale: float


@dataclass(frozen=True, slots=True)
class Piece:
    """A typeset formula in units of 1/1000 em, y pointing down from the baseline. `bars` are (x, y, width, height)."""

    width: int
    ascent: int
    descent: int
    glyphs: tuple[Glyph, ...] = ()
    bars: tuple[tuple[int, int, int, int], ...] = ()
    runs: tuple[Run, ...] = ()


@cache
def formula(latex: str) -> Piece:
    """Typeset LaTeX mathematics; what the typesetter cannot read is set letter by letter as it stands."""
    from ziamath.tex import tex2mml

    latex = legible(latex)
    try:
        return _piece(tidied(tex2mml(latex, inline=True)))
    except Exception:  # the typesetter's parsers raise whatever they meet
        return words(latex)


@cache
def plain_number(text: str) -> Piece:
    """Typeset digits, a point and a minus: the same as `formula`, put together from the signs, and faster."""
    glyphs: list[Glyph] = []
    x = ascent = 0
    descent = -EM
    for sign in text.replace("-", "\N{MINUS SIGN}"):
        piece = words(sign)
        glyphs += [Glyph(glyph.name, x + glyph.x, glyph.y, glyph.scale) for glyph in piece.glyphs]
        x, ascent, descent = x + piece.width, max(ascent, piece.ascent), max(descent, piece.descent)
    return Piece(x, ascent, descent, tuple(glyphs))


@cache
def words(text: str) -> Piece:
    """Typeset upright words: text, not mathematics."""
    root = ElementTree.Element("math")
    # Two hyphens would be drawn as one rule.
    ElementTree.SubElement(root, "mtext").text = legible(text).replace("-", "\N{HYPHEN}")
    return _piece(ElementTree.tostring(root, encoding="unicode")) if text else Piece(0, 0, 0)


def legible(text: str) -> str:
    """The text with what XML cannot hold, such as control characters, replaced."""
    return NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)


_outlines: dict[str, str] = {}


def outline(name: str) -> str:
    """The SVG path of a glyph that some piece has shown, 1000 units to the em, y pointing down."""
    return _outlines[name]


def _piece(mathml: str) -> Piece:
    """Typeset MathML; where letters are missing, once more with room left for them."""
    drawn, box = _drawn(mathml)
    if any(symbol.get("id", "").endswith(MISSING) for symbol in drawn.iter("symbol")):
        drawn, box = _drawn(_with_room(mathml))
    return _read(drawn, box)


def _drawn(mathml: str) -> tuple[ElementTree.Element, Any]:
    """ziamath's drawing at the origin, and its bounding box (y pointing up)."""
    from ziamath.config import config
    from ziamath.zmath import Math

    typeset = Math(mathml, size=EM)
    sheet = ElementTree.Element("svg")
    shared, config.svg2 = config.svg2, True
    try:
        typeset.drawon(sheet, 0, 0)
    finally:
        config.svg2 = shared
    return sheet, typeset.node.bbox


def _with_room(mathml: str) -> str:
    """Every run of elements whose letters the font lacks becomes a space, whose background says the text."""
    root = ElementTree.fromstring(mathml)
    for parent in root.iter():
        run = None
        for element in list(parent):
            text = (element.text or "").strip()
            if not text or len(element) or not _lacks(text):
                run = None
            elif run is None:
                run = element
                run.clear()
                run.tag = re.sub("m(text|i|o|n)$", "mspace", run.tag)
                _leave_room(run, text)
            else:
                # Letters that join one another, as Arabic ones do, have to stand in one text.
                parent.remove(element)
                _leave_room(run, run.attrib["mathbackground"].removeprefix(RUN) + text)
    return ElementTree.tostring(root, encoding="unicode")


def _leave_room(space: ElementTree.Element, text: str) -> None:
    """Make a space as large as this text."""
    space.attrib = {
        "width": f"{text_width(text) / EM / TEXT_EM:.4f}em",
        "height": f"{RUN_HEIGHT / TEXT_EM:.4f}em",
        "mathbackground": RUN + text,
    }


@cache
def _lacks(text: str) -> bool:
    """Whether the font lacks a letter of this text."""
    root = ElementTree.Element("math")
    ElementTree.SubElement(root, "mtext").text = text
    drawn, _ = _drawn(ElementTree.tostring(root, encoding="unicode"))
    return any(symbol.get("id", "").endswith(MISSING) for symbol in drawn.iter("symbol"))


def text_width(text: str) -> int:
    """About how wide a viewer's font sets this text, in 1/1000 em."""
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    marks = sum(unicodedata.combining(letter) > 0 for letter in text)
    return EM * wide + 600 * (len(text) - wide - marks)


def _read(sheet: ElementTree.Element, box: Any) -> Piece:
    """Glyphs, bars and runs of a drawing; the origin moves to its left end."""
    left = min(0.0, box.xmin)
    places = {f"#{symbol.get('id')}": _remember(symbol) for symbol in sheet.iter("symbol")}
    glyphs, bars, runs = [], [], []
    for element in sheet.iter():
        x, y, width, height = (float(element.get(key, 0)) for key in ("x", "y", "width", "height"))
        x -= left
        if element.tag == "use":
            name, (view_x, view_y, view_height) = places[element.attrib["href"]]
            zoom = height / view_height
            scale = round(zoom * SYMBOL_POINTS / EM, 3)
            glyphs.append(Glyph(name, round(x - view_x * zoom), round(y - view_y * zoom), scale))
        elif element.tag == "rect" and element.get("fill", "").startswith(RUN):
            text = element.attrib["fill"].removeprefix(RUN)
            runs.append(Run(text, round(x), round(y + height), round(width), round(height / RUN_HEIGHT / EM, 3)))
        elif element.tag == "rect":
            bars.append((round(x), round(y), round(width), round(height)))
    return Piece(round(box.xmax - left), round(box.ymax), round(-box.ymin), tuple(glyphs), tuple(bars), tuple(runs))


def _remember(symbol: ElementTree.Element) -> tuple[str, tuple[float, float, float]]:
    """Keep a glyph's outline under a short name; also its view box: x, y, height."""
    name = symbol.attrib["id"].rpartition("_")[2]
    x, y, _, height = map(float, symbol.attrib["viewBox"].split())
    if name.startswith(ASSEMBLED) or name not in _outlines:
        outline = "".join(compact(path.attrib["d"]) for path in symbol.iter("path"))
        name += f"-{crc32(outline.encode()):08x}" if name.startswith(ASSEMBLED) else ""
        _outlines[name] = outline
    return name, (x, y, height)


def compact(path: str) -> str:
    """The same path in whole font units, relative and without spaces that SVG does not need."""
    words = re.findall(r"[MLQCZ]|-?[\d.]+", path)
    out: list[str] = []
    pen, position = (0, 0), 0
    while position < len(words):
        command = words[position]
        count = {"M": 2, "L": 2, "Q": 4, "C": 6, "Z": 0}[command]
        units = [round(float(word) * EM / SYMBOL_POINTS) for word in words[position + 1 : position + 1 + count]]
        position += 1 + count
        steps = [unit - pen[axis % 2] for axis, unit in enumerate(units)]
        if command == "L" and steps == [0, 0]:
            continue
        numbers = "".join(f"{step}" if step < 0 or not place else f" {step}" for place, step in enumerate(steps))
        if command == "M":
            out.append(f"M{units[0]} {units[1]}".replace(" -", "-"))
        else:
            out.append(command.lower() + numbers)
        pen = (units[-2], units[-1]) if units else pen
    return "".join(out)
