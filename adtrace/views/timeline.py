"""A drawing in time: what is computed at which frame, what is current, and the line that says the step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ..errors import LimitError
from ..limits import LIMITS
from ..records import Increment, Number, Step, Trace
from . import compose, number
from .compose import Block
from .picture import Picture
from .place import NARROWER
from .rows import Rows
from .source import Source, equation

SIZE, GIVEN = 15.0, 4
"""Font size of the lines, in points; inputs that they list."""


class Moment(NamedTuple):
    """One frame: the current cards (by name) and edges (by position), their colour, and the lines that say the step."""

    role: str
    cards: frozenset[str] = frozenset()
    arcs: frozenset[int] = frozenset()
    lines: tuple[Block, ...] = ()


class Timeline:
    """The frames of a drawing.

    moments   one for every frame: the bare graph, the inputs, every step, the seed, every edge backwards, the result
    computed  name of a card to the frame at which its value appears
    adjoints  name of a card to the frames at which its adjoint changes, and what it is from there on
    passed    position of an edge to the frame at which its increment arrives
    """

    def __init__(self, source: Source, picture: Picture) -> None:
        self.source = source
        self.edges = list(source.edges())
        check_frames(3 + len(source.steps) + len(picture.arcs))
        self.moments: list[Moment] = [Moment("ink")]
        self.computed: dict[str, int] = {}
        self.adjoints: dict[str, list[tuple[int, Number]]] = {}
        self.passed: dict[int, int] = {}
        self.upwards()
        if source.mode in ("reverse", "both") and source.reverse is not None:
            self.backwards(source.reverse)
        self.moments.append(Moment("ink"))

    @property
    def last(self) -> int:
        """The number of the last frame, from 0."""
        return len(self.moments) - 1

    def upwards(self) -> None:
        """Inputs at once, then card by card."""
        source = self.source
        role = "tangent" if source.mode in ("forward", "both") and source.forward is not None else "ink"
        inputs = [step for step in source.steps if step.role == "input"]
        for group in ([inputs] if inputs else []) + [[step] for step in source.steps if step.role != "input"]:
            names = frozenset(step.name for step in group)
            for name in names:
                self.computed[name] = len(self.moments)
            arcs = frozenset(place for place, (step, _, _) in enumerate(self.edges) if step.name in names)
            lines = self.step_lines(group[0], role) if group is not inputs else self.given_lines(inputs, role)
            self.moments.append(Moment(role, names, arcs, lines))

    def given_lines(self, inputs: Sequence[Step], role: str) -> tuple[Block, ...]:
        """The values of the first inputs, and their seeds."""
        latex, digits, given = self.source.latex, self.source.digits, inputs[:GIVEN]
        values = [said(latex.name(step.name), "", step.value, digits) for step in given if step.value is not None]
        seeds = [
            said(latex.tangent(step.name), "", self.source.tangents[step.name].tangent, digits)
            for step in given
            if role == "tangent" and step.value is not None
        ]
        return tuple(compose.beside(blocks, 1.2 * SIZE) for blocks in (values, seeds) if blocks)

    def step_lines(self, step: Step, role: str) -> tuple[Block, ...]:
        """w₂ = w₁·x = (-1)·2 = -2, and the same of its tangent."""
        source, digits = self.source, self.source.digits
        rows = Rows(source.trace, source.trace.sweeps[0], source.latex, digits)
        found = [said(equation(source.latex, step), rows.with_numbers(step.tree), step.value, digits)]
        tangent = source.tangents.get(step.name)
        if role == "tangent" and source.forward is not None and tangent is not None and tangent.rule_tree is not None:
            rows = Rows(source.forward, source.forward.sweeps[0], source.latex, digits)
            rule = f"{source.latex.tangent(step.name)} = {source.latex.rule(tangent.rule_tree)}"
            found.append(said(rule, rows.with_numbers(tangent.rule_tree), tangent.tangent, digits))
        return tuple(found)

    def backwards(self, reverse: Trace) -> None:
        """The seed, then edge by edge, in the order of the sweep."""
        latex, digits = self.source.latex, self.source.digits
        rows = Rows(reverse, reverse.sweeps[0], latex, digits)
        seeded = [step for step in reverse.steps if step.seeded]
        for step in seeded:
            self.adjoints[step.name] = [(len(self.moments), rows.seed(step))]
        lines = tuple(said(latex.adjoint(step.name), "", rows.seed(step), digits) for step in seeded[:2])
        self.moments.append(Moment("adjoint", frozenset(step.name for step in seeded), lines=lines))
        order = {step.name: place for place, step in enumerate(self.source.steps)}
        for place in sorted(range(len(self.edges)), key=lambda place: (-order[self.edges[place][0].name], place)):
            consumer, operand, name = self.edges[place]
            increment = self.source.increments.get((consumer.name, operand))
            if increment is None or not increment.path:
                continue
            self.passed[place] = len(self.moments)
            known = self.adjoints.setdefault(name, [])
            lines = self.arrival(rows, name, increment, known)
            known.append((len(self.moments), increment.total))
            self.moments.append(Moment("adjoint", frozenset((name,)), frozenset((place,)), lines))
        for name in order:
            self.adjoints.setdefault(name, [(len(self.moments), self.source.adjoints[name].adjoint)])

    def arrival(
        self, rows: Rows, name: str, increment: Increment, known: Sequence[tuple[int, Number]]
    ) -> tuple[Block, ...]:
        """The increment, and the running sum where it is not the first."""
        latex, digits = self.source.latex, self.source.digits
        rule, symbol = latex.rule(increment.formula), latex.adjoint(name)
        if not known:
            return (said(f"{symbol} = {rule}", rows.product(increment), increment.product, digits),)
        first = said(rule, rows.product(increment), increment.product, digits)
        scalars = (known[-1][1], increment.product)
        terms = ""
        if not any(one is None or number.is_array(one) for one in scalars):
            before, more = (compose.number_latex(number.people(one, digits)) for one in scalars)
            terms = f"{before} + ({more})" if more.startswith("-") else f"{before} + {more}"
        return first, said(symbol, terms, increment.total, digits)


def check_frames(count: int) -> None:
    """Raise LimitError where there would be too many frames."""
    if count > LIMITS.frames:
        raise LimitError(f"about {count} frames are too many (the limit is {LIMITS.frames})", hint=NARROWER)


def said(symbols: str, numbers: str, result: Number, digits: int) -> Block:
    """symbols = numbers = result, without what is missing or says the same twice."""
    if result is None:
        return compose.mathematics(symbols, SIZE)
    plain = None if number.is_array(result) else compose.number_latex(number.people(result, digits))
    left = f"{symbols} = {numbers}" if numbers and numbers != plain else symbols
    if plain is not None:
        return compose.mathematics(f"{left} = {plain}", SIZE)
    return compose.beside([compose.mathematics(f"{left} =", SIZE), compose.value(result, digits, SIZE)], SIZE / 3)
