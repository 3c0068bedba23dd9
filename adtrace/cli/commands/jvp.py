"""adtrace jvp."""

from __future__ import annotations

from typing import Any

from .. import calling, declare, options
from ..reports import reported


@calling.command("jvp")
@options.expression
@options.point
@declare.option("--seed", multiple=True, metavar="NAME=VALUE,...", help="The direction.")
@options.of
@options.at_kink
@reported
@options.strict
def command(
    expr: str,
    at: tuple[str, ...],
    share: bool,
    seed: tuple[str, ...],
    of: tuple[str, ...],
    at_kink: str,
    strict: bool,
    **shown: Any,
) -> int:
    """The outputs' derivative along a direction: the Jacobian times a vector, by one forward sweep.

    What --seed does not name is 0.

    \b
      adtrace jvp "[x*y, x + y]" --at x=2,y=3 --seed x=1,y=-2
    """
    from ...sweeps.derivatives.jacobian import jvp
    from .. import results
    from ..derived import one_seed, show_derivative
    from ..progress import progress
    from ..sources import run_at

    run = run_at(expr, at, of, share=share, at_kink=at_kink)
    with progress("sweeping"):
        found = jvp(run, one_seed(seed, run.sole_input, "direction"))
    results.note_unused(run.unused)
    return show_derivative(found, strict=strict, **shown)
