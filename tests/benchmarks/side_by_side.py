"""What the benchmarks share: whole processes with their time and memory, interleaved rounds, and the table."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

SCREEN = (40, 120)
"""Rows and columns of the pseudo-terminal."""
PIECE, KEPT = 65_536, 16
"""Bytes of one read, and how many reads are kept: a process that is started inherits the peak memory of the one that starts it,
so that this one stays small."""


@dataclass(frozen=True, slots=True)
class Finished:
    """A process that has ended.

    seconds  from its start to its end, as the one who waits sees it
    peak     bytes of memory at most (resident set)
    code     exit code; negative for a signal
    out      what it wrote, from the end up to a megabyte
    """

    seconds: float
    peak: int
    code: int
    out: str
    err: str


def run(command: Sequence[str], *, terminal: bool = False, limit: float = 600.0) -> Finished:
    """Run a process with its output piped, or on a pseudo-terminal; it is killed after `limit` seconds."""
    return on_terminal(command, limit) if terminal else piped(command, limit)


def piped(command: Sequence[str], limit: float) -> Finished:
    """Run a process with its output in a pipe and its errors in a file."""
    with tempfile.TemporaryFile() as errors:
        begin = time.perf_counter()
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, env=surroundings()
        )
        timer = threading.Timer(limit, process.kill)
        timer.start()
        out = b"".join(deque(iter(lambda: process.stdout.read1(PIECE), b""), maxlen=KEPT))
        code, peak = wait(process)
        seconds = time.perf_counter() - begin
        timer.cancel()
        process.stdout.close()
        errors.seek(0)
        return Finished(seconds, peak, code, out.decode("utf-8", "replace"), errors.read().decode("utf-8", "replace"))


def on_terminal(command: Sequence[str], limit: float) -> Finished:
    """Run a process on a pseudo-terminal, which takes its output and its errors."""
    import fcntl
    import pty
    import struct
    import termios

    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", *SCREEN, 0, 0))
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=surroundings(), close_fds=True)
    os.close(slave)
    timer = threading.Timer(limit, process.kill)
    timer.start()
    parts = []
    try:
        while part := os.read(master, 65536):
            parts.append(part)
    except OSError:  # Linux's way to say that nobody is at the other end any more
        pass
    code, peak = wait(process)
    seconds = time.perf_counter() - begin
    timer.cancel()
    os.close(master)
    return Finished(seconds, peak, code, b"".join(parts).decode("utf-8", "replace"), "")


def wait(process: subprocess.Popen[bytes]) -> tuple[int, int]:
    """Exit code and peak memory of a process, once it has ended."""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def surroundings() -> dict[str, str]:
    """The environment without what would change how Python or the screen behaves."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    for name in ("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR"):
        kept.pop(name, None)
    return {**kept, "TERM": "xterm-256color"}


def interleaved(
    runs: Mapping[str, Callable[[], float]], rounds: int, patience: float = float("inf")
) -> dict[str, float]:
    """Median seconds of each, taken in turns (A B C A B C ...), so that a slow spell of the machine meets all alike.

    runs      by name, what runs once and returns its seconds
    patience  seconds after which one has had its share and sits out the other rounds
    """
    taken: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, once in runs.items():
            if sum(taken[name]) <= patience:
                taken[name].append(once())
    return {name: median(seconds) for name, seconds in taken.items()}


def show(title: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print the table: the first column to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(headings, *rows, strict=True)]
    print(f"\n{title}\n{machine()}\n")
    for number, row in enumerate([headings, ["-" * width for width in widths], *rows]):
        first, *rest = (
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        print("  ".join([first, *rest]).rstrip(), flush=number == len(rows))


def machine() -> str:
    """The class of the machine, in a few words."""
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
