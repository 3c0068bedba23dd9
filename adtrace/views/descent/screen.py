"""A gradient descent on a screen: what it does, the table of its iterates, its curve, and how it ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...records import Trace
from ...records.descent import Descent, Failure, Iterate
from ..formats import Options
from ..frame import header
from ..layout import ASCII_RULES, RIGHT, UNICODE_RULES, Column, Line, cells, line, table, table_width, width, wrapped
from ..notation import of_options
from ..number import aligned, localised, people, rounded
from ..report import warning_lines
from .parameters import Shown, chosen, norm_of_all, normed
from .scale import scale_of
from .terminal import curve_lines
from .words import Words

MOST_ROWS, ENDS = 20, 8
"""Iterates up to which all have a row; of more, so many at either end."""
CURVED = 5
"""Steps from which there is a curve."""
MOST_WARNINGS = 4
LEAST_IDLE = 5
"""Steps without a lower loss from which that is said, if they are half of all."""
TRIALS_SHOWN = 6
"""Trials of one search that are listed: the first ones, and the last."""

GAP = "    "
"""Between a result and the parameters behind it."""


def descent_lines(found: Descent, options: Options, show: Sequence[str] = ()) -> list[Line]:
    """The descent for a screen. Raises AdtraceError (notation, language).

    show  names of parameters that have columns
    """
    return Screen(found, options, show).lines()


class Screen:
    """One descent on one screen."""

    def __init__(self, found: Descent, options: Options, show: Sequence[str]) -> None:
        self.found, self.options, self.say, self.show = found, options, options.say, show
        self.notation = of_options(found.trace, options)
        self.columns = max(1, options.width)
        self.rules = UNICODE_RULES if options.unicode else ASCII_RULES
        self.words = Words(found, self.notation, options)
        many = len(found.iterates) > MOST_ROWS and not options.all
        self.before, behind = (ENDS, ENDS) if many else (0, len(found.iterates))
        if options.last is not None:
            self.before, behind = 0, max(options.last, 1)
        self.rows = [*found.iterates[: self.before], *found.iterates[-behind:]]

    def lines(self) -> list[Line]:
        """Header, table, curve, and the end."""
        columns = self.table()
        edge = min(table_width(columns), self.columns)
        body = [*header(self.found.trace, self.notation, self.columns, edge, self.say, self.say("Gradient descent"))]
        for text in self.remarks():
            body += wrapped(line((text, "dim")), self.columns, 2)
        body += table(columns, self.rules, self.gap(), self.trials())
        body += self.curve()
        return [*body, *self.end()]

    def remarks(self) -> list[str]:
        """What every step does, with what, to what."""
        settings, words = self.found.settings, self.words
        found = [words.rule(), *([words.search()] if settings.line_search else [])]
        return [*found, words.parts(), *([words.batches()] if settings.batch else [])]

    # The table

    def table(self) -> list[Column]:
        """The columns; what does not fit is left out: the length of the step, then parameters but for their norm."""
        first, room = self.found.iterates[0], self.columns
        shown = chosen(first, self.found.trained, self.show, self.notation)
        every = [shown, *([shown[:count] for count in range(len(shown) - 1, 0, -1)] if self.show else [])]
        for parameters in (*every, [norm_of_all(self.notation)]):
            for moves in (True, False):
                columns = self.columns_with(parameters, moves=moves)
                if table_width(columns) <= room:
                    return columns
        return columns

    def columns_with(self, parameters: Sequence[Shown], *, moves: bool) -> list[Column]:
        """Step, parameters, losses, norms, and the step that was taken."""
        settings, say, rows = self.found.settings, self.say, self.rows
        loss = self.words.loss
        columns = [self.column(say("step"), [str(one.step) for one in rows])]
        if settings.batch:
            columns.append(self.column(say("epoch"), [str(one.epoch + 1) if one.rows else "" for one in rows]))
        columns += [self.numbers(shown.heading, [shown.number(one) for one in rows]) for shown in parameters]
        if settings.batch:
            batch = [one.loss if one.rows else None for one in rows]
            columns.append(self.numbers(say("{loss}, batch").format(loss=loss), batch))
            columns.append(self.numbers(say("{loss}, all").format(loss=loss), [one.full_loss for one in rows], "bold"))
        else:
            columns.append(self.numbers(loss, [one.loss for one in rows], "bold"))
        columns.append(self.numbers(normed(self.words.slope, self.notation), [one.norm for one in rows], "adjoint"))
        if settings.line_search:
            columns.append(self.numbers(say("rate"), [one.rate for one in rows]))
        moved = normed("Δθ", self.notation) if self.notation.unicode else say("length")
        return [*columns, *([self.numbers(moved, [one.move for one in rows])] if moves else [])]

    def column(self, heading: str, texts: Sequence[str], style: str = "") -> Column:
        """A column of texts, flush right."""
        return Column(heading, [(line((text, style)),) for text in texts], RIGHT)

    def numbers(self, heading: str, values: Sequence[float | None], style: str = "") -> Column:
        """A column of numbers, aligned on the decimal point."""
        digits, decimal = self.options.digits, self.options.decimal
        texts = ["" if value is None else localised(people(value, digits), decimal) for value in values]
        return self.column(heading, aligned(texts), style)

    def gap(self) -> Mapping[int, Line]:
        """What stands between the first and the last rows."""
        left = len(self.found.iterates) - len(self.rows)
        dots = "…" if self.options.unicode else "..."
        phrase = self.say("{dots} {count} steps: --all shows them {dots}").format(dots=dots, count=left)
        return {self.before: line((f" {phrase}", "dim"))} if left else {}

    def trials(self) -> Mapping[int, list[Line]]:
        """Under a row the trials of its search, where there was more than one."""
        return {place: self.tried(one) for place, one in enumerate(self.rows) if len(one.trials) > 1}

    def tried(self, one: Iterate) -> list[Line]:
        """The rates that were tried, and the losses there."""
        decimal = self.options.decimal
        texts = [
            f"{localised(rounded(trial.rate), decimal)}: {localised(people(trial.loss, self.options.digits), decimal)}"
            for trial in one.trials
        ]
        if len(texts) > TRIALS_SHOWN:
            texts[TRIALS_SHOWN - 1 : -1] = ["…" if self.options.unicode else "..."]
        phrase = self.say("{count} trials, rate: loss  {trials}")
        text = phrase.format(count=len(one.trials), trials=self.notation.comma.join(texts))
        return wrapped(line((f"      {text}", "dim")), self.columns, 8)

    # The curve

    def curve(self) -> list[Line]:
        """The losses of all rows, where they are finite and several."""
        points = [(step, loss) for step, loss in self.found.curve if loss - loss == 0]
        if len(points) <= min(CURVED, 3) or points[-1][0] - points[0][0] < CURVED:
            return []
        scale = scale_of([loss for _, loss in points])
        heading = self.words.loss
        if self.found.settings.batch:
            heading = self.say("{loss}, of all rows").format(loss=heading)
        if scale.decades:
            heading = self.say("{loss}, on a scale of powers of ten").format(loss=heading)
        return curve_lines(
            points, scale, self.columns, unicode=self.options.unicode, decimal=self.options.decimal, heading=heading,
            below=self.say("step"),
        )

    # The end

    def end(self) -> list[Line]:
        """The result, why it ended, and what went wrong."""
        words, found = self.words, self.found
        body = []
        if found.failure is None or found.failure.step:
            body += self.with_point(line((words.result(), "bold")), words.point(found.theta))
        body += wrapped(line((words.stop(), "dim")), self.columns, 2)
        if found.failure is not None:
            return [*body, *self.failed(found.failure)]
        if found.last is not None:
            body += self.warned(found.last)
        if found.grows:
            grows = line((self.say("the loss grows without end"), "warning"), f"; {words.smaller()}")
            body += wrapped(grows, self.columns, 2)
        elif found.idle >= max(LEAST_IDLE, found.step / 2):
            body += wrapped(line((words.idle(), "warning")), self.columns, 2)
        return body

    def warned(self, trace: Trace) -> list[Line]:
        """What the sweep at the end gives warning of."""
        found: list[Line] = []
        for warning in self.found.warnings[:MOST_WARNINGS]:
            found += warning_lines(warning, trace, self.columns, unicode=self.options.unicode, say=self.say)
        return found

    def with_point(self, content: Line, point: str) -> list[Line]:
        """A line with parameters behind it, or below."""
        if not point or width(content) + len(GAP) + cells(point) <= self.columns:
            return wrapped(line(content, GAP if point else "", point), self.columns, 2)
        return [*wrapped(content, self.columns, 2), *wrapped(line("  ", point), self.columns, 2)]

    def failed(self, failure: Failure) -> list[Line]:
        """Where it could not go on, what was born where, and what may help."""
        words, say = self.words, self.say
        value = localised(people(failure.value), self.options.decimal)
        loss = self.words.loss
        if failure.what == "gradient":
            phrase = say("the gradient in {names} is not finite at step {step}")
        elif failure.step:
            phrase = say("{loss} is {value} at step {step}: the descent ends there")
        else:
            phrase = say("{loss} is {value} at the start: there is nothing to descend")
        names = words.names(failure.names)
        told = phrase.format(loss=loss, value=value, step=failure.step, names=names)
        body = self.with_point(line((told, "error")), words.point(failure.theta))
        body += self.warned(failure.trace)
        return body + (wrapped(line(words.smaller()), self.columns, 2) if failure.step else [])
