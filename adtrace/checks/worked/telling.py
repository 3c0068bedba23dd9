"""What a mistake is told as: the words for the placeholders of its message."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from string import Formatter

from ...graph.formulas import GraphFormulas
from ...records.worked import ADJOINT, INCREMENT, PARTIAL, TANGENT, VALUE
from .guess import Guess
from .line import NO_STEP, PARTIALS, Line


def words_of(message: str, line: Line, guess: Guess) -> dict[str, str]:
    """The words for the placeholders of a message, by name: the guess's own, else the line's."""
    fields = dict.fromkeys(field for _, field, _, _ in Formatter().parse(message) if field)
    return {field: guess.words[field] if field in guess.words else WORDS[field](line) for field in fields}


def what(line: Line) -> str:
    """The number in symbols."""
    run, node = line.derivation.run, line.named(line.key.node)
    if line.kind in (PARTIAL, PARTIALS):
        return f"d{step(line)}/d{node}"
    if line.kind == TANGENT:
        return run.tangent_name.format(node)
    if line.kind == ADJOINT:
        return run.adjoint_name.format(node)
    return line.increment_text(line.step, line.operand) if line.kind == INCREMENT else node


def step(line: Line) -> str:
    """The step whose operation the line is about."""
    return line.named(line.step if line.step != NO_STEP else line.key.node)


def formula(line: Line) -> str:
    """That operation on its operands."""
    return line.text(formulas(line).value(line.step))


def rule(line: Line) -> str:
    """How the number is worked out, in symbols."""
    if line.kind == PARTIAL:
        return line.text(formulas(line).partial(line.step, line.operand))
    if line.kind == TANGENT:
        return line.text(formulas(line).tangent_rule(line.step, list(line.tangents)))
    return formula(line) if line.kind == VALUE else what(line)


def formulas(line: Line) -> GraphFormulas:
    """What writes the formulas of the derivation."""
    return line.recorder.formulas


WORDS: Mapping[str, Callable[[Line], str]] = {
    "what": what,
    "step": step,
    "node": lambda line: line.named(line.key.node),
    "function": lambda line: line.operator.spelled if line.operator else "",
    "formula": formula,
    "rule": rule,
}
"""What a line itself has words for."""
