"""The notation of Baydin, Pearlmutter, Radul and Siskind (2018), tables 2 and 3, and of Griewank and Walther.

Inputs are v₋₁, v₀ and every step is v₁, v₂ ...; a row says which of the program's names it stands for.
"""

from __future__ import annotations

from ...records import Step, Sweep, Trace
from ..automatic import is_automatic
from . import ANY, BAR, COURSE, DOT, Medium, Profile

LETTERS = "vwusrqpzkt"
"""The first of these under which no other node of the program is numbered is the letter of all nodes."""


class Baydin(Profile):
    """v₋₁, v₀, v₁ ..., v̇₁, v̄₁."""

    renames = True

    def __init__(self, trace: Trace) -> None:
        self.steps, self.inputs = trace.steps, len(trace.inputs)
        self.letter = next((letter for letter in LETTERS if self.is_free(letter)), LETTERS[0])

    @classmethod
    def of(cls, trace: Trace, sweep: Sweep | None = None, beside: Trace | None = None) -> Profile:
        """The numbers are those of the trace's steps, in every sweep."""
        return cls(trace)

    def is_free(self, letter: str) -> bool:
        """Whether no node has a name that would be another node's number: a user's v3 which is not step 3."""
        count, find = len(self.steps) - self.inputs, self.steps.find
        return all(find(f"{letter}{number}") in (None, number + self.inputs - 1) for number in range(count + 1))

    def index(self, name: str) -> str:
        """A node's number: 1 - n to 0 for the n inputs, from 1 for the steps."""
        place = self.steps.find(name)
        return ANY if place is None else str(place - self.inputs + 1)

    def name(self, medium: Medium, name: str) -> str:
        """v and the node's number."""
        return medium.numbered(self.letter, self.index(name))

    def tangent(self, medium: Medium, name: str) -> str:
        """The same with a dot."""
        return medium.numbered(self.letter, self.index(name), DOT)

    def adjoint(self, medium: Medium, name: str) -> str:
        """The same with a bar."""
        return medium.numbered(self.letter, self.index(name), BAR)

    def alias(self, medium: Medium, step: Step) -> str:
        """The program's name of an input, an output, or a step that the user named."""
        return "" if is_automatic(step) else COURSE.name(medium, step.name)


PROFILE = Baydin
