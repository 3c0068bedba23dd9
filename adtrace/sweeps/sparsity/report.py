"""A pattern with the groups that it allows."""

from __future__ import annotations

from collections.abc import Sequence

from ...records.sparsity import Groups, Pattern, Sparsity
from ..run import Run
from .colouring import column_groups, row_groups, symmetric_groups
from .structure import hessian_pattern, jacobian_pattern


def sparsity(run: Run, wrt: Sequence[str] = (), *, hessian: bool = False) -> Sparsity:
    """The report on the Jacobian or Hessian. It needs no point where all shapes are known. Raises AdtraceError."""
    pattern = hessian_pattern(run, wrt) if hessian else jacobian_pattern(run, wrt)
    groups = (symmetric_groups(pattern),) if hessian else ways(pattern)
    return Sparsity(run.value(), pattern, groups)


def ways(pattern: Pattern) -> tuple[Groups, ...]:
    """Groups of columns and of rows, those that take fewer sweeps first; of as many, as the plain modes are chosen."""
    found = column_groups(pattern), row_groups(pattern)
    fewer = len(found[0].members), len(found[1].members)
    forward_first = pattern.width < pattern.height if fewer[0] == fewer[1] else fewer[0] < fewer[1]
    return found if forward_first else found[::-1]


def best(pattern: Pattern) -> Groups:
    """The groups that take fewest sweeps."""
    return ways(pattern)[0]
