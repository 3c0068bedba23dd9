"""Where a result goes: to stdout piece by piece, or to a file that is replaced whole or not at all."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable

from ..errors import OutputError

Rendered = str | bytes | Iterable[str]


def write(rendered: Rendered, path: str | None, *, no_clobber: bool = False) -> None:
    """Write a finished result. Raises OutputError, and then nothing has changed."""
    if path is None or path == "-":
        to_stdout(rendered)
    else:
        to_file(rendered, path, no_clobber=no_clobber)


def to_stdout(rendered: Rendered) -> None:
    """Write to stdout; letters that it cannot show become escapes. Raises OutputError where it takes no more."""
    if sys.stdout is None:
        raise OutputError("cannot write to standard output: it is closed", hint="-o writes to a file")
    encoding = sys.stdout.encoding or "utf-8"
    try:
        for piece in pieces(rendered, encoding):
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"cannot write to standard output: {reason(error)}") from None


def pieces(rendered: Rendered, encoding: str) -> Iterable[bytes]:
    """The result as bytes."""
    if isinstance(rendered, bytes):
        return (rendered,)
    texts = (rendered,) if isinstance(rendered, str) else rendered
    return (text.encode(encoding, "backslashreplace") for text in texts)


def to_file(rendered: Rendered, path: str, *, no_clobber: bool) -> None:
    """Write beside the file and put it in its place when it is complete."""
    if os.path.isdir(path):
        raise OutputError(f"{path} is a folder", hint="name a file in it")
    if no_clobber and os.path.lexists(path):
        raise OutputError(f"{path} exists already", hint="leave out --no-clobber to replace it")
    try:
        if is_device(path):
            with open(path, "wb") as device:
                device.writelines(pieces(rendered, "utf-8"))
            return
        if os.path.islink(path):
            raise OutputError(f"{path} is a symbolic link to {os.readlink(path)}", hint="name that file itself")
        _replace(rendered, path)
    except (OSError, ValueError) as error:
        raise OutputError(
            f"cannot write {path}: {reason(error)}", hint="check the folder and its permissions"
        ) from None


def is_device(path: str) -> bool:
    """Whether this is a device, a pipe or the like, also by way of a link: it is written to, and never replaced."""
    return os.path.exists(path) and not stat.S_ISREG(os.stat(path).st_mode)


def _replace(rendered: Rendered, path: str) -> None:
    import tempfile

    folder = os.path.dirname(os.path.abspath(path))
    mode = stat.S_IMODE(os.stat(path).st_mode) if os.path.exists(path) else 0o666 & ~_umask()
    descriptor, beside = tempfile.mkstemp(prefix=".adtrace-", dir=folder)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.writelines(pieces(rendered, "utf-8"))
        os.chmod(beside, mode)
        os.replace(beside, path)
    except BaseException:
        os.unlink(beside)
        raise


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current


def reason(error: OSError | ValueError) -> str:
    """What the system said."""
    return (getattr(error, "strerror", None) or str(error)).lower()
