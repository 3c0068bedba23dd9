"""What a descent says in words: its step, what it trains, how it went, and why it ended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ...records import Number
from ...records.descent import DONE, FLAT, NOT_FINITE, STILL, STUCK, Descent
from ..formats import Options
from ..notation import Notation
from ..number import SUMMARY_DIGITS, given, is_array, localised, people, rounded
from .parameters import normed

SUMMARY_THETA = 4
"""Parameters up to which the summary has them all, if they are numbers."""

STOPS = {
    DONE: "ended after --steps {count}",
    FLAT: "{norm} is at most {tolerance}",
    STILL: "a step changes nothing any more",
    STUCK: "no rate down to {rate} lowers the loss enough: a minimum, a kink, or rounding",
}
"""Why a run ended."""


class Words:
    """The words of one descent."""

    def __init__(self, found: Descent, notation: Notation, options: Options) -> None:
        self.found, self.notation, self.options, self.say = found, notation, options, options.say
        self.loss = notation.own.name(found.output)
        self.slope = f"∇{self.loss}" if notation.unicode else f"grad({found.output})"
        self.theta, self.arrow = ("θ", " ← ") if notation.unicode else ("theta", " <- ")
        self.dot = "·" if notation.unicode else "*"

    def given(self, value: float) -> str:
        """A number that the user gave."""
        return localised(given(value), self.options.decimal)

    def number(self, value: float, digits: int = SUMMARY_DIGITS) -> str:
        """A number of the run."""
        return localised(people(value, digits), self.options.decimal)

    def rule(self) -> str:
        """The step as a formula."""
        settings, theta, dot = self.found.settings, self.theta, self.dot
        rate = self.given(settings.rate)
        if settings.line_search:
            return f"{theta}{self.arrow}{theta} - {self.say('rate')}{dot}{self.slope}"
        step = f"{rate}{dot}{self.slope}"
        if not settings.momentum:
            return f"{theta}{self.arrow}{theta} - {step}"
        share = f"{self.given(settings.momentum)}{dot}v"
        after = f"{share} - {step}" if settings.nesterov else "v"
        return f"v{self.arrow}{share} - {step}{self.notation.comma}{theta}{self.arrow}{theta} + {after}"

    def search(self) -> str:
        """What a line search does."""
        phrase = self.say("{word} = {rate}, halved until {loss} falls by at least 1e-4{dot}{word}{dot}{norm} squared")
        rate = self.given(self.found.settings.rate)
        return phrase.format(
            word=self.say("rate"), rate=rate, loss=self.loss, dot=self.dot, norm=normed(self.slope, self.notation)
        )

    def batches(self) -> str:
        """What mini-batches there are."""
        settings, rows = self.found.settings, self.found.rows
        phrase = self.say(
            "mini-batches of {size} of {rows} rows, shuffled from --random-seed {seed}: {count} in an epoch"
        )
        count = -(-rows // settings.batch)
        return phrase.format(size=min(settings.batch, rows), rows=rows, seed=settings.seed, count=count)

    def parts(self) -> str:
        """What is trained, and what is not."""
        found, say, inputs = self.found, self.say, self.found.trace.inputs
        count = sum(getattr(inputs[name], "size", 1) for name in found.trained)
        phrase = say("trains {names}: {count} numbers" if count > 1 else "trains {names}: 1 number")
        texts = [phrase.format(names=self.names(found.trained, inputs), count=count)]
        if found.held:
            texts.append(say("holds the data {names}").format(names=self.names(found.held)))
        if found.fixed:
            texts.append(say("holds {names}").format(names=self.names(found.fixed)))
        if found.unmoved:
            texts.append(say("no slope in {names}").format(names=self.names(found.unmoved)))
        return say("; ").join(texts)

    def names(self, names: Iterable[str], values: Mapping[str, Number] | None = None) -> str:
        """Names, those of arrays with their shapes if values are given."""
        own = self.notation.own
        shapes = {name: getattr((values or {}).get(name), "shape", ()) for name in names}
        return self.notation.comma.join(
            f"{own.name(name)} {own.shape(shape)}" if shape else own.name(name) for name, shape in shapes.items()
        )

    def point(self, theta: Mapping[str, Number], digits: int = SUMMARY_DIGITS) -> str:
        """Parameters with their values, where they are a few numbers; else ""."""
        if len(theta) > SUMMARY_THETA or any(map(is_array, theta.values())):
            return ""
        pairs = ((self.notation.own.name(name), self.number(value, digits)) for name, value in theta.items())
        return self.notation.comma.join(f"{name} = {number}" for name, number in pairs)

    def result(self) -> str:
        """The loss at the end and at the start."""
        found = self.found
        if not found.step:
            return self.say("{loss} = {first} at the start").format(loss=self.loss, first=self.number(found.loss))
        phrase = self.say(
            "{loss} = {last} after 1 step, {first} at the start" if found.step == 1
            else "{loss} = {last} after {count} steps, {first} at the start"
        )
        losses = found.curve
        first = losses[0][1] if losses else found.iterates[0].loss
        return phrase.format(
            loss=self.loss, last=self.number(found.loss), first=self.number(first), count=found.step
        )

    def stop(self) -> str:
        """Why it ended, and what it took."""
        found, settings, say = self.found, self.found.settings, self.say
        lowest = found.iterates[-1].trials[-1].rate if found.stop == STUCK else 0.0
        least = found.stop == FLAT and not settings.tolerance
        told = say("{norm} is 0" if least else STOPS[found.stop]).format(
            count=settings.steps, tolerance=self.given(settings.tolerance), rate=rounded(lowest),
            norm=normed(self.slope, self.notation),
        ) if found.stop != NOT_FINITE else ""
        sweeps = say("{count} reverse sweep" if found.sweeps == 1 else "{count} reverse sweeps")
        cost = sweeps.format(count=found.sweeps)
        if settings.line_search:
            trials = sum(len(one.trials) for one in found.iterates)
            cost += self.notation.comma + say("{count} trials of a rate").format(count=trials)
        return "; ".join(filter(None, (told, cost)))

    def idle(self) -> str:
        """That the loss falls no more."""
        found, say = self.found, self.say
        if found.idle < found.step:
            return say("the loss has not fallen for the last {count} steps").format(count=found.idle)
        return f"{say('the loss has not fallen since the start')}; {self.smaller()}"

    def smaller(self) -> str:
        """Advice."""
        return self.say("a smaller rate may help: --rate {rate}").format(rate=rounded(self.found.settings.rate / 10))
