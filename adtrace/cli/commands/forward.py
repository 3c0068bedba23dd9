"""adtrace forward."""

from __future__ import annotations

from typing import Any

import click

from ...views.formats import TABLE
from .. import options
from ..parsing import ExpressionCommand


@click.command("forward", cls=ExpressionCommand)
@options.expression
@options.point
@options.sweeps
@options.of
@options.shown(TABLE)
def command(
    expr: str,
    at: tuple[str, ...],
    share: bool,
    wrt: tuple[str, ...],
    seed: tuple[str, ...],
    of: tuple[str, ...],
    **shown: Any,
) -> int:
    """Carry tangents forward: one table per seed.

    Without --seed there is one sweep for each input, or each in --wrt. Without --at the table is in symbols only.

    \b
      adtrace forward "x1*x2 + sin(x1)" --at x1=2,x2=3 --seed x1=1
      adtrace forward "x1*x2 + sin(x1)" --at x1=2,x2=3 --seed x1=1,x2=-2
    """
    from ...sweeps.run import Run
    from .. import results
    from ..sources import read_program, seeds_of, values_at

    run = Run(read_program(expr), values_at(at), of=options.names_in(of), share=share)
    trace = run.forward(seeds_of(seed, run.sole_input), options.names_in(wrt))
    return results.show(trace, TABLE, unused=run.unused, **shown)
