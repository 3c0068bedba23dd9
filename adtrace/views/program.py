"""A straight-line program as a program of the language, which can be traced, checked, exported and derived again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from textwrap import wrap
from typing import Any

from ..lang.columns import Program
from ..lang.printer import Printer
from ..lang.tokens import without_comments
from ..records import NAME
from ..records.notes import noted
from ..records.straight import Statement, Straight
from .formats import Options
from .formats.json import SCHEMA

WIDTH = 100
TITLE = 60
"""Characters of an expression that stands in the first line."""


def program_text(
    straight: Straight, program: Program, reader: Options, *, asked: Collection[str] = (), order: int = 1
) -> str:
    """The program, with comments that say what it is.

    program  what it was derived from: its `input` lines are kept
    asked    inputs that stay inputs, also where nothing depends on them any more
    order    how often it was derived
    """
    lines = [*_comments(straight, reader, order), *_inputs(straight, program, asked)]
    printer = Printer()
    lines += [f"{statement.name} = {printer.text(statement.formula)}" for statement in straight.statements]
    names = results(straight)
    if len(names) > 1 or (straight.statements and names[-1:] != [straight.statements[-1].name]):
        lines.append(f"output {', '.join(names)}")
    return "\n".join(lines) + "\n"


def results(straight: Straight) -> list[str]:
    """The names of the outputs and of their derivatives, each once."""
    derivatives = [name for row in straight.derivatives.values() for name in row.values()]
    return list(dict.fromkeys([*straight.outputs.values(), *derivatives]))


def titled(expression: str) -> str:
    """A program's text in one line, shortened."""
    text = "; ".join(without_comments(expression).split("\n"))
    return text if len(text) <= TITLE else f"{text[: TITLE - 4]} ..."


def _comments(straight: Straight, reader: Options, order: int) -> Iterator[str]:
    what = titled(straight.expression) if straight.where == "expression" else straight.where
    mode = reader.say({"reverse": "reverse mode", "forward": "forward mode"}.get(straight.mode, "value"))
    again = "" if order == 1 else reader.say(", order {order}").format(order=order)
    yield from _comment(f"{mode}{again}: {printable(what)}")
    named = [
        f"{name} = d({y})/d({x})" if "=" in y + x else f"{name} = d{y}/d{x}"
        for y, row in straight.derivatives.items() for x, name in row.items()
    ]
    yield from _comment(", ".join(named))
    for note in straight.notes:
        yield from _comment(noted(note, reader.say))


def _comment(text: str) -> Iterable[str]:
    return [f"# {part}" for part in wrap(text, WIDTH - 2, break_on_hyphens=False)]


def printable(text: str) -> str:
    """A text without what would end a comment, or could not be seen in it."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _inputs(straight: Straight, program: Program, asked: Collection[str]) -> Iterator[str]:
    """The program's `input` lines, and one for every other input that nothing depends on any more."""
    declared = {line.name: line for line in program.inputs}
    used = {leaf.text for each in straight.statements for leaf in each.formula.leaves() if leaf.op == NAME}
    wanted = {x for row in straight.derivatives.values() for x in row}.union(asked)
    for name in straight.shapes:
        line = declared.get(name)
        if line is not None and line.result is not None:
            start, end = line.columns.span(line.result)
            yield f"input {name} = {program.text[start:end]}"
        elif line is not None or (name in wanted and name not in used):
            yield f"input {name}"


def program_object(straight: Straight, text: str, reader: Options) -> Mapping[str, Any]:
    """The same for programs."""
    return {
        "adtrace": SCHEMA,
        "mode": straight.mode,
        "expression": straight.expression,
        "program": text,
        "statements": [_statement_object(statement) for statement in straight.statements],
        "outputs": dict(straight.outputs),
        "derivatives": {y: dict(row) for y, row in straight.derivatives.items()},
        "notes": [noted(note, reader.say) for note in straight.notes],
    }


def _statement_object(statement: Statement) -> Mapping[str, Any]:
    return {
        "name": statement.name,
        "formula": Printer().text(statement.formula),
        "shape": list(statement.shape),
        "part": statement.part,
        "of": statement.of or None,
    }
