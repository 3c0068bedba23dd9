"""Equations in a column, set flush at their equals signs and broken before one where a line would be too long."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .breadth import breadth
from .tex import FIT

EQUALS = " = "
GROUP = r"\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}"
FRACTION = re.compile(rf"\\frac{GROUP}{GROUP}")
LONGEST = 30
"""Lines of an environment that no page breaks."""


class Equation(NamedTuple):
    """left = part = part ...; `aside` stands behind it, and `words` on a line of their own before it."""

    left: str
    parts: tuple[str, ...]
    aside: str = ""
    words: str = ""


def width(latex: str) -> float:
    """The width of a part in em; a fraction is as wide as the wider of its two parts."""
    return breadth(FRACTION.sub(lambda found: max(found[1], found[2], key=breadth), latex))


def lines_of(equation: Equation, room: float) -> Iterator[str]:
    """Its lines: as many parts on one as there is room for, in em."""
    held, used = list[str](), width(equation.left)
    left = equation.left
    for part in equation.parts:
        wide = width(part) + breadth(EQUALS)
        if held and used + wide > room:
            yield line(left, held, "")
            left, held, used = "", [], width(equation.left)
        fits = used + wide <= room
        held.append(part if fits else rf"\text{{{FIT}[{max(room - used, 5):.0f}em]{{$\displaystyle {part}$}}}}")
        used += min(wide, room)
    yield line(left, held, equation.aside)


def line(left: str, parts: Sequence[str], aside: str) -> str:
    """One line with its alignment."""
    right = EQUALS.join(parts)
    return f"{left} &= {right}" + (f" && {aside}" if aside else "")


def column(equations: Sequence[Equation], room: float) -> Iterator[str]:
    """All of them as one display, broken over pages where it is long or has words in it."""
    if not equations:
        return
    long = len(equations) > LONGEST or any(equation.words for equation in equations)
    yield "\\begin{align*}\n" if long else "\\[\n\\begin{aligned}\n"
    for place, equation in enumerate(equations):
        if place and not equation.words:
            yield " \\\\\n"
        if equation.words:
            yield ("\n" if place else "") + f"\\intertext{{{equation.words}}}\n"
        yield " \\\\\n".join(f"  {text}" for text in lines_of(equation, room))
    yield "\n\\end{align*}\n" if long else "\n\\end{aligned}\n\\]\n"
