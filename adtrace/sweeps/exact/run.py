"""A run whose traces say what their numbers are exactly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...errors import AdtraceError
from ...graph.build import constant, written_constant
from ...lang.columns import Program
from ...records import Trace
from ..run import Run, Seeds
from .evaluation import evaluated
from .library import library
from .traced import exactly, told


class ExactRun(Run):
    """A run of exact numbers beside floats.

    given  the values of inputs: those that `constant` has read are exact
    """

    def __init__(self, program: Program, given: Mapping[str, Any], **how: Any) -> None:
        library()
        self.given = given
        super().__init__(program, given, **how)
        if self.values is None:
            raise AdtraceError("exact numbers need a point", hint="give every input a value")

    @staticmethod
    def constant(text: str, where: str) -> Any:
        """The value of a constant expression, such as sqrt(2)/2, and what it is exactly. Raises AdtraceError."""
        value = constant(text, where)
        graph, node = written_constant(text, where)
        return told(value, evaluated(graph, {}, len(graph))[node])

    def value(self) -> Trace:
        """The value trace."""
        return exactly(self, super().value())

    def forward(self, seeds: Seeds, wrt: Sequence[str], *, first: bool = False) -> Trace:
        """One forward sweep per seed."""
        return exactly(self, super().forward(seeds, wrt, first=first))

    def reverse(self, seeds: Seeds, wrt: Sequence[str], *, first: bool = False) -> Trace:
        """One reverse sweep per cotangent."""
        if self.side:
            return self.toward(wrt=wrt).reverse(seeds, wrt, first=first)
        return exactly(self, super().reverse(seeds, wrt, first=first))
