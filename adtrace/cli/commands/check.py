"""adtrace check."""

from __future__ import annotations

from typing import Any

import click

from .. import options
from ..parsing import ExpressionCommand
from ..reports import reported


def frameworks() -> list[str]:
    """Names of the frameworks that --against takes."""
    from ...checks.cross import frameworks

    return list(frameworks.names())


@click.command("check", cls=ExpressionCommand)
@options.expression
@options.point
@click.option("--wrt", multiple=True, metavar="NAMES", help="Inputs to differentiate with respect to.")
@options.of
@click.option("--against", multiple=True, metavar="NAME", cls=options.NamedOption, names=frameworks)
@click.option("--random-seed", type=int, default=0, show_default=True, help="Seed of all that is random.")
@reported
def command(
    expr: str,
    at: tuple[str, ...],
    share: bool,
    wrt: tuple[str, ...],
    of: tuple[str, ...],
    against: tuple[str, ...],
    random_seed: int,
    **shown: Any,
) -> int:
    """Check a gradient: forward mode, reverse mode, complex step and differences against one another.

    Every entry is compared, and the Taylor remainder has to fall as h^2. --against adds the numbers of a framework that
    is installed. The exit code is 1 if anything disagrees.

    \b
      adtrace check "1/(1+exp(-a*x))" --at x=2,a=1
      adtrace check program.adt --against torch
    """
    return cross_check(expr, at, share, wrt, of, against, random_seed, shown)


def cross_check(
    expr: str, at: tuple[str, ...], share: bool, wrt: tuple[str, ...], of: tuple[str, ...], against: tuple[str, ...],
    random_seed: int, shown: dict[str, Any],
) -> int:
    """The ways to the gradient at one point, against one another."""
    from ...checks.cross.chosen import input_count
    from ...checks.cross.crosscheck import cross_check
    from ...views.crosscheck import crosscheck_lines, crosscheck_object
    from .. import results
    from ..options import names_in
    from ..progress import progress
    from ..reports import show_report
    from ..sources import run_at

    run = run_at(expr, at, of, share=share)
    with progress("checking", input_count(run, names_in(wrt))) as done:
        report = cross_check(run, names_in(wrt), names_in(against), random_seed=random_seed, done=done)
    results.note_unused(run.unused)
    return show_report(
        lambda reader: crosscheck_lines(report, reader), lambda: crosscheck_object(report), ok=report.ok, **shown
    )
