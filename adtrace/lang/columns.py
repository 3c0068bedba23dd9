"""What the parser makes of a text: flat columns, one entry per operation, in the order of evaluation."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ..errors import AdtraceError, Span
from ..named import Record
from .tokens import Places

if TYPE_CHECKING:
    from .readers import Reading

LITERAL, NAME, CALL, STACK, INDEX, SLICE = "literal", "name", "call", "stack", "index", "slice"
"""Entries that are not plain operators. A slice's bounds that are left out are MISSING."""

MISSING = -1

FROM_LINE = array("I", (1, 0))
"""The first and the last token of an entry whose place is counted in lines."""


class Columns:
    """An expression, or several, as parallel lists; operands always come before what uses them.

    A name or a literal has one entry, however often it is used; a name that a statement has assigned has none: what
    uses it points to the statement's value.

    ops     an operator's name, or one of LITERAL, NAME, CALL, STACK, INDEX, SLICE
    args    positions of the operands in these lists
    data    the text of a literal or name; (word, {keyword: position}) of a call; else None
    firsts, lasts   numbers of the first and the last token, among those of `places`; 1 and 0 of what came from lines
    lines   the first position and the offset in the text of every block of lines that was read at once
    """

    __slots__ = ("args", "data", "firsts", "lasts", "lines", "ops", "places")

    def __init__(self, places: Places) -> None:
        self.places = places
        self.ops: list[str] = []
        self.args: list[tuple[int, ...]] = []
        self.data: list[Any] = []
        self.firsts, self.lasts = array("I"), array("I")
        self.lines: list[tuple[int, int]] = []

    def __len__(self) -> int:
        return len(self.ops)

    def append(self, op: str, args: tuple[int, ...], data: Any, first: int, last: int) -> int:
        """Add one entry and return its position."""
        self.ops.append(op)
        self.args.append(args)
        self.data.append(data)
        self.firsts.append(first)
        self.lasts.append(last)
        return len(self.ops) - 1

    def extend(self, ops: Sequence[str], args: Sequence[tuple[int, ...]], data: Sequence[Any], start: int) -> None:
        """Add the entries of lines with one operation each, which begin at this offset of the text."""
        self.lines.append((len(self), start))
        self.ops.extend(ops)
        self.args.extend(args)
        self.data.extend(data)
        self.firsts.extend(FROM_LINE[:1] * len(ops))
        self.lasts.extend(FROM_LINE[1:] * len(ops))

    def places_of(self, op: str) -> Iterator[int]:
        """The positions of the entries with this operator's name, or of this kind."""
        position = -1
        for _ in range(self.ops.count(op)):
            position = self.ops.index(op, position + 1)
            yield position

    def span(self, position: int) -> Span:
        """Offsets of an entry's text; of a name or literal, where it stands first."""
        first, last = self.firsts[position], self.lasts[position]
        if first <= last:
            return self.places.span(first, last)
        from . import lines

        begin, start = self.lines[bisect_right(self.lines, (position, len(self.places.text))) - 1]
        return lines.span(self.places.text, start, position - begin)


class Statement(Record):
    """`name = expression`, or the last expression (name is None); result is the position of its value."""

    name: str | None
    result: int


class InputLine(Record):
    """`input name = default`, the default with columns of its own; result is None without one."""

    name: str
    span: Span
    columns: Columns
    result: int | None


class Function(Record):
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
    """A parsed text.

    inputs    its input lines; `functions`, its functions by name
    text      as given; `records.written.Written` if it was written from something else
    assigned  the statements with a name: where the value of each is in the columns
    last      the last statement
    reading   how it was read, where the user typed it in another language; else None
    outputs   names of the outputs, with their places, where a last line `output a, b` says which they are
    """

    __slots__ = ("assigned", "columns", "functions", "inputs", "last", "outputs", "reading", "text", "where")

    def __init__(self, text: str, where: str) -> None:
        self.text, self.where = text, where
        self.reading: Reading | None = None
        self.columns = Columns(Places(text))
        self.inputs: list[InputLine] = []
        self.functions: dict[str, Function] = {}
        self.assigned: dict[str, int] = {}
        self.last: Statement | None = None
        self.outputs: dict[str, Span] = {}

    @property
    def settled(self) -> tuple[str, ...]:
        """Names that a value can be given, and that are no inputs: what was written has used it already."""
        return getattr(self.text, "settled", ())

    @property
    def statements(self) -> list[Statement | InputLine]:
        """Input lines, then statements in their order."""
        named = [Statement(name, result) for name, result in self.assigned.items()]
        unnamed = [self.last] if self.last and self.last.name is None else []
        return [*self.inputs, *named, *unnamed]

    def located(self, error: AdtraceError) -> AdtraceError:
        """The error, knowing the text that its span points into: what the user typed, in whatever language."""
        reading = self.reading
        if reading is None or (error.source is not None and error.source is not self.text):
            return error.located(self.text, self.where)
        error.span, error.source, error.where = reading.place(error.span), reading.source, reading.where
        return error
