"""What a small change of every input, and the uncertainty of some, does to an output."""

from __future__ import annotations

import math

from ...records.sensitivity import NONLINEAR, Condition, Effect, Response
from ..layout import RIGHT, Cell, Column, Line, line, table_width, wrapped
from ..number import aligned, given, is_array
from .words import SHOWN, SensitivityWords


class InputTables(SensitivityWords):
    """The tables of one output's inputs."""

    def meaning(self, response: Response, name: str) -> list[Line]:
        """What a condition number is."""
        own = self.notation.own
        times, bar = (own.signs["mul"], "|") if own.unicode else ("*", "|")
        formula = f"{bar}x{times}({own.total(name, 'x')})/{name}{bar}"
        text = self.say("condition: {formula} for an input x").format(formula=formula)
        if any(each.size > 1 for each in response.conditions):
            text += self.say("; ") + self.say("of an array, of the element where it is largest, and the norm of all")
        return wrapped(line((text, "dim")), self.columns, 2)

    def conditions(self, one: Response) -> list[Line]:
        """The relative condition number of every input, in words, too."""
        shown = one.conditions[:SHOWN]
        columns = [Column(self.say("input"), [(line((self.element(each), "input")),) for each in shown])]
        numbers = aligned([self.figure(abs(each.ratio)) for each in shown])
        columns.append(Column(self.say("condition"), [(line((text, "bold")),) for text in numbers], RIGHT))
        if any(each.size > 1 for each in shown):
            norms = aligned([self.figure(each.norm) if each.size > 1 else self.none for each in shown])
            columns.append(Column(self.say("norm"), [(line(text),) for text in norms], RIGHT))
        words: list[Cell] = [(line(self.worded(each, one)),) for each in shown]
        return [*self.table(columns, self.say("in words"), words), *self.more(len(one.conditions), SHOWN)]

    def worded(self, one: Condition, response: Response) -> str:
        """What a condition number says."""
        name, output, say, slope = self.element(one), self.of_output(response), self.say, self.short(one.slope)
        change = one.at*one.slope/100
        if not math.isfinite(one.slope) or not math.isfinite(response.value) or one.hidden:
            return self.undefined(one, response)
        if response.value == 0 and one.slope == 0:
            phrase = say("{output} is 0, and to first order {input} does not move it")
        elif one.slope == 0:
            phrase = say("to first order {input} does not move {output}")
        elif response.value == 0 and one.at == 0:
            phrase = say("{input} and {output} are 0, so per cents say nothing: the slope is {slope}")
        elif one.at == 0:
            phrase = say("{input} is 0, so per cents say nothing: the slope is {slope}")
        elif response.value == 0 and math.isfinite(change):
            phrase = say("{output} is 0: 1 % more {input} makes it {value}")
        elif not math.isfinite(one.ratio):
            phrase = say("per cents say nothing here: the slope is {slope}")
        else:
            phrase = say("1 % more {input} gives {percent} more {output}" if one.ratio > 0 else
                         "1 % more {input} gives {percent} less {output}")
        percent = self.percent(abs(one.ratio)/100)
        return phrase.format(input=name, output=output, slope=slope, value=self.short(change), percent=percent)

    def undefined(self, one: Condition, response: Response) -> str:
        """What stands in the way of a condition number: a value or a slope that is none."""
        output, say = self.of_output(response), self.say
        is_slope = response.value == response.value and (
            not math.isfinite(one.slope) or (math.isfinite(response.value) and response.value != 0)
        )
        number = one.slope if is_slope else response.value
        what = say("the slope") if is_slope else output
        if number == 0:
            return say("hidden: {what} is 0 in float64 only, see the warning").format(what=what)
        if not one.hidden:
            return say("undefined: {what} is {number}").format(what=what, number=self.short(number))
        if number != number:
            return say("hidden: {what} is nan, see the warning").format(what=what)
        if math.isinf(number):
            return say("undefined: {what} is {number}, see the warning").format(what=what, number=self.short(number))
        return say("hidden: {what} is spoilt, see the warning").format(what=what)

    def effects(self, one: Response, total: Effect) -> list[Line]:
        """What the uncertainty of every input does."""
        rows = [*one.effects[:SHOWN], *([total] if len(one.effects) > 1 else [])]
        names: list[Cell] = [(self.uncertain(each),) for each in rows]
        columns = [Column(self.say("input"), names)]
        signed = [f"{self.plus_minus} {self.figure(each.spread)}" for each in rows]
        columns.append(Column(self.say("effect"), [(line((text, "bold")),) for text in signed]))
        if any(each.worst > each.spread for each in rows):
            worst = [f"{self.plus_minus} {self.figure(each.worst)}" for each in rows]
            columns.append(Column(self.say("at worst"), [(line(text),) for text in worst]))
        if len(one.effects) > 1:
            columns.append(Column(self.say("share"), [(line(self.percent(each.share)),) for each in rows], RIGHT))
        words = [self.really(each) for each in rows]
        while len(columns) > 2 and table_width(columns) > self.columns:
            moved = columns.pop()
            texts = [line(f"{moved.heading} ", *cell[0]) for cell in moved.cells]
            words = [(*cell, text) for cell, text in zip(words, texts, strict=True)]
        return [*self.table(columns, self.say("at both ends"), words), *self.more(len(one.effects), SHOWN)]

    def uncertain(self, one: Effect) -> Line:
        """An uncertain input: x = 2 ± 0.1; of an array, the range."""
        if not one.name:
            return line((self.say("together"), "bold"))
        name, value = self.notation.own.name(one.name), self.trace.inputs[one.name]
        if not is_array(value):
            texts = (self.notation.literal(given(each)) for each in (value, one.deviation))
            return line((f"{name} = {f' {self.plus_minus} '.join(texts)}", "input"))
        low, high = (self.notation.literal(given(float(each))) for each in (one.deviation.min(), one.deviation.max()))
        spread = low if low == high else self.say("{low} to {high}").format(low=low, high=high)
        return line((f"{name}: {self.notation.shape(value.shape)} {self.plus_minus} {spread}", "input"))

    def really(self, one: Effect) -> Cell:
        """What becomes of the output at both ends, and by how much first order is off."""
        if one.ends is None:
            return (line(self.say("no finite value to begin with") if one.nonlinear else self.none),)
        doubts = [line((text, "warning")) for text in self.doubts(one)]
        if one.off != one.off:
            return tuple(doubts)
        return line(self.range(one.ends)), *doubts

    def doubts(self, one: Effect) -> list[str]:
        """What first order does not see."""
        if one.ends is None:
            return []
        if one.off != one.off:
            return [self.say("no finite value at an end")]
        found = []
        if not one.off <= NONLINEAR:
            found.append(self.say("first order is off by {percent}").format(percent=self.percent(one.off)))
        return found + self.between(one)

    def between(self, one: Effect) -> list[str]:
        """What is reached between the ends, if it is far beyond them."""
        if one.inside is None:
            return []
        if one.inside[0] != one.inside[0]:
            return [self.say("no finite value in between")]
        return [self.say("{range} in between").format(range=self.range(one.inside))]

    def range(self, ends: tuple[float, float]) -> str:
        """From the least to the most, with their signs."""
        low, high = (("+" if end > 0 else "") + self.short(end) for end in ends)
        return self.say("{low} to {high}").format(low=low, high=high)
