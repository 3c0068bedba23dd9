"""Expressions on a command line: one may begin with a minus sign, which click would take for an option."""

from __future__ import annotations

import re
from collections.abc import Sequence

import click

LONG_OPTION = re.compile(r"--[A-Za-z][A-Za-z0-9-]*(=.*)?", re.DOTALL)


class ExpressionCommand(click.Command):
    """A command whose arguments are expressions: only exact options are options, `-a*x` is an expression."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse with the expressions moved behind `--`."""
        return super().parse_args(ctx, separate_expressions(args, self.get_params(ctx)))


def separate_expressions(args: Sequence[str], params: Sequence[click.Parameter]) -> list[str]:
    """The same arguments, options first, then --, then everything else.

    A token is an option if it is exactly a declared one, or looks like --name or --name=value (so that click can say
    what a misspelt one may have meant). The value of an option is never looked at.
    """
    takes_value = {
        name: not param.is_flag and not param.count
        for param in params
        if isinstance(param, click.Option)
        for name in (*param.opts, *param.secondary_opts)
    }
    options: list[str] = []
    rest: list[str] = []
    queue = list(reversed(args))
    while queue:
        token = queue.pop()
        if token == "--":
            rest.extend(reversed(queue))
            break
        if token in takes_value or LONG_OPTION.fullmatch(token):
            options.append(token)
            if takes_value.get(token) and queue:
                options.append(queue.pop())
        else:
            rest.append(token)
    return [*options, "--", *rest] if rest else options
