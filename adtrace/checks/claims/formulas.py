"""The right side of a claim at points of trial: a formula over numbers of a program and what claims have defined."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from ...errors import AdtraceError
from ...graph.graph import Graph
from ...lang.grammar import CONSTANTS
from ...sweeps.run import Run
from ..expression import Expression
from .targets import Names, derivatives_in
from .trial import Trial, has_infinite

WHERE = "claim"
"""What the text of a claim is called in messages."""


class Formula:
    """The right side of a claim, evaluated at points of trial.

    Raises AdtraceError with the place in the claim's text.
    """

    def __init__(self, text: str, start: int, names: Names, known: Known) -> None:
        self.text, self.start, self.known = text, start, known
        bare, self.derivatives = derivatives_in(" " * start + text[start:], names, known.defined)
        self.padded = bare
        try:
            self.expression = Expression(bare, known.functions, WHERE)
            self.expression.check({*names.known, *known.defined, *self.derivatives, *known.tangents})
        except AdtraceError as error:
            raise self.located(error) from None
        self.is_constant = all(name in CONSTANTS and name not in names.known for name in self.expression.names)

    def located(self, error: AdtraceError) -> AdtraceError:
        """The error with the text that people wrote."""
        if error.source == self.padded:
            error.source = self.text
        return error

    def value(self, trial: Trial) -> Any:
        """Its number at a point."""
        values = self.known.at(trial, self.expression.names)
        values |= {name: target.number(trial) for name, target in self.derivatives.items()}
        overflows: list[bool] = []

        def evaluate(graph: Graph, inputs: Mapping[str, Any]) -> list[Any]:
            found = trial.evaluate(graph, inputs)
            overflows.append(any(map(has_infinite, found)))
            return found

        try:
            number = self.expression.value(values, evaluate)
        except AdtraceError as error:
            raise self.located(error) from None
        # What an overflow on the way has left, such as 1/inf, is no number of the formula.
        return number * math.nan if any(overflows) else number


class Known:
    """What formulas may name: numbers of the run, and what earlier claims have defined.

    of    the scalar output whose adjoints are meant by bar(z), None if there is none
    seed  for tangents: the input and the element that is seeded
    """

    def __init__(self, run: Run, of: int | None, seed: tuple[int, tuple[int, ...]] | None = None) -> None:
        self.run, self.of, self.seed = run, of, seed
        self.functions = run.program.functions
        self.defined: dict[str, Formula] = {}

    @property
    def tangents(self) -> set[str]:
        """Spellings of tangents."""
        if self.seed is None:
            return set()
        nodes = (*self.run.graph.inputs, *self.run.names.steps)
        return {self.run.tangent_name.format(self.run.names[node]) for node in nodes}

    def at(self, trial: Trial, names: Sequence[str]) -> dict[str, Any]:
        """The numbers of names at a point."""
        known = trial.known(self.of, self.seed)
        found = {name: known[name] for name in names if name in known}
        for name in names:
            if name in self.defined:
                if name not in trial.defined:
                    trial.defined[name] = self.defined[name].value(trial)
                found[name] = trial.defined[name]
        return found
