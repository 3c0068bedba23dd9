"""Expressions on a command line: one may begin with a minus sign, which click would take for an option."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from typing import Any

import click

from .. import __version__
from ..errors import AdtraceError
from ..registry import entries
from .options import NamedOption

LONG_OPTION = re.compile(r"--[A-Za-z][A-Za-z0-9-]*(=.*)?", re.DOTALL)
SHORT_OPTIONS = frozenset(("-h", "-f", "-o", "-V"))
"""Options in every command, also in one that does not have them: there they are an error, not an expression."""

VERSION_OPTIONS, VERSION_TEXT = ("-V", "--version"), "%(prog)s %(version)s"

READERS = os.path.join(os.path.dirname(os.path.dirname(__file__)), "lang", "readers")
FROM, LANGUAGE = "--from", "adtrace.from"
"""In which language EXPR is written, and where a run remembers it."""

FROM_HELP = "Read EXPR in another language, where ax or a x is a*x; the header shows how it was read"

PYTHON, RUNS_PYTHON = "--python", "adtrace.python"
PYTHON_HELP = "EXPR is a function of a file, FILE.py:NAME. The file is run, with all that it does."


def language_names() -> tuple[str, ...]:
    """The languages besides adtrace's own, without importing any."""
    return entries(READERS)


def remember_language(context: click.Context, param: click.Parameter, value: str | None) -> None:
    """--from: what reads EXPR looks it up."""
    context.meta[LANGUAGE] = value


def allow_python(context: click.Context, param: click.Parameter, value: bool) -> None:
    """--python: only with it is a file of Python ever run."""
    context.meta[RUNS_PYTHON] = value


def is_function(expression: str) -> bool:
    """Whether an expression is FILE.py:NAME, a function of a file of Python: no program ends like this."""
    path, _, name = expression.rpartition(":")
    return path.endswith(".py") and (name.isidentifier() or not name) and "#" not in path and "\n" not in path


class ExpressionCommand(click.Command):
    """A command whose arguments are expressions: only exact options are options, `-a*x` is an expression."""

    def __init__(self, *args: Any, **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        click.version_option(__version__, *VERSION_OPTIONS, prog_name="adtrace", message=VERSION_TEXT)(self)
        if any("EXPR" in str(param.metavar) for param in self.params if isinstance(param, click.Argument)):
            click.option(
                FROM, metavar="NAME", cls=NamedOption, names=language_names, expose_value=False,
                callback=remember_language, about=FROM_HELP,
            )(self)
        if any(isinstance(param, click.Argument) and param.metavar == "EXPR" for param in self.params):
            click.option(PYTHON, is_flag=True, expose_value=False, callback=allow_python, help=PYTHON_HELP)(self)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse with the expressions moved behind `--`. Raises AdtraceError for more of them than the command takes."""
        if ctx.resilient_parsing:
            return super().parse_args(ctx, args)
        options, expressions = separate_expressions(args, self.get_params(ctx))
        if PYTHON in options and expressions and not any(map(is_function, expressions)):
            raise AdtraceError(f"{PYTHON} takes a function of a file", hint="write FILE.py:NAME in place of EXPR")
        try:
            return super().parse_args(ctx, [*options, "--", *expressions] if expressions else options)
        except click.NoSuchOption:
            raise
        except click.UsageError:
            if len(expressions) > sum(isinstance(param, click.Argument) for param in self.params):
                raise self._too_many(ctx, expressions) from None
            raise

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """The context of a run. Raises AdtraceError for two languages at once."""
        found = super().make_context(info_name, args, parent, **extra)
        if found.meta.get(RUNS_PYTHON) and found.meta.get(LANGUAGE):
            hint = f"{PYTHON} traces a function of a file, {FROM} reads an expression: leave out one of the two"
            raise AdtraceError(f"{PYTHON} and {FROM} do not go together", hint=hint)
        return found

    def _too_many(self, ctx: click.Context, expressions: Sequence[str]) -> AdtraceError:
        """The error for several arguments: an expression without quotes, or an option with one dash."""
        longs = {name.lstrip("-"): name for param in self.params for name in param.opts if name.startswith("--")}
        meant = [longs[word[1:]] for word in expressions if word[:1] == "-" and word[1:] in longs]
        written = " ".join(expressions)
        hint = f'write it in quotes: {ctx.command_path} "{written}"'
        if meant:
            hint = f"did you mean {meant[0]}?"
        elif self.name == "ops":
            hint = f"one name at a time: {ctx.command_path} {expressions[0]}"
        return AdtraceError(f"{len(expressions)} arguments where one is expected: {written}", hint=hint)


def separate_expressions(args: Sequence[str], params: Sequence[click.Parameter]) -> tuple[list[str], list[str]]:
    """The options with their values, and everything else.

    A token is an option if it is exactly a declared one, or looks like --name or --name=value (so that click can say
    what a misspelt one may have meant). The value of an option is never looked at. Raises click.BadOptionUsage for an
    option without its value.
    """
    takes_value = {
        name: not param.is_flag and not param.count
        for param in params
        if isinstance(param, click.Option)
        for name in (*param.opts, *param.secondary_opts)
    }
    options: list[str] = []
    expressions: list[str] = []
    queue = list(reversed(args))
    while queue:
        token = queue.pop()
        if token == "--":
            expressions.extend(reversed(queue))
            break
        if token in takes_value or token in SHORT_OPTIONS or LONG_OPTION.fullmatch(token):
            options.append(token)
            if takes_value.get(token):
                if not queue:
                    raise click.BadOptionUsage(token, f"{token} needs a value")
                options.append(queue.pop())
        else:
            expressions.append(token)
    return options, expressions
