"""A long sweep as plain text, one line a step, aligned without having seen them all: numbers first, rules last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..records import Plain, Steps, Trace
from .number import is_array, people

BLOCK = 1_000
"""Lines that are handed on at once."""

HEADINGS = {"forward": "tangent", "reverse": "adjoint", "value": ""}


def plain_lines(trace: Trace, steps: Steps, places: Iterable[int], digits: int) -> Iterator[str]:
    """The lines of a table of these steps, in this order, many at a time."""
    derivative = HEADINGS[trace.mode]
    symbol = {"forward": trace.tangent_name, "reverse": trace.adjoint_name}.get(trace.mode, "")
    rule = f"  {derivative} rule" if derivative else ""
    yield f"{'':>8}{'value':>12}{derivative:>{12 if derivative else 0}}  {'step':<28}{rule}".rstrip()
    lines: list[str] = []
    plain = steps.plain
    for place in places:
        lines.append(line_of(plain(place), symbol, digits))
        if len(lines) == BLOCK:
            yield "\n".join(lines)
            lines.clear()
    if lines:
        yield "\n".join(lines)


def line_of(step: Plain, symbol: str, digits: int) -> str:
    """One step, its numbers and its formula in columns; a longer text pushes on what follows."""
    number, name, formula, value, rule, derivative = step
    left = f"{name} = {formula}" if formula else name
    if not symbol:
        return f"{number or '':>8}{short(value, digits):>12}  {left}"
    if rule:
        left = f"{left:<28}  {symbol.format(name)} = {rule}"
    return f"{number or '':>8}{short(value, digits):>12}{short(derivative, digits):>12}  {left}"


def short(value: object, digits: int) -> str:
    """A number for people; an array by its shape; nothing in symbols."""
    if value is None:
        return ""
    if value.__class__ is not float and is_array(value):
        return "x".join(map(str, value.shape))  # type: ignore[attr-defined]
    return people(value, digits)  # type: ignore[arg-type]
