"""A long sweep as plain text, one line a step, aligned without having seen them all: numbers first, rules last."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import repeat

from ..records import Block, Step, Steps, Trace
from .layout import cells
from .notation import Notation
from .number import is_array, localised, people, people_all
from .shared import in_order
from .signs import SIGNS, Signs

BLOCK = 4_000
"""Lines that are handed on at once."""
SHARED = 25
"""So many times as many lines, and more, are shared among the cores."""

SIGNED = 8, 20, 32
"""Where signs stand: behind the number of a step, its value and its derivative."""

HEADINGS = {"forward": "tangent", "reverse": "adjoint"}
RULES = {"forward": "tangent rule", "reverse": "adjoint rule"}


def plain_lines(
    trace: Trace, steps: Steps, places: Sequence[int], digits: int, notation: Notation | None = None,
    say: Callable[[str], str] = str, signs: Signs | None = None,
) -> Iterator[str]:
    """The lines of a table of these steps, in this order, many at a time; in the language itself, or in a notation."""
    derivative = trace.mode in HEADINGS
    heading = say(HEADINGS[trace.mode]).rjust(12) if derivative else ""
    rule = "  " + say(RULES[trace.mode]) if derivative else ""
    yield f"{'':>8}{say('value'):>12}{heading}  {say('step'):<28}{rule}".rstrip()
    symbol = {"forward": trace.tangent_name, "reverse": trace.adjoint_name}.get(trace.mode, "")

    def piece(number: int) -> str:
        some = places[number * BLOCK : (number + 1) * BLOCK]
        block = steps.block(some)
        if notation is None:
            lines = lines_of(block, symbol, digits)
        else:
            lines = [line_in(notation, steps[place], trace.mode, digits) for place in some]
        return "\n".join(signed(lines, block, signs, derivative=derivative) if signs else lines)

    yield from in_order(piece, -(-len(places) // BLOCK), SHARED)


def lines_of(block: Block, symbol: str, digits: int) -> list[str]:
    """Steps, their numbers and formulas in columns; a longer text pushes on what follows."""
    numbers, names, formulas, values, rules, derivatives = block
    figures = map(str.rjust, shorts(values, digits), repeat(12))
    starts = map("%8d".__mod__, numbers) if all(numbers) else [f"{number or '':>8}" for number in numbers]
    lefts = map(" = ".join, zip(names, formulas, strict=True)) if all(formulas) else [
        f"{name} = {formula}" if formula else name for name, formula in zip(names, formulas, strict=True)
    ]
    if not symbol:
        return [f"{start}{figure}  {left}" for start, figure, left in zip(starts, figures, lefts, strict=True)]
    before, after = symbol.split("{}")
    slopes = map(str.rjust, shorts(derivatives, digits), repeat(12))
    columns = zip(starts, figures, slopes, lefts, names, rules, strict=True)
    return [
        f"{start}{figure}{slope}  {left:28}  {before}{name}{after} = {rule}" if rule
        else f"{start}{figure}{slope}  {left}"
        for start, figure, slope, left, name, rule in columns
    ]


def signed(lines: Sequence[str], block: Block, signs: Signs, *, derivative: bool) -> list[str]:
    """The same lines with signs behind their numbers, their values and their derivatives."""
    steps = zip(lines, block.names, block.values, block.derivatives, strict=True)
    return [
        with_signs(line, (
            signs.node(name), SIGNS[signs.value(name, value)],
            SIGNS[signs.derivative(name, slope)] if derivative else "",
        )) if signs.is_cut or name in signs.marked else line
        for line, name, value, slope in steps
    ]


def with_signs(line: str, signs: Iterable[str]) -> str:
    """A line with signs where it has room for them."""
    found = list(line)
    for column, sign in zip(SIGNED, signs, strict=True):
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


def shorts(values: Sequence[object], digits: int) -> list[str]:
    """Many of them."""
    if set(map(type, values)) == {float}:
        return people_all(values, digits)  # type: ignore[arg-type]
    return [short(value, digits) for value in values]


def short(value: object, digits: int) -> str:
    """A number for people; an array by its shape; nothing in symbols."""
    if value is None:
        return ""
    if value.__class__ is not float and is_array(value):
        return "x".join(map(str, value.shape))  # type: ignore[attr-defined]
    return people(value, digits)  # type: ignore[arg-type]
