"""A Taylor expansion from a command line: its point, and its curve."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..errors import AdtraceError
from ..lang.points import entries
from .progress import progress
from .sources import hinted, read_program, seeds_of, values_at

if TYPE_CHECKING:
    from ..records.taylor import Taylor


def expanded(
    expr: str, at: Sequence[str], of: Sequence[str], order: int, *, seed: Sequence[str], wrt: Sequence[str],
    path: Sequence[str], share: bool, at_kink: str,
) -> tuple[Taylor, tuple[str, ...]]:
    """The expansion of EXPR, and the names that were given a value and are not used. Raises AdtraceError."""
    from functools import partial

    from ..sweeps.run import Run
    from ..sweeps.taylor.curve import along, through
    from ..sweeps.taylor.expand import expand
    from ..sweeps.taylor.paths import path_coefficients
    from .options import names_in

    if path and (seed or wrt):
        raise AdtraceError("--path says how inputs move", hint="leave out --seed and --wrt")
    program, values = read_program(expr), values_at(at)
    curves, runs = path_coefficients(formulas_in(path), order)
    for name in curves:
        if name in values:
            raise AdtraceError(f"{name} has a value and a path", hint="a path says where it begins, at t = 0")
    with progress("evaluating"):
        starts = {name: found[0] for name, found in curves.items()}
        run = Run(program, {**values, **starts}, of=names_in(of), share=share, at_kink=at_kink)
    run.hinted = partial(hinted, run)
    curve = through(run, curves, runs) if curves else along(run, seeds_of(seed, run.sole_input, run.constant), wrt)
    with progress("expanding", len(run.graph)) as advance:
        return expand(run, curve, order, advance), run.unused


def formulas_in(path: Sequence[str]) -> dict[str, str]:
    """The formulas of --path by name. Raises AdtraceError for a name that is given twice."""
    found: dict[str, str] = {}
    for text in path:
        for name, (start, end) in entries(text, "--path"):
            if name in found:
                raise AdtraceError(f"{name} given more than once with --path", hint="give each name one path")
            found[name] = text[start:end].strip()
    return found
