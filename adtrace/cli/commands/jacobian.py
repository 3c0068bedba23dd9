"""adtrace jacobian."""

from __future__ import annotations

from functools import partial
from typing import Any

from ...records.derivative import AUTO, MODES
from ...records.elimination import ORDERS
from .. import calling, declare, options
from ..reports import reported


@calling.command("jacobian")
@options.expression
@options.point
@options.wrt
@options.of
@declare.option(
    "--mode", type=declare.Choice([AUTO, *MODES]), default=AUTO, show_default=True,
    help="How it is swept; auto takes what needs fewer sweeps.",
)
@declare.option(
    "--order", type=declare.Choice(ORDERS), help="Eliminate vertices in this order, and show every multiplication."
)
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
    mode: str,
    order: str | None,
    pattern: bool,
    at_kink: str,
    strict: bool,
    all: bool,
    **shown: Any,
) -> int:
    """Every output's slope in every input, with row and column names.

    Forward mode takes a sweep for each input component, reverse mode one for each output component; columns or rows
    that share no entry share a sweep. A large matrix is shown by the shape, range and norm of its blocks; json has it
    in full. --pattern shows which entries can be other than 0, and -o FILE.svg draws that.

    \b
      adtrace jacobian "[x1*x2, sin(x1), x2^2]" --at x1=2,x2=3
      adtrace jacobian "[x1*x2, sin(x1*x2)]" --at x1=2,x2=3 --order markowitz
      adtrace jacobian "tanh(W @ x)" --at "W=[[1,2],[3,4]],x=[0.1,0.2]" --wrt x
    """
    from ...sweeps.derivatives.jacobian import jacobian
    from .. import results
    from ..derived import check_together, show_derivative, show_elimination, show_pattern, wants_pattern
    from ..progress import progress
    from ..sources import run_at

    pattern = wants_pattern(pattern, shown["format_name"], shown["output"])
    check_together(order=order is not None, mode=mode != AUTO)
    check_together(order=order is not None, pattern=pattern)
    run, names = run_at(expr, at, of, share=share, at_kink=at_kink), options.names_in(wrt)
    results.note_unused(run.unused)
    if order is not None:
        return show_elimination(run, order, wrt=names, strict=strict, **shown)
    if pattern:
        return show_pattern(run, names, hessian=False, **shown)
    with progress("sweeping"):
        found = jacobian(run, names, mode)
    return show_derivative(found, strict=strict, all=all, **shown)
