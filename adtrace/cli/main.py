"""The command group, and what happens when a run ends: exit codes, messages, interrupts, closed pipes."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from .. import __version__
from ..errors import INTERRUPTED, LIMIT_REACHED, OK, AdtraceError
from .parsing import ExpressionCommand, separate_expressions

COMMANDS = os.path.join(os.path.dirname(__file__), "commands")
FIRST = ("forward", "reverse", "graph", "eval", "shapes", "ops")
"""The order of the help; other commands follow by name."""

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class Commands(click.Group):
    """The commands, each imported when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, in the order of the help."""
        names = [name[:-3] for name in os.listdir(COMMANDS) if name.endswith(".py") and name[0] not in "_."]
        return sorted(names, key=lambda name: (FIRST.index(name) if name in FIRST else len(FIRST), name))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name; only its file is imported."""
        if cmd_name not in self.list_commands(ctx):
            return None
        found: click.Command = import_module(f"adtrace.cli.commands.{cmd_name}").command
        return found


@click.group(cls=Commands, context_settings=CONTEXT, invoke_without_command=True)
@click.version_option(__version__, "-V", "--version", prog_name="adtrace", message="%(prog)s %(version)s")
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


def run(args: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code; every message is on stderr, never a traceback."""
    arguments = list(sys.argv[1:] if args is None else args)
    try:
        code = adtrace.main(arguments, prog_name="adtrace", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else OK
    except AdtraceError as error:
        return _fail(error, arguments)
    except click.ClickException as error:
        return _fail(_as_error(error), arguments)
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except BrokenPipeError:
        # The reader has gone: what is still buffered has nowhere to go when Python flushes it on exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except MemoryError:
        return _fail(
            AdtraceError("there is not enough memory for this", hint="choose a smaller program"),
            arguments,
            LIMIT_REACHED,
        )


def _as_error(error: click.ClickException) -> AdtraceError:
    """click's complaint in our form."""
    context = getattr(error, "ctx", None)
    hint = f"{context.command_path} --help shows what it takes" if context else ""
    return AdtraceError(error.format_message().rstrip("."), hint=hint)


def _fail(error: AdtraceError, arguments: Sequence[str], code: int | None = None) -> int:
    """Say what is wrong, on stderr, in the form that was asked for."""
    from ..views import console, notation, report
    from ..views.layout import plain

    if _wants_json(arguments):
        sys.stderr.write(report.error_json(error))
        return error.exit_code if code is None else code
    unicode = notation.shows_unicode(sys.stderr.encoding)
    lines = report.error_lines(error, console.columns(sys.stderr), unicode=unicode)
    if console.takes_colour(sys.stderr):
        sys.stderr.writelines(console.painted(lines))
    else:
        sys.stderr.writelines(plain(line) + "\n" for line in lines)
    return error.exit_code if code is None else code


def _wants_json(arguments: Sequence[str]) -> bool:
    """Whether --format json stands on the command line, even one that cannot be parsed."""
    return any(
        word == "--format=json" or (word in ("-f", "--format") and following == "json")
        for word, following in zip(arguments, [*arguments[1:], ""], strict=True)
    )


__all__ = ["Commands", "ExpressionCommand", "adtrace", "run", "separate_expressions"]
