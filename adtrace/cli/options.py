"""The options that commands share, and what they mean."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

from ..errors import CHECK_FAILED, OK, AdtraceError
from ..graph.build import constant
from ..lang.points import entries, read_points
from ..records import Trace
from ..views import console, formats, notation
from .output import write

Command = TypeVar("Command", bound=Callable[..., Any])


def expression(function: Command) -> Command:
    """EXPR."""
    return click.argument("expr", metavar="EXPR")(function)


def point(function: Command) -> Command:
    """--at and --share, which every command that builds a graph takes."""
    share = click.option("--share", is_flag=True, help="Make equal subexpressions one step.")
    at = click.option(
        "--at", multiple=True, metavar="NAME=VALUE,...", help="Values: x=2,a=1  W=[[1,2],[3,4]]  b=@b.npy  @point.json"
    )
    return at(share(function))


def of(function: Command) -> Command:
    """--of."""
    return click.option("--of", multiple=True, metavar="NAMES", help="Outputs, instead of the last statement.")(
        function
    )


def sweeps(function: Command) -> Command:
    """--wrt and --seed."""
    wrt = click.option("--wrt", multiple=True, metavar="NAMES", help="Inputs to differentiate with respect to.")
    seed = click.option(
        "--seed",
        multiple=True,
        metavar="NAME=VALUE,...",
        help="A direction (forward) or cotangent (reverse); once per sweep.",
    )
    return wrt(seed(function))


def colour(function: Command) -> Command:
    """--color."""
    choice = click.Choice(["auto", "always", "never"])
    return click.option("--color", type=choice, default="auto", show_default=True, help="Colours on the screen.")(
        function
    )


def shown(kind: str) -> Callable[[Command], Command]:
    """--format, --output and how numbers and names are shown."""

    def decorate(function: Command) -> Command:
        for option in reversed(
            (
                click.option("--output", "-o", metavar="FILE", help="Write to FILE; its suffix picks the format."),
                click.option("--no-clobber", is_flag=True, help="Never replace FILE."),
                click.option(
                    "--digits", type=click.IntRange(1, 17), default=4, show_default=True, help="Decimals of numbers."
                ),
                click.option("--notation", default="", metavar="NAME", help=f"One of {', '.join(notation.NOTATIONS)}."),
                colour,
                click.option("--strict", is_flag=True, help="Exit with code 1 if there is a warning."),
            )
        ):
            function = option(function)
        return click.option("--format", "-f", "format_name", metavar="NAME", cls=FormatOption, kind=kind)(function)

    return decorate


class FormatOption(click.Option):
    """--format; its help names the formats of the command's kind, which are read when help is asked for."""

    def __init__(self, *args: Any, kind: str, **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self.kind = kind

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """The help, with the formats' names."""
        self.help = f"One of {', '.join(offered(self.kind))}."
        return super().get_help_record(ctx)


def offered(kind: str) -> list[str]:
    """Names of the formats of this kind."""
    return [name for name in formats.names() if formats.by_name(name).kind == kind]


def names_in(values: Sequence[str]) -> tuple[str, ...]:
    """Repeated and comma-separated names, flat."""
    return tuple(name.strip() for value in values for name in value.split(",") if name.strip())


def values_at(texts: Sequence[str]) -> dict[str, Any]:
    """The values of --at. Raises AdtraceError."""
    return read_points(texts, constant)


def seeds_of(texts: Sequence[str], sole: str | None) -> list[dict[str, Any]]:
    """The directions or cotangents of --seed, one for each time it is given.

    sole  the name that a bare number seeds, if only one thing can be seeded
    """
    seeds = []
    for text in texts:
        named = "=" in text or text.lstrip().startswith("@")
        if not named and sole is None:
            list(entries(text, "--seed"))  # raises: a bare number names nothing
        seeds.append(read_points([text], constant, "--seed") if named else {str(sole): constant(text, "--seed")})
    return seeds


def note_unused(trace_names: Sequence[str]) -> None:
    """Say on stderr which values the program does not use."""
    if trace_names:
        verb = "is" if len(trace_names) == 1 else "are"
        sys.stderr.write(f"note: {', '.join(trace_names)} {verb} given a value that the program does not use\n")


def show(
    trace: Trace,
    kind: str,
    *,
    format_name: str | None,
    output: str | None,
    no_clobber: bool,
    digits: int,
    notation: str,
    color: str,
    strict: bool,
    scheme: str = "auto",
    beside: Trace | None = None,
) -> int:
    """Render a trace and write it; return the exit code."""
    chosen = choose(kind, format_name, output)
    to_screen = output is None
    if to_screen and chosen.kind == formats.DRAWING and console.is_terminal(sys.stdout) and format_name is None:
        raise AdtraceError("a drawing needs a file", hint="add -o graph.svg, or pipe it into a program")
    options = formats.Options(
        digits=digits,
        width=console.columns(sys.stdout) if to_screen else console.PIPED_WIDTH,
        unicode=not to_screen or shows_unicode(),
        colour=to_screen and console.takes_colour(sys.stdout, color),
        notation=notation,
        scheme=scheme,
        beside=beside,
    )
    write(chosen.render(trace, options), output, no_clobber=no_clobber)
    return CHECK_FAILED if strict and trace.warnings else OK


def shows_unicode() -> bool:
    """Whether stdout takes the letters of the notation."""
    return notation.shows_unicode(sys.stdout.encoding)


def choose(kind: str, format_name: str | None, output: str | None) -> formats.Format:
    """The format by name, else by the file's suffix, else the command's own. Raises AdtraceError."""
    if format_name:
        chosen = formats.by_name(format_name) if format_name in formats.names() else None
        if chosen is None or chosen.kind != kind:
            hint = f"the formats are {', '.join(offered(kind))}"
            raise AdtraceError(f"there is no format {format_name} here", hint=hint)
        return chosen
    suffix = os.path.splitext(output or "")[1]
    by_suffix = formats.by_suffix(suffix, kind) if suffix else None
    if suffix and by_suffix is None and kind == formats.DRAWING:
        raise AdtraceError(
            f"cannot draw a {suffix} file", hint=f"the formats are {', '.join(offered(kind))}; -f chooses one"
        )
    return by_suffix or formats.by_name("svg" if kind == formats.DRAWING else "table")
