"""A program in many digits, and its derivatives by differences: they share no rule with what they are compared to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from adtrace.graph.digits import many_digits
from adtrace.lang.parser import parse
from adtrace.sweeps.run import Run
from adtrace.sweeps.shadow import shadow

DIGITS, STEP = 90, 22
"""Digits of the numbers, and of the step of differences: their error is of the order of its square."""

Place = tuple[str, tuple[int, ...]]
"""A component of an input: its name and its index."""


class Exactly:
    """The outputs of a program as a function of the components of its inputs."""

    def __init__(self, text: str, at: Mapping[str, Any]) -> None:
        self.graph, self.at, self.mp = Run(parse(text), at).graph, at, many_digits(DIGITS).mp.context
        self.known: dict[Any, Any] = {}

    @property
    def places(self) -> list[Place]:
        """Every component of every input."""
        return [(name, index) for name, value in self.at.items() for index in np.ndindex(np.shape(value))]

    def values(self, steps: Mapping[Place, int]) -> list[Any]:
        """The outputs where some components are moved by some steps of 10^-STEP."""
        key = tuple(sorted(steps.items()))
        if key not in self.known:
            moved = {name: self._lifted(value) for name, value in self.at.items()}
            for (name, index), count in steps.items():
                step = count*self.mp.mpf(10)**-STEP
                if index:
                    moved[name][index] += step
                else:
                    moved[name] += step
            found = shadow(self.graph, moved, DIGITS)
            self.known[key] = [found[node] for _, node in self.graph.outputs]
        return self.known[key]

    def moved(self, *moves: tuple[Place, int]) -> Any:
        """The first output after these moves, of which those of one component add up."""
        total: dict[Place, int] = {}
        for place, count in moves:
            total[place] = total.get(place, 0) + count
        return self.values({place: total[place] for place in sorted(total) if total[place]})[0]

    def _lifted(self, value: Any) -> Any:
        if np.shape(value):
            return np.array([self.mp.mpf(float(entry)) for entry in np.ravel(value)], dtype=object).reshape(np.shape(value))
        return self.mp.mpf(float(value))

    def slopes(self, place: Place) -> list[Any]:
        """The derivative of every output in one component."""
        ends = zip(self.values({place: 1}), self.values({place: -1}), strict=True)
        return [(after - before)*10**STEP/2 for after, before in ends]

    def second(self, a: Place, b: Place) -> Any:
        """A second derivative of the first output."""
        scale = 10**(2*STEP)
        if a == b:
            return (self.values({a: 1})[0] - 2*self.values({})[0] + self.values({a: -1})[0])*scale
        a, b = sorted((a, b))
        corners = [first*then*self.values({a: first, b: then})[0] for first in (1, -1) for then in (1, -1)]
        return sum(corners)*scale/4
