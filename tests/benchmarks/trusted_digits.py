"""How often a result is wrong beyond 1e-9 without a word, and how often a warning of cancellation is a false alarm.

    python tests/benchmarks/trusted_digits.py [--points N] [--seed S] [--only TEXT] [--list]

Every record of the corpus is computed, value and gradient, at its own point and at N others of each kind below. The
truth is the shadow run, at 60 digits and more, until twice the digits say the same; at a record's own point it is
checked against the record's reference values. --list prints what was missed, and every false alarm.
"""

# ruff: noqa: E402 (what tests share is beside them, and found only then)
from __future__ import annotations

import argparse
import math
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

sys.path[:0] = [str(Path(__file__).parents[1])]

import mpmath
from datasets import CORPUS

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

RIGHT, WARNED, SILENT, UNDEFINED = "right", "wrong, warned", "wrong, silent", "undefined"


class Found(NamedTuple):
    """What became of one point.

    entries  the verdict for the value ("") and for each slope
    alarm    whether cancellation was warned of
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
        return next((one for one in (SILENT, UNDEFINED, WARNED) if one in verdicts), RIGHT)

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
    if true != true:
        return UNDEFINED if told or number != number else SILENT
    if right(number, true):
        return RIGHT if told or is_ordinary(number, true) else SILENT
    return WARNED if told else SILENT


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


# The run

def of_record(task: tuple[int, int, int]) -> list[Found]:
    """Every point of one record."""
    place, count, seed = task
    record = CORPUS[place]
    return [judged(record, kind, at) for kind, at in points(Places(record, seed), count)]


def check_references(found: Found) -> Iterator[str]:
    """Where the shadow contradicts the record's own reference values."""
    point = next(record for record in CORPUS if record["id"] == found.record)["points"][0]
    for name, wanted in {"": point["value"], **point["grad"]}.items():
        if name in found.entries:
            true, reference = mpmath.mpf(found.entries[name][2]), mpmath.mpf(wanted)
            if abs(true - reference) > 1e-14 * abs(reference):
                yield f"reference {found.record} {name or 'value'}: {wanted}, shadow {found.entries[name][2]}"


def shown(found: Found, what: str) -> str:
    """A point with what went wrong there."""
    record = next(record for record in CORPUS if record["id"] == found.record)
    lines = [f"{what}: {found.record} ({found.kind}) {record['expr']}", f"    {found.at} {list(found.codes)}"]
    for name, (verdict, number, true) in found.entries.items():
        lines.append(f"    {name or 'value'}: {verdict}: {number!r}, true {true}")
    return "\n".join(lines)


def share(part: int, whole: int) -> str:
    return f"{100 * part / whole:7.2f} %" if whole else "        -"


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--points", type=int, default=2, help="points of each kind, for every record")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="records whose id contains this text")
    parser.add_argument("--list", action="store_true", help="print every miss and every false alarm")
    options = parser.parse_args()
    places = [place for place, record in enumerate(CORPUS) if options.only in record["id"]]
    count: dict[str, Counter[str]] = {kind: Counter() for kind in ("own", *KINDS, "all")}
    complaints = []
    with ProcessPoolExecutor() as pool:
        for some in pool.map(of_record, [(place, options.points, options.seed) for place in places], chunksize=4):
            complaints += check_references(some[0])
            for found in some:
                for row in (count[found.kind], count["all"]):
                    row["points"] += 1
                    row[found.verdict] += 1
                    row["false alarm"] += found.false_alarm
                    row["entries"] += len(found.entries)
                    row["silent entries"] += sum(verdict == SILENT for verdict, _, _ in found.entries.values())
                if options.list and (found.verdict == SILENT or found.false_alarm):
                    print(shown(found, found.verdict if found.verdict == SILENT else "false alarm"), flush=True)
    print(*complaints, sep="\n", end="\n" if complaints else "")
    print(f"{'points':10}{'number':>8}{'undefined':>11}{'within 1e-9':>13}{'wrong, warned':>15}{'wrong, silent':>15}"
          f"{'(entries)':>11}{'false alarms':>14}")
    for kind, row in count.items():
        defined = row["points"] - row[UNDEFINED]
        print(f"{kind:10}{row['points']:8}{row[UNDEFINED]:11}{share(row[RIGHT], defined):>13}"
              f"{share(row[WARNED], defined):>15}{row[SILENT]:15}{row['silent entries']:11}"
              f"{share(row['false alarm'], defined):>14}")


if __name__ == "__main__":
    main()
