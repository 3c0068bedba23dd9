"""What a number can honestly be where it was worked out from rounded ones.

A hand writes each number with a few digits, and goes on with the written one or with what the calculator still holds:
the result of the last line, of the last two lines, or of all of them. So every number above has a few versions, and
what follows from it has as many; a line is right if it has one of them, rounded.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import product
from typing import Any

from ...named import Record
from ...records.worked import ADJOINT, PARTIAL
from ...sweeps.paths import Flow, number
from ...sweeps.steps import number_of
from .derivation import Derivation, Key

NOISE = 8 * 2.0**-53
"""Relative size of what float64 itself may have lost in a number."""
HELD = 3
"""Lines over which a calculator holds a number without anybody writing it down."""
MOST = 64
"""Choices of versions that are tried; of more, those in which all numbers, or all but one, are of the same version."""


KEPT = 16
"""Versions of a number that was not written."""


class State(Record):
    """A number as it is gone on with.

    versions  as it was written; held in full since the last line, the last two ... ; and right
    tainted   whether it is wrong, or follows from one that is
    exact     whether nothing has been rounded in it, nor in what it was worked out from
    noise     what float64 may have lost in it; of a written number, nothing beyond its own last place
    """

    versions: tuple[Flow, ...]
    tainted: bool = False
    exact: bool = True
    noise: Any = 0.0

    @property
    def used(self) -> Flow:
        """As it was written; where it was not, what follows from the written numbers above."""
        return self.versions[0]

    def version(self, number: int) -> Flow:
        """The version of this number, the last one if there are fewer."""
        return self.versions[min(number, len(self.versions) - 1)]


class Reach(Record):
    """What follows from the numbers above.

    candidates  every number that may follow, the one that follows from the written ones first
    noise       what float64 may have lost in it
    exact       whether nothing above has been rounded
    """

    candidates: Sequence[Any]
    noise: Any
    exact: bool


class Versions:
    """The numbers of a derivation that have been gone through so far."""

    def __init__(self, derivation: Derivation) -> None:
        self.derivation = derivation
        self.states: dict[Key, State] = {}
        self.amends: dict[Key, State] = {}
        """Of the wrong ones, and of those that follow from them, what they are in a derivation without the mistake."""

    def order(self, keys: Collection[Key]) -> list[Key]:
        """These numbers and all that they need, each behind those that it needs."""
        done: dict[Key, None] = {}
        stack = [(key, False) for key in reversed(list(keys))]
        while stack:
            key, ready = stack.pop()
            if key in done:
                continue
            if ready:
                done[key] = None
                continue
            stack.append((key, True))
            stack += [(need, False) for need in reversed(self.derivation.needs(key)) if need not in done]
        return list(done)

    def tainted(self, key: Key) -> list[Key]:
        """Those of the numbers that it needs which are wrong, or follow from wrong ones."""
        return [need for need in self.derivation.needs(key) if self.states[need].tainted]

    def above(self, key: Key, amended: Collection[Key] = ()) -> dict[Key, State]:
        """The numbers that it needs; the amended ones as if they had been worked out without the mistake."""
        return {need: (self.amends if need in amended else self.states)[need] for need in self.derivation.needs(key)}

    def worked(self, key: Key, known: Callable[[Key], Flow]) -> Iterator[Flow]:
        """The number, by each form of its rule; of a partial at a kink, by each choice that people make."""
        for textbook in self.derivation.forms(key):
            yield self.derivation.work(key, known, textbook=textbook)
        if key.kind == PARTIAL:
            yield from self.derivation.kinks.get(key.consumer, ())

    def reach(self, key: Key, amended: Collection[Key] = ()) -> Reach:
        """What follows from the numbers above."""
        above, shape = self.above(key, amended), self.derivation.shape(key)
        found = [
            number_of(flow, shape) for chosen in choices(above) for flow in self.worked(key, chosen.__getitem__)
        ]
        return Reach(found, self.noise(key, above, found[0]), all(state.exact for state in above.values()))

    def noise(self, key: Key, above: Mapping[Key, State], base: Any) -> Any:
        """How far the number moves when those above are moved by what float64 may have lost in them."""
        used = {need: state.versions[0] for need, state in above.items()}
        shape = self.derivation.shape(key)
        total = finite(abs(base) * NOISE)
        if key.kind == ADJOINT:  # A sum moves by as much as its terms; there may be many.
            return total + sum(size_of(state) for state in above.values())
        for need in used:
            moved = {**used, need: nudged(above[need])}
            flow = self.derivation.work(key, moved.__getitem__)
            total = total + finite(abs(number_of(flow, shape) - base))
        return total

    def unwritten(self, key: Key, amended: Collection[Key] = ()) -> State:
        """A number that was not written: it has as many versions as those that it follows from."""
        above, shape = self.above(key, amended), self.derivation.shape(key)
        lines = max((len(state.versions) for state in above.values()), default=1)
        states, flows = above.values(), self.held(key, above, lines)
        if not shape and math.prod(len(state.versions) for state in states) <= MOST:
            flows += [flow for chosen in choices(above) for flow in self.worked(key, chosen.__getitem__)]
        return State(
            tuple(distinct(flows)[:KEPT]), any(state.tainted for state in states),
            all(state.exact for state in states), self.noise(key, above, number_of(flows[0], shape)),
        )

    def held(self, key: Key, above: Mapping[Key, State], lines: int = HELD) -> list[Flow]:
        """What follows if each number above is taken as it was written, as it was held since the line before it ..."""
        found: list[Flow] = []
        for line in range(lines):
            chosen = {need: state.version(line) for need, state in above.items()}
            found += self.worked(key, chosen.__getitem__)
        return found


def choices(above: Mapping[Key, State]) -> Iterator[dict[Key, Flow]]:
    """Every choice of versions of the numbers above, the written ones first; if there are very many, few of them."""
    versions = {need: state.versions for need, state in above.items()}
    if math.prod(map(len, versions.values())) <= MOST:
        for some in product(*versions.values()):
            yield dict(zip(above, some, strict=True))
        return
    for held in range(max(map(len, versions.values()))):
        yield {need: state.version(held) for need, state in above.items()}
    written = {need: state.versions[0] for need, state in above.items()}
    for need, several in versions.items():
        yield from ({**written, need: other} for other in several[1:])


def distinct(flows: Sequence[Flow]) -> list[Flow]:
    """The flows without those that are equal to one before them; of arrays, all."""
    found: list[Flow] = []
    scalars: list[Flow] = []
    for flow in flows:
        if hasattr(number(flow), "shape"):
            found.append(flow)
        elif flow not in scalars:
            scalars.append(flow)
            found.append(flow)
    return found


def size_of(state: State) -> Any:
    """What float64 may have lost in a number, and in what it was worked out from."""
    return finite(abs(number(state.versions[0])) * NOISE) + state.noise


def nudged(state: State) -> Flow:
    """A number moved by what float64 may have lost in it; the elements of an array to and fro."""
    flow = state.versions[0]
    value = number(flow)
    if not hasattr(value, "shape"):
        return None if flow is None else value + size_of(state)
    import numpy as np

    signs = 1.0 - 2.0 * (np.arange(value.size) * 7 % 11 % 2).reshape(value.shape)
    return value + size_of(state) * signs


def finite(gap: Any) -> Any:
    """How far a number has moved; 0 where that cannot be told."""
    if not hasattr(gap, "shape"):
        return gap if math.isfinite(gap) else 0.0
    import numpy as np

    return np.where(np.isfinite(gap), gap, 0.0)
