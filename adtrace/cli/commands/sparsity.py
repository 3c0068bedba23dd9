"""adtrace sparsity."""

from __future__ import annotations

from functools import partial
from typing import Any

import click

from .. import options
from ..parsing import ExpressionCommand
from ..reports import reported


@click.command("sparsity", cls=ExpressionCommand)
@options.expression
@options.point
@options.of
@click.option("--wrt", multiple=True, metavar="NAMES", help="Inputs to differentiate with respect to.")
@click.option("--hessian", is_flag=True, help="The second derivatives of one scalar output.")
@click.option(
    "--scheme", type=click.Choice(["auto", "light", "dark"]), default="auto", show_default=True,
    help="Colours of the picture (-o FILE.svg); auto follows the reader's.",
)
@partial(reported, pictured=True)
def command(
    expr: str, at: tuple[str, ...], share: bool, of: tuple[str, ...], wrt: tuple[str, ...], hessian: bool, scheme: str,
    **shown: Any,
) -> int:
    """Show which entries of the Jacobian or Hessian can be other than 0, and which columns or rows share a sweep.

    The pattern is found from the graph alone: it holds at every point. Entries have the number of their sweep.

    \b
      adtrace sparsity "[x*y, y*z, z*x, a]"
      adtrace sparsity "x[1:]*x[:-1]" --at x=[1,2,3,4,5]
      adtrace sparsity "sum((x[1:] - x[:-1]^2)^2)" --at x=[1,2,3] --hessian -o pattern.svg
    """
    from ...sweeps.sparsity.report import sparsity
    from ...views.sparsity.objects import sparsity_object
    from ...views.sparsity.picture import sparsity_picture
    from ...views.sparsity.screen import sparsity_lines
    from .. import results
    from ..progress import progress
    from ..reports import show_report
    from ..sources import run_at

    run = run_at(expr, at, of, share=share)
    with progress("following paths"):
        report = sparsity(run, options.names_in(wrt), hessian=hessian)
    results.note_unused(run.unused)
    return show_report(
        lambda reader: sparsity_lines(report, reader), lambda: sparsity_object(report), ok=True,
        picture=lambda reader: sparsity_picture(report, reader), scheme=scheme, **shown,
    )
