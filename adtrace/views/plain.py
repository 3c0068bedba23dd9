"""A long sweep as plain text, one line a step, aligned without having seen them all: numbers first, rules last."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ..records import Plain, Step, Steps, Trace, plain_of
from .layout import cells
from .notation import Notation
from .number import is_array, localised, people
from .signs import SIGNS, Signs

BLOCK = 1_000
"""Lines that are handed on at once."""

SIGNED = 8, 20, 32
"""Where signs stand: behind the number of a step, its value and its derivative."""

HEADINGS = {"forward": "tangent", "reverse": "adjoint"}
RULES = {"forward": "tangent rule", "reverse": "adjoint rule"}


def plain_lines(
    trace: Trace, steps: Steps, places: Iterable[int], digits: int, notation: Notation | None = None,
    say: Callable[[str], str] = str, signs: Signs | None = None,
) -> Iterator[str]:
    """The lines of a table of these steps, in this order, many at a time; in the language itself, or in a notation."""
    derivative = trace.mode in HEADINGS
    heading = say(HEADINGS[trace.mode]).rjust(12) if derivative else ""
    rule = "  " + say(RULES[trace.mode]) if derivative else ""
    yield f"{'':>8}{say('value'):>12}{heading}  {say('step'):<28}{rule}".rstrip()
    symbol = {"forward": trace.tangent_name, "reverse": trace.adjoint_name}.get(trace.mode, "")
    lines: list[str] = []
    plain = steps.plain
    for place in places:
        if signs:
            step = steps[place]
            lines.append(line_signed(step, symbol, trace.mode, digits, notation, signs))
        else:
            lines.append(line_of(plain(place), symbol, digits) if notation is None else
                         line_in(notation, steps[place], trace.mode, digits))
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


def line_signed(
    step: Step, symbol: str, mode: str, digits: int, notation: Notation | None, signs: Signs
) -> str:
    """The same line, in the language or in a notation, with signs behind its number, its value and its derivative."""
    written = line_of(plain_of(step), symbol, digits) if notation is None else line_in(notation, step, mode, digits)
    marks = [signs.node(step.name), SIGNS[signs.value(step.name, step.value)]]
    if symbol:
        marks.append(SIGNS[signs.derivative(step.name, step.derivative)])
    found = list(written)
    for column, sign in zip(SIGNED, marks, strict=False):
        if sign:
            found[column] = sign
    return "".join(found)


def line_in(notation: Notation, step: Step, mode: str, digits: int) -> str:
    """The same line in a notation."""
    numbers = [step.value, step.derivative] if mode in HEADINGS else [step.value]
    figures = "".join(localised(short(number, digits), notation.decimal).rjust(12) for number in numbers)
    symbol = notation.adjoint if mode == "reverse" else notation.tangent
    formulas = [notation.text(step.tree)] if step.role != "input" else []
    left = " = ".join(filter(None, [notation.name(step.name), *formulas, notation.alias(step)]))
    if step.rule_tree is not None:
        left += f"{' ' * (28 - cells(left))}  {symbol(step.name)} = {notation.rule(step.rule_tree)}"
    return f"{step.number or '':>8}{figures}  {left}"


def short(value: object, digits: int) -> str:
    """A number for people; an array by its shape; nothing in symbols."""
    if value is None:
        return ""
    if value.__class__ is not float and is_array(value):
        return "x".join(map(str, value.shape))  # type: ignore[attr-defined]
    return people(value, digits)  # type: ignore[arg-type]
