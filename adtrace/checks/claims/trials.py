"""The points of a check, and the program and the values that they begin with."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, Generic, TypeVar

from ...errors import AdtraceError
from ...graph.scope import sort_names
from ...lang.columns import Program
from ...records import Trace
from ...sweeps.run import Run
from .points import Point, Sampler
from .trial import Visited

SPECIAL = 8
"""Numbers of a program that are tried for its inputs."""

Place = TypeVar("Place", bound=Visited)


class Trials(Generic[Place]):
    """The points that a check is made at, in order: the given one, simple ones, random ones.

    visit    what is at a point, None where nothing can be compared there
    first    the point that was given, None where some input has no value
    wanted   how many random points
    outside  how many points were drawn again since there is no value or slope
    """

    def __init__(
        self, visit: Callable[[Point, bool], Place | None], first: Point | None, sampler: Sampler, wanted: int
    ) -> None:
        self.visit, self.sampler = visit, sampler
        self._outside = 0
        self.found: list[Place] = []
        if first is not None and (trial := self.at(first, given=True)):
            self.found.append(trial)
        self.given_outside = first is not None and not self.found
        if first is None or set(sampler.kinds) != set(sampler.held):
            self.found += [trial for point in sampler.simple() if (trial := self.at(point))]
            self.found += self._random(wanted)
        self.outside = self._outside

    def _random(self, wanted: int) -> Iterator[Place]:
        left, tries = wanted, 20 * wanted + 200
        while left and tries:
            point, way = self.sampler.draw()
            trial = self.at(point)
            self.sampler.learn(way, usable=trial is not None)
            tries -= 1
            if trial is not None:
                left -= 1
                yield trial

    def at(self, point: Point, *, given: bool = False) -> Place | None:
        """What is at a point, None outside of the domain and for random points where numbers are extreme."""
        trial = self.visit(point, given)
        self._outside += trial is None
        return trial if trial is not None and (given or not trial.extreme) else None


def settled(
    program: Program, given: Mapping[str, Any], of: Sequence[str] = (), *, share: bool = False
) -> tuple[Run, bool]:
    """A run of a program of which some scalars may have no value, and whether all have one.

    Raises AdtraceError for a program that cannot be built, and where a value is given to no input while one is missing.
    """
    bare = [line.name for line in program.inputs if line.result is None]
    declared = {line.name for line in program.inputs}
    names = sort_names(program, {})
    missing = [name for name in names.inputs if name not in given and (name in bare or name not in declared)]
    if missing and any(name not in names.inputs and name not in names.constants for name in given):
        sort_names(program, given)  # Raises: one of them is misspelt.
    return Run(program, {**given, **dict.fromkeys(missing, 1.0)}, of=of, share=share), not missing


def literals(run: Run) -> list[float]:
    """Some numbers that stand in a program, and their neighbours: what it compares with may be among them."""
    found = {value for value, _ in run.graph.literals.values() if not hasattr(value, "shape")}
    return [near for value in sorted(found, key=abs)[:SPECIAL] for near in (value, value + 1, value - 1)]


def given_values(run: Run, given: Mapping[str, Any]) -> dict[str, Any]:
    """The inputs that have a value, from --at or from an input line, by name."""
    declared = {line.name for line in run.program.inputs if line.result is not None}
    return {name: value for name, value in run.built.values.items() if name in given or name in declared}


def check_held(hold: Sequence[str], known: Collection[str], inputs: Collection[str]) -> None:
    """Refuse to hold what has no value. Raises AdtraceError."""
    for name in hold:
        if name not in known:
            hint = f"give it with --at {name}=..." if name in inputs else f"the inputs are {', '.join(inputs)}"
            raise AdtraceError(f"--hold {name}: there is no value to hold", hint=hint)


def bare(run: Run, given: Mapping[str, Any]) -> Trace:
    """A program and the values of its inputs that are given, as the header of a report shows them."""
    return run.value()._replace(inputs=given_values(run, given), sweeps=(), warnings=())
