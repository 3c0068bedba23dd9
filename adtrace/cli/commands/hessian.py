"""adtrace hessian."""

from __future__ import annotations

from typing import Any

import click

from .. import options
from ..parsing import ExpressionCommand
from ..reports import reported


@click.command("hessian", cls=ExpressionCommand)
@options.expression
@options.point
@options.wrt
@options.of
@click.option("--trace", "worked", is_flag=True, help="Show every step: tangent, adjoint, and the adjoint's tangent.")
@options.at_kink
@reported
@options.every_entry
@options.strict
def command(
    expr: str,
    at: tuple[str, ...],
    share: bool,
    wrt: tuple[str, ...],
    of: tuple[str, ...],
    worked: bool,
    at_kink: str,
    strict: bool,
    all: bool,
    **shown: Any,
) -> int:
    """The second derivatives of one scalar output, by forward mode over reverse mode.

    The gradient is swept once; a forward sweep over it gives each column. Whether the matrix is symmetric is checked.
    With --trace every direction is worked step by step: --wrt chooses some.

    \b
      adtrace hessian "100*(y - x^2)^2 + (1 - x)^2" --at x=-1.2,y=1
      adtrace hessian "100*(y - x^2)^2 + (1 - x)^2" --at x=-1.2,y=1 --trace --wrt x
    """
    from ...sweeps.derivatives.hessian import hessian
    from .. import results
    from ..derived import show_derivative
    from ..progress import progress
    from ..sources import run_at

    run = run_at(expr, at, of, share=share, at_kink=at_kink)
    with progress("sweeping"):
        found = hessian(run, options.names_in(wrt), worked=worked)
    results.note_unused(run.unused)
    return show_derivative(found, strict=strict, all=all, **shown)
