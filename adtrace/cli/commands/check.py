"""adtrace check."""

from __future__ import annotations

from typing import Any

from ...errors import AdtraceError
from ...records.grain import FINEST, Grain
from ...records.kinks import LEAST_NORM
from .. import calling, declare, options
from ..reports import reported


def frameworks() -> list[str]:
    """Names of the frameworks that --against takes."""
    from ...checks.cross import frameworks

    return list(frameworks.names())


CLAIMS, TABLE, CROSS = "--claim", "--table", "a check without --claim and --table"
"""What is checked; each option that not all take, with those that do."""
ONLY_FOR = {
    "--seed": (TABLE,), "--all": (TABLE,), "--wrt": (CROSS,), "--against": (CROSS,), "--hold": (CLAIMS,),
    "--by, --fold and --expand": (TABLE,), "--at-kink": (TABLE, CROSS),
}


@calling.command("check")
@options.expression
@declare.option("--claim", "claims", multiple=True, metavar="LEFT=FORMULA", help="A claim to judge; once per claim.")
@declare.option(
    "--table", metavar="FILE", files=True,
    help="A table worked by hand: .csv, .md, .tex, .txt or .json; - reads lines from standard input.",
)
@options.point
@options.of
@options.at_kink
@options.trials
@declare.option("--seed", multiple=True, metavar="NAME=VALUE,...", help="The direction or cotangent of the table.")
@declare.option("--all", "everything", is_flag=True, help="Show every entry of the table; files have them all.")
@options.grain
@declare.option("--wrt", multiple=True, metavar="NAMES", help="Inputs to differentiate with respect to.")
@declare.option("--against", multiple=True, metavar="NAME", names=frameworks)
@reported
def command(
    expr: str,
    claims: tuple[str, ...],
    table: str | None,
    at: tuple[str, ...],
    share: bool,
    of: tuple[str, ...],
    at_kink: str,
    trials: int,
    hold: tuple[str, ...],
    random_seed: int,
    seed: tuple[str, ...],
    everything: bool,
    grain: Grain,
    wrt: tuple[str, ...],
    against: tuple[str, ...],
    **shown: Any,
) -> int:
    """Check what somebody worked out: claims, a table worked by hand, or the gradient itself.

    --claim judges a formula for a derivative (d/dx, dL/dW, bar(z)) or for a step's value, at the point of --at and at
    many random points. Formulas are over the names of the program, bar(z) and what earlier claims are about.

    --table judges every entry of a worked table: exact, right but for rounding, carried over from a wrong line, or
    wrong; the first wrong line is named, with the number that it should have and the likely mistake. A number without a
    decimal point is taken as exact unless it is within 5 % and half a unit.

    Without either, forward mode, reverse mode, complex step and differences are compared with one another, entry by
    entry, and the Taylor remainder has to fall as h^2; --against adds the numbers of a framework that is installed.

    The exit code is 1 if anything is wrong or disagrees.

    \b
      adtrace check "sigmoid(x)" --claim "d/dx = sigmoid(x)*(1 - sigmoid(x))"
      adtrace check program.adt --table answer.csv
      adtrace check "1/(1+exp(-a*x))" --at x=2,a=1
    """
    from .. import results
    from ..judging import show_claims, show_cross_check
    from ..sources import run_at, seeds_of
    from ..worked import show_table

    if claims and table is not None:
        raise AdtraceError("--claim and --table are two checks", hint="give one of them")
    mode = CLAIMS if claims else CROSS if table is None else TABLE
    given = {
        "--seed": seed, "--all": everything, "--wrt": wrt, "--against": against, "--hold": hold,
        "--by, --fold and --expand": grain != FINEST, "--at-kink": at_kink != LEAST_NORM,
    }
    refuse_misplaced([name for name, value in given.items() if value], mode)
    if mode == CLAIMS:
        return show_claims(
            expr, claims, at, share=share, of=of, trials=trials, hold=hold, random_seed=random_seed, **shown
        )
    if expr == "-" and table == "-":
        raise AdtraceError("standard input is either the expression or the table", hint="name a file for one of them")
    run = run_at(expr, at, of, share=share, grain=grain, at_kink=at_kink).toward(wrt=options.names_in(wrt))
    results.note_unused(run.unused)
    if table is not None:
        return show_table(run, table, seeds_of(seed, None), everything=everything, **shown)
    return show_cross_check(run, wrt, against, random_seed, **shown)


def refuse_misplaced(names: list[str], mode: str) -> None:
    """Raise AdtraceError for an option that means nothing to this check."""
    for name in names:
        if mode not in ONLY_FOR[name]:
            verb, hint = "goes" if name.count("--") == 1 else "go", "adtrace check --help shows what it takes"
            raise AdtraceError(f"{name} {verb} with {ONLY_FOR[name][0]}", hint=hint)
