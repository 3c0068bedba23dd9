"""The tables of a sheet: for every step what is given, what is left blank, and its answer.

The key has the same tables, their blanks filled in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ...named import Record
from ...records import LITERAL, Formula, Increment, Number, Shape, Step, Sweep, Trace
from ...records.exercise import ADJOINTS, FORMULAS, INCREMENTS, PARTIALS, TANGENTS, VALUES, Exercise
from ..notation import Notation
from ..number import is_array, is_small
from ..rows import ordinal

Spelling = Callable[[Trace, Sweep], Notation]
"""The notation of a sweep, in the medium of a format."""


class Cell(Record):
    """A cell of a sheet: words, or mathematics as the notation spells it.

    lead     what stands in front, also of a blank: "w₁"; an equals sign follows
    formula  in symbols; `number`, its value, if it has one
    blank    whether the sheet leaves out formula and number; `shape`, that of the number
    words    for people, instead of all this
    """

    lead: str = ""
    formula: str = ""
    number: Number = None
    blank: bool = False
    shape: Shape = ()
    words: str = ""

    @property
    def is_number(self) -> bool:
        """Whether only a number stands here."""
        return not (self.lead or self.formula or self.words)

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands here."""
        return self.is_number and self.number is None and not self.blank

    @property
    def in_full(self) -> bool:
        """Whether its number can be written out: it has one, which is no large array."""
        return self.number is not None and (not is_array(self.number) or is_small(self.number))

    def entries(self, mark: str) -> list[list[str]]:
        """A mark in the place of every entry of a small array, row by row; nothing for numbers and large arrays."""
        if not (is_array(self.number) and self.in_full):
            return []
        return [[mark] * self.shape[-1] for _ in range(self.shape[0] if len(self.shape) == 2 else 1)]


NOTHING = Cell()


class Grid(Record):
    """A table: the phrases of its headings, its rows, and the sweep whose seed stands above it."""

    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    trace: Trace
    sweep: Sweep


class Grids:
    """Makes the tables of an exercise: values and tangents step by step, then adjoints from the output back."""

    def __init__(self, exercise: Exercise, spelling: Spelling, say: Callable[[str], str]) -> None:
        self.exercise, self.spelling, self.say = exercise, spelling, say
        self.hidden = exercise.hidden

    def all(self) -> Iterator[Grid]:
        """Every table."""
        exercise, forward = self.exercise, self.exercise.forward
        if forward is None:
            yield self.first(exercise.value, exercise.value.sweeps[0])
        for place, sweep in enumerate(forward.sweeps if forward else ()):
            assert forward is not None
            yield self.first(forward, sweep) if not place else self.tangents(forward, sweep)
        for sweep in exercise.reverse.sweeps if exercise.reverse else ():
            assert exercise.reverse is not None
            yield self.reverse(exercise.reverse, sweep)

    def first(self, trace: Trace, sweep: Sweep) -> Grid:
        """Formulas and values of the steps, and the tangents of the first sweep."""
        spelled = self.spelling(trace, sweep)
        values = ("value",) if trace.point else ()
        tangents = ("tangent rule", "tangent")[: 1 + trace.point] if trace.mode == "forward" else ()
        rows = []
        for step in sweep.steps:
            row = [self.node(step, spelled)]
            row += [self.value(step)] if trace.point else []
            row += self.tangent(step, spelled, trace) if tangents else []
            rows.append(tuple(row))
        return Grid(("node", *values, *tangents), tuple(rows), trace, sweep)

    def node(self, step: Step, spelled: Notation) -> Cell:
        """A step and what it computes; an input by its name; with the program's name where the notation has another."""
        name = " = ".join(filter(None, (spelled.name(step.name), spelled.alias(step))))
        if not step.number:
            return Cell(formula=f"{name} = {spelled.text(step.tree)}" if step.alias_of else name)
        return Cell(name, spelled.text(step.tree), blank=FORMULAS in self.hidden)

    def value(self, step: Step) -> Cell:
        """The value of a step; that of an input is given."""
        return Cell(number=step.value, blank=bool(step.number) and VALUES in self.hidden, shape=step.shape)

    def tangent(self, step: Step, spelled: Notation, trace: Trace) -> list[Cell]:
        """The tangent of a step, as a rule and, with a point, as a number."""
        blank = TANGENTS in self.hidden and not step.seeded
        number = [Cell(number=step.tangent, blank=blank, shape=step.shape)] if trace.point else []
        if step.seeded:
            return [Cell(words=self.say("(seed)")), *number]
        rule = self.rule(step.rule_tree, spelled) or spelled.literal("0")
        return [Cell(spelled.tangent(step.name), rule, blank=blank), *number]

    def tangents(self, trace: Trace, sweep: Sweep) -> Grid:
        """The tangents of a further sweep."""
        spelled = self.spelling(trace, sweep)
        headings = ("node", "tangent rule", "tangent")[: 2 + trace.point]
        rows = [(Cell(formula=spelled.name(step.name)), *self.tangent(step, spelled, trace)) for step in sweep.steps]
        return Grid(headings, tuple(rows), trace, sweep)

    def reverse(self, trace: Trace, sweep: Sweep) -> Grid:
        """The adjoints of one sweep, with a row for each use where partials or increments are asked for."""
        spelled = self.spelling(trace, sweep)
        uses = [kind for kind in (PARTIALS, INCREMENTS) if kind in self.hidden]
        titles = {PARTIALS: "local partial", INCREMENTS: "adjoint × local partial"}
        middle = ("used by", *(titles[kind] for kind in uses)) if uses else ()
        # Increments with their sum are the whole rule.
        rules = INCREMENTS not in uses or not trace.point
        ends = ("adjoint rule",) * rules + ("adjoint",) * trace.point
        rows: list[tuple[Cell, ...]] = []
        for step in reversed(sweep.steps):
            name = Cell(formula=spelled.name(step.name))
            lines = [self.use(step, increment, spelled) for increment in step.increments] if uses else []
            lines = lines or [(NOTHING,) * len(middle)]
            last = len(lines) - 1
            for place, line in enumerate(lines):
                adjoint = self.adjoint(step, spelled, trace)[-len(ends) :] if place == last else [NOTHING] * len(ends)
                rows.append((NOTHING if place else name, *line, *adjoint))
        return Grid(("node", *middle, *ends), tuple(rows), trace, sweep)

    def use(self, step: Step, increment: Increment, spelled: Notation) -> tuple[Cell, ...]:
        """One use of a step: by which, its local partial, and what it gives to the adjoint."""
        user = spelled.name(increment.consumer)
        several = sum(one.consumer == increment.consumer for one in step.increments) > 1
        cells = [Cell(formula=user, words=f"({ordinal(increment.operand, self.say)})" if several else "")]
        if PARTIALS in self.hidden:
            tree = increment.partial_formula
            lead = spelled.partial(user, spelled.name(step.name))
            number = None if is_literal(tree) else increment.partial
            cells.append(Cell(lead, self.rule(tree, spelled), number, blank=True) if tree else NOTHING)
        if INCREMENTS in self.hidden:
            rule = self.rule(increment.formula, spelled)
            cells.append(Cell(formula=rule, number=increment.product, blank=True))
        return tuple(cells)

    def adjoint(self, step: Step, spelled: Notation, trace: Trace) -> list[Cell]:
        """The adjoint of a step, as a rule and, with a point, as a number."""
        seed = step.seeded and not step.increments
        blank = ADJOINTS in self.hidden and not seed
        number = [Cell(number=step.adjoint, blank=blank, shape=step.shape)] if trace.point else []
        if seed:
            return [Cell(words=self.say("(seed)")), *number]
        rule = self.rule(step.rule_tree, spelled) or spelled.literal("0")
        return [Cell(spelled.adjoint(step.name), rule, blank=blank), *number]

    def rule(self, tree: Formula | None, spelled: Notation) -> str:
        """A rule in symbols; "" where there is none."""
        return spelled.rule(tree) if tree is not None else ""


def is_literal(tree: Formula | None) -> bool:
    """Whether a formula is nothing but a number."""
    return tree is not None and all(leaf.op == LITERAL for leaf in tree.leaves())
