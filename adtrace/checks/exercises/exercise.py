"""An exercise from a program or from knobs: its traces, its blanks, and the text of its file."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from ...errors import AdtraceError, LimitError
from ...lang.columns import Program
from ...lang.parser import parse
from ...lang.printer import number_text
from ...limits import LIMITS
from ...records.exercise import BOTH, FORWARD, MODES, REVERSE, Exercise, Knobs
from ...rules.table import nearest
from ...sweeps.run import Run
from .blanks import blanks, hidden


def made(knobs: Knobs, mode: str = REVERSE, blank: Sequence[str] = ()) -> Exercise:
    """A new exercise, the same for the same knobs, mode and seed. Raises AdtraceError."""
    from .make import make

    check_mode(mode)
    hidden(blank, mode, point=True)
    found = make(knobs, mode)
    return exercise(parse(found.text), found.at, mode, blank)._replace(made_by=knobs)


def exercise(
    program: Program,
    at: Mapping[str, Any],
    mode: str = REVERSE,
    blank: Sequence[str] = (),
    *,
    wrt: Sequence[str] = (),
) -> Exercise:
    """A program as an exercise: its sheet has the blanks that are asked for.

    wrt  inputs that get a forward sweep each, by default the first alone
    Raises AdtraceError.
    """
    check_mode(mode)
    run = Run(program, at)
    operands = sum(len(run.graph.args[node]) for node in run.names.steps)
    if operands > LIMITS.exercise:
        hint = f"the limit is {LIMITS.exercise} operands; adtrace {REVERSE} has the whole solution"
        raise LimitError(f"steps with {operands} operands are too much for an exercise", hint=hint)
    kinds = hidden(blank, mode, point=run.values is not None)
    value = run.value()
    forward = run.forward((), wrt, first=not wrt) if mode in (FORWARD, BOTH) else None
    reverse = run.reverse((), ()) if mode in (REVERSE, BOTH) else None
    entries = tuple(blanks(kinds, value, forward, reverse))
    if not entries:
        raise AdtraceError("nothing is left blank", hint="--blank all leaves everything blank")
    values = {name: value for name, value in run.built.values.items() if value is not None}
    text = without_inputs(program, values.keys())
    lines = [f"input {name} = {constant(value)}" for name, value in values.items()]
    return Exercise("\n".join([*lines, text, ""]), text, mode, kinds, entries, value, forward, reverse)


def check_mode(mode: str) -> None:
    """Refuse a mode that there is not. Raises AdtraceError."""
    if mode not in MODES:
        alike = nearest(mode, MODES)
        hint = f"the modes are {', '.join(MODES)}"
        raise AdtraceError(f"there is no mode {mode}", hint=f"did you mean {alike}? {hint}" if alike else hint)


def without_inputs(program: Program, names: Collection[str]) -> str:
    """The program's text without the input lines of these names."""
    text = program.text
    for line in reversed(program.inputs):
        if line.name in names:
            start = 1 + max(text.rfind(sign, 0, line.span[0]) for sign in "\n;")
            text = text[:start] + text[statement_end(text, start) :]
    return "\n".join(part for part in text.split("\n") if part.strip())


def statement_end(text: str, start: int) -> int:
    """Where a statement ends, behind its semicolon or line end: outside brackets and comments."""
    depth, comment = 0, False
    for place in range(start, len(text)):
        sign = text[place]
        comment = (comment or sign == "#") and sign != "\n"
        depth += 0 if comment else (sign in "([") - (sign in ")]")
        if not comment and depth <= 0 and sign in "\n;":
            return place + 1
    return len(text)


def constant(value: Any) -> str:
    """A value as a program writes it, exactly."""
    if not hasattr(value, "shape"):
        return number_text(value)
    return nested(value.tolist())


def nested(value: Any) -> str:
    """Nested lists of numbers as a program writes them: a stack of what is done and what is to do."""
    parts: list[str] = []
    stack: list[Any] = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            parts.append(item)
        elif isinstance(item, list):
            stack.append("]")
            for place in range(len(item) - 1, -1, -1):
                stack += [item[place], *([", "] if place else [])]
            parts.append("[")
        else:
            parts.append(number_text(item))
    return "".join(parts)
