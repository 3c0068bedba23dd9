"""The command line as click reads it: help, versions, completion, and what is wrong with a line."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from .. import __version__
from ..errors import OK, AdtraceError
from . import commands
from .parsing import VERSION_OPTIONS, VERSION_TEXT, ExpressionCommand
from .plain import COMPLETES

if TYPE_CHECKING:
    from .results import Taker

FIRST = ("forward", "reverse", "graph", "eval", "check", "same", "explain", "page", "shapes", "sweep", "ops")
"""The order of the help; other commands follow by name."""

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class Commands(click.Group):
    """The commands, each imported when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, in the order of the help."""
        return sorted(commands.names(), key=lambda name: (FIRST.index(name) if name in FIRST else len(FIRST), name))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name; only its file is imported."""
        return ExpressionCommand(commands.of_name(cmd_name)) if cmd_name in commands.names() else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is called. Raises AdtraceError for a word that is none."""
        names = self.list_commands(ctx)
        if args[0] not in names and not ctx.resilient_parsing:
            raise _no_command(args[0], names)
        return super().resolve_command(ctx, args)


def _no_command(word: str, names: Sequence[str]) -> AdtraceError:
    from difflib import get_close_matches

    alike = get_close_matches(word, [*names, "--help"], 1)
    example = 'a command comes first: adtrace reverse "x*y" --at x=2,y=3; adtrace --help lists them'
    hint = f"did you mean {alike[0]}?" if alike else example
    return AdtraceError(f"there is no command {word}", hint=hint)


@click.group(cls=Commands, context_settings=CONTEXT, invoke_without_command=True)
@click.version_option(__version__, *VERSION_OPTIONS, prog_name="adtrace", message=VERSION_TEXT)
@click.pass_context
def adtrace(context: click.Context) -> None:
    """Automatic differentiation, traced: one line of text in, a worked solution out.

    \b
      adtrace forward "1/(1+exp(-a*x))" --at x=2,a=1
      adtrace reverse "1/(1+exp(-a*x))" --at x=2,a=1
      adtrace graph   "1/(1+exp(-a*x))" --at x=2,a=1 -o graph.svg
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def invoke(arguments: Sequence[str], take: Taker | None) -> int:
    """Parse and call; return the exit code. Raises AdtraceError.

    This is without click's own handling of errors: it ends a closed pipe with exit code 1.
    """
    if COMPLETES in os.environ:
        adtrace.main(list(arguments), prog_name="adtrace")
    try:
        with adtrace.make_context("adtrace", list(arguments), obj=take) as context:
            code = adtrace.invoke(context)
    except click.exceptions.Exit as stop:  # --help and --version
        code = stop.exit_code
    except click.ClickException as error:
        raise as_error(error) from None
    return code if isinstance(code, int) else OK


def as_error(error: click.ClickException) -> AdtraceError:
    """click's complaint in our form."""
    context = getattr(error, "ctx", None)
    hint = f"{context.command_path} --help shows what it takes" if context else ""
    if isinstance(error, click.NoSuchOption) and context and could_be_expression(error):
        hint += f"; an expression goes behind --, as in {context.command_path} -- --x"
    return AdtraceError(error.format_message().rstrip("."), hint=hint)


def could_be_expression(error: click.NoSuchOption) -> bool:
    """Whether an unknown option may be a negated negation: it is like no option, or too short to be like one."""
    name = error.option_name
    return name.startswith("--") and (not error.possibilities or len(name) < len("--abc"))
