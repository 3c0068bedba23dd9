"""adtrace check."""

from __future__ import annotations

from typing import Any

import click

from ...errors import AdtraceError
from ...records.grain import Grain
from .. import options
from ..parsing import ExpressionCommand
from ..reports import reported


@click.command("check", cls=ExpressionCommand)
@options.expression
@click.option(
    "--table", "table", metavar="FILE", shell_complete=options.file_names,
    help="A table worked by hand: .csv, .md, .tex, .txt or .json; - reads lines from standard input.",
)
@options.point
@click.option("--seed", multiple=True, metavar="NAME=VALUE,...", help="The direction or cotangent that it belongs to.")
@options.of
@options.grain
@click.option("--all", "everything", is_flag=True, help="Show every entry, however many there are; files have all.")
@reported
def command(
    expr: str,
    table: str | None,
    at: tuple[str, ...],
    share: bool,
    seed: tuple[str, ...],
    of: tuple[str, ...],
    grain: Grain,
    everything: bool,
    **shown: Any,
) -> int:
    """Check a derivation that was worked by hand, line by line.

    Every entry is exact, right but for rounding, carried over from a wrong line, or wrong. The first wrong line is
    named, with the number it should have. The exit code is 1 if an entry is wrong.

    \b
      adtrace check "1/(1+exp(-a*x))" --at x=2,a=1 --table answer.csv
      echo "x_bar = 0.105" | adtrace check "1/(1+exp(-a*x))" --at x=2,a=1 --table -
    """
    from .. import results
    from ..sources import run_at, seeds_of
    from ..worked import show_table

    if table is None:
        raise AdtraceError("there is nothing to check", hint="--table FILE names a table worked by hand")
    if expr == "-" and table == "-":
        raise AdtraceError("standard input is either the expression or the table", hint="name a file for one of them")
    run = run_at(expr, at, of, share=share, grain=grain)
    results.note_unused(run.unused)
    return show_table(run, table, seeds_of(seed, None), everything=everything, **shown)
