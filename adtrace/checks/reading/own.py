"""A derivation in steps of the writer's own: the formulas of a table as a program that computes the same output."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from ...errors import AdtraceError
from ...lang.parser import parse
from ...records.worked import VALUE
from ...sweeps.evaluate import evaluate
from ...sweeps.run import Run
from .names import Names
from .nodes import folded
from .numbering import Numbering, same
from .pieces import Claim

IDENTIFIER = re.compile(r"[^\W\d]\w*'*")
MOST = 200
"""Lines with formulas that are looked at."""


class OwnSteps(Numbering):
    """Reads the formulas of a table over its own names, from the first line on."""

    def __init__(self, names: Names) -> None:
        super().__init__(names)
        self.lines: list[str] = []
        self.defined: set[str] = set()

    def name(self, token: str) -> str:
        """A name of the writer's as it is, any other as the program has it."""
        own = folded(token)
        return own if own in self.defined else super().name(token)

    def take(self, claim: Claim) -> bool:
        """Take a line name = formula; return whether it could be read."""
        name = folded(claim.name.strip())
        if not IDENTIFIER.fullmatch(name) or name in self.defined or name in self.run.built.values:
            return True
        formula = "".join(self.tokens(claim.formula))
        if self.parsed(formula) is None:
            return False
        self.lines.append(f"{name} = {formula}")
        self.defined.add(name)
        return True


def writers_run(text: str, suffix: str, run: Run) -> Run | None:
    """The run of the steps that a table has of its own; None where it has those of the program.

    text, suffix  of the table, as for `read_entries`
    """
    from . import claims_of
    from .formats import by_suffix

    names = Names(run)
    return own_steps(names, claims_of(by_suffix(suffix).read(text), names))


def own_steps(names: Names, claims: Sequence[Claim]) -> Run | None:
    """The run of the writer's own program at the same point; None if the table has none.

    It has one if some name or formula is no step of the program, every formula can be read, and the last has the value
    of the program's output, at the given point and at points beside it.
    """
    run = names.run
    given = [claim for claim in claims if claim.kind in ("", VALUE) and claim.formula and claim.name.strip()]
    if run.values is None or not 2 <= len(given) <= MOST or len(run.graph.outputs) != 1:
        return None
    if all_are_steps(Numbering(names), given):
        return None
    steps = OwnSteps(Names(run))
    if not all(steps.take(claim) for claim in given) or len(steps.lines) < 2:
        return None
    try:
        found = Run(parse("\n".join(steps.lines), "the steps of the table"), dict(run.built.values))
        return found if is_the_same(found, run, steps.points) else None
    except (AdtraceError, ArithmeticError):
        return None


def all_are_steps(numbering: Numbering, given: Sequence[Claim]) -> bool:
    """Whether every line is a step of the program, under the name that it has there or by its formula."""
    for claim in given:
        numbering.learn(claim.name, claim.formula)
        found = numbering.steps(claim.formula)
        if not found or numbering.names.meaning(claim.name).node not in found:
            return False
    return True


def is_the_same(found: Run, run: Run, points: Sequence[Any]) -> bool:
    """Whether two programs have the same output at some points, given as the values of the second one's nodes."""
    graph, (_, output) = run.graph, run.graph.outputs[0]
    if len(found.graph.outputs) != 1 or len(points) < 2:
        return False
    for values in points:
        inputs = {graph.names[node]: values[node] for node in graph.inputs}
        mine = evaluate(found.graph, {name: inputs[name] for name in found.built.values})
        if not same(mine[found.graph.outputs[0][1]], values[output]):
            return False
    return True
