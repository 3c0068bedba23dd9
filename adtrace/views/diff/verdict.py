"""What a diff of two programs comes to: how far they agree, or where they part and what that does to the results."""

from __future__ import annotations

from collections.abc import Iterator

from ...checks.diff.causes import cause
from ...records.bounds import digits_of
from ...records.diff import ROUNDING, Diff, Gap, SweepPair
from ..formats import Options
from ..frame import derivative
from ..layout import Line, line
from ..notation import of_options
from ..number import is_array
from ..wording import Words
from .numbers import relative
from .rows import Formulas

LISTED = 8
"""Results that differ of which each is told."""

KINDS = {"forward": "tangent", "reverse": "adjoint"}
AGREE = {
    "value": "they agree in value, {how}",
    "forward": "they agree in value and tangent, {how}",
    "reverse": "they agree in value and gradient, {how}",
}
HOW = {0: "bit for bit", 1: "to {digits} digits", 2: "to {digits} digits; the rest is rounding"}
INPUTS_ALONE = "inputs of the first alone: {names}", "inputs of the second alone: {names}"
OUTPUTS_ALONE = "outputs of the first alone: {names}", "outputs of the second alone: {names}"


class Verdict(Words):
    """The words below the tables."""

    def __init__(self, found: Diff, options: Options) -> None:
        super().__init__(found.left, options)
        self.found = found
        self.formulas = Formulas(found, options)
        self.other = of_options(found.right, options)

    def verdict(self) -> Iterator[Line]:
        """What the two come to: how far they agree, or where they part and what that does to the results."""
        found, say = self.found, self.say
        if found.agrees:
            worst = max((gap.relative for gap in found.results), default=0.0)
            rounded = any(gap.verdict == ROUNDING for gap in found.results)
            how = say(HOW[2 if rounded else int(worst > 0)]).format(digits=int(digits_of(worst)))
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
        other = next((one for one in found.outputs if one.value.differs), None)
        if other is not None:
            phrase = say("no step differs in value, but {output} is {first} in the first, {second} in the second")
            first, second = self.notation.name(other.steps[0]), self.other.name(other.steps[1])
            return phrase.format(output=self.notation.own.name(other.left), first=first, second=second)
        for sweep in found.sweeps:
            apart = [at for at, gap in enumerate(sweep.slopes) if gap is not None and gap.differs]
            if apart:
                forward = found.left.mode == "forward"
                at = apart[0] if forward else apart[-1]
                phrase = "no value differs; they part first at {step}, in its {kind}"
                kind = say(KINDS[found.left.mode])
                text = say(phrase).format(step=self.step(at), kind=kind)
                through = "" if forward else self.through(sweep, at)
                return text + (say(", through {step}").format(step=through) if through else "")
        if any(gap.differs for gap in found.results):
            return say("they part in their results")
        return say("one has an output that the other lacks")

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

    def through(self, sweep: SweepPair, at: int) -> str:
        """The step that makes the adjoints of this one differ."""
        row = cause(self.found, sweep, at)
        return "" if row is None else self.step(row)

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
            text += ": " + say("rounding alone can explain it")
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
