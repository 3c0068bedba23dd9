"""adtrace graph."""

from __future__ import annotations

from typing import Any

from ...records.grain import Grain
from ...records.kinks import LEAST_NORM
from ...views.formats import DRAWING
from .. import calling, declare, options


@calling.command("graph")
@options.expression
@options.point
@options.sweeps
@options.of
@options.at_kink
@options.grain
@options.exact
@declare.option(
    "--mode",
    type=declare.Choice(["both", "forward", "reverse", "value"]),
    default="both",
    show_default=True,
    help="What the cards show.",
)
@declare.option(
    "--scheme",
    type=declare.Choice(["auto", "light", "dark"]),
    default="auto",
    show_default=True,
    help="Colours of the picture; auto follows the reader's.",
)
@declare.option("--frames", metavar="DIR", help="Write one SVG for every step, numbered, into DIR.")
@options.shown(DRAWING)
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
    mode: str,
    **shown: Any,
) -> int:
    """Draw the computational graph, with values, tangents and adjoints.

    --seed and --wrt choose the sweep that is drawn, the first by default: a direction, or with --mode reverse a
    cotangent.

    \b
      adtrace graph "1/(1+exp(-a*x))" --at x=2,a=1 -o graph.svg
      adtrace graph "1/(1+exp(-a*x))" --at x=2,a=1 --mode reverse -o reverse.svg
      adtrace graph "1/(1+exp(-a*x))" --at x=2,a=1 --frames slides
    """
    from .. import results
    from ..progress import progress
    from ..sources import run_at, seeds_of

    at_kink = LEAST_NORM if mode == "value" else at_kink
    run = run_at(expr, at, of, share=share, grain=grain, at_kink=at_kink, exact=exact)
    names = options.names_in(wrt)
    if mode == "value":
        return results.show(run.value(), DRAWING, unused=run.unused, **shown)
    sole = run.sole_output if mode == "reverse" else run.sole_input
    seeds = seeds_of(seed, sole, run.constant)
    if mode == "reverse":
        with progress("sweeping"):
            trace = run.reverse(seeds, names, first=True)
        return results.show(trace, DRAWING, unused=run.unused, **shown)
    with progress("sweeping"):
        forward = run.forward(seeds, names, first=True)
        reverse = run.reverse((), names if run.side else (), first=True)
    trace, beside = (forward, reverse) if mode == "forward" else (reverse, forward)
    return results.show(trace, DRAWING, beside=beside, unused=run.unused, **shown)
