"""The command group, and what happens when a run ends: exit codes, messages, interrupts, closed pipes."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING

import click

from .. import __version__
from ..errors import INTERRUPTED, OK, AdtraceError, LimitError, OutputError
from ..registry import entries
from .output import reason
from .parsing import VERSION_OPTIONS, VERSION_TEXT

if TYPE_CHECKING:
    from .results import Taker

COMMANDS = os.path.join(os.path.dirname(__file__), "commands")
FIRST = ("forward", "reverse", "graph", "eval", "check", "same", "explain", "page", "shapes", "sweep", "ops")
"""The order of the help; other commands follow by name."""

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class Commands(click.Group):
    """The commands, each imported when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, in the order of the help."""
        return sorted(entries(COMMANDS), key=lambda name: (FIRST.index(name) if name in FIRST else len(FIRST), name))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name; only its file is imported."""
        if cmd_name not in self.list_commands(ctx):
            return None
        found: click.Command = import_module(f"adtrace.cli.commands.{cmd_name}").command
        return found

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

    alike = get_close_matches(word, names, 1)
    hint = f"did you mean {alike[0]}?" if alike else 'a command comes first: adtrace reverse "x*y" --at x=2,y=3'
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


def run(args: Sequence[str] | None = None, take: Taker | None = None) -> int:
    """Run one command line and return its exit code; every message is on stderr, never a traceback.

    take  who gets a trace that would be written to standard output in the command's own format
    """
    arguments = list(sys.argv[1:] if args is None else args)
    try:
        return _invoke(arguments, take)
    except AdtraceError as error:
        return _fail(error, arguments)
    except click.ClickException as error:
        return _fail(_as_error(error), arguments)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader has gone: what is still buffered has nowhere to go when Python flushes it on exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except OSError as error:
        # Files are read and written with messages of their own: this is a help text that standard output did not take.
        return _fail(OutputError(f"cannot write to standard output: {reason(error)}"), arguments)
    except MemoryError:
        pass
    # Said only here: the frames that held the memory live as long as their exception.
    gc.collect()
    return _fail(LimitError("there is not enough memory for this", hint="choose a smaller program"), arguments)


def _invoke(arguments: list[str], take: Taker | None) -> int:
    """Parse and call, without click's own handling of errors: it ends a closed pipe with exit code 1."""
    if "_ADTRACE_COMPLETE" in os.environ:
        adtrace.main(arguments, prog_name="adtrace")
    try:
        with adtrace.make_context("adtrace", list(arguments), obj=take) as context:
            code = adtrace.invoke(context)
    except click.exceptions.Exit as stop:  # --help and --version
        code = stop.exit_code
    if sys.stdout is not None:
        sys.stdout.flush()
    return code if isinstance(code, int) else OK


def _as_error(error: click.ClickException) -> AdtraceError:
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


def _fail(error: AdtraceError, arguments: Sequence[str]) -> int:
    """Say what is wrong, on stderr, in the form that was asked for; return the exit code."""
    try:
        if sys.stderr is not None:
            sys.stderr.writelines(_message(error, arguments))
            sys.stderr.flush()
    except OSError:
        pass  # Nobody is there to read it; the exit code still says so.
    return error.exit_code


def _message(error: AdtraceError, arguments: Sequence[str]) -> Sequence[str]:
    """The error as lines for stderr."""
    from ..views import console, notation, report
    from ..views.layout import plain

    if _wants_json(arguments):
        return [report.error_json(error)]
    unicode = notation.shows_unicode(sys.stderr.encoding)
    lines = report.error_lines(error, console.columns(sys.stderr), unicode=unicode)
    if console.takes_colour(sys.stderr):
        return list(console.painted(lines))
    return [plain(line) + "\n" for line in lines]


def _wants_json(arguments: Sequence[str]) -> bool:
    """Whether --format json stands on the command line, even one that cannot be parsed."""
    return any(
        word == "--format=json" or (word in ("-f", "--format") and following == "json")
        for word, following in zip(arguments, [*arguments[1:], ""], strict=True)
    )
