"""Two programs beside each other: one table of the steps of both, and what they come to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...records.diff import ROUNDING, Diff, Gap, SweepPair
from ..formats import Options
from ..frame import derivative, explanation, point_text, program_lines, style
from ..layout import ASCII_RULES, GAP, UNICODE_RULES, Column, Line, cells, line, measure, table, wrapped
from ..notation import of_options
from ..number import is_array
from ..report import warning_lines
from ..wording import Words
from .numbers import Entry, figures, relative
from .rows import LEFT_ONLY, OTHER, RIGHT_ONLY, Formulas, breaks_of, marks_of, shown_rows

LEAST = 16
"""Cells that a formula always gets."""

LISTED = 8
"""Results that differ of which each is told."""

TITLES = {"forward": "tangent", "reverse": "adjoint"}
AGREE = {
    "value": "they agree in value, {how}",
    "forward": "they agree in value and tangent, {how}",
    "reverse": "they agree in value and gradient, {how}",
}
HOW = {0: "bit for bit", 1: "to {digits} digits", 2: "to {digits} digits; the rest is rounding"}
INPUTS_ALONE = "inputs of the first alone: {names}", "inputs of the second alone: {names}"
OUTPUTS_ALONE = "outputs of the first alone: {names}", "outputs of the second alone: {names}"


class Programs(Words):
    """One diff of two programs on one screen."""

    def __init__(self, found: Diff, options: Options, *, all: bool) -> None:
        super().__init__(found.left, options)
        self.found, self.all = found, all
        self.formulas = Formulas(found, options)
        self.other = of_options(found.right, options)
        self.rules = UNICODE_RULES if options.unicode else ASCII_RULES

    def lines(self) -> list[Line]:
        """Both programs, the tables, and the verdict."""
        body = self.header()
        sweeps = [one for one in self.found.sweeps if any(gap.differs for gap in one.results.values())]
        for place, sweep in enumerate(sweeps or self.found.sweeps[:1] or [None]):
            body += [()] if place else []
            body += self.sweep(sweep)
        body += [part for text in self.verdict() for part in wrapped(text, self.columns, 2)]
        for note in self.notes():
            body += wrapped(line((note, "dim")), self.columns, 2)
        return [*body, *self.warnings()]

    def header(self) -> list[Line]:
        """Both programs, each with the mark of the steps that it alone has."""
        found, say = self.found, self.say
        both = found.left._replace(
            inputs={**found.right.inputs, **found.left.inputs}, shapes={**found.right.shapes, **found.left.shapes}
        )
        point = point_text(both, self.notation, say)
        body = [*wrapped(line((say("Trace diff"), "bold"), f" {say('at')} {point}" if point else ""), self.columns, 4)]
        words = say("first"), say("second")
        size = max(map(cells, words))
        sides = zip((LEFT_ONLY, RIGHT_ONLY), words, (found.left, found.right), strict=True)
        for mark, word, trace in sides:
            head = f"  {mark} {word}" + " " * (size - cells(word) + 2)
            for text in program_lines(trace, self.notation, self.columns):
                body += wrapped(line((head, "dim"), text), self.columns, cells(head) + 2, anywhere=True)
                head = " " * cells(head)
        return body

    def sweep(self, sweep: SweepPair | None) -> list[Line]:
        """The table of one sweep, or of the values alone."""
        marks = marks_of(self.found, sweep)
        rows = shown_rows(marks, all=self.all)
        body = explanation(self.found.left, sweep.left, self.notation, self.columns, self.say) if sweep else []
        if any(gap is not None and gap.differs for row in rows for gap in self.gaps(row, sweep)):
            phrase = "{mark} the first above, the second below, and their relative difference"
            body += wrapped(line((self.say(phrase).format(mark=OTHER), "dim")), self.columns, 2)
        breaks = breaks_of(rows, len(marks), self.options)
        numbers = [Column(self.say("value"), figures([self.value(row) for row in rows], self, "", self.room))]
        if sweep:
            kind, role = TITLES[self.found.left.mode], style(self.found.left)
            slopes = figures([self.slope(row, sweep) for row in rows], self, role, self.room)
            numbers.append(Column(self.say(kind), slopes))
        listed = Column("", [(line((marks[row], "error" if marks[row] == OTHER else "dim")),) for row in rows])
        taken = sum(map(measure, numbers)) + GAP * len(numbers)
        if self.columns - taken - GAP - 3 >= LEAST or len(numbers) == 1:
            return [*body, *self.table(listed, rows, numbers, breaks)]
        # Too narrow for both: one table for the values, one for the derivatives.
        apart = [self.table(listed, rows, [one], breaks) for one in numbers]
        return [*body, *apart[0], (), *apart[1]]

    @property
    def room(self) -> int:
        """Cells that an array may take."""
        return max(2 * self.columns // 5, 12)

    def table(
        self, marks: Column, rows: Sequence[int], numbers: Sequence[Column], breaks: dict[int, Line]
    ) -> list[Line]:
        """The rows with some columns of numbers."""
        taken = sum(map(measure, numbers)) + GAP * (len(numbers) + 1) + 3
        room = max(self.columns - taken, LEAST)
        steps = Column(self.say("step"), [self.formulas.cell(self.found.pairs[row], room) for row in rows])
        columns = [marks, steps, *numbers]
        shown = table(columns, self.rules, breaks)
        if len(rows) in breaks:
            shown.insert(-1, breaks[len(rows)])
        return shown

    def gaps(self, row: int, sweep: SweepPair | None) -> tuple[Gap | None, Gap | None]:
        """Both values and both derivatives of a row."""
        return self.found.pairs[row].value, sweep.slopes[row] if sweep else None

    def value(self, row: int) -> Entry:
        """The value of a row, or both."""
        pair = self.found.pairs[row]
        if pair.value is not None:
            return Entry(gap=pair.value)
        trace, place = (self.found.left, pair.left) if pair.left is not None else (self.found.right, pair.right)
        return Entry(trace.sweeps[0].steps.numbers(place)[0])  # type: ignore[arg-type]

    def slope(self, row: int, sweep: SweepPair) -> Entry:
        """The derivative of a row, or both."""
        pair, gap = self.found.pairs[row], sweep.slopes[row]
        if gap is not None:
            return Entry(gap=gap)
        own, place = (sweep.left, pair.left) if pair.left is not None else (sweep.right, pair.right)
        return Entry(own.steps.numbers(place)[1])  # type: ignore[arg-type]

    def verdict(self) -> Iterator[Line]:
        """What the two come to: how far they agree, or where they part and what that does to the results."""
        found, say = self.found, self.say
        if found.agrees:
            worst = max((gap.relative for gap in found.results), default=0.0)
            rounded = any(gap.verdict == ROUNDING for gap in found.results)
            how = say(HOW[2 if rounded else int(worst > 0)]).format(digits=digits_of(worst))
            yield line((say(AGREE[found.left.mode if found.sweeps else "value"]).format(how=how), "bold"))
            return
        yield line((self.parting(), "error"))
        told = [part for part in self.differences() if part]
        yield from told[:LISTED]
        if len(told) > LISTED:
            yield line((say("and {count} more").format(count=len(told) - LISTED), "dim"))

    def parting(self) -> str:
        """Where they part first: in a value, else in a derivative."""
        found, say = self.found, self.say
        at = found.parted
        if at is not None:
            return say("they part first at {step}, in value").format(step=self.step(at))
        for sweep in found.sweeps:
            apart = [at for at, gap in enumerate(sweep.slopes) if gap is not None and gap.differs]
            if apart:
                forward = found.left.mode == "forward"
                at = apart[0] if forward else apart[-1]
                phrase = "no value differs; they part first at {step}, in its {kind}"
                kind = say(TITLES[found.left.mode])
                text = say(phrase).format(step=self.step(at), kind=kind)
                through = "" if forward else self.through(at)
                return text + (say(", through {step}").format(step=through) if through else "")
        return say("they part in their results")

    def step(self, at: int) -> str:
        """A row in words: its name, and both formulas where they are two."""
        pair = self.found.pairs[at]
        left, right = self.found.steps_of(pair)
        mine = self.notation.name(left.name) if left else ""
        theirs = self.other.name(right.name) if right else ""
        formulas = self.formulas.right_hand(pair)
        name = mine or theirs
        if not (pair.rewritten and left and right):
            return f"{name} = {formulas[0] or formulas[1]}" if any(formulas) else name
        second = formulas[1] if mine == theirs else f"{theirs} = {formulas[1]}"
        return self.say("{name} = {first} against {second}").format(name=name, first=formulas[0], second=second)

    def through(self, at: int) -> str:
        """The step that uses this one and is not the same in both."""
        names = {step.name if step else None for step in self.found.steps_of(self.found.pairs[at])}
        for other in range(at + 1, len(self.found.pairs)):
            pair = self.found.pairs[other]
            if pair.rewritten or pair.left is None or pair.right is None:
                for step in self.found.steps_of(pair):
                    if step and names.intersection(arg for arg in step.args if isinstance(arg, str)):
                        return self.step(other)
        return ""

    def differences(self) -> Iterator[Line]:
        """The results that differ."""
        found = self.found
        for output in found.outputs:
            name = self.notation.own.name(output.left)
            yield self.difference(name, output.value)
        for sweep in found.sweeps:
            for name, gap in sweep.results.items():
                yield self.difference(self.symbol(sweep, name), gap)

    def symbol(self, sweep: SweepPair, name: str) -> str:
        """What a result of a sweep is called."""
        ours = name in sweep.left.result
        trace, own = (self.found.left, sweep.left) if ours else (self.found.right, sweep.right)
        notation = (self.notation if ours else self.other).own
        symbol, label = derivative(trace, own, name, notation)
        return f"{symbol} ({self.safe(label)})" if label else symbol

    def difference(self, name: str, gap: Gap) -> Line:
        """One result that differs, with both numbers."""
        if not gap.differs:
            return ()
        say, shapes = self.say, [getattr(number, "shape", ()) for number in (gap.left, gap.right)]
        if shapes[0] != shapes[1]:
            phrase = say("{name} is {first} in the first, {second} in the second")
            return line(phrase.format(name=name, first=self.shape(shapes[0]), second=self.shape(shapes[1])))
        numbers = [float(number[gap.place]) if is_array(number) else number for number in (gap.left, gap.right)]
        first, second = self.apart(*numbers)
        where = self.place(gap.place) if gap.place else ""
        text = say("{name}: {first} against {second}").format(name=name + where, first=first, second=second)
        if amount := relative(gap, self):
            text += " " + say("(relative difference {amount})").format(amount=amount)
        if gap.verdict == ROUNDING:
            text += ": " + say("rounding alone may part them so far")
        if gap.of > 1:
            text += "; " + say("{count} of {all} elements differ").format(count=gap.differing, all=gap.of)
        return line(text)

    def notes(self) -> Iterator[str]:
        """What the table does not say by itself."""
        found, say = self.found, self.say
        for new, old in found.renamed.items():
            phrase = say("{new} of the second has the value of {old} of the first, and is taken for it")
            yield phrase.format(new=self.other.own.name(new), old=self.notation.own.name(old))
        for phrases, alone in ((INPUTS_ALONE, found.inputs_alone), (OUTPUTS_ALONE, found.outputs_alone)):
            for phrase, names, notation in zip(phrases, alone, (self.notation, self.other), strict=True):
                if names:
                    yield say(phrase).format(names=", ".join(map(notation.own.name, names)))
        at = found.parted
        if found.agrees and at is not None:
            yield say("on the way {step} differs, which no result shows").format(step=self.step(at))

    def warnings(self) -> list[Line]:
        """What the numbers of either side do not say by themselves."""
        body: list[Line] = []
        for word, trace in zip(("first", "second"), (self.found.left, self.found.right), strict=True):
            for warning in trace.warnings:
                shown = warning_lines(warning, trace, self.columns, unicode=self.options.unicode)
                body += [line((f"{self.say(word)}: ", "dim"), shown[0]), *shown[1:]]
        return body


def digits_of(relative: float) -> int:
    """To how many digits two numbers agree that differ by so much.

    >>> digits_of(0.0), digits_of(2e-16), digits_of(3e-9)
    (15, 15, 8)
    """
    from ...records.bounds import digits_of as digits

    return int(min(digits(relative), 15))
