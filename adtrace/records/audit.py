"""What an audit finds: which numbers can be trusted, where digits die, and what to write instead."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ..named import Record
from .bounds import VALUE
from .results import Trace
from .steps import Number

FULL = 13.0
"""Digits from which a number counts as good: what is missing is ordinary rounding."""

ENOUGH = 9.0
"""Digits below which a number is doubted."""


class Reading(Record):
    """One number of a program and how many of its digits are right.

    of       VALUE or SLOPE; `output` it belongs to, and `name` the input that a slope is taken in
    place    of the output among the outputs
    trusted  digits by the rounding bound; nan where there is none
    true     digits by comparison with the same in many digits; nan where that is not known
    lost     whether it is 0 though it should not be; `tiny`, whether it is 0 since float64 holds nothing so small;
             `vast`, whether it is infinite since float64 holds nothing so large
    worst    of an array, the index of the entry with the fewest digits
    """

    of: str
    output: str
    place: int
    name: str
    number: Number
    trusted: float
    true: float = math.nan
    lost: bool = False
    tiny: bool = False
    vast: bool = False
    worst: tuple[int, ...] = ()

    @property
    def digits(self) -> float:
        """How many digits are right, as well as it is known; 0 of what is nan."""
        if self.true == self.true:
            return self.true
        if is_nan(self.number):
            return 0.0
        return math.nan if self.is_zero and self.trusted < 1 else self.trusted

    @property
    def is_zero(self) -> bool:
        """Whether it is the number 0: alone, that does not say whether it should be."""
        return not hasattr(self.number, "shape") and bool(self.number == 0)

    @property
    def key(self) -> tuple[str, int, str]:
        """What it is, before and after a rewrite, which may change what an output without a name is called."""
        return self.of, self.place, self.name

    @property
    def is_value(self) -> bool:
        """Whether it is an output, not a slope."""
        return self.of == VALUE


def is_nan(number: Number) -> bool:
    """Whether a number, or any element, is nan."""
    different = number != number
    return bool(different.any()) if hasattr(different, "any") else bool(different)


class Share(Record):
    """A step, its text in the program, and its part of the rounding error."""

    step: str
    text: str
    part: float


class Loss(Record):
    """Where the digits of one number die: the steps with the largest parts of its error.

    small  whether what they lose lies below the normal numbers of float64: an underflow
    """

    reading: Reading
    shares: tuple[Share, ...]
    small: bool = False


class Offer(Record):
    """A stable form for a part of the program.

    name      of the remedy; `reason` says what goes wrong, `when` where both are the same function ("": everywhere)
    before    the part as typed; `after`, what to write instead
    without   the program's numbers without it, and `readings`, with it
    better    whether any number gains digits, and none loses any
    together  whether it is better only with others, of which `readings` are then the numbers
    at        of a range, the point of these numbers, where that is not the one of the audit
    points    at how many points both were found to be the same function
    """

    name: str
    reason: str
    when: str
    before: str
    after: str
    without: tuple[Reading, ...]
    readings: tuple[Reading, ...]
    better: bool
    together: bool
    at: float | None
    points: int


NAN, INFINITE, LOST, NONE, FEW, SOME, ALL = "nan", "infinite", "lost", "none", "few", "some", "all"
"""What can become of a number: no number, infinite, 0 though it should not be, or so many of its digits right."""


STATES = (NAN, INFINITE, LOST, NONE, FEW, SOME, ALL)
"""From bad to good."""


class Fare(Record):
    """What became of some numbers: of the worst, and the fewest digits (nan where they are not known)."""

    state: str
    digits: float


class Stretch(Record):
    """Neighbouring points of a range at which the numbers fare alike, values and slopes, before and after.

    start, stop  the first and the last of them; `size`, how many there are
    """

    start: float
    stop: float
    size: int
    before: tuple[Fare, Fare]
    after: tuple[Fare, Fare]


class Curve(Record):
    """The relative errors of values and slopes over a range, inf where a number is nan or infinite."""

    value: tuple[float, ...]
    slope: tuple[float, ...]


class Over(Record):
    """The audit over a range of one input.

    points     its values
    stretches  how the numbers fare
    before     their errors, and `after`, with all remedies that help
    given      whether the point of the audit was given; else it is where the numbers are worst
    """

    name: str
    points: tuple[float, ...]
    stretches: tuple[Stretch, ...]
    before: Curve
    after: Curve
    given: bool = False


class Audit(Record):
    """One program audited at a point.

    trace      its reverse sweep, with the warnings
    readings   its numbers
    losses     where digits die, of those that are not good, worst first
    offers     what to write instead; those that help first
    rewritten  the program with all that help, and `applied`, their names; `result`, its numbers
    digits     with which the forms were compared; 16 where mpmath is not installed
    over       the same over a range, else None
    """

    trace: Trace
    readings: tuple[Reading, ...]
    losses: tuple[Loss, ...]
    offers: tuple[Offer, ...]
    rewritten: str
    applied: tuple[str, ...]
    result: tuple[Reading, ...]
    digits: int
    over: Over | None = None

    @property
    def good(self) -> bool:
        """Whether nothing is lost and there is no warning."""
        return not self.trace.warnings and fewest(self.readings) >= ENOUGH


def fewest(readings: Sequence[Reading]) -> float:
    """The digits of the worst number, as far as they are known."""
    return min((reading.digits for reading in readings if reading.digits == reading.digits), default=math.nan)
