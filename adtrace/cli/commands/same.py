"""adtrace same."""

from __future__ import annotations

from typing import Any

from .. import calling, declare, options
from ..reports import reported


@calling.command("same")
@declare.argument("first", metavar="EXPR", files=True)
@declare.argument("second", metavar="EXPR", files=True)
@options.trials
@options.at
@reported
def command(
    first: str, second: str, at: tuple[str, ...], trials: int, hold: tuple[str, ...], random_seed: int, **shown: Any
) -> int:
    """Compare two expressions: their values and all derivatives, at the given point and at many random ones.

    Exit with code 1 if there is a difference. Agreement at points is no proof.

    \b
      adtrace same "sigmoid(x)" "0.5*(1 + tanh(x/2))"
      adtrace same "sum(x^2)" "x @ x" --at x=[1,2,3]
    """
    from ...checks.claims.identities import compare_programs
    from ...views.identities import identity_lines, identity_object
    from .. import results
    from ..progress import progress
    from ..reports import show_report
    from ..sources import read_both, values_at

    programs, values = read_both(first, second), values_at(at)
    with progress("comparing"):
        found, unused = compare_programs(
            *programs, values, hold=options.names_in(hold), trials=trials, seed=random_seed
        )
    results.note_unused(unused)
    return show_report(
        lambda reader: identity_lines(found, reader), lambda: identity_object(found), ok=found.ok, **shown
    )
