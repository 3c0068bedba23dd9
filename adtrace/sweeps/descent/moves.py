"""Steps: plain, with momentum, and with a line search; parameters are floats and arrays by name."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from ...records.descent import Settings, Trial, is_finite
from .objective import Objective, Theta

ARMIJO = 1e-4
"""The share of the decrease that the slope promises which a step has to come by."""
SHRINKING = 0.5
"""What a rate is multiplied by when its trial fails."""
MOST_TRIALS = 60
"""Trials of one search: the rate is then 1e-18 of what it began with."""
SMALL, LARGE = 1e-140, 1e140
"""Norms whose squares are well in the range of float64."""


def norm(parts: Mapping[str, Any]) -> float:
    """The Euclidean norm of all parameters together."""
    return math.hypot(*[length(part) for part in parts.values()])


def length(part: Any) -> float:
    """The Euclidean norm of a number or an array."""
    if not getattr(part, "shape", ()):
        return abs(float(part))
    import numpy as np

    found = math.sqrt(np.vdot(part, part))
    if SMALL < found < LARGE:
        return found
    largest = float(np.abs(part).max())
    return largest * float(np.linalg.norm(part / largest)) if is_finite(largest) and largest else largest


def moved(theta: Theta, direction: Theta, rate: float) -> dict[str, Any]:
    """theta - rate*direction."""
    return {name: value - rate * direction[name] for name, value in theta.items()}


class Momentum:
    """The steps of a heavy ball: v <- momentum*v - rate*gradient, theta <- theta + v. Without momentum, plain ones.

    Nesterov's add momentum*v - rate*gradient with the new v instead.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.velocity: dict[str, Any] = {}

    @property
    def rolls(self) -> bool:
        """Whether there is a last step that is still added."""
        return bool(self.velocity) and norm(self.velocity) > 0

    def step(self, theta: Theta, gradient: Theta) -> dict[str, Any]:
        """The next parameters."""
        rate, share = self.settings.rate, self.settings.momentum
        if not share:
            return moved(theta, gradient, rate)
        last = self.velocity or dict.fromkeys(gradient, 0.0)
        self.velocity = {name: share * last[name] - rate * slope for name, slope in gradient.items()}
        if not self.settings.nesterov:
            return {name: value + self.velocity[name] for name, value in theta.items()}
        return {
            name: value + share * self.velocity[name] - rate * gradient[name] for name, value in theta.items()
        }


def searched(
    objective: Objective, theta: Theta, loss: float, gradient: Theta, rate: float
) -> tuple[dict[str, Any] | None, list[Trial]]:
    """Armijo's rule: the largest of rate, rate/2, rate/4 ... with which the loss falls by enough, and what was tried.

    Enough is ARMIJO*rate*|gradient|^2. No parameters where no rate does.
    """
    steepness = norm(gradient)
    trials: list[Trial] = []
    for _ in range(MOST_TRIALS):
        other = moved(theta, gradient, rate)
        trials.append(Trial(rate, objective.loss(other)))
        if is_finite(trials[-1].loss) and trials[-1].loss <= loss - ARMIJO * rate * steepness * steepness:
            return other, trials
        rate *= SHRINKING
    return None, trials
