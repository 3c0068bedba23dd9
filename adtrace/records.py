"""The trace as data: frozen records of numbers and formulas. Every format reads these and nothing else.

A number is a float where the shape is (), else a float64 ndarray; None where the trace is symbolic (no point given).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar, overload

Number = Any
Shape = tuple[int, ...]

NAME, TANGENT, ADJOINT, LITERAL = "name", "tangent", "adjoint", "literal"
NOTHING: Mapping[str, Any] = {}

KEPT = 1_000
"""Entries of a sequence of records up to which each is made only once."""

Entry = TypeVar("Entry")

LEAVES = frozenset((NAME, TANGENT, ADJOINT, LITERAL))


class Formula(NamedTuple):
    """One formula as a tree: what a rule or a step is printed from, in every notation.

    op      an operator's name, or one of LEAVES
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


class Warning(NamedTuple):
    """Something a number does not say by itself.

    code      kink, pole, domain, overflow, underflow, indeterminate or jump
    node      the name of the step
    message   one line: what happened and what was chosen
    hint      what to write instead, or ""
    interval  of a kink: the one-sided slopes that the chosen one lies between, else None
    span      the source text of the step
    label     what to write behind the carets, or ""
    """

    code: str
    node: str
    message: str
    hint: str = ""
    interval: tuple[float, float] | None = None
    span: tuple[int, int] | None = None
    label: str = ""


class Increment(NamedTuple):
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


class Step(NamedTuple):
    """One row of a trace: an input, an intermediate or an output.

    name     the user's, else w1, w2 ...
    number   its place among the steps, from 1; 0 for an input
    role     "input", "step" or "output"
    op       the operator's name, "input" for an input
    args     its operands: names of steps, or numbers for constants
    formula  its value in symbols, ASCII that parses back ("" for an input); `tree` is the same as a tree
    rule     its tangent or adjoint in symbols, or "" (seeds, sweeps without derivatives, and adjoints with more than
             LIMITS.rule_terms increments, which say the same)
    tangent  with respect to the seed (forward mode), else None
    adjoint  of the output with respect to this step (reverse mode), else None
    seeded   whether tangent or adjoint is a seed, given and not computed
    path     False where the output does not depend on it (reverse) or it does not depend on the seed (forward)
    span     offsets of its source text, or None
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
    span: tuple[int, int] | None = None


class Made(Sequence[Entry]):
    """A sequence of which an entry is made when it is asked for, and kept if there are few.

    size  how many entries there are; `make` returns the one at a position
    """

    def __init__(self, size: int, make: Callable[[int], Entry]) -> None:
        self.size, self.make = size, make
        self._kept: dict[int, Entry] = {}

    def __len__(self) -> int:
        return self.size

    @overload
    def __getitem__(self, place: int) -> Entry: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Entry, ...]: ...
    def __getitem__(self, place: int | slice) -> Entry | tuple[Entry, ...]:
        if isinstance(place, slice):
            return tuple([self[one] for one in range(*place.indices(self.size))])
        at = place + self.size if place < 0 else place
        if not 0 <= at < self.size:
            raise IndexError(place)
        found = self._kept.get(at)
        if found is None:
            found = self.make(at)
            if self.size <= KEPT:
                self._kept[at] = found
        return found


class Names:
    """The names of the steps of a sweep."""

    def __init__(self, find: Callable[[str], int | None]) -> None:
        self.find = find

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.find(name) is not None


class Steps(Made[Step]):
    """The steps of a sweep.

    find  the position of the step of a name, None for a name that none has
    ends  positions of the inputs and of the outputs
    """

    def __init__(
        self,
        size: int = 0,
        make: Callable[[int], Any] = NOTHING.__getitem__,  # type: ignore[assignment]
        find: Callable[[str], int | None] = NOTHING.get,
        ends: Sequence[int] = (),
    ) -> None:
        super().__init__(size, make)
        self.find, self.ends = find, ends

    @classmethod
    def of(cls, steps: Sequence[Step]) -> Steps:
        """Steps that have been made already."""
        places = {step.name: place for place, step in enumerate(steps)}
        ends = [place for place, step in enumerate(steps) if step.role != "step"]
        return cls(len(steps), steps.__getitem__, places.get, ends)

    @property
    def names(self) -> Names:
        """The names of the steps, to look one up."""
        return Names(self.find)

    def named(self, name: str) -> Step | None:
        """The step of this name."""
        place = self.find(name)
        return None if place is None else self[place]


class Sweep(NamedTuple):
    """One pass over the graph with one seed.

    label    what tells it from the other sweeps: "x", "W[0, 1]", "x=1, a=-2", "y1"
    seed     seed of every seeded node, by name
    result   forward: the tangent of every output; reverse: the gradient, the adjoint of every input
    steps    in order of evaluation: inputs, then steps; each is made when it is asked for
    operations  multiply-adds that the sweep spent on derivatives
    """

    label: str
    seed: Mapping[str, Number]
    result: Mapping[str, Number]
    steps: Steps
    operations: int = 0


class Cost(NamedTuple):
    """What a run took, and what the other mode would have taken, in sweeps and multiply-adds."""

    sweeps: int
    operations: int
    other_mode: str
    other_sweeps: int
    other_operations: int


class Trace(NamedTuple):
    """A run: its text, its point, its value and its sweeps.

    mode        "value", "forward" or "reverse"
    expression  the text as typed; `where` is what it is called ("expression" or a file's name)
    inputs      name to value (None without a point), in order; `shapes` their shapes
    outputs     name to value
    point       False for a trace in symbols only
    notes       remarks for the header: which constants are used, what was shared
    tangent_name, adjoint_name   how tangents and adjoints are spelled in ASCII: "d{}", "{}_bar"
    """

    mode: str
    expression: str
    inputs: Mapping[str, Number]
    shapes: Mapping[str, Shape]
    outputs: Mapping[str, Number]
    sweeps: tuple[Sweep, ...]
    warnings: tuple[Warning, ...] = ()
    cost: Cost | None = None
    point: bool = True
    where: str = "expression"
    notes: tuple[str, ...] = ()
    tangent_name: str = "d{}"
    adjoint_name: str = "{}_bar"

    @property
    def value(self) -> Number:
        """The output's value: a float or an ndarray; by name where there are several outputs."""
        return _alone(self.outputs)

    @property
    def gradient(self) -> Any:
        """Reverse mode: the adjoint of every input, by name; by sweep and name where there are several sweeps."""
        self._require("reverse", "gradient")
        return _alone({sweep.label: dict(sweep.result) for sweep in self.sweeps})

    @property
    def tangent(self) -> Any:
        """Forward mode: the output's tangent; by name where there are several outputs or several sweeps."""
        self._require("forward", "tangent")
        return _alone({sweep.label: _alone(sweep.result) for sweep in self.sweeps})

    @property
    def steps(self) -> Steps:
        """The steps of the first sweep, in order of evaluation; `sweeps` has the others."""
        return self.sweeps[0].steps if self.sweeps else Steps()

    def _require(self, mode: str, attribute: str) -> None:
        if self.mode != mode:
            raise AttributeError(f"a trace of mode {self.mode!r} has no {attribute}; adtrace.{mode} makes one that has")


class Derivative(NamedTuple):
    """A derived quantity: a Jacobian, a Hessian, or a Hessian times a direction.

    kind    "jacobian", "hessian" or "hvp"
    value   by output and input, by input and input, or by input: floats, or ndarrays of both shapes in a row
    mode    how it was swept, and `sweeps`, how often
    """

    kind: str
    value: Mapping[str, Any]
    mode: str
    sweeps: int


def _alone(entries: Mapping[str, Any]) -> Any:
    """The only entry, else all of them."""
    return next(iter(entries.values())) if len(entries) == 1 else dict(entries)


class Batch(NamedTuple):
    """Value and gradient at many points: one row per point, or their totals.

    over       the columns that were swept, (rows,) or (rows, *shape), by name
    outputs    the values by output: (rows,), or one number where the rows are added up
    gradients  by output and input: (rows, *shape) with the input's shape, or (*shape) where the rows are added up
    warnings   what the numbers do not say by themselves, counted over the rows
    """

    over: Mapping[str, Any]
    outputs: Mapping[str, Any]
    gradients: Mapping[str, Mapping[str, Any]]
    warnings: tuple[Warning, ...] = ()

    @property
    def value(self) -> Any:
        """The output's values; by name where there are several outputs."""
        return _alone(self.outputs)

    @property
    def gradient(self) -> Any:
        """The gradient by input; by output and input where there are several outputs."""
        return _alone(self.gradients)
