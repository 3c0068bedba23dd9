"""What a call means: a user's function, an operator or a composite; and which argument goes where."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache
from typing import Any

from ..errors import AdtraceError, LimitError, Span
from ..lang.columns import Columns, Function, Program
from ..lang.grammar import PASTED_NAMES
from ..lang.parser import parse_functions
from ..limits import LIMITS
from ..named import Record
from ..rules import table
from ..rules.table import Operator
from .constants import Constants, static

COMPOSITES = os.path.join(os.path.dirname(table.__file__), "composites.adt")
"""The file of named sub-graphs in the language itself: losses and penalties."""


@cache
def composites() -> dict[str, Function]:
    """The composites, by name."""
    return parse_functions(composites_text(), COMPOSITES)


def composites_text() -> str:
    """The text of their file."""
    with open(COMPOSITES, encoding="utf-8") as file:
        return file.read()


class Inlined(Record):
    """A call that is being written out: its function, where the call stands, and how deep it is nested.

    place  the entry of the outermost call in the program's columns; `span`, the offsets of its text
    """

    function: Function
    place: int
    span: Span
    depth: int


class Call(Record):
    """A call of a function that was written out.

    args    the nodes of its arguments; `result`, that of its value
    first   the first node that it appended; `end`, the node behind its last
    """

    name: str
    args: tuple[int, ...]
    result: int
    first: int
    end: int


def resolve_call(program: Program, word: str, within: Inlined | None) -> tuple[Function | None, Sequence[Operator]]:
    """The user's function of this name, else the operators, else the composite. Raises AdtraceError for none.

    The error knows no place: the caller does.

    A function's body may call those defined before it, and a composite's body only composites: nothing recurs.
    """
    caller = within.function if within else None
    functions = program.functions if caller is None or caller.where != COMPOSITES else composites()
    function = functions.get(word)
    if function is not None:
        if caller is not None and function.number >= caller.number:
            what = "itself" if function is caller else f"{word}, which is defined after it"
            hint = "functions are written out where they are used: no recursion"
            raise AdtraceError(f"{caller.name} calls {what}", hint=hint)
        if within is not None and within.depth >= LIMITS.call_depth:
            raise LimitError(f"calls are nested more than {LIMITS.call_depth} deep", within.span, "this is the limit")
        return function, ()
    if rows := table.called(PASTED_NAMES.get(word, word)):
        return None, rows
    if word in composites():
        return composites()[word], ()
    known = [*program.functions, *table.words(), *composites()]
    alike = table.nearest(word, known)
    label = f"did you mean {alike}?" if alike else ""
    hint = "`adtrace ops` lists them all"
    raise AdtraceError(f"unknown function {word}", hint=hint, label=label)


def bind_call(
    constants: Constants,
    rows: Sequence[Operator],
    columns: Columns,
    position: int,
    ids: Sequence[int | None],
) -> tuple[Operator, list[int], dict[str, Any]]:
    """The operator that a call means, its operands' nodes and its parameters. Raises AdtraceError."""
    word, items = columns.data[position][0], columns.args[position]
    operator = _by_count(rows, len(items))
    count = len(items) if operator.variadic else min(len(items), len(operator.operands))
    named = _named(operator, word, columns, position, items[count:])
    operands = [_node(columns, item, ids) for item in items[:count]]
    for name in () if operator.variadic else operator.operands[count:]:
        if name in named:
            operands.append(_node(columns, named.pop(name), ids))
        elif name in operator.defaults:
            default = operator.defaults[name]
            operands.append(constants.graph.literal(default, f"{default:g}"))
        else:
            raise _wrong_count(operator, word, len(items), columns.span(position))
    if not operands:
        raise _wrong_count(operator, word, 0, columns.span(position))
    given = {key: static(constants, columns, item, ids) for key, item in named.items()}
    return operator, operands, {**operator.params, **given}


def _named(operator: Operator, word: str, columns: Columns, position: int, rest: Sequence[int]) -> dict[str, int]:
    """Arguments by name: keywords, and positional ones beyond the operands. Raises AdtraceError for misfits."""
    keywords = columns.data[position][1]
    if len(rest) > len(operator.params):
        raise _wrong_count(operator, word, len(columns.args[position]), columns.span(position))
    named = dict(zip(operator.params, rest, strict=False))
    known = [*operator.operands[len(columns.args[position]) - len(rest) :], *operator.params]
    for key, item in keywords.items():
        if key in named or (key in operator.operands and key not in known):
            raise AdtraceError(f"{word} is given {key} twice", columns.span(position), f"write {operator.signature}")
        if key not in known or key.startswith("*"):
            alike = table.nearest(key, known)
            label = f"did you mean {alike}=?" if alike else ""
            hint = f"write {operator.signature}" if alike or operator.params else "= names an argument; compare with =="
            raise AdtraceError(f"{word} has no {key}=", columns.span(position), hint, label=label)
        named[key] = item
    return named


def _by_count(rows: Sequence[Operator], count: int) -> Operator:
    """Of operators with one spelling (max), the one that takes this many operands."""
    if len(rows) == 1:
        return rows[0]
    return next((row for row in rows if row.variadic == (count > 1)), rows[0])


def _node(columns: Columns, item: int, ids: Sequence[int | None]) -> int:
    node = ids[item]
    if node is None:
        raise AdtraceError("a slice stands in an index only", columns.span(item), "write x[1:3]")
    return node


def _wrong_count(operator: Operator, word: str, count: int, span: Span) -> AdtraceError:
    needed = [name for name in operator.operands if name not in operator.defaults]
    expected = "at least 1 value" if operator.variadic else f"{len(needed)} value{'s'[: len(needed) != 1]}"
    return AdtraceError(f"{word} takes {expected}, not {count}", span, f"write {operator.signature}")
