"""Two programs compared: their values, and all their derivatives."""

from __future__ import annotations

from collections.abc import Mapping

from ..named import Record
from .claims import AGREES, Counterexample, Note
from .results import Trace
from .steps import Number, Shape


class OneSided(Record):
    """Where one program alone has a value and slopes: which one (0 or 1), at how many points, and one of them."""

    side: int
    points: int
    point: Mapping[str, Number]


class Comparison(Record):
    """What the comparison of two programs came to.

    left, right  the programs, without sweeps
    inputs       the values that were given, by name
    verdict      one of those of claims
    points       at how many points values and derivatives agree, and `failing`, at how many they do not
    output       which output differs (0, 1 ...), and `what`: "" for its value, else the input that it is
                 differentiated by; None where nothing differs
    counter      where they differ: `claimed` is the number of the left program, `traced` that of the right one
    shapes       of that output in both programs, where they are different
    one_sided    where one of them has no value; `outside`, at how many points neither has; `compared`, how many
                 points were tried at which both have
    trials, seed how many random points were asked for, and of which seed; `held`, inputs that stayed as given
    """

    left: Trace
    right: Trace
    inputs: Mapping[str, Number]
    verdict: str
    points: int
    trials: int
    seed: int
    outside: int
    compared: int = 0
    failing: int = 0
    output: int = 0
    what: str | None = None
    counter: Counterexample | None = None
    shapes: tuple[Shape, Shape] | None = None
    one_sided: tuple[OneSided, ...] = ()
    notes: tuple[Note, ...] = ()
    held: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether no difference was found."""
        return self.verdict == AGREES
