"""adtrace derive."""

from __future__ import annotations

import os
from typing import Any

from ...errors import OK, AdtraceError
from ...views.formats import DRAWING
from .. import calling, declare, options

PROGRAM, JSON = "program", "json"
SUFFIXES = {"": PROGRAM, ".adt": PROGRAM, ".txt": PROGRAM, ".json": JSON}
"""The formats of the program itself by the file's suffix; every other one is a picture of its graph."""


def formats() -> list[str]:
    """The program, and what its graph can be drawn as."""
    return [PROGRAM, JSON, *options.offered(DRAWING)]


@calling.command("derive")
@options.expression
@options.point
@options.sweeps
@options.of
@declare.option(
    "--mode", type=declare.Choice(["reverse", "forward"]), default="reverse", show_default=True,
    help="One statement for each adjoint, or for each tangent.",
)
@declare.option(
    "--order", type=declare.IntRange(1, 10), default=1, show_default=True,
    help="Derive the derivative again.",
)
@declare.option("--value", is_flag=True, help="Compute the program's own outputs, too.")
@declare.option("--ieee", is_flag=True, help="The numbers of the sweeps also where something is infinite or undefined.")
@declare.option(
    "--scheme", type=declare.Choice(["auto", "light", "dark"]), default="auto",
    help="Colours of a picture.",
)
@declare.option(
    "--format", "-f", "format_name", metavar="NAME", names=formats,
)
@options.output
@options.reader
@options.strict
def command(
    expr: str,
    at: tuple[str, ...],
    share: bool,
    wrt: tuple[str, ...],
    seed: tuple[str, ...],
    of: tuple[str, ...],
    mode: str,
    order: int,
    value: bool,
    ieee: bool,
    format_name: str | None,
    output: str | None,
    **shown: Any,
) -> int:
    """Write the derivative as a program, which can be traced, drawn, checked and derived again.

    Arrays need --at: the program is one for their shapes. -o FILE.svg draws the graph of the derivative.

    \b
      adtrace derive "1/(1+exp(-a*x))" --wrt x
      adtrace derive "x^3*sin(x)" | adtrace reverse - --at x=2
      adtrace derive "1/(1+exp(-a*x))" --at x=2,a=1 -o derivative.svg
    """
    from ...deriving import derivation
    from ...lang.parser import parse
    from ...sweeps.run import Run
    from ...views.program import program_object
    from .. import results
    from ..output import write
    from ..progress import progress
    from ..sources import read_program, seeds_of, values_at

    if format_name is not None and format_name not in formats():
        raise AdtraceError(f"there is no format {format_name} here", hint=f"the formats are {', '.join(formats())}")
    program, values = read_program(expr), values_at(at)
    reader = results.reader_of(output, "never", lang=shown["lang"])
    with progress("deriving"):
        run = Run(program, values, of=options.names_in(of))
        seeds = seeds_of(seed, run.sole_output if mode == "reverse" else run.sole_input)
        found = derivation(
            program, values, reader, wrt=options.names_in(wrt), of=options.names_in(of), mode=mode, seeds=seeds,
            order=order, value=value, share=share, ieee=ieee,
        )
    name = format_name or SUFFIXES.get(os.path.splitext(output or "")[1].lower())
    if name not in (PROGRAM, JSON):
        drawn = Run(parse(found.text, program.where), values).value()
        return results.show(drawn, DRAWING, format_name=format_name, output=output, unused=found.unused, **shown)
    results.note_unused(found.unused)
    text = found.text
    if name == JSON:
        import json

        text = json.dumps(program_object(found.straight, text, reader), indent=2) + "\n"
    write(text, output, no_clobber=shown["no_clobber"])
    return OK
