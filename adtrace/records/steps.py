"""One row of a trace: a step, its formulas, its increments and its warnings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from ..made import Made, Names
from ..named import Record
from .origins import Origin

Number = Any
Shape = tuple[int, ...]

NAME, TANGENT, ADJOINT, LITERAL = "name", "tangent", "adjoint", "literal"
SECOND = "second"
"""The tangent of an adjoint."""
NOTHING: Mapping[str, Any] = {}

CALLED = "()"
"""Behind a function's name, the operation that is a call of it: a user may name a function like an operator."""

LEAVES = frozenset((NAME, TANGENT, ADJOINT, SECOND, LITERAL))


class Formula(Record):
    """One formula as a tree: what a rule or a step is printed from, in every notation.

    op      an operator's name, one of LEAVES, or a function's name followed by CALLED
    args    the operands
    params  the operator's keyword parameters that differ from their defaults
    text    of a leaf: the node's name, or the literal as the user wrote it
    shape   the shape of its value
    """

    op: str
    args: tuple[Formula, ...] = ()
    params: Mapping[str, Any] = NOTHING
    text: str = ""
    shape: Shape = ()

    def leaves(self) -> Iterator[Formula]:
        """Every leaf, from left to right."""
        stack = [self]
        while stack:
            formula = stack.pop()
            if formula.op in LEAVES:
                yield formula
            stack.extend(reversed(formula.args))


class Warning(Record):
    """Something a number does not say by itself.

    code      kink, pole, domain, overflow, underflow, indeterminate, cancellation or jump; nan (one that is given); of
              a sweep over many points, nan or infinite where no cause is looked for; rows (some cannot be read) or
              backend (another one)
    node      the name of the step
    message   one line: what happened and what was chosen
    hint      what to write instead, or ""
    interval  of a kink: the one-sided slopes that the chosen one lies between, else None
    span      the source text of the step
    label     what to write behind the carets, or ""
    origins   of a nan, an infinity or a 0 that was born here: where among the values, and in which sweeps, and where
              it went
    """

    code: str
    node: str
    message: str
    hint: str = ""
    interval: tuple[float, float] | None = None
    span: tuple[int, int] | None = None
    label: str = ""
    origins: tuple[Origin, ...] = ()


def merged(warnings: Iterable[Warning]) -> tuple[Warning, ...]:
    """Each warning once, with the origins of all that are the same but for these."""
    found: dict[Warning, dict[tuple[str, ...], Origin]] = {}
    for warning in warnings:
        origins = found.setdefault(warning._replace(origins=()), {})
        for origin in warning.origins:
            origins.setdefault((origin.of, origin.sweep, origin.node, origin.rule), origin)
    return tuple(warning._replace(origins=tuple(origins.values())) for warning, origins in found.items())


AT_ONCE = 1_000
"""Records that are made at once of very many."""

NO_TREE = Formula(LITERAL)
"""In place of trees where only texts and numbers are wanted."""


class Increment(Record):
    """One contribution to an adjoint: it arrives from one use of the node.

    consumer  the name of the step that uses the node, and `operand`, the position (0, 1 ...) of that use
    rule      the contribution in symbols, ASCII that parses back; `formula` is its tree
    partial   the local partial's number, None where the rule is not a product (linear and general operators)
    upstream  the consumer's adjoint
    product   the contribution
    total     the adjoint after it has arrived
    path      False where nothing flows: the consumer is not on a path to the output, or chose another operand
    """

    consumer: str
    operand: int
    rule: str
    partial: Number
    upstream: Number
    product: Number
    total: Number
    formula: Formula
    partial_formula: Formula | None
    path: bool = True


class Step(Record):
    """One row of a trace: an input, an intermediate or an output.

    name     the user's, else w1, w2 ...
    number   its place among the steps, from 1; 0 for an input
    role     "input", "step" or "output"
    op       the operator's name, "input" for an input; "statement", or a function's name, where a step is several
             operations worked as one formula
    args     its operands: names of steps, or numbers for constants
    formula  its value in symbols, ASCII that parses back ("" for an input); `tree` is the same as a tree, of an input
             its own name
    rule     its tangent or adjoint in symbols, or "" (seeds, sweeps without derivatives, and adjoints with more than
             LIMITS.rule_terms increments, which say the same)
    tangent  with respect to the seed (forward mode), else None
    adjoint  of the output with respect to this step (reverse mode), else None
    seeded   whether tangent or adjoint is a seed, given and not computed
    path     False where the output does not depend on it (reverse) or it does not depend on the seed (forward)
    locate   looks for its source text: `span` are its offsets, or None
    """

    name: str
    number: int
    role: str
    op: str
    args: tuple[Any, ...]
    shape: Shape
    value: Number
    formula: str
    tree: Formula
    rule: str = ""
    rule_tree: Formula | None = None
    tangent: Number = None
    adjoint: Number = None
    increments: Sequence[Increment] = ()
    seeded: bool = False
    path: bool = True
    locate: Callable[[], tuple[int, int] | None] | None = None

    @property
    def derivative(self) -> Number:
        """Its tangent or adjoint, whichever the sweep has."""
        return self.adjoint if self.tangent is None else self.tangent

    @property
    def alias_of(self) -> str:
        """The input's own name, where the step goes by that of a statement w1 = x; else ""."""
        return self.tree.text if self.role == "input" and self.tree.text != self.name else ""

    @property
    def span(self) -> tuple[int, int] | None:
        """Offsets of its source text."""
        return self.locate() if self.locate else None


class Block(Record):
    """Many steps, column by column: what a table of a million steps is written from.

    Of each step its number, name, formula, value, rule and tangent or adjoint.
    """

    numbers: Sequence[int]
    names: Sequence[str]
    formulas: Sequence[str]
    values: Sequence[Number]
    rules: Sequence[str]
    derivatives: Sequence[Number]

    @classmethod
    def of(cls, steps: Sequence[Step]) -> Block:
        """These steps."""
        return cls(
            [step.number for step in steps], [step.name for step in steps], [step.formula for step in steps],
            [step.value for step in steps], [step.rule for step in steps], [step.derivative for step in steps],
        )


def _same(span: tuple[int, int] | None) -> tuple[int, int] | None:
    return span


class Steps(Made[Step]):
    """The steps of a sweep.

    find     the position of the step of a name, None for a name that none has
    numbers  value and derivative of the step at a position, without the rest of it
    ends     positions of the inputs and of the outputs
    block    the steps at many positions, column by column
    bare     the same as records whose formulas are texts only: a tree may be NO_TREE, a rule's None
    """

    def __init__(
        self,
        size: int = 0,
        make: Callable[[int], Any] = NOTHING.__getitem__,  # type: ignore[assignment]
        find: Callable[[str], int | None] = NOTHING.get,
        numbers: Callable[[int], tuple[Number, Number]] = NOTHING.__getitem__,  # type: ignore[assignment]
        ends: Sequence[int] = (),
        block: Callable[[Sequence[int]], Block] | None = None,
        bare: Callable[[Sequence[int]], Sequence[Step]] | None = None,
    ) -> None:
        super().__init__(size, make)
        self.find, self.numbers, self.ends = find, numbers, ends
        self.block: Callable[[Sequence[int]], Block] = block or self._block
        self.bare: Callable[[Sequence[int]], Sequence[Step]] = bare or self._whole

    def without_trees(self, places: Sequence[int]) -> Iterator[Step]:
        """The steps at these positions as `bare` makes them, some at a time."""
        for start in range(0, len(places), AT_ONCE):
            yield from self.bare(places[start : start + AT_ONCE])

    def _whole(self, places: Sequence[int]) -> list[Step]:
        return [self[place] for place in places]

    def _block(self, places: Sequence[int]) -> Block:
        return Block.of(self._whole(places))

    @classmethod
    def of(cls, steps: Sequence[Step]) -> Steps:
        """Steps that have been made already."""
        places = {step.name: place for place, step in enumerate(steps)}
        ends = [place for place, step in enumerate(steps) if step.role != "step"]

        def numbers(place: int) -> tuple[Number, Number]:
            return steps[place].value, steps[place].derivative

        return cls(len(steps), steps.__getitem__, places.get, numbers, ends)

    def __reduce__(self) -> Any:
        """To be copied and pickled, every step is made, with its place in the source."""
        made = [step._replace(locate=partial(_same, step.span)) for step in self]
        return Steps.of, (made,)

    @property
    def names(self) -> Names:
        """The names of the steps, to look one up."""
        return Names(self.find)

    def numbers_of(self, name: str) -> tuple[Number, Number] | None:
        """Value and derivative of the step of this name; None if there is none."""
        place = self.find(name)
        return None if place is None else self.numbers(place)
