"""Equations in a column, set flush at their equals signs and broken before one where a line would be too long."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..named import Record
from .breadth import DEEPER, TOKEN, breadth
from .tex import FIT

EQUALS, PLUS = "= ", " + "
GAP, NARROWEST = 4.0, 12.0
"""Em between an equation and what stands aside, and that it gets at least."""

GROUP = r"\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}"
FRACTION = re.compile(rf"\\frac{GROUP}{GROUP}")
LONGEST = 30
"""Lines of an environment that no page breaks."""


class Equation(Record):
    """left = part = part ...; `aside` stands behind it, and `words` on a line of their own before it."""

    left: str
    parts: tuple[str, ...]
    aside: str = ""
    words: str = ""


def width(latex: str) -> float:
    """The width of a part in em; a fraction is as wide as the wider of its two parts."""
    return breadth(FRACTION.sub(lambda found: max(found[1], found[2], key=breadth), latex))


def lines_of(equation: Equation, room: float) -> Iterator[str]:
    """Its lines: on each as many parts, or terms of a long sum, as fit this many em behind the equals sign."""
    left, held, used, broken = equation.left, "", 0.0, False
    for part in equation.parts:
        whole = width(part) <= room
        for place, term in enumerate([part] if whole else terms(part)):
            wide = width(term) + breadth(EQUALS)
            if held and (used + wide > room or (broken and not place)):
                yield f"{left} &{held}"
                left, held, used = "", "" if not place else r"\qquad {}", 2.0 if place else 0.0
            fits = used + wide <= room
            shown = term if fits else rf"\text{{{FIT}[{max(room - used, 5):.0f}em]{{$\displaystyle {term}$}}}}"
            sign = PLUS if place else f" {EQUALS}" if held else EQUALS
            held += sign + shown
            used += min(wide, room)
        broken = not whole
    yield f"{left} &{held}" + (f" && {equation.aside}" if equation.aside else "")


def terms(latex: str) -> list[str]:
    """The terms of a sum: what stands between plus signs outside brackets and environments."""
    found, depth, start = list[str](), 0, 0
    for match in TOKEN.finditer(latex):
        sign = match[0]
        depth += DEEPER.get(sign, 0) + (sign in ("(", "[")) - (sign in (")", "]"))
        if sign == "+" and not depth:
            found.append(latex[start : match.start()].strip())
            start = match.end()
    return [*found, latex[start:].strip()]


def column(equations: Sequence[Equation], room: float) -> Iterator[str]:
    """All of them as one display, broken over pages where it is long or has words in it; `room` em are wide."""
    if not equations:
        return
    beside = max(width(equation.left) for equation in equations)
    asides = max(width(equation.aside) for equation in equations)
    room = max(room - beside - (asides + GAP if asides else 0), NARROWEST)
    long = len(equations) > LONGEST or any(equation.words for equation in equations)
    yield "\\begin{align*}\n" if long else "\\[\n\\begin{aligned}\n"
    for place, equation in enumerate(equations):
        if place and not equation.words:
            yield " \\\\\n"
        if equation.words:
            yield ("\n" if place else "") + f"\\intertext{{{equation.words}}}\n"
        yield " \\\\\n".join(f"  {text}" for text in lines_of(equation, room))
    yield "\n\\end{align*}\n" if long else "\n\\end{aligned}\n\\]\n"
