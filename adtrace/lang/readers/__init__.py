"""Languages that an expression can be written in, besides adtrace's own: one file each, listed by their names.

What is read is a text of adtrace's language, which every header shows, and it knows where each of its signs comes from:
a message points into what the user typed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from ...errors import EXPRESSION, AdtraceError, LimitError, Span
from ...limits import LIMITS
from ...named import Record
from ...records import Shape
from ...records.steps import NOTHING
from ...registry import entries
from ..columns import Program
from ..mathematics.setting import scalar
from ..mathematics.statements import read
from ..mathematics.tokens import Token
from ..mathematics.tree import Text
from ..parser import parse

Reader = Callable[[str], list[Token]]
"""A language: what its text is in tokens."""

ShapeOf = Callable[[str, tuple[Shape, ...]], Shape]


class Reading(Record):
    """How a program was read: the language's name, what was typed and what that is called, and what it was read as."""

    language: str
    source: str
    where: str
    text: Text

    def again(self, values: Mapping[str, Any], shape_of: ShapeOf) -> Program:
        """The same read with what is known of values."""
        return program_of(self.language, self.source, self.where, values, shape_of)

    def check(self) -> None:
        """Raise AdtraceError where names without values leave the reading open."""
        if self.text.pending is not None:
            raise self.text.pending.located(self.source, self.where)

    def place(self, span: Span | None) -> Span | None:
        """Where in what was typed a stretch of the program comes from."""
        return self.text.origin(span) if span else None


def names() -> tuple[str, ...]:
    """The languages."""
    return entries(__path__[0])


def by_name(name: str) -> Reader:
    """The language of this name. Raises AdtraceError for an unknown one."""
    if name not in names():
        raise AdtraceError(f"unknown language {name}", hint=f"the languages are {', '.join(names())}", where="--from")
    found: Reader = import_module(f"{__name__}.{name}").READER
    return found


def program_of(
    language: str, source: str, where: str = EXPRESSION, values: Mapping[str, Any] = NOTHING,
    shape_of: ShapeOf = scalar,
) -> Program:
    """A text in this language as a program. Raises AdtraceError, which points into the text as it was typed."""
    reader = by_name(language)
    if len(source) > LIMITS.written:
        raise LimitError(f"an expression of {len(source)} characters", hint=f"the limit is {LIMITS.written}")
    try:
        text = read(source, reader(source), values, shape_of)
    except AdtraceError as error:
        raise error.located(source, where) from None
    reading = Reading(language, source, where, text)
    try:
        program = parse(str(text))
    except AdtraceError as error:
        error.source, error.where, error.span = source, where, reading.place(error.span)
        raise
    program.reading = reading
    return program
