"""Which sweeps a matrix of derivatives takes: one for each column or row, or for each group of those that can share."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ...errors import LimitError
from ...limits import LIMITS
from ...named import Record
from ...records.derivative import AUTO, FORWARD, REVERSE
from ...records.sparsity import Groups, Pattern, places
from ..sparsity.colouring import column_groups, row_groups, symmetric_groups

SAVES = 2
"""How many times fewer sweeps entries have to take that are read across the diagonal, to be read so."""
SHOWN = 3
"""Components of a group that its label names."""


class Plan(Record):
    """The sweeps of one matrix.

    mode    FORWARD for groups of columns, REVERSE for groups of rows
    groups  the numbers of the columns or rows of every sweep
    alone   how many sweeps it would be with one for each
    other   how many in the other mode, grouped where that is known; 0 for a Hessian
    names   of the rows, then of the columns, by number
    shared  pattern and groups, where sweeps are shared; else None
    """

    mode: str
    groups: Sequence[Sequence[int]]
    alone: int
    other: int
    rows: Sequence[str]
    columns: Sequence[str]
    shared: tuple[Pattern, Groups] | None = None

    @property
    def swept(self) -> Sequence[str]:
        """The names of what each sweep is seeded with."""
        return self.columns if self.mode == FORWARD else self.rows

    def label(self, group: Sequence[int]) -> str:
        """What tells a sweep from the others."""
        names = [self.swept[one] for one in group[:SHOWN]]
        return ", ".join(names) + (f" and {len(group) - SHOWN} more" if len(group) > SHOWN else "")

    def owner(self, group: Sequence[int], result: int) -> int | None:
        """Which member of a group a result of its sweep belongs to; None where that cannot be told.

        result  the number of the row (forward mode) or of the column (reverse mode) that the sweep gives
        """
        if len(group) == 1 or self.shared is None:
            return group[0]
        pattern = self.shared[0]
        if self.mode == FORWARD:
            found = [one for one in group if pattern.entries[result] >> one & 1]
        else:
            found = [one for one in group if pattern.entries[one] >> result & 1]
        return found[0] if len(found) == 1 else None


def planned(
    made: Callable[[], Pattern], rows: Sequence[str], columns: Sequence[str], mode: str = AUTO, *,
    symmetric: bool = False, alone: bool = False,
) -> Plan:
    """The sweeps of a matrix with these rows and columns, in the mode that takes fewer unless one is asked for.

    made       finds its pattern
    symmetric  whether it is a Hessian, swept forward
    alone      whether every sweep is for one column or row
    """
    count = {FORWARD: len(columns), REVERSE: len(rows)}
    pattern = None if alone or (min(count.values()) < 2 and not symmetric) else found(made, len(rows), len(columns))
    if pattern is None:
        chosen = mode if mode != AUTO else FORWARD if len(columns) < len(rows) or symmetric else REVERSE
        other = 0 if symmetric else count[REVERSE if chosen == FORWARD else FORWARD]
        return Plan(chosen, [[one] for one in range(count[chosen])], count[chosen], other, rows, columns)
    if symmetric:
        groups, few = column_groups(pattern), symmetric_groups(pattern)
        groups = few if SAVES*len(few.members) <= len(groups.members) else groups
        return Plan(FORWARD, groups.members, len(columns), 0, rows, columns, (pattern, groups))
    ways = {FORWARD: column_groups(pattern), REVERSE: row_groups(pattern)}
    sweeps = {way: len(groups.members) for way, groups in ways.items()}
    fewer = (sweeps[FORWARD], count[FORWARD]) < (sweeps[REVERSE], count[REVERSE])
    chosen = mode if mode != AUTO else FORWARD if fewer else REVERSE
    other = sweeps[REVERSE if chosen == FORWARD else FORWARD]
    return Plan(chosen, ways[chosen].members, count[chosen], other, rows, columns, (pattern, ways[chosen]))


def found(made: Callable[[], Pattern], rows: int, columns: int) -> Pattern | None:
    """The pattern of a matrix; None of one that is too large to look for it."""
    if rows*columns > LIMITS.grouped_entries:
        return None
    try:
        return made()
    except LimitError:
        return None


def component_names(blocks: dict[str, tuple[int, ...]]) -> list[str]:
    """The names of all components: x, W[0, 1]."""
    return [f"{name}{list(place)}" if place else name for name, place in places(blocks)]


