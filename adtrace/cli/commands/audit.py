"""adtrace audit."""

from __future__ import annotations

from functools import partial
from typing import Any

from ...errors import CHECK_FAILED, OK
from .. import calling, declare, options
from ..reports import reported


@calling.command("audit")
@options.expression
@options.at
@declare.option("--over", metavar="NAME=START:STOP:COUNT", help="A range of one input, both ends included.")
@options.of
@declare.option("--only", multiple=True, metavar="NAMES", help="Apply these remedies, whether they help here or not.")
@declare.option("--apply", "rewrite", is_flag=True, help="Print the program with the remedies, and nothing else.")
@declare.option(
    "--scheme", type=declare.Choice(["auto", "light", "dark"]), default="auto", show_default=True,
    help="Colours of the picture (-o FILE.svg); auto follows the reader's.",
)
@partial(reported, pictured=True)
@options.strict
def command(
    expr: str,
    at: tuple[str, ...],
    over: str | None,
    of: tuple[str, ...],
    only: tuple[str, ...],
    rewrite: bool,
    scheme: str,
    strict: bool,
    **shown: Any,
) -> int:
    """Say which digits can be trusted, where they die, and which stable form to write instead.

    Every remedy is compared with what it replaces in many digits. With --over, and a file that ends in .svg, the errors
    before and after are drawn.

    \b
      adtrace audit "1/(1+exp(-a*x))" --at x=-1000,a=1
      adtrace audit "sqrt(x+1) - sqrt(x)" --at x=1e12 --apply
      adtrace audit "log(1+exp(x))" --over x=-1000:1000:401 -o audit.svg
    """
    from ...checks.audit.audit import audit
    from ...views.audit import audit_lines
    from ...views.auditjson import audit_object
    from ...views.errors import errors_picture
    from .. import results
    from ..output import write
    from ..progress import progress
    from ..reports import show_report
    from ..sources import range_of, read_program, values_at

    program, swept = read_program(expr), range_of(over)
    with progress("auditing"):
        report, unused = audit(program, values_at(at), options.names_in(of), options.names_in(only), swept)
    results.note_unused(unused)
    ok = report.good or not strict
    if rewrite:
        if not report.applied:
            reader = results.reader_of(None, "never", lang=shown["lang"])
            results.note(reader.say("no remedy helps here: the program is as it was"))
        write(report.rewritten.rstrip("\n") + "\n", shown["output"], no_clobber=shown["no_clobber"])
        return OK if ok else CHECK_FAILED
    return show_report(
        lambda reader: audit_lines(report, reader), lambda: audit_object(report), ok=ok,
        picture=lambda reader: errors_picture(report, reader), scheme=scheme, **shown,
    )
