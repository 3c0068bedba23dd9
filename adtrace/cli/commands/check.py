"""adtrace check."""

from __future__ import annotations

from typing import Any

import click

from ...errors import AdtraceError
from .. import options
from ..parsing import ExpressionCommand
from ..reports import reported


@click.command("check", cls=ExpressionCommand)
@options.expression
@click.option("--claim", "claims", multiple=True, metavar="LEFT=FORMULA", help="A claim to judge; once per claim.")
@options.trials
@options.point
@options.of
@reported
def command(claims: tuple[str, ...], **given: Any) -> int:
    """Check what somebody worked out; exit with code 1 if it is wrong.

    --claim judges a formula for a derivative (d/dx, dL/dW, bar(z)) or for a step's value at the point of --at and at
    many random points. Formulas are over the names of the program, bar(z) and what earlier claims are about.

    \b
      adtrace check "sigmoid(x)" --claim "d/dx = sigmoid(x)*(1 - sigmoid(x))"
      adtrace check "sum(x^2)" --at x=[1,-2,3] --claim "d/dx = 2*x"
    """
    if claims:
        return check_claims(claims=claims, **given)
    raise AdtraceError("there is nothing to check", hint='add --claim "d/dx = FORMULA"')


def check_claims(
    expr: str, claims: tuple[str, ...], at: tuple[str, ...], share: bool, of: tuple[str, ...], trials: int,
    hold: tuple[str, ...], random_seed: int, **shown: Any,
) -> int:
    """Judge claims."""
    from ...checks import claims as checks
    from ...views.claims import claims_lines, claims_object
    from .. import results
    from ..progress import progress
    from ..reports import show_report
    from ..sources import read_program, values_at

    program, values = read_program(expr), values_at(at)
    with progress("checking"):
        report, unused = checks.check_claims(
            program, values, claims, of=options.names_in(of), share=share, hold=options.names_in(hold), trials=trials,
            seed=random_seed,
        )
    results.note_unused(unused)
    return show_report(
        lambda reader: claims_lines(report, reader), lambda: claims_object(report), ok=report.ok, **shown
    )
