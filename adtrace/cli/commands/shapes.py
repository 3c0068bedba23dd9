"""adtrace shapes."""

from __future__ import annotations

from .. import calling, declare, options


@calling.command("shapes")
@options.expression
@options.point
@options.of
@declare.option("--wrt", multiple=True, metavar="NAMES", help="Inputs whose scalars are counted; all by default.")
@options.output
@options.colour
def command(
    expr: str,
    at: tuple[str, ...],
    share: bool,
    of: tuple[str, ...],
    wrt: tuple[str, ...],
    output: str | None,
    no_clobber: bool,
    color: str,
) -> int:
    """Print the shape of every name, and count the scalar parameters.

    \b
      adtrace shapes samples/f_classifier.adt --wrt W1,b1,W2,b2
    """
    from ...views.extents import shape_lines
    from ...views.notation import of_trace
    from .. import results
    from ..sources import run_at

    run = run_at(expr, at, of, share=share)
    parameters = options.names_in(wrt)
    run.wanted(parameters)
    trace = run.value()
    lines = shape_lines(trace, parameters, of_trace(trace, unicode=results.shows_unicode(output)))
    results.note_unused(run.unused)
    return results.show_lines(lines, color, output, no_clobber=no_clobber)
