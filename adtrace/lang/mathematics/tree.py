"""What written mathematics is read as: one entry per operation, operands before what uses them; and its text."""

from __future__ import annotations

from bisect import bisect_right

from ...errors import AdtraceError, Span
from ...named import Record
from ...records import Shape
from ..grammar import ATOM, BY_OPERATOR, COMPARISON, POSTFIX, POWER, SIGN
from ..printer import Printer

LEAF, CALL, LIST, ELEMENT = "leaf", "call", "list", "element"


class Entry(Record):
    """One entry.

    op      an operator of the grammar, neg, transpose, or LEAF, CALL, LIST, ELEMENT
    text    of a leaf its text, of a call its word, of an element its index
    keys    of a call, the names of its last operands
    shape   of its value, () where that is not known
    row     whether it is a row: a vector that was transposed
    signed  whether its text begins with a minus sign
    """

    op: str
    args: tuple[int, ...]
    text: str
    span: Span
    keys: tuple[str, ...] = ()
    shape: Shape = ()
    row: bool = False
    signed: bool = False

    @property
    def binding(self) -> int:
        """How tightly its text binds."""
        if self.op in BY_OPERATOR:
            return BY_OPERATOR[self.op].binding
        return {"neg": SIGN, "transpose": POSTFIX, ELEMENT: POSTFIX}.get(self.op, ATOM)


class Text:
    """A text that knows, of each of its pieces, where it comes from.

    pending  what is wrong with it as long as its names have no values
    """

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.starts: list[int] = []
        self.spans: list[Span] = []
        self.length = 0
        self.pending: AdtraceError | None = None

    def add(self, piece: str, span: Span) -> None:
        """Append a piece."""
        self.pieces.append(piece)
        self.starts.append(self.length)
        self.spans.append(span)
        self.length += len(piece)

    def origin(self, span: Span) -> Span:
        """Where a stretch of the text comes from."""
        if not self.spans:
            return span
        first = max(bisect_right(self.starts, span[0]) - 1, 0)
        last = max(bisect_right(self.starts, max(span[1] - 1, span[0])) - 1, first)
        spans = self.spans[first : last + 1]
        return min(start for start, _ in spans), max(end for _, end in spans)

    def __str__(self) -> str:
        return "".join(self.pieces)


def write(entries: list[Entry], root: int, text: Text) -> None:
    """Append the text of an entry, with as few brackets as will do."""
    waiting: list[tuple[str, Span] | tuple[int, bool]] = [(root, False)]
    while waiting:
        what, how = waiting.pop()
        if isinstance(what, str):
            assert isinstance(how, tuple)
            text.add(what, how)
            continue
        entry = entries[what]
        parts = parts_of(entries, entry)
        waiting += reversed([("(", entry.span), *parts, (")", entry.span)] if how else parts)


def parts_of(entries: list[Entry], entry: Entry) -> list[tuple[str, Span] | tuple[int, bool]]:
    """An entry's own signs, and its operands with whether they stand in brackets."""
    op, args, span = entry.op, entry.args, entry.span
    if op == LEAF:
        return [(entry.text, span)]
    if op in BY_OPERATOR:
        left, right = args
        between = (entries[left].span[1], entries[right].span[0])
        before, after = in_brackets(entries, entry)
        sign = Printer.signs[op]
        return [(left, before), (sign, between if between[0] < between[1] else span), (right, after)]
    if op == "neg":
        return [("-", (span[0], span[0] + 1)), (args[0], entries[args[0]].binding < POWER)]
    if op in ("transpose", ELEMENT):
        below = entries[args[0]]
        loose = below.binding < POSTFIX or (below.op == LEAF and below.text[0].isdigit())
        return [(args[0], loose), (".T" if op == "transpose" else entry.text, span)]
    opened, closed = (f"{entry.text}(", ")") if op == CALL else ("[", "]")
    parts: list[tuple[str, Span] | tuple[int, bool]] = [(opened, span)]
    named = len(args) - len(entry.keys)
    for place, arg in enumerate(args):
        comma = ", " if place else ""
        key = f"{entry.keys[place - named]}=" if place >= named else ""
        parts += [(comma + key, span)] if comma + key else []
        parts.append((arg, False))
    return [*parts, (closed, span)]


def in_brackets(entries: list[Entry], entry: Entry) -> tuple[bool, bool]:
    """Whether the operands of a binary operation stand in brackets. A sign inside one does, except in front."""
    left, right = (entries[arg] for arg in entry.args)
    binding = entry.binding
    if entry.op == "power":
        return left.binding <= POWER, right.binding < POWER and right.op != "neg"
    before = left.binding <= binding if binding == COMPARISON else left.binding < binding
    after = right.binding <= binding
    return before, after or right.signed
