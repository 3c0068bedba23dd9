"""Arrays in files that have only plain columns: the entry W[0, 1] of every row stands in a column of that name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import count, product
from math import prod

from ..errors import AdtraceError
from ..records import Shape

ENTRY = re.compile(r"([^\[\]]+)\[\s*([0-9]{1,9}(?:\s*,\s*[0-9]{1,9})*)\s*\]")


def entry_names(name: str, shape: Shape) -> Iterator[str]:
    """The columns of an array, in C order; the name itself for a scalar.

    >>> list(entry_names("W", (1, 2))), list(entry_names("x", ()))
    (['W[0, 0]', 'W[0, 1]'], ['x'])
    """
    if not shape:
        yield name
        return
    for index in product(*map(range, shape)):
        yield f"{name}[{', '.join(map(str, index))}]"


def flat_names(shapes: Mapping[str, Shape]) -> list[str]:
    """The columns of several arrays."""
    return [column for name, shape in shapes.items() for column in entry_names(name, shape)]


def grouped(labels: Sequence[str]) -> dict[str, dict[tuple[int, ...], int]]:
    """Where the entries of every array stand: positions by index, () for a scalar, by name in order.

    >>> grouped(["x", "W[0]", "W[1]"])
    {'x': {(): 0}, 'W': {(0,): 1, (1,): 2}}
    """
    found: dict[str, dict[tuple[int, ...], int]] = {}
    for position, label in enumerate(labels):
        match = ENTRY.fullmatch(label)
        name, index = (match[1].strip(), tuple(map(int, match[2].split(",")))) if match else (label, ())
        found.setdefault(name, {}).setdefault(index, position)
    return found


def _index(shape: Shape, position: int) -> tuple[int, ...]:
    """The index of an entry, from its place in C order; itertools.product would lay out every axis first."""
    index = []
    for extent in reversed(shape):
        position, along = divmod(position, extent)
        index.append(along)
    return tuple(reversed(index))


def shape_of(indices: Mapping[tuple[int, ...], int], name: str, title: str) -> Shape:
    """The shape of an array of which these entries are there. Raises AdtraceError where some are missing."""
    ranks = {len(index) for index in indices}
    if len(ranks) > 1:
        hint = "every entry needs as many indices"
        raise AdtraceError(f"{title} has columns of {name} with different numbers of indices", hint=hint)
    shape = tuple(max(extents) + 1 for extents in zip(*indices, strict=True))
    if prod(shape) > len(indices):
        missing = next(index for index in map(partial(_index, shape), count()) if index not in indices)
        raise AdtraceError(f"{title} has no column {name}{list(missing)}", hint=f"all entries of {name} are needed")
    return shape
