"""What a small change of every input, and the uncertainty of some, does to an output."""

from __future__ import annotations

import math

from ...records.sensitivity import Condition, Effect, Response
from ..layout import RIGHT, Cell, Column, Line, line, wrapped
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
        name, output, say = self.element(one), self.of_output(response), self.say
        change = one.at*one.slope/100
        if one.ratio != one.ratio and one.slope == one.slope and response.value == 0:
            return say("0/0: {output} is 0, and does not move with {input}").format(input=name, output=output)
        if response.value == 0 and change:
            phrase = say("{output} is 0: 1 % more {input} makes it {value}")
            return phrase.format(input=name, output=output, value=self.short(change))
        if one.ratio != one.ratio or abs(one.ratio) == math.inf:
            return say("undefined: a value or a slope is not finite")
        if one.slope == 0:
            return say("{input} does not move {output}").format(input=name, output=output)
        if one.at == 0:
            phrase = say("{input} is 0, so per cents say nothing: the slope is {slope}")
            return phrase.format(input=name, slope=self.short(one.slope))
        phrase = say("1 % more {input} gives {percent} more {output}" if one.ratio > 0 else
                     "1 % more {input} gives {percent} less {output}")
        return phrase.format(input=name, percent=self.percent(abs(one.ratio)/100), output=output)

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
        found = self.table(columns, self.say("at both ends"), [self.really(each) for each in rows])
        return [*found, *self.more(len(one.effects), SHOWN)]

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
            return (line(self.none),)
        if one.off != one.off:
            return (line((self.say("no finite value at an end"), "warning")),)
        low, high = (("+" if end > 0 else "") + self.short(end) for end in one.ends)
        phrase = self.say("{low} to {high}").format(low=low, high=high)
        if not one.nonlinear:
            return (line(phrase),)
        off = self.say("first order is off by {percent}").format(percent=self.percent(one.off))
        return line(phrase), line((off, "warning"))
