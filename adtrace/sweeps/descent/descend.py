"""The descent: evaluate, sweep, step, and note what happened."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ...errors import AdtraceError, LimitError
from ...limits import LIMITS
from ...named import Record
from ...records.descent import DONE, FLAT, NOT_FINITE, STILL, STUCK, Descent, Failure, Iterate, Settings, is_finite
from .batches import Batch, batches
from .moves import Momentum, length, norm, searched
from .objective import Objective, Theta

EVERY_ROW = Batch(0, True, None)
"""What every step of a descent without mini-batches is taken on."""


def descend(objective: Objective, settings: Settings, advance: Callable[[int], None] = lambda more: None) -> Descent:
    """Descend from the start.

    advance  is called with 1 after every step
    Raises AdtraceError for settings that do not go together.
    """
    check(objective, settings)
    return Walk(objective, settings, advance).descent()


def check(objective: Objective, settings: Settings) -> None:
    """Refuse settings that are none, or do not go together. Raises AdtraceError."""
    if not 0 < settings.rate < math.inf:
        raise AdtraceError("the rate of a descent is a positive number", hint="such as --rate 0.1")
    if not 0 <= settings.momentum < 1:
        raise AdtraceError("momentum is at least 0 and less than 1", hint="such as --momentum 0.9")
    if not settings.tolerance >= 0:
        raise AdtraceError("the tolerance of the gradient's norm is at least 0", hint="such as --tolerance 1e-6")
    if settings.nesterov and not settings.momentum:
        raise AdtraceError("Nesterov's steps need momentum", hint="add --momentum 0.9")
    if settings.line_search and settings.momentum:
        hint = "a line search goes along the gradient: leave out one of the two"
        raise AdtraceError("a line search and momentum do not go together", hint=hint)
    if settings.line_search and settings.batch:
        hint = "what lowers the loss of a few rows may raise that of all: leave out one of the two"
        raise AdtraceError("a line search and mini-batches do not go together", hint=hint)
    if not 0 <= settings.steps <= LIMITS.descent_steps:
        raise LimitError(f"{settings.steps} steps are too many", hint=f"the limit is {LIMITS.descent_steps}")
    if settings.batch and not objective.over:
        hint = "name the inputs that have a row for each example: --over X,Y"
        raise AdtraceError("mini-batches need data", hint=hint)
    if settings.batch < 0:
        raise AdtraceError("a mini-batch has at least one row", hint="such as --batch 16")


class Slope(Record):
    """The loss at a point, its gradient, and the norm of that."""

    loss: float
    gradient: Theta
    norm: float


class Good(Record):
    """Parameters with a finite loss, after so many steps; the loss of all rows, None where that is not known."""

    theta: Theta
    loss: float | None
    step: int


class Walk:
    """One descent in progress."""

    def __init__(self, objective: Objective, settings: Settings, advance: Callable[[int], None]) -> None:
        self.objective, self.settings, self.advance = objective, settings, advance
        self.momentum = Momentum(settings)
        self.iterates: list[Iterate] = []
        self.theta: Theta = objective.start
        self.good = Good(objective.start, math.nan, 0)
        self.failure: Failure | None = None
        self.kept = 0

    def descent(self) -> Descent:
        """Walk to the end."""
        objective = self.objective
        with objective.quiet():
            stop = self.walk()
            theta, loss, step = self.good
            if loss is None:  # The run ended in the middle of an epoch.
                loss = objective.loss(theta)
            ended = stop in (STUCK, STILL) or (stop == FLAT and not self.iterates[-1].full_norm)
            last = objective.traced(theta) if ended else None
        return Descent(
            trace=objective.beginning(), output=objective.output, settings=self.settings, trained=objective.trained,
            held=objective.held, fixed=objective.fixed, unmoved=objective.unmoved,
            rows=objective.rows if self.settings.batch else 0, iterates=tuple(self.iterates), theta=theta,
            loss=loss, step=step, stop=stop, failure=self.failure, last=last, sweeps=objective.sweeps,
            values=objective.evaluations,
        )

    def batches(self) -> Iterator[Batch]:
        """What each step is taken on."""
        settings, rows = self.settings, self.objective.rows
        if settings.batch:
            yield from batches(rows, settings.batch, settings.seed)
        while True:
            yield EVERY_ROW

    def walk(self) -> str:
        """All steps; why they ended."""
        steps, batch = self.settings.steps, EVERY_ROW
        for step, batch in zip(range(steps + 1), self.batches(), strict=False):
            stop = self.step(step, batch, last=step == steps)
            if stop:
                return stop
            self.advance(1)
        return DONE

    def step(self, step: int, batch: Batch, *, last: bool) -> str:
        """Note where we stand and take one step; why the run ends here, or "" where it goes on."""
        whole = self.slope(step, None) if batch.first or last else None
        part = whole if whole and (last or batch.rows is None) else self.slope(step, batch.rows)
        here = Iterate(step, self.kept_theta(last=last), part.loss, part.norm, epoch=batch.epoch)
        if part is not whole:
            here = here._replace(rows=len(batch.rows))
        if whole:
            here = here._replace(full_loss=whole.loss, full_norm=whole.norm)
        self.iterates.append(here)
        if self.failure:
            return NOT_FINITE
        small = whole is not None and whole.norm <= self.settings.tolerance
        if small and (self.settings.tolerance > 0 or not self.momentum.rolls):
            return FLAT
        return "" if last else self.taken(here, part.gradient)

    def slope(self, step: int, rows: Any) -> Slope:
        """The loss and its gradient here; notes the parameters if the loss is finite, and what is not."""
        loss, gradient = self.objective.slope(self.theta, rows)
        names = tuple([name for name, slope in gradient.items() if not is_finite(length(slope))])
        if is_finite(loss) and (rows is None or self.good.step != step):
            self.good = Good(self.theta, loss if rows is None else None, step)
        if (names or not is_finite(loss)) and self.failure is None:
            what = "gradient" if is_finite(loss) else "loss"
            self.failure = Failure(what, step, self.theta, loss, names, self.objective.traced(self.theta, rows))
        return Slope(loss, gradient, norm(gradient))

    def taken(self, here: Iterate, gradient: Theta) -> str:
        """Take the step; why the run ends instead."""
        rate = self.settings.rate
        after: Mapping[str, Any] | None
        if self.settings.line_search:
            after, trials = searched(self.objective, self.theta, here.loss, gradient, rate)
            here, rate = here._replace(trials=tuple(trials)), trials[-1].rate
            if after is None:
                self.iterates[-1] = here
                return STUCK
        else:
            after = self.momentum.step(self.theta, gradient)
        move = norm({name: value - self.theta[name] for name, value in after.items()})
        self.iterates[-1] = here._replace(rate=rate, move=move)
        if not move and not self.settings.batch:
            return STILL
        self.theta = after
        return ""

    def kept_theta(self, *, last: bool) -> Theta:
        """The parameters for the record; none where a long run has kept enough of them."""
        self.kept += sum(getattr(value, "size", 1) for value in self.theta.values())
        return self.theta if last or self.kept <= LIMITS.descent_kept else {}
