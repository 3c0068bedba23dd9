"""adtrace ops."""

from __future__ import annotations

import sys

from .. import calling, declare, options


def words() -> tuple[str, ...]:
    """Every word that names an operator."""
    from ...rules import table

    return table.words()


@calling.command("ops")
@declare.argument("name", required=False, names=words)
@options.output
@options.colour
def command(name: str | None, output: str | None, no_clobber: bool, color: str) -> int:
    """List every operator with its derivative, domain and kinks; or show one.

    \b
      adtrace ops
      adtrace ops tanh
    """
    from ...views import console, operators
    from ...views.notation import chosen
    from .. import results

    columns = console.columns(sys.stdout) if output in (None, "-") else console.PIPED_WIDTH
    notation = chosen("", unicode=results.shows_unicode(output))()
    lines = operators.listing(notation, columns) if name is None else operators.detail(name, notation, columns)
    return results.show_lines(lines, color, output, no_clobber=no_clobber)
