"""adtrace page."""

from __future__ import annotations

from typing import Any

from ...errors import AdtraceError
from ...records.grain import Grain
from ...views.formats import PAGE
from .. import calling, declare, options
from ..output import is_stdout


@calling.command("page")
@options.expression
@options.point
@options.sweeps
@options.of
@options.at_kink
@options.grain
@options.exact
@declare.option("--open", "opened", is_flag=True, help="Show it in the browser; without -o, from a temporary file.")
@options.shown(PAGE)
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
    opened: bool,
    output: str | None,
    **shown: Any,
) -> int:
    """Make one HTML page to step through: the drawn graph, the forward sweep, then the reverse sweep.

    The page is complete in itself and loads nothing. --seed and --wrt choose the forward sweep, the first by default.

    \b
      adtrace page "1/(1+exp(-a*x))" --at x=2,a=1 -o page.html
      adtrace page "1/(1+exp(-a*x))" --at x=2,a=1 --open
    """
    from .. import results
    from ..browser import open_page, temporary_page
    from ..progress import progress
    from ..sources import run_at, seeds_of

    if opened and output is not None and is_stdout(output):
        raise AdtraceError("a page on standard output cannot be opened", hint="-o page.html, or --open alone")
    run = run_at(expr, at, of, share=share, grain=grain, at_kink=at_kink, exact=exact)
    seeds = seeds_of(seed, run.sole_input, run.constant)
    with progress("sweeping"):
        names = options.names_in(wrt)
        forward = run.forward(seeds, names, first=True)
        reverse = run.reverse((), names if run.side else (), first=True)
    path = temporary_page() if opened and output is None else output
    code = results.show(reverse, PAGE, beside=forward, unused=run.unused, output=path, **shown)
    if opened and path is not None:
        open_page(path)
    return code
