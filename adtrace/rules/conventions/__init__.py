"""What frameworks take at kinks: one file each, exposing PROFILES, the newest version first. Adding a file adds one.

A profile is data: for every row that has a kink, what the framework was seen to take there, in float64. A row that it
does not name is one that the framework has no function for.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from importlib import import_module
from typing import Any

from ...errors import AdtraceError
from ...named import Record
from ...records.kinks import ERROR, LEAST_NORM, LEFT, RIGHT
from ...registry import entries
from ..table import Rule, load, nearest

HERE = "here"
"""The slopes that the row takes itself: the least norm, and 1/k of a tie."""
UNGUARDED = "unguarded"
"""The textbook rule, which has no slope at the kink: 0/0."""


class Edge(Record):
    """What is taken at a kink, or at an edge that the row itself does not call one.

    slopes  one for each operand: a number, or slope(m, y, *operands) on numbers; of a general row the weights of all
            elements of its operand, weights(m, y, x, **params)
    where   the edge: where(m, *operands); None for the row's own kink
    """

    slopes: tuple[Rule | float, ...]
    where: Rule | None = None


class Profile(Record):
    """One version of one framework.

    taken   by row: an `Edge`, HERE or UNGUARDED
    """

    name: str
    version: str
    taken: Mapping[str, Edge | str]

    @property
    def title(self) -> str:
        """The name with the version."""
        return f"{self.name} {self.version}"


def taking(*slopes: Rule | float) -> Edge:
    """These slopes at the row's own kink."""
    return Edge(slopes)


def in_turn(word: str, first: float, second: float) -> Edge:
    """A maximum or minimum taken of two at a time: of each tie the earlier gets `first` and the later `second`."""

    def slope(m: Any, y: Any, *xs: Any, operand: int) -> Any:
        extreme = getattr(m, word)

        def share(ours: Any, other: Any, tie: float) -> Any:
            return m.where(ours == other, tie, extreme(ours, other) == ours)

        best, found = xs[operand], 1.0
        if operand:
            before = reduce(extreme, xs[:operand])
            best, found = extreme(before, best), share(best, before, second)
        for other in xs[operand + 1 :]:
            best, found = extreme(best, other), found*share(best, other, first)
        return found

    return taking(slope)


def first_of_window(m: Any, y: Any, x: Any, **steps: Any) -> Any:
    """The weights of max_pool2d where the first of the entries that tie takes all."""
    from ..convolution import winners

    hit = 1.0*winners(m, y, x, **steps)[0]
    flat = hit.reshape((*hit.shape[:3], -1))
    return ((flat == 1)*(flat.cumsum(axis=3) == 1)*1.0).reshape(hit.shape)


def names() -> list[str]:
    """Every convention, the default first."""
    return [LEAST_NORM, *frameworks(), LEFT, RIGHT, ERROR]


def frameworks() -> tuple[str, ...]:
    """Every framework, without reading any."""
    return entries(__path__[0])


def profiles(name: str) -> tuple[Profile, ...]:
    """The versions of a framework that are known, the newest first."""
    load()
    found: tuple[Profile, ...] = import_module(f"{__name__}.{name}").PROFILES
    return found


def by_name(text: str) -> Profile:
    """The profile of "torch", the newest, or of "torch-2.13". Raises AdtraceError."""
    name, _, version = text.partition("-")
    if name not in frameworks():
        alike = nearest(text, names())
        hint = f"did you mean {alike}?" if alike else f"one of {', '.join(names())}"
        raise AdtraceError(f"there is no convention {text} for kinks", hint=hint)
    known = profiles(name)
    if not version:
        return known[0]
    for profile in known:
        if profile.version == version:
            return profile
    versions = ", ".join(f"{name}-{profile.version}" for profile in known)
    raise AdtraceError(f"what {name} {version} takes at kinks is not known here", hint=f"known: {versions}")
