"""adtrace explain."""

from __future__ import annotations

from typing import Any

from ...records.grain import Grain
from .. import calling, declare, options
from ..reports import reported


@calling.command("explain")
@options.expression
@declare.option("--node", required=True, metavar="NAME", help="The input or step to explain: x, w2, loss.")
@options.point
@declare.option("--seed", multiple=True, metavar="NAME=VALUE,...", help="A cotangent of the outputs; once per sweep.")
@options.of
@options.at_kink
@options.grain
@reported
@options.strict
def command(
    expr: str,
    node: str,
    at: tuple[str, ...],
    share: bool,
    seed: tuple[str, ...],
    of: tuple[str, ...],
    at_kink: str,
    grain: Grain,
    strict: bool,
    **shown: Any,
) -> int:
    """Explain one adjoint: the node's uses, their sum, and every path from it to the output.

    Along a path the local partials multiply, and the products of all paths add up to the adjoint. Very many paths are
    counted. Without --at everything is in symbols.

    \b
      adtrace explain "x1*x2 + sin(x1)" --at x1=2,x2=3 --node x1
      adtrace explain "(x + 1)*(x + 2)" --node x
    """
    from ...sweeps.explain import explain
    from ...views.explanation import explanation_lines, explanation_object
    from .. import results
    from ..progress import progress
    from ..reports import show_report
    from ..sources import run_at, seeds_of

    run = run_at(expr, at, of, share=share, grain=grain, at_kink=at_kink)
    seeds = seeds_of(seed, run.sole_output)
    with progress("sweeping"):
        explained = explain(run, node, seeds)
    results.note_unused(run.unused)
    return show_report(
        lambda reader: explanation_lines(explained, reader),
        lambda: explanation_object(explained),
        ok=not (strict and explained[0].trace.warnings),
        **shown,
    )
