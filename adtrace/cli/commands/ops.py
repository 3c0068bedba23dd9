"""adtrace ops."""

from __future__ import annotations

import sys

import click

from ...views import console, operators
from ...views.layout import plain
from ...views.notation import chosen
from .. import options
from ..output import write
from ..parsing import ExpressionCommand


@click.command("ops", cls=ExpressionCommand)
@click.argument("name", required=False)
@options.colour
def command(name: str | None, color: str) -> int:
    """List every operator with its derivative, domain and kinks; or show one.

    \b
      adtrace ops
      adtrace ops tanh
    """
    columns = console.columns(sys.stdout)
    notation = chosen("", unicode=options.shows_unicode())()
    lines = operators.detail(name, notation, columns) if name else operators.listing(notation, columns)
    painted = console.takes_colour(sys.stdout, color)
    write(console.painted(lines) if painted else (plain(content) + "\n" for content in lines), None)
    return 0
