"""%adtrace and %%adtrace in a notebook: the command line, whose traces and drawings the page shows as its own.

    %load_ext adtrace
    %adtrace reverse "x*y" --at x=2,y=3

Nothing of IPython is imported: it hands over its shell, and shows what has the methods that it looks for.
"""

from __future__ import annotations

import io
import shlex
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from typing import Any

from ..errors import CHECK_FAILED, INTERRUPTED, OK, AdtraceError
from ..records import Trace
from ..views import notebook
from ..views.formats import DRAWING, Format, Options
from .main import run


class Refused(AdtraceError):
    """A command line that failed: the page shows its message, not where in adtrace it was raised."""

    def _render_traceback_(self) -> list[str]:
        return [self.message]


class Shown(Trace):
    """A trace that is shown as its command line asked for; in all else the trace that `adtrace.reverse` gives."""

    options: Options

    def _repr_mimebundle_(
        self, include: Collection[str] | None = None, exclude: Collection[str] | None = None
    ) -> notebook.Display:
        return notebook.display(self, self.options, include or (), exclude or ())


class Drawn:
    """A drawing that a page shows."""

    def __init__(self, svg: str) -> None:
        self.svg = svg

    def __repr__(self) -> str:
        return f"<drawing of {len(self.svg)} characters>"

    def _repr_svg_(self) -> str:
        return self.svg


class Answer:
    """What one command line gives instead of writing it: a trace or a drawing, or nothing."""

    shown: Shown | Drawn | None = None

    def take(self, trace: Trace, chosen: Format, options: Options) -> None:
        """Keep a result. Raises AdtraceError where the format does not fit the trace."""
        rendered = chosen.render(trace, options)  # Says now what is wrong with the options, not when it is shown.
        if chosen.kind == DRAWING:
            self.shown = Drawn(rendered if isinstance(rendered, str) else "".join(map(str, rendered)))
        else:
            self.shown = Shown(*trace)
            self.shown.options = options._replace(width=notebook.WIDTH, colour=False)


def load(shell: Any) -> None:
    """Give the shell %adtrace, and %%adtrace, whose cell is the program."""
    shell.register_magic_function(magic, "line_cell", "adtrace")


def magic(line: str, cell: str | None = None) -> Shown | Drawn | None:
    """Run one command line. Its trace or drawing is returned, what it writes is printed. Raises Refused."""
    answer = Answer()
    with streams() as (out, err):
        code = run([*words(line), *(["--", cell] if cell is not None else [])], take=answer.take)
    message = text_of(err)
    sys.stdout.write(text_of(out))
    if code == INTERRUPTED:
        raise KeyboardInterrupt
    if code == OK:
        sys.stderr.write(message)
        return answer.shown
    if code == CHECK_FAILED:  # The result is there, and so is what is wrong with it.
        sys.displayhook(answer.shown)
        message += "error: --strict met a warning"
    raise Refused(message.rstrip("\n"))


def words(line: str) -> list[str]:
    """The words of a line, as a shell would split it. Raises Refused."""
    try:
        return shlex.split(line)
    except ValueError as error:
        raise Refused(f"error: {str(error).lower()}: {line}") from None


@contextmanager
def streams() -> Iterator[tuple[io.TextIOWrapper, io.TextIOWrapper]]:
    """Standard output and error that are kept; a page has no standard input to read a program from."""
    before, sys.stdin = sys.stdin, None
    out, err = stream(), stream()
    try:
        with redirect_stdout(out), redirect_stderr(err):
            yield out, err
    finally:
        sys.stdin = before


def stream() -> io.TextIOWrapper:
    """A stream over bytes, as the command line writes to."""
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="backslashreplace", newline="\n")


def text_of(stream: io.TextIOWrapper) -> str:
    """What has been written to a stream."""
    stream.flush()
    stream.seek(0)
    return stream.read()
