"""Points to try: simple ones first, then random ones of many scales."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import product
from random import Random
from typing import Any

from .kinds import FREE, HELD, Kind, drawn

Point = dict[str, Any]

SIMPLE = (0.0, 1.0, -1.0, 2.0, -2.0, 0.5, -0.5, 3.0)
"""Numbers that a counter-example is best made of; kinks are often among them."""

COMBINATIONS = 64
"""Simple points up to which all of them are tried; else SIMPLE_DRAWN of them, drawn at random."""
SIMPLE_DRAWN = 32

Scale = Callable[[Random], float]
SCALES: Mapping[str, Scale] = {
    "normal": lambda random: random.gauss(0, 1),
    "unit": lambda random: random.random(),
    "positive": lambda random: random.lognormvariate(0, 1),
    "large": lambda random: random.gauss(0, 10),
    "wide": lambda random: random.choice((-1, 1)) * 10 ** random.uniform(-4, 4),
}
"""How one number is drawn. A logarithm or a root needs positive ones, an inverse sine those within [-1, 1]."""

NEAR, MIXED = "near", "mixed"
"""Two more ways: about the given point, and with a scale of its own for every input."""

RADII = (0.5, 0.1, 0.01, 0.001)


class Sampler:
    """Draws points.

    shapes   of every input, by name
    given    their values where there are any; what is held has one
    kinds    what numbers each takes
    special  numbers to try besides the simple ones, such as those that stand in the program
    """

    def __init__(
        self, shapes: Mapping[str, tuple[int, ...]], given: Mapping[str, Any], kinds: Mapping[str, Kind],
        special: Sequence[float], random: Random,
    ) -> None:
        self.shapes, self.given, self.kinds, self.random = shapes, given, kinds, random
        self.pool = tuple(dict.fromkeys((*SIMPLE, *special)))
        self.tried: dict[str, list[int]] = {scale: [1, 2] for scale in (*SCALES, MIXED)}
        if any(name in given and kind.name == FREE for name, kind in kinds.items()):
            self.tried[NEAR] = [1, 2]

    @property
    def held(self) -> list[str]:
        """The inputs that stay as they are given."""
        return [name for name, kind in self.kinds.items() if kind.name == HELD]

    def simple(self) -> Iterator[Point]:
        """Points of simple numbers, the simplest first; with arrays, whose numbers differ, as they are drawn."""
        free = [name for name, kind in self.kinds.items() if kind.name == FREE]
        if not free:
            return
        scalar = not any(self.shapes[name] for name in free)
        if scalar and len(self.pool) ** len(free) <= COMBINATIONS:
            rows = sorted(product(range(len(self.pool)), repeat=len(free)), key=lambda row: (sum(row), row))
            for row in rows:
                yield self.point({name: self.pool[at] for name, at in zip(free, row, strict=True)})
            return
        for count in range(SIMPLE_DRAWN):
            choose = partial(self.random.choice, self.pool if count % 2 else SIMPLE[:5])
            yield self.point({name: self.filled(name, choose) for name in free})

    def draw(self) -> tuple[Point, str]:
        """One point, and how it was drawn: what has led to points that can be used is taken more often."""
        ways = list(self.tried)
        weights = [good / tried for good, tried in self.tried.values()]
        way = self.random.choices(ways, weights)[0]
        numbers = {}
        for name, kind in self.kinds.items():
            if kind.name != FREE:
                continue
            if way == NEAR and name in self.given:
                numbers[name] = self.near(self.given[name])
                continue
            scale = SCALES[way] if way in SCALES else self.random.choice(list(SCALES.values()))
            numbers[name] = self.filled(name, partial(scale, self.random))
        return self.point(numbers), way

    def learn(self, way: str, *, usable: bool) -> None:
        """Take note of whether a point that was drawn this way could be used."""
        self.tried[way][0] += usable
        self.tried[way][1] += 1

    def point(self, numbers: Mapping[str, Any]) -> Point:
        """A point with these numbers for the inputs that take any."""
        found: Point = {}
        for name, kind in self.kinds.items():
            if kind.name == FREE:
                found[name] = numbers[name]
            else:
                found[name] = self.given[name] if kind.name == HELD else drawn(kind, self.shapes[name], self.random)
        return found

    def filled(self, name: str, number: Callable[[], float]) -> Any:
        """A number, or an array of them, in the shape of an input."""
        shape = self.shapes[name]
        if not shape:
            return float(number())
        import numpy as np

        size = int(np.prod(shape))
        return np.array([number() for _ in range(size)], dtype=np.float64).reshape(shape)

    def near(self, value: Any) -> Any:
        """A number, or an array of them, about this one."""
        radius, gauss = self.random.choice(RADII), self.random.gauss
        if not hasattr(value, "shape"):
            return value + radius * max(1.0, abs(value)) * gauss(0, 1)
        import numpy as np

        moves = np.array([gauss(0, 1) for _ in range(value.size)]).reshape(value.shape)
        with np.errstate(all="ignore"):
            return value + radius * np.maximum(1.0, np.abs(value)) * moves
