"""adtrace hvp."""

from __future__ import annotations

from typing import Any

from .. import calling, declare, options
from ..reports import reported


@calling.command("hvp")
@options.expression
@options.point
@declare.option("--seed", multiple=True, metavar="NAME=VALUE,...", help="The direction.")
@options.wrt
@options.of
@options.at_kink
@reported
@options.strict
def command(
    expr: str,
    at: tuple[str, ...],
    share: bool,
    seed: tuple[str, ...],
    wrt: tuple[str, ...],
    of: tuple[str, ...],
    at_kink: str,
    strict: bool,
    **shown: Any,
) -> int:
    """The Hessian of one scalar output times a direction, by one forward sweep over the gradient.

    What --seed does not name is 0.

    \b
      adtrace hvp "x^3*y" --at x=2,y=5 --seed x=1
    """
    from ...sweeps.derivatives.hessian import hvp
    from .. import results
    from ..derived import one_seed, show_derivative
    from ..progress import progress
    from ..sources import run_at

    run = run_at(expr, at, of, share=share, at_kink=at_kink)
    with progress("sweeping"):
        found = hvp(run, one_seed(seed, run.sole_input, "direction"), options.names_in(wrt))
    results.note_unused(run.unused)
    return show_derivative(found, strict=strict, **shown)
