"""The whole look on one screen: every output, the activations, and what matters most."""

from __future__ import annotations

import math

from ...records import Trace
from ...records.sensitivity import (
    DEAD,
    LARGE_FACTOR,
    SMALL_FACTOR,
    Chain,
    Edge,
    Effect,
    Response,
    Sensitivity,
    Stuck,
)
from ..formats import Options
from ..layout import Cell, Column, Line, line, wrapped
from .chains import ChainTable
from .inputs import InputTables
from .words import SHOWN

RESPONSES = 4
"""Outputs that are shown; more are counted."""


class SensitivityScreen(InputTables):
    """One look on one screen."""

    def __init__(self, found: Sensitivity, trace: Trace, options: Options) -> None:
        super().__init__(trace, options)
        self.found = found

    def lines(self) -> list[Line]:
        """Every output with its tables, the activations, and a summary."""
        shown = self.found.responses[:RESPONSES]
        sections = [self.response(one) for one in shown]
        sections[-1] += self.more(len(self.found.responses), RESPONSES)
        sections += [self.activations(), self.summary()]
        return [part for section in sections if section for part in ((), *section)][1:]

    def response(self, one: Response) -> list[Line]:
        """One output: its table of condition numbers, of uncertainties, and its strongest paths."""
        name = self.of_output(one)
        title = line((self.say("Sensitivity of {output}").format(output=name), "bold"), f" = {self.figure(one.value)}")
        found = wrapped(title, self.columns, 2)
        if one.conditions:
            found += [*self.meaning(one, name), *self.conditions(one)]
        else:
            found += self.remark(self.say("it depends on no input"))
        if one.total is not None:
            found += [(), *self.remark(self.say("what the uncertainty of the inputs makes of {output}"), output=name)]
            found += self.effects(one, one.total)
        if one.chains:
            found += [(), *ChainTable(one, self.trace, self.options).lines(name)]
        return found

    def activations(self) -> list[Line]:
        """The activations that are stuck."""
        found = self.found
        if not found.stuck:
            return self.remark(self.say("no activation is dead or saturated")) if found.activations else []
        shown = found.stuck[:SHOWN]
        columns = [
            Column(self.say("step"), [(line((self.step(one.name), "bold")),) for one in shown]),
            Column(self.say("activation"), [(line(one.op),) for one in shown]),
            Column("", [(line((self.kind(one), "warning")),) for one in shown]),
        ]
        cuts: list[Cell] = [(line(self.cuts(one.cuts) or self.none),) for one in shown]
        phrase = "activations that let no slope pass"
        if not all(one.is_whole for one in found.stuck):
            phrase = "activations that let no slope pass, as a whole or in part"
        return [
            *self.remark(self.say(phrase)),
            *self.table(columns, self.say("cuts off"), cuts),
            *self.more(len(found.stuck), SHOWN),
        ]

    def kind(self, one: Stuck) -> str:
        """Dead or saturated, and how many elements are."""
        word = self.say("dead" if one.kind == DEAD else "saturated")
        return word if one.size == 1 else f"{word}: {self.part(one.flat, one.size)}"

    def summary(self) -> list[Line]:
        """What matters most, in one line for every output."""
        found: list[Line] = []
        for one in self.found.responses[:RESPONSES]:
            parts = [self.band(one, one.total)] if one.total is not None else []
            parts += [self.strongest(one)] if one.conditions else []
            parts += self.paths(one)
            found += wrapped(line((self.say("; ").join(part for part in parts if part), "bold")), self.columns, 2)
        if self.found.stuck:
            found += wrapped(line((self.stuck(), "bold")), self.columns, 2)
        return found

    def stuck(self) -> str:
        """How many activations are stuck as a whole, how many of their entries are, and what that cuts off."""
        found, say, parts = self.found, self.say, []
        whole = sum(one.is_whole for one in found.stuck)
        if found.entries > found.activations:
            phrase = say("{count} of {size} entries of activations let no slope pass")
            parts.append(phrase.format(count=sum(one.flat for one in found.stuck), size=found.entries))
        if found.activations == 1:
            parts += [say("the only activation lets no slope pass")] if whole else []
        elif whole:
            phrase = say("{count} of {size} activations let none pass at all") if parts else say(
                "{count} of {size} activations let no slope pass"
            )
            parts.append(phrase.format(count=whole, size=found.activations))
        if found.cuts:
            parts.append(say("cut off: {inputs}").format(inputs=self.cuts(found.cuts)))
        return say("; ").join(parts)

    def band(self, one: Response, total: Effect) -> str:
        """The output with its uncertainty."""
        text = f"{self.of_output(one)} = {self.figure(one.value)}"
        if not math.isfinite(one.value):
            return text
        text += f" {self.plus_minus} {self.short(total.spread)}"
        if one.value and total.spread < math.inf:
            text += f" ({self.percent(total.spread/abs(one.value))})"
        if total.worst > total.spread:
            worst = f"{self.plus_minus} {self.short(total.worst)}"
            text += ", " + self.say("{worst} at worst").format(worst=worst)
        doubts = self.doubts(total)
        if not doubts or total.ends is None:
            return text
        if total.off == total.off:
            doubts = [self.say("{range} at both ends").format(range=self.range(total.ends)), *self.between(total)]
        phrase = self.say("{band} to first order, but {doubts}")
        return phrase.format(band=text, doubts=self.notation.comma.join(doubts))

    def strongest(self, one: Response) -> str:
        """The input that matters most."""
        first = one.conditions[0]
        if not 0 < abs(first.ratio) < math.inf or first.hidden:
            return ""
        return self.worded(first, one)

    def paths(self, one: Response) -> list[str]:
        """The inputs whose gradient vanishes or explodes on its way."""
        say, spoilt = self.say, [each for each in one.conditions if each.hidden or not math.isfinite(each.slope)]
        lost = {each.name for each in spoilt}
        chains = [each for each in one.chains if each.name not in lost]
        kinds = (
            (say("no gradient reaches {inputs}"), [each for each in chains if each.is_cut], min),
            (say("the gradient vanishes on its way to {inputs}"), [each for each in chains if each.vanishes], min),
            (say("the gradient explodes on its way to {inputs}"), [each for each in chains if each.explodes], max),
        )
        found = []
        if spoilt:
            names = self.notation.comma.join([self.notation.own.name(each.name) for each in spoilt[:SHOWN]])
            phrase = say("no sensitivity to {inputs} can be told: see the warnings" if spoilt[0].hidden else
                         "no sensitivity to {inputs} can be told")
            found.append(phrase.format(inputs=names))
        for phrase, chosen, where in kinds:
            if chosen:
                edges = [where(telling(each), key=size_of) for each in chosen]
                places = [self.way(each, edge) for each, edge in zip(chosen, edges, strict=True)]
                found.append(phrase.format(inputs=self.notation.comma.join(places)))
        return found

    def way(self, chain: Chain, edge: Edge) -> str:
        """An input, and the step where most of its gradient is lost or won, if that is one step."""
        name = self.notation.own.name(chain.name)
        if (edge.scaling and edge.factor) or SMALL_FACTOR < abs(edge.factor) < LARGE_FACTOR:
            return name
        return f"{name} ({self.say('at {step}').format(step=self.step(edge.consumer))})"


def telling(chain: Chain) -> list[Edge]:
    """The edges that do more than scale by a constant; all, if there are no others."""
    return [edge for edge in chain.edges if not edge.scaling or edge.factor == 0] or list(chain.edges)


def size_of(edge: Edge) -> tuple[bool, float]:
    """What edges are ordered by: an undefined factor stands before the small ones."""
    return edge.factor == edge.factor, abs(edge.factor)
