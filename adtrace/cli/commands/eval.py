"""adtrace eval."""

from __future__ import annotations

from typing import Any

from ...records.grain import Grain
from ...views.formats import TABLE
from .. import calling, options


@calling.command("eval")
@options.expression
@options.point
@options.of
@options.grain
@options.exact
@options.shown(TABLE)
def command(
    expr: str, at: tuple[str, ...], share: bool, of: tuple[str, ...], grain: Grain, exact: bool, **shown: Any
) -> int:
    """Evaluate, step by step.

    \b
      adtrace eval "1/(1+exp(-a*x))" --at x=2,a=1
    """
    from .. import results
    from ..sources import run_at

    run = run_at(expr, at, of, share=share, grain=grain, exact=exact)
    return results.show(run.value(), TABLE, unused=run.unused, **shown)
