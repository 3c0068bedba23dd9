"""adtrace exercise."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ...errors import OK, AdtraceError
from ...records.exercise import BLANKS, MODES, REVERSE, Knobs
from ...views.exercise.formats import KEY, PARTS, SHEET, by_file, by_name, names
from .. import calling, declare, options

if TYPE_CHECKING:
    from ...records.exercise import Exercise


def format_names() -> Iterable[str]:
    """Names of the formats of exercises."""
    return names()


KNOBS = (
    declare.option("--ops", type=int, default=Knobs().ops, show_default=True, help="Operations, which are the steps."),
    declare.option(
        "--fan-out", type=int, default=Knobs().fan_out, show_default=True, help="Uses of the node that is used most.",
    ),
    declare.option("--inputs", type=int, default=0, metavar="N", help="How many inputs; as many as suit by default."),
    declare.option("--kinks", is_flag=True, help="With an abs, a relu, a max or a min."),
    declare.option("--at-kink", is_flag=True, help="The same, at a point where one has its kink."),
    declare.option("--arrays", is_flag=True, help="With vectors and matrices of two."),
    declare.option("--functions", multiple=True, metavar="NAMES", help="Functions that may be used: exp,sin."),
    declare.option("--seed", type=int, default=0, show_default=True, metavar="N", help="Of the random numbers."),
)
"""What a made exercise is to be like; the names are those of `Knobs`."""


def knobs(function: Any) -> Any:
    """The knobs of a made exercise."""
    for option in reversed(KNOBS):
        function = option(function)
    return function


@calling.command("exercise")
@declare.argument("expr", metavar="[EXPR]", required=False, files=True)
@options.at
@knobs
@declare.option("--mode", type=declare.Choice(MODES), default=REVERSE, show_default=True, help="What is to be carried.")
@declare.option("--wrt", multiple=True, metavar="NAMES", help="Inputs that get a forward sweep each; the first alone.")
@declare.option(
    "--blank", multiple=True, metavar="KINDS",
    help=f"What is left blank: {', '.join(BLANKS)}, all.  [default: values, tangents, adjoints]",
)
@declare.option("--part", type=declare.Choice(PARTS), help="What is written.  [default: both]")
@declare.option("--key", "key_file", metavar="FILE", help="Write the key to FILE, and to -o the sheet alone.")
@declare.option("--save", metavar="FILE.adt", help="Write the program with its point, for check and mark.")
@declare.option("--format", "-f", "format_name", metavar="NAME", names=format_names)
@declare.option("--standalone", is_flag=True, help="Write a whole document: LaTeX that compiles.")
@options.output
@options.reader
def command(
    expr: str | None,
    at: tuple[str, ...],
    mode: str,
    wrt: tuple[str, ...],
    blank: tuple[str, ...],
    part: str | None,
    key_file: str | None,
    save: str | None,
    **shown: Any,
) -> int:
    """Make an exercise with pleasant numbers, or a sheet of a given expression: blanks to fill in, and the key.

    The same options and seed give the same exercise everywhere.

    \b
      adtrace exercise --ops 4 --fan-out 1 --seed 7
      adtrace exercise "1/(1+exp(-a*x))" --at x=2,a=1 --blank adjoints -o sheet.md --key key.md
      adtrace exercise --arrays --seed 3 -o form.csv --save exercise.adt
    """
    asked = {name: shown.pop(name) for name in Knobs._fields}
    if part is not None and key_file is not None:
        raise AdtraceError("--part and --key both say where the key goes", hint="give one of them")
    if expr is None:
        exercise = make(asked, at, wrt, mode, blank)
    else:
        refuse_knobs(calling.running().typed)
        exercise = given(expr, at, wrt, mode, blank)
    return write_all(exercise, part, key_file, save, **shown)


def make(
    asked: dict[str, Any], at: tuple[str, ...], wrt: tuple[str, ...], mode: str, blank: tuple[str, ...]
) -> Exercise:
    """A new exercise. Raises AdtraceError."""
    from ...checks.exercises.exercise import made
    from ..progress import progress

    if at or wrt:
        raise AdtraceError(f"{'--at' if at else '--wrt'} goes with an expression", hint="without one, both are made up")
    asked |= {"functions": options.names_in(asked["functions"]), "kinks": asked["kinks"] or asked["at_kink"]}
    with progress("looking for an exercise"):
        return made(Knobs(**asked), mode, options.names_in(blank))


def given(
    expr: str, at: tuple[str, ...], wrt: tuple[str, ...], mode: str, blank: tuple[str, ...]
) -> Exercise:
    """An exercise of a program. Raises AdtraceError."""
    from ...checks.exercises.exercise import exercise
    from ..progress import progress
    from ..sources import read_program, values_at

    program, point = read_program(expr), values_at(at)
    with progress("sweeping"):
        return exercise(program, point, mode, options.names_in(blank), wrt=options.names_in(wrt))


def refuse_knobs(typed: Iterable[str]) -> None:
    """Refuse the knobs of a made exercise where there is an expression. Raises AdtraceError."""
    for name in typed:
        if name in Knobs._fields:
            option = "--" + name.replace("_", "-")
            raise AdtraceError(f"{option} makes an expression, and one is given", hint=f"leave out {option} or EXPR")


def write_all(
    exercise: Exercise,
    part: str | None,
    key_file: str | None,
    save: str | None,
    *,
    format_name: str | None,
    output: str | None,
    no_clobber: bool,
    standalone: bool,
    color: str,
    **reader: Any,
) -> int:
    """Write sheet, key and program where they go; everything is made before anything is written."""
    from .. import results
    from ..output import write

    files = [path for path in (output, key_file, save) if path is not None]
    if len(set(files)) < len(files):
        hint = "-o, --key and --save need names of their own"
        raise AdtraceError("two results cannot be written to one file", hint=hint)
    texts: list[tuple[str, str | None]] = []
    parts = [(part, output)] if key_file is None else [(SHEET, output), (KEY, key_file)]
    for each, path in parts:
        form = by_name(format_name) if format_name else by_file(path)
        if standalone and not form.parts:
            raise AdtraceError(f"--standalone means nothing to {form.name}", hint="it is for latex")
        shown = results.reader_of(path, color, standalone=standalone, **reader)
        texts.append(("".join(form.render(exercise, each or form.usual, shown)), path))
    if save is not None:
        texts.insert(0, (exercise.program, save))
    for text, path in texts:
        write(text, path, no_clobber=no_clobber)
    return OK
