"""An expansion for people: the coefficients of every step as a table, what they come from, and the series itself."""

from __future__ import annotations

from typing import Any

from ...records.taylor import Taylor
from ..formats import Options
from ..frame import header
from ..layout import Line, line, widest, wrapped
from ..wording import Words
from .coefficients import tables
from .recurrences import recurrence_lines
from .written import Series


def taylor_lines(found: Taylor, options: Options, *, derivatives: bool = False) -> list[Line]:
    """The expansion for a screen. Raises AdtraceError (notation, language).

    derivatives  whether the table holds the derivatives by t, k! times coefficient k
    """
    return Screen(found, options, derivatives=derivatives).lines()


class Screen(Words):
    """One expansion on one screen."""

    def __init__(self, found: Taylor, options: Options, *, derivatives: bool) -> None:
        super().__init__(found.trace, options)
        self.found, self.derivatives = found, derivatives
        self.notation = self.notation.own
        self.series = Series(found, self.notation, options)

    def lines(self) -> list[Line]:
        """Header, curve, tables, recurrences, series, remarks and warnings."""
        found, options = self.found, self.options
        body = tables(found, self.notation, options, derivatives=self.derivatives)
        edge = min(self.columns, widest(body))
        heading = self.say("Taylor expansion")
        result = header(found.trace, self.notation, self.columns, edge, self.say, heading)
        result += [*self.curve(), *body, *recurrence_lines(found, self.notation, options, self.series.letter)]
        result += self.series.lines(derivatives=self.derivatives)
        remark = self.judgement()
        if remark:
            result += wrapped(line((remark, "dim")), self.columns, 2)
        if found.warnings:
            from ..report import all_warning_lines

            said = all_warning_lines(
                found.warnings, found.trace, self.columns, unicode=options.unicode, say=self.say
            )
            result += [part for content in said for part in wrapped(content, self.columns, 4)]
        return result

    def curve(self) -> list[Line]:
        """The curve, and what the columns hold."""
        letter = self.series.letter
        moved = self.series.curves()
        along = line((f"{self.say('along')} ", "dim"), *moved, ("; ", "dim")) if moved else line(
            (self.say("nothing moves; "), "dim")
        )
        phrase = self.say("column k is the k-th derivative by {t} at {t} = 0") if self.derivatives else self.say(
            "column k is the coefficient of {t}^k"
        )
        return wrapped(line(along, (phrase.format(t=letter), "dim")), self.columns, 2)

    def judgement(self) -> str:
        """Whether anybody has looked for lost digits."""
        if self.found.judged or self.found.order < 2:
            return ""
        return self.say("how many digits the coefficients of orders above 1 have is not judged here")


def taylor_object(found: Taylor, *, derivatives: bool = False) -> dict[str, Any]:
    """The same for programs. Derivatives come with the coefficients on request."""
    from ..formats.json import SCHEMA, alone, exact, warning_object

    steps = []
    for step in found.steps:
        one = {
            "name": step.name, "number": step.number, "role": step.role, "formula": step.formula, "op": step.op,
            "shape": list(step.shape), "coefficients": list(step.coefficients),
        }
        steps.append(one | ({"derivatives": list(step.derivatives)} if derivatives else {}))
    made: dict[str, Any] = {
        "adtrace": SCHEMA, "mode": "taylor", "expression": found.trace.expression,
        "inputs": dict(found.trace.inputs), "outputs": list(found.series), "value": alone(found.trace.outputs),
        "order": found.order, "path": {name: list(known) for name, known in found.path.items()},
        "coefficients": alone({name: list(known) for name, known in found.series.items()}),
    }
    made |= {"derivatives": found.derivatives} if derivatives else {}
    made |= {
        "steps": steps, "judged": found.judged, "notes": list(found.trace.notes),
        "warnings": [warning_object(warning) for warning in found.warnings],
    }
    result: dict[str, Any] = exact(made)
    return result
