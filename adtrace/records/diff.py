"""Two traces beside each other, step by step: of two programs, or of one program at two points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..named import Record
from .results import Sweep, Trace
from .steps import NOTHING, Number, Step

SAME, ROUNDING, APART = "same", "rounding", "apart"
"""How two numbers stand: equal to the last places, no further apart than rounding may take them, or different."""

DOUBTED = 1e-9
"""The relative difference from which two numbers differ, even where rounding alone has parted them."""


class Gap(Record):
    """Two numbers beside each other.

    verdict    SAME, ROUNDING or APART, of the whole
    relative   the largest relative difference of an element: 0 for equal numbers, inf where one is nan or infinite or
               the shapes differ
    place      the element where that is, of arrays; `differing`, how many of the `of` elements differ
    """

    left: Number
    right: Number
    verdict: str
    relative: float
    place: tuple[int, ...] = ()
    differing: int = 0
    of: int = 1

    @property
    def differs(self) -> bool:
        """Whether the numbers are not one: rounding alone may have parted them, but then it has spoilt one of them."""
        return self.verdict == APART or (self.verdict == ROUNDING and self.relative > DOUBTED)


class Pair(Record):
    """A step that both traces have, or one of them alone.

    left, right  its place among the steps of either trace, None where it has no such step
    value        both values, None where one trace alone has the step
    rewritten    whether the two are different operations, or have different operands
    """

    left: int | None
    right: int | None
    value: Gap | None = None
    rewritten: bool = False


class SweepPair(Record):
    """The same sweep over both.

    slopes   tangents or adjoints of every pair, None where one trace alone has the step
    results  forward: the tangent of every output; reverse: the adjoint of every input, 0 of one that a side lacks; by
             the names on the left, or on the right where the left has none
    """

    label: str
    left: Sweep
    right: Sweep
    slopes: Sequence[Gap | None]
    results: Mapping[str, Gap]


class OutputPair(Record):
    """An output of both: what it is called on either side, and its values; `steps`, the steps or inputs that it is."""

    left: str
    right: str
    value: Gap
    steps: tuple[str, str] = ("", "")


class Diff(Record):
    """Two traces, aligned.

    left, right  the traces
    pairs        in order of evaluation: inputs, then steps
    outputs      those of both; `outputs_alone`, the names of those of either side that have no partner
    renamed      inputs of the right that stand for one of another name on the left: right to left
    inputs_alone names of the inputs that one side alone has
    predicted    at two points of one program: by how much every output should change, from its slopes at the first
                 one; None for two programs, and where the shapes of inputs differ
    points       whether these are two points of one program
    """

    left: Trace
    right: Trace
    pairs: Sequence[Pair]
    sweeps: tuple[SweepPair, ...]
    outputs: tuple[OutputPair, ...]
    outputs_alone: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    renamed: Mapping[str, str] = NOTHING
    inputs_alone: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    predicted: Mapping[str, Number] | None = None
    points: bool = False

    @property
    def results(self) -> list[Gap]:
        """Everything that a user asked for: values of outputs, and their derivatives."""
        return [*(one.value for one in self.outputs), *(gap for one in self.sweeps for gap in one.results.values())]

    @property
    def agrees(self) -> bool:
        """Whether both have the same outputs, with the same values and derivatives."""
        return not any(self.outputs_alone) and not any(gap.differs for gap in self.results)

    @property
    def ok(self) -> bool:
        """Whether nothing is to be complained about: two points are expected to differ."""
        return self.points or self.agrees

    @property
    def parted(self) -> int | None:
        """The first pair whose values differ; where only rounding parts the results, the first that it has parted."""
        apart = [at for at, pair in enumerate(self.pairs) if pair.value and pair.value.differs]
        if not self.agrees and all(gap.verdict != APART for gap in self.results):
            apart = [at for at in apart if self.gap(at).verdict == ROUNDING]
        return apart[0] if apart else None

    def gap(self, at: int) -> Gap:
        """The values of a pair that both have."""
        found = self.pairs[at].value
        assert found is not None
        return found

    def steps_of(self, pair: Pair, sweep: SweepPair | None = None) -> tuple[Step | None, Step | None]:
        """The steps of a pair, with the derivatives of a sweep."""
        sides = (sweep.left, sweep.right) if sweep else (self.left.sweeps[0], self.right.sweeps[0])
        places = pair.left, pair.right
        left, right = (None if at is None else one.steps[at] for at, one in zip(places, sides, strict=True))
        return left, right
