"""adtrace export."""

from __future__ import annotations

from .. import calling, declare, options


def targets() -> tuple[str, ...]:
    """Names of the targets."""
    from ...views import code

    return code.names()


@calling.command("export")
@options.expression
@declare.option("--to", default=None, metavar="NAME", names=targets, about="What to write")
@options.point
@options.sweeps
@options.of
@declare.option(
    "--mode", default="reverse", metavar="NAME", show_default=True,
    help="How derivatives are taken: reverse, forward, or value for none.",
)
@declare.option("--name", "function", default="f", metavar="NAME", show_default=True, help="Name of the function.")
@declare.option("--ieee", is_flag=True, help="Keep infinite and undefined numbers as traced, at every point.")
@declare.option("--no-test", is_flag=True, help="Leave out the self-test at the point.")
@declare.option("--standalone", is_flag=True, help="Write a whole document: LaTeX that compiles.")
@options.output
def command(
    expr: str, to: str | None, at: tuple[str, ...], share: bool, wrt: tuple[str, ...], seed: tuple[str, ...],
    of: tuple[str, ...], mode: str, function: str, ieee: bool, no_test: bool, standalone: bool,
    output: str | None, no_clobber: bool,
) -> int:
    """Write the program, with its derivative, as code in another language.

    With --at the code tests itself at that point when it is run. Without, every input is taken to be a scalar.

    \b
      adtrace export "1/(1+exp(-a*x))" --to numpy --at x=2,a=1
      adtrace export "1/(1+exp(-a*x))" --at x=2,a=1 -o logistic.py
    """
    from ...errors import OK, AdtraceError
    from ...sweeps.exported import exported
    from ...views import code
    from ..output import write
    from ..results import note_unused
    from ..sources import run_at, seeds_of

    target = code.chosen(to, output)
    if standalone and not target.parts:
        raise AdtraceError(f"--standalone means nothing to {target.name}", hint="it is for LaTeX")
    run = run_at(expr, at, of, share=share)
    seeds = seeds_of(seed, run.sole_input if mode == "forward" else run.sole_output)
    found = exported(run, mode, options.names_in(wrt), seeds, function, ieee=ieee, test=not no_test)
    text = target.render(found._replace(standalone=standalone))
    write(text, output, no_clobber=no_clobber)
    note_unused(run.unused)
    return OK
