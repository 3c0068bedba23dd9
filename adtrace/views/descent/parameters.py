"""Parameters in a table: numbers of their own, components of small arrays, and the norm of large ones."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import product
from typing import Any

from ...named import Record
from ...records import Number
from ...records.descent import Iterate
from ..notation import Notation

COMPONENTS = 4
"""Elements of arrays up to which each has a column, if all arrays are so small; with --show, so many of the first."""
MOST = 6
"""Columns of parameters that stand in a table unless others are asked for."""


class Shown(Record):
    """One column: its heading, and the number that stands in it."""

    heading: str
    number: Callable[[Iterate], float | None]


def chosen(first: Iterate, names: Sequence[str], asked: Sequence[str], notation: Notation) -> list[Shown]:
    """The columns: those asked for, else all parameters where they are few, else the norm of all together."""
    if asked:
        return [column for name in asked for column in of_name(name, first.theta[name], notation, asked=True)]
    small = all(getattr(first.theta[name], "size", 1) <= COMPONENTS for name in names)
    found = [column for name in names for column in of_name(name, first.theta[name], notation, asked=small)]
    return found if len(found) <= MOST else [norm_of_all(notation)]


def of_name(name: str, value: Number, notation: Notation, *, asked: bool = False) -> list[Shown]:
    """The columns of one parameter: its first elements if they are asked for, else its norm."""
    shown, shape = notation.own.name(name), getattr(value, "shape", ())
    if not shape:
        return [Shown(shown, lambda one: component(one, name, ()))]
    size = math.prod(shape)
    if not asked:
        return [Shown(normed(shown, notation), lambda one: length(one.theta[name]) if one.theta else None)]
    places = list(product(*map(range, shape)))[:COMPONENTS] if size <= 10_000 else firsts(shape)
    return [Shown(f"{shown}[{', '.join(map(str, place))}]", at(name, place)) for place in places]


def firsts(shape: Sequence[int]) -> list[tuple[int, ...]]:
    """The first places of a large array."""
    return [(0,) * (len(shape) - 1) + (place,) for place in range(min(COMPONENTS, shape[-1]))]


def at(name: str, place: tuple[int, ...]) -> Callable[[Iterate], float | None]:
    """What reads one element of a parameter."""
    return lambda one: component(one, name, place)


def component(one: Iterate, name: str, place: tuple[int, ...]) -> float | None:
    """One element of a parameter; None where an iterate has kept none."""
    if not one.theta:
        return None
    value: Any = one.theta[name]
    return float(value[place] if place else value)


def norm_of_all(notation: Notation) -> Shown:
    """The norm of all parameters together."""
    theta = "θ" if notation.unicode else "theta"
    return Shown(
        normed(theta, notation), lambda one: math.hypot(*map(length, one.theta.values())) if one.theta else None
    )


def normed(name: str, notation: Notation) -> str:
    """The spelling of a norm."""
    return f"‖{name}‖" if notation.unicode else f"|{name}|"


def length(value: Any) -> float:
    """The Euclidean norm of a number or an array."""
    return math.hypot(*value.ravel().tolist()) if getattr(value, "shape", ()) else abs(value)
