"""The public functions for exercises: to make one, and to write it out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .api import Point, _names
from .errors import AdtraceError
from .graph.build import constant
from .lang.parser import parse
from .lang.points import as_values
from .records.exercise import Exercise, Knobs


def exercise(
    text: str | None = None,
    at: Point | None = None,
    *,
    mode: str = "reverse",
    blank: str | Sequence[str] = (),
    wrt: str | Sequence[str] = (),
    **knobs: Any,
) -> Exercise:
    """An exercise: a given program at a point, or a new one with pleasant numbers; `sheet` writes it out.

    mode   "forward", "reverse" or "both": what is to be carried
    blank  what is left blank: "values", "formulas", "tangents", "adjoints", "partials", "increments" or "all"
    wrt    inputs that get a forward sweep each, by default the first alone
    knobs  of a new one: ops, fan_out, inputs, kinks, at_kink, arrays, functions, seed (see records.exercise.Knobs)
    Raises AdtraceError.

    >>> one = exercise("x*y + x", {"x": 2, "y": 3}, blank="adjoints")
    >>> {blank.name: blank.answer for blank in one.blanks}
    {'w1_bar': 1.0, 'y_bar': 2.0, 'x_bar': 4.0}
    >>> new = exercise(ops=4, fan_out=1, seed=7)
    >>> len(new.value.steps) - len(new.value.inputs), new.program == exercise(ops=4, seed=7).program
    (4, True)
    """
    from .checks.exercises import exercise as checks

    if text is not None:
        if knobs:
            raise AdtraceError(f"{', '.join(knobs)} would make an expression, and one is given", hint="give either")
        return checks.exercise(parse(text), as_values(at, constant), mode, _names(blank), wrt=_names(wrt))
    if at or wrt:
        raise AdtraceError("a point goes with an expression", hint="without one, both are made up")
    unknown = knobs.keys() - set(Knobs._fields)
    if unknown:
        raise AdtraceError(f"there is no {sorted(unknown)[0]}", hint=f"the knobs are {', '.join(Knobs._fields)}")
    asked = Knobs(**knobs | {"functions": _names(knobs.get("functions", ()))})
    return checks.made(asked._replace(kinks=asked.kinks or asked.at_kink), mode, _names(blank))


def sheet(
    exercise: Exercise,
    format: str = "table",
    part: str = "sheet",
    *,
    width: int = 100,
    digits: int = 4,
    notation: str = "",
    lang: str = "en",
    decimal: str = "point",
    standalone: bool = False,
) -> str:
    """An exercise as text, in any format of `adtrace exercise -f`; the other parameters are those of `render`.

    part  "sheet", "key" or "both"
    Raises AdtraceError for an unknown format, notation or language.

    >>> print(sheet(exercise("x^2", {"x": 3}, blank="values"), "csv", "key"), end="")
    name,answer
    y,9.0
    """
    from .views.exercise import formats
    from .views.formats import Options

    options = Options(
        digits=digits, width=width, notation=notation, lang=lang, decimal=decimal, standalone=standalone
    ).checked()
    return "".join(formats.by_name(format).render(exercise, formats.known_part(part), options))
