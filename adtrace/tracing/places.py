"""Where the user's code stands: the frames that run it, the line and the part of it, and what its variables hold."""

from __future__ import annotations

import linecache
import os
import sys
from collections.abc import Iterator
from functools import cache
from itertools import islice
from types import CodeType, FrameType

from ..errors import AdtraceError
from ..records.written import Source

OWN = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep
LIBRARIES = ("numpy", "scipy")
"""Their frames are not the user's, and neither are our own."""


@cache
def is_ours(file: str) -> bool:
    """Whether a file belongs to adtrace or to a library that runs the user's calls."""
    return file.startswith(OWN) or any(file.startswith(home) for home in _homes())


def _homes() -> Iterator[str]:
    for name in LIBRARIES:
        module = sys.modules.get(name)
        if module is not None and module.__file__:
            yield os.path.dirname(module.__file__) + os.sep


def users_frames(base: FrameType | None) -> list[FrameType]:
    """The frames of the user's code, the innermost first, down to the one that called it."""
    frame: FrameType | None = sys._getframe(1)
    found = []
    while frame is not None and frame is not base:
        if not is_ours(frame.f_code.co_filename):
            found.append(frame)
        frame = frame.f_back
    return found


def library_called(base: FrameType | None) -> str:
    """The function of a library that the user's code called, where that is what is running: "scipy.linalg.solve"."""
    frame: FrameType | None = sys._getframe(1)
    name = ""
    while frame is not None and frame is not base:
        file = frame.f_code.co_filename
        if not is_ours(file):
            break
        if not file.startswith(OWN):
            home = str(frame.f_globals.get("__name__", "")).split(".")
            name = ".".join([*(part for part in home if not part.startswith("_")), frame.f_code.co_name])
        frame = frame.f_back
    return name


def source_of(frame: FrameType) -> Source:
    """The line that a frame is at, and the part of it that is being computed."""
    line, start, end = _position(frame.f_code, frame.f_lasti, frame.f_lineno)
    return _source(frame.f_code.co_filename, line, start, end)


@cache
def _position(code: CodeType, instruction: int, number: int) -> tuple[int, int, int]:
    """The line of an instruction, and the bytes of it that it was made from; those of one that ends on another line are
    the whole line."""
    line, last, start, end = next(islice(code.co_positions(), instruction // 2, None), (number, None, 0, 0))
    if line is None or last is None or start is None or end is None:
        return number, 0, 0
    return (line, start, end) if line == last else (line, start, sys.maxsize)


@cache
def _source(file: str, number: int, start: int, end: int) -> Source:
    written = linecache.getline(file, number).rstrip("\n")
    text = written.strip()
    indent = len(written) - len(written.lstrip())
    encoded = written.encode()
    first, last = (len(encoded[:place].decode(errors="ignore")) - indent for place in (start, end))
    if not 0 <= first < last:
        first, last = 0, len(text)
    return Source(os.path.basename(file), number, text, first, min(last, len(text)))


def forget() -> None:
    """Read files again: they may have been written anew since another function was traced."""
    linecache.checkcache()
    _source.cache_clear()


def error_at(source: Source | None, message: str, hint: str = "") -> AdtraceError:
    """An error that points at a line of Python."""
    if source is None or not source.text:
        return AdtraceError(f"{source.place}: {message}" if source else message, hint=hint)
    span = (source.start, max(source.end, source.start + 1))
    return AdtraceError(message, span, hint, source=source.text, where=source.file, first=source.line)
