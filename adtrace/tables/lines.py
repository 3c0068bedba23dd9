"""The lines of a text file, some megabytes at a time, with their numbers."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

from ..errors import AdtraceError, LimitError
from ..named import Record
from . import unreadable

STANDARD_INPUT = "-"
READ = 1 << 20
"""Bytes that are read at a time."""

LONGEST = 1 << 26
"""Bytes of the longest line."""


class Lines(Record):
    """Some lines of a file, without their ends; `number` is that of the first, from 1."""

    number: int
    lines: list[str]


def line_blocks(path: str, title: str) -> Iterator[Lines]:
    """All lines of a file, or of standard input for "-".

    title  what messages call it
    Raises AdtraceError where it cannot be read or is no UTF-8 text, and LimitError for a line without an end.
    """
    try:
        if path != STANDARD_INPUT:
            with open(path, "rb") as file:
                yield from _blocks(file, title)
        elif sys.stdin is None:
            raise AdtraceError("standard input is closed", hint="name a file in place of -")
        else:
            yield from _blocks(sys.stdin.buffer, title)
    except OSError as error:
        raise unreadable(title, error) from None
    except ValueError as error:  # A NUL in the name.
        raise AdtraceError(f"cannot read {title!a}: {error}", hint="check the name") from None


def _blocks(stream: Any, title: str) -> Iterator[Lines]:
    number = 1
    parts: list[bytes] = []
    while data := stream.read1(READ):  # Not read: it would not notice an interrupt between two blocks.
        end = data.rfind(b"\n") + 1
        parts.append(data[:end] if end else data)
        if not end:
            if sum(map(len, parts)) > LONGEST:
                hint = "a table has one row a line"
                raise LimitError(f"{title}, line {number} has more than {LONGEST} bytes", hint=hint)
            continue
        yield (lines := _decoded(b"".join(parts), number, title))
        number += len(lines.lines)
        parts = [data[end:]]
    if last := b"".join(parts):
        yield _decoded(last, number, title)


def _decoded(data: bytes, number: int, title: str) -> Lines:
    """Whole lines as text. Raises AdtraceError naming the line that is none."""
    nul = data.find(b"\0")
    try:
        text = data.decode("utf-8-sig" if number == 1 else "utf-8")
        wrong = nul
    except UnicodeDecodeError as error:
        wrong = error.start if nul < 0 else min(nul, error.start)
    if wrong >= 0:
        line = number + data[:wrong].count(b"\n")
        raise AdtraceError(
            f"{title} is not UTF-8 text: byte 0x{data[wrong]:02X} in line {line}", hint="save it as UTF-8"
        )
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return Lines(number, text.removesuffix("\n").split("\n"))
