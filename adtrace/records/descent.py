"""What a gradient descent leaves: its iterates, why it ended, and where it stood then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from ..named import Record
from .results import Trace
from .steps import NOTHING, Number, Warning

DONE, FLAT, STUCK, STILL, NOT_FINITE = "steps", "tolerance", "line search", "still", "not finite"
"""Why a run ends: all steps are done; the gradient is small enough; no trial lowers the loss enough; a step is too
small to change any parameter; the loss or its gradient is nan or infinite."""

ALL_ROWS = 0
"""The size of a batch that has all rows."""


class Settings(Record):
    """How to descend.

    rate         of the gradient in a step; with a line search, the rate that every search begins with
    steps        at most so many
    momentum     share of the last step that is added to the next one: the heavy ball
    nesterov     whether the gradient is taken as if that had been done already
    line_search  whether the rate is halved until the loss falls enough (Armijo)
    tolerance    of the norm of the gradient at which the run ends
    batch        rows of a mini-batch, ALL_ROWS for none
    seed         where the shuffling of the rows begins
    """

    rate: float = 0.1
    steps: int = 50
    momentum: float = 0.0
    nesterov: bool = False
    line_search: bool = False
    tolerance: float = 0.0
    batch: int = ALL_ROWS
    seed: int = 0


class Trial(Record):
    """A rate that a line search tried, and the loss there."""

    rate: float
    loss: float


class Iterate(Record):
    """One point of a descent, and the step that was taken from it.

    theta      the parameters by name; empty where a long run keeps no more of them
    loss       here; of a mini-batch, its own, and of all rows in the last iterate
    norm       of the gradient of that loss
    rate       of the step that was taken from here, and `move`, its length; None where none was
    trials     what a line search tried
    epoch      how often all rows had been used before; `rows` of the mini-batch, 0 without
    full_loss  over all rows, and `full_norm`; None in the middle of an epoch
    """

    step: int
    theta: Mapping[str, Number]
    loss: float
    norm: float
    rate: float | None = None
    move: float | None = None
    trials: tuple[Trial, ...] = ()
    epoch: int = 0
    rows: int = 0
    full_loss: float | None = None
    full_norm: float | None = None


class Failure(Record):
    """The point at which a run could not go on.

    what   is not finite: "loss" or "gradient"; of `step`, at `theta`; `value` is the loss there
    names  of parameters with a gradient that is not finite
    trace  the reverse sweep there, with its warnings: they say where a nan or an infinity was born
    """

    what: str
    step: int
    theta: Mapping[str, Number]
    value: float
    names: tuple[str, ...]
    trace: Trace


class Descent(Record):
    """A gradient descent.

    trace     the program at the start: its text and its inputs; no steps
    output    the name of the loss
    trained   names of the parameters
    held      what stays as it is: the data, and `fixed`, the other inputs that were not to be trained
    unmoved   inputs that the loss has no slope in: there was nothing to train
    rows      of the data, where there are mini-batches
    iterates  all of them, the first at the start
    theta     the parameters of the last iterate whose loss is finite: `loss` of all rows, after so many steps: `step`
    stop      why it ended; `failure`, where that is NOT_FINITE
    last      the reverse sweep at the end, where no step goes on from there: a kink or an underflow may be why
    sweeps    how many reverse sweeps it took, and `values`, how many evaluations without one
    """

    trace: Trace
    output: str
    settings: Settings
    trained: tuple[str, ...]
    held: tuple[str, ...]
    fixed: tuple[str, ...]
    unmoved: tuple[str, ...]
    rows: int
    iterates: Sequence[Iterate]
    theta: Mapping[str, Number] = NOTHING
    loss: float = 0.0
    step: int = 0
    stop: str = DONE
    failure: Failure | None = None
    last: Trace | None = None
    sweeps: int = 0
    values: int = 0

    @property
    def curve(self) -> tuple[tuple[int, float], ...]:
        """Step and loss over all rows, wherever that is known."""
        return tuple([(one.step, one.full_loss) for one in self.iterates if one.full_loss is not None])

    @property
    def grows(self) -> bool:
        """Whether the loss grows without end: from third to third of the run, beyond where it began."""
        losses = [loss for _, loss in self.curve if is_finite(loss)]
        if len(losses) < 3 or not losses[-1] - losses[0] > GROWTH * abs(losses[0]):
            return False
        if len(losses) < 6:
            return all(before < after for before, after in pairwise(losses))
        third = len(losses) // 3
        return max(losses[:third]) < max(losses[third : 2 * third]) < max(losses[2 * third :])

    @property
    def idle(self) -> int:
        """How many of the last steps have not brought the loss below what it was before them."""
        curve = [(step, loss) for step, loss in self.curve if is_finite(loss)]
        return curve[-1][0] - min(curve, key=lambda pair: pair[1])[0] if curve else 0

    @property
    def warnings(self) -> tuple[Warning, ...]:
        """What the sweep at the end gives warning of, but for lost digits: near a minimum every slope loses some."""
        if self.failure is not None:
            return self.failure.trace.warnings
        return tuple([one for one in self.last.warnings if one.code != "cancellation"] if self.last else ())

    @property
    def ok(self) -> bool:
        """Whether it came to its end and the loss did not grow without end."""
        return self.failure is None and not self.grows


GROWTH = 1e-6
"""Growth of the loss, relative to its size at the start, that may still be rounding."""


def is_finite(value: float) -> bool:
    """Whether a number is neither nan nor infinite."""
    return value - value == 0
