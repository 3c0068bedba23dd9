"""Where a result goes: to stdout piece by piece, or to a file that is replaced whole or not at all."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import BinaryIO

from ..errors import OutputError
from ..views import console
from .progress import progress

Rendered = str | bytes | Iterable[str]


def write(rendered: Rendered, path: str | None, *, no_clobber: bool = False) -> None:
    """Write a finished result. Raises OutputError, and then nothing has changed."""
    found = pieces(rendered, _encoding() if is_stdout(path) else "utf-8")
    seen = not (isinstance(rendered, (str, bytes)) or is_screen(path))
    with destination(path, no_clobber=no_clobber) as stream, progress("writing", seen=seen):
        stream.writelines(found)


def is_stdout(path: str | None) -> bool:
    """Whether this stands for standard output."""
    return path in (None, "-")


def is_screen(path: str | None) -> bool:
    """Whether a result is written to the terminal, where a progress bar would stand in between."""
    return is_stdout(path) and sys.stdout is not None and console.is_terminal(sys.stdout)


def destination(path: str | None, *, no_clobber: bool = False) -> AbstractContextManager[BinaryIO]:
    """A stream that a result is written to: standard output, a device, or a file that takes the place of `path`.

    It does so when the context ends well, and is removed otherwise. Raises OutputError where it takes no more.
    """
    return _stdout() if path is None or path == "-" else _file(path, no_clobber)


@contextmanager
def _stdout() -> Iterator[BinaryIO]:
    """Standard output; a reader that has gone raises BrokenPipeError."""
    if sys.stdout is None:
        raise OutputError("cannot write to standard output: it is closed", hint="-o writes to a file")
    try:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"cannot write to standard output: {reason(error)}") from None


def _encoding() -> str:
    """That of standard output; letters that it cannot show become escapes."""
    return getattr(sys.stdout, "encoding", None) or "utf-8"


def pieces(rendered: Rendered, encoding: str) -> Iterable[bytes]:
    """The result as bytes."""
    if isinstance(rendered, bytes):
        return (rendered,)
    texts = (rendered,) if isinstance(rendered, str) else rendered
    return (text.encode(encoding, "backslashreplace") for text in texts)


@contextmanager
def _file(path: str, no_clobber: bool) -> Iterator[BinaryIO]:
    """A device, or a file beside `path` that is put in its place when it is complete."""
    if "\0" in path:
        raise OutputError(f"cannot write {path!a}: a name has no NUL", hint="check the name")
    if not path:
        raise OutputError("--output is given no name", hint="name a file, or - for standard output")
    if os.path.isdir(path):
        raise OutputError(f"{path} is a folder", hint="name a file in it")
    if no_clobber and os.path.lexists(path):
        raise OutputError(f"{path} exists already", hint="leave out --no-clobber to replace it")
    try:
        if is_device(path):
            with open(path, "wb") as device:
                yield device
            return
        if os.path.islink(path):
            raise OutputError(f"{path} is a symbolic link to {os.readlink(path)}", hint="name that file itself")
        with ends_in_order(), _replacement(path) as file:
            yield file
    except OSError as error:
        raise OutputError(
            f"cannot write {path}: {reason(error)}", hint="check the folder and its permissions"
        ) from None


def is_device(path: str) -> bool:
    """Whether this is a device, a pipe or the like, also by way of a link: it is written to, and never replaced."""
    return os.path.exists(path) and not stat.S_ISREG(os.stat(path).st_mode)


@contextmanager
def _replacement(path: str) -> Iterator[BinaryIO]:
    import tempfile

    folder = os.path.dirname(os.path.abspath(path))
    mode = stat.S_IMODE(os.stat(path).st_mode) if os.path.exists(path) else 0o666 & ~umask()
    descriptor, beside = tempfile.mkstemp(prefix=".adtrace-", dir=folder)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
        os.chmod(beside, mode)
        os.replace(beside, path)
    except BaseException:
        os.unlink(beside)
        raise


@contextmanager
def ends_in_order() -> Iterator[None]:
    """Let a request to end (SIGTERM) unwind as an interrupt does, so that no file stays half-written."""
    import signal
    import threading

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL if before is None else before)


def umask() -> int:
    """The permissions that new files do not get."""
    current = os.umask(0)
    os.umask(current)
    return current


def reason(error: OSError | ValueError) -> str:
    """What the system said."""
    return (getattr(error, "strerror", None) or str(error)).lower()
