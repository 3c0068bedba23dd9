"""Runs Graphviz: DOT texts in, the same graphs with positions out. pygraphviz is used here and nowhere else.

It runs in a child process, which can be stopped. The child answers one graph after another for as long as this process
lives: starting it takes several times as long as placing a small graph. Where pygraphviz cannot be imported, the
program `dot` does the same, in a process for each graph.
"""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
from tempfile import TemporaryFile
from threading import Event, Lock, Timer
from typing import IO

from ..errors import AdtraceError, LimitError
from ..limits import LIMITS

NO_PYGRAPHVIZ = 77
CHILD = f"""
import sys
try:
    import pygraphviz
except ImportError as error:
    print(error, file=sys.stderr)
    sys.exit({NO_PYGRAPHVIZ})
asked, answers = sys.stdin.buffer, sys.stdout.buffer
while size := asked.readline():
    graph = pygraphviz.AGraph(string=asked.read(int(size)).decode())
    placed = graph.draw(format="json0", prog="dot")
    answers.write(b"%d\\n" % len(placed) + placed)
    answers.flush()
"""
"""What the child runs: it imports nothing of adtrace, so that it starts fast."""

NARROWER = "draw fewer steps, or write the graph as text: --format dot"


def laid_out(dot: str) -> bytes:
    """The graph of a DOT text with positions, as Graphviz's JSON.

    Raises LimitError when the time limit is reached, AdtraceError when Graphviz fails or is not installed.
    """
    try:
        placed, said, code = PLACER.placed(dot.encode())
        if code == NO_PYGRAPHVIZ:
            placed, said, code = _by_program(dot.encode())
    except subprocess.TimeoutExpired:
        raise LimitError(f"placing the drawing took more than {LIMITS.layout_seconds:g} s", hint=NARROWER) from None
    except OSError as error:
        raise AdtraceError(f"the layout program did not start ({error.strerror})", hint=NARROWER) from None
    if code or not placed:
        lines = said.decode(errors="replace").strip().splitlines()
        reason = lines[-1] if lines else f"exit code {code}"
        raise AdtraceError(f"Graphviz could not place the drawing: {reason}", hint=NARROWER)
    return placed


def _by_program(dot: bytes) -> tuple[bytes, bytes, int]:
    """What `dot` answers and complains of, and its exit code."""
    program = shutil.which("dot")
    if program is None:
        raise AdtraceError(
            "drawing needs Graphviz, and neither pygraphviz nor the program dot is there",
            hint="pip install pygraphviz, or install Graphviz (graphviz.org/download) so that dot is on the path",
        )
    done = subprocess.run(
        [program, "-Tjson0"], input=dot, capture_output=True, check=False, timeout=LIMITS.layout_seconds
    )
    return done.stdout, done.stderr, done.returncode


class Placer:
    """The child process: started when it is first asked, and again after it has ended, was stopped, or after a fork."""

    def __init__(self) -> None:
        self.child: subprocess.Popen[bytes] | None = None
        self.complaints: IO[bytes] | None = None
        self.owner = 0
        self.lock = Lock()

    def placed(self, dot: bytes) -> tuple[bytes, bytes, int]:
        """What the child answers; where it ended instead, what it complained of, and its exit code."""
        with self.lock:
            child = self.running()
            late = Event()

            def stopped() -> None:
                late.set()
                child.kill()

            timer = Timer(LIMITS.layout_seconds, stopped)
            timer.start()
            try:
                answer = _answer(child, dot)
            except BaseException:
                self.stop()  # Its next answer would be to this question.
                raise
            finally:
                timer.cancel()
            if late.is_set() or not answer:
                self.stop(kill=late.is_set())
            if late.is_set() and not answer:
                raise subprocess.TimeoutExpired(CHILD, LIMITS.layout_seconds)
            return (answer, b"", 0) if answer else (b"", self.said(), child.returncode)

    def running(self) -> subprocess.Popen[bytes]:
        """The child, alive and this process's own."""
        if self.child is None or self.child.poll() is not None or self.owner != os.getpid():
            self.owner = os.getpid()
            self.complaints = TemporaryFile(buffering=0)  # noqa: SIM115
            self.child = subprocess.Popen(
                [sys.executable, "-P", "-c", CHILD],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.complaints,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )
        elif self.complaints is not None:
            self.complaints.seek(0)
            self.complaints.truncate()
        return self.child

    def stop(self, kill: bool = True) -> None:
        """End the child; without `kill`, once it ends by itself."""
        child, self.child = self.child, None
        if child is None or self.owner != os.getpid():
            return
        if kill:
            child.kill()
        child.communicate()

    def said(self) -> bytes:
        """What the child has complained of."""
        if self.complaints is None:
            return b""
        self.complaints.seek(0)
        return self.complaints.read() or b""


def _answer(child: subprocess.Popen[bytes], dot: bytes) -> bytes:
    """The child's answer; nothing where it ends before."""
    assert child.stdin is not None and child.stdout is not None
    try:
        child.stdin.write(b"%d\n" % len(dot) + dot)
        child.stdin.flush()
    except BrokenPipeError:
        return b""
    size = child.stdout.readline()
    answer = child.stdout.read(int(size)) if size.endswith(b"\n") else b""
    return answer if size and len(answer) == int(size) else b""


PLACER = Placer()
atexit.register(PLACER.stop)
