"""The lines about a wrong entry: those left out before it, in which its mistake may be, and those behind them."""

from __future__ import annotations

from collections import deque
from math import prod

from ...limits import LIMITS
from ...records.worked import INCREMENT, PARTIAL, TANGENT, VALUE
from .derivation import Key
from .judge import Judge

OWN = (PARTIAL, INCREMENT)
"""Kinds of numbers that are worked within the line that they belong to: they are no further away than that."""

ELEMENTS = 200
"""Elements of an array that take as long as one number that is looked up."""


class Around:
    """Which lines lead to which, in one table."""

    def __init__(self, judge: Judge) -> None:
        self.derivation, self.written = judge.derivation, judge.written
        self.places = {key: place for place, key in enumerate(judge.states)}
        self.needs = {key: self.derivation.needs(key) for key in self.places}
        self.users: dict[Key, list[Key]] = {}
        for key, needs in self.needs.items():
            for need in needs:
                self.users.setdefault(need, []).append(key)

    def behind(self, key: Key) -> dict[Key, int]:
        """A number and those left out that it is worked out from: how many lines away, the nearest first."""
        distances: dict[Key, int] = {}
        queue = deque([(key, 0)])
        while queue and len(distances) < LIMITS.mistake_sites:
            site, distance = queue.popleft()
            if site in distances:
                continue
            distances[site] = distance
            for need in self.needs[site]:
                if need in distances or need in self.written or self.is_given(need):
                    continue
                if need.kind in OWN:
                    queue.appendleft((need, distance))
                else:
                    queue.append((need, distance + 1))
        return distances

    def cost(self, key: Key) -> int:
        """What it takes to work a number out, in numbers looked up."""
        return 1 + len(self.needs[key]) + prod(self.derivation.shape(key)) // ELEMENTS

    def is_given(self, key: Key) -> bool:
        """Whether a number is not worked out: it is that of an input."""
        return key.kind in (VALUE, TANGENT) and self.derivation.graph.operators[key.node] is None

    def reached(self, site: Key, *, whole: bool = False) -> list[Key]:
        """The numbers that a line leads to through lines that were left out, or whichever, in the order of working."""
        found = {site}
        stack = [] if site in self.written and not whole else [site]
        while stack:
            for user in self.users.get(stack.pop(), ()):
                if user not in found:
                    found.add(user)
                    if whole or user not in self.written:
                        stack.append(user)
        return sorted(found - {site}, key=self.places.__getitem__)
