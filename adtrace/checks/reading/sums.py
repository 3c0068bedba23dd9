"""Adjoints that grow line by line: x_bar = ... and below it x_bar += ..., as Griewank and Walther write them.

The last line has the adjoint; what stands above is what one use gives, or a sum that is not complete.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ...records.worked import ADJOINT, INCREMENT
from .names import Meaning
from .pieces import Claim

UNFINISHED = "a line below adds to this adjoint, and it cannot be told which use this is of"


def summed(
    read: Iterable[tuple[Claim, Meaning]], use: Callable[[Claim, Meaning], Meaning]
) -> list[tuple[Claim, Meaning]]:
    """The same with lines that others add to as increments, where `use` can tell of which use by their rule."""
    every = list(read)
    last: dict[tuple[object, ...], int] = {}
    for place, (claim, meaning) in enumerate(every):
        if meaning.kind != ADJOINT:
            continue
        key = meaning.node, meaning.place, meaning.sweep or claim.sweep
        if claim.added and key in last:
            above, old = every[last[key]]
            every[last[key]] = unfinished(above, old, use)
            formula = f"({above.formula})+({claim.formula})" if above.formula and claim.formula else ""
            every[place] = claim._replace(formula=formula), meaning
        last[key] = place
    return every


def unfinished(claim: Claim, meaning: Meaning, use: Callable[[Claim, Meaning], Meaning]) -> tuple[Claim, Meaning]:
    """A line that another one adds to."""
    found = Meaning()
    if claim.stated and not claim.added:
        found = use(claim._replace(kind=INCREMENT, consumer=claim.formula), meaning)
    return claim, found if found.kind else Meaning(why=UNFINISHED)
