"""The layout for narrow screens and wide arrays: one block per step, one fact per line or more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..named import Record
from ..records import Number
from .layout import Cell, Line, Rules, cells, line, padded, widest, wrapped
from .rows import Row
from .screens import RESULTS, Sheet, equation, numbers_line, rule_line

INDENT = 6
"""Where a step's name begins, behind its number."""
GAP = 3


class Fact(Record):
    """A formula, or several lines of it, and the number that it gives, with a label for the number."""

    formula: tuple[Line, ...]
    label: str
    number: Number
    style: str = ""
    mark: str = ""


def blocks(sheet: Sheet, columns: int, rules: Rules) -> list[Line]:
    """Every row as a block, between heavy rules; an array by its outline where it does not fit in full."""
    facts = [list(facts_of(sheet, row)) for row in sheet.rows]
    flat = [fact for block in facts for fact in block]
    digits = max((len(row.label) for row in sheet.rows), default=0)
    spaced = any(row.sign for row in sheet.rows)
    indent = max(INDENT, digits + GAP) if columns > 4 * INDENT else digits + 1
    room = max(1, columns - indent)
    labels = max((cells(fact.label) for fact in flat if fact.number is not None), default=0)
    numbers, marks = [fact.number for fact in flat], [fact.mark for fact in flat]
    figures = sheet.figures(numbers, "", room - labels - GAP - 2 * any(marks), marks)
    needed = labels + GAP + max(map(widest, figures), default=0)
    left = beside([widest(fact.formula) for fact in flat], room - needed - GAP)
    following = iter(figures)
    body: list[Line] = []
    for place, (row, block) in enumerate(zip(sheet.rows, facts, strict=True)):
        body += [()] if place else []
        body += [sheet.breaks[place], ()] if place in sheet.breaks else []
        parts = [part for fact in block for part in placed(fact, next(following), left, labels, room)]
        sign = row.sign.ljust(spaced)
        number = row.number.rjust((digits if indent < INDENT else indent - GAP) - len(sign))
        body += headed(line((number, "dim"), (sign, "warning" if row.sign else "")), indent, parts)
    edge = line(rules.heavy * min(columns, widest(body) + 1))
    return [edge, *body, edge]


def facts_of(sheet: Sheet, row: Row) -> Iterator[Fact]:
    """A row's value, then its tangent rule, or what every use contributes to its adjoint."""
    shape = sheet.notation.shape(row.shape) if row.shape and not row.number else ""
    source = f"  {sheet.say('line')} {row.source}" if row.source else ""
    formula = line(equation(row.name, row.formula, 0), (f"  {shape}" if shape else "", "dim"), (source, "dim"))
    values = line((f"{' ' * cells(row.name[0][0])} = {row.values}", "dim"))
    whole = (formula, values) if sheet.mode == "value" and row.values else (formula,)
    yield Fact(whole, sheet.say("value"), row.value, "", row.mark)
    style = f"bold {sheet.result}"
    size = cells(row.symbol[0][0]) if row.symbol else 0
    several = row.total is not None
    for place, use in enumerate(row.uses):
        rule = rule_line(sheet, row, use, size)
        if sheet.mode == "reverse" and use.rule and place == 0:
            rule = line(row.symbol, " = ", use.rule, (f" {use.note}" if use.note else "", "dim"))
            rule = line(row.symbol, (f" {use.note}", "dim")) if use.rule == row.symbol else rule
        elif sheet.mode == "reverse" and place and use.rule:
            rule = line(" " * (size + 1), rule)
        numbers = numbers_line(sheet, use, size)
        if numbers and sheet.mode == "reverse":
            numbers = line((" " * (size + (3 if place else 1)) + numbers[0][0].lstrip(), "dim"))
        label = sheet.say(RESULTS[sheet.mode])
        if several:
            label = sheet.say("from {consumer}").format(consumer=use.used_by) if use.used_by else sheet.say("seed")
        look = sheet.result if several else style
        yield Fact((rule, numbers) if numbers else (rule,), label, use.result, look, use.mark)
    if row.total is not None:
        yield Fact((), sheet.say(RESULTS[sheet.mode]), row.total.result, style, row.total.mark)


def beside(sizes: Sequence[int], room: int) -> int:
    """How wide the column of formulas is that have their numbers beside them; 0 where most do not fit."""
    fitting = [size for size in sizes if size <= room]
    return max(fitting) if 2 * len(fitting) > len(sizes) else 0


def headed(number: Line, indent: int, parts: Sequence[Line]) -> list[Line]:
    """The lines of a block, indented; the step's number before the first."""
    blank = line(" " * indent)
    front = padded(number, indent)
    return [line(blank if place else front, part) for place, part in enumerate(parts)]


def restyled(figure: Line, style: str) -> Line:
    """A number in its style, its sign in its own."""
    return tuple((text, own or style) for text, own in figure)


def placed(fact: Fact, figure: Cell, left: int, labels: int, room: int) -> list[Line]:
    """A fact as lines: its number beside the formula where that fits into `left` cells, else beneath it."""
    fits = widest(fact.formula) <= left
    formula = list(fact.formula) if fits else [part for whole in fact.formula for part in wrapped(whole, room, 4)]
    numbers = [
        line((("" if place else fact.label).rjust(labels), "dim"), " " * GAP, restyled(content, fact.style))
        for place, content in enumerate(figure)
    ]
    if not fits:
        return formula + [line(" " * (left + GAP if left else 0), number) for number in numbers]
    height = max(len(formula), len(numbers))
    formula += [()] * (height - len(formula))
    return [
        line(padded(before, left + GAP), numbers[place]) if place < len(numbers) else before
        for place, before in enumerate(formula)
    ]
