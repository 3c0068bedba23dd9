"""adtrace shapes."""

from __future__ import annotations

import sys

import click

from ...sweeps.run import Run
from ...views import console
from ...views.extents import shape_lines
from ...views.layout import plain
from ...views.notation import of_trace
from .. import options
from ..output import write
from ..parsing import ExpressionCommand
from ..sources import read_program


@click.command("shapes", cls=ExpressionCommand)
@options.expression
@options.point
@options.of
@click.option("--wrt", multiple=True, metavar="NAMES", help="Inputs whose scalars are counted; all by default.")
@options.colour
def command(expr: str, at: tuple[str, ...], share: bool, of: tuple[str, ...], wrt: tuple[str, ...], color: str) -> int:
    """Print the shape of every name, and count the scalar parameters.

    \b
      adtrace shapes samples/f_classifier.adt --wrt W1,b1,W2,b2
    """
    run = Run(read_program(expr), options.values_at(at), of=options.names_in(of), share=share)
    options.note_unused(run.unused)
    parameters = options.names_in(wrt)
    run.wanted(parameters)
    trace = run.value()
    notation = of_trace(trace, unicode=options.shows_unicode())
    lines = shape_lines(trace, parameters, notation)
    painted = console.takes_colour(sys.stdout, color)
    write(console.painted(lines) if painted else (plain(content) + "\n" for content in lines), None)
    return 0
