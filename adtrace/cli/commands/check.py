"""adtrace check."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ...errors import AdtraceError
from ...records.grain import Grain
from .. import options
from ..parsing import ExpressionCommand
from ..reports import reported

if TYPE_CHECKING:
    from ...sweeps.run import Run


def frameworks() -> list[str]:
    """Names of the frameworks that --against takes."""
    from ...checks import frameworks

    return list(frameworks.names())


@click.command("check", cls=ExpressionCommand)
@options.expression
@options.point
@click.option(
    "--table", metavar="FILE", shell_complete=options.file_names,
    help="A table worked by hand: .csv, .md, .tex, .txt or .json; - reads lines from standard input.",
)
@click.option("--seed", multiple=True, metavar="NAME=VALUE,...", help="The direction or cotangent of the table.")
@click.option("--all", "everything", is_flag=True, help="Show every entry of the table; files have them all.")
@click.option("--wrt", multiple=True, metavar="NAMES", help="Inputs to differentiate with respect to.")
@options.of
@options.grain
@click.option("--against", multiple=True, metavar="NAME", cls=options.NamedOption, names=frameworks)
@click.option("--random-seed", type=int, default=0, show_default=True, help="Seed of all that is random.")
@reported
def command(
    expr: str,
    at: tuple[str, ...],
    share: bool,
    table: str | None,
    seed: tuple[str, ...],
    everything: bool,
    wrt: tuple[str, ...],
    of: tuple[str, ...],
    grain: Grain,
    against: tuple[str, ...],
    random_seed: int,
    **shown: Any,
) -> int:
    """Check a gradient, or a derivation that was worked by hand.

    Alone it compares forward mode, reverse mode, complex step and differences with one another, entry by entry, and the
    Taylor remainder has to fall as h^2; --against adds the numbers of a framework that is installed. With --table every
    line of a worked table is judged: exact, right but for rounding, carried over from a wrong line, or wrong; the first
    wrong line is named, with the number it should have. The exit code is 1 if anything is wrong or disagrees.

    \b
      adtrace check "1/(1+exp(-a*x))" --at x=2,a=1
      adtrace check program.adt --against torch
      adtrace check program.adt --table answer.csv
    """
    from .. import results
    from ..sources import run_at, seeds_of
    from ..worked import show_table

    refuse(table is None, {"--seed": seed, "--all": everything}, "goes with --table")
    refuse(table is not None, {"--wrt": wrt, "--against": against}, "does not go with --table")
    if expr == "-" and table == "-":
        raise AdtraceError("standard input is either the expression or the table", hint="name a file for one of them")
    run = run_at(expr, at, of, share=share, grain=grain)
    results.note_unused(run.unused)
    if table is not None:
        return show_table(run, table, seeds_of(seed, None), everything=everything, **shown)
    return cross_check(run, wrt, against, random_seed, shown)


def refuse(here: bool, given: dict[str, Any], why: str) -> None:
    """Raise AdtraceError for an option that means nothing here."""
    name = next((name for name, value in given.items() if value), None)
    if here and name is not None:
        raise AdtraceError(f"{name} {why}", hint="adtrace check --help shows what it takes")


def cross_check(
    run: Run, wrt: tuple[str, ...], against: tuple[str, ...], random_seed: int, shown: dict[str, Any]
) -> int:
    """The ways to the gradient at one point, against one another."""
    from ...checks.chosen import input_count
    from ...checks.cross import cross_check
    from ...views.crosscheck import crosscheck_lines, crosscheck_object
    from ..options import names_in
    from ..progress import progress
    from ..reports import show_report

    with progress("checking", input_count(run, names_in(wrt))) as done:
        report = cross_check(run, names_in(wrt), names_in(against), random_seed=random_seed, done=done)
    return show_report(
        lambda reader: crosscheck_lines(report, reader), lambda: crosscheck_object(report), ok=report.ok, **shown
    )
