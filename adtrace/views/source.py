"""The traces behind a drawing: one program's forward and reverse trace, looked up by step and by edge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from ..records import Increment, Number, Step, Trace, Warning, merged
from . import latex, number
from .formats import USUAL, Options
from .notation import Notation, Unicode, in_medium
from .shorten import short_name
from .signs import BORN, SPREAD, WARNED, Signs, signs_of

SAID = {BORN: "{name} was born here", SPREAD: "it spread to {name}"}
"""What a mark says in words."""


class Source:
    """What a drawing is made from.

    mode     "value", "forward", "reverse" or "both": the derivatives that it shows
    forward  the trace of tangents, or of values; reverse that of adjoints and local partials; at least one of them.
             Of several sweeps the first is drawn
    reader   whose notation, language and decimal sign are used
    """

    def __init__(
        self, mode: str, forward: Trace | None, reverse: Trace | None, digits: int = 4, reader: Options = USUAL
    ) -> None:
        first, second = (reverse, forward) if mode in ("reverse", "both") else (forward, reverse)
        trace = first or second
        if trace is None:
            raise ValueError("a drawing needs a trace")
        self.mode, self.digits, self.trace = mode, digits, trace
        self.forward, self.reverse = forward, reverse
        self.reader = reader = reader._replace(unicode=True)
        self.decimal, self.say = reader.decimal, reader.say
        beside = second if second is not trace else None
        self.latex = latex.of_trace(trace, reader.notation, decimal=self.decimal, beside=beside)
        self.unicode = in_medium(Unicode, trace, reader.notation, decimal=self.decimal, beside=beside)

    @cached_property
    def steps(self) -> Sequence[Step]:
        """Inputs, then steps, in order of evaluation."""
        return self.trace.steps[:]

    @cached_property
    def increments(self) -> Mapping[tuple[str, int], Increment]:
        """What the reverse sweep says of every edge, by consumer and operand."""
        steps = self.reverse.steps if self.reverse else ()
        return {(each.consumer, each.operand): each for step in steps for each in step.increments}

    @cached_property
    def tangents(self) -> Mapping[str, Step]:
        """The steps of the forward sweep, by name."""
        return {step.name: step for step in self.forward.steps} if self.forward else {}

    @cached_property
    def adjoints(self) -> Mapping[str, Step]:
        """The steps of the reverse sweep, by name."""
        return {step.name: step for step in self.reverse.steps} if self.reverse else {}

    @cached_property
    def traces(self) -> Sequence[Trace]:
        """The traces that are drawn."""
        return [trace for trace in (self.forward, self.reverse) if trace is not None and self.is_shown(trace)]

    def is_shown(self, trace: Trace) -> bool:
        """Whether the values or the derivatives of a trace are drawn, and not only its local partials."""
        return trace is self.trace or self.mode == "both"

    @cached_property
    def warnings(self) -> Sequence[Warning]:
        """What there is to warn of."""
        return merged(warning for trace in self.traces for warning in trace.warnings)

    @cached_property
    def signs(self) -> Mapping[str, Signs]:
        """The marks of the sweep that is drawn, by the role of its derivatives."""
        roles = {"forward": "tangent", "reverse": "adjoint"}
        found = {roles[trace.mode]: signs_of(trace, trace.sweeps[0]) for trace in self.traces
                 if trace.mode in roles and trace.sweeps}
        return found or {"ink": signs_of(self.trace)}

    def card_mark(self, name: str) -> str:
        """The mark of a step: BORN, WARNED, SPREAD or ""."""
        found = {signs.card(name) for signs in self.signs.values()}
        return next((mark for mark in (BORN, WARNED, SPREAD) if mark in found), "")

    def mark(self, role: str, name: str, content: Number) -> str:
        """The mark of a step's number: BORN, SPREAD or ""."""
        if role == "ink":
            return next(iter(self.signs.values())).value(name, content)
        return self.signs[role].derivative(name, content) if role in self.signs else ""

    def is_spread(self, tail: str, head: str) -> bool:
        """Whether a nan, an infinity or a 0 was born on an edge, or spread along it."""
        links = [(signs.flow, (tail, head)) for signs in self.signs.values()]
        links += [(signs.links, (head, tail) if role == "adjoint" else (tail, head))
                  for role, signs in self.signs.items()]
        return any(link in found for found, link in links)

    def shown(self, step: Step) -> list[tuple[str, Number]]:
        """The numbers of a step by role: its value ("ink"), and the tangent and adjoint that the mode shows."""
        numbers: list[tuple[str, Number]] = [("ink", step.value)]
        if self.mode in ("forward", "both") and step.name in self.tangents:
            numbers.append(("tangent", self.tangents[step.name].tangent))
        if self.mode in ("reverse", "both") and step.name in self.adjoints:
            numbers.append(("adjoint", self.adjoints[step.name].adjoint))
        return [(role, content) for role, content in numbers if content is not None]

    def edges(self) -> Iterator[tuple[Step, int, str]]:
        """Every use of a step by a step: the consumer, the position of the operand, and the operand's name."""
        names = {step.name for step in self.steps}
        for step in self.steps:
            for operand, name in enumerate(step.args if step.role != "input" else ()):
                if isinstance(name, str) and name in names:
                    yield step, operand, name

    def described(self, step: Step) -> str:
        """A step as text: w₂ = w₁·x: w₂ = -2, ẇ₂ = -1, w̄₂ = -0.1050."""
        numbers = [
            f"{spelled(self.unicode, role, step.name)} = {self.written(content)}"
            for role, content in self.shown(step)
        ]
        head = equation(self.unicode, step)
        text = f"{head}: {self.unicode.comma.join(numbers)}" if numbers else head
        source = self.trace.source_of(step)
        return "; ".join([text, *([source.place] if source else []), *self.remarks(step)])

    def remarks(self, step: Step) -> Iterator[str]:
        """What a warning says of a step, and which of its numbers were born nan, infinite or 0, or became so."""
        codes = dict.fromkeys(warning.code for warning in self.warnings if warning.node == step.name)
        if codes:
            yield self.say("warning: {codes}").format(codes=self.unicode.comma.join(codes))
        for role, content in self.shown(step):
            if mark := self.mark(role, step.name, content):
                yield self.say(SAID[mark]).format(name=spelled(self.unicode, role, step.name))

    def written(self, content: Number) -> str:
        """A number or an array as one line of text."""
        return " ".join(number.lines(content, self.digits, decimal=self.decimal, say=self.say))


def equation(notation: Notation, step: Step) -> str:
    """A step's name, the formula that it stands for, and its name in the program if the notation has another."""
    formula = notation.text(step.tree) if step.alias_of or (step.role != "input" and step.tree.args) else ""
    return " = ".join(filter(None, [notation.name(step.name), formula, notation.alias(step)]))


def spelled(notation: Notation, role: str, name: str) -> str:
    """The name of a step's value, tangent or adjoint; a long one is cut."""
    return {"ink": notation.name, "tangent": notation.tangent, "adjoint": notation.adjoint}[role](short_name(name))


def outputs(steps: Sequence[Step]) -> list[Step]:
    """The outputs among the steps."""
    return [step for step in steps if step.role == "output"]
