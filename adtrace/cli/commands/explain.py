"""adtrace explain."""

from __future__ import annotations

import os
import sys

import click

from ...errors import CHECK_FAILED, OK, AdtraceError
from ...records.grain import Grain
from .. import options
from ..parsing import ExpressionCommand

FORMATS = ("table", "ascii", "json")
SUFFIXES = {"": "table", ".txt": "table", ".json": "json"}
"""The format that a file is written in where none is asked for."""


@click.command("explain", cls=ExpressionCommand)
@options.expression
@click.option("--node", required=True, metavar="NAME", help="The input or step to explain: x, w2, loss.")
@options.point
@click.option("--seed", multiple=True, metavar="NAME=VALUE,...", help="A cotangent of the outputs; once per sweep.")
@options.of
@options.grain
@click.option(
    "--format", "-f", "format_name", type=click.Choice(FORMATS),
    help="For the screen, for any screen, or for programs.  [default: table]",
)
@options.output
@options.reader
@options.strict
def command(
    expr: str,
    node: str,
    at: tuple[str, ...],
    share: bool,
    seed: tuple[str, ...],
    of: tuple[str, ...],
    grain: Grain,
    format_name: str | None,
    output: str | None,
    no_clobber: bool,
    digits: int,
    notation: str,
    lang: str,
    decimal: str,
    color: str,
    strict: bool,
) -> int:
    """Explain one adjoint: the node's uses, their sum, and every path from it to the output.

    Along a path the local partials multiply, and the products of all paths add up to the adjoint. Very many paths are
    counted. Without --at everything is in symbols.

    \b
      adtrace explain "x1*x2 + sin(x1)" --at x1=2,x2=3 --node x1
      adtrace explain "(x + 1)*(x + 2)" --node x
    """
    from ...sweeps.explain import explain
    from ...views import console
    from ...views.explanation import explanation_lines, explanation_object
    from ...views.formats import Options
    from ...views.formats.ascii import in_ascii
    from .. import results
    from ..output import is_stdout, write
    from ..progress import progress
    from ..sources import run_at, seeds_of

    format_name = format_name or by_suffix(output)
    run = run_at(expr, at, of, share=share, grain=grain)
    seeds = seeds_of(seed, run.sole_output)
    with progress("sweeping"):
        explained = explain(run, node, seeds)
    results.note_unused(run.unused)
    if format_name == "json":
        import json

        write(json.dumps(explanation_object(explained), indent=2) + "\n", output, no_clobber=no_clobber)
    else:
        to_screen, plain = is_stdout(output), format_name == "ascii"
        shown = Options(
            digits=digits,
            width=console.columns(sys.stdout) if to_screen else console.PIPED_WIDTH,
            unicode=results.shows_unicode(output),
            notation=notation,
            lang=lang,
            decimal=decimal,
        ).checked()
        shown = in_ascii(shown) if plain else shown
        lines = explanation_lines(explained, shown)
        results.show_lines(lines, "never" if plain else color, output, no_clobber=no_clobber)
    return CHECK_FAILED if strict and explained[0].trace.warnings else OK


def by_suffix(output: str | None) -> str:
    """The format of a file. Raises AdtraceError for one that an explanation cannot have."""
    suffix = os.path.splitext(output or "")[1]
    if suffix.lower() not in SUFFIXES:
        hint = f"the formats are {', '.join(FORMATS)}; -f chooses one"
        raise AdtraceError(f"an explanation is not written to {suffix} files", hint=hint)
    return SUFFIXES[suffix.lower()]
