"""A second-order trace: down the program with tangents, and up again with adjoints and their tangents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from ...lang.printer import Printer
from ...named import Record
from ...records import ADJOINT, LITERAL, NAME, SECOND, TANGENT, Formula, Number
from ...records.derivative import Derivative, SecondOrder, SecondStep, SecondUse
from ..frame import explanation
from ..layout import LEFT, RIGHT, Cell, Column, Line, line, table, table_width, widest, wrapped
from ..notation import Notation, of_options
from ..number import aligned, is_array, localised, people
from ..rows import ordinal, substituted
from ..screens import one
from ..wording import broken
from .words import DerivativeWords

BACK = "then every adjoint, from the output back to the inputs, and beside it its tangent by the product rule"

WHOLE = 10_000
"""Room for any rule that is shown in a table without being broken."""
ROOMS = (WHOLE, 30, 24, 18)
"""Cells that tangents of rules are broken to, one after the other, until the table fits; rules to two thirds."""
NARROW = 24
"""Cells that numbers beneath a rule take before they are broken, where the rule may be as wide."""
BLOCK = 60
"""The width of the rules around blocks."""


def worked_lines(order: SecondOrder, found: Derivative, words: DerivativeWords) -> list[Line]:
    """Both tables of one direction."""
    from ..formats.table import sweep_lines

    (sweep,), options = order.forward.sweeps, words.options
    notation = of_options(order.forward, options._replace(beside=found.trace), sweep)
    shown: list[Line] = [(), *explanation(order.forward, sweep, notation, words.columns, words.say)]
    shown += sweep_lines(order.forward, sweep, notation, options, words.columns)
    return [*shown, *words.wrapped(words.say(BACK)), *Backward(order, found, words, notation).lines()]


class Part(Record):
    """One line of the table of a step: a use, or the sum.

    user     who uses it; `rule`, what that gives to the adjoint, with its number
    second   the tangent of that as runs, `numbers` the same in numbers, and `result`
    """

    user: str
    rule: Line
    product: Number
    second: Line
    numbers: str
    result: Number


class Backward:
    """The second table of one direction."""

    def __init__(self, order: SecondOrder, found: Derivative, words: DerivativeWords, notation: Notation) -> None:
        self.order, self.words, self.notation = order, words, notation
        self.steps: Mapping[str, SecondStep] = {step.name: step for step in order.steps}

    def lines(self) -> list[Line]:
        """The table, its numbers beside the rules where there is room, else beneath; or one block per step."""
        for beside, room in ((True, WHOLE), *((False, room) for room in ROOMS)):
            columns = self.columns(beside=beside, room=room)
            if table_width(columns) <= self.words.columns:
                return table(columns, self.words.rules)
        return self.blocks()

    def columns(self, *, beside: bool, room: int) -> list[Column]:
        """The columns of the table, one row per step.

        beside  whether numbers stand beside the rules
        room    the most that the tangent of a rule takes on one line
        """
        say, parts = self.words.say, [self.parts(step) for step in self.order.steps]
        results = [part for row in parts for part in row]
        adjoints = self.figures([part.product for part in results], "adjoint")
        seconds = self.figures([part.result for part in results], "bold adjoint")
        rule = [broken(part.rule, room*2//3) if part.rule else () for part in results]
        within = min(room, max(NARROW, widest(part.second for part in results)))
        second = [one(part.second) if beside else self.rule(part, room, within) for part in results]
        numbers = [one(line((part.numbers if beside else "", "dim"))) for part in results]
        made = {
            say("used by"): ([one(line(part.user)) for part in results], LEFT),
            say("adjoint rule"): (rule, LEFT),
            say("adjoint"): (adjoints, RIGHT),
            say("tangent rule"): (second, LEFT),
            say("with numbers"): (numbers, LEFT),
            say("its tangent"): (seconds, RIGHT),
        }
        heights = [max(1, *map(len, cells)) for cells in zip(*(column for column, _ in made.values()), strict=True)]
        arrays = any(is_array(part.result) for part in results)
        columns = [self.numbered(), self.named()]
        for heading, (cells, side) in made.items():
            if any(cells):
                columns.append(Column(heading, self.stacked(parts, cells, heights), LEFT if arrays else side))
        return columns

    def stacked(self, parts: Sequence[Sequence[Part]], cells: Sequence[Cell], heights: Sequence[int]) -> list[Cell]:
        """Cells of the parts of each step beneath one another."""
        padded = iter([(*cell, *((),) * (height - len(cell))) for cell, height in zip(cells, heights, strict=True)])
        return [tuple(one for _ in row for one in next(padded)) for row in parts]

    def numbered(self) -> Column:
        """The numbers of the steps."""
        return Column("", [(line((str(step.number or ""), "dim")),) for step in self.order.steps], RIGHT)

    def named(self) -> Column:
        """Their names."""
        return Column(self.words.say("node"), [(self.name(step),) for step in self.order.steps])

    def name(self, step: SecondStep) -> Line:
        """A step's name."""
        return line((self.notation.name(step.name), {"input": "input", "output": "bold output"}.get(step.role, "")))

    def parts(self, step: SecondStep) -> list[Part]:
        """The lines of one step."""
        say, spelled = self.words.say, self.notation.adjoint(step.name)
        second = self.notation.second(step.name)
        if not step.uses:
            rule = line((spelled, "adjoint"), (f" {say('(seed)')}", "dim"))
            rule = rule if step.seeded else line((say("no path to the output"), "dim"))
            constant = line((say("constant") if step.seeded else "", "dim"))
            return [Part("", rule, step.adjoint, constant, "", step.second)]
        repeated = {name for name, times in Counter(use.consumer for use in step.uses).items() if times > 1}
        found = [self.use(use, numbered=use.consumer in repeated) for use in step.uses]
        if len(found) == 1:
            return found
        signs = ["  ", *["+ "] * (len(found) - 1)]
        signed = [
            part._replace(rule=line(sign, part.rule), second=line(sign, part.second))
            for sign, part in zip(signs, found, strict=True)
        ]
        sums = [line("= ", (symbol, "adjoint")) for symbol in (spelled, second)]
        return [*signed, Part("", sums[0], step.adjoint, sums[1], "", step.second)]

    def use(self, use: SecondUse, *, numbered: bool) -> Part:
        """What one use gives."""
        notation, say = self.notation, self.words.say
        user = notation.name(use.consumer) + (f" ({ordinal(use.operand, say)})" if numbered else "")
        rule = notation.runs(use.rule, in_rules=True)
        if use.second_rule is None:
            return Part(user, rule, use.product, line((say("constant"), "dim")), "", use.second)
        second = notation.runs(use.second_rule, in_rules=True)
        return Part(user, rule, use.product, second, self.with_numbers(use.second_rule), use.second)

    def rule(self, part: Part, room: int, within: int) -> Cell:
        """The tangent of a contribution, its numbers beneath it."""
        beneath = wrapped(line((f"= {part.numbers}", "dim")), within, 2) if part.numbers else []
        return *broken(part.second, room), *beneath

    def with_numbers(self, tree: Formula) -> str:
        """A formula of scalars with every name replaced by its number."""
        if tree.shape or any(self.number(leaf) is None for leaf in tree.leaves() if leaf.op != LITERAL):
            return ""
        return self.notation.numbers(substituted(tree, self.number))

    def number(self, leaf: Formula) -> Formula | None:
        """The number that a leaf stands for."""
        step = self.steps.get(leaf.text) if leaf.op != LITERAL else None
        if step is None or step.shape:
            return None
        values = {NAME: step.value, TANGENT: step.tangent, ADJOINT: step.adjoint, SECOND: step.second}
        return Formula(LITERAL, text=people(values[leaf.op], self.words.digits))

    def figures(self, values: Sequence[Number], style: str) -> list[Cell]:
        """Numbers below one another; arrays in full where they are small."""
        options = self.words.options
        if not any(map(is_array, values)):
            written = aligned([localised(people(value, options.digits), options.decimal) for value in values])
            return [(line((text, style)),) for text in written]
        blocks = [self.words.written(value) for value in values]
        return [tuple(line((text, style)) for text in block) for block in blocks]

    def blocks(self) -> list[Line]:
        """One block of lines per step, for narrow screens and wide arrays."""
        heavy = line(self.words.rules.heavy * min(self.words.columns, BLOCK))
        return [heavy, *(one for step in self.order.steps for one in self.block(step)), heavy]

    def block(self, step: SecondStep) -> list[Line]:
        """One step: its adjoint, then the tangent of that, each by its uses."""
        parts, notation, say = self.parts(step), self.notation, self.words.say
        users = ", ".join(part.user for part in parts if part.user)
        found = [line(self.name(step), (f"  {say('used by')} {users}" if users else "", "dim"))]
        for symbol, style, rules, insertions, numbers in (
            (
                notation.adjoint(step.name), "adjoint", [part.rule for part in parts], [""]*len(parts),
                [part.product for part in parts],
            ),
            (
                notation.second(step.name), "bold adjoint", [part.second for part in parts],
                [part.numbers for part in parts], [part.result for part in parts],
            ),
        ):
            whole = len(parts) == 1 and step.uses
            for rule, inserted, value in zip(rules, insertions, numbers, strict=True):
                head = line("  ", (symbol, style), " = ", rule) if whole else line("  ", rule or (symbol, style))
                found += wrapped(head, self.words.columns, 6)
                found += wrapped(line("      ", (f"= {inserted}", "dim")), self.words.columns, 8) if inserted else []
                written = self.words.written(value, full=not is_array(value) or value.size < self.words.columns // 12)
                signs = ["= ", *["  "] * len(written)]
                found += [line("      ", sign, (text, style)) for sign, text in zip(signs, written, strict=False)]
        return found


def worked_object(order: SecondOrder) -> dict[str, Any]:
    """One direction for programs."""
    (sweep,), trace = order.forward.sweeps, order.forward
    printer = Printer(trace.tangent_name, trace.adjoint_name)

    def use(one: SecondUse) -> dict[str, Any]:
        return {
            "consumer": one.consumer, "operand": one.operand, "rule": printer.text(one.rule), "product": one.product,
            "second_rule": printer.text(one.second_rule) if one.second_rule else "", "second": one.second,
        }

    return {
        "label": sweep.label, "seed": dict(sweep.seed),
        "steps": [
            {
                "name": step.name, "number": step.number, "role": step.role, "value": step.value,
                "tangent": step.tangent, "adjoint": step.adjoint, "second": step.second, "seeded": step.seeded,
                "path": step.path, "uses": list(map(use, step.uses)),
            }
            for step in order.steps
        ],
    }


