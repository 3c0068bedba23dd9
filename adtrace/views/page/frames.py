"""The positions of a page's slider: the forward sweep by nodes, then the reverse sweep by contributions.

Everything that a page shows carries the position at which it appears; the script compares numbers, and knows no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from ...limits import LIMITS
from ...named import Record
from ...records import Increment, Number, Step
from ..source import Source

FORWARD, REVERSE = "forward", "reverse"

When = dict[str, str]
"""Data attributes: `from` and `until` which position something is shown, `at` which it is the current one."""


class Frame(Record):
    """One position.

    phase      FORWARD or REVERSE
    step       the node that is lit, from the sweep of the phase
    increment  the contribution that arrives; None in the forward sweep, and for a seed or no path
    total      its adjoint after that
    part, parts  which contribution to the adjoint it is, from 1, and of how many
    """

    phase: str
    step: Step
    increment: Increment | None = None
    total: Number = None
    part: int = 1
    parts: int = 1


def frames_of(source: Source, places: Sequence[int], seed: dict[str, Number]) -> tuple[Frame, ...]:
    """Every position: of the steps at these places, in order of evaluation. `seed` is the reverse sweep's."""
    found = [Frame(FORWARD, source.steps[place]) for place in places]
    if source.mode in (REVERSE, "both"):
        for place in reversed(places):
            found += contributions(source.adjoints[source.steps[place].name], seed)
    return tuple(found)


def contributions(step: Step, seed: dict[str, Number]) -> list[Frame]:
    """What arrives at a node: its seed, then one increment per use; at least the news that nothing does."""
    parts = len(step.increments) + (step.seeded or not step.increments)
    found: list[Frame] = []
    if step.seeded or not step.increments:
        found.append(Frame(REVERSE, step, None, seed.get(step.name, step.adjoint), 1, parts))
    first = len(found) + 1
    found += [
        Frame(REVERSE, step, increment, increment.total, part, parts)
        for part, increment in enumerate(step.increments, first)
    ]
    return found


def counted(source: Source) -> int:
    """About how many positions a whole trace has, without making them."""
    count = len(source.trace.steps)
    if source.mode in (REVERSE, "both") and source.reverse is not None and count <= LIMITS.stepped:
        count += sum(max(1, len(step.increments)) for step in source.reverse.steps)
    return count


class Moments:
    """When what is shown, looked up by node and by edge. A node that has no position of its own is always shown."""

    def __init__(self, frames: Sequence[Frame]) -> None:
        self.frames = frames
        self.forward: dict[str, int] = {}
        self.reverse: dict[str, list[int]] = {}
        self.arrivals: dict[tuple[str, int], int] = {}
        for place, frame in enumerate(frames):
            if frame.phase == FORWARD:
                self.forward[frame.step.name] = place
            else:
                self.reverse.setdefault(frame.step.name, []).append(place)
            if frame.increment is not None:
                self.arrivals[frame.increment.consumer, frame.increment.operand] = place

    def evaluated(self, name: str) -> When:
        """From when a node has its value and its tangent."""
        return {"from": str(self.forward[name])} if name in self.forward else {}

    def card(self, name: str) -> When:
        """A node's card: lit when it is evaluated, and current whenever something happens at it."""
        places = [self.forward[name], *self.reverse.get(name, ())] if name in self.forward else []
        return {"node": name, "at": " ".join(map(str, places)), **self.evaluated(name)}

    def totals(self, name: str) -> list[tuple[Number, When]]:
        """A node's adjoint as it grows, each with the time that it holds."""
        places = self.reverse.get(name, [])
        found: list[tuple[Number, When]] = []
        for place, following in zip_longest(places, places[1:]):
            end = {} if following is None else {"until": str(following)}
            found.append((self.frames[place].total, {"from": str(place), **end}))
        return found

    def edge(self, consumer: str, operand: int) -> When:
        """An edge: current when its head is evaluated, and when a contribution comes back along it."""
        places = [self.forward.get(consumer), self.arrivals.get((consumer, operand))]
        return {"at": " ".join(str(place) for place in places if place is not None)}

    def arrived(self, consumer: str, operand: int) -> When:
        """From when an edge has carried its contribution."""
        place = self.arrivals.get((consumer, operand))
        return {} if place is None else {"from": str(place)}
