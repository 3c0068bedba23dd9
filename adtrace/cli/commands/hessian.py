"""adtrace hessian."""

from __future__ import annotations

from functools import partial
from typing import Any

from .. import calling, declare, options
from ..reports import reported


@calling.command("hessian")
@options.expression
@options.point
@options.wrt
@options.of
@declare.option("--trace", "worked", is_flag=True, help="Show every step: tangent, adjoint, and the adjoint's tangent.")
@options.pattern
@options.at_kink
@partial(reported, pictured=True)
@options.every_entry
@options.strict
def command(
    expr: str,
    at: tuple[str, ...],
    share: bool,
    wrt: tuple[str, ...],
    of: tuple[str, ...],
    worked: bool,
    pattern: bool,
    at_kink: str,
    strict: bool,
    all: bool,
    **shown: Any,
) -> int:
    """The second derivatives of one scalar output, by forward mode over reverse mode.

    The gradient is swept once; a forward sweep over it gives each column. Whether the matrix is symmetric is checked.
    With --trace every direction is worked step by step: --wrt chooses some. --pattern shows which entries can be other
    than 0, and -o FILE.svg draws that.

    \b
      adtrace hessian "100*(y - x^2)^2 + (1 - x)^2" --at x=-1.2,y=1
      adtrace hessian "100*(y - x^2)^2 + (1 - x)^2" --at x=-1.2,y=1 --trace --wrt x
    """
    from ...sweeps.derivatives.hessian import hessian
    from .. import results
    from ..derived import check_together, show_derivative, show_pattern, wants_pattern
    from ..progress import progress
    from ..sources import run_at

    pattern = wants_pattern(pattern, shown["format_name"], shown["output"])
    check_together(trace=worked, pattern=pattern)
    run, names = run_at(expr, at, of, share=share, at_kink=at_kink), options.names_in(wrt)
    results.note_unused(run.unused)
    if pattern:
        return show_pattern(run, names, hessian=True, **shown)
    with progress("sweeping"):
        found = hessian(run, names, worked=worked)
    return show_derivative(found, strict=strict, all=all, **shown)
