"""What a page says about its current position, and about a node that somebody asks for."""

from __future__ import annotations

from ...records import TANGENT, Increment, Step
from ..languages import Speaker
from ..rows import without_uses
from .frames import FORWARD, REVERSE, Frame, Moments
from .markup import Markup, element, joined
from .maths import equation
from .worked import Worked

PHASES = {FORWARD: "forward sweep", REVERSE: "reverse sweep"}


class Panels:
    """Writes the panels of one stepper; forward or reverse is None where the page has no such sweep."""

    def __init__(self, moments: Moments, values: Worked, forward: Worked | None, reverse: Worked | None, say: Speaker):
        self.moments, self.values, self.forward, self.reverse, self.say = moments, values, forward, reverse, say

    def frames(self) -> Markup:
        """One item per position; without a script they stand one below the other."""
        phases: dict[str, int] = {}
        for frame in self.moments.frames:
            phases[frame.phase] = phases.get(frame.phase, 0) + 1
        items, seen = [], dict.fromkeys(phases, 0)
        for place, frame in enumerate(self.moments.frames):
            seen[frame.phase] += 1
            where = f"{self.say(PHASES[frame.phase])} {seen[frame.phase]} / {phases[frame.phase]}"
            items.append(element(
                "li", element("p", where, class_="where"), self.body(place, frame),
                class_=f"frame {frame.phase}", data_phase=frame.phase, data_node=frame.step.name,
            ))
        return element("ol", *items, class_="frames", aria_label=self.say("steps"))

    def body(self, place: int, frame: Frame) -> Markup:
        """The lines of one position."""
        step = frame.step
        if frame.phase == FORWARD:
            lines = [self.values.value(step)]
            if self.forward is not None:
                lines.append(self.tangent(self.forward, self.forward.source.tangents[step.name]))
        elif self.reverse is None:
            lines = []
        elif frame.increment is None:
            lines = [self.first(self.reverse, step, frame)]
        else:
            lines = self.arrival(self.reverse, place, frame, frame.increment)
        return joined(*(element("p", line, class_="line") for line in lines))

    def tangent(self, worked: Worked, step: Step) -> Markup:
        """A node's tangent; of a seed or without a path, what it is."""
        remark = "seed" if step.role == "input" or step.seeded else "" if step.rule_tree else "no path from the seed"
        return joined(worked.tangent(step), self.remark(remark))

    def first(self, worked: Worked, step: Step, frame: Frame) -> Markup:
        """The seed of an output; or that nothing arrives."""
        remark = "seed" if step.seeded else without_uses(step)
        return joined(equation(worked.symbol(step), worked.result(frame.total)), self.remark(remark))

    def arrival(self, worked: Worked, place: int, frame: Frame, increment: Increment) -> list[Markup]:
        """A contribution: its rule in symbols and numbers; of several also which one, and the running sum."""
        step = frame.step
        rule, numbers = worked.use(step, increment)
        result = worked.result(increment.product)
        if frame.parts == 1:
            return [equation(worked.symbol(step), rule, numbers, result)]
        head = joined(self.say("increment"), f" {frame.part} / {frame.parts}, ", self.say("from"), " ")
        arriving = joined(element("span", head, worked.name(increment.consumer), ": ", class_="label"))
        lines = [joined(arriving, equation(rule, numbers, result))]
        if frame.part > 1 and increment.product is not None:
            before = self.moments.frames[place - 1].total
            label = element("span", self.say("running sum"), ": ", class_="label")
            lines.append(joined(label, worked.running(before, step, increment)))
        return lines

    def remark(self, words: str) -> Markup:
        """A remark behind a line."""
        return element("span", f" ({self.say(words)})", class_="label") if words else Markup()

    def explanations(self) -> Markup:
        """One section per node, which the script shows when somebody asks for it."""
        return joined(*(self.explanation(step) for step in self.values.source.steps))

    def explanation(self, step: Step) -> Markup:
        """A node: its value, its tangent, and the chain rule's whole sum over its uses."""
        lines = [self.values.reached(step)]
        if self.forward is not None:
            lines.append(self.tangent(self.forward, self.forward.source.tangents[step.name]))
            lines += self.partials(self.forward, self.forward.source.tangents[step.name])
        if self.reverse is not None:
            lines += self.sum(self.reverse, self.reverse.source.adjoints[step.name])
        return element(
            "section",
            element("button", "✕", type="button", class_="close", aria_label=self.say("close")),
            element("h3", self.values.node(step)),
            *(element("p", line, class_="line") for line in lines if line),
            class_="explanation", data_node=step.name, hidden=True,
        )

    def partials(self, worked: Worked, step: Step) -> list[Markup]:
        """The chain rule of a tangent: local partials of the operands times their tangents."""
        names = [arg for arg in step.args if isinstance(arg, str) and arg in worked.source.tangents]
        if step.role == "input" or step.rule_tree is None or any(leaf.shape for leaf in step.rule_tree.leaves()):
            return []
        latex, unicode = worked.source.latex, worked.source.unicode
        used = {leaf.text for leaf in step.rule_tree.leaves() if leaf.op == TANGENT}
        terms = [name for name in dict.fromkeys(names) if name in used]
        drawn, written = (
            " + ".join(
                f"{one.partial(one.name(step.name), one.name(name))}{one.signs['mul']}{one.tangent(name)}"
                for name in terms
            )
            for one in (latex, unicode)
        )
        label = element("span", self.say("chain rule"), ": ", class_="label")
        return [joined(label, equation(worked.symbol(step), worked.maths.formula(drawn, written, "tangent")))]

    def sum(self, worked: Worked, step: Step) -> list[Markup]:
        """An adjoint as the sum over the uses of its node: with partials, with rules, with numbers."""
        if not step.increments:
            remark = "seed" if step.seeded else without_uses(step)
            return [joined(equation(worked.symbol(step), worked.result(step.adjoint)), self.remark(remark))]
        consumers = [worked.name(increment.consumer) for increment in step.increments]
        used = Markup(worked.source.unicode.comma.join(consumers))
        label = element("span", self.say("used by"), " ", used, class_="label")
        rule, numbers = worked.whole(step)
        return [
            label,
            equation(worked.symbol(step), self.chain(worked, step), rule),
            equation(numbers, worked.result(step.adjoint)) if numbers else worked.result(step.adjoint),
        ]

    def chain(self, worked: Worked, step: Step) -> Markup:
        """The chain rule over the uses in partial derivatives; scalars only, where products commute."""
        if step.shape or any(each.formula.shape or each.partial_formula is None for each in step.increments):
            return Markup()
        names = dict.fromkeys(increment.consumer for increment in step.increments)
        drawn, written = (
            " + ".join(
                f"{one.adjoint(name)}{one.signs['mul']}{one.partial(one.name(name), one.name(step.name))}"
                for name in names
            )
            for one in (worked.source.latex, worked.source.unicode)
        )
        return worked.maths.formula(drawn, written, "muted")


