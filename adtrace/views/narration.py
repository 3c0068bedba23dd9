"""The lines below a drawing in time that say its step: the rule in symbols, in numbers, and what it gives."""

from __future__ import annotations

from collections.abc import Sequence

from ..records import Increment, Number, Step, Trace
from . import compose, number
from .compose import Block
from .latex import figure
from .rows import Rows
from .shorten import ELLIPSIS
from .source import Source, equation

SIZE, WIDEST = 15.0, 760.0
"""Font size, and the width above which a line leaves out its numbers, then its symbols, in points."""

GIVEN = 4
"""Inputs, or outputs, whose values are listed; an ellipsis stands for the others."""

Lines = tuple[tuple[Block, str], ...]
"""Blocks and their colours, from top to bottom."""


class Narrator:
    """Says every step of a drawing, in its notation and with its numbers."""

    def __init__(self, source: Source) -> None:
        self.source, self.latex, self.digits = source, source.latex, source.digits

    def rows(self, trace: Trace) -> Rows:
        """What substitutes the numbers of a trace's first sweep."""
        return Rows(trace, trace.sweeps[0], self.latex, self.digits, self.source.say)

    def inputs(self, inputs: Sequence[Step], role: str) -> Lines:
        """The values of the inputs and, in a tangent's colour, their seeds."""
        known = [step for step in inputs if step.value is not None]
        values = [(self.latex.name(step.name), step.value) for step in known]
        found = [(self.listed(values), "ink")] if values else []
        if role == "tangent" and values:
            seeds = [(self.latex.tangent(step.name), self.source.tangents[step.name].tangent) for step in known]
            found.append((self.seeds(seeds), role))
        return tuple(found)

    def forward(self, step: Step, role: str) -> Lines:
        """w₂ = w₁·x = (-1)·2 = -2 and, in a tangent's colour, the same of its tangent."""
        source = self.source
        numbers = self.rows(source.trace).with_numbers(step.tree)
        value = self.said(self.latex.name(step.name), equation(self.latex, step), numbers, step.value)
        tangent = source.tangents.get(step.name)
        if role != "tangent" or source.forward is None or tangent is None or tangent.rule_tree is None:
            return ((value, "ink"),)
        symbol = self.latex.tangent(step.name)
        rule = f"{symbol} = {self.latex.rule(tangent.rule_tree)}"
        numbers = self.rows(source.forward).with_numbers(tangent.rule_tree)
        return (value, "ink"), (self.said(symbol, rule, numbers, tangent.tangent), role)

    def cotangents(self, seeded: Sequence[tuple[str, Number]]) -> Lines:
        """The seeds that the reverse sweep begins with."""
        return ((self.seeds([(self.latex.adjoint(name), content) for name, content in seeded]), "adjoint"),)

    def arrival(self, reverse: Trace, name: str, increment: Increment, before: Number, *, first: bool) -> Lines:
        """The increment that arrives and, where it is not the first, the running sum: before + increment = total."""
        symbol, rule = self.latex.adjoint(name), self.latex.rule(increment.formula)
        numbers, product = self.rows(reverse).product(increment), increment.product
        if first:
            return ((self.said(symbol, f"{symbol} = {rule}", numbers, product), "adjoint"),)
        terms = [None if one is None or number.is_array(one) else self.figure(one) for one in (before, product)]
        numbers_of_sum = ""
        if terms[0] is not None and terms[1] is not None:
            numbers_of_sum = f"{terms[0]} + ({terms[1]})" if terms[1].startswith("-") else f"{terms[0]} + {terms[1]}"
        return (
            (self.said("", rule, numbers, product), "adjoint"),
            (self.said(symbol, symbol, numbers_of_sum, increment.total), "adjoint"),
        )

    def seeds(self, named: Sequence[tuple[str, Number]]) -> Block:
        """The word for a seed and what is seeded."""
        return compose.beside([compose.words(self.source.say("seed"), SIZE), self.listed(named)], SIZE / 2)

    def listed(self, named: Sequence[tuple[str, Number]]) -> Block:
        """x = 2   a = 1: the first few."""
        blocks = [self.said(name, name, "", content) for name, content in named[:GIVEN]]
        more = [compose.words(ELLIPSIS, SIZE)] if len(named) > GIVEN else []
        return compose.beside(blocks + more, 1.2 * SIZE)

    def said(self, name: str, symbols: str, numbers: str, result: Number) -> Block:
        """symbols = numbers = result, without what says the same twice; a line too wide says less.

        name  what stands for the symbols in a line that has no room for them
        """
        if numbers and not number.is_array(result) and result is not None and numbers == self.figure(result):
            numbers = ""
        for left in filter(None, (f"{symbols} = {numbers}" if numbers else "", symbols, name)):
            block = self.equated(left, result)
            if block.width <= WIDEST:
                return block
        return self.equated(name, result) if name else compose.words(ELLIPSIS, SIZE)

    def equated(self, left: str, result: Number) -> Block:
        """left = result, or what is left where there is no number."""
        if result is None:
            return compose.mathematics(left, SIZE) if left else compose.words("", SIZE)
        if not number.is_array(result):
            return compose.mathematics(f"{left} = {self.figure(result)}", SIZE)
        shown = compose.value(result, self.digits, SIZE, self.source.decimal)
        return compose.beside([compose.mathematics(f"{left} =", SIZE), shown], SIZE / 3)

    def figure(self, value: float) -> str:
        """A number for people."""
        return figure(value, self.digits, self.source.decimal)
