"""The options that commands share, and what they mean."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial, wraps
from typing import Any, TypeVar

from ..errors import AdtraceError
from ..records.grain import OPERATION, STATEMENT, Grain
from ..records.kinks import LEAST_NORM
from ..views import formats
from . import declare

Command = TypeVar("Command", bound=Callable[..., Any])


def expression(function: Command) -> Command:
    """EXPR."""
    return declare.argument("expr", metavar="EXPR", files=True)(function)


VALUES = "Values: x=2,a=1  W=[[1,2],[3,4]]  b=@b.npy  @point.json"
UNCERTAIN_VALUES = f"{VALUES}; with an uncertainty: x=2±0.1, x=2+-0.1, x=±5%"


def at(function: Command, values: str = VALUES) -> Command:
    """--at."""
    return declare.option("--at", multiple=True, metavar="NAME=VALUE,...", help=values)(function)


def point(function: Command, values: str = VALUES) -> Command:
    """--at and --share, which every command that builds a graph takes."""
    return at(declare.option("--share", is_flag=True, help="Make equal subexpressions one step.")(function), values)


def uncertain_point(function: Command) -> Command:
    """The same, where values may be uncertain."""
    return point(function, UNCERTAIN_VALUES)


def grain(function: Callable[..., Any]) -> Callable[..., Any]:
    """--by, --fold and --expand, as the parameter `grain`."""

    @wraps(function)
    def command(*args: Any, by: str, fold: Sequence[str], expand: Sequence[str], **given: Any) -> Any:
        return function(*args, grain=Grain(by, names_in(fold), names_in(expand)), **given)

    for option in (
        declare.option("--expand", multiple=True, metavar="NAMES", help="Functions whose operations are steps."),
        declare.option("--fold", multiple=True, metavar="NAMES", help="Functions of which every call is one step."),
        declare.option(
            "--by", type=declare.Choice([OPERATION, STATEMENT]), default=OPERATION, show_default=True,
            help="What is one step.",
        ),
    ):
        command = option(command)
    return command


def at_kink(function: Command) -> Command:
    """--at-kink, which every command that takes derivatives at a point has."""
    return declare.option(
        "--at-kink", default=LEAST_NORM, metavar="NAME", names=kink_conventions,
        about="What slope is taken at a kink; left and right are the derivatives to that side along a sweep's "
        "direction, at a jump those of the limit, as a warning then says",
    )(function)


def trials(function: Command) -> Command:
    """--trials, --hold and --random-seed: the points that a check is made at."""
    for option in (
        declare.option("--random-seed", type=int, default=0, show_default=True, help="Where random points begin."),
        declare.option("--hold", multiple=True, metavar="NAMES", help="Inputs that stay as they are given."),
        declare.option(
            "--trials", type=declare.IntRange(1, 1_000_000), default=100, show_default=True, help="Random points."
        ),
    ):
        function = option(function)
    return function


def of(function: Command) -> Command:
    """--of."""
    return declare.option("--of", multiple=True, metavar="NAMES", help="Outputs, instead of the last statement.")(
        function
    )


def wrt(function: Command) -> Command:
    """--wrt."""
    text = "Inputs to differentiate with respect to."
    return declare.option("--wrt", multiple=True, metavar="NAMES", help=text)(function)


def sweeps(function: Command) -> Command:
    """--wrt and --seed."""
    seed = declare.option(
        "--seed",
        multiple=True,
        metavar="NAME=VALUE,...",
        help="A direction (forward) or cotangent (reverse); once per sweep.",
    )
    return wrt(seed(function))


def colour(function: Command) -> Command:
    """--color."""
    choice = declare.Choice(["auto", "always", "never"])
    return declare.option("--color", type=choice, default="auto", show_default=True, help="Colours on the screen.")(
        function
    )


def output(function: Command) -> Command:
    """--output and --no-clobber."""
    file = declare.option(
        "--output",
        "-o",
        metavar="FILE",
        help="Write to FILE; its suffix picks the format.",
        files=True,
    )
    return file(declare.option("--no-clobber", is_flag=True, help="Never replace FILE.")(function))


def shown(kind: str) -> Callable[[Command], Command]:
    """--format, --output and how numbers and names are shown."""

    def decorate(function: Command) -> Command:
        for option in reversed(
            (
                *(steps if kind != formats.DRAWING else ()),
                output,
                declare.option("--standalone", is_flag=True, help="Write a whole document: LaTeX that compiles."),
                reader,
                strict,
            )
        ):
            function = option(function)
        names = partial(offered, kind)
        return declare.option("--format", "-f", "format_name", metavar="NAME", names=names)(function)

    return decorate


def reader(function: Command) -> Command:
    """--digits, --notation, --lang, --decimal and --color: how numbers, names and words are shown."""
    for option in (
        colour,
        declare.option(
            "--decimal", type=declare.Choice(formats.DECIMALS), default="point", show_default=True,
            help="Decimal sign of numbers for people.",
        ),
        declare.option("--lang", default="en", metavar="NAME", names=languages),
        declare.option("--notation", default="", metavar="NAME", names=notations),
        declare.option(
            "--digits", type=declare.IntRange(1, 1000), default=4, show_default=True, help="Decimals of numbers."
        ),
    ):
        function = option(function)
    return function


exact = declare.option("--exact", is_flag=True, help="Show numbers exactly, such as sqrt(3)/2, too.")

pattern = declare.option("--pattern", is_flag=True, help="Show which entries can be other than 0, without numbers.")

every_entry = declare.option("--all", is_flag=True, help="Show every entry, however many there are.")

strict = declare.option("--strict", is_flag=True, help="Exit with code 1 if there is a warning.")

steps = (
    declare.option("--only", multiple=True, metavar="NAMES", help="Show these steps."),
    declare.option("--last", type=declare.IntRange(0), metavar="N", help="Show the last N steps."),
    declare.option("--all", is_flag=True, help="Show every step, however many there are; files have them all."),
)
"""Which steps a table shows."""


def kink_conventions() -> Iterable[str]:
    """Names of the conventions for kinks."""
    from ..rules import conventions

    return conventions.names()


def notations() -> Iterable[str]:
    """Names of the notations."""
    from ..views import notation

    return notation.names()


def languages() -> Iterable[str]:
    """Names of the languages of headings."""
    from ..views import languages

    return languages.names()


def offered(kind: str) -> list[str]:
    """Names of the formats of this kind."""
    return [name for name in formats.names() if formats.by_name(name).suits(kind)]


def names_in(values: Sequence[str]) -> tuple[str, ...]:
    """Repeated and comma-separated names, flat. Raises AdtraceError for an option that names nothing."""
    names = tuple(name.strip() for value in values for name in value.split(","))
    if "" in names:
        raise AdtraceError(f"a name is missing in {','.join(values)!r}", hint="names are split by commas: x,a")
    return names
