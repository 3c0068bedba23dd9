"""What became of claims: agreed with, refuted by a counter-example, or neither."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..named import Record
from .results import Trace
from .steps import Number, Shape

AGREES, REFUTED, UNDECIDED, DEFINES = "agrees", "refuted", "undecided", "defines"
"""Verdicts. Agreement at points is no proof; `undecided` is a claim that no point could tell about."""

COINCIDENCE, KINK, NO_VALUE, DROWNED, ONLY, TRACED, ALONG, NAMED, GIVEN_OUTSIDE, MISTAKE, MISFIT, NOWHERE = (
    "coincidence", "kink", "no value", "drowned", "only", "traced", "along", "named", "given outside", "mistake",
    "misfit", "nowhere",
)
"""Codes of notes."""


class Note(Record):
    """A remark about a verdict: a code, and what its words are filled in with (texts, numbers, points)."""

    code: str
    facts: Mapping[str, Any] = {}


class Counterexample(Record):
    """A point where a claim is wrong.

    point            the inputs by name; `given`, whether it is the point of --at
    claimed, traced  both numbers, of one shape; `place`, the element where they differ most, () for a scalar
    differing        how many elements differ, `of` how many
    """

    point: Mapping[str, Number]
    given: bool
    claimed: Number
    traced: Number
    place: tuple[int, ...] = ()
    differing: int = 1
    of: int = 1

    @property
    def numbers(self) -> tuple[float, float]:
        """Both numbers, of an array those of the element where they differ most."""
        return tuple(float(side[self.place]) if self.place else float(side) for side in (self.claimed, self.traced))  # type: ignore[return-value]


class Judgement(Record):
    """One claim and what became of it.

    text     the claim as written; `verdict`, one of those above
    points   at how many points it agrees, and `failing`, at how many it does not
    counter  where it fails, if it does with numbers; `shapes`, that of the claim and that of what it is about, where
             they do not fit
    """

    text: str
    verdict: str
    points: int = 0
    failing: int = 0
    counter: Counterexample | None = None
    shapes: tuple[Shape, Shape] | None = None
    notes: tuple[Note, ...] = ()


class ClaimReport(Record):
    """Several claims about one program.

    trace    the program and its point, without sweeps; `trials`, how many random points were asked for
    seed     of the random points, and `held`, the inputs that stayed as given
    points   how many points were tried; `outside`, how many more lay outside of the domain
    """

    trace: Trace
    claims: tuple[Judgement, ...]
    trials: int
    seed: int
    points: int
    outside: int
    held: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether every claim agrees."""
        return all(claim.verdict in (AGREES, DEFINES) for claim in self.claims)
