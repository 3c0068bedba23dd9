"""What can go wrong, and the exit code of each: nothing else is raised on a user's account."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

OK = 0
CHECK_FAILED = 1
BAD_INPUT = 2
LIMIT_REACHED = 3
OUTPUT_FAILED = 4
INTERRUPTED = 130

Span = tuple[int, int]
"""Start and end offsets into a source text, in characters."""


EXPRESSION = "expression"
"""What program text is called that comes from no file."""

FIRST, SECOND = "first", "second"
"""Which of two expressions."""


class AdtraceError(Exception):
    """A message for the user: what is wrong, where, and what to do.

    span   start and end offsets into `source`, or None where no text is to blame
    hint   what to do about it, one line, or ""
    label  what to write behind the carets, or ""
    source the text that the span points into; filled in by whoever holds it
    where  what that text is called: EXPRESSION, a file's name, "--at"
    first  the number of its first line, where it is a part of a file
    """

    exit_code = BAD_INPUT

    def __init__(
        self,
        message: str,
        span: Span | None = None,
        hint: str = "",
        *,
        label: str = "",
        source: str | None = None,
        where: str = EXPRESSION,
        first: int = 1,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.span = span
        self.hint = hint
        self.label = label
        self.source = source
        self.where = where
        self.first = first

    def located(self, source: str, where: str) -> AdtraceError:
        """The same error, knowing the text that its span points into (kept if it knows one already)."""
        if self.source is None:
            self.source, self.where = source, where
        return self


@contextmanager
def in_expression(which: str) -> Iterator[None]:
    """Say of errors in an expression in which of two they are; a file says so by its name."""
    try:
        yield
    except AdtraceError as error:
        if error.where == EXPRESSION and error.source is not None:
            error.where = f"{which} {EXPRESSION}"
        raise


class LimitError(AdtraceError):
    """A cap of `limits` was reached."""

    exit_code = LIMIT_REACHED


class ShapeError(AdtraceError):
    """The shapes of an operation's operands do not fit."""


class OutputError(AdtraceError):
    """The result could not be written where it was asked for."""

    exit_code = OUTPUT_FAILED
