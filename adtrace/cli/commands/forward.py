"""adtrace forward."""

from __future__ import annotations

from typing import Any

from ...records.grain import Grain
from ...views.formats import TABLE
from .. import calling, options
from ..looks import decimals, looked, with_looks


@calling.command("forward")
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
    """Carry tangents forward: one table per seed.

    Without --seed there is one sweep for each input, or each in --wrt. Without --at the table is in symbols only.

    \b
      adtrace forward "x1*x2 + sin(x1)" --at x1=2,x2=3 --seed x1=1
      adtrace forward "x1*x2 + sin(x1)" --at x1=2,x2=3 --seed x1=1,x2=-2
    """
    from .. import results
    from ..progress import progress
    from ..sources import run_at, seeds_of

    run = run_at(expr, at, of, share=share, grain=grain, at_kink=at_kink, exact=exact, with_uncertainty=True)
    seeds = seeds_of(seed, run.sole_input, run.constant)
    with progress("sweeping"):
        run = run.toward_first(seeds, options.names_in(wrt), alone=True)
        trace = looked(run, run.forward(seeds, options.names_in(wrt)), looks, digits)
    return results.show(trace, TABLE, unused=run.unused, digits=decimals(looks, digits), **shown)
