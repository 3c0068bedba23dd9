"""adtrace vjp."""

from __future__ import annotations

from typing import Any

from .. import calling, declare, options
from ..reports import reported


@calling.command("vjp")
@options.expression
@options.point
@declare.option("--seed", multiple=True, metavar="NAME=VALUE,...", help="The cotangent.")
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
    """The gradient of what a cotangent weighs: a vector times the Jacobian, by one reverse sweep.

    What --seed does not name is 0. The one output of a program is seeded with 1 unless something else is said.

    \b
      adtrace vjp "[x*y, x + y]" --at x=2,y=3 --seed y1=1,y2=-2
    """
    from ...sweeps.derivatives.jacobian import vjp
    from .. import results
    from ..derived import one_seed, show_derivative, unit
    from ..progress import progress
    from ..sources import run_at

    run = run_at(expr, at, of, share=share, at_kink=at_kink)
    with progress("sweeping"):
        cotangent = one_seed(seed or unit(run), run.sole_output, "cotangent")
        found = vjp(run, cotangent, options.names_in(wrt))
    results.note_unused(run.unused)
    return show_derivative(found, strict=strict, **shown)
