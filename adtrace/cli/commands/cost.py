"""adtrace cost."""

from __future__ import annotations

from typing import Any

from .. import calling, declare, options
from ..reports import reported


@calling.command("cost")
@options.expression
@options.point
@options.of
@declare.option("--wrt", multiple=True, metavar="NAMES", help="Inputs to differentiate with respect to.")
@reported
def command(
    expr: str, at: tuple[str, ...], share: bool, of: tuple[str, ...], wrt: tuple[str, ...], **shown: Any
) -> int:
    """Count the multiply-adds of all first derivatives: forward mode, reverse mode, shared sweeps, vertex elimination.

    Forward mode takes a sweep for each of n inputs, reverse mode one for each of m outputs. Without --at, inputs are
    numbers; with it they have the shapes of their values.

    \b
      adtrace cost "1/(1+exp(-a*x))"
      adtrace cost "t = x0*sin(x0*x1); [cos(t), t/x1]"
      adtrace cost "sum((A @ x - b)^2)" --at "A=[[1,2],[3,4]],x=[1,2],b=[1,1]"
    """
    from ...sweeps.counted import counted
    from ...views.counted import counted_lines, counted_object
    from .. import results
    from ..progress import progress
    from ..reports import show_report
    from ..sources import run_at

    run = run_at(expr, at, of, share=share)
    with progress("counting"):
        report = counted(run, options.names_in(wrt))
    results.note_unused(run.unused)
    return show_report(
        lambda reader: counted_lines(report, reader), lambda: counted_object(report), ok=True, **shown
    )
