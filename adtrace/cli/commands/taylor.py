"""adtrace taylor."""

from __future__ import annotations

from typing import Any

from .. import calling, declare, options
from ..reports import reported


@calling.command("taylor")
@options.expression
@declare.option(
    "--order", type=declare.IntRange(0), default=6, show_default=True, metavar="K", help="The highest order."
)
@options.point
@declare.option("--wrt", multiple=True, metavar="NAME", help="The input that moves: x = x0 + t.")
@declare.option("--seed", multiple=True, metavar="NAME=VALUE,...", help="The direction that inputs move in.")
@declare.option(
    "--path", multiple=True, metavar="NAME=FORMULA,...", help="A curve in t, in place of a value: x=2+t^2, y=cos(t)."
)
@declare.option("--derivatives", is_flag=True, help="Show derivatives: k! times coefficient k.")
@options.of
@options.at_kink
@reported
@options.strict
def command(
    expr: str,
    order: int,
    at: tuple[str, ...],
    share: bool,
    wrt: tuple[str, ...],
    seed: tuple[str, ...],
    path: tuple[str, ...],
    derivatives: bool,
    of: tuple[str, ...],
    at_kink: str,
    strict: bool,
    **shown: Any,
) -> int:
    """Expand every step in a Taylor series along a direction or a curve.

    The only input moves as x0 + t; of several, --wrt or --seed says which. Every coefficient comes from the operator's
    own rule, run on series.

    \b
      adtrace taylor "1/(1+exp(-x))" --at x=2
      adtrace taylor "x*y + sin(x)" --at x=2,y=3 --seed x=1,y=-2 --order 4
      adtrace taylor "x^2 + y^2" --path "x=cos(t), y=sin(t)" --derivatives
    """
    from ...views.taylor.report import taylor_lines, taylor_object
    from .. import results
    from ..expanding import expanded
    from ..reports import show_report

    found, unused = expanded(
        expr, at, of, order, seed=seed, wrt=options.names_in(wrt), path=path, share=share, at_kink=at_kink
    )
    results.note_unused(unused)
    return show_report(
        lambda reader: taylor_lines(found, reader, derivatives=derivatives),
        lambda: taylor_object(found, derivatives=derivatives),
        ok=not (strict and found.warnings), **shown,
    )
