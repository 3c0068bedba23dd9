"""A numbering of the writer's own, found by the values: for 1/(1+exp(-a*x)), one writes w3 = -2 where another has w2.

Steps are numbered in the order in which they are worked out, whoever does it. So the numbered names of a table stand
for steps in the same order; of all such assignments the one with the most right values is taken, where it has two more
than the program's own numbering, and that has no more than half of them. A table that only has names of the program is
taken at its word: a wrong number is no other numbering.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from ...limits import LIMITS
from ...records.worked import VALUE
from ...sweeps.run import Run
from .names import Names
from .nodes import NUMBERED, folded
from .numbers import Numeral, numeral
from .pieces import Claim
from .tokens import SUB

NAME = re.compile(rf"([{NUMBERED}])_?{SUB}?\(?([0-9]{{1,6}})\)?")
BETTER = 2
"""How many more values have to be right than with the program's own numbers."""


def align(names: Names, claims: Sequence[Claim]) -> None:
    """Take the writer's numbering, where the table has one of its own."""
    run = names.run
    stated = values_of(names, claims)
    nodes = [node for node in (*run.graph.inputs, *run.names.steps) if not run.graph.shapes[node]]
    known = [run.names.node("".join(NAME.fullmatch(name).groups())) is not None for name in stated]  # type: ignore[union-attr]
    if run.values is None or all(known) or len(stated) < BETTER or len(stated) * len(nodes) > LIMITS.inspected * 10:
        return
    fits = [[is_near(number, run.values[node]) for node in nodes] for number in stated.values()]
    own = sum(is_near(number, own_value(names, name)) for name, number in stated.items())
    chosen = best_order(fits)
    if len(chosen) >= own + BETTER and 2 * own <= len(stated):
        written = list(stated)
        whole = filled(chosen, len(stated), len(nodes))
        names.nodes.own.update({folded(written[row]): nodes[column] for row, column in whole.items()})


def values_of(names: Names, claims: Sequence[Claim]) -> dict[str, Numeral]:
    """Numbered names that are nobody's but the program's counting, in the order of their numbers, with their values."""
    found: dict[tuple[str, int], tuple[str, Numeral]] = {}
    for claim in claims:
        match = NAME.fullmatch(claim.name.strip())
        if match is None or claim.kind not in ("", VALUE) or folded(claim.name.strip()) in names.nodes.own:
            continue
        number = numeral(claim.stated) if claim.stated else None
        if number and not hasattr(number.stated, "shape") and not is_users(names.run, match[1] + match[2]):
            found.setdefault((match[1], int(match[2])), (claim.name.strip(), number))
    letters = {letter for letter, _ in found}
    return {name: number for _, (name, number) in sorted(found.items())} if len(letters) == 1 else {}


def is_users(run: Run, name: str) -> bool:
    """Whether the user's program has this name."""
    return name in run.built.names.taken


def own_value(names: Names, name: str) -> float:
    """The value of the step that the program counts so; nan for none."""
    run, meaning = names.run, names.meaning(name)
    assert run.values is not None
    value = run.values[meaning.node] if meaning.kind == VALUE else None
    return value if isinstance(value, float) else float("nan")


def is_near(number: Numeral, value: float) -> bool:
    """Whether a value, rounded, is the written number."""
    half = 0.0 if number.whole else number.unit
    return bool(abs(number.stated - value) <= half + 1e-9 * abs(value))


def best_order(fits: Sequence[Sequence[bool]]) -> Mapping[int, int]:
    """The most rows that can be given a column that fits, both in rising order."""
    columns = len(fits[0]) if fits else 0
    counts = [[0] * (columns + 1) for _ in range(len(fits) + 1)]
    for row in range(len(fits) - 1, -1, -1):
        for column in range(columns - 1, -1, -1):
            skipped = max(counts[row + 1][column], counts[row][column + 1])
            taken = counts[row + 1][column + 1] + 1 if fits[row][column] else 0
            counts[row][column] = max(skipped, taken)
    found: dict[int, int] = {}
    row = column = 0
    while row < len(fits) and column < columns:
        if fits[row][column] and counts[row][column] == counts[row + 1][column + 1] + 1:
            found[row] = column
            row, column = row + 1, column + 1
        elif counts[row + 1][column] >= counts[row][column + 1]:
            row += 1
        else:
            column += 1
    return found


def filled(chosen: Mapping[int, int], rows: int, columns: int) -> dict[int, int]:
    """The same with the rows that fit nowhere, where as many columns are left between those of their neighbours."""
    ends = [(-1, -1), *chosen.items(), (rows, columns)]
    found = dict(chosen)
    for (row, column), (next_row, next_column) in pairwise(ends):
        if next_row - row == next_column - column:
            found |= {row + step: column + step for step in range(1, next_row - row)}
    return found
