"""The table of coefficients: a row for every step, a column for every order, folded where the screen is narrow."""

from __future__ import annotations

from collections.abc import Sequence

from ...records.taylor import Taylor, TaylorStep
from ..choice import SHOWN
from ..formats import Options
from ..layout import ASCII_RULES, GAP, UNICODE_RULES, Cell, Column, Line, cells, line, measure, styled, table
from ..notation import Notation
from ..number import aligned, is_array, localised, people
from ..number import lines as number_lines
from ..wording import broken

STYLES = {"input": "input", "output": "bold output"}


def tables(found: Taylor, notation: Notation, options: Options, *, derivatives: bool) -> list[Line]:
    """The table, in blocks of as many orders as fit on the screen."""
    places = shown(len(found.steps))
    steps = [found.steps[place] for place in places]
    left_out = len(found.steps) - len(steps)
    words = options.say("{count} steps lie between: -f json has them").format(count=left_out)
    breaks = {len(steps) // 2: line((f" ({words})", "dim"))} if left_out else {}
    rules = UNICODE_RULES if options.unicode else ASCII_RULES
    names, formulas = headings(steps, notation, options)
    orders = [order_column(steps, order, options, derivatives=derivatives) for order in range(found.order + 1)]
    columns = max(1, options.width)
    first = fitting([names, formulas], orders, columns)
    blocks, start = [[names, formulas, *orders[:first]]], first
    while start < len(orders):
        end = start + max(1, fitting([names], orders[start:], columns))
        blocks.append([names, *orders[start:end]])
        start = end
    result = [part for block in blocks for part in table(block, rules, breaks)[:-1]]
    return [*result, table(blocks[-1], rules, breaks)[-1]]


def shown(count: int) -> Sequence[int]:
    """The steps of a table: all, or the first and the last of many."""
    return range(count) if count <= SHOWN else [*range(SHOWN // 2), *range(count - SHOWN // 2, count)]


def fitting(front: Sequence[Column], orders: Sequence[Column], columns: int) -> int:
    """How many orders fit beside these columns."""
    room = columns - sum(measure(one) + GAP for one in front) - 2
    for count, column in enumerate(orders):
        room -= measure(column) + (GAP if count else 0)
        if room < 0:
            return count
    return len(orders)


def headings(steps: Sequence[TaylorStep], notation: Notation, options: Options) -> tuple[Column, Column]:
    """The names of the steps, and their formulas."""
    room = max(16, options.width // 3)
    names: list[Cell] = []
    formulas: list[Cell] = []
    for step in steps:
        style = STYLES.get(step.role, "")
        names.append(broken(line((notation.name(step.name), style)), room))
        written = styled(notation.runs(step.tree), style) if step.role != "input" else ()
        formulas.append(broken(written, room) if written else ((),))
    return Column("", names), Column(options.say("operation"), formulas)


def order_column(steps: Sequence[TaylorStep], order: int, options: Options, *, derivatives: bool) -> Column:
    """One order's coefficients, scalars with their points in one column."""
    numbers = [step.derivatives[order] if derivatives else step.coefficients[order] for step in steps]
    texts = [people(one, options.digits) for one in numbers if not is_array(one)]
    scalars = iter(aligned([localised(text, options.decimal) for text in texts]))
    found: list[Cell] = []
    for step, number in zip(steps, numbers, strict=True):
        if is_array(number):
            written = number_lines(
                number, options.digits, unicode=options.unicode, decimal=options.decimal, say=options.say
            )
        else:
            written = [next(scalars)]
        style = STYLES.get(step.role, "") if step.role == "output" else ""
        found.append(tuple(line((text, style)) for text in written))
    return Column(heading(order, texts), found)


def heading(order: int, texts: Sequence[str]) -> str:
    """The order, above the last digit before the decimal point."""
    whole = [cells(text.partition(".")[0].partition("e")[0]) for text in texts]
    return str(order).rjust(max(whole, default=0))
