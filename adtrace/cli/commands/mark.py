"""adtrace mark."""

from __future__ import annotations

from typing import Any

from ...records.grain import Grain
from .. import calling, declare, options


def formats() -> list[str]:
    """Names of the formats that marks are written in."""
    from ...views import marks

    return list(marks.names())


@calling.command("mark")
@declare.argument("exercise", metavar="EXERCISE", files=True)
@declare.argument("answers", metavar="ANSWERS...", nargs=-1, required=True, files=True)
@declare.option(
    "--expect", multiple=True, metavar="NAMES", help="What is asked for: w3,w3_bar or values,tangents,adjoints."
)
@declare.option(
    "--form", metavar="FILE", files=True,
    help="The form that was handed out: a row for each name.",
)
@declare.option("--points", multiple=True, metavar="NAME=N,...", help="Points of numbers that are not worth 1.")
@declare.option(
    "--carried", type=declare.FloatRange(0, 1), default=1.0, show_default=True,
    help="Share of the points for a number that is right but for a wrong line above.",
)
@declare.option("--feedback", metavar="DIR", help="Write a page for each answer into DIR, in the format of -f.")
@options.point
@declare.option("--seed", multiple=True, metavar="NAME=VALUE,...", help="The direction or cotangent of the exercise.")
@options.of
@options.grain
@options.output
@options.reader
@declare.option("--format", "-f", "format_name", metavar="NAME", names=formats)
def command(
    exercise: str,
    answers: tuple[str, ...],
    expect: tuple[str, ...],
    form: str | None,
    points: tuple[str, ...],
    carried: float,
    feedback: str | None,
    at: tuple[str, ...],
    share: bool,
    seed: tuple[str, ...],
    of: tuple[str, ...],
    grain: Grain,
    **shown: Any,
) -> int:
    """Mark answers to an exercise, errors carried forward.

    EXERCISE is a program with its point, ANSWERS are tables worked by hand; an answer goes by the name of its file.
    Every number that is asked for is worth a point, also where it follows from a wrong line above it. By default those
    are asked for that at least half of the answers give.

    An answer that gives two numbers for the same gets the points of the worst. A number without a decimal point is
    taken as exact unless it is within 5 % and half a unit.

    The exit code is 1 if an answer could not be read, and so is not marked, and 2 if none could.

    \b
      adtrace mark exercise.adt answers/*.csv -o marks.csv
      adtrace mark exercise.adt answers/*.csv --form form.csv --feedback feedback -f html
    """
    from ..marking import Wanted, marked, show_marks
    from ..sources import run_at, seeds_of

    run = run_at(exercise, at, of, share=share, grain=grain)
    wanted = Wanted(options.names_in(expect), form, points, carried)
    marking = marked(run, answers, seeds_of(seed, None), wanted)
    return show_marks(marking, feedback, **shown)
