"""What adtrace check does without a table: claims, and a gradient by every way against one another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .options import names_in
from .progress import progress
from .reports import show_report

if TYPE_CHECKING:
    from ..sweeps.run import Run


def show_claims(
    expr: str, claims: tuple[str, ...], at: tuple[str, ...], *, share: bool, of: tuple[str, ...], trials: int,
    hold: tuple[str, ...], random_seed: int, **shown: Any,
) -> int:
    """Judge claims and show the report; return the exit code. Raises AdtraceError for what cannot be read."""
    from ..checks.claims.claims import check_claims
    from ..views.claims import claims_lines, claims_object
    from . import results
    from .sources import read_program, values_at

    program, values = read_program(expr), values_at(at)
    with progress("checking"):
        report, unused = check_claims(
            program, values, claims, of=names_in(of), share=share, hold=names_in(hold), trials=trials, seed=random_seed
        )
    results.note_unused(unused)
    return show_report(
        lambda reader: claims_lines(report, reader), lambda: claims_object(report), ok=report.ok, **shown
    )


def show_cross_check(
    run: Run, wrt: tuple[str, ...], against: tuple[str, ...], random_seed: int, **shown: Any
) -> int:
    """Compare the ways to the gradient at one point and show the report; return the exit code."""
    from ..checks.cross.chosen import input_count
    from ..checks.cross.crosscheck import cross_check
    from ..views.crosscheck import crosscheck_lines, crosscheck_object

    with progress("checking", input_count(run, names_in(wrt))) as done:
        report = cross_check(run, names_in(wrt), names_in(against), random_seed=random_seed, done=done)
    return show_report(
        lambda reader: crosscheck_lines(report, reader), lambda: crosscheck_object(report), ok=report.ok, **shown
    )
