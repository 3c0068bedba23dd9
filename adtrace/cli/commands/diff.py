"""adtrace diff."""

from __future__ import annotations

from typing import Any

from ...errors import AdtraceError
from .. import calling, declare, options
from ..reports import reported


@calling.command("diff")
@declare.argument("first", metavar="EXPR", files=True)
@declare.argument("second", metavar="[EXPR]", required=False, files=True)
@options.at
@declare.option("--to", multiple=True, metavar="NAME=VALUE,...", help="Of one EXPR: the values that are others at B.")
@declare.option(
    "--mode", type=declare.Choice(["reverse", "forward", "value"]), default="reverse", show_default=True,
    help="Compare adjoints, tangents, or values alone.",
)
@declare.option(
    "--seed", multiple=True, metavar="NAME=VALUE,...", help="A cotangent or a direction, for both; once per sweep."
)
@options.of
@declare.option("--all", is_flag=True, help="Show every step, however many there are.")
@reported
def command(
    first: str,
    second: str | None,
    at: tuple[str, ...],
    to: tuple[str, ...],
    mode: str,
    seed: tuple[str, ...],
    of: tuple[str, ...],
    all: bool,
    **shown: Any,
) -> int:
    """Put two traces beside each other, step by step: of two expressions, or of one at two points.

    Steps of two programs belong together by their names, by their formulas, or as the same function of the inputs.
    = is the same in both, ~ has another number, - is in the first alone, + in the second alone. Exit with code 1 if
    values or derivatives of the outputs differ; two points may.

    \b
      adtrace diff "1/(1+exp(-a*x))" "sigmoid(a*x)" --at x=2,a=1
      adtrace diff "t = x*y; t + sin(x)" "t = x + y; t + sin(x)" --at x=2,y=3
      adtrace diff "1/(1+exp(-a*x))" --at x=2,a=1 --to x=3
    """
    if (second is None) != bool(to):
        hint = "adtrace diff EXPR EXPR --at ..., or adtrace diff EXPR --at x=2 --to x=3"
        raise AdtraceError("a diff takes two expressions, or one and --to", hint=hint)
    from ...checks.diff.traces import diff_points, diff_programs
    from ...views.diff.report import diff_lines, diff_object
    from .. import results
    from ..progress import progress
    from ..reports import show_report
    from ..sources import read_both, read_program, seeds_of, values_at

    left, right = (read_program(first), None) if second is None else read_both(first, second)
    values, outputs = values_at(at), options.names_in(of)
    others, seeds = values_at(to, "--to"), seeds_of(seed, None)
    with progress("comparing"):
        if right is None:
            found, unused = diff_points(left, values, others, mode=mode, seeds=seeds, of=outputs)
        else:
            found, unused = diff_programs(left, right, values, mode=mode, seeds=seeds, of=outputs)
    results.note_unused(unused)
    return show_report(
        lambda reader: diff_lines(found, reader, all=all), lambda: diff_object(found), ok=found.ok, **shown
    )
