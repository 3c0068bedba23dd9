"""click's commands, made from what ours declare: for help, completion, and lines that something is wrong with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from .. import __version__
from ..errors import AdtraceError
from . import calling
from .declare import Choice, FloatRange, IntRange, Parameter
from .words import NoValue, check_functions, separated

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

VERSION_OPTIONS, VERSION_TEXT = ("-V", "--version"), "%(prog)s %(version)s"


class ExpressionCommand(click.Command):
    """A command whose arguments are expressions: only exact options are options, `-a*x` is an expression."""

    def __init__(self, command: calling.Command) -> None:
        super().__init__(command.name, params=[made(one) for one in command.own], help=command.function.__doc__)
        click.version_option(__version__, *VERSION_OPTIONS, prog_name="adtrace", message=VERSION_TEXT)(self)
        self.params += [made(one) for one in command.asides]
        self.command = command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse with the expressions moved behind `--`. Raises AdtraceError for more of them than the command takes."""
        if ctx.resilient_parsing:
            return super().parse_args(ctx, args)
        options, expressions = separate_expressions(args, self.get_params(ctx))
        check_functions(options, expressions)
        try:
            return super().parse_args(ctx, [*options, "--", *expressions] if expressions else options)
        except click.NoSuchOption:
            raise
        except click.UsageError:
            if len(expressions) > sum(isinstance(param, click.Argument) for param in self.params):
                raise self._too_many(ctx, expressions) from None
            raise

    def invoke(self, ctx: click.Context) -> int:
        """Run the command."""
        names = [one.name for one in self.command.parameters]
        typed = tuple([name for name in names if ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE])
        return calling.run(self.command, calling.Call(ctx.params, typed, ctx.obj))

    def _too_many(self, ctx: click.Context, expressions: Sequence[str]) -> AdtraceError:
        """The error for several arguments: an expression without quotes, or an option with one dash."""
        longs = {name.lstrip("-"): name for param in self.params for name in param.opts if name.startswith("--")}
        meant = [longs[word[1:]] for word in expressions if word[:1] == "-" and word[1:] in longs]
        shorts = {name for param in self.params for name in param.opts if len(name) == len("-f")}
        meant += [f"{word[:2]} {word[2:]}" for word in expressions if word[:2] in shorts]
        written = " ".join(expressions)
        hint = f'write it in quotes: {ctx.command_path} "{written}"'
        if meant:
            hint = f"did you mean {meant[0]}?"
        elif self.name == "ops":
            hint = f"one name at a time: {ctx.command_path} {expressions[0]}"
        return AdtraceError(f"{len(expressions)} arguments where one is expected: {written}", hint=hint)


def separate_expressions(args: Sequence[str], params: Sequence[click.Parameter]) -> tuple[list[str], list[str]]:
    """The options with their values, and everything else. Raises click.BadOptionUsage for one without its value."""
    takes_value = {
        name: not param.is_flag and not param.count
        for param in params
        if isinstance(param, click.Option)
        for name in (*param.opts, *param.secondary_opts)
    }
    try:
        return separated(args, takes_value)
    except NoValue as error:
        raise click.BadOptionUsage(error.option, str(error)) from None


class LateOption(click.Option):
    """An option whose help is made when it is asked for."""

    def __init__(self, *args: Any, text: Callable[[], str], **told: Any) -> None:
        super().__init__(*args, **told)
        self.text = text

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """The help, with the names."""
        self.help = self.text()
        return super().get_help_record(ctx)


def made(one: Parameter) -> click.Parameter:
    """click's parameter of a declared one."""
    told: dict[str, Any] = {"type": kind(one), "metavar": one.metavar, "required": one.required}
    if one.files or one.names is not None:
        told["shell_complete"] = lambda ctx, param, incomplete: completions(one, incomplete)
    if one.default is not None:
        told["default"] = one.default
    if not one.spellings:
        return click.Argument([one.name], nargs=one.nargs, **told)
    told |= {"multiple": one.multiple, "show_default": one.show_default, "hidden": one.hidden}
    if one.is_flag:
        told |= {"is_flag": True, "type": None}
    words = [one.name, *one.spellings]
    if one.names is None and isinstance(one.help, str):
        return click.Option(words, help=one.help, **told)
    return LateOption(words, text=one.text, **told)


def kind(one: Parameter) -> Any:
    """click's type of a parameter."""
    if isinstance(one.type, Choice):
        return click.Choice(one.type.choices)
    if isinstance(one.type, IntRange):
        return Whole(one.type.min, one.type.max)
    if isinstance(one.type, FloatRange):
        return click.FloatRange(one.type.min, one.type.max)
    return one.type


class Whole(click.IntRange):
    """A whole number between two."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The number. Raises click.BadParameter for a word that is none."""
        try:
            int(value)
        except ValueError:
            bounds = f"of {self.min} or more" if self.max is None else f"from {self.min} to {self.max}"
            self.fail(f"{value!r} is no whole number {bounds}", param, ctx)
        return super().convert(value, param, ctx)


def completions(one: Parameter, incomplete: str) -> list[CompletionItem]:
    """What the shell offers behind what has been typed: its files, or names."""
    from click.shell_completion import CompletionItem

    if one.files:
        return [CompletionItem(incomplete, type="file")]
    return [CompletionItem(name) for name in (one.names() if one.names else ()) if name.startswith(incomplete)]
