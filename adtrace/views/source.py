"""The traces behind a drawing: one program's forward and reverse trace, looked up by step and by edge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from ..records import Increment, Number, Step, Trace
from . import latex, number
from .formats import USUAL, Options
from .notation import Notation, Unicode, in_medium
from .shorten import short_name


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
        return f"{head}: {self.unicode.comma.join(numbers)}" if numbers else head

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
