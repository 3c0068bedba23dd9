"""Columns or rows that can share a sweep: greedy colourings of a sparsity pattern.

Curtis, Powell and Reid (1974) put columns into groups so that no row has an entry in two columns of one group; Coleman
and Moré (1983) saw a colouring of a graph in it, and took the columns with most neighbours first. A Hessian takes fewer
groups, since an entry can be read from either of its two places: that is a star colouring, with the exception of
entries on the diagonal that are 0 (Gebremedhin, Manne and Pothen, What Color Is Your Jacobian?, SIAM Review 47, 2005).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ...records.sparsity import FORWARD, LARGEST, NATURAL, REVERSE, SYMMETRIC, Groups, Pattern, bits


def column_groups(pattern: Pattern) -> Groups:
    """Columns for forward sweeps, the better of two orders."""
    return _orthogonal(pattern, pattern.transposed(), FORWARD)


def row_groups(pattern: Pattern) -> Groups:
    """Rows for reverse sweeps, the better of two orders."""
    return _orthogonal(pattern.transposed(), pattern, REVERSE)


def symmetric_groups(pattern: Pattern) -> Groups:
    """Columns of a Hessian: of star colourings and of plain groups of columns, the one with fewest."""
    plain = column_groups(pattern)._replace(mode=SYMMETRIC, least=1 if pattern.nonzeros else 0)
    rows = [row & ~(1 << i) for i, row in enumerate(pattern.entries)]
    found = [plain]
    for name, order in _orders(list(map(int.bit_count, rows))):
        members = _members(_stars(order, rows), pattern.entries)
        found.append(plain._replace(members=members, order=name))
    return min(found, key=lambda groups: len(groups.members))


def _orthogonal(pattern: Pattern, turned: Pattern, mode: str) -> Groups:
    """Groups of columns of the pattern; `turned` is its transpose."""
    rows, columns = pattern.entries, turned.entries
    used = [j for j, column in enumerate(columns) if column]
    least = max(map(int.bit_count, rows), default=0)
    if least == len(used):  # A row has them all: each is alone.
        return Groups(mode, tuple((j,) for j in used), NATURAL, least)
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
        for colour, members in enumerate(classes):  # noqa: B007
            if not members & neighbours[j]:
                break
        else:
            colour = len(classes)
            classes.append(0)
        classes[colour] |= 1 << j
        colours[j] = colour
    return colours


def _stars(order: Sequence[int], neighbours: Sequence[int]) -> list[int]:
    """The colour of every vertex: neighbours differ, and no path of four vertices has two colours only.

    Algorithm 4.1 of Gebremedhin, Tarafdar, Manne and Pothen, New Acyclic and Star Coloring Algorithms (2007).
    """
    colours = [-1] * len(order)
    done = 0
    for v in order:
        forbidden = 0
        for w in bits(neighbours[v]):
            coloured = neighbours[w] & done & ~(1 << v)
            if colours[w] >= 0:
                forbidden |= 1 << colours[w]
                own = colours[w]
                for x in bits(coloured):
                    if any(colours[y] == own for y in bits(neighbours[x] & done & ~(1 << w))):
                        forbidden |= 1 << colours[x]
            else:
                for x in bits(coloured):
                    forbidden |= 1 << colours[x]
        colours[v] = (~forbidden & (forbidden + 1)).bit_length() - 1
        done |= 1 << v
    return colours


def _members(colours: Sequence[int], columns: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    """The groups of columns that have entries, in the order of their first columns."""
    groups: dict[int, list[int]] = {}
    for j, colour in enumerate(colours):
        if columns[j]:
            groups.setdefault(colour, []).append(j)
    return tuple(map(tuple, groups.values()))
