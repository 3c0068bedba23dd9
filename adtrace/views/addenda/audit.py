"""The audit of a trace: for each result the digits that can be trusted, for each step its errors and what it costs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from ...records import Sweep, Trace
from ...records.bounds import DIGITS, DOUBTED, VALUE, digits_of
from ...records.trust import Audit, AuditedResult, AuditedStep, AuditedSweep, Exactness
from ..formats import Options
from ..frame import derivative
from ..layout import ASCII_RULES, RIGHT, UNICODE_RULES, Cell, Column, Line, line, table, table_width, visible, wrapped
from ..notation import Notation, of_options
from ..number import is_array, localised, people

DERIVATIVES = {"forward": "tangent", "reverse": "adjoint"}


def lines(record: Audit, trace: Trace, options: Options) -> list[Line]:
    """The audit for a screen. Raises AdtraceError (notation, language)."""
    screen = Screen(record, trace, options)
    found: list[Line] = screen.title()
    for sweep, audited in zip(trace.sweeps, record.sweeps, strict=True):
        found += screen.sweep(sweep, audited)
    return found


class Screen:
    """One audit on one screen."""

    def __init__(self, record: Audit, trace: Trace, options: Options) -> None:
        self.record, self.trace, self.options, self.say = record, trace, options, options.say
        self.notation: Notation = of_options(trace, options)
        self.columns = max(1, options.width)
        self.rules = UNICODE_RULES if options.unicode else ASCII_RULES

    def title(self) -> list[Line]:
        """What the numbers below mean."""
        say, digits = self.say, self.record.digits
        bound = say("bound: what rounding may have done to a number, relative to it")
        error = [say("error: what it did, by {digits} digits").format(digits=digits)] if digits is not None else []
        return wrapped(line((say("Audit"), "bold"), "  ", ("; ".join([bound, *error]), "dim")), self.columns, 2)

    def sweep(self, sweep: Sweep, audited: AuditedSweep) -> list[Line]:
        """The results of one sweep, then its steps."""
        several = len(self.trace.sweeps) > 1
        label = [line((visible(sweep.label, unicode=self.options.unicode), "bold"))] if several else []
        names = [self.called(sweep, one) for one in audited.results]
        results = table(self.result_columns(names, audited.results), self.rules)
        return [*label, *results, (), *self.steps(names, audited)]

    def called(self, sweep: Sweep, one: AuditedResult) -> str:
        """What a result is called."""
        if one.bound.of == VALUE:
            return self.notation.own.name(one.bound.name)
        return derivative(self.trace, sweep, one.bound.name, self.notation.own)[0]

    def result_columns(self, names: Sequence[str], results: Sequence[AuditedResult]) -> list[Column]:
        """One row for each result."""
        say = self.say
        full = [cell(self.computed(one.bound.number)) for one in results]
        short = [cell(self.computed(one.bound.number, self.options.digits)) for one in results]
        true = [cell(one.exactness.true) for one in results]
        name = Column(say("result"), [cell(name) for name in names])
        kept = Column(say("digits to trust"), [self.kept(one.bound.relative) for one in results], RIGHT)
        errors = self.errors("", [one.exactness for one in results])
        tries = [
            [name, Column(say("computed"), computed), kept, *errors, *more]
            for more in (([Column(say("true value"), true)], []) if any(true) else ([],))
            for computed in (full, short)
        ]
        return next((columns for columns in tries if table_width(columns) <= self.columns), tries[-1])

    def computed(self, number: Any, digits: int | None = None) -> str:
        """A result, with all the digits that float64 has; of an array its shape."""
        if is_array(number):
            return self.notation.shape(number.shape)
        text = repr(float(number)) if digits is None else people(number, digits)
        return localised(text, self.options.decimal)

    def kept(self, relative: float) -> Cell:
        """How many digits can be trusted."""
        digits = digits_of(relative)
        if math.isnan(digits):
            return cell(self.say("none"), "warning")
        text = localised(f"{digits:.1f}", self.options.decimal)
        return cell(text, "warning" if relative > DOUBTED else "")

    def errors(self, before: str, numbers: Sequence[Exactness]) -> list[Column]:
        """The bounds and, with a shadow run, the errors of a column of numbers."""
        say = self.say
        found = [Column(f"{before}{say('bound')}", [self.relative(one.bound) for one in numbers], RIGHT)]
        if self.record.digits is not None:
            found.append(Column(say("error"), [self.relative(one.error) for one in numbers], RIGHT))
        return found

    def relative(self, error: float | None) -> Cell:
        """A relative error."""
        if error is None:
            return ()
        text = "0" if error == 0 else f"{error:.1e}" if math.isfinite(error) else "?" if error != error else "inf"
        return cell(localised(text, self.options.decimal), "" if error <= DOUBTED else "warning")

    def steps(self, names: Sequence[str], audited: AuditedSweep) -> list[Line]:
        """One row for each step: errors of its value and derivative, and its part in every result's bound."""
        say, steps = self.say, self.ordered(audited.steps)
        nodes = Column(say("node"), [cell(self.notation.name(step.name)) for step in steps] + [
            cell(visible(name, unicode=self.options.unicode)) for name in audited.constants
        ])
        blank = [Exactness()] * len(audited.constants)
        errors = self.errors(f"{say('value')}: ", [step.value for step in steps] + blank)
        if self.trace.mode != "value":
            before = f"{say(DERIVATIVES[self.trace.mode])}: "
            errors += self.errors(before, [step.derivative for step in steps] + blank)
        rows = [step.shares for step in steps] + list(audited.constants.values())
        shares = [
            Column(say("part of {result}").format(result=name), [self.share(row[place]) for row in rows], RIGHT)
            for place, name in enumerate(names)
        ]
        shares = [column for column in shares if any(column.cells)]
        if table_width([nodes, *errors, *shares]) <= self.columns:
            return table([nodes, *errors, *shares], self.rules)
        while shares and table_width([nodes, *shares]) > self.columns:
            shares.pop()
        return table([nodes, *errors], self.rules) + (table([nodes, *shares], self.rules) if shares else [])

    def ordered(self, steps: Sequence[AuditedStep]) -> Sequence[AuditedStep]:
        """The steps in the order of the tables above."""
        return steps[::-1] if self.trace.mode == "reverse" else steps

    def share(self, part: float) -> Cell:
        """A part of a bound."""
        if part <= 0:
            return ()
        percent = "<1" if part < 0.005 else f"{100 * part:.0f}"
        return cell(f"{percent} %", "bold" if part > 0.5 else "" if part >= 0.005 else "dim")


def cell(text: str, style: str = "") -> Cell:
    """A cell of one line, or of none."""
    return (line((text, style)),) if text else ()


def as_object(record: Audit) -> dict[str, Any]:
    """The audit for programs."""
    return {"digits": record.digits, "sweeps": [sweep_object(sweep) for sweep in record.sweeps]}


def sweep_object(sweep: AuditedSweep) -> dict[str, Any]:
    """One sweep."""
    return {
        "label": sweep.label,
        "results": [
            {
                "of": one.bound.of, "name": one.bound.name, "wrt": one.label, "number": one.bound.number,
                "error_bound": one.bound.error, "digits": min(one.bound.digits, DIGITS),
                **exactness_object(one.exactness), "shares": dict(one.bound.shares),
            }
            for one in sweep.results
        ],
        "steps": [
            {
                "name": step.name, "value": exactness_object(step.value),
                "derivative": exactness_object(step.derivative), "shares": list(step.shares),
            }
            for step in sweep.steps
        ],
        "constants": {name: list(shares) for name, shares in sweep.constants.items()},
    }


def exactness_object(one: Exactness) -> dict[str, Any]:
    """Relative bound and error of one number."""
    return {"bound": one.bound, "error": one.error, "true": one.true}
