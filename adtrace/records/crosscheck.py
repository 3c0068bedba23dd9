"""A cross-check: every entry of a gradient by several ways, and the Taylor remainder along a direction."""

from __future__ import annotations

from collections.abc import Mapping

from ..named import Record
from .results import Trace

REVERSE, FORWARD, COMPLEX, DIFFERENCE = "reverse", "forward", "complex step", "difference"
"""Ways to a derivative that every cross-check tries; a framework's way is called by its name."""

AGREES, DIFFERS, NOT_COMPARED = "agrees", "differs", "not compared"
"""Verdicts on an entry."""

SMOOTH, ONE_SIDED, KINK, JUMP, NOISE, UNDEFINED, FIXED = (
    "smooth", "one-sided", "kink", "jump", "noise", "undefined", "fixed"
)
"""What the differences found around a point: the same slope on both sides; a function that is defined on one side;
two slopes; two values; nothing, because rounding or an infinite slope hides it; no values; an input that cannot be
moved, since it is a position."""

RIGHT, WRONG, EXACT, NOT_SMOOTH, UNCLEAR = "right", "wrong", "exact", "not smooth", "unclear"
"""Verdicts on a Taylor remainder."""


class Place(Record):
    """One component of an input or of an output: its name, and where in an array it is (() for a scalar)."""

    name: str
    at: tuple[int, ...] = ()


class Difference(Record):
    """A slope by differences.

    kind      SMOOTH, ONE_SIDED, KINK, JUMP, NOISE, UNDEFINED or FIXED
    value     the slope, nan where there is none; `error`, how far off it may be: truncation and rounding
    interval  at a KINK, the slopes of the two sides, the smaller one first
    steep     what is small is small beside this: the steepest slope between the point and others further away, or
              the output's value over the input's
    """

    kind: str
    value: float
    error: float
    interval: tuple[float, float] | None = None
    steep: float = 0.0


class Compared(Record):
    """One entry of a gradient: the slope of one component of an output in one of an input.

    ways     the slope by way, None where a way is not available; differences are in `difference`
    verdict  AGREES, DIFFERS or NOT_COMPARED
    wrong    the ways that are off
    apart    frameworks that chose another slope at a kink, or gave no number where there is one
    gap      the largest distance between two ways that were compared, relative to the slope
    """

    output: Place
    input: Place
    ways: Mapping[str, float | None]
    difference: Difference
    verdict: str
    wrong: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    gap: float = 0.0

    @property
    def slope(self) -> float:
        """The entry as the reverse sweep gives it."""
        found = self.ways[REVERSE]
        assert found is not None
        return found

    @property
    def compared(self) -> tuple[str, ...]:
        """The ways that have a number for it."""
        found = [way for way, value in self.ways.items() if value is not None]
        has_slope = self.difference.kind in (SMOOTH, ONE_SIDED, KINK)
        return (*found, DIFFERENCE) if has_slope else tuple(found)


class Remainder(Record):
    """The Taylor remainder R(h) = |f(x + h d) - f(x) - h f'(x) d| along a random direction d.

    slope    of log R over log h: 2 where f' is right, 1 where it is not; None where there is none
    verdict  RIGHT, WRONG, EXACT (no remainder above rounding), NOT_SMOOTH (a kink or a jump is near) or UNCLEAR
    steps    every h with its R(h); `used`, the first and the last place of those that the slope was fitted to
    """

    slope: float | None
    verdict: str
    steps: tuple[tuple[float, float], ...] = ()
    used: tuple[int, int] | None = None


class Suspect(Record):
    """An operation whose own rule does not pass: its step ("" where it has no name), and how it is spelled."""

    step: str
    operator: str


class CrossCheck(Record):
    """Forward mode, reverse mode, complex step, differences and frameworks against one another.

    trace     the program at its point, for headings
    ways      what was tried, in order
    entries   by output, then by input
    of        how many entries the gradient has; where that is more than there are entries here, some were chosen
    fixed     inputs that were left out: positions, which have no slope
    missing   by way, the operators that it does not have
    suspects  where something disagrees, the operations whose rules are to blame
    at_kink   whether the point is at a kink or a jump of an operation
    """

    trace: Trace
    ways: tuple[str, ...]
    entries: tuple[Compared, ...]
    of: int
    taylor: Remainder
    fixed: tuple[str, ...] = ()
    missing: Mapping[str, tuple[str, ...]] = {}
    suspects: tuple[Suspect, ...] = ()
    at_kink: bool = False

    @property
    def ok(self) -> bool:
        """Whether nothing disagrees."""
        return self.taylor.verdict != WRONG and not any(entry.verdict == DIFFERS for entry in self.entries)
