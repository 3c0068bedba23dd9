"""Program text that was written from something else, such as a Python function, and still knows where it comes from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from ..named import Record

Span = tuple[int, int]


class Source(Record):
    """A line of source.

    file   its name, `line` the number of the line, `text` what stands there, without its indentation
    start, end  offsets into `text` of what is meant
    """

    file: str
    line: int
    text: str
    start: int = 0
    end: int = 0

    @property
    def place(self) -> str:
        """file.py:12."""
        return f"{self.file}:{self.line}"

    def seen_from(self, called: str) -> str:
        """The place for a reader of what is `called` so: the line alone where it is in the same file.

        >>> Source("model.py", 12, "h = x").seen_from("model.py:loss")
        '12'
        """
        return str(self.line) if self.file == called.rpartition(":")[0] else self.place


class Written(str):
    """The text of a program: wherever program text is taken, this can be given.

    starts   offsets at which the parts of the text begin that come from one line each; `sources`, those lines
    settled  names that a value can be given and that are no inputs: it has been used already
    called   what it was written from: "model.py:loss"
    """

    starts: Sequence[int] = ()
    sources: Sequence[Source | None] = ()
    settled: tuple[str, ...] = ()
    called: str = ""

    def source_at(self, span: Span | None) -> Source | None:
        """The line that a part of the text comes from."""
        place = -1 if span is None else bisect_right(self.starts, span[0]) - 1
        return self.sources[place] if place >= 0 else None


def source_at(text: str, span: Span | None) -> Source | None:
    """The line that a part of a program comes from, None where the text is all there is."""
    return text.source_at(span) if isinstance(text, Written) else None
