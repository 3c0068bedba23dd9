"""adtrace reverse."""

from __future__ import annotations

from typing import Any

from ...records.grain import Grain
from ...views.formats import TABLE
from .. import calling, options
from ..looks import decimals, looked, with_looks


@calling.command("reverse")
@options.expression
@options.uncertain_point
@options.sweeps
@options.of
@options.at_kink
@options.grain
@options.exact
@with_looks
@options.shown(TABLE)
def command(
    expr: str,
    at: tuple[str, ...],
    share: bool,
    wrt: tuple[str, ...],
    seed: tuple[str, ...],
    of: tuple[str, ...],
    at_kink: str,
    grain: Grain,
    exact: bool,
    looks: tuple[str, ...],
    digits: int,
    **shown: Any,
) -> int:
    """Carry adjoints backward: every increment, then the sums.

    There is one sweep for each output, or one for each --seed. Without --at the table is in symbols only.

    \b
      adtrace reverse "x1*x2 + sin(x1)" --at x1=2,x2=3
      adtrace reverse "[x*y, x + y]" --at x=2,y=3 --seed y1=1,y2=-2
      adtrace reverse "x^3*a" --at x=2±0.1,a=1 --sensitivity
    """
    from .. import results
    from ..progress import progress
    from ..sources import run_at, seeds_of

    run = run_at(expr, at, of, share=share, grain=grain, at_kink=at_kink, exact=exact, with_uncertainty=True)
    seeds = seeds_of(seed, run.sole_output, run.constant)
    with progress("sweeping"):
        run = run.toward(wrt=options.names_in(wrt))
        trace = looked(run, run.reverse(seeds, options.names_in(wrt)), looks, digits)
    return results.show(trace, TABLE, unused=run.unused, digits=decimals(looks, digits), **shown)
