"""Columns or rows that can share a sweep: greedy colourings of a sparsity pattern.

Curtis, Powell and Reid (1974) put columns into groups so that no row has an entry in two columns of one group; Coleman
and Moré (1983) saw a colouring of a graph in it, and took the columns with most neighbours first. A Hessian takes fewer
groups, since an entry can be read from either of its two places: that is a star colouring, with the exception of
entries on the diagonal that are 0 (Gebremedhin, Manne and Pothen, What Color Is Your Jacobian?, SIAM Review 47, 2005).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from operator import and_

from ...records.sparsity import FORWARD, LARGEST, NATURAL, REVERSE, SYMMETRIC, Groups, Pattern, bits


def column_groups(pattern: Pattern) -> Groups:
    """Columns for forward sweeps, the better of two orders."""
    used = _united(pattern.entries)
    if used in pattern.entries:  # A row has them all: each is alone.
        return Groups(FORWARD, tuple((j,) for j in bits(used)), NATURAL, used.bit_count())
    return _orthogonal(pattern.entries, pattern.transposed().entries, FORWARD)


def row_groups(pattern: Pattern) -> Groups:
    """Rows for reverse sweeps, the better of two orders."""
    used = [i for i, row in enumerate(pattern.entries) if row]
    common = reduce(and_, [row for row in pattern.entries if row], -1)
    if used and common:  # A column has them all.
        return Groups(REVERSE, tuple((i,) for i in used), NATURAL, len(used))
    return _orthogonal(pattern.transposed().entries, pattern.entries, REVERSE)


def symmetric_groups(pattern: Pattern) -> Groups:
    """Columns of a Hessian: of star colourings and of plain groups of columns, the one with fewest."""
    plain = column_groups(pattern)._replace(mode=SYMMETRIC, least=1 if pattern.nonzeros else 0)
    if len(set(pattern.entries) - {0}) <= 1:  # One row like another: each column is alone.
        return plain
    rows = [row & ~(1 << i) for i, row in enumerate(pattern.entries)]
    found = [plain]
    for name, order in _orders(list(map(int.bit_count, rows))):
        members = _members(_stars(order, rows), pattern.entries)
        found.append(plain._replace(members=members, order=name))
    return min(found, key=lambda groups: len(groups.members))


def _orthogonal(rows: Sequence[int], columns: Sequence[int], mode: str) -> Groups:
    """Groups of these columns; `rows` is the transpose."""
    least = max(map(int.bit_count, rows), default=0)
    neighbours = [_united(rows[i] for i in bits(column)) for column in columns]
    found = []
    for name, order in _orders(list(map(int.bit_count, neighbours))):
        found.append(Groups(mode, _members(_greedy(order, neighbours), columns), name, least))
    return min(found, key=lambda groups: len(groups.members))


def _orders(degrees: Sequence[int]) -> Iterator[tuple[str, list[int]]]:
    """In what order vertices are coloured: as they come, and those with most neighbours first."""
    yield NATURAL, list(range(len(degrees)))
    yield LARGEST, sorted(range(len(degrees)), key=lambda j: (-degrees[j], j))


def _united(sets: Iterable[int]) -> int:
    total = 0
    for one in sets:
        total |= one
    return total


def _greedy(order: Sequence[int], neighbours: Sequence[int]) -> list[int]:
    """The colour of every vertex, each the first that no neighbour has."""
    colours, classes = [0] * len(order), list[int]()
    for j in order:
        colours[j] = _first_free(classes, neighbours[j])
        classes[colours[j]] |= 1 << j
    return colours


def _first_free(classes: list[int], forbidden: int) -> int:
    """The first colour that none of these vertices has, if need be a new one."""
    for colour, members in enumerate(classes):
        if not members & forbidden:
            return colour
    classes.append(0)
    return len(classes) - 1


def _stars(order: Sequence[int], neighbours: Sequence[int]) -> list[int]:
    """The colour of every vertex: neighbours differ, and no path of four vertices has two colours only.

    Algorithm 4.1 of Gebremedhin, Tarafdar, Manne and Pothen, New Acyclic and Star Coloring Algorithms (2007), on sets:
    once and twice hold by colour the vertices with a neighbour, and with two neighbours, of that colour.
    """
    colours, classes, once, twice = [-1] * len(order), list[int](), list[int](), list[int]()
    done = 0
    for v in order:
        forbidden = neighbours[v]
        for w in bits(neighbours[v]):
            forbidden |= neighbours[w] if colours[w] < 0 else neighbours[w] & twice[colours[w]]
        colour = _first_free(classes, forbidden & done)
        if colour == len(once):
            once.append(0)
            twice.append(0)
        colours[v] = colour
        classes[colour] |= 1 << v
        done |= 1 << v
        twice[colour] |= once[colour] & neighbours[v]
        once[colour] |= neighbours[v]
    return colours


def _members(colours: Sequence[int], columns: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    """The groups of columns that have entries, in the order of their first columns."""
    groups: dict[int, list[int]] = {}
    for j, colour in enumerate(colours):
        if columns[j]:
            groups.setdefault(colour, []).append(j)
    return tuple(map(tuple, groups.values()))
