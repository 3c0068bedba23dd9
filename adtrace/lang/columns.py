"""What the parser makes of a text: flat columns, one entry per operation, in the order of evaluation."""

from __future__ import annotations

from typing import Any, NamedTuple

from ..errors import Span

LITERAL, NAME, CALL, STACK, INDEX, SLICE = "literal", "name", "call", "stack", "index", "slice"
"""Entries that are not plain operators. A slice's bounds that are left out are MISSING."""

MISSING = -1


class Columns:
    """An expression, or several, as parallel lists; operands always come before what uses them.

    ops     an operator's name, or one of LITERAL, NAME, CALL, STACK, INDEX, SLICE
    args    positions of the operands in these lists
    data    the text of a literal or name; (word, {keyword: position}) of a call; else None
    starts, ends   offsets into the text
    """

    __slots__ = ("args", "data", "ends", "ops", "starts")

    def __init__(self) -> None:
        self.ops: list[str] = []
        self.args: list[tuple[int, ...]] = []
        self.data: list[Any] = []
        self.starts: list[int] = []
        self.ends: list[int] = []

    def __len__(self) -> int:
        return len(self.ops)

    def append(self, op: str, args: tuple[int, ...], data: Any, start: int, end: int) -> int:
        """Add one entry and return its position."""
        self.ops.append(op)
        self.args.append(args)
        self.data.append(data)
        self.starts.append(start)
        self.ends.append(end)
        return len(self.ops) - 1

    def span(self, position: int) -> Span:
        """Offsets of an entry's text."""
        return self.starts[position], self.ends[position]


class Statement(NamedTuple):
    """`name = expression`, or the last expression (name is None). start is where its columns begin."""

    name: str | None
    span: Span
    start: int
    result: int


class InputLine(NamedTuple):
    """`input name = default`; result is None without a default."""

    name: str
    span: Span
    start: int
    result: int | None


class Function(NamedTuple):
    """`name(parameters) = body`, with columns of its own and the text that they point into."""

    name: str
    parameters: tuple[str, ...]
    columns: Columns
    result: int
    span: Span
    text: str
    where: str
    number: int
    """Its place among the functions: a body may call those before it, so nothing recurs."""


class Program:
    """A parsed text: its statements and functions, and the columns that they point into."""

    __slots__ = ("columns", "functions", "statements", "text", "where")

    def __init__(self, text: str, where: str) -> None:
        self.text, self.where = text, where
        self.columns = Columns()
        self.statements: list[Statement | InputLine] = []
        self.functions: dict[str, Function] = {}
