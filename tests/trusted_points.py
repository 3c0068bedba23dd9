"""Points of the corpus that are hard to compute at, their true value and gradient, and what a trace says of them.

Who asks is a test of a few and a benchmark of many.
"""

from __future__ import annotations

import math
import random
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import mpmath

from adtrace.graph.build import constant
from adtrace.lang.parser import parse
from adtrace.lang.points import as_values
from adtrace.sweeps.evaluate import evaluate
from adtrace.sweeps.reverse import reverse
from adtrace.sweeps.run import Run
from adtrace.sweeps.shadow import shadow
from adtrace.sweeps.symbolic import append_adjoints, copied

Point = dict[str, float]

TOLERANCE = 1e-9
FIRST, MOST = 60, 1920
"""Digits of the first shadow run, and of the last: what is then not settled is 0."""
NORMAL, LARGEST = sys.float_info.min, sys.float_info.max
OF_SLOPES = {"kink", "jump"}
"""Warnings that say nothing about rounding."""

RIGHT, WARNED, AT_KINK, SILENT = "right", "wrong, warned", "wrong, warned of a kink or jump only", "wrong, silent"
UNDEFINED = "undefined"


class Found(NamedTuple):
    """What became of one point.

    entries  the verdict, the number and the true one, of the value ("") and of each slope
    codes    of all warnings
    """

    record: str
    kind: str
    at: Point
    entries: Mapping[str, tuple[str, float, str]]
    codes: tuple[str, ...]

    @property
    def verdict(self) -> str:
        """Of the point: the worst of its entries."""
        verdicts = {verdict for verdict, _, _ in self.entries.values()}
        return next((one for one in (SILENT, AT_KINK, UNDEFINED, WARNED) if one in verdicts), RIGHT)

    @property
    def false_alarm(self) -> bool:
        """A warning of cancellation where everything is right."""
        return "cancellation" in self.codes and self.verdict == RIGHT


# Points

class Places:
    """Points of one record, drawn with a seed of its own."""

    def __init__(self, record: Mapping[str, Any], seed: int) -> None:
        self.own: Point = as_values(
            {name: float(text) if text not in ("pi", "e") else text for name, text in record["points"][0]["at"].items()},
            constant,
        )
        self.run = Run(parse(record["expr"]), self.own)
        self.draw = random.Random(f"{seed} {record['id']}")
        graph = self.run.graph
        self.names = [graph.names[node] for node in graph.inputs]

    def value(self, at: Point) -> float:
        """The value in float64."""
        value: float = evaluate(self.run.graph, at)[self.run.graph.outputs[0][1]]
        return value

    def slope(self, name: str) -> Callable[[Point], float]:
        """One entry of the gradient in float64, as a function of the point."""
        graph = self.run.graph
        node = next(node for node in graph.inputs if graph.names[node] == name)

        def entry(at: Point) -> float:
            slope = reverse(graph, evaluate(graph, at), {graph.outputs[0][1]: 1.0})[node]
            return 0.0 if slope is None else slope

        return entry

    def near(self) -> Point:
        """Up to half as large again, or half as small."""
        return {name: value * self.draw.uniform(0.5, 1.5) for name, value in self.own.items()}

    def far(self) -> Point:
        """Any number up to ten times as large, of either sign."""
        return {name: (abs(value) or 1.0) * self.draw.uniform(-10, 10) for name, value in self.own.items()}

    def scaled(self) -> Point:
        """Positive numbers from 1e-8 to 1e8, each on its own."""
        return {name: 10.0 ** self.draw.uniform(-8, 8) for name in self.own}

    def mixed(self) -> Point:
        """Numbers from 1e-8 to 1e8 of either sign, each on its own."""
        return {name: value * self.draw.choice((-1, 1)) for name, value in self.scaled().items()}

    def whole(self) -> Point:
        """Small whole numbers and halves: poles, kinks, and sums that cancel exactly."""
        return {name: self.draw.randint(-6, 6) / 2 for name in self.own}

    def beside(self) -> Point:
        """The own point, one coordinate a little off a whole number, or off another coordinate."""
        at = self.near()
        name = self.draw.choice(list(at))
        target = self.draw.choice([*(value for other, value in at.items() if other != name), 0.0, 1.0, -1.0, 2.0])
        off = 10.0 ** -self.draw.uniform(3, 17) * self.draw.choice((-1, 1))
        at[name] = target * (1 + off) if target else off
        return at

    def at_root(self) -> Point:
        """Where the value, or a slope, changes sign along one coordinate: there, or a little beside it."""
        function = self.draw.choice([self.value, *map(self.slope, self.names)])
        for _ in range(20):
            at, name = self.draw.choice((self.near, self.far))(), self.draw.choice(list(self.own))
            other = {**at, name: at[name] * self.draw.choice((0.1, 0.5, 2.0, 10.0, -1.0))}
            ends = function(at), function(other)
            if all(map(math.isfinite, ends)) and ends[0] * ends[1] < 0:
                found = bisected(function, at, other, name)
                found[name] *= 1 + self.draw.choice((0, 1, -1)) * 10.0 ** -self.draw.uniform(3, 16)
                return found
        return self.beside()


def bisected(function: Callable[[Point], float], at: Point, other: Point, name: str) -> Point:
    """The point nearest to where the function changes its sign between two points that differ in one coordinate."""
    low, high, sign = at[name], other[name], function(at) > 0
    for _ in range(80):
        middle = low / 2 + high / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if (function({**at, name: middle}) > 0) == sign else (low, middle)
    return {**at, name: low}


KINDS = ("near", "far", "scaled", "mixed", "whole", "beside", "at_root")
DRAWS = 8
"""Points drawn for one that has a value."""


def points(places: Places, count: int) -> Iterator[tuple[str, Point]]:
    """The own point, then so many of each kind; where there is a choice, such as have a value."""
    yield "own", places.own
    for kind in KINDS:
        for _ in range(count):
            for _ in range(DRAWS):
                at = getattr(places, kind)()
                if math.isfinite(places.value(at)):
                    break
            yield kind, at


# Verdicts

def judged(record: Mapping[str, Any], kind: str, at: Point) -> Found:
    """The point computed by a reverse sweep, and held against the truth."""
    run = Run(parse(record["expr"]), at)
    trace = run.reverse((), ())
    codes = tuple(dict.fromkeys(warning.code for warning in trace.warnings))
    computed = {"": trace.value, **trace.gradient}
    truth = true_numbers(run)
    entries = {
        name: (verdict(number, truth[name], codes), *said(number, truth[name])) for name, number in computed.items()
    }
    return Found(record["id"], kind, at, entries, codes)


def said(number: float, true: Any) -> tuple[float, str]:
    return number, str(mpmath.nstr(true, 17))


def true_numbers(run: Run) -> dict[str, Any]:
    """Value and gradient, in as many digits as it takes for twice as many to agree; what never settles is 0."""
    graph = copied(run.graph)
    output = graph.outputs[0][1]
    appended = append_adjoints(graph, {output: 1.0}).nodes
    asked = {"": output, **{graph.names[node]: appended.get(node) for node in graph.inputs}}
    found: dict[str, Any] = {}
    digits, last = FIRST, shadow(graph, run.built.values, FIRST)
    while len(found) < len(asked):
        digits *= 2
        values = shadow(graph, run.built.values, digits)
        for name, node in asked.items():
            if name in found:
                continue
            if node is None:
                found[name] = mpmath.mpf(0)
            elif settled(last[node], values[node]):
                found[name] = values[node]
            elif digits >= MOST:
                found[name] = mpmath.mpf(0)
        last = values
    return found if found[""] == found[""] else dict.fromkeys(found, mpmath.nan)


def settled(a: Any, b: Any) -> bool:
    """Whether two numbers agree to 20 digits, or are far below float64's range; 0 beside 0 is exact."""
    if a != a or b != b or abs(a) == math.inf or abs(b) == math.inf:
        return a == b or (a != a and b != b)
    return a == b or abs(a - b) <= abs(b) * mpmath.mpf(10) ** -20


def verdict(number: float, true: Any, codes: tuple[str, ...]) -> str:
    """What is to be said of one number, given the warnings of its run."""
    told = any(code not in OF_SLOPES for code in codes)
    if right(number, true) and (told or is_ordinary(number, true)):
        return RIGHT
    if true != true and (told or number != number):
        return UNDEFINED
    return WARNED if told else AT_KINK if codes else SILENT


def is_ordinary(number: float, true: Any) -> bool:
    """Whether a number that is right needs no warning: neither infinite nor an underflow."""
    return math.isfinite(number) and (number != 0 or true == 0)


def right(number: float, true: Any) -> bool:
    """Whether a number is within the tolerance; beyond the range of float64, whether it is infinite, or all but 0."""
    if number != number:
        return False
    if abs(true) > LARGEST:
        return math.isinf(number) and (number > 0) == (true > 0)
    if math.isinf(number):
        return False
    return abs(number - true) <= TOLERANCE * abs(true) or (0 < abs(true) < NORMAL and abs(number) < NORMAL)
