"""A run of the command line, and what happens when it ends: exit codes, messages, interrupts, closed pipes."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..errors import INTERRUPTED, OK, AdtraceError, LimitError, OutputError
from . import calling
from .output import reason
from .plain import read

if TYPE_CHECKING:
    from .results import Taker


def run(args: Sequence[str] | None = None, take: Taker | None = None) -> int:
    """Run one command line and return its exit code; every message is on stderr, never a traceback.

    take  who gets a trace that would be written to standard output in the command's own format
    """
    arguments = list(sys.argv[1:] if args is None else args)
    try:
        return _invoke(arguments, take)
    except AdtraceError as error:
        return _fail(error, arguments)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader has gone: what is still buffered has nowhere to go when Python flushes it on exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except OSError as error:
        # Files are read and written with messages of their own: this is a help text that standard output did not take.
        return _fail(OutputError(f"cannot write to standard output: {reason(error)}"), arguments)
    except MemoryError:
        pass
    # Said only here: the frames that held the memory live as long as their exception.
    gc.collect()
    return _fail(LimitError("there is not enough memory for this", hint="choose a smaller program"), arguments)


def _invoke(arguments: list[str], take: Taker | None) -> int:
    """Read the line and call its command. Raises AdtraceError."""
    plain = read(arguments, take)
    if plain is not None:
        code = calling.run(*plain)
    else:
        from .clicked import invoke

        code = invoke(arguments, take)
    if sys.stdout is not None:
        sys.stdout.flush()
    return code


def _fail(error: AdtraceError, arguments: Sequence[str]) -> int:
    """Say what is wrong, on stderr, in the form that was asked for; return the exit code."""
    try:
        if sys.stderr is not None:
            sys.stderr.writelines(_message(error, arguments))
            sys.stderr.flush()
    except OSError:
        pass  # Nobody is there to read it; the exit code still says so.
    return error.exit_code


def _message(error: AdtraceError, arguments: Sequence[str]) -> Sequence[str]:
    """The error as lines for stderr."""
    from ..views import console, notation, report
    from ..views.layout import plain

    if _wants_json(arguments):
        return [report.error_json(error)]
    unicode = notation.shows_unicode(sys.stderr.encoding)
    lines = report.error_lines(error, console.columns(sys.stderr), unicode=unicode)
    if console.takes_colour(sys.stderr):
        return list(console.painted(lines))
    return [plain(line) + "\n" for line in lines]


def _wants_json(arguments: Sequence[str]) -> bool:
    """Whether --format json stands on the command line, even one that cannot be parsed."""
    return any(
        word == "--format=json" or (word in ("-f", "--format") and following == "json")
        for word, following in zip(arguments, [*arguments[1:], ""], strict=True)
    )
