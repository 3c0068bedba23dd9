"""What a number may be where it was worked out from rounded ones: the range that its line can honestly reach.

A hand writes each number with a few digits and goes on with the written ones, or with what the calculator still holds.
So every number that was used stands for a range, and what follows from it reaches a range. To first order the moves of
the operands add up; each is tried at both of its ends, on its own.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from ...limits import LIMITS
from ...sweeps.paths import Flow, number
from ...sweeps.steps import number_of
from .derivation import Derivation, Key

NOISE = 8 * 2.0**-53
"""Relative size of what float64 itself may have lost in a number."""


class State(NamedTuple):
    """A number as it is gone on with.

    used        the one that was written, else what follows from those above
    low, high   what it may be in full precision
    tainted     whether it is wrong, or follows from one that is
    """

    used: Flow
    low: Any
    high: Any
    tainted: bool = False


class Ranges:
    """The numbers of a derivation that have been gone through so far."""

    def __init__(self, derivation: Derivation) -> None:
        self.derivation = derivation
        self.states: dict[Key, State] = {}

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

    def reach(self, key: Key, instead: Mapping[Key, Flow] = {}) -> State:
        """What follows from the numbers above, by any form of its rule.

        instead  numbers to go on with instead of those that were written
        """
        first, *others = [self._reach(key, instead, textbook) for textbook in self.derivation.forms(key)]
        shape = self.derivation.shape(key)
        for other in others:
            low, high = both(min, first.low, other.low, shape), both(max, first.high, other.high, shape)
            first = State(first.used, low, high)
        return first

    def _reach(self, key: Key, instead: Mapping[Key, Flow], textbook: bool) -> State:
        derivation, shape = self.derivation, self.derivation.shape(key)

        def worked(changed: Mapping[Key, Flow]) -> Flow:
            def known(need: Key) -> Flow:
                return changed[need] if need in changed else self.states[need].used

            return derivation.work(key, known, textbook=textbook)

        used = worked(instead)
        base = number_of(used, shape)
        low = high = base
        for need in derivation.needs(key):
            if need in instead:
                continue
            for down, up in self._moves(key, need):
                a, b = [change(number_of(worked({**instead, need: end}), shape), base) for end in (down, up)]
                low = low + both(min, both(min, a, b, shape), 0.0, shape)
                high = high + both(max, both(max, a, b, shape), 0.0, shape)
        return State(used, low, high)

    def _moves(self, key: Key, need: Key) -> Iterator[tuple[Flow, Flow]]:
        """Both ends of the range of a number that is needed, all elements at once or one after the other."""
        state = self.states[need]
        low, high = widened(state.low, -1), widened(state.high, 1)
        if not getattr(low, "shape", ()) or self.derivation.is_elementwise(key):
            yield low, high
            return
        import numpy as np

        places = np.argwhere(low != high)
        if len(places) > LIMITS.ranged:
            return
        for place in map(tuple, places):
            ends = []
            for end in (low, high):
                moved = np.array(np.broadcast_to(number(state.used), low.shape), dtype=np.float64)
                moved[place] = end[place]
                ends.append(moved)
            yield ends[0], ends[1]


def widened(bound: Any, sign: int) -> Any:
    """A bound moved outwards by what float64 may have lost."""
    return bound + sign * NOISE * abs(bound)


def both(choose: Any, a: Any, b: Any, shape: tuple[int, ...]) -> Any:
    """The smaller or the larger of two numbers, element by element; that of a nan is the other one."""
    if not shape:
        return choose(a, b) if a == a and b == b else (b if a != a else a)
    import numpy as np

    return (np.fmin if choose is min else np.fmax)(a, b)


def change(moved: Any, base: Any) -> Any:
    """How far a number has moved; 0 where that cannot be told."""
    if not hasattr(base, "shape"):
        gap = moved - base
        return gap if math.isfinite(gap) else 0.0
    import numpy as np

    with np.errstate(all="ignore"):
        gap = moved - base
    return np.where(np.isfinite(gap), gap, 0.0)
